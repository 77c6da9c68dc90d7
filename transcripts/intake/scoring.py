"""What a clue is, and what several of them weigh together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from transcripts.intake.messages import Message, join_messages

Subject = TypeVar("Subject")


@dataclass(frozen=True, slots=True)
class Clue(Generic[Subject]):
    """Something that speaks for an answer, or against it when `weight` is below nothing.

    `says` goes on from "…, because": it is shown to editors, and collected to be translated.
    """

    name: str
    weight: float
    says: str
    holds: Callable[[Subject], bool]


@dataclass(frozen=True, slots=True)
class Score:
    """The clues that hold: (name, weight, what it says)."""

    total: float
    held: tuple[tuple[str, float, str], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the clues that hold."""
        return tuple(name for name, _, _ in self.held)

    def says_for(self) -> str:
        """Return what speaks for it, the weightiest first, as words to read."""
        return _in_words(sorted((one for one in self.held if one[1] > 0), key=lambda one: -one[1]))

    def says_against(self) -> str:
        """Return what speaks against it, the weightiest first, as words to read."""
        return _in_words(sorted((one for one in self.held if one[1] < 0), key=lambda one: one[1]))


def score(clues: Iterable[Clue[Subject]], subject: Subject) -> Score:
    """Return what the clues that hold for `subject` weigh together."""
    held = tuple((clue.name, clue.weight, clue.says) for clue in clues if clue.holds(subject))
    return Score(sum(weight for _, weight, _ in held), held)


def _in_words(held: Iterable[tuple[str, float, str]]) -> str:
    return join_messages([Message.of(says) for _, _, says in held])
