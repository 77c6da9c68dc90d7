"""Alignment of the words of a transcript with those that a recogniser heard, which has its errors. Pure.

Runs of words that both sides have once are anchors; of these the longest chain that goes forward on both sides is kept
(patience, as `git diff --patience` does). What lies between two anchors is compared word by word, if it is short
enough. So time and memory grow with the number of words, and not with its square.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from transcripts.document import TranscriptDocument
from transcripts.intake.recordings.heard_words import Heard, words_of

MOST_COMPARED = 4_000_000  # pairs of words between two anchors; their table takes a bit or two for each
PASSES = 60  # times that all words may be looked through for anchors, the stretches of one pass together
RUNS = (4, 8, 16, 3, 2, 1)  # words of an anchor; longer ones for what repeats itself
NEAR = 8  # words on either side of a paragraph's beginning that say whether its place is sure
BEGINNING = 12  # words of a paragraph of which enough must have been heard
LEAST_SUPPORT = 0.4
MOST_ASTRAY = 4  # words that a neighbour may be out of step
WIDEST = 3.0  # seconds between which the beginning must lie
MOST_UNCLEAR = 4.0  # seconds of silence of which nothing tells whether they are before or after the beginning
NOT_HEARD = -1


@dataclass(frozen=True, slots=True)
class PlacedParagraph:
    """The second at which a paragraph begins, None where nothing tells it. What is not `is_sure` an editor must see.

    `exchange`, `turn` and `paragraph` are its indexes in the document.
    """

    exchange: int
    turn: int
    paragraph: int
    seconds: int | None
    is_sure: bool


def place_paragraphs(document: TranscriptDocument, heard: Heard) -> list[PlacedParagraph]:
    """Return a place for each paragraph of the document, in order; the sure times never decrease."""
    said: list[str] = []
    starts: list[tuple[int, int, int, int]] = []
    for at, exchange in enumerate(document.exchanges):
        for index, turn in enumerate(exchange.turns):
            for number, text in enumerate(turn.paragraphs):
                starts.append((at, index, number, len(said)))
                said += words_of(text)
    placer = _Placer(align_words(said, heard.words), heard)
    ends = [*(first for *_, first in starts[1:]), len(said)] if starts else []
    found = [placer.find(first, end) for (*_, first), end in zip(starts, ends, strict=True)]
    times = _begin(heard, [word for word, _ in found])
    placed = []
    latest = 0
    for (at, index, number, _), (_, is_found), (seconds, is_clear) in zip(starts, found, times, strict=True):
        is_sure = is_found and is_clear and seconds is not None and seconds >= latest
        if is_sure and seconds is not None:
            latest = seconds
        placed.append(PlacedParagraph(at, index, number, seconds, is_sure))
    return placed


def later(placed: Sequence[PlacedParagraph], seconds: int) -> list[PlacedParagraph]:
    """Return the places in a recording that begins so many seconds later, or earlier if negative, than these count.

    What was said before it begins has no time, and that is sure.
    """
    moved = []
    for one in placed:
        time = None if one.seconds is None else one.seconds - seconds
        is_before = time is not None and time < 0
        moved.append(replace(one, seconds=None if is_before else time, is_sure=one.is_sure or is_before))
    return moved


def times_of(
    document: TranscriptDocument, placed: Sequence[PlacedParagraph], *, is_doubtful_too: bool = False
) -> dict[str, int | None]:
    """Return the time of each paragraph by its id: None for a doubtful one, unless it is wanted and in order."""
    times: dict[str, int | None] = {}
    latest = 0
    sure = [one.seconds for one in placed if one.is_sure and one.seconds is not None]
    passed = 0
    for one in placed:
        passed += one.is_sure and one.seconds is not None
        following = sure[passed] if passed < len(sure) else None
        fits = one.seconds is not None and latest <= one.seconds and (following is None or one.seconds <= following)
        seconds = one.seconds if one.is_sure or (is_doubtful_too and fits) else None
        latest = latest if seconds is None else seconds
        turn = document.exchanges[one.exchange].turns[one.turn]
        times[turn.paragraph_ids[one.paragraph]] = seconds
    return times


def _begin(heard: Heard, words: Sequence[int]) -> Iterator[tuple[int | None, bool]]:
    """Yield the second at which the paragraphs begin whose first words were heard as `words`, and whether it is clear.

    Where several begin within one caption, its silence is shared out between them.
    """
    inside = Counter(heard.places[word] for word in words if word >= 0 and not _opens(heard, word))
    met: Counter[int] = Counter()
    for word in words:
        if word < 0:
            yield None, False
        elif _opens(heard, word):
            yield int(heard.times[word]), True
        else:
            place = heard.places[word]
            met[place] += 1
            share = met[place] / inside[place]
            silence = heard.spans[place].silence
            yield int(heard.begin(word, share)), silence * (1 - 1 / inside[place]) <= MOST_UNCLEAR


def _opens(heard: Heard, word: int) -> bool:
    """Whether a word is the first of its caption."""
    return word == 0 or heard.places[word - 1] != heard.places[word]


class _Placer:
    """Finder of the times of words: `found` has for each word that was said the index of the one heard."""

    def __init__(self, found: Sequence[int], heard: Heard) -> None:
        self.found, self.heard = found, heard
        self.before = _nearest(found)
        self.after = [NOT_HEARD if each < 0 else len(found) - 1 - each for each in reversed(_nearest(found[::-1]))]

    def find(self, first: int, end: int) -> tuple[int, bool]:
        """Return the word that was heard where those from `first` to `end` begin, -1 for none; and if that is sure."""
        if first >= end or self.after[first] < 0:
            return NOT_HEARD, False
        q = self.after[first]
        b = self.found[q]
        p = self.before[first - 1] if first else NOT_HEARD
        low = self.found[p] + 1 if p >= 0 else 0
        guess = b - (q - first)
        if guess < low:  # fewer words were heard than said: they are shared out
            guess = low if p >= 0 else NOT_HEARD
        if guess < 0:
            return NOT_HEARD, False
        times = self.heard.times
        is_narrow = q == first or (q - first <= 2 and p == first - 1) or times[b] - times[min(low, b)] <= WIDEST
        return guess, is_narrow and self._has_support(first, end, guess)

    def _has_support(self, first: int, end: int, guess: int) -> bool:
        """Whether enough of the words about the beginning, and of the paragraph's own, were heard in step."""
        low, high = max(0, first - NEAR), min(len(self.found), first + NEAR)
        own = range(first, min(end, first + BEGINNING))
        about = sum(self._is_in_step(at, first, guess) for at in range(low, high))
        heard = sum(self._is_in_step(at, first, guess) for at in own)
        is_said = heard >= LEAST_SUPPORT * len(own) or (len(own) <= 2 and about >= LEAST_SUPPORT * (high - low) + 2)
        return is_said and about >= LEAST_SUPPORT * (high - low)

    def _is_in_step(self, at: int, first: int, guess: int) -> bool:
        return self.found[at] >= 0 and abs((self.found[at] - guess) - (at - first)) <= MOST_ASTRAY


