"""Rows of the index: one for each turn, and one for the title of each conference.

A turn's row has its own words, the question that it answers, and its context: heading, label and topics, as printed
that day. Its conference's title is in it too, in tokens of another spelling: the title helps a turn to be found, but
does not find it alone. For that a conference has a row of its own.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from transcripts.document import Kind
from transcripts.models import (
    AnyOf,
    Conference,
    Exchange,
    Participation,
    PreparedModels,
    PreparedQuery,
    Status,
    Turn,
    names_of,
)
from transcripts.search.query import MARK
from transcripts.search.words.keys import make_key
from transcripts.search.words.offices import office_keys
from transcripts.tokens import spellings

MAX_BYTES = 800_000  # of a turn's different tokens: PostgreSQL refuses a tsvector of 1 MB
BREAK = "¶"  # is between parts of the context, so that no phrase matches across them; no token is spelt so
QUESTION_TOKENS = 2_000  # of the question that a turn answers: longer ones are statements


class IndexedTurn(NamedTuple):
    """A turn's facts beside its words: `key` is its place among all results, `topics` are its exchange's, as text.

    In the row of a conference's title the `turn_id` is the conference's primary key, negative; it has no kind.
    """

    key: int
    turn_id: int
    exchange_id: int
    conference_id: int
    speaker_id: int | None
    outlet_id: int | None
    series_id: int | None
    language: str
    kind: str
    topics: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row's tokens, in order; BREAK parts the pieces of the context. `words` are the tokens as readers type them.

    `title` are the tokens of the title as `in_title` spells them.
    """

    facts: IndexedTurn
    body: list[str]
    context: list[str]
    marks: list[str]
    question: list[str] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    words: set[str] = field(default_factory=set)


def filter_token(sort: str, value: object = "") -> str:
    """Return the filter token of a value: `filter_token("s", 7)` is speaker 7."""
    return f"{MARK}{sort}{value}".replace("-", "")


def in_title(token: str) -> str:
    """Return the token for a turn whose conference has `token` in its title."""
    return f"{MARK}n{token}"


_COLUMNS = (
    "pk",
    "exchange",
    "exchange__conference",
    "kind",
    "speaker",
    "outlet",
    "text",
    "exchange__heading",
    "label_as_printed",
    "journalist",
    "speaker__name",
    "outlet__name",
)


@dataclass(frozen=True, slots=True)
class FilterToken:
    """A filter of the search: its field in `Filters`, the letter of its tokens, and the fact of a row that it reads.

    That may be several, as text. A `is_facet` is counted.
    """

    name: str
    token: str
    fact: str
    has_several: bool = False
    is_facet: bool = True

    def values(self, facts: IndexedTurn) -> Sequence[Any]:
        """Return the values that a row has."""
        value = getattr(facts, self.fact)
        return value.split() if self.has_several else [value] if value else []

    def count(self, facts: Mapping[str, Sequence[Any]]) -> Mapping[Any, int]:
        """Return the number of rows by value, of each fact by row. Where a row has several, the distinct are parsed."""
        values = facts[self.fact]
        if self.has_several:
            return {int(value): n for value, n in Counter(" ".join(values).split()).items()}
        counts = Counter(values)
        for nothing in (None, ""):
            counts.pop(nothing, None)
        return counts


# All filters on turns, except the day, which is in the key.
FILTERS = (
    FilterToken("speakers", "s", "speaker_id"),
    FilterToken("outlets", "o", "outlet_id"),
    FilterToken("topics", "t", "topics", has_several=True),
    FilterToken("series", "c", "series_id"),
    FilterToken("languages", "l", "language"),
    FilterToken("kinds", "k", "kind"),
    FilterToken("conferences", "v", "conference_id", is_facet=False),
)
# The conference's status, as one of two tokens; only the records tell whether an embargo has passed.
PUBLISHED = filter_token("p")
UNPUBLISHED = filter_token("u")


