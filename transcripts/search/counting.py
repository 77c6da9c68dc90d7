"""Counting conferences for the statistics, whenever they are indexed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import F
from django.db.models.functions import Length

from transcripts.document import Kind
from transcripts.models import AnyOf, ConferenceCount, Exchange, PreparedQuery, Turn
from transcripts.search import summing

_ANSWERS = {Kind.ANSWER, Kind.STATEMENT}
_ALL, _OUTLET, _SPEAKER, _TOPIC = ConferenceCount.Of.values


class _Turn(NamedTuple):
    conference: int
    exchange: int
    kind: str
    speaker: int | None
    outlet: int | None
    length: int


def count(conference_ids: Sequence[int]) -> None:
    """Replace the numbers of the conferences, and what they add to the sums, in the caller's transaction.

    Ten statements at most.
    """
    summing.lock()
    stored = ConferenceCount.objects.filter(conference__in=conference_ids)
    before, after = list(stored), counted(conference_ids)
    summing.set_days(after)
    if before:
        stored.delete()
    ConferenceCount.objects.bulk_create(after, batch_size=1000)
    summing.replace(before, after)


def counted(conference_ids: Sequence[int]) -> list[ConferenceCount]:
    """Return the numbers of the conferences as their records have them, unsaved. Two queries."""
    asked = list(conference_ids)
    topics: dict[int, list[int]] = defaultdict(list)
    named: set[tuple[int, str, int]] = set()
    for conference, exchange, topic in _TOPICS(conferences=asked):
        topics[exchange].append(topic)
        named.add((conference, _TOPIC, topic))
    exchanges: dict[int, list[_Turn]] = defaultdict(list)
    for row in _TURNS(conferences=asked):
        turn = _Turn._make(row)
        exchanges[turn.exchange].append(turn)
        if turn.outlet:
            named.add((turn.conference, _OUTLET, turn.outlet))
    found: dict[tuple[int, str, int], ConferenceCount] = {}
    for exchange, turns in exchanges.items():
        conference = turns[0].conference
        for of, record in _names(turns, topics[exchange]):
            key = (conference, of, record)
            if key not in found:
                found[key] = ConferenceCount(conference_id=conference, of=of, record=record)
            _add(found[key], turns)
    for key in sorted(named - found.keys()):
        found[key] = ConferenceCount(conference_id=key[0], of=key[1], record=key[2])
    return list(found.values())


def differing(conference_ids: Sequence[int]) -> int:
    """Return how many of these conferences have other numbers than their records. Three queries."""
    stored = {_values(each) for each in ConferenceCount.objects.filter(conference__in=conference_ids)}
    right = {_values(each) for each in counted(conference_ids)}
    return len({row[0] for row in stored ^ right})


def _values(count: ConferenceCount) -> tuple[object, ...]:
    return tuple(getattr(count, name) for name in ("conference_id", "of", "record", *ConferenceCount.NUMBERS))


def _names(turns: Iterable[_Turn], topics: Iterable[int]) -> list[tuple[str, int]]:
    """Return whose an exchange is: an outlet's that asks, a speaker's who speaks, a topic's, and always of all."""
    outlets = {turn.outlet for turn in turns if turn.outlet and turn.kind == Kind.QUESTION}
    speakers = {turn.speaker for turn in turns if turn.speaker}
    named = ((_OUTLET, outlets), (_SPEAKER, speakers), (_TOPIC, set(topics)))
    return [(_ALL, 0), *((of, key) for of, keys in named for key in sorted(keys))]


def _add(row: ConferenceCount, turns: Sequence[_Turn]) -> None:
    """Add an exchange to a row: of an outlet its questions and what answers them, of a speaker his own answers."""
    row.exchanges += 1
    is_asked, answering = False, [turn for turn in turns if turn.kind in _ANSWERS]
    for turn in turns:
        if turn.kind == Kind.QUESTION and (row.of != _OUTLET or turn.outlet == row.record):
            row.questions += 1
            row.asked_length += turn.length
            is_asked = True
        elif turn.kind in _ANSWERS and (row.of != _SPEAKER or turn.speaker == row.record):
            row.answers += 1
            row.answered_length += turn.length
    if answering and (row.of != _SPEAKER or answering[0].speaker == row.record):
        row.first_answers += 1
    row.unanswered += is_asked and not answering


_TURNS = PreparedQuery(
    lambda: (
        Turn.objects.filter(AnyOf("exchange__conference", "conferences"))
        .annotate(conference=F("exchange__conference"), length=Length("text"))
        .order_by("exchange__conference", "exchange", "position")
        .values_list("conference", "exchange", "kind", "speaker", "outlet", "length")
    )
)
_TOPICS = PreparedQuery(
    lambda: (
        Exchange.topics.through.objects.filter(AnyOf("exchange__conference", "conferences"))
        .order_by("exchange")
        .values_list("exchange__conference", "exchange", "topic")
    )
)
