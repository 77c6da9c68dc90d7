"""The table of contents of a conference: a line for each exchange, with its asker and first answerer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet, Subquery
from django.utils.translation import gettext

from transcripts.document import Kind
from transcripts.listing import attribution_of, first_attribution, with_openings
from transcripts.models import NOW, Exchange, Param, PreparedQuery
from transcripts.presentation import ExchangeView, TranscriptView
from transcripts.reading.transcript import ExchangeRow
from transcripts.text import one_line
from transcripts.views.conference.transcript import PublicPages

ALL_SHOWN = 60  # up to so many every exchange has its line; 60 lines are some 3 kB over the wire
MOST = 32_000  # more than any conference has; PostgreSQL refuses numbers that a position cannot hold (32,767)
NEAR = 15  # beyond, this many on either side of the current one, and the ends
LINE_BYTES = 500  # that a line takes in memory
OPENING = 72  # characters of a question that stands in for a heading
_ANSWERING = (Kind.ANSWER, Kind.STATEMENT)


@dataclass(frozen=True, slots=True)
class Line:
    """One exchange: its title, asker and first answerer; `is_apart` where lines before it are left out."""

    number: int
    url: str
    label: str
    asker: str
    answerer: str
    is_apart: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """The lines to show, and the number of all exchanges."""

    lines: list[Line]
    total: int

    def __bool__(self) -> bool:
        return self.total > 1

    @property
    def is_whole(self) -> bool:
        """Whether every exchange has its line."""
        return len(self.lines) == self.total

    def line(self, number: int) -> Line | None:
        """Return the line of the exchange numbered `number`; the current one and its neighbours always have one."""
        return next((line for line in self.lines if line.number == number), None)


class _Around(NamedTuple):
    """The row of an exchange: the beginning of its question; who asks and answers, as `first_attribution` has it."""

    pk: int
    position: int
    public_id: str
    heading: str
    page: int | None
    opening: str | None
    asking: Any
    answering: Any
    total: int


def contents_around(pages: PublicPages, number: int) -> tuple[Contents, ExchangeRow | None]:
    """Return the contents for the page of the exchange numbered `number`, and that exchange, if there is one.

    Of a long conference only nearby lines are loaded. One query. Exchanges are numbered without gaps, so the last
    number is their count.
    """
    at = min(number, MOST)
    rows = _AROUND(conference=pages.conference.pk, low=at - NEAR, high=at + NEAR)
    exchanges = list(map(_Around._make, rows))
    current = next((exchange for exchange in exchanges if exchange.position == number), None)
    return Contents(list(_lines(pages, exchanges)), exchanges[0].total if exchanges else 0), current


def _around() -> QuerySet[Any, Any]:
    """Return the exchanges of a conference from the numbers low to high, and its ends; all, where they are few."""
    here = Exchange.objects.filter(conference=Param("conference"))
    total = here.order_by().values("conference").annotate(n=Count("pk")).values("n")
    near = Q(position__gte=Param("low"), position__lte=Param("high"))
    return (
        with_openings(Exchange.objects.published(NOW).filter(conference=Param("conference")))
        .annotate(total=Subquery(total), answering=first_attribution(*_ANSWERING))
        .filter(near | Q(position=1) | Q(total__lte=ALL_SHOWN) | Q(position=F("total")))
        .order_by("position")
        .values_list(*_Around._fields)
    )


_AROUND = PreparedQuery(_around, is_planned_once=True)


def contents_of_all(view: TranscriptView, address: Callable[[int], str] | None = None) -> Contents:
    """Return the contents with a line for every exchange. No query.

    Each links to its place on the one-page view, or to the `address` of its own page.
    """
    lines = []
    for exchange in view.exchanges:
        asks = next((turn for turn in exchange.turns if turn.kind == Kind.QUESTION), None)
        answers = next((turn for turn in exchange.turns if turn.kind in _ANSWERING), None)
        lines.append(
            Line(
                exchange.number,
                address(exchange.number) if address else f"#{exchange.id}",
                title_of(exchange),
                asks.by.short_name if asks else "",
                answers.by.name if answers else "",
            )
        )
    return Contents(lines, len(lines))


def narrow(contents: Contents, number: int) -> Contents:
    """Return contents narrowed as by `contents_around`: of a long conference the lines near `number`, and both ends."""
    if contents.total <= ALL_SHOWN:
        return contents
    ends = {1, contents.total}
    lines: list[Line] = []
    for line in contents.lines:
        if line.number in ends or abs(line.number - number) <= NEAR:
            lines.append(replace(line, is_apart=bool(lines) and line.number > lines[-1].number + 1))
    return Contents(lines, contents.total)


def title_of(exchange: ExchangeView) -> str:
    """Return the title of an exchange: its heading, else the beginning of its question, else its number."""
    asks = next((turn for turn in exchange.turns if turn.kind == Kind.QUESTION), next(iter(exchange.turns), None))
    return exchange.heading or (shorten(asks.text) if asks else "") or name_exchange(exchange.number)


def name_exchange(number: int) -> str:
    """Return the name of an exchange that has no heading or question."""
    return gettext("Exchange %(number)d") % {"number": number}


def _lines(pages: PublicPages, exchanges: list[_Around]) -> Iterator[Line]:
    last = 0
    for exchange in exchanges:
        yield Line(
            exchange.position,
            pages.address(exchange.position),
            exchange.heading or shorten(exchange.opening or "") or name_exchange(exchange.position),
            attribution_of(exchange.asking).short_name,
            attribution_of(exchange.answering).name,
            is_apart=exchange.position > last + 1,
        )
        last = exchange.position


def shorten(text: str) -> str:
    """Return the first words of `text`, for a line of contents."""
    text = one_line(text)
    return text if len(text) <= OPENING else f"{text[:OPENING].rpartition(' ')[0] or text[:OPENING]}…"
