"""Setting the times of paragraphs in the recording: a revision and an edition, without a note or a version."""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext

from transcripts.actions.change import Change, WrongStateError, require_permission
from transcripts.actions.transcript.paragraph_ids import write_times
from transcripts.actions.transcript.revisions import record_revision
from transcripts.document import TranscriptDocument
from transcripts.document.times import decreasing, time_text
from transcripts.models import Conference
from transcripts.reading.transcript import read


@transaction.atomic
def set_times(conference: Conference, times: Mapping[str, int | None], *, base: int, change: Change) -> int:
    """Give paragraphs their seconds, by their permanent ids, None for no time; return how many are changed.

    Paragraphs that are not named keep theirs. `base` is the revision whose words were looked at. Some thirty queries.
    Raises WrongStateError, if the words have changed since or a time is earlier than one before it; PermissionDenied.
    """
    row = Conference.objects.select_for_update().get(pk=conference.pk)
    require_permission(change, "publish_conference" if row.is_published else "change_conference")
    if row.revision_number != base:
        raise WrongStateError(gettext("Somebody else has changed the same text."))
    before = read(row)
    document = _with_times(before, times)
    stated = [time for turn in document.turns for time in turn.times]
    if (at := decreasing(stated)) is not None:
        raise WrongStateError(
            gettext("%(time)s is earlier than the paragraph before it.") % {"time": time_text(stated[at] or 0)}
        )
    write_times(row, list(document.turns))
    record_revision(row, change)
    conference.refresh_from_db()
    were = [time for turn in before.turns for time in turn.times]
    return sum(was != now for was, now in zip(were, stated, strict=True))


def _with_times(document: TranscriptDocument, times: Mapping[str, int | None]) -> TranscriptDocument:
    """Return the document with these times in the place of its own."""
    exchanges = [
        replace(
            exchange,
            turns=tuple(
                replace(
                    turn,
                    times=tuple(
                        times.get(public_id, time)
                        for public_id, time in zip(turn.paragraph_ids, turn.times, strict=True)
                    ),
                )
                for turn in exchange.turns
            ),
        )
        for exchange in document.exchanges
    ]
    return replace(document, exchanges=tuple(exchanges))
