"""A walk through Word's document: its paragraphs as lines, with all that is left out, and why."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from lxml import etree

from transcripts.intake.left_out import FilePart, Reason
from transcripts.intake.readers.formulas import formula_text, raised
from transcripts.intake.readers.line_builder import LineBuilder, Piece
from transcripts.intake.readers.tables import arrange, is_data
from transcripts.intake.readers.word.fields import Fields
from transcripts.intake.readers.word.numbering import ListNumber, Numbering, list_of
from transcripts.intake.readers.word.rows import PASSED, Aside, row_aside, rows_of
from transcripts.intake.readers.word.styles import PLAIN, Look, Styles, is_on, is_shaded, local, look_of, value
from transcripts.intake.readers.word.symbols import symbol

_DELETED: Aside = (Reason.DELETED, FilePart.BODY)
_FURNITURE: Aside = (Reason.FURNITURE, FilePart.BODY)
_READING: Aside = (Reason.NOTE, FilePart.NOTE)
_BOX: Aside = (Reason.NOT_UNDERSTOOD, FilePart.BOX)
_CHANGES = frozenset(("ins", "del", "moveFrom", "moveTo"))
_SIGNS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
_LABEL = re.compile(r"[^\W\d_][^:：]{0,60}[:：]")


@dataclass(slots=True)
class Beside:
    """The notes or the comments of a file, by id; `aside` is the reason and the part with which they are left out."""

    aside: Aside
    elements: dict[str, etree._Element] = field(default_factory=dict)


@dataclass(slots=True)
class Walk:
    """The state of a walk: the lines so far, what is left out just now, fields, notes and boxes that wait.

    `embedded` returns the lines of a file that stands within the document, by its relationship, and `drawn` the texts
    of a diagram or a chart. `by_colour` means that words in colour are taken for bold; `is_coloured`, that there are
    such words.
    """

    styles: Styles
    numbering: Numbering
    beside: dict[str, Beside]
    embedded: Callable[[str], list[Piece]]
    drawn: Callable[[str], list[str]]
    by_colour: bool = False
    is_coloured: bool = False
    builder: LineBuilder = field(default_factory=LineBuilder)
    aside: Aside | None = None
    fields: Fields = field(default_factory=Fields)
    numbered: list[tuple[Piece, ListNumber]] = field(default_factory=list)
    pictures: int = 0
    changes: int = 0
    hidden: int = 0
    _tables: int = 0
    _shaded: bool = False
    _joins: bool = False
    _waiting: list[tuple[etree._Element, Aside, str]] = field(default_factory=list)
    _boxes: list[etree._Element] = field(default_factory=list)
    _looks: dict[tuple[Look, Look], Look] = field(default_factory=dict)

    @contextmanager
    def leaving(self, aside: Aside | None) -> Iterator[None]:
        """Leave out all that is read meanwhile, unless it is left out already."""
        before = self.aside
        self.aside = before or aside
        try:
            yield
        finally:
            self.aside = before

    def blocks(self, parent: etree._Element) -> None:
        """Read the paragraphs, tables and containers inside an element."""
        for child in parent:
            self.block(child)

    def block(self, element: etree._Element) -> None:
        """Read one of them."""
        name = local(element)
        if name == "p":
            self._paragraph(element)
        elif name == "tbl":
            self._table(element)
        elif name == "altChunk":
            self.builder.put(self._left(self.embedded(_relation_of(element))))
        elif name in PASSED:
            return
        elif name in ("r", "t", "hyperlink"):
            self._inline(element, "", PLAIN)
        else:
            self._container(element, name, self.blocks)

    def _container(self, element: etree._Element, name: str, read: Callable[[etree._Element], None]) -> None:
        """Read what stands inside an element that holds paragraphs or runs, or leave it out."""
        if name in _CHANGES:
            self.changes += 1
            with self.leaving(_DELETED if name in ("del", "moveFrom") else None):
                read(element)
        elif name == "sdt":
            with self.leaving(_FURNITURE if _is_placeholder(element) else None):
                read(element)
        elif name == "AlternateContent":
            if (chosen := _chosen(element)) is not None:
                read(chosen)
        else:
            read(element)

    def _paragraph(self, element: etree._Element) -> None:
        properties = element.find("{*}pPr")
        stated = {local(child): child for child in properties} if properties is not None else {}
        identity = value(stated["pStyle"]) if "pStyle" in stated else self.styles.default_paragraph
        style = self.styles.get(identity)
        mark = stated.get("rPr")
        marks = {local(child): child for child in mark} if mark is not None else {}
        if not self._joins:
            self.builder.end_block()
            self.builder.heading, self.builder.italic = style.heading, bool(style.italic)
        self._joins = False
        begun = len(self.builder.pieces)
        self._shaded = "shd" in stated and is_shaded(stated["shd"])
        number = self._number(stated, style.list_id, style.list_level, marks)
        if number is not None and number.is_label:
            self._put(f"{number.text} ", Look(bold=number.is_bold))
        with self.leaving(_FURNITURE if style.is_contents else None):
            look = self.styles.look(identity, "")
            self._children(element, identity, replace(look, bold=False) if style.heading and look.bold else look)
        self.fields.end_paragraph()
        if "framePr" in stated and value(stated["framePr"], "dropCap") in ("drop", "margin"):
            self._joins = True
        elif not marks.keys().isdisjoint(("del", "moveFrom")) or ("vanish" in marks and is_on(marks["vanish"])):
            self._joins = True
            self.builder.part_words()
        else:
            self._end_paragraph(number, begun)

    def _end_paragraph(self, number: ListNumber | None, begun: int) -> None:
        """End a paragraph: an empty one is a blank line; what waited for its end follows."""
        builder = self.builder
        was_empty = builder.is_empty and not builder.in_block
        builder.end_block()
        if was_empty and len(builder.pieces) == begun:
            builder.blank += 1
        elif number is not None and not number.is_label:
            first = next((piece for piece in builder.pieces[begun:] if piece.reason is None), None)
            if first is not None:
                self.numbered.append((first, number))
        boxes, self._boxes = self._boxes, []
        waiting, self._waiting = self._waiting, []
        for box in boxes:
            self._box(box)
        for beside, aside, before in waiting:
            self.read_aside(beside, aside, before)

    def end(self) -> None:
        """End the last paragraph, if it was to go on in another."""
        if self._joins:
            self._joins = False
            self._end_paragraph(None, len(self.builder.pieces))
        self.builder.end_block()

    def read_aside(self, element: etree._Element, aside: Aside | None, before: str = "") -> None:
        """Read a note, a comment or a running head, and leave it out if there is a reason."""
        fields, self.fields = self.fields, Fields()
        self.builder.before = before
        with self.leaving(aside):
            self.blocks(element)
            self.end()
        self.builder.before = ""
        self.fields = fields

    def _number(
        self, stated: dict[str, etree._Element], list_id: str, level: int, marks: dict[str, etree._Element]
    ) -> ListNumber | None:
        """Return the list number that Word prints before a paragraph, and count on."""
        if "numPr" in stated:
            own, own_level = list_of(stated["numPr"])
            list_id, level = own or list_id, own_level
        if not list_id or list_id == "0" or self.aside is not None or "del" in marks:
            return None
        return self.numbering.number(list_id, level)

    def _children(self, parent: etree._Element, paragraph: str, look: Look) -> None:
        for child in parent:
            self._inline(child, paragraph, look)

    def _inline(self, element: etree._Element, paragraph: str, look: Look) -> None:
        """Read a run, or a container of runs."""
        name = local(element)
        if name == "r":
            self._run(element, paragraph, look)
        elif name in PASSED:
            return
        elif name in ("oMath", "oMathPara"):
            self._put(formula_text(element), look)
        elif name in ("commentReference", "footnoteReference", "endnoteReference"):
            self._refer(element, name)
        elif name in ("p", "tbl", "altChunk"):
            self.block(element)
        elif name in ("drawing", "pict", "object"):
            self._drawing(element)
        elif name == "t":
            self._put(element.text or "", look)
        else:
            self._container(element, name, lambda inner: self._children(inner, paragraph, look))

    def _run(self, run: etree._Element, paragraph: str, outer: Look) -> None:
        look = outer
        for child in run:
            name = local(child)
            if name == "t":
                self._put(child.text or "", look)
            elif name == "rPr":
                look = self._look_of(child, paragraph, outer)
            elif name in {"br", "cr"}:
                self._break()
            elif name in _SIGNS:
                self._put(_SIGNS[name], look)
            elif name == "delText":
                with self.leaving(_DELETED):
                    self._put(child.text or "", look)
            elif name == "fldChar":
                base, reading = self.fields.meet(value(child, "fldCharType"))
                self._put(base, look)
                with self.leaving(_READING):
                    self._put(reading, look)
            elif name == "instrText":
                self.fields.instruct(child.text or "")
            elif name == "sym":
                self._put(symbol(value(child, "font"), value(child, "char")), look)
            elif name == "ruby":
                self._ruby(child, paragraph, look)
            else:
                self._inline(child, paragraph, look)

    def _look_of(self, properties: etree._Element, paragraph: str, outer: Look) -> Look:
        """Return the look of a run; a character style stands between the paragraph's and the run's own."""
        style = next((child for child in properties if local(child) == "rStyle"), None)
        base = self.styles.look(paragraph, value(style)) if style is not None else outer
        own = look_of(properties)
        if own is PLAIN:
            return base
        key = (own, base)
        if key not in self._looks:
            self._looks[key] = own.over(base)
        return self._looks[key]

    def _ruby(self, ruby: etree._Element, paragraph: str, look: Look) -> None:
        """Read the words under a reading aid; the aid is left out."""
        for part in ruby:
            with self.leaving(_READING if local(part) == "rt" else None):
                self._children(part, paragraph, look)

    def _break(self) -> None:
        """End the line; where words are left out, only part them."""
        if self.aside is not None:
            self.builder.leave_out(" ", *self.aside)
        elif not self.fields.in_code:
            self.builder.end_line()

    def _put(self, text: str, look: Look) -> None:
        """Put characters into the line, or aside."""
        if not text:
            return
        aside = self._reason_for(look)
        if aside is not None:
            self.builder.leave_out(text.replace("\u00ad", ""), *aside)
            return
        text = text.replace("\u00ad", "").replace("\u2011", "-")
        self.is_coloured = self.is_coloured or bool(look.coloured)
        is_bold = bool(look.coloured if self.by_colour else look.bold)
        self.builder.add(raised(text) if look.raised else text, is_bold=is_bold)

    def _reason_for(self, look: Look) -> Aside | None:
        """Return why characters are left out; None when they are read."""
        if self.aside is not None:
            return self.aside
        if look.hidden or look.tiny or self.fields.in_code or (look.white and not self._stands_on_colour(look)):
            self.hidden += 1
            return Reason.HIDDEN, FilePart.HIDDEN
        return (Reason.STRUCK, FilePart.BODY) if look.struck else None

    def _stands_on_colour(self, look: Look) -> bool:
        """Return whether white letters may be seen: cells take their colour from more than can be asked."""
        return bool(look.shaded) or self._shaded or self._tables > 0

    def _refer(self, element: etree._Element, name: str) -> None:
        """Let a note or a comment follow the paragraph that refers to it."""
        found = self.beside.get(name.removesuffix("Reference"))
        note = found.elements.pop(value(element, "id"), None) if found else None
        if found is not None and note is not None:
            self._waiting.append((note, found.aside, self.builder.words_before()))

    def _drawing(self, element: etree._Element) -> None:
        """Count pictures, and let boxes with words follow the paragraph."""
        for child in element:
            name = local(child)
            if name in ("blip", "imagedata"):
                self.pictures += 1
            if name == "txbxContent":
                self._boxes.append(child)
            elif name == "txBody":
                self._shape(child)
            elif name in ("relIds", "chart"):
                self.leave_out_drawn(self.drawn(_relation_of(child, "dm" if name == "relIds" else "id")))
            elif name == "AlternateContent":
                chosen = _chosen(child)
                if chosen is not None:
                    self._drawing(chosen)
            else:
                self._drawing(child)

    def leave_out_drawn(self, texts: Iterable[str]) -> None:
        """Leave out the texts of diagrams and charts, in the place where the drawing stands."""
        for text in texts:
            self.builder.leave_out(f" {text} ", *(self.aside or _BOX))

    def _shape(self, body: etree._Element) -> None:
        """Leave out the words of a drawn shape."""
        for paragraph in body.iter("{*}p"):
            words = "".join(text.text or "" for text in paragraph.iter("{*}t"))
            self.builder.leave_out(f" {words} ", *(self.aside or _BOX))

    def _box(self, content: etree._Element) -> None:
        """Read a box: its lines follow if one opens with a label, else they are left out for the time being."""
        outer, self.builder = self.builder, LineBuilder()
        fields, self.fields = self.fields, Fields()
        boxes, self._boxes = self._boxes, []
        self.blocks(content)
        self.end()
        pieces, self.builder, self.fields, self._boxes = self.builder.pieces, outer, fields, boxes
        speaks = any(piece.reason is None and _LABEL.match(piece.text) for piece in pieces)
        before = outer.words_before()
        for piece in pieces:
            piece.part = FilePart.BOX if piece.part is FilePart.BODY else piece.part
            if not speaks:
                piece.before = piece.before or before
                piece.leave_out(*_BOX)
        outer.put(pieces)

    def _table(self, table: etree._Element) -> None:
        """Read a table of data by its rows, one that is only layout by its cells."""
        self.end()
        outer = self.builder
        rows: list[list[list[Piece]]] = []
        self._tables += 1
        for row, cells in rows_of(table):
            with self.leaving(row_aside(row)):
                rows.append([self._cell(cell) for cell in cells])
        self._tables -= 1
        self.builder = outer
        is_nested = any(local(inner) == "tbl" for inner in table.iterdescendants("{*}tbl"))
        if is_data(rows) and not is_nested:
            outer.put(arrange(rows))
            return
        for columns in rows:
            for pieces in columns:
                outer.put(pieces)

    def _cell(self, cell: etree._Element) -> list[Piece]:
        self.builder = LineBuilder()
        self.blocks(cell)
        self.end()
        return self.builder.pieces

    def _left(self, pieces: list[Piece]) -> list[Piece]:
        """Return lines of an embedded file, left out where the place is that they stand in."""
        for piece in pieces:
            if self.aside is not None:
                piece.leave_out(*self.aside)
        return pieces


def _is_placeholder(element: etree._Element) -> bool:
    """Return whether a control holds only what asks to be replaced, or a table of contents."""
    shown = element.find("{*}sdtPr/{*}showingPlcHdr")
    gallery = element.find("{*}sdtPr/{*}docPartObj/{*}docPartGallery")
    is_contents = gallery is not None and value(gallery).lower().startswith("table of contents")
    return (shown is not None and is_on(shown)) or is_contents


def _chosen(element: etree._Element) -> etree._Element | None:
    """Return the first of several forms of the same content."""
    choices = [child for child in element if local(child) in ("Choice", "Fallback")]
    return choices[0] if choices else None


def _relation_of(element: etree._Element, attribute: str = "id") -> str:
    """Return the relationship that an element names."""
    return next((str(found) for name, found in element.attrib.items() if str(name).endswith(f"}}{attribute}")), "")
