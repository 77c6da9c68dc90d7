"""The frozen TranscriptDocument that intake makes, the records hold and every output is made from.

Every value is cleaned when it is made, so that a document is the same after a journey through a text file,
JSON or either database: control characters go, white space is collapsed, empty paragraphs are dropped.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import TypeVar

from transcripts.document.head_fields import HEAD_FIELDS, FieldType, HeadField
from transcripts.text import paragraphs, without_controls

T = TypeVar("T")
MOST_SECONDS = 999 * 3600 + 59 * 60 + 59  # the last time of a recording that a sheet can state


class Kind(StrEnum):
    """The kind of a turn: its function in the exchange."""

    STATEMENT = "statement"
    QUESTION = "question"
    ANSWER = "answer"
    MODERATOR = "moderator"
    NOTE = "note"


class Part(StrEnum):
    """The part that a person has in a conference."""

    SPEAKER = "speaker"
    CHAIR = "chair"
    INTERPRETER = "interpreter"


class _Cleaned:
    """Base class that cleans text fields of a frozen dataclass."""

    __slots__ = ()

    def _clean(self, *names: str) -> None:
        for name in names:
            text = getattr(self, name)
            if text and not is_clean(text):
                object.__setattr__(self, name, " ".join(without_controls(text).split()))

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)


def is_clean(text: str) -> bool:
    """Return whether `text` is plainly one line that cleaning leaves as it is: printed characters and single spaces.

    False says nothing: it may still be clean.
    """
    return text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " "


def clean_paragraphs(parts: Iterable[str]) -> tuple[str, ...]:
    """Return the paragraphs of `parts`, with the white space inside each line collapsed and empty ones dropped."""
    cleaned: list[str] = []
    for part in parts:
        pieces = part.split("\n\n")  # as the records and `text` have them; mostly nothing else is to be done
        if all(map(is_clean, pieces)):
            cleaned += filter(None, pieces)
            continue
        for paragraph in paragraphs(without_controls(part)):
            lines = (" ".join(line.split()) for line in paragraph.split("\n"))
            cleaned.append("\n".join(line for line in lines if line))
    return tuple(cleaned)


def _align(values: Iterable[T], given: Sequence[str], cleaned: Sequence[str], none: T) -> tuple[T, ...]:
    """Return an id, or a time, for each of the paragraphs that cleaning made of those `given`; else `none`.

    Values of another number are none. A paragraph that cleaning parts leaves its value with the first part.
    """
    values = tuple(values)
    if len(values) == len(cleaned):
        return values
    if not values or len(values) != len(given):
        return (none,) * len(cleaned)
    aligned: list[T] = []
    for one, part in zip(values, given, strict=True):
        count = len(clean_paragraphs([part]))
        aligned += [one, *[none] * (count - 1)] if count else []
    return tuple(aligned)


def _clean_time(value: int | None) -> int | None:
    """Return a time as whole seconds; None where it is none, or beyond what a sheet can state."""
    return None if value is None or not 0 <= value <= MOST_SECONDS else int(value)


@dataclass(frozen=True, slots=True)
class Person(_Cleaned):
    """A participant as printed that day."""

    name: str
    role: str = ""
    part: Part = Part.SPEAKER

    def __post_init__(self) -> None:
        self._clean("name", "role")


@dataclass(frozen=True, slots=True)
class TurnText(_Cleaned):
    """One person's words: `speaker` is a participant's name, or `outlet` (and `journalist`) asked.

    `label` is the text before the words on the page, without its colon. A turn with neither speaker nor
    outlet has no known speaker. A paragraph may hold line ends. `paragraph_ids` has a permanent id for each paragraph,
    empty where it has none; neither these nor `public_id` are part of equality. `times` has for each paragraph the
    second of the recording at which it begins, None where that is not known.
    """

    kind: Kind
    label: str = ""
    paragraphs: tuple[str, ...] = ()
    speaker: str = ""
    outlet: str = ""
    journalist: str = ""
    public_id: str = field(default="", compare=False)
    paragraph_ids: tuple[str, ...] = field(default=(), compare=False)
    times: tuple[int | None, ...] = ()

    def __post_init__(self) -> None:
        self._clean("label", "speaker", "outlet", "journalist")
        given = tuple(self.paragraphs)
        cleaned = clean_paragraphs(given)
        times = _align(self.times, given, cleaned, None)
        self._set("paragraphs", cleaned)
        self._set("paragraph_ids", _align(self.paragraph_ids, given, cleaned, ""))
        self._set("times", times if times.count(None) == len(times) else tuple(map(_clean_time, times)))

    @property
    def text(self) -> str:
        """The paragraphs, parted by blank lines."""
        return "\n\n".join(self.paragraphs)

    @property
    def has_times(self) -> bool:
        """Whether any paragraph has a time."""
        return any(time is not None for time in self.times)


@dataclass(frozen=True, slots=True)
class ExchangeText(_Cleaned):
    """An exchange: the turns of one page of the site. `page` is the number of the source page that they came from.

    Topics have no order of their own: they are kept sorted, each once.
    """

    turns: tuple[TurnText, ...] = ()
    heading: str = ""
    topics: tuple[str, ...] = ()
    page: int | None = None
    public_id: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        self._clean("heading")
        if self.topics:
            topics = {" ".join(without_controls(topic).split()) for topic in self.topics}
            self._set("topics", tuple(sorted(topics - {""})))
        else:
            self._set("topics", ())


@dataclass(frozen=True, slots=True)
class TranscriptDocument(_Cleaned):
    """A conference's transcript, whole or in part: its head, as `HEAD_FIELDS` has it, its people and its exchanges.

    Dates are days; `language` is a BCP 47 tag. `translation_group` is the same for one conference in several languages.
    `pages` is how many pages the source announced. People are listed once each.
    """

    title: str = ""
    series: str = ""
    language: str = "en"
    held_on: date | None = None
    starts_at: time | None = None
    posted_on: date | None = None
    venue: str = ""
    source: str = ""
    source_url: str = ""
    translation_group: str = ""
    pages: int | None = None
    summary: str = ""
    people: tuple[Person, ...] = ()
    exchanges: tuple[ExchangeText, ...] = ()

    def __post_init__(self) -> None:
        for known in HEAD_FIELDS:
            self._clean_head(known)
        people = {person.name: person for person in reversed(self.people) if person.name}
        self._set("people", tuple(reversed(people.values())))

    def _clean_head(self, known: HeadField) -> None:
        if known.type == FieldType.PARAGRAPHS:
            self._set(known.name, "\n\n".join(clean_paragraphs([getattr(self, known.name)])))
        elif known.is_text:
            self._clean(known.name)
        elif known.type == FieldType.TIME and getattr(self, known.name):
            self._set(known.name, getattr(self, known.name).replace(second=0, microsecond=0, tzinfo=None))

    @property
    def turns(self) -> Iterator[TurnText]:
        """All turns in order."""
        return (turn for exchange in self.exchanges for turn in exchange.turns)

    @property
    def is_empty(self) -> bool:
        """Whether no turn has any words."""
        return not any(turn.paragraphs for turn in self.turns)
