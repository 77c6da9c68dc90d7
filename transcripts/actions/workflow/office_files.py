"""Checks of Word and Excel handouts: macros, comments and tracked changes are refused, properties are removed.

A part may have any name. What it is, is said by the list of types and by the relations that lead to it.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator

from django.utils.translation import gettext
from lxml import etree

from transcripts.actions.workflow.upload_errors import UploadRefusedError

MOST_MEMBERS = 5_000
LARGEST_UNPACKED = 200 * 1024 * 1024  # bytes of all parts, as they say themselves, which zipfile holds them to
LARGEST_LOOKED_AT = 64 * 1024 * 1024  # bytes of a part that is looked at
PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_TYPES = "[Content_Types].xml"
_RUN = re.compile(r"vbaproject|macroenabled|macrosheet|dialogsheet|activex|attachedtemplate|oleobject", re.IGNORECASE)
_RUN_NAMES = re.compile(r"(vbaproject\.bin|\.exe|\.js|\.vbs|\.dll)\Z", re.IGNORECASE)
# What says who wrote the file, for whom and on which machine, who commented on it, and how it looked once.
_PROPERTIES = re.compile(r"(core|extended|custom)-?properties(\+xml)?\Z|/(thumbnail|people|person)\Z", re.IGNORECASE)
_PROPERTY_NAMES = re.compile(r"docProps/|word/people\.xml\Z|xl/persons/", re.IGNORECASE)
_TEXTS = re.compile(r"(word/.*|xl/.*comment.*|xl/workbook)\.xml\Z", re.IGNORECASE)
_COMMENT = re.compile(rb"<(?:\w+:)?(comment|threadedcomment)[\s>]", re.IGNORECASE)
_TRACKED = re.compile(rb"<w:(ins|del|moveFrom|moveTo|cellIns|cellDel|\w+Change)[\s>]")
_CHANGES = re.compile(r"/(revisionHeaders|revisionLog|usernames)\Z", re.IGNORECASE)  # those of a shared workbook
_HIDDEN = re.compile(rb"\sstate=[\"'](hidden|veryHidden)[\"']")
# The folder in which a workbook was saved, which may name its owner, and who reserved it.
_PLACE = re.compile(rb"(<(?:\w+:)?(?:absPath|fileSharing)\s[^>]*?(?:url|userName)=[\"'])[^\"']*")
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_BROKEN = (
    *(zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, KeyError),
    etree.XMLSyntaxError,
)
# The list of types and the files of relations, as trees, by their names.
Package = dict[str, "etree._Element"]


def suffix_of_office(data: bytes) -> str:
    """Return the suffix of a zip file that is a Word or Excel file, else an empty text. Reads its list of parts."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ""
    names = {part.filename for part in parts}
    if len(parts) > MOST_MEMBERS or len(names) < len(parts) or _TYPES not in names:
        return ""
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED or any(part.flag_bits & 1 for part in parts):
        return ""
    return next((suffix for suffix, part in PARTS.items() if part in names), "")


def without_properties(data: bytes, suffix: str) -> bytes:
    """Return the file without its properties. Raises UploadRefusedError for what must not be handed out."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            package = _package(archive)
            _check(archive, package, suffix)
            return _rewritten(archive, package, suffix)
    except _BROKEN as error:
        raise UploadRefusedError(gettext("The file is damaged.")) from error


def _package(archive: zipfile.ZipFile) -> Package:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    names = [name for name in archive.namelist() if name.endswith(".rels") or name == _TYPES]
    return {name: etree.fromstring(_look(archive, name), parser) for name in names}


def _rows(package: Package) -> Iterator[tuple[etree._Element, str, str]]:
    """Yield each row, the type that it tells, and the name of the part that has it, if it is of a single one."""
    for name, tree in package.items():
        folder = posixpath.dirname(posixpath.dirname(name))  # a/_rels/b.rels has the relations of a/b
        for row in tree.iter("{*}Relationship", "{*}Override", "{*}Default"):
            kind = row.get("Type") or row.get("ContentType") or ""
            target = row.get("Target") or row.get("PartName") or ""
            yield row, kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _check(archive: zipfile.ZipFile, package: Package, suffix: str) -> None:
    names, rows = archive.namelist(), [*_rows(package)]
    kinds = [kind for _, kind, _ in rows]
    if any(_RUN_NAMES.search(name) for name in names) or any(_RUN.search(kind) for kind in kinds):
        raise UploadRefusedError(
            gettext("The file holds macros, or parts that run or load something. Save it without them, or as a PDF.")
        )
    if any(part != PARTS[suffix] for _, kind, part in rows if kind.endswith("/officeDocument")):
        raise UploadRefusedError(gettext("The file is damaged."))
    texts = {name for name in names if _TEXTS.match(name)}
    texts |= {part for _, kind, part in rows if "comment" in kind.lower()} & {*names}
    is_tracked = any(_CHANGES.search(kind) for kind in kinds)
    for name in sorted(texts):
        text = _look(archive, name)
        is_tracked = is_tracked or (suffix == "docx" and bool(_TRACKED.search(text)))
        if _COMMENT.search(text):
            raise UploadRefusedError(
                gettext("The file holds comments, which readers would see. Delete them, and save it.")
            )
        if name == PARTS["xlsx"] == PARTS[suffix] and _HIDDEN.search(text):
            raise UploadRefusedError(
                gettext("The file holds hidden sheets, which readers could show. Delete them, or save it as a PDF.")
            )
    if is_tracked:
        raise UploadRefusedError(
            gettext("The file holds tracked changes, which readers would see. Accept or reject them, and save it.")
        )


def _look(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a part's bytes. Raises UploadRefusedError for one that is too large to be looked at, or not in UTF-8."""
    if archive.getinfo(name).file_size > LARGEST_LOOKED_AT:
        raise UploadRefusedError(gettext("The file is too large when unpacked."))
    text = archive.read(name)
    if b"\0" in text:  # of UTF-16, in which no Office program writes
        raise UploadRefusedError(gettext("The file is damaged."))
    return text


def _take_out_properties(package: Package) -> set[str]:
    """Take out all rows of properties, and return the names of their parts, in small letters."""
    parts = {part.lower() for _, kind, part in _rows(package) if part and _PROPERTIES.search(kind)}
    for row, _kind, part in [*_rows(package)]:
        parent = row.getparent()
        if parent is not None and part and (part.lower() in parts or _PROPERTY_NAMES.match(part)):
            parent.remove(row)
    return parts


def _rewritten(archive: zipfile.ZipFile, package: Package, suffix: str) -> bytes:
    """Return the archive without the parts that hold properties; those of others pass through in pieces."""
    left_out = _take_out_properties(package)
    others = {name: etree.tostring(tree, xml_declaration=True, encoding="UTF-8") for name, tree in package.items()}
    if suffix == "xlsx":
        others[PARTS["xlsx"]] = _PLACE.sub(rb"\1", _look(archive, PARTS["xlsx"]))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in archive.infolist():
            name = part.filename
            if part.is_dir() or name.lower() in left_out or _PROPERTY_NAMES.match(name):
                continue
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            if name in others:
                packed.writestr(entry, others[name])
                continue
            with archive.open(part) as source, packed.open(entry, "w", force_zip64=False) as target:
                while piece := source.read(1024 * 1024):
                    target.write(piece)
    return out.getvalue()
