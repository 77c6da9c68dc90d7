"""Writing an archive: a consistent snapshot of the site, while readers and editors go on."""

import base64
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import AutoField, BinaryField, JSONField
from django.utils import timezone

from transcripts.actions.archiving.contents import Table, tables_of, unlisted_models
from transcripts.actions.archiving.members import MemberWriter
from transcripts.actions.archiving.stored_files import named_files
from transcripts.actions.archiving.streams import ArchiveError, open_output, read_recipients

FORMAT = 1  # raised when an older reader would misread what is written
KIND = "press room archive"
HEADER, END = "archive.json", "end.json"
_PART = 1 << 20  # bytes of rows from which a new member begins
_FEW, _MANY = 10, 500  # rows read at once: of a table with documents in it, and of others

Progress = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Archived:
    """What was written: rows, files, files that rows name but that are not there, and the digest of the whole."""

    rows: int
    files: int
    lost: list[str]
    digest: str


def write_archive(
    path: Path, *, options: Collection[str] = (), recipients: Sequence[str] = (), progress: Progress | None = None
) -> Archived:
    """Write the site into a new file, with what is asked for of OPTIONS, encrypted when there are public keys.

    It is read in one transaction that keeps nobody from writing. Raises ArchiveError and OSError, and leaves no file.
    """
    if unlisted := unlisted_models():
        raise ArchiveError(f"These do not say whether they go into an archive: {', '.join(sorted(unlisted))}.")
    keys = read_recipients(recipients)
    with open_output(path, keys) as output:
        with _snapshot():
            members = MemberWriter(output.stream)
            tables = list(tables_of(options))
            members.add(HEADER, _pack(_header(tables, options)))
            files, lost = _add_files(members)
            rows = {table.name: _add_rows(members, table, progress or (lambda count: None)) for table in tables}
        members.add(END, _pack({"rows": rows, "files": files, "lost_files": lost}))
        members.close()
    return Archived(sum(rows.values()), files, lost, output.digest)


def _header(tables: Sequence[Table], options: Collection[str]) -> dict[str, Any]:
    applied: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        applied.setdefault(app, []).append(name)
    return {
        "kind": KIND,
        "format": FORMAT,
        "release": settings.RELEASE,
        "made_at": timezone.now().isoformat(),
        "options": sorted(options),
        "migrations": applied,
        "tables": {table.name: table.columns for table in tables},
        "last_keys": _last_keys(tables),
    }


@contextmanager
def _snapshot() -> Iterator[None]:
    """See one state of the database, and lock nothing."""
    if connection.in_atomic_block:
        yield
        return
    wrapper: Any = connection
    mode = getattr(wrapper, "transaction_mode", None)
    if connection.vendor == "sqlite":
        wrapper.ensure_connection()  # which sets the mode
        mode, wrapper.transaction_mode = wrapper.transaction_mode, "DEFERRED"
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    finally:
        if connection.vendor == "sqlite":
            wrapper.transaction_mode = mode


def _last_keys(tables: Sequence[Table]) -> dict[str, int]:
    """Return the last key that each table gave out, also to rows that are gone: none is given out twice."""
    counted = [table for table in tables if isinstance(table.model._meta.pk, AutoField)]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            known = dict(cursor.fetchall())
            return {table.name: known[table.name] for table in counted if known.get(table.name)}
        found = {}
        for table in counted:
            column = table.model._meta.pk.column
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table.name}"', column])
            cursor.execute(f"SELECT last_value, is_called FROM {cursor.fetchone()[0]}")  # noqa: S608 (its own answer)
            last, is_called = cursor.fetchone()
            if is_called:
                found[table.name] = last
        return found


def _add_files(members: MemberWriter) -> tuple[int, list[str]]:
    """Add the files that rows name; return their number, and the names of those that are not there."""
    count, lost, seen = 0, [], set()
    for name in named_files():
        if name in seen:
            continue
        seen.add(name)
        try:
            file, size = default_storage.open(name), default_storage.size(name)
        except FileNotFoundError:
            lost.append(name)
            continue
        with file:
            members.add_file(f"files/{name}", file, size)
        count += 1
    return count, lost


def _add_rows(members: MemberWriter, table: Table, progress: Progress) -> int:
    """Add the rows of a table, a line of JSON each, in members of some _PART; return their number."""
    count = number = size = 0
    lines: list[bytes] = []
    for values in _rows(table):
        line = _pack([_plain(value) for value in values])
        lines.append(line)
        count, size = count + 1, size + len(line)
        if size >= _PART:
            number += 1
            members.add(member_name(table.name, number), b"".join(lines))
            progress(len(lines))
            lines, size = [], 0
    if lines:
        members.add(member_name(table.name, number + 1), b"".join(lines))
        progress(len(lines))
    return count


def member_name(table: str, number: int) -> str:
    """Return the name of a member that holds rows."""
    return f"rows/{table}/{number:06}.jsonl"


def _rows(table: Table) -> Iterator[tuple[Any, ...]]:
    """Yield the rows in the order of their keys, few at a time, so that a pooled connection reads them as well."""
    has_documents = any(isinstance(field, JSONField | BinaryField) for field in table.fields)
    most = _FEW if has_documents else _MANY
    names = [field.attname for field in table.fields]
    place = next(at for at, field in enumerate(table.fields) if field.primary_key)
    rows = table.model._base_manager.order_by("pk").values_list(*names)
    batch = list(rows[:most])
    while batch:
        yield from batch
        batch = list(rows.filter(pk__gt=batch[-1][place])[:most])


def _plain(value: Any) -> Any:
    """Return a column's value as JSON has it; a field's `to_python` makes it again."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return value


def _pack(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode(
        "utf-8", "surrogatepass"
    )
