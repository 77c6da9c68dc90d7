"""Records → TranscriptDocument and its links, in a fixed number of queries. (READING: imports models and below.)"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse

from transcripts.document import HEAD_FIELDS, ExchangeText, FieldType, Kind, Part, Person, TranscriptDocument, TurnText
from transcripts.models import AnyOf, Conference, Paragraph, Param, Participation, PreparedModels, PreparedQuery, Topic
from transcripts.models import Exchange as ExchangeRecord
from transcripts.models import Turn as TurnRecord
from transcripts.models.languages import choose_text
from transcripts.presentation import Links, NameView
from transcripts.text import paragraphs


class Linked(NamedTuple):
    """A document, with the links of its names and parts on public pages."""

    document: TranscriptDocument
    links: Links


def read(conference: Conference) -> TranscriptDocument:
    """Return the document that the records of `conference` hold, with its public ids.

    Six queries, whatever the length: series, participants, exchanges, their topics, their turns, their paragraphs. Rows
    are read as they are, for all that changes a transcript reads it whole.
    """
    people = _PARTICIPANTS(conference=conference.pk)
    turns = _read_turns(conference, {each.speaker_id: each.name_as_printed for each in people})
    topics: dict[int, list[str]] = defaultdict(list)
    for exchange, name, others in _WHOLE_TOPICS(conference=conference.pk):
        topics[exchange].append(choose_text(name, others, conference.language))
    return TranscriptDocument(
        **read_head(conference),
        people=_people(people),
        exchanges=tuple(
            ExchangeText(tuple(turns[pk]), heading, tuple(topics[pk]), page, public_id)
            for pk, public_id, heading, page in _WHOLE_EXCHANGES(conference=conference.pk)
        ),
    )


def _read_turns(conference: Conference, printed: dict[int, str]) -> dict[int, list[TurnText]]:
    """Return the conference's turns by the primary key of their exchange, in order. Two queries."""
    paragraph_rows: dict[int, list[tuple[str, int | None]]] = defaultdict(list)
    for turn, public_id, time in _WHOLE_PARAGRAPHS(conference=conference.pk):
        paragraph_rows[turn].append((public_id, time))
    language = conference.language
    found: dict[int, list[TurnText]] = defaultdict(list)
    for row in _WHOLE_TURNS(conference=conference.pk):
        pk, exchange, public_id, kind, label, text, journalist, speaker, called, others, outlet, other_outlets = row
        rows = paragraph_rows[pk]
        found[exchange].append(
            TurnText(
                Kind(kind),
                label,
                tuple(paragraphs(text)),
                (printed.get(speaker) or choose_text(called, others, language)) if speaker else "",
                choose_text(outlet, other_outlets, language) if outlet else "",
                journalist,
                public_id,
                tuple(public_id for public_id, _time in rows),
                tuple(time for _id, time in rows),
            )
        )
    return found


def _people(people: Iterable[Participation]) -> tuple[Person, ...]:
    return tuple(Person(each.name_as_printed, each.role_as_printed, Part(each.part)) for each in people)


_PARTICIPANTS: PreparedModels[Participation] = PreparedModels(
    lambda: Participation.objects.filter(conference=Param("conference")).order_by("position")
)
_TAGGED: Any = ExchangeRecord.topics.through
_WHOLE_EXCHANGES = PreparedQuery(
    lambda: (
        ExchangeRecord.objects.filter(conference=Param("conference"))
        .order_by("position")
        .values_list("pk", "public_id", "heading", "page")
    )
)
_WHOLE_TOPICS = PreparedQuery(
    lambda: _TAGGED.objects.filter(exchange__conference=Param("conference")).values_list(
        "exchange_id", "topic__name", "topic__names"
    )
)
_WHOLE_TURNS = PreparedQuery(
    lambda: (
        TurnRecord.objects.filter(exchange__conference=Param("conference"))
        .order_by("exchange__position", "position")
        .values_list(
            *("pk", "exchange_id", "public_id", "kind", "label_as_printed", "text", "journalist"),
            *("speaker_id", "speaker__name", "speaker__names", "outlet__name", "outlet__names"),
        )
    )
)
_WHOLE_PARAGRAPHS = PreparedQuery(
    lambda: (
        Paragraph.objects.filter(turn__exchange__conference=Param("conference"))
        .order_by("turn_id", "position")
        .values_list("turn_id", "public_id", "time")
    )
)


def read_people(conference: Conference) -> list[Participation]:
    """Return the participants, each with the speaker, in order. One query."""
    found = _PEOPLE(conference=conference.pk)
    for participant in found:
        participant.conference = conference
    return found


_PEOPLE: PreparedModels[Participation] = PreparedModels(
    lambda: Participation.objects.filter(conference=Param("conference")).select_related("speaker").order_by("position")
)


