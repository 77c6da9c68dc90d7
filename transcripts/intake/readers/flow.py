"""Reader of an HTML tree as lines with their typography, parted by breaks and blocks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from transcripts.intake.left_out import FilePart, Reason
from transcripts.intake.readers.formulas import formula_source, formula_text, raised
from transcripts.intake.readers.line_builder import LineBuilder, Piece
from transcripts.intake.readers.markup import names_of
from transcripts.intake.readers.page_styles import Look, PageStyles
from transcripts.intake.readers.tables import arrange, data_rows

BLOCKS = names_of(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search
    section summary table tbody td tfoot th thead tr ul
    """
)
# Their text nodes are no words of the page.
_NO_WORDS = names_of("area base col colgroup embed head img input link meta param script source style track")
# What is shown when something else cannot be, and what belongs to forms.
_INSTEAD = names_of(
    """
    applet audio canvas datalist frame frameset iframe map noembed noframes noscript object template video
    """
)
_CONTROLS = names_of("button label optgroup option output picture progress select svg textarea title")
_PARTING = BLOCKS | {"option", "optgroup", "br"}
_CAPTIONS = frozenset(("figcaption", "caption"))
_READINGS = frozenset(("rt", "rp"))
_HEADING = re.compile("h[1-6]")
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_BREAK_IN_CHINESE = re.compile(rf"(?<={_WIDE})[ \t]*[\r\n]\s*(?={_WIDE})")


