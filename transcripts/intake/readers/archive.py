"""Parts of a zipped file, read within bounds that are asked before anything is unpacked."""

import re
from collections.abc import Collection, Mapping
from io import BytesIO
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812  (a class in all but its name)

from transcripts.intake.messages import message
from transcripts.intake.parsed import IntakeError

MOST_ENTRIES = 2000
LARGEST_UNPACKED = 200 * 1024 * 1024  # bytes of all entries, pictures included, which are never unpacked
LARGEST_READ = 16 * 1024 * 1024  # bytes of all parts that are read
GREATEST_RATIO = 200  # of a part's bytes to its packed bytes
SMALL = 1024 * 1024  # bytes; a smaller part may have any ratio
MOST_PARAGRAPHS = 20_000  # asked before anything is made of them: a day of debate in parliament has a tenth
MOST_ELEMENTS = 1_000_000
_PARAGRAPH = re.compile(rb"<(?:w:p|text:p|text:h|a:p)[\s>/]")


def read_parts(data: bytes, name: str, wanted: Collection[str], suffix: str = "") -> dict[str, bytes]:
    """Return the parts of an archive with these names, or with an end such as “/content.xml”. Raises IntakeError."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            read = [one for one in entries if one.filename in wanted or (suffix and one.filename.endswith(suffix))]
            if any(entry.flag_bits & 1 for entry in entries):
                raise IntakeError(
                    message("%(name)s is protected by a password: save it without a password.", name=name)
                )
            dense = any(
                one.file_size > SMALL and one.file_size > GREATEST_RATIO * max(1, one.compress_size) for one in entries
            )
            unpacked = sum(one.file_size for one in entries)
            if dense or len(entries) > MOST_ENTRIES or unpacked > LARGEST_UNPACKED:
                raise IntakeError(message("%(name)s is too large when unpacked.", name=name))
            if sum(one.file_size for one in read) > LARGEST_READ:
                raise IntakeError(message("%(name)s is too large when unpacked.", name=name))
            parts = {one.filename: archive.read(one) for one in read}
            if _is_too_much(parts):
                raise IntakeError(message("%(name)s holds too much text for a transcript.", name=name))
            return parts
    except (BadZipFile, ZlibError, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        if isinstance(error, IntakeError):
            raise
        raise IntakeError(
            message("%(name)s cannot be read: it is damaged, or not of the kind that its name says.", name=name)
        ) from error


def _is_too_much(parts: Mapping[str, bytes]) -> bool:
    """Return whether the parts hold more paragraphs, or more elements, than are converted."""
    if sum(part.count(b"</") + part.count(b"/>") for part in parts.values()) > MOST_ELEMENTS:
        return True
    return sum(sum(1 for _ in _PARAGRAPH.finditer(part)) for part in parts.values()) > MOST_PARAGRAPHS
