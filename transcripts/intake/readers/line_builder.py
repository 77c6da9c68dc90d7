"""Builder of lines from runs of characters: what is kept makes lines, what is left out stands behind them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from lxml import etree

from transcripts.intake.account import ending, words_of
from transcripts.intake.left_out import FilePart, LeftOut, Reason
from transcripts.intake.source import SourceLine

_SPACES = re.compile("[ \t\r\n\f]+")
_PLAIN_SPACE = " \t\r\n\f"
LOOKED_BACK = 8  # runs that the words before something left out are taken from
MOST_BLANK = 2  # blank lines in a row
# Colours that readers see as such.
_HEX = re.compile(r"#?(?P<digits>[0-9a-f]{6}|[0-9a-f]{3})(?:[0-9a-f]{2})?", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*,?\s*(\d{1,3})\s*,?\s*(\d{1,3})\b.*\)", re.IGNORECASE)
_NAMED = frozenset(
    (
        "red", "blue", "green", "navy", "maroon", "purple", "teal", "brown", "orange", "darkred", "darkblue",
        "darkgreen", "crimson", "firebrick", "royalblue", "steelblue", "indigo", "olive", "magenta", "mediumblue",
    )
)  # fmt: skip
LEAST_SPREAD = 64  # of 255, between the strongest and the weakest of red, green and blue; black and grey have none


@dataclass(slots=True)
class Piece:
    """A line as it was read. `gap` counts the blank lines before it, `linked` the characters inside links.

    With a `reason` it is left out: it is no line, and `before` are the last words before it.
    """

    text: str
    bold: int = 0
    heading: int = 0
    cell: int = 0
    gap: int = 1
    linked: int = 0
    block: etree._Element | None = None
    reason: Reason | None = None
    part: FilePart = FilePart.BODY
    before: str = ""
    italic: bool = False

    def leave_out(self, reason: Reason, part: FilePart | None = None) -> None:
        """Leave the line out, unless it is left out already."""
        if self.reason is None:
            self.reason = reason
            self.part = part or self.part


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters of one kind. Literal text keeps its spaces and tabs, as in Word and in <pre>."""

    text: str
    is_bold: bool
    is_linked: bool
    is_literal: bool


