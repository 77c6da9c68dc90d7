"""Find the turns, or the conferences, that a reader asks for: only public ones, at a bounded cost."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Exists, OuterRef

from transcripts.models import Conference, Exchange, Turn
from transcripts.models.conference import ConferenceQuerySet
from transcripts.models.exchange import TurnQuerySet
from transcripts.search.engine import engine
from transcripts.search.query import Query, parse

COUNT_CAP = 1000  # results that are counted, and can be paged to
RANKED = 2000  # the newest matches, which alone are ranked

NEWEST = ("-exchange__conference__date", "-exchange__conference_id", "exchange__position", "position")
OLDEST = ("exchange__conference__date", "exchange__conference_id", "exchange__position", "position")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a turn must be besides; people and so on are primary keys, and no value is no restriction.

    Of several values of one field any will do; all fields must be met. With `speakers`, only what they said
    themselves is searched, not the heading or the title above it.
    """

    speakers: tuple[int, ...] = ()
    topics: tuple[int, ...] = ()
    outlets: tuple[int, ...] = ()
    series: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None


class Sort(StrEnum):
    """The order of results; equally relevant ones are sorted newest first."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results: turns' primary keys in order. There are `total` in all, or more when `is_capped`."""

    total: int = 0
    is_capped: bool = False
    turn_ids: tuple[int, ...] = ()


NO_FILTERS = Filters()


def find(
    text: str, filters: Filters = NO_FILTERS, *, sort: Sort = Sort.RELEVANCE, offset: int = 0, limit: int = 20
) -> Results:
    """Return the public turns that match `text` and meet `filters`. One query; two for relevance.

    Without text, all that meet the filters, the newest first; without filters too, or with a text that asks for
    nothing, none. Never raises for any text. Results beyond COUNT_CAP cannot be paged to, and only the newest RANKED
    matches are ranked.
    """
    query = parse(text)
    if not query and (text.strip() or filters == NO_FILTERS):
        return Results()
    own_words = bool(filters.speakers)
    turns = _filtered(Turn.objects.published(), filters)
    if query:
        turns = turns.filter(pk__in=engine().turn_ids(query, own_words=own_words))
    is_ranked = bool(query) and sort == Sort.RELEVANCE
    turns = turns.order_by(*(OLDEST if sort == Sort.OLDEST else NEWEST))
    found = list(turns.values_list("pk", flat=True)[: RANKED if is_ranked else COUNT_CAP + 1])
    total = len(found)
    if is_ranked and found:
        found = _ranked(query, found, own_words)
    return Results(
        total=min(total, COUNT_CAP),
        is_capped=total > COUNT_CAP,
        turn_ids=tuple(found[:COUNT_CAP][max(offset, 0) : max(offset, 0) + max(limit, 0)]),
    )


def conferences(text: str) -> ConferenceQuerySet:
    """Return the public conferences with a turn that matches `text`, to be filtered further. No queries yet.

    The words may stand in what is said, or in the title, heading, label and topics round it.
    """
    query = parse(text)
    if not query:
        return Conference.objects.none()
    return Conference.objects.published().filter(pk__in=engine().conference_ids(query))


def is_searchable(text: str) -> bool:
    """Say whether `text` asks for anything: “!!!” and “-word” alone do not. No queries."""
    return bool(parse(text))


def _ranked(query: Query, found: list[int], own_words: bool) -> list[int]:
    """Return the matches `found`, the best first; equals keep their order. One query."""
    ranks = engine().ranks(query, found, own_words=own_words)
    return sorted(found, key=lambda turn_id: -ranks.get(turn_id, 0.0))


def _filtered(turns: TurnQuerySet, filters: Filters) -> TurnQuerySet:
    """Return those of `turns` that meet `filters`."""
    conditions = {
        "speaker_id__in": filters.speakers,
        "outlet_id__in": filters.outlets,
        "kind__in": filters.kinds,
        "exchange__conference__series_id__in": filters.series,
        "exchange__conference__language__in": filters.languages,
        "exchange__conference__date__gte": filters.first,
        "exchange__conference__date__lte": filters.last,
    }
    turns = turns.filter(**{name: value for name, value in conditions.items() if value})
    if filters.topics:
        tagged = Exchange.topics.through.objects.filter(
            exchange_id=OuterRef("exchange_id"), topic_id__in=filters.topics
        )
        turns = turns.filter(Exists(tagged))
    return turns
