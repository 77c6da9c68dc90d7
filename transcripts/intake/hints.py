"""Editor hints for a page; they override the scoring."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Hints:
    """Editor hints on a page's labels and exchanges. Labels are as printed; lines count from 1 in the source.

    `words` are labels that name nobody: their lines are somebody's words. `labels` are lines that open a turn all the
    same. `outlets` are labels that ask, `officers` those that answer or state, `chairs` those that lead. `same` maps
    a label to the one, or to the person's name, that means the same speaker. `breaks` are the lines of turns that open
    an exchange, `joins` those of turns that do not.
    """

    words: frozenset[str] = frozenset()
    labels: frozenset[int] = frozenset()
    outlets: frozenset[str] = frozenset()
    officers: frozenset[str] = frozenset()
    chairs: frozenset[str] = frozenset()
    same: dict[str, str] = field(default_factory=dict)
    breaks: frozenset[int] = frozenset()
    joins: frozenset[int] = frozenset()


NO_HINTS = Hints()
