"""Records → TranscriptDocument, in a fixed number of queries. (READING: imports models and below.)"""

from typing import Any

from django.db.models import Prefetch

from transcripts.document import HEAD_FIELDS, Exchange, FieldType, Kind, Part, Person, TranscriptDocument, Turn
from transcripts.models import Conference, Named, Topic
from transcripts.models import Turn as TurnRecord


def read(conference: Conference) -> TranscriptDocument:
    """Return the document that the records of `conference` hold, with its public ids.

    Five queries, whatever the length: series, participants, exchanges, their topics, their turns.
    """
    people = list(conference.participations.order_by("position"))
    printed = {seat.speaker_id: seat.name_as_printed for seat in people}
    exchanges = conference.exchanges.order_by("position").prefetch_related(
        Prefetch("topics", Topic.objects.order_by("name")),
        Prefetch("turns", TurnRecord.objects.select_related("speaker", "outlet").order_by("position")),
    )
    chinese = conference.language.startswith("zh")
    return TranscriptDocument(
        **read_head(conference),
        people=tuple(Person(seat.name_as_printed, seat.role_as_printed, Part(seat.part)) for seat in people),
        exchanges=tuple(
            Exchange(
                turns=tuple(_read_turn(turn, printed, chinese=chinese) for turn in exchange.turns.all()),
                heading=exchange.heading,
                topics=tuple(in_language(topic, chinese=chinese) for topic in exchange.topics.all()),
                page=exchange.page,
                public_id=exchange.public_id,
            )
            for exchange in exchanges
        ),
    )


def read_head(conference: Conference) -> dict[str, Any]:
    """Return the fields of the head by name, as the document holds them. One query for each record that one names."""
    head: dict[str, Any] = {}
    for field in HEAD_FIELDS:
        value = getattr(conference, field.name)
        if field.type == FieldType.NAME:
            value = in_language(value, chinese=conference.language.startswith("zh")) if value else field.empty
        head[field.name] = value
    return head


def in_language(named: Named, *, chinese: bool) -> str:
    """Return the name that a transcript uses: the Chinese one in a Chinese transcript, where there is one."""
    return named.name_zh_hans or named.name if chinese else named.name


def _read_turn(turn: TurnRecord, printed: dict[int, str], *, chinese: bool) -> Turn:
    """Return one turn; its speaker goes by the name printed at the conference."""
    speaker = ""
    if turn.speaker:
        speaker = printed.get(turn.speaker.pk) or in_language(turn.speaker, chinese=chinese)
    return Turn(
        kind=Kind(turn.kind),
        label=turn.label_as_printed,
        paragraphs=tuple(turn.paragraphs),
        speaker=speaker,
        outlet=in_language(turn.outlet, chinese=chinese) if turn.outlet else "",
        journalist=turn.journalist,
        public_id=turn.public_id,
    )
