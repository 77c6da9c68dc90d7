"""Restoring a series, speaker, outlet or topic to an earlier state from its row history."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from transcripts.actions.change import Change, WrongStateError
from transcripts.actions.names.name_edits import sync_after_name_edit
from transcripts.actions.redirects import kind_of
from transcripts.models import Named, Redirect

NOT_RESTORED = {"id"}
LONGEST_REASON = 100  # characters that the row history holds


@transaction.atomic
def restore_name(record: Named, row: int, *, change: Change) -> bool:
    """Restore the record to the row `row` of its history, its address too; return whether anything changed.

    This adds a row to the history, and today's address redirects to the record. Aliases stay as they are. Some
    fifteen queries. Raises WrongStateError.
    """
    model: Any = type(record)
    now = model._default_manager.select_for_update().get(pk=record.pk)
    then = now.history.filter(history_id=row).exclude(history_type="-").first()
    if then is None:
        raise WrongStateError(gettext("Entry not found."))
    differing = differing_fields(now, then)
    if not differing:
        return False
    if "slug" in differing and (taker := _who_has(now, then.slug)):
        words = {"address": then.slug, "name": taker}
        raise WrongStateError(gettext("The address “%(address)s” now belongs to “%(name)s”.") % words)
    old_slug = now.slug
    for name in differing:
        setattr(now, name, getattr(then, name))
    now._history_user = change.user
    now._change_reason = change.note.strip()[:LONGEST_REASON] or None
    now.save()
    sync_after_name_edit(now, old_slug=old_slug)
    return True


def differing_fields(record: Named, row: Any) -> list[str]:
    """Return the names of the fields in which a row of the history differs from the record. No query."""
    names = [field.name for field in row.tracked_fields if field.name not in NOT_RESTORED]
    return [name for name in names if getattr(row, name) != getattr(record, name)]


def _who_has(record: Named, slug: str) -> str:
    """Return the name of another record that has this address, or has had it, if there is one. Two queries."""
    others: Any = type(record)._default_manager.exclude(pk=record.pk)
    if other := others.filter(slug=slug).first():
        return str(other)
    lead = Redirect.objects.filter(kind=kind_of(record), old=slug).exclude(new=record.slug).first()
    return (str(others.filter(slug=lead.new).first() or lead.new)) if lead else ""
