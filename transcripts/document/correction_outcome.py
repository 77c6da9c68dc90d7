"""The outcome of a correction: whether the corrected words are still in the text. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from transcripts.document.differences import How, compare_words
from transcripts.text import paragraphs


class Outcome(StrEnum):
    """The outcome of corrected words: they remain, changed again, or are again what they were before."""

    STANDS = "stands"
    CHANGED = "changed"
    TAKEN_BACK = "taken back"


@dataclass(frozen=True, slots=True)
class _Change:
    """One change between two texts: from where to where it goes in the old and in the new one, in characters."""

    old: tuple[int, int]
    new: tuple[int, int]


def outcome_of(was: str, now: str, then: str, elsewhere: Collection[str] = ()) -> Outcome:
    """Return what became of a correction of `was` to `now`, once the text is `then`.

    Only the corrected words count, not the rest of the text. Paragraphs that hold them and are whole among those
    `elsewhere`, such as in another turn, remain.
    """
    if then == now:
        return Outcome.STANDS
    if then == was:
        return Outcome.TAKEN_BACK
    corrected = list(_changes(was, now))
    later = [change.old for change in _changes(now, then)]
    touched = [change for change in corrected if any(_meet(change.new, other) for other in later)]
    if not touched or (then != now and _stand_elsewhere(now, touched, elsewhere)):
        return Outcome.STANDS
    since = [change.old for change in _changes(was, then)]
    is_back = not any(_meet(change.old, other) for change in touched for other in since)
    return Outcome.TAKEN_BACK if is_back else Outcome.CHANGED


def _changes(old: str, new: str) -> Iterator[_Change]:
    """Yield the changes in order; what is gone and what is new in one place are one change."""
    before = after = 0
    start: tuple[int, int] | None = None
    for piece in compare_words(old, new):
        if piece.how == How.SAME:
            if start:
                yield _Change((start[0], before), (start[1], after))
                start = None
            before, after = before + len(piece.text), after + len(piece.text)
            continue
        start = start or (before, after)
        if piece.how == How.GONE:
            before += len(piece.text)
        else:
            after += len(piece.text)
    if start:
        yield _Change((start[0], before), (start[1], after))


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Return whether two places have characters in common; a place without any meets what it touches."""
    if one[0] == one[1]:
        return other[0] <= one[0] <= other[1]
    if other[0] == other[1]:
        return one[0] < other[0] < one[1]
    return one[0] < other[1] and other[0] < one[1]


def _stand_elsewhere(now: str, touched: list[_Change], elsewhere: Collection[str]) -> bool:
    """Return whether every paragraph of `now` that holds a touched change is among those elsewhere."""
    at = 0
    for paragraph in paragraphs(now):
        at = now.index(paragraph, at)
        place = (at, at + len(paragraph))
        if any(_meet(place, change.new) for change in touched) and paragraph not in elsewhere:
            return False
        at += len(paragraph)
    return bool(elsewhere)
