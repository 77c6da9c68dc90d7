"""Restoring an archive into the database: all of it or nothing.

It is read twice: first to be checked from end to end, then to be written, in one transaction. The uploaded files are
put in their places just before its end, since no row names them before; a restore that fails takes them away again.
"""

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import F, Model, QuerySet

from transcripts import search
from transcripts.actions.archiving.archive import Progress
from transcripts.actions.archiving.contents import MADE_BY_MIGRATING, Table, models_of
from transcripts.actions.archiving.members import Readable
from transcripts.actions.archiving.reading import Contents, Header, Visitor, read_archive
from transcripts.actions.archiving.streams import ArchiveError, read_identities
from transcripts.actions.purge import purge_caches
from transcripts.models import Edition

Nodes = set[tuple[str, str]]
_BLOCK = 1 << 18


def verify_archive(path: Path, *, identity: Path | None = None) -> Contents:
    """Check an archive from its beginning to its end, without a database. Raises ArchiveError and OSError."""
    return read_archive(path, read_identities(identity))


def restore_archive(
    path: Path, *, identity: Path | None = None, replaces: bool = False, progress: Progress | None = None
) -> Contents:
    """Put an archive in the place of all that the database holds, which must be nothing unless it `replaces`.

    One of an earlier release is written into tables as they were then, which are migrated after. The edition gets a new
    epoch, and a rebuilt search index. Raises ArchiveError and OSError, and then nothing has changed.
    """
    identities = read_identities(identity)
    contents = read_archive(path, identities)
    _require_room(replaces)
    _require_free_names(contents.files)
    applied: Nodes = set(MigrationRecorder(connection).applied_migrations())
    archived = _nodes(contents.header)
    past = _require_known(archived, applied)
    if not past:
        _restore(path, identities, contents, progress, models_of())
        return contents
    if replaces and _tables_with_content():
        raise ArchiveError("It is of an earlier release: restore it into a new, empty database, not with --replace.")
    with _migrated_to(archived, past):
        loader = MigrationLoader(connection)
        state = loader.project_state(sorted(archived), at_end=True)
        _restore(path, identities, contents, progress, models_of(state.apps), is_past=True)
    with transaction.atomic():
        search.rebuild()
        begin_epoch()
    return contents


def begin_epoch() -> None:
    """Give the edition a new epoch: what was kept of an earlier database is kept of another one. One query, or two."""
    Edition.objects.get_or_create(pk=1)
    Edition.objects.filter(pk=1).update(epoch=secrets.token_hex(4), number=F("number") + 1)


def _nodes(header: Header) -> Nodes:
    return {(app, name) for app, names in header.migrations.items() for name in names}


def _require_known(archived: Nodes, applied: Nodes) -> Nodes:
    """Return the migrations that came after the archive. Raises ArchiveError when it has any that are unknown here."""
    known = set(MigrationLoader(connection).graph.nodes)
    apps_of_archive = {app for app, _ in archived}
    ours = {node for node in archived if node in known}
    if unknown := sorted(archived - ours - _replaced()):
        raise ArchiveError(
            f"It was made by a newer release: it knows the migration {'.'.join(unknown[0])}, and this one does not."
        )
    if missing := sorted(known - applied):
        raise ArchiveError(f"The database is not migrated: {'.'.join(missing[0])} is missing. Run manage.py migrate.")
    return {node for node in known - archived if node[0] in apps_of_archive}


def _replaced() -> Nodes:
    """Return the migrations that others have replaced, which remain in a database's list."""
    loader = MigrationLoader(connection)
    return {node for migration in loader.disk_migrations.values() for node in migration.replaces}


def _require_room(replaces: bool) -> None:
    if not replaces and (found := _tables_with_content()):
        raise ArchiveError(
            f"The database is not empty: {', '.join(found[:3])} have rows. A restore takes a database that was just "
            "migrated; with --replace, all that this one holds is replaced."
        )


def _tables_with_content() -> list[str]:
    models = [model for model in models_of() if model._meta.label not in MADE_BY_MIGRATING]
    return [model._meta.db_table for model in models if model._base_manager.exists()]


def _require_free_names(files: dict[str, str]) -> None:
    for name, digest in files.items():
        if default_storage.exists(name) and _digest_of(name) != digest:
            raise ArchiveError(f"Another file lies where {name} belongs. Nothing was restored.")


def _digest_of(name: str) -> str:
    digest = hashlib.sha256()
    with default_storage.open(name) as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


