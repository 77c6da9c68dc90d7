"""Records → TranscriptDocument and its links, in a fixed number of queries. (READING: imports models and below.)"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple, Protocol

from django.db.models import F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce

from transcripts.document import HEAD_FIELDS, ExchangeText, FieldType, Kind, Part, Person, TranscriptDocument, TurnText
from transcripts.models import (
    AnyOf,
    Conference,
    Paragraph,
    Param,
    Participation,
    PreparedModels,
    PreparedQuery,
    addresses,
    choose_text,
)
from transcripts.models import Exchange as ExchangeRecord
from transcripts.models import Turn as TurnRecord
from transcripts.presentation import Links, NameView


class ExchangeRow(Protocol):
    """What is read of an exchange, whether as a record or as a row."""

    @property
    def pk(self) -> int: ...
    @property
    def position(self) -> int: ...
    @property
    def public_id(self) -> str: ...
    @property
    def heading(self) -> str: ...
    @property
    def page(self) -> int | None: ...


class Linked(NamedTuple):
    """A document, with the links of its names and parts on public pages."""

    document: TranscriptDocument
    links: Links


def read(conference: Conference, people: Sequence[Participation] | None = None) -> TranscriptDocument:
    """Return the document that the records of `conference` hold, with its public ids.

    Four queries, whatever the length: series, participants, exchanges, and what these hold. One
    less where `people` are given, all that `read_people` returns.
    """
    exchanges = _EXCHANGES(conference=conference.pk)
    participants = read_people(conference) if people is None else people
    return _document(conference, participants, exchanges, read_parts(exchanges))


def read_people(conference: Conference) -> list[Participation]:
    """Return the participants, each with the speaker, in order. One query."""
    found = _PEOPLE(conference=conference.pk)
    for participant in found:
        participant.conference = conference
    return found


_PEOPLE: PreparedModels[Participation] = PreparedModels(
    lambda: Participation.objects.filter(conference=Param("conference")).select_related("speaker").order_by("position"),
    is_planned_once=True,
)


_EXCHANGES: PreparedModels[ExchangeRecord] = PreparedModels(
    lambda: ExchangeRecord.objects.filter(conference=Param("conference")).order_by("position"), is_planned_once=True
)


class _Name(NamedTuple):
    """A speaker, an outlet or a topic: name, names in other languages by their codes, and the address of the page."""

    name: str
    names: Mapping[str, str]
    url: str

    def name_in(self, language: str | None = None) -> str:
        return choose_text(self.name, self.names, language)


class _Turn(NamedTuple):
    """The row of a turn. `who` is its speaker or outlet."""

    key: int
    public_id: str
    kind: str
    label: str
    text: str
    journalist: str
    speaker: int | None
    who: _Name | None


class Parts(NamedTuple):
    """What exchanges hold: turns and topics by the exchange's primary key, and paragraphs by the turn's."""

    turns: Mapping[int, Sequence[_Turn]]
    topics: Mapping[int, Sequence[_Name]]
    paragraphs: Mapping[int, Sequence[tuple[str, int | None]]]


def read_linked(
    conference: Conference,
    exchanges: Iterable[ExchangeRow],
    *,
    people: Sequence[Participation],
    topics: bool = True,
) -> Linked:
    """Return these exchanges of `conference` as a document, with names and addresses in the reader's language.

    `exchanges` are in their order, and of no other conference; `people` are all that `read_people` returns. One
    query, and one more for a queryset of exchanges.
    """
    exchanges = list(exchanges)
    return link_document(conference, people, exchanges, read_parts(exchanges, topics=topics))


def link_document(
    conference: Conference, people: Sequence[Participation], exchanges: Sequence[ExchangeRow], parts: "Parts"
) -> Linked:
    """Return the document of rows that are read already, with its links; `parts` may hold those of others as well.

    One query, for the series, unless it was read.
    """
    series = conference.series
    topics = {exchange.pk: parts.topics.get(exchange.pk, ()) for exchange in exchanges}
    turns = [turn for exchange in exchanges for turn in parts.turns.get(exchange.pk, ())]
    links = Links(
        slug=conference.slug,
        day=conference.date,
        record_status=conference.record_status,
        series=NameView(series.local_name, series.get_absolute_url()) if series else None,
        people={participant.name_as_printed: participant.speaker.get_absolute_url() for participant in people},
        topics=_link_topics(topics, conference.language),
        profiles={turn.public_id: turn.who.url if turn.who else "" for turn in turns},
        exchange=addresses("transcripts:exchange-permalink"),
        turn=addresses("transcripts:turn-permalink"),
        paragraph=addresses("transcripts:paragraph-permalink"),
    )
    return Linked(_document(conference, people, exchanges, parts), links)


def _document(
    conference: Conference, people: Sequence[Participation], exchanges: Sequence[ExchangeRow], parts: Parts
) -> TranscriptDocument:
    """Return the document of rows that are read already. One query, for the series, unless it was read."""
    printed = {participant.speaker_id: participant.name_as_printed for participant in people}
    language = conference.language
    return TranscriptDocument(
        **read_head(conference),
        people=tuple(
            Person(participant.name_as_printed, participant.role_as_printed, Part(participant.part))
            for participant in people
        ),
        exchanges=tuple(
            ExchangeText(
                turns=tuple(
                    _read_turn(turn, printed, parts.paragraphs.get(turn.key, ()), language)
                    for turn in parts.turns.get(exchange.pk, ())
                ),
                heading=exchange.heading,
                topics=tuple(topic.name_in(language) for topic in parts.topics.get(exchange.pk, ())),
                page=exchange.page,
                public_id=exchange.public_id,
            )
            for exchange in exchanges
        ),
    )


def read_parts(exchanges: Sequence[ExchangeRow], *, topics: bool = True) -> Parts:
    """Return what the exchanges hold. One query, or none without exchanges."""
    turns: dict[int, list[_Turn]] = defaultdict(list)
    named: dict[int, list[_Name]] = defaultdict(list)
    rows: dict[int, list[tuple[str, int | None]]] = defaultdict(list)
    keys = [exchange.pk for exchange in exchanges]
    if not keys:
        return Parts(turns, named, rows)
    known: dict[tuple[str, int], _Name] = {}
    pages = {kind: addresses(f"transcripts:{kind}-detail") for kind in ("topic", "speaker", "outlet")}
    found = (_PARTS if topics else _PARTS_BUT_TOPICS)(exchanges=keys)
    for sort, inside, _place, key, speaker, outlet, name, names, slug, public_id, time, *fields in found:
        if sort == _PARAGRAPH:
            rows[inside].append((public_id, time))
        elif sort == _TOPIC:
            named[inside].append(_named(known, "topic", key, (name, names, slug), pages))
        else:
            kind, bearer = ("speaker", speaker) if speaker else ("outlet", outlet)
            who = _named(known, kind, bearer, (name, names, slug), pages) if bearer else None
            turns[inside].append(_Turn._make((key, public_id, *fields, speaker, who)))
    return Parts(turns, named, rows)


def _named(
    known: dict[tuple[str, int], _Name],
    kind: str,
    key: int,
    name: Sequence[str],
    pages: Mapping[str, Callable[[str], str]],
) -> _Name:
    """Return the name of a row, made once for all rows that have it: the name, the names as JSON, the slug."""
    if (kind, key) not in known:
        said, names, slug = name
        known[kind, key] = _Name(said, json.loads(names) if names != "{}" else {}, pages[kind](slug))
    return known[kind, key]


# The sorts of rows of one query for all that exchanges hold, and its columns: what each is inside of, an exchange or a
# turn, and in which place; a primary key; who is named, by name, names and slug; the rest.
_TURN, _TOPIC, _PARAGRAPH = range(3)
_COLUMNS = ("sort", "inside", "place", "key", "who", "asker", "named", "names", "page", "public", "at")
_FIELDS = ("kind", "label", "words", "writer")


def _parts(*, topics: bool) -> QuerySet[Any, Any]:
    """Select the turns of exchanges, their topics and their paragraphs, each in order."""
    parts = [_turns(), *([_topics()] if topics else []), _paragraphs()]
    rows = [part.values_list(*_COLUMNS, *_FIELDS) for part in parts]
    return rows[0].union(*rows[1:], all=True).order_by("sort", "inside", "place", "named")


def _turns() -> QuerySet[Any, Any]:
    return (
        TurnRecord.objects.filter(AnyOf("exchange", "exchanges"))
        .order_by()
        .annotate(
            sort=Value(_TURN),
            inside=F("exchange_id"),
            place=F("position"),
            key=F("pk"),
            who=F("speaker_id"),
            asker=F("outlet_id"),
            named=Coalesce("speaker__name", "outlet__name"),
            names=Cast(Coalesce("speaker__names", "outlet__names"), TextField()),
            page=Coalesce("speaker__slug", "outlet__slug"),
            public=F("public_id"),
            at=_no_number(),
            label=F("label_as_printed"),
            words=F("text"),
            writer=F("journalist"),
        )
    )


def _topics() -> QuerySet[Any, Any]:
    return (
        ExchangeRecord.topics.through._default_manager.filter(AnyOf("exchange", "exchanges"))
        .order_by()
        .annotate(
            sort=Value(_TOPIC),
            inside=F("exchange_id"),
            place=Value(0),
            key=F("topic_id"),
            who=_no_number(),
            asker=_no_number(),
            named=F("topic__name"),
            names=Cast("topic__names", TextField()),
            page=F("topic__slug"),
            public=_no_text(),
            at=_no_number(),
            kind=_no_text(),
            label=_no_text(),
            words=_no_text(),
            writer=_no_text(),
        )
    )


def _paragraphs() -> QuerySet[Any, Any]:
    return (
        Paragraph.objects.filter(AnyOf("turn__exchange", "exchanges"))
        .order_by()
        .annotate(
            sort=Value(_PARAGRAPH),
            inside=F("turn_id"),
            place=F("position"),
            key=_no_number(),
            who=_no_number(),
            asker=_no_number(),
            named=_no_text(),
            names=_no_text(),
            page=_no_text(),
            public=F("public_id"),
            at=F("time"),
            kind=_no_text(),
            label=_no_text(),
            words=_no_text(),
            writer=_no_text(),
        )
    )


def _no_number() -> Cast:
    return Cast(Value(None), IntegerField())


def _no_text() -> Cast:
    return Cast(Value(None), TextField())


_PARTS = PreparedQuery(partial(_parts, topics=True), is_planned_once=True)
_PARTS_BUT_TOPICS = PreparedQuery(partial(_parts, topics=False), is_planned_once=True)


def read_head(conference: Conference) -> dict[str, Any]:
    """Return the fields of the head by name, as the document holds them. One query for each record that one names."""
    head: dict[str, Any] = {}
    for field in HEAD_FIELDS:
        value = getattr(conference, field.name)
        if field.type == FieldType.NAME:
            value = value.name_in(conference.language) if value else field.empty
        head[field.name] = value
    return head


def _read_turn(
    turn: _Turn, printed: Mapping[int, str], rows: Sequence[tuple[str, int | None]], language: str
) -> TurnText:
    """Return one turn; its speaker goes by the name printed at the conference."""
    speaker = outlet = ""
    if turn.who and turn.speaker:
        speaker = printed.get(turn.speaker) or turn.who.name_in(language)
    elif turn.who:
        outlet = turn.who.name_in(language)
    return TurnText(
        kind=Kind(turn.kind),
        label=turn.label,
        paragraphs=(turn.text,),
        speaker=speaker,
        outlet=outlet,
        journalist=turn.journalist,
        public_id=turn.public_id,
        paragraph_ids=tuple(public_id for public_id, _time in rows),
        times=tuple(time for _id, time in rows),
    )


def _link_topics(topics: Mapping[int, Sequence[_Name]], language: str) -> dict[str, NameView]:
    """Return each topic's name in the reader's language and its address, by its name in the document, in order."""
    known = {topic.url: topic for each in topics.values() for topic in each}
    return {
        topic.name_in(language): NameView(topic.name_in(), topic.url)
        for topic in sorted(known.values(), key=lambda topic: topic.name)
    }
