"""A transcript as readers will see it, with doubts beside its turns: for what is not saved yet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from transcripts.document import TranscriptDocument
from transcripts.document import Turn as TurnText
from transcripts.models import Turn
from transcripts.text import fold

KIND_NAMES = dict(Turn.KINDS)


@dataclass(frozen=True, slots=True)
class ShownWarning:
    """A warning, by its number among all, where it stands, and the button's value that makes a label of its line.

    `quote` is how its line begins, and `place` the turn in which it stands, for a page that has no margin for it.
    """

    number: int
    message: str
    where: str
    deed: str = ""
    label: str = ""
    line: int | None = None
    quote: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """A turn with what stands before its words for readers, and the label as printed where that is another."""

    place: str
    kind: str
    kind_name: str
    name: str
    role: str
    journalist: str
    label: str
    paragraphs: tuple[str, ...]
    warnings: list[ShownWarning]


@dataclass(frozen=True, slots=True)
class ShownExchange:
    """An exchange by its number."""

    number: int
    heading: str
    topics: tuple[str, ...]
    page: int | None
    turns: list[ShownTurn]


def show_exchanges(
    document: TranscriptDocument, places: Sequence[str], warned: Mapping[int, list[ShownWarning]]
) -> Iterator[ShownExchange]:
    """Yield the exchanges. `places` are names for the turns in order; `warned` has the doubts by a turn's index."""
    roles = {person.name: person.role for person in document.people}
    index = 0
    for number, exchange in enumerate(document.exchanges, start=1):
        introduced: set[str] = set()
        turns = []
        for turn in exchange.turns:
            role = roles.get(turn.speaker, "") if turn.speaker not in introduced else ""
            introduced.add(turn.speaker)
            turns.append(_show_turn(turn, places[index], role, warned.get(index, [])))
            index += 1
        yield ShownExchange(number, exchange.heading, exchange.topics, exchange.page, turns)


def _show_turn(turn: TurnText, place: str, role: str, warnings: list[ShownWarning]) -> ShownTurn:
    """Return a turn under the name that readers will see before it: see `views.transcript`."""
    name = turn.speaker or turn.label or turn.outlet
    return ShownTurn(
        place=place,
        kind=turn.kind.value,
        kind_name=str(KIND_NAMES[turn.kind.value]),
        name=name,
        role=role,
        journalist="" if turn.journalist in name else turn.journalist,
        label=turn.label if turn.label and fold(turn.label) != fold(name) else "",
        paragraphs=turn.paragraphs,
        warnings=warnings,
    )
