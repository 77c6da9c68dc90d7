"""The removals of a conference, as its documents are freed of their words."""

from collections.abc import Sequence

from transcripts.document import RemovedWords, TranscriptDocument, blank
from transcripts.models import Conference, Removal


def removals_of(conference: Conference) -> tuple[RemovedWords, ...]:
    """Return what was removed from the conference without repeating it, oldest first. One query."""
    rows = Removal.objects.unrepeated().filter(conference=conference).order_by("pk")
    return tuple(as_removed_words(row) for row in rows)


def as_removed_words(removal: Removal) -> RemovedWords:
    """Return the removal's words as `document.blank` takes them."""
    return RemovedWords(tuple(removal.words), dict(removal.forms), removal.pk)


def without_removed_words(
    document: TranscriptDocument, conference: Conference, removals: Sequence[RemovedWords] | None = None
) -> TranscriptDocument:
    """Return a document of any revision of `conference` as readers may see it: removed words are blanked.

    Whoever shows, exports or quotes a past revision calls this. One query, or none when `removals_of` was asked before.
    """
    return blank(document, removals_of(conference) if removals is None else removals)
