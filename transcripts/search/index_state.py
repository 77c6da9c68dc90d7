"""The state of the index: the release it was made by, and the conferences changed since a rebuild of it began.

Locks are taken in one order, so that nobody waits in a circle: conferences, index, notes of changes, state.
"""

import json
import secrets
from collections.abc import Iterable

from django.db import connection, transaction

from transcripts.models import reading

# The meaning of the rows: raised by whoever changes the tokens of a text or of a turn, or what a row holds. An index of
# another release is old: until it is rebuilt, some words are not found as they should be.
INDEX_RELEASE = 1


class RebuildStoppedError(Exception):
    """The rebuild must not be finished: words were removed meanwhile, or another one has begun."""


def is_old() -> bool:
    """Return whether the index was made by another release, or by an unknown one. One query."""
    with reading().cursor() as cursor:
        cursor.execute("SELECT release FROM transcripts_search_state")
        return cursor.fetchone() != (INDEX_RELEASE,)


def mark_current() -> None:
    """Say that the index is of today's release. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE transcripts_search_state SET release = %s", [INDEX_RELEASE])


def note_changes(conference_ids: Iterable[int]) -> None:
    """Note for a rebuild, if one is going on, that the conferences have changed. One statement.

    On PostgreSQL it holds a lock on the notes to the end of the transaction, even if it notes nothing.
    """
    ids = sorted(set(conference_ids))
    is_postgres = connection.vendor == "postgresql"
    given = "unnest(%s::bigint[]) AS given (value)" if is_postgres else "json_each(%s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO transcripts_search_changed SELECT value FROM {given}"  # noqa: S608 (constants)
            " WHERE EXISTS (SELECT 1 FROM transcripts_search_state WHERE rebuild IS NOT NULL) ON CONFLICT DO NOTHING",
            [ids if is_postgres else json.dumps(ids)],
        )


def begin_rebuild() -> str:
    """Have changes noted from here on; return the sign of the rebuild. Three statements.

    Waits for the transactions that have already passed `note_changes`, so that every change is either noted or can be
    read.
    """
    sign = secrets.token_hex(8)
    with transaction.atomic(), connection.cursor() as cursor:
        lock_notes()
        cursor.execute("DELETE FROM transcripts_search_changed")
        cursor.execute("UPDATE transcripts_search_state SET rebuild = %s", [sign])
    return sign


def lock_notes() -> None:
    """Let no change be noted until the end of the caller's transaction. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE transcripts_search_changed IN SHARE ROW EXCLUSIVE MODE")


def require_rebuild(sign: str) -> None:
    """Raise RebuildStoppedError unless the rebuild goes on, which it then does to the end of the transaction."""
    with connection.cursor() as cursor:
        lock = " FOR SHARE" if connection.vendor == "postgresql" else ""
        cursor.execute(f"SELECT rebuild FROM transcripts_search_state{lock}")  # noqa: S608 (a constant)
        if cursor.fetchone() != (sign,):
            raise RebuildStoppedError


def running_rebuild() -> str | None:
    """Return the sign of the rebuild that is going on, or was stopped without a word. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rebuild FROM transcripts_search_state")
        (sign,) = cursor.fetchone()
        return str(sign) if sign else None


def changes() -> list[int]:
    """Return the conferences that have changed since the rebuild began. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT conference_id FROM transcripts_search_changed ORDER BY conference_id")
        return [conference for (conference,) in cursor.fetchall()]


def end_rebuild() -> None:
    """Have changes noted no longer. Two statements."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM transcripts_search_changed")
        cursor.execute("UPDATE transcripts_search_state SET rebuild = NULL")
