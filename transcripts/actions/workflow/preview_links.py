"""Revoking preview links, by which a conference is read before it is public."""

from django.db import transaction

from transcripts.actions.change import Change, record_event
from transcripts.models import Conference, Event, new_public_id


@transaction.atomic
def revoke_previews(conference: Conference, *, change: Change) -> None:
    """Revoke every preview link of the conference. Three queries."""
    row = Conference.objects.select_for_update().get(pk=conference.pk)
    conference.preview_key = row.preview_key = new_public_id()
    row.save(update_fields=["preview_key"])
    record_event(row, Event.What.REVOKED, change)
