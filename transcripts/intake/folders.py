"""Folders and zip files of transcripts: their files, within limits that are checked before unpacking."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812  (a class in all but its name)

from transcripts.intake.files import LARGEST_FILE, too_large
from transcripts.intake.messages import message
from transcripts.intake.parsed import IntakeError
from transcripts.intake.readers.archive import GREATEST_RATIO, SMALL
from transcripts.text import natural_key, without_controls

MOST_FILES = 500
MOST_ENTRIES = 5_000  # of a zip file, folders and what systems put there included
LARGEST_ALL = 200 * 1024 * 1024  # bytes of all files, unpacked
LONGEST_PATH = 300  # characters of a name that is shown
ZIP = ".zip"
_SYSTEM = frozenset(("thumbs.db", "desktop.ini", "__macosx"))
_SYSTEM_SIGNS = (".", "~$")  # a name that begins so is a system's or a word processor's own
_UTF8 = 0x800  # the flag of an entry whose name is UTF-8
_LOCKED = 0x1  # that of one that is encrypted


@dataclass(frozen=True, slots=True)
class FolderFile:
    """A file of a folder, by its path in there. `refused` is the sentence for which it is not read, if there is one."""

    name: str
    read: Callable[[], bytes]  # raises IntakeError
    refused: str = ""


def is_of_the_system(path: str) -> bool:
    """Return whether a path is of what operating systems and word processors put beside people's files."""
    parts = [part for part in PurePosixPath(path).parts if part != ".."]
    return any(part.lower() in _SYSTEM or part.startswith(_SYSTEM_SIGNS) for part in parts)


def files_in_folder(folder: Path) -> list[FolderFile]:
    """Return the files of a folder and its folders; links are not followed. Raises IntakeError for too many or much."""
    found = []
    size = 0
    for path in _walk(folder):
        name = path.relative_to(folder).as_posix()
        size += path.stat().st_size
        refused = too_large(name) if path.stat().st_size > LARGEST_FILE else ""
        found.append(FolderFile(name, partial(_read_file, path, name), refused))
    return bounded(found, size, folder.name or str(folder))


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not is_of_the_system(name)]
        for name in names:
            path = Path(place, name)
            if not is_of_the_system(name) and not path.is_symlink() and path.is_file():
                yield path


def _read_file(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise IntakeError(message("%(name)s cannot be opened: %(reason)s.", name=name, reason=reason)) from error


def files_in_zip(file: IO[bytes], name: str) -> list[FolderFile]:
    """Return the files of a zip file, which stays open to be read from. Raises IntakeError for what is no safe one.

    A file that alone is too large or dense, locked, a zip file itself, or leads out of the folder is refused alone.
    """
    try:
        archive = ZipFile(file)
    except (BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise IntakeError(message("%(name)s is damaged, or not a zip file.", name=name)) from error
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or _overlap(entries):
        raise IntakeError(message("%(name)s is damaged, or not a zip file.", name=name))
    shown = [(_name_of(one), one) for one in entries if not one.is_dir()]
    own = [(path, one) for path, one in shown if not is_of_the_system(path)]
    found = [FolderFile(path, partial(_read_entry, archive, one, path), _refusal(one, path)) for path, one in own]
    return bounded(found, sum(one.file_size for _, one in own), name)


def bounded(files: Sequence[FolderFile], size: int, name: str) -> list[FolderFile]:
    """Return the files in the order in which people read names. Raises IntakeError where there are none or too many."""
    if not files:
        raise IntakeError(message("%(name)s is empty.", name=name))
    if len(files) > MOST_FILES:
        raise IntakeError(
            message(
                "%(name)s contains %(count)d files: at most %(most)d can be imported at once.",
                name=name,
                count=len(files),
                most=MOST_FILES,
            )
        )
    if size > LARGEST_ALL:
        raise IntakeError(message("%(name)s is too large when unpacked.", name=name))
    return sorted(files, key=lambda one: natural_key(one.name))


def _overlap(entries: Iterable[ZipInfo]) -> bool:
    """Return whether entries share bytes, as no program but an attacker's writes them."""
    placed = sorted(entries, key=lambda one: one.header_offset)
    return any(one.header_offset + one.compress_size > after.header_offset for one, after in pairwise(placed))


def _name_of(entry: ZipInfo) -> str:
    """Return an entry's path; of a name that is not said to be UTF-8, as Windows and old programs meant it."""
    name = entry.filename
    if not entry.flag_bits & _UTF8:
        said = name.encode("cp437", errors="replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = said.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return without_controls(name.replace("\\", "/"))[:LONGEST_PATH]


def _refusal(entry: ZipInfo, path: str) -> str:
    parts = PurePosixPath(path).parts
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    if is_link or ".." in parts or path.startswith("/") or ":" in parts[0]:
        return message("%(name)s leads out of the zip file, so it was not read.", name=path)
    if path.lower().endswith(ZIP):
        return message("%(name)s is a zip file inside a zip file: unpack it, and import its files.", name=path)
    if entry.flag_bits & _LOCKED:
        return message("%(name)s is protected by a password: save it without a password.", name=path)
    if entry.file_size > LARGEST_FILE:
        return too_large(path)
    if entry.file_size > SMALL and entry.file_size > GREATEST_RATIO * max(1, entry.compress_size):
        return message("%(name)s is too large when unpacked.", name=path)
    return ""


def _read_entry(archive: ZipFile, entry: ZipInfo, path: str) -> bytes:
    try:
        with archive.open(entry) as opened:
            data = opened.read(LARGEST_FILE + 1)
    except (BadZipFile, ZlibError, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise IntakeError(
            message("%(name)s cannot be read: it is damaged, or not of the kind that its name says.", name=path)
        ) from error
    if len(data) != entry.file_size:
        raise IntakeError(too_large(path))
    return data
