"""Deleting names that nothing uses."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext

from transcripts.actions.change import RemovalRefusedError
from transcripts.actions.name_keys import delete_name_keys
from transcripts.actions.names.duplicates import delete_pairs
from transcripts.actions.redirects import kind_of
from transcripts.models import Named, Redirect, Topic


@transaction.atomic
def remove_names(records: Iterable[Named]) -> None:
    """Delete series, speakers, outlets or topics that nothing uses.

    Raises RemovalRefusedError for a topic in use, and Django's ProtectedError for the others. A few queries for each.
    """
    for record in records:
        if isinstance(record, Topic) and record.exchanges.exists():
            raise RemovalRefusedError(
                gettext("“%(name)s” is the topic of an exchange, so it cannot be deleted.") % {"name": record}
            )
        _drop_redirects(record)
        delete_name_keys([record])
        delete_pairs([record])
        record.delete()


def _drop_redirects(record: Named) -> None:
    """Delete the redirects to `record`. One query."""
    Redirect.objects.filter(kind=kind_of(record), new=record.slug).delete()
