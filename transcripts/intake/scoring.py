"""Clues, their weights, and the score of several of them together.

The weights stand in `clue_weights.toml`, a table a question: each clue with the weight that was set by hand and the one
that is used, which `make weights` fits from labelled pages.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from transcripts.intake.messages import Message, join_messages

Subject = TypeVar("Subject")
WEIGHTS_FILE = Path(__file__).with_name("clue_weights.toml")


@dataclass(frozen=True, slots=True)
class Clue(Generic[Subject]):
    """A clue: evidence for an answer, or against it where its weight is negative.

    `says` goes on from "…, because": it is shown to editors, and collected to be translated.
    """

    name: str
    says: str
    holds: Callable[[Subject], bool]


class Listener(Protocol):
    """What hears of all that is weighed while it listens, as the fitting of weights does."""

    def __call__(self, table: str, subject: object, held: Mapping[str, int]) -> None:
        """Hear which clues of a table hold for a subject, and how often."""


@dataclass(slots=True)
class ClueTable(Generic[Subject]):
    """The clues to one question, and their weights by name. Raises KeyError where the file lacks a clue's weight."""

    name: str
    clues: tuple[Clue[Subject], ...]
    weights: dict[str, float] = field(default_factory=dict)
    listeners: list[Listener] = field(default_factory=list)

    def __post_init__(self) -> None:
        stated = stated_weights()[self.name]
        self.weights = self.weights or {clue.name: stated[clue.name][1] for clue in self.clues}

    def heard(self, subject: object, held: Mapping[str, int]) -> None:
        """Tell those who listen which clues hold for a subject, and how often."""
        for listener in self.listeners:
            listener(self.name, subject, held)


@cache
def stated_weights() -> dict[str, dict[str, tuple[float, float]]]:
    """Return the weights of the file by table and clue: set by hand, and used."""
    tables = tomllib.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return {table: {name: (by_hand, used) for name, (by_hand, used) in rows.items()} for table, rows in tables.items()}


@dataclass(frozen=True, slots=True)
class Score:
    """The total weight, and the clues that hold: (name, weight, text)."""

    total: float
    held: tuple[tuple[str, float, str], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the clues that hold."""
        return tuple(name for name, _, _ in self.held)

    def says_for(self) -> str:
        """Return the clues for the answer, the weightiest first, as a message."""
        return _in_words(sorted((one for one in self.held if one[1] > 0), key=lambda one: -one[1]))

    def says_against(self) -> str:
        """Return the clues against the answer, the weightiest first, as a message."""
        return _in_words(sorted((one for one in self.held if one[1] < 0), key=lambda one: one[1]))


def score(table: ClueTable[Subject], subject: Subject) -> Score:
    """Return the score of the clues that hold for `subject`."""
    weights = table.weights
    held = tuple((clue.name, weights[clue.name], clue.says) for clue in table.clues if clue.holds(subject))
    if table.listeners:
        table.heard(subject, {name: 1 for name, _, _ in held})
    return Score(sum(weight for _, weight, _ in held), held)


def _in_words(held: tuple[tuple[str, float, str], ...] | list[tuple[str, float, str]]) -> str:
    return join_messages([Message.of(says) for _, _, says in held])
