"""Clues, and the score of several of them together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from transcripts.intake.messages import Message, join_messages

Subject = TypeVar("Subject")


@dataclass(frozen=True, slots=True)
class Clue(Generic[Subject]):
    """A clue: evidence for an answer, or against it when `weight` is negative.

    `says` goes on from "…, because": it is shown to editors, and collected to be translated.
    """

    name: str
    weight: float
    says: str
    holds: Callable[[Subject], bool]


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


def score(clues: Iterable[Clue[Subject]], subject: Subject) -> Score:
    """Return the score of the clues that hold for `subject`."""
    held = tuple((clue.name, clue.weight, clue.says) for clue in clues if clue.holds(subject))
    return Score(sum(weight for _, weight, _ in held), held)


def _in_words(held: Iterable[tuple[str, float, str]]) -> str:
    return join_messages([Message.of(says) for _, _, says in held])
