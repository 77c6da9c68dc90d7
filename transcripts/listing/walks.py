"""Lists for programs: conferences, exchanges and turns in every language, in a stable order, paged by key.

Numbered pages count from the beginning each time; a walk continues after the last row, so it neither repeats nor skips
rows that were there all the time, however much is published meanwhile. No step costs more in a larger archive.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from transcripts.listing.figures.exchange_counts import ANSWERS
from transcripts.listing.filtering.filters import BY_PARAMETER, DAYS
from transcripts.models import Conference, Exchange, Turn

WINDOW = 200  # conferences that one step through turns or exchanges looks into
PAGED = 1_000  # conferences whose turns or exchanges can be had by page number
Asked = Iterable[tuple[str, Sequence[Any]]]  # filters with their keys; all must hold, a filter may come twice


class Place(NamedTuple):
    """The place of a row in a walk: day and key of its conference, and the positions of exchange and turn in it."""

    day: date
    conference: int
    exchange: int = 0
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """The keys of one step's rows, their places, and whether the walk goes on behind `end`."""

    keys: Sequence[int]
    end: Place | None
    has_more: bool


def conferences_asked(asked: Asked) -> QuerySet[Conference]:
    """Return the public conferences that meet the filters; of words, the keys are of conferences found."""
    rows = (BY_PARAMETER[name].narrow(list(keys)) for name, keys in asked)
    return Conference.objects.published().closed().filter(reduce(and_, rows, Q()))


def walk_conferences(
    asked: Asked, *, after: Place | None = None, offset: int = 0, size: int, oldest: bool = False
) -> Step:
    """Return a step through the public conferences, the newest first unless `oldest`. One query."""
    rows = _conferences(asked, after=after, oldest=oldest)[offset : offset + size + 1]
    found = [Place(day, key) for key, day in rows]
    here = found[:size]
    return Step([place.conference for place in here], here[-1] if here else None, len(found) > size)


def walk_parts(
    model: type[Exchange] | type[Turn],
    asked: Asked,
    *,
    after: Place | None = None,
    offset: int | None = None,
    size: int,
    oldest: bool = False,
) -> Step:
    """Return a step through the exchanges or turns of the public conferences that meet the filters. Two queries.

    A step looks into at most WINDOW conferences, so it may have fewer rows than `size`, even none, and yet go on. By
    `offset` only the first PAGED conferences can be had.
    """
    is_paged, start = offset is not None, offset or 0
    window = PAGED if is_paged else WINDOW
    first = Place(after.day, after.conference) if after else None
    rows = list(_conferences(asked, after=first, oldest=oldest, also=bool(after))[: window + 1])
    keys = [key for key, _ in rows[:window]]
    path = "exchange__conference" if model is Turn else "conference"
    positions = ["exchange__position", "position"] if model is Turn else ["position"]
    known: Any = model
    found = known.objects.published().filter(_parts_asked(model, asked), **{f"{path}__in": keys})
    if after:
        inside = (after.exchange, after.turn)[: len(positions)]
        found = found.filter(~Q(**{f"{path}_id": after.conference}) | _behind(positions, inside))
    sign = "" if oldest else "-"
    order = [f"{sign}{path}__date", f"{sign}{path}_id", *positions]
    places = found.order_by(*order).values_list("pk", f"{path}__date", f"{path}_id", *positions)
    here = list(places[start : start + size + 1]) if keys else []
    if len(here) > size:
        return Step([row[0] for row in here[:size]], Place(*here[size - 1][1:]), has_more=True)
    if len(rows) > window and not is_paged:  # the window has no more, but the archive may
        key, day = rows[window - 1]
        return Step([row[0] for row in here], Place(day, key, END, END), has_more=True)
    return Step([row[0] for row in here], Place(*here[-1][1:]) if here else None, has_more=False)


END = 2**31 - 1  # behind every position


def walk_all(asked: Asked, *, size: int, most: int, after: Place | None = None) -> Iterator[Sequence[int]]:
    """Yield the keys of the public conferences that meet the filters, the newest first, at most so many."""
    while most > 0:
        step = walk_conferences(asked, after=after, size=min(size, most))
        if step.keys:
            yield step.keys
        most -= len(step.keys)
        after = step.end
        if not step.has_more:
            return


def walk_end(asked: Asked, *, after: Place | None, most: int) -> Place | None:
    """Return the place of the last of so many public conferences, None if there are no more behind it. One query."""
    rows = _conferences(asked, after=after, oldest=False)[most - 1 : most + 1]
    found = [Place(day, key) for key, day in rows]
    return found[0] if len(found) > 1 else None