def rows(conference_ids: Sequence[int], exchanges: Sequence[str] | None = None) -> list[Row]:
    """Return the rows of the titles and of all turns of the conferences, whatever their status. Four queries.

    With `exchanges`, public ids, only those of these exchanges' turns. Five queries.

    Roles are no part of the context: a search for “quantum” does not want every turn of the director of the
    Quantum Measurement Centre. The offices that they name are tokens, which only the whole name of an office finds.
    """
    asked = list(conference_ids)
    offices = _offices(asked)
    topics = _topics(asked if exchanges is None else [], exchanges or [])
    known = {each.pk: each for each in _CONFERENCES(conferences=asked)}
    speller = _RowWriter()
    questions: dict[int, str] = {}
    found = [_title_row(conference, speller) for conference in known.values()] if exchanges is None else []
    if exchanges is None:
        wanted = _TURNS(conferences=asked)
        ordinals = _count((row[2], row[0]) for row in wanted)
    else:
        wanted = _TURNS_OF_EXCHANGES(exchanges=list(exchanges))
        ordinals = _count(_PLACES(conferences=asked))
    for row in wanted:
        pk, exchange_id, conference_id, kind, speaker_id, outlet_id, text, heading, label, journalist, *names = row
        conference = known[conference_id]
        about = topics.get(exchange_id, {})
        facts = IndexedTurn(
            key=make_key(conference.date, conference_id, ordinals[pk]),
            turn_id=pk,
            exchange_id=exchange_id,
            conference_id=conference_id,
            speaker_id=speaker_id,
            outlet_id=outlet_id,
            series_id=conference.series_id,
            language=conference.language,
            kind=kind,
            topics=" ".join(map(str, about)),
        )
        who = label or names[0] or names[1] or ""
        context = [heading, who, journalist, *(name for both in about.values() for name in both)]
        if kind == Kind.QUESTION:
            questions[exchange_id] = text
        question = "" if kind == Kind.QUESTION else questions.get(exchange_id, "")
        held = offices.get((conference_id, speaker_id), ())
        marks = [*_filter_tokens(facts, conference.status), *held]
        made = speller.row(facts, text, context, marks, question=question, title=conference.title)
        made.words.update(held)
        found.append(made)
    return found


