"""Setting the record status, how far the text has been checked: preliminary, checked or final."""

from django.db import transaction
from django.utils.translation import gettext

from transcripts.actions.change import Change, WrongStateError, bump_edition, record_event, require_permission
from transcripts.models import Conference, Event, RecordStatus


@transaction.atomic
def set_record_status(conference: Conference, status: str, *, change: Change) -> bool:
    """Set the record status; return whether that changed it. Five queries.

    For a public conference this requires the permission to publish. The event's note has the old and the new status.
    Raises WrongStateError, PermissionDenied.
    """
    row = Conference.objects.select_for_update().get(pk=conference.pk)
    require_permission(change, "publish_conference" if row.published_at else "change_conference")
    if status not in RecordStatus.values:
        raise WrongStateError(gettext("Invalid status."))
    if row.binned_at:
        raise WrongStateError(gettext("It is in the trash; restore it first."))
    was, now = RecordStatus(row.record_status), RecordStatus(status)
    if was == now:
        return False
    conference.record_status = row.record_status = now
    row.save(update_fields=["record_status", "updated_at"])
    note = change.note.strip() or f"{was.label} → {now.label}"
    record_event(row, Event.What.CHANGED, Change(change.user, note))
    if row.is_published:
        bump_edition(row)
    return True
