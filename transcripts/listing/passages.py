"""What was found, as a list shows it: each turn with who said it and the best of its words, grouped by exchange."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from transcripts import search
from transcripts.document import Kind
from transcripts.listing.options import local_label
from transcripts.models import NOW, Among, Exchange, Prepared, Turn
from transcripts.presentation import Attribution, attribute

SNIPPET_LENGTH = 240
OPENING_LENGTH = 80
TITLE_LENGTH = 90


class Place(NamedTuple):
    """The exchange in which a turn stands, and its conference."""

    exchange: int
    public_id: str
    position: int
    heading: str
    slug: str
    title: str
    language: str
    date: date
    published_at: datetime


class Words(NamedTuple):
    """A turn, and as whom its speaker sat at the conference."""

    pk: int
    public_id: str
    position: int
    kind: str
    text: str
    journalist: str
    label: str
    seated_as: str | None
    role: str | None
    names: tuple[str | None, str | None]


class Question(NamedTuple):
    """The question that opens an exchange: who asks, in one word, and what."""

    turn: int
    asker: str
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A turn that was found: who said it, with name and role as printed, and where the words stand in it."""

    turn: Words
    by: Attribution
    url: str
    snippet: SafeString


@dataclass(frozen=True, slots=True)
class Found:
    """An exchange in which something was found: its heading, or else its conference's title, and its first question.

    `conference_url` and `url` lead to the conference and to the exchange; each passage has an address of its own.
    `title` is the beginning of the conference's.
    """

    place: Place
    title: str
    conference_url: str
    url: str
    heading: SafeString
    question: Question | None
    opening: SafeString
    passages: list[Passage]

    @property
    def first(self) -> Passage:
        """The passage that was found first in it."""
        return self.passages[0]


_PLACE = (
    "exchange",
    "exchange__public_id",
    "exchange__position",
    "exchange__heading",
    *(f"exchange__conference__{name}" for name in ("slug", "title", "language", "date", "published_at")),
)
_WORDS = ("pk", "public_id", "position", "kind", "text", "journalist", "label_as_printed")
_SEAT = ("seat__name_as_printed", "seat__role_as_printed")
_NAMES = ("speaker__name", "speaker__name_zh_hans", "outlet__name", "outlet__name_zh_hans")

_TURNS = Prepared(
    lambda: (
        Turn.objects.published(NOW)
        .filter(Among("pk", "keys"))
        .annotate(
            seat=FilteredRelation(
                "exchange__conference__participations",
                condition=Q(exchange__conference__participations__speaker=F("speaker")),
            )
        )
        .order_by()
        .values_list(*_PLACE, *_WORDS, *_SEAT, *_NAMES)
    )
)


def _first_questions() -> Subquery:
    asked = Turn.objects.filter(exchange=OuterRef("pk"), kind=Kind.QUESTION).order_by("position")
    return Subquery(asked.values("pk")[:1])


_QUESTIONS = Prepared(
    lambda: (
        Turn.objects.published(NOW)
        .filter(pk__in=Exchange.objects.filter(Among("pk", "keys")).order_by().values_list(_first_questions()))
        .order_by()
        .values_list("exchange", "pk", "text", "label_as_printed", "outlet__name", "outlet__name_zh_hans")
    )
)


def find_passages(turn_ids: Sequence[int], words: str) -> list[Found]:
    """Fetch the turns in the order found, and put those of one exchange together. Two queries; none for no turns."""
    rows = {row[len(_PLACE)]: row for row in (_TURNS(keys=list(turn_ids)) if turn_ids else ())}
    ordered = [_read(rows[key]) for key in turn_ids if key in rows]
    questions = _questions({place.exchange for place, _ in ordered})
    groups: dict[int, Found] = {}
    for place, turn in ordered:
        if place.exchange not in groups:
            groups[place.exchange] = _found(place, questions.get(place.exchange), words)
        found = groups[place.exchange]
        found.passages.append(_passage(turn, found.url, words))
    return list(groups.values())


def _read(row: tuple) -> tuple[Place, Words]:
    """Return a row of _TURNS as what it tells; of the names of a speaker and an outlet there is one at most."""
    *others, speaker, speaker_zh, outlet, outlet_zh = row
    names = (speaker, speaker_zh) if speaker else (outlet, outlet_zh)
    return Place._make(others[: len(_PLACE)]), Words._make((*others[len(_PLACE) :], names))


def _questions(exchanges: set[int]) -> dict[int, Question]:
    """Return the first question of each exchange. One query, or none."""
    rows = _QUESTIONS(keys=sorted(exchanges)) if exchanges else ()
    return {
        exchange: Question(turn, attribute(label=label, known=local_label(name or "", name_zh or "")).name, text)
        for exchange, turn, text, label, name, name_zh in rows
    }


def _found(place: Place, question: Question | None, words: str) -> Found:
    conference = url = reverse("transcripts:conference-detail", args=[place.slug])
    if place.position > 1:
        url = reverse("transcripts:exchange-detail", args=[place.slug, place.position])
    title = place.title if len(place.title) <= TITLE_LENGTH else Truncator(place.title).chars(TITLE_LENGTH)
    heading = search.mark(place.heading or place.title, words)
    opening = search.snippet(question.text if question else "", "", length=OPENING_LENGTH)
    return Found(place, title, conference, url, heading, question, opening, [])


def _passage(turn: Words, url: str, words: str) -> Passage:
    name, name_zh = turn.names
    by = attribute(
        printed=turn.seated_as or "",
        label=turn.label,
        known=local_label(name or "", name_zh or ""),
        role=turn.role or "",
        journalist=turn.journalist,
    )
    return Passage(turn, by, f"{url}#{turn.public_id}", search.snippet(turn.text, words, length=SNIPPET_LENGTH))
