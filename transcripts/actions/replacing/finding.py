"""Find and replace: finding conferences that contain given words, at a bounded cost in any archive."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

from django.db.models import Exists, OuterRef, Q

from transcripts import search
from transcripts.document import TranscriptDocument
from transcripts.document.replacing import Place, find_places
from transcripts.models import Conference, ConferenceQuerySet, Exchange, Participation, RecordStatus, Replacement, Turn
from transcripts.reading.many_documents import read_many

LOOKED_AT = 1_000  # the newest conferences, whose words are read; the index tells of older ones
MOST_READ = 200  # conferences that may hold the words, whose documents are read
MOST_CONFERENCES = 50  # in one replacement
MOST_PLACES = 1_000
_BATCH = 20
_WORDS = ("title", "venue", "source", "summary")
_APOSTROPHES = str.maketrans("\u2019\u02bc\uff07", "'''")


@dataclass(frozen=True, slots=True)
class Holding:
    """A conference that holds the words, with its places. Where these are `too_many`, they are not listed."""

    conference: Conference
    places: Sequence[Place]
    too_many: int = 0


@dataclass(frozen=True, slots=True)
class Holdings:
    """The newest conferences that hold the words; `older` is the day from which on back more may."""

    found: Sequence[Holding]
    older: date | None = None


def conferences_of(replacement: Replacement) -> ConferenceQuerySet:
    """Return the conferences that a replacement is about, the newest first: none that are in the trash."""
    rows = Conference.objects.not_in_trash().newest_first()
    if replacement.series_id:
        rows = rows.filter(series=replacement.series_id)
    if replacement.first:
        rows = rows.filter(date__gte=replacement.first)
    if replacement.last:
        rows = rows.filter(date__lte=replacement.last)
    if replacement.status:
        rows = rows.filter(status=replacement.status)
    return rows if replacement.with_checked else rows.filter(record_status=RecordStatus.PRELIMINARY)


def find_holdings(replacement: Replacement) -> Holdings:
    """Return the newest conferences with the words, MOST_CONFERENCES at most, with MOST_PLACES in all.

    At most ten queries to find those that may hold them, and seven for every twenty of these, MOST_READ at most.
    """
    rows = conferences_of(replacement)
    keys, older = _candidates(replacement, rows)
    found: list[Holding] = []
    number = 0
    for conference, document in _documents(rows, keys[:MOST_READ]):
        places = find_places(document, replacement.wanted)
        if not places:
            continue
        if len(places) > MOST_PLACES:
            found.append(Holding(conference, (), too_many=len(places)))
        elif number + len(places) > MOST_PLACES or len(found) == MOST_CONFERENCES:
            return Holdings(found, older=conference.date)
        else:
            number += len(places)
            found.append(Holding(conference, places))
    if len(keys) > MOST_READ:
        older = Conference.objects.values_list("date", flat=True).get(pk=keys[MOST_READ])
    return Holdings(found, older)


def _documents(rows: ConferenceQuerySet, keys: Sequence[int]) -> Iterator[tuple[Conference, TranscriptDocument]]:
    """Yield conferences with their documents, in the order of their keys. Seven queries for every twenty."""
    for at in range(0, len(keys), _BATCH):
        batch = list(rows.filter(pk__in=keys[at : at + _BATCH]).select_related("series"))
        for whole in read_many(batch):
            yield whole.conference, whole.document


def _candidates(replacement: Replacement, rows: ConferenceQuerySet) -> tuple[list[int], date | None]:
    """Return the keys of those that may hold the words, the newest first, and the day from which on back is untold."""
    window = list(rows.values_list("pk", "date")[: LOOKED_AT + 1])
    near = _holding([key for key, _day in window[:LOOKED_AT]], replacement.find)
    keys = [key for key, _day in window if key in near]
    if len(window) <= LOOKED_AT or len(keys) > MOST_READ:
        return keys, None
    last = window[LOOKED_AT - 1][1]
    far = None
    most = LOOKED_AT + MOST_READ + 1  # those of the last day among the newest come once more
    if replacement.is_whole:
        series = replacement.series_id
        far = search.find_containing(replacement.find, series=series, first=replacement.first, last=last, limit=most)
    if far is None:
        return keys, window[LOOKED_AT][1]
    listed = Q(pk__in=far) | _in_head(replacement.find) | Exists(_people(replacement.find, of=OuterRef("pk")))
    others = rows.filter(listed, date__lte=last)
    older = None
    if len(far) == most:  # many of them may be in another state than is asked for
        older = Conference.objects.values_list("date", flat=True).get(pk=far[-1])
        others = others.filter(date__gte=older)
    seen = {key for key, _day in window[:LOOKED_AT]}
    found = others.values_list("pk", flat=True)[:most]
    return [*keys, *(key for key in found if key not in seen)], older


def _holding(keys: Sequence[int], words: str) -> set[int]:
    """Return those of the conferences whose texts may hold the words. Four queries."""
    turns = Turn.objects.filter(_holds(words, "text", "label_as_printed", "journalist"), exchange__conference__in=keys)
    headed = Exchange.objects.filter(_holds(words, "heading"), conference__in=keys)
    found = set(turns.order_by().values_list("exchange__conference", flat=True).distinct())
    found.update(headed.order_by().values_list("conference", flat=True).distinct())
    found.update(Conference.objects.filter(_in_head(words), pk__in=keys).order_by().values_list("pk", flat=True))
    found.update(_people(words).filter(conference__in=keys).order_by().values_list("conference", flat=True))
    return found


def _in_head(words: str) -> Q:
    return _holds(words, *_WORDS)


def _people(words: str, of: OuterRef | None = None):  # type: ignore[no-untyped-def]
    rows = Participation.objects.filter(_holds(words, "name_as_printed", "role_as_printed"))
    return rows.filter(conference=of) if of else rows


def _holds(words: str, *fields: str) -> Q:
    """Return the condition that a field holds the longest piece of the words that white space or an apostrophe ends.

    In whatever case: SQLite compares letters beyond ASCII as they are, so that their usual cases are asked for too.
    """
    piece = max(words.translate(_APOSTROPHES).replace("'", " ").split() or [words], key=len)
    cases = (piece, piece.lower(), piece.upper(), piece.capitalize(), piece.title())
    forms = dict.fromkeys(normalize(form, case) for case in cases for form in ("NFC", "NFD"))
    condition = Q()
    for field in fields:
        for form in forms if not piece.isascii() else (piece,):
            condition |= Q(**{f"{field}__icontains": form})
    return condition
