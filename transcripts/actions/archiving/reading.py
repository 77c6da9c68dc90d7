"""Reading an archive from beginning to end: its header, files and rows, all checked."""

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from transcripts.actions.archiving.archive import END, FORMAT, HEADER, KIND, Progress, member_name
from transcripts.actions.archiving.members import Member, Readable, read_members
from transcripts.actions.archiving.streams import ArchiveError, open_input

_FILES = "files/"
_ROWS = re.compile(r"rows/([a-z0-9_]+)/(\d+)\.jsonl")


@dataclass(frozen=True, slots=True)
class Header:
    """What an archive says of itself: whose rows of which columns, and the migrations that its tables had."""

    release: str
    made_at: str
    options: list[str]
    migrations: dict[str, list[str]]
    tables: dict[str, list[str]]
    last_keys: dict[str, int]


@dataclass(slots=True)
class Contents:
    """What an archive holds: numbers of rows by table, files with their digests, and files that were lost before."""

    header: Header
    rows: "Counter[str]" = field(default_factory=Counter)
    files: dict[str, str] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Visitor:
    """What is done with the parts of an archive as they are read."""

    begin: Callable[[Header], object] = lambda header: None
    rows: Callable[[str, list[list[Any]]], object] = lambda table, rows: None
    file: Callable[[str, Readable], object] = lambda name, file: None


def read_archive(
    path: Path, identities: Sequence[Any], visitor: Visitor | None = None, progress: Progress | None = None
) -> Contents:
    """Read all of it, and return what it holds. Raises ArchiveError where anything is wrong with it, and OSError."""
    visitor, contents, end = visitor or Visitor(), None, None
    with open_input(path, identities) as stream:
        for member in read_members(stream):
            if contents is None:
                contents = Contents(_header(member))
                visitor.begin(contents.header)
            elif end is not None:
                raise ArchiveError(f"It was altered: {member.name} follows its end.")
            elif member.name == END:
                end = _load(member)
            elif member.name.startswith(_FILES):
                name = member.name.removeprefix(_FILES)
                contents.files[name] = _file(name, member, visitor)
            else:
                table, rows = _rows(member, contents)
                visitor.rows(table, rows)
                if progress:
                    progress(len(rows))
    if contents is None or end is None:
        raise ArchiveError("It was truncated: its end is missing.")
    said = {table: count for table, count in end["rows"].items() if count}
    if said != dict(contents.rows) or end["files"] != len(contents.files):
        raise ArchiveError("It was altered: it does not hold as many rows and files as it says.")
    contents.lost = list(end["lost_files"])
    return contents


def _header(member: Member) -> Header:
    if member.name != HEADER:
        raise ArchiveError("It is not an archive of a press room.")
    said = _load(member)
    if not isinstance(said, dict) or said.get("kind") != KIND:
        raise ArchiveError("It is not an archive of a press room.")
    if not isinstance(said.get("format"), int) or said["format"] > FORMAT:
        raise ArchiveError(f"It was made by a newer release ({said.get('release')}), which this one cannot read.")
    try:
        return Header(**{name: said[name] for name in Header.__dataclass_fields__})
    except KeyError as error:
        raise ArchiveError(f"It was altered: {HEADER} lacks {error}.") from error


def _rows(member: Member, contents: Contents) -> tuple[str, list[list[Any]]]:
    found = _ROWS.fullmatch(member.name)
    columns = contents.header.tables.get(found[1]) if found else None
    if found is None or columns is None or member.name != member_name(found[1], int(found[2])):
        raise ArchiveError(f"It was altered: {member.name} is no part of an archive.")
    try:
        rows = [json.loads(line) for line in member.read().splitlines()]
    except ValueError as error:
        raise ArchiveError(f"It was altered: {member.name} cannot be read.") from error
    if any(not isinstance(row, list) or len(row) != len(columns) for row in rows):
        raise ArchiveError(f"It was altered: {member.name} has rows of another table.")
    contents.rows[found[1]] += len(rows)
    return found[1], rows


def _file(name: str, member: Member, visitor: Visitor) -> str:
    if name != str(Path(name)) or name.startswith("/") or ".." in Path(name).parts or "\\" in name:
        raise ArchiveError(f"It was altered: “{name}” is no name of an uploaded file.")
    visitor.file(name, member.file)
    return member.finish()


def _load(member: Member) -> Any:
    try:
        return json.loads(member.read())
    except ValueError as error:
        raise ArchiveError(f"It was altered: {member.name} cannot be read.") from error
