"""Which removed words a user of the admin may see."""

from collections.abc import Callable

from django.http import HttpRequest

from transcripts.admin.permissions import may_view_removed
from transcripts.document import TranscriptDocument, blank_text
from transcripts.models import Conference, Revision
from transcripts.reading.removals import removals_of, without_removed_words


def seen_transcript(request: HttpRequest, conference: Conference, revision: Revision) -> TranscriptDocument:
    """Return a revision's document, without removed words for users who may not see these. One query, or none.

    Raises FormError when the row was tampered with.
    """
    document = revision.transcript
    return document if may_view_removed(request) else without_removed_words(document, conference)


def seen_text(request: HttpRequest, conference: Conference) -> Callable[[str], str]:
    """Return a function that frees texts of removed words, for users who may not see these. One query, or none."""
    removals = () if may_view_removed(request) else removals_of(conference)
    return lambda text: blank_text(text, removals, language=conference.language)