@dataclass(slots=True)
class _Flow:
    """The state of a walk through a tree."""

    styles: PageStyles
    is_literal: bool
    least_rows: int
    builder: LineBuilder
    looks: list[Look] = field(default_factory=lambda: [Look()])
    links: int = 0
    literal: int = 0
    raised: int = 0

    def walk(self, root: etree._Element) -> None:
        """Read everything inside `root`."""
        walker = etree.iterwalk(root, events=("start", "end"))
        skipped: etree._Element | None = None
        for event, element in walker:
            if event == "start":
                if element is not root and self._is_done(element):
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
        self.builder.end_block()

    def _is_done(self, element: etree._Element) -> bool:
        """Return whether an element is not to be walked into: it holds no words, was read, or put aside, by then."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _NO_WORDS:
            return True
        if tag == "math":
            self.builder.add(formula_text(element), is_literal=False)
            self.builder.leave_out(formula_source(element), Reason.HIDDEN, FilePart.HIDDEN)
            return True
        reason = self._reason(element)
        if reason is not None:
            self._put_aside(element, *reason)
            return True
        rows = data_rows(element, least=self.least_rows)
        if rows is None:
            return False
        cells = [[self._read_cell(cell) for cell in row] for row in rows]
        inside = {cell for row in rows for cell in row}
        beside = [piece for outer in _outside(element, inside) for piece in self._read_beside(outer)]
        self.builder.put([*arrange(cells), *beside])
        return True

    def _reason(self, element: etree._Element) -> tuple[Reason, FilePart] | None:
        """Return why the words of an element are left out, and as what part; None when they are read."""
        tag = str(element.tag)
        stated = self.styles.reason_of(element)
        if stated is not None:
            return stated
        if tag in _INSTEAD:
            return Reason.HIDDEN, FilePart.HIDDEN
        if tag in _CONTROLS:
            return Reason.FURNITURE, FilePart.BODY
        if tag in _CAPTIONS:
            return Reason.CAPTION, FilePart.BODY
        if tag in _READINGS:
            return Reason.NOTE, FilePart.NOTE
        return None

    def _put_aside(self, element: etree._Element, reason: Reason, part: FilePart) -> None:
        """Put the words of an element aside: within the line, or as lines of its own."""
        tag = element.tag
        if tag in BLOCKS or (tag not in _CONTROLS and any(inner.tag in BLOCKS for inner in element.iterdescendants())):
            self.builder.end_block()
            found = self._read(element)
            for piece in found:
                piece.leave_out(reason, part)
                piece.before = piece.before or self.builder.words_before()
                piece.block = element
            self.builder.put(found)
            return
        self.builder.leave_out("".join(_texts(element)), reason, part)

    def _read(self, element: etree._Element) -> list[Piece]:
        """Return the lines inside an element, read by themselves."""
        return read_flow(element, self.styles, is_literal=self.is_literal)

    def _read_cell(self, cell: etree._Element) -> list[Piece]:
        """Return the lines of a cell, left out where the cell or its row is."""
        pieces = self._read(cell)
        for outer in (cell, cell.getparent()):
            if outer is not None and (left := self.styles.reason_of(outer)) is not None:
                for piece in pieces:
                    piece.leave_out(*left)
        return pieces

    def _read_beside(self, text: tuple[str, etree._Element]) -> list[Piece]:
        """Return text that stands in a table outside its cells."""
        words, element = text
        reason = Reason.CAPTION if element.tag == "caption" else Reason.NOT_UNDERSTOOD
        return [Piece(words, reason=reason, block=element, before=self.builder.words_before())]

    def _open(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in BLOCKS:
            self._end_block()
            self._enter(element)
        elif tag == "br":
            self.builder.end_line()
        self.looks.append(self.styles.look_of(element, self.looks[-1]))
        self.links += tag == "a"
        self.literal += tag == "pre"
        if tag == "q":
            self._run("“")
        if element.text:
            self._add(element.text)

    def _close(self, element: etree._Element) -> None:
        tag, builder = element.tag, self.builder
        if tag in BLOCKS:
            was_empty = not builder.in_block and element is builder.block and builder.is_empty
            self._end_block()
            if was_empty and tag == "p":
                builder.blank += 1
            if (parent := element.getparent()) is not None:
                self._enter(parent)
        if tag == "q":
            self._run("”")
        self.looks.pop()
        self.links -= tag == "a"
        self.literal -= tag == "pre"

    def _enter(self, block: etree._Element) -> None:
        self.builder.block = block
        self.builder.heading = _heading(block)

    def _end_block(self) -> None:
        self.builder.end_block()

    def _add(self, text: str) -> None:
        text = text.replace("\u00ad", "")
        if not self.literal:
            self._run(_BREAK_IN_CHINESE.sub("", text))
            return
        first, *others = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._run(first)
        for other in others:
            self.builder.end_line()
            self._run(other)

    def _run(self, text: str) -> None:
        look = self.looks[-1]
        literal = self.is_literal or self.literal > 0
        text = raised(text) if look.is_raised else text
        self.builder.add(text, is_bold=look.is_bold, is_linked=self.links > 0, is_literal=literal)


def read_flow(
    root: etree._Element, styles: PageStyles | None = None, *, is_literal: bool = False, least_rows: int = 2
) -> list[Piece]:
    """Return the lines inside `root`, with those left out; a table needs `least_rows` rows, else it is layout."""
    builder = LineBuilder(block=root, heading=_heading(root))
    flow = _Flow(styles or PageStyles(), is_literal=is_literal, least_rows=least_rows, builder=builder)
    flow.walk(root)
    return builder.pieces


def _heading(block: etree._Element) -> int:
    """Return the level of the heading in which a block stands, or 0."""
    element: etree._Element | None = block
    while element is not None and element.tag not in ("body", "td", "div", "section"):
        if _HEADING.fullmatch(str(element.tag)):
            return int(element.tag[1])
        element = element.getparent()
    return 0


def _texts(element: etree._Element) -> Iterator[str]:
    """Yield the texts inside an element that are words."""
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if inner.tag in _PARTING:
            yield " "
        if event == "start" and isinstance(inner.tag, str) and inner.tag not in _NO_WORDS:
            yield inner.text or ""
        elif event == "end" and inner is not element:
            yield inner.tail or ""


def _outside(element: etree._Element, cells: set[etree._Element]) -> Iterator[tuple[str, etree._Element]]:
    """Yield the texts of a table that stand outside its cells, each with its element."""
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walker:
        if event == "start" and inner in cells:
            walker.skip_subtree()
        elif event == "start" and isinstance(inner.tag, str) and inner.tag not in _NO_WORDS:
            if inner.tag == "caption":
                yield " ".join("".join(_texts(inner)).split()), inner
                walker.skip_subtree()
            elif inner.text and inner.text.strip():
                yield " ".join(inner.text.split()), inner
        if event == "end" and inner is not element and inner.tail and inner.tail.strip():
            yield " ".join(inner.tail.split()), inner
