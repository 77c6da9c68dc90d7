"""What ends with a running transcript, however it ends: what waits in its queue, and leave to send captions."""

from transcripts.actions.change import Change
from transcripts.actions.transcript.running_changes import settle_running_corrections
from transcripts.models import Conference


def clear_queue(conference: Conference) -> None:
    """Discard what waits to be released, and revoke all leave to send captions. Three queries."""
    conference.queue.all().delete()
    conference.caption_feeds.all().delete()
    conference.received_cues.all().delete()


def end_running(conference: Conference, change: Change) -> None:
    """End a running transcript that is withdrawn, in the caller's transaction, which has locked the row.

    Nobody has said which of its changes are major: all are corrections, if it is ever published again.
    """
    keys = conference.running_corrections.values_list("pk", flat=True)
    settle_running_corrections(conference, dict.fromkeys(keys, True), change)
    clear_queue(conference)
    conference.released.all().delete()
    conference.running_since = conference.added_at = None
    conference.save(update_fields=["running_since", "added_at"])