def _count(turns: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return each turn's number in its conference, from 1 on, by its key; turns are given with their conference."""
    last: Counter[int] = Counter()
    numbers: dict[int, int] = {}
    for conference, turn in turns:
        last[conference] += 1
        numbers[turn] = last[conference]
    return numbers


def _title_row(conference: Conference, speller: "_RowWriter") -> Row:
    """Return the row by which a conference is found by its title."""
    facts = IndexedTurn(
        key=make_key(conference.date, conference.pk, 0),
        turn_id=-conference.pk,
        exchange_id=0,
        conference_id=conference.pk,
        speaker_id=None,
        outlet_id=None,
        series_id=conference.series_id,
        language=conference.language,
        kind="",
    )
    return speller.row(facts, "", [conference.title], _filter_tokens(facts, conference.status))


def _filter_tokens(facts: IndexedTurn, status: str) -> list[str]:
    """Return the tokens by which filters find the turn."""
    marks = [filter_token(each.token, value) for each in FILTERS for value in each.values(facts)]
    return [*marks, PUBLISHED if status == Status.PUBLISHED else UNPUBLISHED]


def _offices(conference_ids: Sequence[int]) -> dict[tuple[int, int | None], list[str]]:
    """Return the tokens of each participant's offices, by conference and speaker. One query."""
    rows = _OFFICES(conferences=conference_ids)
    return {(conference, speaker): sorted(office_keys(role)) for conference, speaker, role in rows}


def _topics(conference_ids: Sequence[int], exchanges: Sequence[str]) -> dict[int, dict[int, list[str]]]:
    """Return the topics of each exchange of conferences or of `exchanges`, with all their names. One query."""
    names: dict[int, dict[int, list[str]]] = defaultdict(dict)
    rows = _TOPICS_OF_EXCHANGES(exchanges=exchanges) if exchanges else _TOPICS(conferences=conference_ids)
    for exchange_id, topic_id, name, others in rows:
        names[exchange_id][topic_id] = names_of(name, others)
    return names


_CONFERENCES: PreparedModels[Conference] = PreparedModels(lambda: Conference.objects.filter(AnyOf("pk", "conferences")))
_OFFICES = PreparedQuery(
    lambda: (
        Participation.objects.filter(AnyOf("conference", "conferences"))
        .exclude(role_as_printed="")
        .order_by()
        .values_list("conference", "speaker", "role_as_printed")
    )
)


def _prepare_turns(condition: AnyOf, *columns: str) -> PreparedQuery:
    """Return the query of the turns of conferences or exchanges, in order."""
    order = ("exchange__conference_id", "exchange__position", "position")
    return PreparedQuery(lambda: Turn.objects.filter(condition).order_by(*order).values_list(*columns))


_TURNS = _prepare_turns(AnyOf("exchange__conference", "conferences"), *_COLUMNS)
_TURNS_OF_EXCHANGES = _prepare_turns(AnyOf("exchange__public_id", "exchanges"), *_COLUMNS)
_PLACES = _prepare_turns(AnyOf("exchange__conference", "conferences"), "exchange__conference", "pk")


def _prepare_topics(condition: AnyOf) -> PreparedQuery:
    """Return the query of the topics of the exchanges of conferences, or of exchanges."""
    columns = ("exchange_id", "topic_id", "topic__name", "topic__names")
    through: Any = Exchange.topics.through
    return PreparedQuery(
        lambda: through.objects.filter(condition).order_by("exchange_id", "topic_id").values_list(*columns)
    )


_TOPICS = _prepare_topics(AnyOf("exchange__conference", "conferences"))
_TOPICS_OF_EXCHANGES = _prepare_topics(AnyOf("exchange__public_id", "exchanges"))


class _RowWriter:
    """Builds rows; the context shared by many turns is spelt once."""

    def __init__(self) -> None:
        self._known: dict[str, list[tuple[str, str]]] = {}

    def row(
        self,
        facts: IndexedTurn,
        text: str,
        context: Iterable[str],
        marks: list[str],
        *,
        question: str = "",
        title: str = "",
    ) -> Row:
        """Return one row. The question is spelt once, with its own row, and the title once per conference."""
        body = self._spell(text) if facts.kind == Kind.QUESTION else spellings(text)
        parts = [self._spell(part) for part in dict.fromkeys(filter(None, context))]
        words = {word for _, word in body}
        words.update(word for part in parts for _, word in part)
        return Row(
            facts,
            body=_cut([spelling for spelling, _ in body]),
            context=_cut(list(_joined(parts))),
            marks=marks,
            question=[spelling for spelling, _ in self._spell(question)[:QUESTION_TOKENS]] if question else [],
            title=[in_title(spelling) for spelling, _ in self._spell(title)] if title else [],
            words=words,
        )

    def _spell(self, part: str) -> list[tuple[str, str]]:
        if part not in self._known:
            self._known[part] = spellings(part)
        return self._known[part]


def _joined(parts: Iterable[list[tuple[str, str]]]) -> Iterator[str]:
    for number, part in enumerate(parts):
        if number:
            yield BREAK
        yield from (spelling for spelling, _ in part)


def _cut(found: list[str]) -> list[str]:
    """Return the tokens up to MAX_BYTES of different ones."""
    if sum(map(len, found)) * 12 < MAX_BYTES:  # four bytes a character and eight a token, at the most
        return found
    kept = []
    size = 0
    seen: set[str] = set()
    for spelling in found:
        if spelling not in seen:
            seen.add(spelling)
            size += len(spelling.encode()) + 8
            if size > MAX_BYTES:
                break
        kept.append(spelling)
    return kept
