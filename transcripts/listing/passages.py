"""Search results as a list shows them: each turn with its speaker and best snippet, grouped by exchange."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import CharField, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from transcripts import search
from transcripts.document import Kind
from transcripts.models import (
    NOW,
    AnyOf,
    Conference,
    Exchange,
    PreparedQuery,
    Turn,
    address,
    choose_text,
    exchange_address,
    names_of,
)
from transcripts.presentation import Attribution, attribute

SNIPPET_LENGTH = 240
ELSEWHERE_LENGTH = 120
OPENING_LENGTH = 80
TITLE_LENGTH = 90


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
    """A turn, and its speaker as a participant of the conference."""

    pk: int
    public_id: str
    position: int
    kind: str
    text: str
    journalist: str
    label: str
    printed_as: str | None
    role: str | None
    name: str | None
    names: dict[str, str] | None  # in the other languages


class Question(NamedTuple):
    """A question: its position in its exchange, its asker in one word, and its text."""

    turn: int
    position: int
    asker: str
    text: str


@dataclass(slots=True)
class Around:
    """The context of an exchange's turns: its questions, in order, and the names of its topics.

    `named` are those of the topics that the query names, by whatever name they have or had.
    """

    questions: list[Question] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    looked: dict[str, search.Highlights] = field(default_factory=dict)

    @property
    def first(self) -> Question | None:
        """The question that represents the exchange."""
        return self.questions[0] if self.questions else None

    def highlights(self, text: str, words: str) -> search.Highlights:
        """Return the highlights in a text that is shared by several turns, computed once in `looked`."""
        if text not in self.looked:
            self.looked[text] = search.Highlights(text, words)
        return self.looked[text]

    def before(self, position: int) -> str:
        """Return the text of the last question before a turn, which the turn answers."""
        return next((each.text for each in reversed(self.questions) if each.position < position), "")


class Elsewhere(NamedTuple):
    """The place of search words that are not in the turn itself: its name, and a highlighted snippet.

    The snippet is empty where the list shows the words anyhow.
    """

    place: str
    snippet: SafeString


class RecordingLink(NamedTuple):
    """A second of a recording, and the address that leads to it."""

    seconds: int
    url: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A turn that was found: its speaker, with name and role as printed, and its highlights.

    `elsewhere` has the places of the search words that are not in it; `recording_link` leads to the second of the
    recording at which they are spoken, where that was looked up.
    """

    turn: Words
    by: Attribution
    url: str
    snippet: SafeString
    elsewhere: list[Elsewhere]
    recording_link: RecordingLink | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An exchange in which something was found: its heading, or else its conference's title, and its first question.

    `conference_url` and `url` lead to the conference and to the exchange; each passage has an address of its own.
    `title` is the beginning of the conference's. Of a conference that was found by its title alone there is no passage.
    `key` is made of what never changes.
    """

    key: str
    place: Place
    title: str
    conference_url: str
    url: str
    heading: SafeString
    question: Question | None
    opening: SafeString
    passages: list[Passage]

    @property
    def first(self) -> Passage | None:
        """The best passage: the one found first."""
        return self.passages[0] if self.passages else None

    @property
    def first_url(self) -> str:
        """Address of the first passage, or of the conference."""
        return self.passages[0].url if self.passages else self.url


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
_WORDS = ("pk", "public_id", "position", "kind", "text", "journalist", "label_as_printed")
_PARTICIPANT = ("participant__name_as_printed", "participant__role_as_printed")
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


_TITLES = PreparedQuery(
    lambda: (
        Conference.objects.published(NOW)
        .filter(AnyOf("pk", "keys"))
        .order_by()
        .values_list("pk", "created_at", "slug", "title", "language", "date", "published_at", "running_since")
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


def find_passages(turn_ids: Sequence[int], words: str, *, named: Collection[int] = ()) -> list[Found]:
    """Fetch the search results in that order, grouping the turns of one exchange. Three queries at most.

    The key of a conference that was found by its title is negative. `named` are the topics that the words name.
    """
    turns = [key for key in turn_ids if key > 0]
    rows = {row[len(_PLACE)]: _read(row) for row in (_TURNS(keys=turns) if turns else ())}
    titles = [-key for key in turn_ids if key < 0]
    conferences = {-row[0]: _titled(row, words) for row in (_TITLES(keys=titles) if titles else ())}
    around = _read_around({place.exchange for place, _ in rows.values()}, turns, named)
    terms = search.terms_of(words)
    groups: dict[int, Found] = {}
    for key in turn_ids:
        if key in conferences:
            groups[key] = conferences[key]
        elif key in rows:
            place, turn = rows[key]
            over = around[place.exchange]
            if place.exchange not in groups:
                groups[place.exchange] = _found(f"exchange/{place.public_id}", place, over.first, words)
            found = groups[place.exchange]
            found.passages.append(_passage(turn, found, over, words, terms))
    return list(groups.values())


def _read(row: tuple) -> tuple[Place, Words]:
    """Return a row of _TURNS as place, words and names; it has a speaker or an outlet at most, not both."""
    *others, speaker, speaker_names, outlet, outlet_names = row
    names = (speaker, speaker_names) if speaker else (outlet, outlet_names)
    return Place._make(others[: len(_PLACE)]), Words._make((*others[len(_PLACE) :], *names))


def _read_around(exchanges: set[int], turns: Sequence[int], named_topics: Collection[int]) -> dict[int, Around]:
    """Return the context of the turns, by exchange. One query, or none."""
    looked: dict[str, search.Highlights] = {}  # names, roles and titles are those of many exchanges
    found: dict[int, Around] = defaultdict(lambda: Around(looked=looked))
    rows = _AROUND(exchanges=sorted(exchanges), turns=list(turns)) if exchanges else []
    different = {row[1:3]: row for row in rows if row[2]}.values()
    named = [row for row in rows if not row[2]]
    for exchange, key, position, text, label, name, names in [*sorted(different, key=lambda row: row[2]), *named]:
        if position:
            asker = attribute(label=label, known=choose_text(name or "", names or {})).name
            found[exchange].questions.append(Question(key, position, asker, text))
        else:
            found[exchange].topics += names_of(name, names)
            found[exchange].named += [choose_text(name, names)] if key in named_topics else []
    return found


def _titled(row: tuple, words: str) -> Found:
    """Return a conference that was found by its title."""
    pk, created_at, *about = row
    place = Place(0, "", 1, "", *about)
    return _found(f"conference/{pk}/{created_at.timestamp()}", place, None, words)


def _found(key: str, place: Place, question: Question | None, words: str) -> Found:
    conference = address("transcripts:conference-detail", place.slug)
    url = exchange_address(conference, place.position)
    title = place.title if len(place.title) <= TITLE_LENGTH else Truncator(place.title).chars(TITLE_LENGTH)
    heading = search.highlight(place.heading or place.title, words)
    opening = search.snippet(question.text if question else "", "", length=OPENING_LENGTH)
    return Found(key, place, title, conference, url, heading, question, opening, [])


def _passage(turn: Words, found: Found, over: Around, words: str, terms: frozenset[int]) -> Passage:
    by = attribute(
        printed=turn.printed_as or "",
        label=turn.label,
        known=choose_text(turn.name or "", turn.names or {}),
        role=turn.role or "",
        journalist=turn.journalist,
    )
    own = search.Highlights(turn.text, words)
    missing = terms - own.terms
    elsewhere = _elsewhere(turn, by.name, found.place, over, words=words, missing=missing) if missing else []
    return Passage(turn, by, f"{found.url}#{turn.public_id}", own.snippet(SNIPPET_LENGTH), elsewhere)


_IN_HEADING, _IN_QUESTION, _IN_TOPICS = _("In the heading"), _("In the question"), _("In the topics")
_IN_NAME, _IN_TITLE, _IN_ROLE = _("In the name"), _("In the title"), _("In the role")


def _elsewhere(
    turn: Words, name: str, place: Place, over: Around, *, words: str, missing: frozenset[int]
) -> list[Elsewhere]:
    """Return the places of the words, by their numbers, that are not in the turn itself. No queries."""
    question = "" if turn.kind == Kind.QUESTION else over.before(turn.position)
    texts = [
        (_IN_HEADING, place.heading, 0),
        (_IN_QUESTION, question, ELSEWHERE_LENGTH),
        *((_IN_TOPICS, topic, TITLE_LENGTH) for topic in over.topics),
        (_IN_NAME, f"{name} {turn.journalist}", 0),
        (_IN_TITLE, place.title, TITLE_LENGTH),
        (_IN_ROLE, turn.role or "", TITLE_LENGTH),
    ]
    said = []
    for where, text, length in texts:
        if not missing:
            break
        if not text:
            continue
        there = over.highlights(text, words)
        if missing & there.terms:
            missing -= there.terms
            said.append(Elsewhere(str(where), there.snippet(length) if length else SafeString("")))
    if missing and over.named:
        said.append(Elsewhere(str(_IN_TOPICS), search.snippet(over.named[0], "", length=TITLE_LENGTH)))
    return said
