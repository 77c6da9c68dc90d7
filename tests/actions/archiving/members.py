"""Archives taken apart and put together otherwise, for tests."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from transcripts.actions.archiving.members import MemberWriter, read_members

Members = dict[str, bytes]


def members_of(path: Path) -> Members:
    """Return the members of an archive that is not encrypted."""
    with gzip.open(path) as stream:
        return {member.name: member.read() for member in read_members(stream)}


def rows_of(path: Path, table: str) -> list[dict[str, Any]]:
    """Return the rows of a table, by column."""
    members = members_of(path)
    columns = json.loads(members["archive.json"])["tables"][table]
    parts = sorted(name for name in members if name.startswith(f"rows/{table}/"))
    return [dict(zip(columns, json.loads(line), strict=True)) for each in parts for line in members[each].splitlines()]


def write_members(path: Path, members: Members) -> Path:
    """Write an archive of these members, with digests of their own."""
    with gzip.open(path, "wb", 1) as stream:
        writer = MemberWriter(stream)
        for name, data in members.items():
            writer.add(name, data)
        writer.close()
    return path


def forge(path: Path, source: Path, name: str, change: Callable[[Any], object]) -> Path:
    """Write an archive like another, of which one member in JSON is changed, with digests that are right."""
    members = members_of(source)
    said = json.loads(members[name])
    change(said)
    return write_members(path, members | {name: json.dumps(said).encode()})
