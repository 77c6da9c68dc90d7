"""The contents of a conference: a line for each exchange, with who asks and who answers."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery

from transcripts.document import Kind
from transcripts.listing import with_openings
from transcripts.models import Exchange, Turn
from transcripts.views.transcript import Passage, Transcript

ALL_SHOWN = 60  # up to so many every exchange has its line; 60 lines are some 3 kB over the wire
NEAR = 15  # beyond, this many on either side of the current one, and the ends
OPENING = 72  # characters of a question that stands in for a heading
_ANSWERING = (Kind.ANSWER, Kind.STATEMENT)


@dataclass(frozen=True, slots=True)
class Line:
    """One exchange: what it is about, who asks and who answers first; `is_apart` where lines before it are left out."""

    number: int
    url: str
    label: str
    asker: str
    answerer: str
    is_apart: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """The lines to show, and how many exchanges there are in all."""

    lines: list[Line]
    total: int
    exchange: Exchange | None = None

    def __bool__(self) -> bool:
        return self.total > 1

    @property
    def is_whole(self) -> bool:
        """Whether every exchange has its line."""
        return len(self.lines) == self.total

    def line(self, number: int) -> Line | None:
        """Return the line of the exchange numbered `number`: the current one and its neighbours always have theirs."""
        return next((line for line in self.lines if line.number == number), None)


def contents_around(transcript: Transcript, number: int) -> Contents:
    """Return the contents for the page of the exchange numbered `number`: of a long conference what is near it.

    One query, and the one for people. Exchanges are numbered without gaps, so that the last number is how many.
    """
    others = Exchange.objects.filter(conference=transcript.conference).order_by()
    total = others.values("conference").annotate(n=Count("pk")).values("n")
    turns = Turn.objects.filter(exchange=OuterRef("pk")).order_by("position")
    near = Q(position__gte=number - NEAR, position__lte=number + NEAR)
    found = (
        with_openings(transcript.conference.exchanges.published())
        .annotate(
            total=Subquery(total),
            journalist=Subquery(turns.filter(kind=Kind.QUESTION).values("journalist")[:1]),
            answerer=Subquery(turns.filter(kind__in=_ANSWERING).values("speaker")[:1]),
            answerer_label=Subquery(turns.filter(kind__in=_ANSWERING).values("label_as_printed")[:1]),
        )
        .filter(near | Q(position=1) | Q(total__lte=ALL_SHOWN) | Q(position=F("total")))
        .order_by("position")
    )
    exchanges: list[Any] = list(found)
    for exchange in exchanges:
        exchange.conference = transcript.conference
    current = next((exchange for exchange in exchanges if exchange.position == number), None)
    return Contents(list(_lines(transcript, exchanges)), exchanges[0].total if exchanges else 0, current)


def contents_of_all(passages: Iterable[Passage], address: Callable[[int], str] | None = None) -> Contents:
    """Return the contents with a line for every exchange. No query.

    Each leads to its place on the page on which everything stands, or to the `address` of its own page.
    """
    lines = []
    for passage in passages:
        asks = next((said for said in passage.turns if said.turn.kind == Kind.QUESTION), None)
        answers = next((said for said in passage.turns if said.turn.kind in _ANSWERING), None)
        first = asks or next(iter(passage.turns), None)
        exchange = passage.exchange
        lines.append(
            Line(
                exchange.position,
                address(exchange.position) if address else f"#{exchange.public_id}",
                exchange.heading or (shorten(first.turn.text) if first else "") or str(exchange),
                _without(asks.name, asks.turn.journalist) if asks else "",
                answers.name if answers else "",
            )
        )
    return Contents(lines, len(lines))


def narrow(contents: Contents, number: int) -> Contents:
    """Return what `contents_around` does of all lines: of a long conference those near `number`, and both ends."""
    if contents.total <= ALL_SHOWN:
        return contents
    ends = {1, contents.total}
    lines: list[Line] = []
    for line in contents.lines:
        if line.number in ends or abs(line.number - number) <= NEAR:
            lines.append(replace(line, is_apart=bool(lines) and line.number > lines[-1].number + 1))
    return Contents(lines, contents.total)


def _lines(transcript: Transcript, exchanges: list[Any]) -> Iterator[Line]:
    last = 0
    for exchange in exchanges:
        seat = transcript.seats.get(exchange.answerer)
        yield Line(
            exchange.position,
            transcript.address(exchange.position),
            exchange.heading or shorten(exchange.opening or "") or str(exchange),
            _without(exchange.asker or "", exchange.journalist or ""),
            (seat.name_as_printed if seat else "") or exchange.answerer_label or "",
            is_apart=exchange.position > last + 1,
        )
        last = exchange.position


def shorten(text: str) -> str:
    """Return the first words of `text`, as they stand in a line of contents."""
    text = " ".join(text.split())
    return text if len(text) <= OPENING else f"{text[:OPENING].rpartition(' ')[0] or text[:OPENING]}…"


def _without(label: str, journalist: str) -> str:
    """Return the label of an outlet without its journalist in brackets."""
    for form in (f"({journalist})", f"（{journalist}）"):
        label = label.removesuffix(form) if journalist else label
    return label.strip()