@dataclass(slots=True)
class LineBuilder:
    """The lines read so far, and the runs of the line that is being read.

    `heading`, `block` and `italic` are of the block that is being read; `before` overrides the words before what is
    left out.
    """

    pieces: list[Piece] = field(default_factory=list)
    heading: int = 0
    block: etree._Element | None = None
    blank: int = 0
    in_block: bool = False
    before: str = ""
    italic: bool = False
    _runs: list[_Run] = field(default_factory=list)
    _aside: list[Piece] = field(default_factory=list)
    _left_at: int = -1
    _last: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether the line that is being read holds nothing so far."""
        return not any(run.text.strip() for run in self._runs)

    @property
    def last_char(self) -> str:
        """The last character of the line that is being read."""
        return self._runs[-1].text[-1] if self._runs else ""

    def add(self, text: str, *, is_bold: bool = False, is_linked: bool = False, is_literal: bool = True) -> None:
        """Add characters to the line."""
        if text:
            self._runs.append(_Run(text, is_bold, is_linked, is_literal))

    def part_words(self) -> None:
        """Let what comes next be a word of its own."""
        if self._runs and not self.last_char.isspace():
            self.add(" ")

    def leave_out(self, text: str, reason: Reason, part: FilePart = FilePart.BODY) -> None:
        """Put characters aside; what stands on both sides of a space that is left out stays two words."""
        if not text:
            return
        last = self._aside[-1] if self._aside and self._left_at == len(self._runs) else None
        if last is not None and (last.reason, last.part) == (reason, part):
            last.text += text
        else:
            self._aside.append(Piece(text, reason=reason, part=part, before=self.before or self.words_before()))
        if text[:1].isspace() or text[-1:].isspace():
            self.part_words()
        self._left_at = len(self._runs)

    def words_before(self) -> str:
        """Return the last words of the line that is being read, else of the line before."""
        here = " ".join("".join(run.text for run in self._runs[-LOOKED_BACK:]).split())
        return ending(here or self._last)

    def put(self, pieces: Iterable[Piece]) -> None:
        """Put lines that were read elsewhere, as those of a table, behind those read so far."""
        self.end_block()
        is_first = True
        for piece in pieces:
            if piece.reason is None:
                piece.gap = (max(1, piece.gap) if is_first else piece.gap) + self.blank
                self.blank, is_first = 0, False
                self._last = piece.text
            self.pieces.append(piece)

    def end_line(self) -> None:
        """End the line that is being read; an empty one widens the gap before the next."""
        text, bold, linked = _join(self._runs)
        aside = self._take_aside()
        self._runs = []
        if text.strip():
            gap = self.blank if self.in_block or not self._last else self.blank + 1
            self.pieces.append(
                Piece(text, bold, self.heading, gap=gap, linked=linked, block=self.block, italic=self.italic)
            )
            self.blank = 0
            self.in_block = True
            self._last = text
        elif not aside:
            self.blank += 1
        self.pieces.extend(aside)

    def end_block(self) -> None:
        """End the block that is being read; white space between blocks is dropped."""
        if not self.is_empty or self._aside:
            self.end_line()
        self._runs = []
        self.in_block = False

    def _take_aside(self) -> list[Piece]:
        """Return what was put aside in the line, each with its white space collapsed."""
        taken = self._aside
        self._aside, self._left_at = [], -1
        for piece in taken:
            piece.text, piece.block = " ".join(piece.text.split()), self.block
        return [piece for piece in taken if words_of(piece.text)]


def number_lines(pieces: Sequence[Piece]) -> tuple[tuple[SourceLine, ...], tuple[LeftOut, ...]]:
    """Return the lines, and what was left out, each with the number of the line in or after which it stands."""
    lines: list[SourceLine] = []
    left: list[LeftOut] = []
    for piece in pieces:
        if piece.reason is not None:
            left.append(LeftOut(max(1, len(lines)), piece.text, piece.reason, piece.part, piece.before))
            continue
        for _ in range(min(piece.gap, MOST_BLANK) if lines else 0):
            lines.append(SourceLine(len(lines) + 1, ""))
        lines.append(SourceLine(len(lines) + 1, piece.text, piece.bold, piece.heading, piece.cell, italic=piece.italic))
    return tuple(lines), tuple(left)


def _join(runs: Sequence[_Run]) -> tuple[str, int, int]:
    """Return the runs as one line, the number of its first characters that are bold, and of those in links."""
    parts: list[tuple[str, bool, bool]] = []
    for run in runs:
        text = run.text.replace("\n", " ") if run.is_literal else _SPACES.sub(" ", run.text)
        if not run.is_literal and (not parts or parts[-1][0][-1] in _PLAIN_SPACE):
            text = text.lstrip(_PLAIN_SPACE)
        if text:
            parts.append((text, run.is_bold, run.is_linked))
    line = "".join(text for text, _, _ in parts).rstrip()
    linked = sum(len(text.strip()) for text, _, is_linked in parts if is_linked)
    return line, _bold_prefix(parts), linked


def _bold_prefix(parts: Sequence[tuple[str, bool, bool]]) -> int:
    """Return the length of the bold beginning; white space is as bold as what stands around it."""
    length = bold = 0
    for is_bold, group in groupby(parts, key=lambda part: part[1] or not part[0].strip()):
        text = "".join(part[0] for part in group)
        if not is_bold:
            break
        length += len(text)
        bold = len(text.rstrip()) + length - len(text) if text.strip() else bold
    return bold


def is_colour(stated: str) -> bool:
    """Return whether a stated colour is one that readers see as such: “red”, “#c00000”, “C00000”, “rgb(192, 0, 0)”."""
    stated = stated.strip().lower()
    match = _HEX.fullmatch(stated)
    if match:
        digits = match["digits"] if len(match["digits"]) == 6 else "".join(char * 2 for char in match["digits"])
        parts = [int(digits[at : at + 2], 16) for at in (0, 2, 4)]
    elif rgb := _RGB.fullmatch(stated):
        parts = [int(part) for part in rgb.groups()]
    else:
        return stated in _NAMED
    return max(parts) - min(parts) >= LEAST_SPREAD


def take_colour(pieces: Sequence[Piece], coloured: Sequence[Piece]) -> None:
    """Take words in colour for bold, where no bold words stand among them or after them.

    `coloured` are the same pieces, read with colour for bold.
    """
    first = next((at for at, piece in enumerate(coloured) if piece.bold and piece.reason is None), None)
    if first is None or len(pieces) != len(coloured) or any(piece.bold for piece in pieces[first:]):
        return
    for piece, other in zip(pieces[first:], coloured[first:], strict=True):
        piece.bold = other.bold
