"""The links by which a conference is read before it is public, taken back."""

from django.db import transaction

from transcripts.actions.change import Change, record_event
from transcripts.models import Conference, Event, new_public_id


@transaction.atomic
def revoke_previews(conference: Conference, *, change: Change) -> None:
    """Make every preview link of the conference that was handed out worth nothing. Three queries."""
    row = Conference.objects.select_for_update().get(pk=conference.pk)
    conference.preview_key = row.preview_key = new_public_id()
    row.save(update_fields=["preview_key"])
    record_event(row, Event.What.REVOKED, change)
