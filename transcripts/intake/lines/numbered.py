"""Numbers of lines, as hearings and courts print them: “ 7   MS. QUILL: Thank you. When did …”."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from transcripts.intake.source import Source, SourceLine

_NUMBERED = re.compile(r"[ \t\u00a0]*(?P<number>\d{1,2})(?:[ \t\u00a0]+|$)")
LEAST_NUMBERED = 6  # lines, and half of those that hold something
LEAST_IN_ORDER = 0.75  # of all numbers that open a line


def take_line_numbers(source: Source) -> tuple[Source, frozenset[int]]:
    """Return the source without the numbers before its lines, and the numbers in the file of the lines that had one.

    Nearly all of them count up by one, page by page. A source that is not so printed stays as it is.
    """
    numbers = {
        at: int(match["number"]) for at, line in enumerate(source.lines) if (match := _NUMBERED.match(line.text))
    }
    counted = _counted(list(numbers.items()))
    held = sum(bool(line.text.strip()) for line in source.lines)
    if len(counted) < max(LEAST_NUMBERED, LEAST_IN_ORDER * len(numbers)) or len(counted) * 2 < held:
        return source, frozenset()
    lines = [_without(line) if at in counted else line for at, line in enumerate(source.lines)]
    return replace(source, lines=tuple(lines)), frozenset(source.lines[at].number for at in counted)


def _counted(numbers: Sequence[tuple[int, int]]) -> set[int]:
    """Return the places of numbers that go on from the one before, or are gone on from."""
    return {at for one, two in pairwise(numbers) if two[1] == one[1] + 1 for at in (one[0], two[0])}


def _without(line: SourceLine) -> SourceLine:
    match = _NUMBERED.match(line.text)
    length = match.end() if match else 0
    return replace(line, text=line.text[length:], bold=max(0, line.bold - length))
