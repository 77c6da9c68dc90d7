"""Words of a file that are in no transcript: what they are, why they were left out, and where they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

NEAR = 2  # lines left out that are no farther apart have one cause


class Reason(StrEnum):
    """The reasons for which words are left out of a transcript."""

    FURNITURE = "furniture"
    REPEATED = "repeated"
    HIDDEN = "hidden"
    STRUCK = "struck"
    DELETED = "deleted"
    COMMENT = "comment"
    NOTE = "note"
    CAPTION = "caption"
    LINE_NUMBER = "line_number"
    TIME_CODE = "time_code"
    NOT_UNDERSTOOD = "not_understood"


class FilePart(StrEnum):
    """The parts of a file in which words stand."""

    BODY = "body"
    HEAD = "head"
    FOOT = "foot"
    NOTE = "note"
    COMMENT = "comment"
    HIDDEN = "hidden"
    BOX = "box"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words that are in no turn and in no line of the head: a line, or the rest of one. `line` counts from 1.

    `part` is where in the file they stand; `before` are the last words before them, since word processors show no
    numbers of lines. Words that a reader left out have the number of the line in which, or after which, they stand.
    """

    line: int
    text: str
    reason: Reason
    part: FilePart = FilePart.BODY
    before: str = ""


def in_runs(left_out: Sequence[LeftOut]) -> list[list[LeftOut]]:
    """Return lines left out that stand together, at most a blank line apart: they have one cause."""
    runs: list[list[LeftOut]] = []
    for one in left_out:
        if runs and one.line - runs[-1][-1].line <= NEAR:
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs
