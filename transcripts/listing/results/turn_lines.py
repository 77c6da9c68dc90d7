"""What lists of search results show of a turn whatever was searched for, kept by the edition."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import CharField, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from transcripts import search
from transcripts.document import Kind
from transcripts.models import (
    NOW,
    AnyOf,
    Exchange,
    PreparedQuery,
    Turn,
    addresses,
    choose_text,
    exchange_address,
    names_of,
)
from transcripts.part_cache import cached_each
from transcripts.presentation import Attribution, attribute
from transcripts.text import one_line

OPENING_LENGTH = 80
TITLE_LENGTH = 90
LINES_KEPT = 1_000  # of an edition, with their words


class Place(NamedTuple):
    """A turn's exchange and conference."""

    exchange: int
    public_id: str
    position: int
    heading: str
    slug: str
    title: str
    language: str
    date: date
    published_at: datetime
    running_since: datetime | None = None


class Words(NamedTuple):
    """A turn, with the role of its speaker as printed at the conference."""

    pk: int
    public_id: str
    position: int
    kind: str
    text: str
    journalist: str
    role: str


class Question(NamedTuple):
    """A question: its position in its exchange, its asker in one word, and its text."""

    turn: int
    position: int
    asker: str
    text: str


class Topic(NamedTuple):
    """A topic of an exchange, with all its names, the one shown, and its key."""

    key: int
    names: list[str]
    shown: str


class Setting(NamedTuple):
    """What surrounds a turn: its place, with the beginning of the title, addresses, first question and topics."""

    place: Place
    title: str
    conference_url: str
    url: str
    question: Question | None
    opening: SafeString
    topics: Sequence[Topic]


class Line(NamedTuple):
    """A turn in its setting: who speaks, its address, its text with white space collapsed, and what it answers."""

    turn: Words
    by: Attribution
    url: str
    text: str
    answered: str
    setting: Setting


_PLACE = (
    "exchange",
    "exchange__public_id",
    "exchange__position",
    "exchange__heading",
    *(
        f"exchange__conference__{name}"
        for name in ("slug", "title", "language", "date", "published_at", "running_since")
    ),
)
_WORDS = ("pk", "public_id", "position", "kind", "text", "journalist")
_PARTICIPANT = ("label_as_printed", "participant__name_as_printed", "participant__role_as_printed")
_NAMES = ("speaker__name", "speaker__names", "outlet__name", "outlet__names")

_TURNS = PreparedQuery(
    lambda: (
        Turn.objects.published(NOW)
        .filter(AnyOf("pk", "keys"))
        .annotate(
            participant=FilteredRelation(
                "exchange__conference__participations",
                condition=Q(exchange__conference__participations__speaker=F("speaker")),
            )
        )
        .order_by()
        .values_list(*_PLACE, *_WORDS, *_PARTICIPANT, *_NAMES)
    ),
    is_planned_once=True,
)


def _around() -> QuerySet[Any, Any]:
    """Select the context of turns: the first question of each exchange, the last before each turn, and the topics."""
    asked = Turn.objects.filter(kind=Kind.QUESTION).order_by("position")
    first = asked.filter(exchange=OuterRef("pk")).values("pk")[:1]
    last = asked.filter(exchange=OuterRef("exchange"), position__lt=OuterRef("position")).reverse().values("pk")[:1]
    exchanges = Exchange.objects.filter(AnyOf("pk", "exchanges")).order_by().values_list(Subquery(first))
    turns = Turn.objects.filter(AnyOf("pk", "turns")).order_by().values_list(Subquery(last))
    # Two queries joined, for of either the one or the other a planner would read all turns.
    questions = [Turn.objects.published(NOW).filter(pk__in=keys).order_by() for keys in (exchanges, turns)]
    columns = ("exchange", "pk", "position", "text", "label_as_printed", "outlet__name", "outlet__names")
    topics: QuerySet[Any, Any] = Exchange.topics.through.objects.filter(AnyOf("exchange", "exchanges")).order_by()
    nothing = Value("", output_field=CharField())
    named = topics.annotate(text=nothing, place=Value(0), label=nothing).values_list(
        "exchange", "topic", "place", "text", "label", "topic__name", "topic__names"
    )
    return questions[0].values_list(*columns).union(questions[1].values_list(*columns), named, all=True)


_AROUND = PreparedQuery(_around, is_planned_once=True)


def lines_of(turns: Sequence[int]) -> dict[int, Line]:
    """Return the line of each of these turns that is public, by its key. Two queries, or none where all are kept."""
    return cached_each(lines_of, turns, _read_lines, most=LINES_KEPT)


def _read_lines(turns: Sequence[int]) -> Mapping[int, Line]:
    rows = [(Place._make(row[: len(_PLACE)]), row[len(_PLACE) :]) for row in _TURNS(keys=list(turns))]
    settings = _read_settings({place.exchange: place for place, _ in rows}, turns)
    return {row[0]: _line(row, *settings[place.exchange]) for place, row in rows}


def _line(row: Sequence[Any], setting: Setting, questions: Sequence[Question]) -> Line:
    """Return the line of a row of _TURNS; it has a speaker or an outlet at most, not both."""
    *fields, label, printed, role, speaker, speaker_names, outlet, outlet_names = row
    turn = Words._make((*fields, role or ""))
    name, names = (speaker, speaker_names) if speaker else (outlet, outlet_names)
    known = choose_text(name or "", names or {})
    by = attribute(printed=printed or "", label=label, known=known, role=turn.role, journalist=turn.journalist)
    before = "" if turn.kind == Kind.QUESTION else _last_before(turn.position, questions)
    text = one_line(turn.text)
    return Line(turn, by, f"{setting.url}#{turn.public_id}", text, before, setting)


def _last_before(position: int, questions: Sequence[Question]) -> str:
    """Return the text of the last question before a turn, which the turn answers."""
    return next((each.text for each in reversed(questions) if each.position < position), "")


def _read_settings(places: Mapping[int, Place], turns: Sequence[int]) -> dict[int, tuple[Setting, Sequence[Question]]]:
    """Return the setting of each exchange, and the questions looked up in it, in order. One query, or none."""
    questions: dict[int, dict[int, Question]] = defaultdict(dict)
    topics: dict[int, list[Topic]] = defaultdict(list)
    rows = _AROUND(exchanges=sorted(places), turns=list(turns)) if places else []
    for exchange, key, position, text, label, name, names in rows:
        if position:
            asker = attribute(label=label, known=choose_text(name or "", names or {})).name
            questions[exchange][key] = Question(key, position, asker, text)
        else:
            topics[exchange].append(Topic(key, names_of(name, names), choose_text(name, names)))
    pages = addresses("transcripts:conference-detail")
    found: dict[int, tuple[Setting, Sequence[Question]]] = {}
    for exchange, place in places.items():
        asked = sorted(questions[exchange].values(), key=lambda question: question.position)
        found[exchange] = make_setting(place, pages(place.slug), asked[0] if asked else None, topics[exchange]), asked
    return found


def make_setting(place: Place, conference: str, question: Question | None, topics: Sequence[Topic]) -> Setting:
    """Return the setting of this place, in the conference that has this address. No queries."""
    title = place.title if len(place.title) <= TITLE_LENGTH else Truncator(place.title).chars(TITLE_LENGTH)
    opening = search.snippet(question.text if question else "", "", length=OPENING_LENGTH)
    return Setting(place, title, conference, exchange_address(conference, place.position), question, opening, topics)
