"""Reader of Word's .docx: mammoth makes HTML of it, whose bold type, headings and tables are clues."""

import re
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812  (a class in all but its name)

import mammoth
from lxml import etree

from transcripts.intake.lines.page_lines import ends_sentence
from transcripts.intake.messages import message
from transcripts.intake.parsed import IntakeError
from transcripts.intake.readers.flow import read_flow
from transcripts.intake.readers.line_builder import Piece, to_lines
from transcripts.intake.readers.markup import MalformedError, parse_html, parse_xml
from transcripts.intake.source import Source

MOST_ENTRIES = 2000
LARGEST_UNPACKED = 200 * 1024 * 1024  # bytes, pictures included, which are never unpacked
LARGEST_XML = 16 * 1024 * 1024  # bytes of all parts that are read
MOST_ELEMENTS = 250_000
MOST_RULES = 300  # for styles; mammoth tries each of them on each paragraph
GREATEST_RATIO = 200  # of a part's bytes to its packed bytes; Word's own stay below a hundred
_SMALL = 1024 * 1024  # bytes; a smaller part may have any ratio

_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_NOTES = ("footnoteReference", "endnoteReference", "commentReference", "annotationRef")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NO_CONTROLS = re.compile("[\x00-\x1f]")
_CONTENTS = "p[style-name^='toc '] => !\np[style-name^='TOC '] => !\np[style-name='Title'] => h1:fresh"
_READ = (".xml", ".rels")


@dataclass(slots=True)
class _Package:
    """The parts of a Word file that are read, cleaned, and the findings of the cleaning."""

    parts: dict[str, bytes] = field(default_factory=dict)
    styles: list[str] = field(default_factory=list)
    elements: int = 0
    pictures: int = 0
    changes: int = 0
    hidden: int = 0
    has_document: bool = False


def read_word(data: bytes, name: str) -> Source:
    """Return the lines of a .docx. Raises IntakeError.

    Notes, comments, running heads, pictures and what was struck out or hidden are left out.
    """
    package = _open_package(data, name)
    page = parse_html(_to_html(package, name), name)
    pieces = read_flow(page, is_literal=True, least_rows=1)
    if _is_wrapped(pieces):
        for piece in pieces:
            piece.gap = max(0, piece.gap - 1)
    return Source(to_lines(pieces), warnings=tuple(_warnings(package)))


def _warnings(package: _Package) -> list[str]:
    """Return warnings about the contents that were left out."""
    said: list[str] = []
    if package.pictures:
        said.append(
            message("A picture was left out.")
            if package.pictures == 1
            else message("%(count)d pictures were left out.", count=package.pictures)
        )
    if package.changes:
        said.append(message("The file contains tracked changes: insertions were read, deletions were not."))
    if package.hidden:
        said.append(message("The file contains hidden text, which was left out."))
    return said