class ExchangeTurns(NamedTuple):
    """An exchange with turns that meet the filters: its key, that of its conference, and how many they are."""

    exchange: int
    conference: int
    turns: int


def exchanges_with_turns(asked: Asked, *, after: Place | None, most: int) -> tuple[list[ExchangeTurns], Place | None]:
    """Return the exchanges with turns that meet the filters, the newest conference first, and where the list goes on.

    They have `most` turns together, if not the first has more. One query.
    """
    first = Place(after.day, after.conference) if after else None
    held = _conferences(asked, after=first, oldest=False, also=bool(after)).order_by().values("pk")
    found = Turn.objects.published().filter(_parts_asked(Turn, asked), exchange__conference__in=held)
    if after:
        found = found.exclude(exchange__conference=after.conference, exchange__position__lte=after.exchange)
    rows = found.order_by("-exchange__conference__date", "-exchange__conference_id", "exchange__position").values_list(
        "exchange", "exchange__conference", "exchange__conference__date", "exchange__position"
    )
    taken: list[ExchangeTurns] = []
    last, total = None, 0
    for exchange, conference, day, position, n in rows.annotate(n=Count("pk"))[: most + 1]:
        total += n
        if total > most and taken:
            return taken, last
        taken.append(ExchangeTurns(exchange, conference, n))
        last = Place(day, conference, position)
    return taken, None


def turns_among(exchanges: Sequence[int], asked: Asked) -> set[str]:
    """Return the ids of the turns of these exchanges that meet the filters. One query."""
    found = Turn.objects.published().filter(_parts_asked(Turn, asked), exchange__in=exchanges)
    return set(found.order_by().values_list("public_id", flat=True))


def in_order(keys: Sequence[int]) -> list[Conference]:
    """Return the public conferences with these keys, in this order, with their series. One query."""
    found = Conference.objects.published().closed().select_related("series").filter(pk__in=keys)
    known = {conference.pk: conference for conference in found}
    return [known[key] for key in keys if key in known]


def _conferences(
    asked: Asked, *, after: Place | None, oldest: bool, also: bool = False
) -> QuerySet[Conference, tuple[int, date]]:
    found = conferences_asked([(name, keys) for name, keys in asked if BY_PARAMETER[name].where])
    if after:
        # The first condition alone is what an index can follow.
        bound, compare = ("gte", "gt") if oldest else ("lte", "lt")
        behind = Q(**{f"date__{compare}": after.day}) | Q(date=after.day, **{f"pk__{compare}": after.conference})
        found = found.filter(**{f"date__{bound}": after.day}).filter(
            behind | Q(pk=after.conference) if also else behind
        )
    order = ("date", "pk") if oldest else ("-date", "-pk")
    return found.order_by(*order).values_list("pk", "date")


def _parts_asked(model: type[Exchange] | type[Turn], asked: Asked) -> Q:
    """Return the filters' condition on a turn, or an exchange: who speaks or asks, the topics, the kind.

    A turn is a speaker's or an outlet's: of the two, the first is whose it is, the other is in its exchange.
    """
    conditions, own = Q(), ""
    for name, keys in asked:
        row = BY_PARAMETER[name]
        if name in DAYS:
            continue
        if model is Exchange:
            conditions &= row.inside(list(keys)) if row.inside else Q()
        elif name == "topic":
            tagged = Exchange.topics.through._default_manager.filter(topic__in=list(keys))
            conditions &= Q(Exists(tagged.filter(exchange=OuterRef("exchange"))))
        elif name in {"speaker", "outlet"} and own not in {"", name}:
            others = Turn.objects.filter(exchange=OuterRef("exchange"), **{f"{name}__in": list(keys)})
            conditions &= Q(Exists(others.filter(kind__in=ANSWERS) if name == "speaker" else others))
        elif name in {"speaker", "outlet", "kind"}:
            own = own if name == "kind" else name
            conditions &= Q(**{f"{name}__in": list(keys)})
    return conditions


def _behind(names: Sequence[str], values: Sequence[int]) -> Q:
    """Return the condition that the columns come behind the values, in order."""
    condition, same = Q(), Q()
    for name, value in zip(names, values, strict=True):
        condition |= same & Q(**{f"{name}__gt": value})
        same &= Q(**{name: value})
    return condition