def _nearest(found: Sequence[int]) -> list[int]:
    """Return for each index the last one up to it that was found; -1 where there is none."""
    last, nearest = NOT_HEARD, []
    for at, each in enumerate(found):
        last = at if each >= 0 else last
        nearest.append(last)
    return nearest


def align_words(said: Sequence[str], heard: Sequence[str]) -> list[int]:
    """Return for each word of `said` the index of the same word in `heard`, -1 for none; the indexes only increase."""
    numbers: dict[str, int] = {}
    one = [numbers.setdefault(word, len(numbers)) for word in said]
    other = [numbers.setdefault(word, len(numbers)) for word in heard]
    found = [NOT_HEARD] * len(one)
    budget = PASSES * (len(one) + len(other))
    stretches = [(0, len(one), 0, len(other))]
    while stretches:
        low, high, start, stop = stretches.pop()
        if low >= high or start >= stop:
            continue
        if (high - low) * (stop - start) <= MOST_COMPARED:
            for mine, theirs in _compare(one[low:high], other[start:stop]):
                found[low + mine] = start + theirs
            continue
        for size in RUNS:
            budget -= high - low + stop - start
            anchors = _anchors(one[low:high], other[start:stop], size) if budget > 0 else []
            if anchors:
                break
        else:
            continue
        at, there = low, start
        for mine, theirs in anchors:
            stretches.append((at, low + mine, there, start + theirs))
            found[low + mine] = start + theirs
            at, there = low + mine + 1, start + theirs + 1
        stretches.append((at, high, there, stop))
    return found


def _compare(one: Sequence[int], other: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of equal words of the cheapest way from one to the other."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 (3 MB, which a worker that aligns nothing does without)

    for block in Levenshtein.opcodes(one, other):
        if block.tag == "equal":
            yield from zip(range(block.src_start, block.src_end), range(block.dest_start, block.dest_end), strict=True)


def _anchors(one: Sequence[int], other: Sequence[int], size: int) -> list[tuple[int, int]]:
    """Return the longest chain of runs of `size` words that both sides have once, by the places where they begin."""
    mine, theirs = _once(one, size), _once(other, size)
    pairs = [(at, theirs[run]) for run, at in mine.items() if run in theirs]
    return _longest_chain(sorted(pairs))


def _once(words: Sequence[int], size: int) -> dict[tuple[int, ...], int]:
    """Return the place of each run of `size` words that stands there once."""
    places: dict[tuple[int, ...], int] = {}
    for at, run in enumerate(zip(*(words[step:] for step in range(size)), strict=False)):
        places[run] = NOT_HEARD if run in places else at
    return {run: at for run, at in places.items() if at >= 0}


def _longest_chain(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of `pairs`, sorted by the first, in which the second increases too."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, there) in enumerate(pairs):
        place = bisect_left(tails, there)
        before.append(ends[place - 1] if place else NOT_HEARD)
        tails[place : place + 1] = [there]
        ends[place : place + 1] = [number]
    chain = []
    at = ends[-1] if ends else NOT_HEARD
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]
