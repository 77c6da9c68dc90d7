"""Reading through the database driver directly, since Django's layers often take longer than the statement.

Django's cursors and the driver's own are made, filled and closed again for each statement. Here the driver is given the
same text with the same values, and gives back the same rows, and nothing is made around it. Errors are Django's.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import errors, pq
from psycopg.adapt import Transformer

_SLOT = re.compile("(?<!%)%s")


def fetch(connection: BaseDatabaseWrapper, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a statement that only reads, with `%s` for each of its values. One query.

    Where statements are logged or wrapped, as tests do to count them, it goes Django's way, as it does where a
    transaction has yet to begin.
    """
    if not (connection.queries_logged or connection.execute_wrappers):
        connection.close_if_health_check_failed()
        connection.ensure_connection()
        connection.validate_no_broken_transaction()
        if connection.vendor == "sqlite":
            return _fetch_from_sqlite(connection, sql, parameters)
        if connection.vendor == "postgresql" and _has_begun(connection):
            return _fetch_from_postgres(connection, sql, parameters)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _fetch_from_sqlite(connection: BaseDatabaseWrapper, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.wrap_database_errors:
        rows: list[tuple[Any, ...]] = connection.connection.execute(_in_question_marks(sql), parameters).fetchall()
    return rows


@lru_cache(maxsize=512)
def _in_question_marks(sql: str) -> str:
    """Return the statement in the notation of SQLite."""
    return _SLOT.sub("?", sql).replace("%%", "%")


def _has_begun(connection: Any) -> bool:
    """Return whether a statement may be sent as it is: the transaction that it belongs to has begun, or there is none.

    Times must be read in the zone that the connection was opened with, which only tests change.
    """
    raw = connection.connection
    status = raw.pgconn.transaction_status
    if status != pq.TransactionStatus.INTRANS and not (status == pq.TransactionStatus.IDLE and raw.autocommit):
        return False
    loader: Any = raw.adapters.get_loader(_TIMESTAMPTZ, pq.Format.TEXT)
    return bool(loader.timezone == connection.timezone)


_TIMESTAMPTZ = 1184  # the type of times with a zone, as PostgreSQL numbers them


def _fetch_from_postgres(connection: Any, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Send the statement with its values written into it, as Django's own cursors do, and wait for its rows."""
    raw = connection.connection
    with connection.wrap_database_errors:
        driver = Transformer(raw)
        literals = [b"NULL" if value is None else driver.as_literal(value) for value in parameters]
        result = raw.pgconn.exec_(sql.encode() % tuple(literals))
        if result.status != pq.ExecStatus.TUPLES_OK:
            raise errors.error_from_result(result)
        driver.set_pgresult(result)
        rows: list[tuple[Any, ...]] = driver.load_rows(0, result.ntuples, tuple)
    return rows
