"""The end of a running transcript, when it is closed or withdrawn: its queue is emptied, its caption tokens revoked."""

from transcripts.actions.change import Change
from transcripts.actions.transcript.running_changes import decide_running_corrections
from transcripts.models import Conference


def clear_queue(conference: Conference) -> None:
    """Delete the queue, and revoke all caption tokens. Three queries."""
    conference.queue.all().delete()
    conference.caption_feeds.all().delete()
    conference.received_cues.all().delete()


def end_running(conference: Conference, change: Change) -> None:
    """End a running transcript that is withdrawn, in the caller's transaction, which has locked the row.

    Its changes have not been marked as minor or major, so all become corrections if it is ever published again.
    """
    keys = conference.running_corrections.values_list("pk", flat=True)
    decide_running_corrections(conference, dict.fromkeys(keys, True), change)
    clear_queue(conference)
    conference.released.all().delete()
    conference.running_since = conference.added_at = None
    conference.save(update_fields=["running_since", "added_at"])
