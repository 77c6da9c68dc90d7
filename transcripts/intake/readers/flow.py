"""Reader of an HTML tree as lines with their typography, parted by breaks and blocks."""

import re
from dataclasses import dataclass, field
from itertools import groupby

from lxml import etree

from transcripts.intake.readers.markup import names_of
from transcripts.intake.readers.tables import Piece, arrange, data_rows
from transcripts.intake.source import SourceLine

BLOCKS = names_of(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup p pre search
    section summary table tbody td tfoot th thead tr ul
    """
)
_NEVER_READ = names_of(
    """
    applet area audio base button canvas datalist embed frame frameset head iframe img input label link map math meta
    noframes noscript object optgroup option picture progress script select source style svg template textarea
    title track video
    """
)
_BOLD_TAGS = frozenset(("b", "strong", "th"))
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|bolder|[6-9]00)\b", re.IGNORECASE)
_LIGHT_STYLE = re.compile(r"font-weight\s*:\s*(?:normal|lighter|[1-5]00)\b", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACES = re.compile("[ \t\r\n\f]+")
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_BREAK_IN_CHINESE = re.compile(rf"(?<={_WIDE})[ \t]*[\r\n]\s*(?={_WIDE})")
_HEADING = re.compile("h[1-6]")
_PLAIN_SPACE = " \t\r\n\f"


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters of one kind."""

    text: str
    is_bold: bool
    is_linked: bool
    is_literal: bool


@dataclass(slots=True)
class _Flow:
    """The state of a walk through a tree. Literal text keeps its spaces and tabs, as in Word and in <pre>."""

    is_literal: bool
    least_rows: int
    block: etree._Element
    pieces: list[Piece] = field(default_factory=list)
    runs: list[_Run] = field(default_factory=list)
    bold: list[bool] = field(default_factory=lambda: [False])
    links: int = 0
    literal: int = 0
    blank: int = 0
    in_block: bool = False

    def walk(self, root: etree._Element) -> None:
        """Read everything inside `root`."""
        walker = etree.iterwalk(root, events=("start", "end"))
        skipped: etree._Element | None = None
        for event, element in walker:
            if event == "start":
                if element is not root and self._is_left_out(element):
                    walker.skip_subtree()
                    skipped = element
                    continue
                self._open(element)
            else:
                if element is skipped:
                    skipped = None
                else:
                    self._close(element)
                if element is not root and element.tail:
                    self._add(element.tail)
        self._end_block()

    def _is_left_out(self, element: etree._Element) -> bool:
        """Return whether an element is not to be walked into; a table of data has been read by then."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _NEVER_READ or is_hidden(element):
            return True
        rows = data_rows(element, least=self.least_rows)
        if rows is None:
            return False
        self._end_block()
        cells = [[read_flow(cell, is_literal=self.is_literal) for cell in row] for row in rows]
        for piece in arrange(cells):
            piece.gap += self.blank
            self.blank = 0
            self.pieces.append(piece)
        return True

    def _open(self, element: etree._Element) -> None:
        tag, style = element.tag, element.get("style", "")
        if tag in BLOCKS:
            self._end_block()
            self.block = element
        elif tag == "br":
            self._end_line()
        if _LIGHT_STYLE.search(style):
            self.bold.append(False)
        else:
            self.bold.append(self.bold[-1] or tag in _BOLD_TAGS or bool(_BOLD_STYLE.search(style)))
        self.links += tag == "a"
        self.literal += tag == "pre"
        if element.text:
            self._add(element.text)

    def _close(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in BLOCKS:
            was_empty = not self.in_block and element is self.block and not any(run.text.strip() for run in self.runs)
            self._end_block()
            if was_empty and tag == "p":
                self.blank += 1
            self.block = parent if (parent := element.getparent()) is not None else self.block
        self.bold.pop()
        self.links -= tag == "a"
        self.literal -= tag == "pre"

    def _add(self, text: str) -> None:
        text = text.replace("\u00ad", "")
        if not self.literal:
            self._run(_BREAK_IN_CHINESE.sub("", text))
            return
        first, *others = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._run(first)
        for other in others:
            self._end_line()
            self._run(other)

    def _run(self, text: str) -> None:
        if text:
            literal = self.is_literal or self.literal > 0
            self.runs.append(_Run(text, self.bold[-1], self.links > 0, literal))

    def _end_line(self) -> None:
        """End the line that is being read; an empty one widens the gap before the next."""
        text, bold, linked = _join(self.runs)
        self.runs = []
        if not text.strip():
            self.blank += 1
            return
        gap = self.blank if self.in_block or not self.pieces else self.blank + 1
        self.pieces.append(Piece(text, bold, self._heading(), gap=gap, linked=linked, block=self.block))
        self.blank = 0
        self.in_block = True

    def _end_block(self) -> None:
        """End the block that is being read; white space between blocks is dropped."""
        if any(run.text.strip() for run in self.runs):
            self._end_line()
        self.runs = []
        self.in_block = False

    def _heading(self) -> int:
        """Return the level of the heading in which the block stands, or 0."""
        element: etree._Element | None = self.block
        while element is not None and element.tag not in ("body", "td", "div", "section"):
            if _HEADING.fullmatch(str(element.tag)):
                return int(element.tag[1])
            element = element.getparent()
        return 0


def read_flow(root: etree._Element, *, is_literal: bool = False, least_rows: int = 2) -> list[Piece]:
    """Return the lines inside `root`; a table needs `least_rows` rows, else it is taken for layout."""
    flow = _Flow(is_literal=is_literal, least_rows=least_rows, block=root)
    flow.walk(root)
    return flow.pieces


def is_hidden(element: etree._Element) -> bool:
    """Return whether an element is not shown."""
    return element.get("hidden") is not None or bool(_HIDDEN_STYLE.search(element.get("style", "")))


def to_lines(pieces: list[Piece]) -> tuple[SourceLine, ...]:
    """Return pieces as numbered lines, with blank lines for their gaps, at most two in a row."""
    lines: list[SourceLine] = []
    for piece in pieces:
        for _ in range(min(piece.gap, 2) if lines else 0):
            lines.append(SourceLine(len(lines) + 1, ""))
        lines.append(SourceLine(len(lines) + 1, piece.text, piece.bold, piece.heading, piece.cell))
    return tuple(lines)


def _join(runs: list[_Run]) -> tuple[str, int, int]:
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


def _bold_prefix(parts: list[tuple[str, bool, bool]]) -> int:
    """Return the length of the bold beginning; white space is as bold as what stands around it."""
    length = bold = 0
    for is_bold, group in groupby(parts, key=lambda part: part[1] or not part[0].strip()):
        text = "".join(part[0] for part in group)
        if not is_bold:
            break
        length += len(text)
        bold = len(text.rstrip()) + length - len(text) if text.strip() else bold
    return bold
