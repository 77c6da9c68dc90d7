"""A Word file's parts, within stated bounds, found by its relationships as Word finds them."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812  (a class in all but its name)

from lxml import etree

from transcripts.intake.messages import message
from transcripts.intake.parsed import IntakeError
from transcripts.intake.readers.markup import MalformedError, parse_xml

MOST_ENTRIES = 2000
LARGEST_UNPACKED = 200 * 1024 * 1024  # bytes, pictures included, which are never unpacked
LARGEST_XML = 32 * 1024 * 1024  # bytes of all parts that are read
MOST_PARAGRAPHS = 20_000  # a day of debate in parliament has a tenth
MOST_ELEMENTS = 1_000_000  # of all parts; a text of 100,000 words has half of it where Word marks each word
GREATEST_RATIO = 200  # of a part's bytes to its packed bytes; Word's own stay below a hundred
_SMALL = 1024 * 1024  # bytes; a smaller part may have any ratio

WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_SECTION = re.compile(rb"<w:sectPr\b.*?</w:sectPr>", re.DOTALL)
_HEADER = re.compile(rb"<w:headerReference\b[^>]*>")
_FIRST_PAGE = re.compile(rb"""\sw:type=["']first["']""")
_IDENTITY = re.compile(rb"""\sr:id=["']([^"']+)["']""")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_USUAL = "word/document.xml"


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of a part to another: its kind, such as “styles”, and the other's path in the file."""

    kind: str
    path: str


@dataclass(slots=True)
class Package:
    """The parts of a Word file, unread; `relations` are the document's, by id.

    `unread` are the paths of files within it, such as workbooks, of which nothing is read.
    """

    name: str
    parts: dict[str, bytes] = field(default_factory=dict)
    document: str = ""
    relations: dict[str, Relation] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    elements: int = 0
    _roots: dict[str, etree._Element] = field(default_factory=dict)

    def all_of(self, kind: str) -> Iterator[etree._Element]:
        """Yield the roots of the parts of a kind, each once; one that is missing or broken is passed over, as by Word.

        Parts that go by the kind's usual name are read, too, if nothing leads to them.
        """
        paths = [relation.path for relation in self.relations.values() if relation.kind == kind]
        folder = posixpath.dirname(self.document)
        usual = (path for path in self.parts if path.startswith(posixpath.join(folder, kind)))
        for path in dict.fromkeys([*paths, *usual]):
            root = self.root(path)
            if root is not None:
                yield root

    def first_head(self) -> etree._Element | None:
        """Return the header that only the document's first page has: a letterhead, or the title."""
        section = _SECTION.search(self.parts[self.document])
        if section is None or b"titlePg" not in section[0]:
            return None
        for reference in _HEADER.finditer(section[0]):
            identity = _IDENTITY.search(reference[0])
            if _FIRST_PAGE.search(reference[0]) and identity:
                return self.root(self.data_of(identity[1].decode(errors="replace"))[0])
        return None

    def first_of(self, kind: str) -> etree._Element | None:
        """Return the root of the first part of a kind."""
        return next(self.all_of(kind), None)

    def data_of(self, identity: str) -> tuple[str, bytes]:
        """Return the path and the bytes of the part to which a relationship leads; nothing when it is missing."""
        relation = self.relations.get(identity)
        return (relation.path, self.parts.get(relation.path, b"")) if relation else ("", b"")

    def root(self, path: str) -> etree._Element | None:
        """Return the root of a part; None where it is missing or broken."""
        data = self.parts.get(path)
        if path not in self._roots and data and path.lower().endswith(".xml"):
            try:
                self._roots[path] = parse_xml(data, self.name).getroot()
            except MalformedError:
                return None
        return self._roots.get(path)


def open_package(data: bytes, name: str) -> Package:
    """Unpack the parts that are read, within the limits. Raises IntakeError."""
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise IntakeError(message("%(name)s is protected by a password: save it without a password.", name=name))
        raise IntakeError(
            message("%(name)s is in the old Word format: open it in Word and save it as .docx.", name=name)
        )
    package = Package(name)
    try:
        with ZipFile(BytesIO(data)) as archive:
            for entry in _checked(archive.infolist(), name):
                package.parts[entry.filename.lstrip("/")] = archive.read(entry)
            package.unread = [
                path for path in archive.namelist() if "/embeddings/" in path and not _is_read(path.lower())
            ]
        _count(package)
        package.document = _find_document(package)
        package.relations = _relations_of(package, package.document)
    except (BadZipFile, ZlibError, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        if isinstance(error, IntakeError) and not isinstance(error, MalformedError):
            raise
        raise IntakeError(broken(name)) from error
    if package.document not in package.parts:
        raise IntakeError(broken(name))
    return package


def broken(name: str) -> str:
    """Return the sentence that a file cannot be read."""
    return message("%(name)s cannot be read: it is damaged, or not a Word file.", name=name)


def too_large(name: str) -> IntakeError:
    """Return the error for a file that is beyond the bounds."""
    return IntakeError(message("%(name)s is too large when unpacked.", name=name))


def _checked(entries: list[ZipInfo], name: str) -> list[ZipInfo]:
    """Return the entries to be read, after checks that unpacking them is safe. A stated size is never exceeded."""
    if any(entry.flag_bits & 1 for entry in entries):
        raise IntakeError(message("%(name)s is protected by a password: save it without a password.", name=name))
    read = [entry for entry in entries if _is_read(entry.filename.lower())]
    dense = any(
        entry.file_size > _SMALL and entry.file_size > GREATEST_RATIO * max(1, entry.compress_size) for entry in entries
    )
    if (
        dense
        or len(entries) > MOST_ENTRIES
        or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED
        or sum(entry.file_size for entry in read) > LARGEST_XML
    ):
        raise too_large(name)
    return read


def _is_read(path: str) -> bool:
    """Return whether a part may hold words: XML, but not the looks, and files that stand within the document."""
    if path.endswith((".xml", ".rels")):
        return not path.endswith(("theme1.xml", "fonttable.xml", "settings.xml", "websettings.xml"))
    return path.endswith((".htm", ".html", ".xhtml", ".mht", ".mhtml", ".txt", ".docx", ".rtf"))


def _count(package: Package) -> None:
    """Refuse a file with too many elements, or with one that declares a document type, before any of it is parsed."""
    paragraphs = 0
    for path, part in package.parts.items():
        if path.lower().endswith((".xml", ".rels")):
            package.elements += part.count(b"<") - part.count(b"</")
            paragraphs += part.count(b"<w:p>") + part.count(b"<w:p ") + part.count(b"<w:p/>")
    if package.elements > MOST_ELEMENTS:
        raise too_large(package.name)
    if paragraphs > MOST_PARAGRAPHS:
        raise IntakeError(message("%(name)s holds too much text for a transcript.", name=package.name))


def _find_document(package: Package) -> str:
    """Return the path of the part that the file says is its document, else of the usual one."""
    stated = [relation.path for relation in _relations_of(package, "").values() if relation.kind == "officeDocument"]
    return next((path for path in stated if path in package.parts), _USUAL)


def _relations_of(package: Package, part: str) -> dict[str, Relation]:
    """Return the relationships of a part by id, those that lead out of the file left out."""
    folder, file = posixpath.split(part)
    data = package.parts.get(posixpath.join(folder, "_rels", f"{file}.rels"))
    if not data:
        return {}
    found: dict[str, Relation] = {}
    for element in parse_xml(data, package.name).getroot().iter("{*}Relationship"):
        target = element.get("Target", "")
        if target and element.get("TargetMode") != "External":
            path = posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target))
            found[element.get("Id", "")] = Relation(element.get("Type", "").rpartition("/")[2], path)
    return found
