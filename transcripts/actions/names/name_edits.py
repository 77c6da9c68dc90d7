"""Follow-up of a saved form of a series, speaker, outlet or topic."""

from django.db import transaction

from transcripts.actions.change import bump_edition
from transcripts.actions.name_keys import save_name_keys
from transcripts.actions.public_changes import Moved, announcement_of, are_seen, conferences_with
from transcripts.actions.redirects import keep_old_address, kind_of
from transcripts.models import Named, Series


@transaction.atomic
def sync_after_name_edit(record: Named, *, old_slug: str = "") -> None:
    """Update redirects and name keys after a name was edited: its old address and other spellings keep working.

    Eleven queries.
    """
    save_name_keys([record])
    if old_slug:
        keep_old_address(kind_of(record), old_slug, record.slug)
    announced = _announcements_with(record)
    if are_seen(record):
        moved = [(kind_of(record), old_slug)] if old_slug else []
        bump_edition(among=conferences_with(record), moved=[*moved, *announced])
    elif announced:
        bump_edition(moved=announced)


def _announcements_with(record: Named) -> list[Moved]:
    """Return how those announcements are marked that name the record: a series. One query, or none."""
    if not isinstance(record, Series):
        return []
    rows = record.announcements.announced().select_related("conference")
    return [announcement_of(row.conference) for row in rows]