@contextmanager
def _migrated_to(archived: Nodes, past: Nodes) -> Iterator[None]:
    """Take the empty tables back to what they were in the archive's release, and on to today's at the end."""
    graph = MigrationLoader(connection).graph
    for app in sorted({app for app, _ in past}):
        own = {node for node in archived if node[0] == app}
        leaves = [node for node in own if not any(child.key in own for child in graph.node_map[node].children)]
        for _, name in leaves:
            call_command("migrate", app, name, verbosity=0)
    try:
        yield
    finally:
        call_command("migrate", verbosity=0)


def _restore(
    path: Path,
    identities: Sequence[Any],
    contents: Contents,
    progress: Progress | None,
    models: list[type[Model]],
    *,
    is_past: bool = False,
) -> None:
    """Write it in one transaction. Rows refer to each other in any order: that is checked at the end."""
    placed: list[str] = []
    tables = _tables(contents.header, models)
    visitor = Visitor(
        rows=lambda name, rows: _insert(tables[name], rows), file=lambda name, file: _place(name, file, placed)
    )
    try:
        with transaction.atomic():
            _empty(models)
            if read_archive(path, identities, visitor, progress) != contents:
                raise ArchiveError("It was changed while it was read.")
            _set_last_keys(tables, contents.header.last_keys)
            connection.check_constraints()
            if not is_past:
                search.rebuild()
                begin_epoch()
                purge_caches()
    except BaseException as error:
        for name in placed:
            default_storage.delete(name)
        if isinstance(error, DatabaseError | ValidationError | ValueError):
            reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error).strip()
            raise ArchiveError(f"The database refuses what it holds: {reason}") from error
        raise
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _tables(header: Header, models: list[type[Model]]) -> dict[str, Table]:
    """Return the archive's tables as the database has them, each with the fields of its columns, in their order."""
    found = {}
    by_name = {model._meta.db_table: model for model in models}
    for name, columns in header.tables.items():
        model = by_name.get(name)
        fields = {field.column: field for field in model._meta.concrete_fields} if model else {}
        if model is None or any(column not in fields for column in columns):
            raise ArchiveError(f"It was altered: {name} is no table of its release.")
        found[name] = Table(model, tuple(fields[column] for column in columns))
    return found


def _empty(models: list[type[Model]]) -> None:
    """Delete the rows of all tables, also of those that go into no archive: sessions belong to accounts of before."""
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608


def _insert(table: Table, rows: list[list[Any]]) -> None:
    """Insert rows as they were: no default, no time of now. A column that was left out gets the model's default."""
    model: Any = table.model
    fields = table.fields
    records = [
        model(**{field.attname: field.to_python(value) for field, value in zip(fields, row, strict=True)})
        for row in rows
    ]
    if model._meta.label == "auth.User" and "password" not in table.columns:
        for record in records:
            record.password = make_password(None)  # which nobody has
    columns = model._meta.concrete_fields
    size = max(1, connection.ops.bulk_batch_size(columns, records))
    insert: Any = QuerySet(model)
    for at in range(0, len(records), size):
        insert._insert(records[at : at + size], fields=columns, using=connection.alias, raw=True)


def _place(name: str, file: Readable, placed: list[str]) -> None:
    """Put a file where it belongs, unless it is there already."""
    if default_storage.exists(name):
        return
    placed.append(name)
    saved = default_storage.save(name, _Blocks(file))
    if saved != name:
        placed.append(saved)
        raise ArchiveError(f"{name} could not be stored under its name.")


class _Blocks(File):
    """A file that can only be read on, in blocks."""

    def __init__(self, source: Readable) -> None:
        super().__init__(None, name="")
        self._source = source

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        while block := self._source.read(_BLOCK):
            yield block


def _set_last_keys(tables: dict[str, Table], last_keys: dict[str, int]) -> None:
    """Let no table give out a key that it has given out before."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, last in last_keys.items():
                cursor.execute("UPDATE sqlite_sequence SET seq = max(seq, %s) WHERE name = %s", [last, name])
                if not cursor.rowcount:
                    cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [name, last])
            return
        for sql in connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables.values()]):
            cursor.execute(sql)
        for name, last in last_keys.items():
            column = tables[name].model._meta.pk.column
            sequence = f"pg_get_serial_sequence('\"{name}\"', '{column}')"
            cursor.execute(f"SELECT setval({sequence}, %s)", [last])
