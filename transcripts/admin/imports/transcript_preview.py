"""Transcript preview: unsaved text as readers will see it, with warnings beside its turns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from transcripts.presentation import ExchangeView, TranscriptView, TurnView
from transcripts.text import fold


@dataclass(frozen=True, slots=True)
class ShownWarning:
    """A warning: its number among all, its place, and the value of the button that makes its line a label.

    `quote` is the beginning of its line, and `place` its turn, for a page that has no margin for it. `target` is the
    id of what the page shows of its line, where that is in no turn. `is_beside` means that its line opens the turn
    beside which it is shown: there the quote would say the same again.
    """

    number: int
    message: str
    where: str
    action: str = ""
    label: str = ""
    line: int | None = None
    quote: str = ""
    place: str = ""
    target: str = ""
    is_beside: bool = False


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """A turn as readers will see it, its name in the form (`place`), and the warnings beside it."""

    place: str
    turn: TurnView
    warnings: list[ShownWarning]

    @property
    def label(self) -> str:
        """The label as printed, if it differs from the name that readers will see."""
        return self.turn.label if fold(self.turn.label) != fold(self.turn.by.name) else ""


@dataclass(frozen=True, slots=True)
class ShownExchange:
    """An exchange as readers will see it, and its turns with their warnings."""

    exchange: ExchangeView
    turns: list[ShownTurn]


def show_exchanges(
    view: TranscriptView, places: Sequence[str], warned: Mapping[int, list[ShownWarning]]
) -> Iterator[ShownExchange]:
    """Yield the exchanges. `places` are names for the turns in order; `warned` has the warnings by a turn's index."""
    index = 0
    for exchange in view.exchanges:
        turns = []
        for turn in exchange.turns:
            turns.append(ShownTurn(places[index], turn, warned.get(index, [])))
            index += 1
        yield ShownExchange(exchange, turns)
