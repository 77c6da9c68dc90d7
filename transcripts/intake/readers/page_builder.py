"""Builder of a page from a word processor's file: paragraphs with their type, tables, and what is left out."""

import re
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from transcripts.intake.account import ending, words_of
from transcripts.intake.left_out import FilePart, LeftOut, Reason
from transcripts.intake.readers.flow import read_flow
from transcripts.intake.readers.line_builder import number_lines
from transcripts.intake.source import Source, SourceLine

# What XML cannot hold: control characters, surrogates and noncharacters.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_TAIL = 40  # characters by which the line before something left out is found


@dataclass(slots=True)
class _Beside:
    """Words left out, and the words before them."""

    text: str
    reason: Reason
    part: FilePart
    before: str
    is_run: bool


@dataclass(slots=True)
class PageBuilder:
    """The page so far: blocks under `body`, and the paragraph that is open."""

    body: etree._Element = field(default_factory=lambda: lxml_html.Element("body"))
    beside: list[_Beside] = field(default_factory=list)
    _into: list[etree._Element] = field(default_factory=list)
    _paragraph: etree._Element | None = None
    _bold: etree._Element | None = None
    _said: str = ""

    def open_paragraph(self, heading: int = 0) -> None:
        """Begin a paragraph, or a heading of a level from 1 to 6."""
        self._paragraph = etree.SubElement(self._parent, f"h{min(heading, 6)}" if heading else "p")
        self._bold = None
        self._said = ""

    def close_paragraph(self) -> None:
        """End the paragraph; what comes next stands in one of its own."""
        self._paragraph = self._bold = None

    def add(self, text: str, *, bold: bool = False) -> None:
        """Add characters to the paragraph; a line end in them ends a line."""
        for number, piece in enumerate(clean(text).split("\n")):
            if number:
                self._break()
            if piece:
                self._add(piece, bold=bold)

    def _add(self, text: str, *, bold: bool) -> None:
        paragraph = self._open
        self._said = (self._said + text)[-200:]
        if bold:
            if self._bold is None:
                self._bold = etree.SubElement(paragraph, "b")
            _append(self._bold, text)
        else:
            self._bold = None
            _append(paragraph, text)

    def _break(self) -> None:
        etree.SubElement(self._open, "br")
        self._bold = None

    @property
    def _open(self) -> etree._Element:
        """The paragraph that is open, a new one where none is."""
        if self._paragraph is None:
            self.open_paragraph()
        assert self._paragraph is not None, "a paragraph is open"  # noqa: S101  (opened above)
        return self._paragraph

    def open(self, tag: str) -> None:
        """Begin a table, a row or a cell."""
        self.close_paragraph()
        self._into.append(etree.SubElement(self._parent, tag))

    def close(self) -> None:
        """End the table, row or cell that was begun last."""
        self.close_paragraph()
        if self._into:
            self._into.pop()

    @property
    def _parent(self) -> etree._Element:
        return self._into[-1] if self._into else self.body

    def leave_out(self, text: str, reason: Reason, part: FilePart = FilePart.BODY, *, is_run: bool = False) -> None:
        """List words that are not part of the page; a run of characters goes on with the one before it."""
        text, before = clean(text), self._said
        last = self.beside[-1] if self.beside and is_run else None
        if last and (last.reason, last.part, last.before, last.is_run) == (reason, part, before, True):
            last.text += text
        elif text:
            self.beside.append(_Beside(text, reason, part, before, is_run))

    def make_source(self, warnings: tuple[str, ...] = ()) -> Source:
        """Return the lines of the page, and each text left out beside the line that it stands by."""
        lines, left_out = number_lines(read_flow(self.body, is_literal=True, least_rows=1))
        return Source(lines, warnings=warnings, left_out=(*_placed(self.beside, lines), *left_out))


def clean(text: str) -> str:
    """Return text without the characters that no text can hold."""
    return _IMPOSSIBLE.sub("", text)


def _append(element: etree._Element, text: str) -> None:
    """Add text at the end of an element."""
    last = element[-1] if len(element) else None
    if last is None:
        element.text = (element.text or "") + text
    else:
        last.tail = (last.tail or "") + text


def _placed(beside: list[_Beside], lines: tuple[SourceLine, ...]) -> tuple[LeftOut, ...]:
    """Return what was left out with the number of the line whose words stand before it."""
    placed: list[LeftOut] = []
    at = 0
    for one in beside:
        text = " ".join(one.text.split())
        if not words_of(text):
            continue
        before = " ".join(one.before.split())
        tail = before[-_TAIL:]
        after = range(at, len(lines))
        at = next((here for here in after if tail and tail in " ".join(lines[here].text.split())), at) if tail else at
        number = lines[at].number if at < len(lines) else 1
        placed.append(LeftOut(number, text, one.reason, one.part, ending(before)))
    return tuple(placed)
