"""Checks of Word and Excel handouts: macros, comments and tracked changes are refused, properties are removed."""

import io
import re
import zipfile
from collections.abc import Mapping

from django.utils.translation import gettext

from transcripts.actions.workflow.upload_errors import UploadRefusedError

MOST_MEMBERS = 5_000
LARGEST_UNPACKED = 200 * 1024 * 1024  # bytes of all parts, as they say themselves, which zipfile holds them to
LARGEST_LOOKED_AT = 64 * 1024 * 1024  # bytes of a part that is looked at
PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
# A part may have any name: what it is, is said by the list of types and by the relations of other parts.
_RUN = re.compile(rb"vbaproject|macroenabled|macrosheet|dialogsheet|activex|attachedtemplate|oleobject", re.IGNORECASE)
_RUN_NAMES = re.compile(r"(vbaproject\.bin|\.exe|\.js|\.vbs|\.dll)\Z", re.IGNORECASE)
_COMMENTS = re.compile(r"(word|xl)/(comments|threadedcomments|persons)\w*(/[^/]*)?\.xml\Z", re.IGNORECASE)
_COMMENT = re.compile(rb"<(?:\w+:)?(comment|threadedcomment)[\s>]", re.IGNORECASE)
_TRACKED = re.compile(rb"<w:(ins|del|moveFrom|moveTo)[\s>]")
_HIDDEN = re.compile(rb"\sstate=[\"'](hidden|veryHidden)[\"']")
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# What represents a file's properties: who wrote it, for whom, on which machine, and what an office adds.
EMPTIED = {
    "docProps/core.xml": f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}"/>'.encode(),
    "docProps/app.xml": f'{_HEAD}<Properties xmlns="{_OFFICE}/extended-properties"/>'.encode(),
    "docProps/custom.xml": f'{_HEAD}<Properties xmlns="{_OFFICE}/custom-properties"/>'.encode(),
}
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


def suffix_of_office(data: bytes) -> str:
    """Return the suffix of a zip file that is a Word or Excel file, else an empty text. Reads its list of parts."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ""
    names = {part.filename for part in parts}
    if len(parts) > MOST_MEMBERS or len(names) < len(parts) or "[Content_Types].xml" not in names:
        return ""
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED or any(part.flag_bits & 1 for part in parts):
        return ""
    return next((suffix for suffix, part in PARTS.items() if part in names), "")


def without_properties(data: bytes, suffix: str) -> bytes:
    """Return the file with its properties emptied. Raises UploadRefusedError for what must not be handed out."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive, suffix)
            return _rewritten(archive)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError) as error:
        raise UploadRefusedError(gettext("The file is damaged.")) from error


def _check(archive: zipfile.ZipFile, suffix: str) -> None:
    names = archive.namelist()
    told = {name: _look(archive, name) for name in names if name.endswith(".rels") or name == "[Content_Types].xml"}
    if any(_RUN_NAMES.search(name) for name in names) or any(_RUN.search(text) for text in told.values()):
        raise UploadRefusedError(
            gettext("The file holds macros, or parts that run or load something. Save it without them, or as a PDF.")
        )
    if suffix == "docx" and _TRACKED.search(_look(archive, PARTS["docx"])):
        raise UploadRefusedError(
            gettext("The file holds tracked changes, which readers would see. Accept or reject them, and save it.")
        )
    if any(_COMMENTS.match(name) and _COMMENT.search(_look(archive, name)) for name in names):
        raise UploadRefusedError(gettext("The file holds comments, which readers would see. Delete them, and save it."))
    if suffix == "xlsx" and _HIDDEN.search(_look(archive, PARTS["xlsx"])):
        raise UploadRefusedError(
            gettext("The file holds hidden sheets, which readers could show. Delete them, or save it as a PDF.")
        )


def _look(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a part's bytes. Raises UploadRefusedError for one that is too large to be looked at."""
    if archive.getinfo(name).file_size > LARGEST_LOOKED_AT:
        raise UploadRefusedError(gettext("The file is too large when unpacked."))
    return archive.read(name)


def _rewritten(archive: zipfile.ZipFile, emptied: Mapping[str, bytes] = EMPTIED) -> bytes:
    """Return the archive with other bytes for some parts; those of others pass through in pieces."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in archive.infolist():
            if part.is_dir():
                continue
            entry = zipfile.ZipInfo(part.filename, _FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            if part.filename in emptied:
                packed.writestr(entry, emptied[part.filename])
                continue
            with archive.open(part) as source, packed.open(entry, "w", force_zip64=False) as target:
                while piece := source.read(1024 * 1024):
                    target.write(piece)
    return out.getvalue()