def _open_package(data: bytes, name: str) -> _Package:
    """Unpack and clean the parts that are read, within the limits."""
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise IntakeError(message("%(name)s is protected by a password: save it without a password.", name=name))
        raise IntakeError(
            message("%(name)s is in the old Word format: open it in Word and save it as .docx.", name=name)
        )
    broken = message("%(name)s cannot be read: it is damaged, or not a Word file.", name=name)
    package = _Package()
    try:
        with ZipFile(BytesIO(data)) as archive:
            for entry in _checked(archive.infolist(), name):
                package.parts[entry.filename] = _clean(parse_xml(archive.read(entry), name), package, name)
    except (BadZipFile, ZlibError, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        if isinstance(error, IntakeError) and not isinstance(error, MalformedError):
            raise
        raise IntakeError(broken) from error
    if not package.has_document:
        raise IntakeError(broken)
    return package


def _checked(entries: list[ZipInfo], name: str) -> list[ZipInfo]:
    """Return the entries to be read, after checks that unpacking them is safe. A stated size is never exceeded."""
    if any(entry.flag_bits & 1 for entry in entries):
        raise IntakeError(message("%(name)s is protected by a password: save it without a password.", name=name))
    read = [entry for entry in entries if entry.filename.lower().endswith(_READ)]
    dense = any(
        entry.file_size > _SMALL and entry.file_size > GREATEST_RATIO * max(1, entry.compress_size) for entry in entries
    )
    if (
        dense
        or len(entries) > MOST_ENTRIES
        or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED
        or sum(entry.file_size for entry in read) > LARGEST_XML
    ):
        raise IntakeError(message("%(name)s is too large when unpacked.", name=name))
    return read


def _clean(tree: etree._ElementTree, package: _Package, name: str) -> bytes:
    """Return a part without the contents that are not read, and record the findings in it."""
    root = tree.getroot()
    package.elements += sum(1 for _ in root.iter())
    if package.elements > MOST_ELEMENTS:
        raise IntakeError(message("%(name)s is too large when unpacked.", name=name))
    space, _, tag = root.tag.rpartition("}")
    space = space.lstrip("{")
    if space in _WORD and tag == "document":
        package.has_document = True
        _clean_document(root, f"{{{space}}}", package)
    elif space in _WORD and tag == "styles":
        package.styles.extend(_style_rules(root, f"{{{space}}}"))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _clean_document(root: etree._Element, word: str, package: _Package) -> None:
    """Remove marks of notes and hidden words from the document, and count the contents left out."""
    package.pictures += sum(1 for _ in root.iter("{*}blip", "{*}imagedata"))
    package.changes += sum(1 for _ in root.iter(f"{word}del", f"{word}ins", f"{word}moveFrom"))
    for element in [*root.iter(*(f"{word}{mark}" for mark in _NOTES))]:
        _drop(element)
    for run in [*root.iter(f"{word}r")]:
        vanish = run.find(f"{word}rPr/{word}vanish")
        if vanish is not None and _is_on(vanish, word):
            package.hidden += any(text.text for text in run.iter(f"{word}t"))
            _drop(run)


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _is_on(switch: etree._Element, word: str) -> bool:
    return switch.get(f"{word}val", "1") not in ("0", "false", "off", "none")


def _style_rules(root: etree._Element, word: str) -> list[str]:
    """Return mammoth's rules for styles that are headings or bold by themselves, or by the style they build on."""
    styles = {style.get(f"{word}styleId", ""): style for style in root.iter(f"{word}style")}
    rules: list[str] = []
    for style in styles.values():
        found = style.find(f"{word}name")
        shown = found.get(f"{word}val", "") if found is not None else ""
        kind = {"paragraph": "p", "character": "r"}.get(style.get(f"{word}type", ""))
        if not shown or kind is None or _NO_CONTROLS.search(shown) or len(rules) >= MOST_RULES:
            continue
        matcher = "{}[style-name='{}']".format(kind, shown.replace("\\", "\\\\").replace("'", "\\'"))
        level = _inherited(style, styles, word, "pPr", "outlineLvl")
        bold = _inherited(style, styles, word, "rPr", "b")
        if kind == "p" and level is not None and level.get(f"{word}val", "") in tuple("012345"):
            rules.append(f"{matcher} => h{int(level.get(f'{word}val', '')) + 1}:fresh")
        elif bold is not None and _is_on(bold, word):
            rules.append(f"{matcher} => {'p:fresh > strong:fresh' if kind == 'p' else 'strong'}")
    return rules


def _inherited(
    style: etree._Element | None, styles: dict[str, etree._Element], word: str, group: str, wanted: str
) -> etree._Element | None:
    """Return a property of a style, or of those it builds on; a circle of styles ends."""
    for _ in range(12):
        if style is None:
            break
        found = style.find(f"{word}{group}/{word}{wanted}")
        if found is not None:
            return found
        based = style.find(f"{word}basedOn")
        style = styles.get(based.get(f"{word}val", "")) if based is not None else None
    return None


def _to_html(package: _Package, name: str) -> str:
    """Return mammoth's HTML of the cleaned parts."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for path, part in package.parts.items():
            archive.writestr(path, part)
    packed.seek(0)
    try:
        done = mammoth.convert_to_html(
            packed,
            style_map="\n".join([_CONTENTS, *package.styles]),
            include_embedded_style_map=False,
            ignore_empty_paragraphs=False,
            convert_image=_no_image,
        )
    except Exception as error:  # mammoth trusts a file to be as Word makes it, and fails in many ways if it is not
        raise IntakeError(message("%(name)s cannot be read: it is damaged, or not a Word file.", name=name)) from error
    # A hyphen that must not end a line is a hyphen to every reader.
    return str(done.value).replace("\u2011", "-")


def _no_image(_image: object) -> list[object]:
    return []


def _is_wrapped(pieces: list[Piece]) -> bool:
    """Return whether each paragraph of the file is only one line of a real one, as programs for printed pages make."""
    long = [(one, two) for one, two in pairwise(pieces) if len(one.text) > 40 and not (one.cell or two.cell)]
    goes_on = sum(not ends_sentence(one.text) and two.gap <= 1 and two.text[:1].islower() for one, two in long)
    return len(long) >= 8 and goes_on * 3 > len(long)
