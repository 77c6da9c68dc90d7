"""Reader of OpenDocument texts (.odt), by the standard: ISO/IEC 26300, version 1.3."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from transcripts.intake.left_out import FilePart, Reason
from transcripts.intake.messages import message
from transcripts.intake.parsed import IntakeError
from transcripts.intake.readers.archive import read_parts
from transcripts.intake.readers.markup import parse_xml
from transcripts.intake.readers.page_builder import PageBuilder
from transcripts.intake.source import Source

MOST_ELEMENTS = 500_000
MOST_SPACES = 200  # that one element may stand for
_NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
    "math": "http://www.w3.org/1998/Math/MathML",
}
_PREFIXES = {uri: prefix for prefix, uri in _NAMES.items()}
_BOLD = ("bold", "600", "700", "800", "900")
_ASIDE: dict[str, tuple[Reason, FilePart]] = {
    "text:note": (Reason.NOTE, FilePart.NOTE),
    "office:annotation": (Reason.COMMENT, FilePart.COMMENT),
    "text:ruby-text": (Reason.NOTE, FilePart.BODY),
    "text:hidden-text": (Reason.HIDDEN, FilePart.HIDDEN),
    "svg:title": (Reason.CAPTION, FilePart.BOX),
    "svg:desc": (Reason.CAPTION, FilePart.BOX),
    "text:table-of-content": (Reason.FURNITURE, FilePart.BODY),
    "text:alphabetical-index": (Reason.FURNITURE, FilePart.BODY),
    "text:illustration-index": (Reason.FURNITURE, FilePart.BODY),
    "text:user-index": (Reason.FURNITURE, FilePart.BODY),
    "text:bibliography": (Reason.FURNITURE, FilePart.BODY),
    "office:forms": (Reason.FURNITURE, FilePart.BOX),
    "office:event-listeners": (Reason.FURNITURE, FilePart.BODY),
    "text:page-number": (Reason.FURNITURE, FilePart.BODY),
    "text:page-count": (Reason.FURNITURE, FilePart.BODY),
}
_DECLARED = frozenset(("text:sequence-decls", "text:variable-decls", "text:user-field-decls", "office:scripts"))


@dataclass(frozen=True, slots=True)
class _Look:
    """The look of characters; None where a style says nothing."""

    bold: bool | None = None
    hidden: bool | None = None
    struck: bool | None = None

    def over(self, below: "_Look") -> "_Look":
        """Return this look, completed with the one below it."""
        pick = (mine if mine is not None else other for mine, other in zip(self._all, below._all, strict=True))
        return _Look(*pick)

    @property
    def _all(self) -> tuple[bool | None, ...]:
        return (self.bold, self.hidden, self.struck)


@dataclass(slots=True)
class _Reading:
    """The reading of a document: its styles, the parts with formulas, and the page that is built."""

    page: PageBuilder = field(default_factory=PageBuilder)
    styles: dict[tuple[str, str], tuple[_Look, str]] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    formulas: dict[str, str] = field(default_factory=dict)
    boxes: list[etree._Element] = field(default_factory=list)
    pictures: int = 0
    changes: int = 0
    has_numbers: bool = False
    number_styles: set[str] = field(default_factory=set)


def read_open_document(data: bytes, name: str) -> Source:
    """Return the lines of an .odt. Raises IntakeError.

    Left out and listed are notes, comments, what was deleted with changes tracked, hidden and struck out words, running
    heads and feet, tables of contents and descriptions of pictures.
    """
    parts = read_parts(data, name, ("content.xml", "styles.xml", "META-INF/manifest.xml"), suffix="/content.xml")
    broken = message("%(name)s cannot be read: it is damaged, or not of the kind that its name says.", name=name)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise IntakeError(message("%(name)s is protected by a password: save it without a password.", name=name))
    if "content.xml" not in parts:
        raise IntakeError(broken)
    trees = {path: parse_xml(part, name).getroot() for path, part in parts.items() if path.endswith("content.xml")}
    styles = parse_xml(parts["styles.xml"], name).getroot() if "styles.xml" in parts else None
    content = trees.pop("content.xml")
    if sum(1 for root in (content, styles, *trees.values()) if root is not None for _ in root.iter()) > MOST_ELEMENTS:
        raise IntakeError(message("%(name)s is too large when unpacked.", name=name))
    body = content.find("office:body/office:text", _NAMES)
    if body is None:
        raise IntakeError(broken)
    reading = _Reading()
    for path, root in trees.items():
        if root.tag == f"{{{_NAMES['math']}}}math":
            reading.formulas[path.removesuffix("/content.xml")] = _formula(root)
    for one in (styles, content):
        if one is not None:
            _read_styles(reading, one)
    _read_frames(reading, styles)
    _read_blocks(reading, body, _Look())
    return reading.page.make_source(tuple(_warnings(reading)))


def _warnings(reading: _Reading) -> Iterator[str]:
    if reading.pictures:
        yield (
            message("A picture was left out.")
            if reading.pictures == 1
            else message("%(count)d pictures were left out.", count=reading.pictures)
        )
    if reading.changes:
        yield message("The file contains tracked changes: insertions were read, deletions were not.")
    if reading.has_numbers:
        yield message("Numbers that the word processor itself puts before paragraphs of lists were left out.")


# Styles


def _read_styles(reading: _Reading, root: etree._Element) -> None:
    """Take in the styles of a part; those of the document override those of styles.xml."""
    for style in root.iter(_tag("style:style"), _tag("style:default-style")):
        family = style.get(_tag("style:family"), "")
        name = style.get(_tag("style:name"), "")
        looks = style.find("style:text-properties", _NAMES)
        look = _look_of(looks) if looks is not None else _Look()
        reading.styles[family, name] = (look, style.get(_tag("style:parent-style-name"), ""))
        level = style.get(_tag("style:default-outline-level"), "")
        if family == "paragraph" and level.isdecimal() and 0 < len(level) < 3:
            reading.levels[name] = int(level)
    for style in root.iter(_tag("text:list-style")):
        if any(level.get(_tag("style:num-format")) for level in style.iter(_tag("text:list-level-style-number"))):
            reading.number_styles.add(style.get(_tag("style:name"), ""))


def _look_of(looks: etree._Element) -> _Look:
    weights = [looks.get(_tag(f"{name}")) for name in ("fo:font-weight", "style:font-weight-asian")]
    stated = [weight for weight in weights if weight]
    display = looks.get(_tag("text:display"))
    lines = [looks.get(_tag(f"style:text-line-through-{name}")) for name in ("style", "type")]
    through = [line for line in lines if line]
    return _Look(
        any(weight in _BOLD for weight in stated) if stated else None,
        display == "none" if display else None,
        any(line != "none" for line in through) if through else None,
    )


def _find_look(reading: _Reading, family: str, name: str) -> _Look:
    """Return the look of a style and of those that it builds on; a circle of styles ends."""
    look = _Look()
    seen = set()
    while name and name not in seen and (family, name) in reading.styles:
        seen.add(name)
        own, parent = reading.styles[family, name]
        look, name = look.over(own), parent
    return look.over(reading.styles.get((family, ""), (_Look(), ""))[0])


def _find_level(reading: _Reading, name: str) -> int:
    seen = set()
    while name and name not in seen:
        seen.add(name)
        if name in reading.levels:
            return reading.levels[name]
        name = reading.styles.get(("paragraph", name), (_Look(), ""))[1]
    return 0


# Blocks


def _read_frames(reading: _Reading, styles: etree._Element | None) -> None:
    """List the words of running heads and feet."""
    for part, kind in ((FilePart.HEAD, "header"), (FilePart.FOOT, "footer")):
        tags = [_tag(f"style:{kind}{which}") for which in ("", "-left", "-first")]
        for element in styles.iter(*tags) if styles is not None else ():
            reading.page.leave_out(_words(element), Reason.FURNITURE, part)


def _read_blocks(reading: _Reading, parent: etree._Element, look: _Look) -> None:
    """Read the paragraphs, lists, tables and sections of a part of the document."""
    stack = [iter(parent)]
    while stack:
        block = next(stack[-1], None)
        if block is None:
            stack.pop()
            continue
        tag = _name(block)
        if tag in ("text:p", "text:h"):
            _read_paragraph(reading, block, look)
        elif tag == "table:table":
            _read_table(reading, block, look)
        elif tag == "text:tracked-changes":
            _leave_changes(reading, block)
        elif tag in _DECLARED or not isinstance(block.tag, str):
            continue
        elif tag in _ASIDE:
            reading.page.leave_out(_words(block), *_ASIDE[tag])
        elif tag == "text:section" and block.get(_tag("text:display"), "") == "none":
            reading.page.leave_out(_words(block), Reason.HIDDEN, FilePart.HIDDEN)
        elif tag.startswith("draw:"):
            _read_inline(reading, block, look)
            _read_boxes(reading, look)
        else:
            if tag == "text:list" and block.get(_tag("text:style-name"), "") in reading.number_styles:
                reading.has_numbers = True
            stack.append(iter(block))


def _read_paragraph(reading: _Reading, block: etree._Element, look: _Look) -> None:
    name = block.get(_tag("text:style-name"), "")
    own = _find_look(reading, "paragraph", name).over(look)
    level = block.get(_tag("text:outline-level"), "") if _name(block) == "text:h" else ""
    heading = int(level) if level.isdecimal() and 0 < len(level) < 3 else _find_level(reading, name)
    hidden = any(one.get(_tag("text:is-hidden")) == "true" for one in block.iter(_tag("text:hidden-paragraph")))
    reading.page.open_paragraph(heading)
    _read_text(reading, block, replace(own, hidden=True) if hidden else own)
    reading.page.close_paragraph()
    _read_boxes(reading, look)


def _read_boxes(reading: _Reading, look: _Look) -> None:
    """Read the boxes that are anchored in the paragraph before: their words stand behind it."""
    while reading.boxes:
        box = reading.boxes.pop(0)
        _read_blocks(reading, box, look)


def _read_table(reading: _Reading, table: etree._Element, look: _Look) -> None:
    reading.page.open("table")
    for row in table.iter(_tag("table:table-row")):
        if next(row.iterancestors(_tag("table:table")), None) is not table:
            continue
        reading.page.open("tr")
        for cell in row.iterchildren(_tag("table:table-cell"), _tag("table:covered-table-cell")):
            reading.page.open("td")
            _read_blocks(reading, cell, look)
            reading.page.close()
        reading.page.close()
    reading.page.close()


def _leave_changes(reading: _Reading, block: etree._Element) -> None:
    for region in block:
        reading.changes += 1
        for change in region:
            for info in change.iterchildren(_tag("office:change-info")):
                reading.page.leave_out(_words(info), Reason.COMMENT, FilePart.COMMENT)
            for paragraph in change.iter(_tag("text:p"), _tag("text:h")):
                if next(paragraph.iterancestors(_tag("office:change-info")), None) is None:
                    reading.page.leave_out(_words(paragraph), Reason.DELETED)


# Text


def _read_text(reading: _Reading, element: etree._Element, look: _Look) -> None:
    """Read the characters inside an element, and those between what stands in it."""
    _say(reading, element.text, look)
    for child in element:
        if isinstance(child.tag, str):
            _read_inline(reading, child, look)
        _say(reading, child.tail, look)


def _read_inline(reading: _Reading, child: etree._Element, look: _Look) -> None:
    tag = _name(child)
    if tag == "text:s":
        count = child.get(_tag("text:c"), "1")
        _say(reading, " " * (min(int(count), MOST_SPACES) if count.isdecimal() and len(count) < 5 else 1), look)
    elif tag == "text:tab":
        _say(reading, "\t", look)
    elif tag in ("text:line-break", "text:soft-page-break"):
        _say(reading, "\n" if tag == "text:line-break" else "", look, is_break=True)
    elif tag in _ASIDE:
        reading.page.leave_out(_words(child), *_ASIDE[tag])
    elif tag == "draw:text-box":
        reading.boxes.append(child)
    elif tag == "draw:image":
        reading.pictures += 1
    elif tag == "draw:object":
        path = child.get(_tag("xlink:href"), "").removeprefix("./").rstrip("/")
        _say(reading, reading.formulas.get(path, ""), look)
        _read_text(reading, child, look)
    elif tag in ("text:p", "text:h"):  # of a shape
        _say(reading, "\n", look, is_break=True)
        _read_text(reading, child, look)
    else:
        own = _find_look(reading, "text", child.get(_tag("text:style-name"), "")) if tag == "text:span" else _Look()
        _read_text(reading, child, own.over(look))


def _say(reading: _Reading, text: str | None, look: _Look, *, is_break: bool = False) -> None:
    if not text:
        return
    if not is_break:
        text = text.replace("\r", " ").replace("\n", " ")
    if look.hidden:
        reading.page.leave_out(text, Reason.HIDDEN, FilePart.HIDDEN, is_run=True)
    elif look.struck:
        reading.page.leave_out(text, Reason.STRUCK, is_run=True)
    else:
        reading.page.add(text, bold=bool(look.bold))


def _words(element: etree._Element) -> str:
    """Return the words inside an element, those of two blocks apart."""
    return " ".join(_text_of(element).split())


def _text_of(element: etree._Element) -> str:
    """Return the characters inside an element in their order, a space where a block or a mark parts them."""
    pieces: list[str] = []
    for event, one in etree.iterwalk(element, events=("start", "end")):
        if not isinstance(one.tag, str):
            continue
        parts = _name(one) not in ("text:span", "text:a", "text:bookmark", "text:bookmark-start", "text:bookmark-end")
        if event == "start":
            pieces.append((" " if parts else "") + (one.text or ""))
        elif one is not element:
            pieces.append((" " if parts else "") + (one.tail or ""))
    return "".join(pieces)


def _formula(root: etree._Element) -> str:
    """Return a formula's characters in one line; what only describes it again is left out."""
    return "".join(
        " ".join((one.text or "").split())
        for one in root.iter()
        if isinstance(one.tag, str) and not one.tag.endswith("}annotation")
    )


def _tag(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{_NAMES[prefix]}}}{local}"


def _name(element: etree._Element) -> str:
    """Return an element's name with the usual prefix, whatever prefix the file uses."""
    if not isinstance(element.tag, str):
        return ""
    uri, _, local = element.tag.removeprefix("{").rpartition("}")
    return f"{_PREFIXES.get(uri, '')}:{local}"
