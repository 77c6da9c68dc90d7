"""Overwriting erased words in free pages and index entries of the database file."""

from django.db import connection

from transcripts.models import Removal


def overwrite_freed_pages() -> bool:
    """Rewrite the database after an erasure, once; return whether that was due. Not in a transaction.

    On SQLite the full-text index is merged, since deleted entries stay in it until then, the file is rewritten, and its
    log is emptied; that takes a minute per gigabyte, during which nobody can save. PostgreSQL frees the old rows, and
    overwrites them when it needs the space. Backups and shipped logs are out of reach.
    """
    due = Removal.objects.filter(erased_at__isnull=False, is_overwritten=False)
    if not due.exists():
        return False
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%USING fts5%'")
            for name in [row[0] for row in cursor.fetchall()]:
                table = connection.ops.quote_name(name)
                cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608 (our own table)
        cursor.execute("VACUUM")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    due.update(is_overwritten=True)
    return True


def overwrite_while_freeing() -> None:
    """Let SQLite overwrite with zeros whatever this connection deletes or shortens from now on. One statement, or none.

    Its log keeps the old pages until it is written back, which the next long pause in writing does.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