def read_linked(
    conference: Conference,
    exchanges: Iterable[ExchangeRecord],
    *,
    people: Sequence[Participation],
    topics: bool = True,
) -> Linked:
    """Return these exchanges of `conference` as a document, with names and addresses in the reader's language.

    `exchanges` are in their order, and of no other conference; `people` are all that `read_people` returns. Three
    queries, turns, paragraphs and topics, and one more for a queryset of exchanges; one less without `topics`.
    """
    rows = _exchanges(exchanges, topics=topics)
    language = conference.language
    series = conference.series
    links = Links(
        slug=conference.slug,
        day=conference.date,
        record_status=conference.record_status,
        series=NameView(series.local_name, series.get_absolute_url()) if series else None,
        people={participant.name_as_printed: participant.speaker.get_absolute_url() for participant in people},
        topics=_link_topics(rows, language) if topics else {},
        profiles=_link_turns(rows),
        exchange=_exchange_link,
        turn=_turn_link,
        paragraph=_paragraph_link,
    )
    return Linked(_document(conference, people, rows, topics=topics), links)


def _exchanges(exchanges: Iterable[ExchangeRecord], *, topics: bool = True) -> list[ExchangeRecord]:
    """Return the exchanges with their turns, and their topics if asked for. Two queries; one more for a queryset."""
    rows = list(exchanges)
    turns = Prefetch("turns", TurnRecord.objects.select_related("speaker", "outlet").order_by("position"))
    named = [Prefetch("topics", Topic.objects.order_by("name"))] if topics else []
    prefetch_related_objects(rows, *named, turns)
    return rows


def _document(
    conference: Conference, people: Sequence[Participation], exchanges: Sequence[ExchangeRecord], *, topics: bool = True
) -> TranscriptDocument:
    """Return the document of rows that are read already.

    Two queries: for the ids and times of the paragraphs, and for the series, unless it was read.
    """
    rows = _paragraph_rows(exchanges)
    printed = {participant.speaker_id: participant.name_as_printed for participant in people}
    language = conference.language
    return TranscriptDocument(
        **read_head(conference),
        people=_people(people),
        exchanges=tuple(
            ExchangeText(
                turns=tuple(_read_turn(turn, printed, rows[turn.pk], language) for turn in exchange.turns.all()),
                heading=exchange.heading,
                topics=tuple(topic.name_in(language) for topic in exchange.topics.all()) if topics else (),
                page=exchange.page,
                public_id=exchange.public_id,
            )
            for exchange in exchanges
        ),
    )


def _paragraph_rows(exchanges: Sequence[ExchangeRecord]) -> dict[int, list[tuple[str, int | None]]]:
    """Return id and time of the paragraphs of each turn, by its primary key, in order. One query, or none."""
    found: dict[int, list[tuple[str, int | None]]] = defaultdict(list)
    if exchanges:
        for turn, public_id, time in _PARAGRAPHS(exchanges=[exchange.pk for exchange in exchanges]):
            found[turn].append((public_id, time))
    return found


_PARAGRAPHS = PreparedQuery(
    lambda: (
        Paragraph.objects.filter(AnyOf("turn__exchange", "exchanges"))
        .order_by("turn_id", "position")
        .values_list("turn_id", "public_id", "time")
    )
)


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
    turn: TurnRecord, printed: dict[int, str], rows: Sequence[tuple[str, int | None]], language: str
) -> TurnText:
    """Return one turn; its speaker goes by the name printed at the conference."""
    speaker = ""
    if turn.speaker:
        speaker = printed.get(turn.speaker.pk) or turn.speaker.name_in(language)
    return TurnText(
        kind=Kind(turn.kind),
        label=turn.label_as_printed,
        paragraphs=tuple(turn.paragraphs),
        speaker=speaker,
        outlet=turn.outlet.name_in(language) if turn.outlet else "",
        journalist=turn.journalist,
        public_id=turn.public_id,
        paragraph_ids=tuple(public_id for public_id, _time in rows),
        times=tuple(time for _id, time in rows),
    )


def _link_topics(exchanges: Sequence[ExchangeRecord], language: str) -> dict[str, NameView]:
    """Return each topic's name in the reader's language and its address, by its name in the document, in order."""
    topics = {topic.pk: topic for exchange in exchanges for topic in exchange.topics.all()}
    return {
        topic.name_in(language): NameView(topic.local_name, topic.get_absolute_url())
        for topic in sorted(topics.values(), key=lambda topic: topic.name)
    }


def _link_turns(exchanges: Sequence[ExchangeRecord]) -> dict[str, str]:
    """Return the address of each turn's speaker or outlet, by the turn's public id; an address is made once a name."""
    made: dict[tuple[int | None, int | None], str] = {}
    found: dict[str, str] = {}
    for exchange in exchanges:
        for turn in exchange.turns.all():
            key = (turn.speaker_id, turn.outlet_id)
            if key not in made:
                who = turn.speaker or turn.outlet
                made[key] = who.get_absolute_url() if who else ""
            found[turn.public_id] = made[key]
    return found


def _exchange_link(public_id: str) -> str:
    """Return an exchange's permanent link in the reader's language."""
    return reverse("transcripts:exchange-permalink", args=[public_id])


def _turn_link(public_id: str) -> str:
    """Return a turn's permanent link in the reader's language."""
    return reverse("transcripts:turn-permalink", args=[public_id])


def _paragraph_link(public_id: str) -> str:
    """Return a paragraph's permanent link in the reader's language."""
    return reverse("transcripts:paragraph-permalink", args=[public_id])
