"""Find and replace in a document: all places of given words, and the document with chosen places replaced. Pure.

Places are the texts as printed: those of the head, people's names and roles, headings, labels, journalists' names and
paragraphs. Names on record (series, outlets, topics) are none, for they are changed in their records.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from transcripts.document.head_fields import HEAD_FIELDS
from transcripts.document.removing import mark_of
from transcripts.document.transcript import ExchangeText, Person, TranscriptDocument, TurnText
from transcripts.text import HAN_CHARACTER, is_han

_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"  # on the letter before them
_APOSTROPHES = "'\u2019\u02bc\uff07"


class Field(NamedTuple):
    """A text of a document: what it is, and of which exchange, turn and paragraph; people are numbered as paragraphs.

    `what` is the name of a head field, `name`, `role`, `heading`, `label`, `journalist` or `paragraph`. Numbers are
    from 0 on, -1 where there is none.
    """

    what: str
    exchange: int = -1
    turn: int = -1
    number: int = -1


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the words: its number in the document, its text, and where in it they are."""

    ordinal: int
    field: Field
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. Whole words begin and end where words do; in Chinese, which parts none, anywhere."""

    words: str
    is_whole: bool = True
    matches_case: bool = True

    @property
    def pattern(self) -> re.Pattern[str]:
        """The expression of the words: composed or not, with either apostrophe and any white space."""
        forms = dict.fromkeys(unicodedata.normalize(form, self.words) for form in ("NFC", "NFD"))
        start = end = ""
        if self.is_whole and self.words[:1].isalnum():
            start = "" if is_han(self.words[0]) else rf"(?:(?<![^\W_])|(?<={HAN_CHARACTER}))"
        if self.is_whole and self.words[-1:].isalnum():
            end = "" if is_han(self.words[-1]) else rf"(?:(?![^\W_])|(?={HAN_CHARACTER}))"
        body = "|".join(map(_expression, forms))
        return re.compile(f"{start}(?:{body})(?![{_MARKS}]){end}", 0 if self.matches_case else re.IGNORECASE)


def _expression(words: str) -> str:
    found = re.escape(words)
    found = re.sub(f"[{_APOSTROPHES}]", f"[{_APOSTROPHES}]", found)
    return re.sub(r"(?:\\\s|\s)+", r"\\s+", found)


class EmptiedError(Exception):
    """A replacement that would leave a title, a name or a paragraph without any words."""


def find_places(document: TranscriptDocument, wanted: Wanted) -> list[Place]:
    """Return every place of the words, in the order of the document; none that overlap, and none in “[removed]”."""
    pattern = wanted.pattern
    mark = mark_of(document.language)
    found: list[Place] = []

    def look(field: Field, text: str) -> str:
        for start, end in _spans(pattern, text, mark):
            found.append(Place(len(found), field, text, start, end))
        return text

    _map_texts(document, look)
    return found


def replace_places(
    document: TranscriptDocument, wanted: Wanted, by: str, ordinals: Collection[int]
) -> TranscriptDocument:
    """Return the document with `by` in the place of the words, at the places with these numbers. Ids stay.

    A participant's name is replaced on the list and, with it, as the speaker of turns. Raises EmptiedError.
    """
    pattern = wanted.pattern
    mark = mark_of(document.language)
    last = -1

    def put(field: Field, text: str) -> str:
        nonlocal last
        parts, at = [], 0
        for start, end in _spans(pattern, text, mark):
            last += 1
            if last in ordinals:
                parts += [text[at:start], by]
                at = end
        if not parts:
            return text
        new = "".join([*parts, text[at:]])
        if field.what in ("title", "name", "paragraph") and not new.strip():
            raise EmptiedError
        return new

    return _map_texts(document, put)


def _spans(pattern: re.Pattern[str], text: str, mark: str) -> Iterable[tuple[int, int]]:
    """Return where the words are in `text`, but for those that are part of the mark of a removal."""
    found = [match.span() for match in pattern.finditer(text)]
    if not found or mark not in text:
        return found
    marks = [match.span() for match in re.finditer(re.escape(mark), text)]
    return [(start, end) for start, end in found if all(end <= first or last <= start for first, last in marks)]


def _map_texts(document: TranscriptDocument, change: Callable[[Field, str], str]) -> TranscriptDocument:
    """Return the document with each text as `change` has it, called for one after the other in order."""
    head: dict[str, Any] = {
        each.name: change(Field(each.name), getattr(document, each.name)) for each in HEAD_FIELDS if each.holds_words
    }
    people: list[Person] = []
    for number, person in enumerate(document.people):
        name = change(Field("name", number=number), person.name)
        people.append(replace(person, name=name, role=change(Field("role", number=number), person.role)))
    renamed = {one.name: other.name for one, other in zip(document.people, people, strict=True)}
    exchanges = []
    for at, exchange in enumerate(document.exchanges):
        heading = change(Field("heading", at), exchange.heading)
        turns = (_map_turn(turn, at, index, change, renamed) for index, turn in enumerate(exchange.turns))
        exchanges.append(_with(exchange, heading, tuple(turns)))
    return replace(document, **head, people=tuple(people), exchanges=tuple(exchanges))


def _with(exchange: ExchangeText, heading: str, turns: tuple[TurnText, ...]) -> ExchangeText:
    return replace(exchange, heading=heading, turns=turns)


def _map_turn(
    turn: TurnText, at: int, index: int, change: Callable[[Field, str], str], renamed: dict[str, str]
) -> TurnText:
    return replace(
        turn,
        label=change(Field("label", at, index), turn.label),
        journalist=change(Field("journalist", at, index), turn.journalist),
        paragraphs=tuple(
            change(Field("paragraph", at, index, number), paragraph) for number, paragraph in enumerate(turn.paragraphs)
        ),
        speaker=renamed.get(turn.speaker, turn.speaker),
    )
