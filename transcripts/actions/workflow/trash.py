"""The trash: moving conferences that were never public there, restoring them, deleting them permanently."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from transcripts import search
from transcripts.actions.change import Change, WrongStateError, record_event, require_permission
from transcripts.actions.workflow.attachments import delete_files, folders_of
from transcripts.models import Announcement, Conference, Event, Status, Turn


@transaction.atomic
def move_to_trash(conference: Conference, *, change: Change) -> None:
    """Move a conference that was never public to the trash. Raises WrongStateError, PermissionDenied."""
    require_permission(change, "delete_conference")
    row = Conference.objects.select_for_update().get(pk=conference.pk)
    if row.binned_at:
        raise WrongStateError(gettext("It is already in the trash."))
    if row.status not in {Status.DRAFT, Status.SUBMITTED}:
        raise WrongStateError(
            gettext("Return a scheduled conference to draft first; withdraw one that has been public.")
        )
    if Announcement.objects.filter(conference=row).exists():
        raise WrongStateError(
            gettext("It was announced, so it cannot be deleted: its address must go on saying what became of it.")
        )
    conference.binned_at = row.binned_at = timezone.now()
    row.save(update_fields=["binned_at", "updated_at"])
    record_event(row, Event.What.BINNED, change)


@transaction.atomic
def restore_from_trash(conference: Conference, *, change: Change) -> None:
    """Restore a conference from the trash, as it was. Raises WrongStateError when its place is taken."""
    require_permission(change, "delete_conference")
    row = Conference.objects.select_for_update().get(pk=conference.pk)
    if not row.binned_at:
        raise WrongStateError(gettext("It is not in the trash."))
    row.binned_at = None
    try:
        with transaction.atomic():
            row.save(update_fields=["binned_at", "updated_at"])
    except IntegrityError:
        raise WrongStateError(gettext("The translation group now has another conference in this language.")) from None
    conference.binned_at = None
    record_event(row, Event.What.RESTORED, change)


@transaction.atomic
def empty_trash(*, before: datetime | None = None) -> int:
    """Delete for good what is in the trash; only an administrator may. Return how many conferences it was.

    With `before`, only what was put there until then.
    """
    trashed = Conference.objects.in_trash()
    rows = list((trashed.filter(binned_at__lte=before) if before else trashed).select_for_update())
    delete_files(folders_of(rows))
    for row in rows:
        turns = Turn.objects.filter(exchange__conference=row).values_list("pk", flat=True)
        search.forget(turns, conference_ids=[row.pk])
        row.delete()
    return len(rows)


def empty_old_trash() -> int:
    """Delete for good what has lain in the trash for TRASH_DAYS; return how many conferences it was."""
    days = settings.TRASH_DAYS
    return empty_trash(before=timezone.now() - timedelta(days=days)) if days else 0
