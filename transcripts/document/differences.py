"""The differences between two documents, down to the words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

from transcripts.document.head_fields import HEAD_FIELDS
from transcripts.document.matching import Match, match
from transcripts.document.transcript import ExchangeText, TranscriptDocument, TurnText

_CHINESE = r"\u3400-\u4dbf\u4e00-\u9fff\u3040-\u30ff\uac00-\ud7af"
_WORD = re.compile(rf"[{_CHINESE}]|[^\W_{_CHINESE}]+(?:['’.,-][^\W_{_CHINESE}]+)*|\s+|.", re.DOTALL)
_PARAGRAPH = re.compile(r".+?(?:\n\n|\Z)", re.DOTALL)
MOST_WORDS = 4_000  # in one run of changed paragraphs; beyond, all of it counts as changed


class How(StrEnum):
    """The kinds of change of a piece of text or of a turn."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"
    EDITED = "edited"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is the same in both, only in the old (gone) or only in the new."""

    how: How
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of the head, the people or an exchange that differs: its name and both values as text."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class TurnChange:
    """The change of one turn; `exchange` is the number of its exchange, in the new document unless it is gone."""

    how: How
    exchange: int
    old: TurnText | None
    new: TurnText | None

    @property
    def pieces(self) -> list[Piece]:
        """The words of the turn as pieces, each with its kind of change."""
        return compare_words(self.old.text if self.old else "", self.new.text if self.new else "")

    @property
    def turn(self) -> TurnText:
        """The new turn, else the old one."""
        turn = self.new or self.old
        assert turn is not None, "a change is of some turn"  # noqa: S101  (holds by construction)
        return turn


@dataclass(frozen=True, slots=True)
class Differences:
    """All that differs between two documents. False when nothing does."""

    fields: tuple[FieldChange, ...]
    turns: tuple[TurnChange, ...]

    def __bool__(self) -> bool:
        return bool(self.fields or any(change.how != How.SAME for change in self.turns))

    @property
    def changed_turns(self) -> list[TurnChange]:
        """The turns that changed in any way."""
        return [change for change in self.turns if change.how != How.SAME]

    def count(self, how: How) -> int:
        """Return the number of turns with this kind of change."""
        return sum(change.how == how for change in self.turns)


def compare_words(old: str, new: str) -> list[Piece]:
    """Return the pieces that turn `old` into `new`; words and single Chinese characters are never split.

    Paragraphs that stayed are set aside first, so that a word in a long text costs no more than its paragraph.
    """
    before, after = _PARAGRAPH.findall(old), _PARAGRAPH.findall(new)
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        was, now = "".join(before[a:b]), "".join(after[c:d])
        pieces += [Piece(How.SAME, was)] if tag == "equal" else _compare_passage(was, now)
    return _join(pieces)


def _compare_passage(old: str, new: str) -> Iterator[Piece]:
    """Yield the pieces that turn one run of changed paragraphs into the other."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    start = _count_same(before, after)
    end = _count_same(before[start:][::-1], after[start:][::-1])
    yield Piece(How.SAME, "".join(before[:start]))
    tail = "".join(before[len(before) - end :])
    before, after = before[start : len(before) - end], after[start : len(after) - end]
    if len(before) + len(after) > MOST_WORDS:
        before, after = ["".join(before)], ["".join(after)]
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(How.SAME, "".join(before[a:b]))
        else:
            yield Piece(How.GONE, "".join(before[a:b]))
            yield Piece(How.NEW, "".join(after[c:d]))
    yield Piece(How.SAME, tail)


def _count_same(first: list[str], second: list[str]) -> int:
    """Return the number of words that both begin with."""
    return next(
        (n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )


def _join(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces without empty ones, those of a kind that are side by side made one."""
    joined: list[Piece] = []
    for how, run in groupby((piece for piece in pieces if piece.text), key=lambda piece: piece.how):
        joined.append(Piece(how, "".join(piece.text for piece in run)))
    return joined


def compare(old: TranscriptDocument, new: TranscriptDocument, found: Match | None = None) -> Differences:
    """Return the differences; turns in the new order, those that are gone behind the rest of their exchange."""
    found = found or match(old, new)
    return Differences(tuple(_field_changes(old, new, found)), tuple(_turn_changes(old, new, found)))


def _field_changes(old: TranscriptDocument, new: TranscriptDocument, found: Match) -> Iterator[FieldChange]:
    for field in HEAD_FIELDS:
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before != after:
            yield FieldChange(field.name, field.to_text(before), field.to_text(after))
    if old.people != new.people:
        yield FieldChange("people", people_text(old), people_text(new))
    for number, exchange in enumerate(new.exchanges):
        before = old.exchanges[found.exchanges[number]] if number in found.exchanges else ExchangeText()
        place = f"exchange {number + 1}"
        if number not in found.exchanges:
            yield FieldChange(place, "", exchange.heading or str(number + 1))
            continue
        if before.heading != exchange.heading:
            yield FieldChange(f"{place}: heading", before.heading, exchange.heading)
        if before.topics != exchange.topics:
            yield FieldChange(f"{place}: topics", "; ".join(before.topics), "; ".join(exchange.topics))
        if before.page != exchange.page:
            yield FieldChange(f"{place}: page", _as_text(before.page), _as_text(exchange.page))
        if number in found.exchanges and found.exchanges[number] != number:
            yield FieldChange(f"{place}: position", str(found.exchanges[number] + 1), str(number + 1))
    for number in sorted(set(range(len(old.exchanges))) - set(found.exchanges.values())):
        yield FieldChange(f"exchange {number + 1}", old.exchanges[number].heading or str(number + 1), "")


def _turn_changes(old: TranscriptDocument, new: TranscriptDocument, found: Match) -> Iterator[TurnChange]:
    stayed = {(place.exchange, place.index) for place in found.turns.values()}
    gone: dict[int, list[TurnChange]] = {}
    successors = {before: number for number, before in found.exchanges.items()}
    for before, exchange in enumerate(old.exchanges):
        for index, turn in enumerate(exchange.turns):
            if (before, index) not in stayed:
                gone.setdefault(successors.get(before, -1), []).append(TurnChange(How.GONE, before + 1, turn, None))
    for number, exchange in enumerate(new.exchanges):
        last = -1
        for index, turn in enumerate(exchange.turns):
            place = found.turns.get((number, index))
            if place is None:
                yield TurnChange(How.NEW, number + 1, None, turn)
                continue
            in_place = found.exchanges.get(number) == place.exchange and place.index > last
            last = max(last, place.index) if found.exchanges.get(number) == place.exchange else last
            how = How.EDITED if place.turn != turn else How.SAME if in_place else How.MOVED
            yield TurnChange(how, number + 1, place.turn, turn)
        yield from gone.get(number, [])
    yield from gone.get(-1, [])


def _as_text(value: object) -> str:
    return "" if value is None else str(value)


def people_text(document: TranscriptDocument) -> str:
    """Return the participants as a text, a line each."""
    return "\n".join(f"{person.name}, {person.role} ({person.part})" for person in document.people)
