"""Links from search results to the second of the recording at which their words are spoken."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Exists, OuterRef

from transcripts import search
from transcripts.listing.results.passages import Found, Passage, RecordingLink
from transcripts.models import NOW, AnyOf, Attachment, Paragraph, PreparedQuery
from transcripts.part_cache import cached
from transcripts.text import paragraphs

_TIMES = PreparedQuery(
    lambda: (
        Paragraph.objects.published(NOW)
        .filter(
            AnyOf("turn", "turns"),
            Exists(
                Attachment.objects.filter(
                    conference=OuterRef("turn__exchange__conference"), kind=Attachment.Kind.RECORDING
                )
            ),
            time__isnull=False,
        )
        .order_by("turn", "position")
        .values_list("turn", "position", "public_id", "time")
    ),
    is_planned_once=True,
)
_RECORDINGS = PreparedQuery(
    lambda: Attachment.objects.published(NOW).filter(kind=Attachment.Kind.RECORDING).order_by().values_list("pk"),
    is_planned_once=True,
)


def add_recording_links(found: Sequence[Found], words: str) -> None:
    """Add to each passage of a conference with a recording a link to its best paragraph. At most two queries."""
    if not found or not _has_recordings():
        return
    turns = [passage.turn.pk for each in found for passage in each.passages]
    times: dict[int, list[tuple[int, str, int]]] = defaultdict(list)
    for turn, *place in _TIMES(turns=turns) if turns else ():
        times[turn].append((place[0], place[1], place[2]))
    if times:
        for each in found:
            each.passages[:] = [_with_link(passage, each.url, times, words) for passage in each.passages]


@cached(8)
def _has_recordings() -> bool:
    """Return whether there is a public recording, which a site has for few conferences, or for none. One query."""
    return bool(_RECORDINGS.page(0, 1))


def _with_link(passage: Passage, url: str, times: dict[int, list[tuple[int, str, int]]], words: str) -> Passage:
    """Return the passage with a link to the paragraph with most of the words, or to the last timed one before it."""
    terms = [len(search.Highlights(text, words).terms) for text in paragraphs(passage.turn.text)]
    best = terms.index(max(terms)) + 1 if terms else 1
    timed = [place for place in times[passage.turn.pk] if place[0] <= best] if passage.turn.pk in times else []
    if not timed:
        return passage
    _, public_id, seconds = timed[-1]
    return passage._replace(recording_link=RecordingLink(seconds, f"{url}?t={seconds}#{public_id}"))
