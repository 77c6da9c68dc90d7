"""Reading through the database driver directly, since Django's layers often take longer than the statement.

Django's cursors and the driver's own are made, filled and closed again for each statement. Here the driver is given the
same text with the same values, and gives back the same rows, and nothing is made around it. Errors are Django's.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date
from functools import lru_cache
from itertools import count
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import OperationalError, adapters, errors, pq
from psycopg.adapt import AdaptersMap, Transformer

_SLOT = re.compile("(?<!%)%s")


def fetch(connection: BaseDatabaseWrapper, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a statement that only reads, with `%s` for each of its values. One query.

    Where statements are logged or wrapped, as tests do to count them, it goes Django's way, as it does where a
    transaction has yet to begin.
    """
    if _is_ready(connection):
        if connection.vendor == "sqlite":
            return _fetch_from_sqlite(connection, sql, parameters)
        return _fetch_from_postgres(connection, sql, parameters)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def fetch_alike(connection: BaseDatabaseWrapper, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return the same of a statement whose values are always alike: it is planned once, where that may be."""
    if may_plan(connection):
        return fetch_planned(connection, _in_numbers(sql), parameters)
    return fetch(connection, sql, parameters)


@lru_cache(maxsize=64)
def _in_numbers(sql: str) -> str:
    """Return the statement in PostgreSQL's own notation for values that are sent beside it."""
    numbers = count(1)
    return _SLOT.sub(lambda _: f"${next(numbers)}", sql).replace("%%", "%")


def may_plan(connection: BaseDatabaseWrapper) -> bool:
    """Return whether statements may be planned once just now: by PostgreSQL, asked directly and through no pooler."""
    is_kept = connection.settings_dict["OPTIONS"].get("prepare_threshold") is not None
    return is_kept and connection.vendor == "postgresql" and _is_ready(connection)


def fetch_planned(connection: Any, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a statement that only reads, with `$1` and so on for its values. One query; two at first.

    PostgreSQL reads and plans it once for each connection, which for most takes several times as long as to run it.
    To be called where `may_plan` says so.
    """
    raw = connection.connection
    with connection.wrap_database_errors:
        names: dict[str, bytes] = raw.__dict__.setdefault("planned", {})  # of the statements that it knows
        name = names.get(sql)
        if name is None:
            name = b"press_%d" % len(names)
            result = raw.pgconn.prepare(name, sql.encode())
            if result.status != pq.ExecStatus.COMMAND_OK:
                raise _error(raw, result)
            names[sql] = name
        return _rows(raw, raw.pgconn.exec_prepared(name, [as_text(value) for value in values]))


def as_text(value: Any) -> bytes | None:
    """Return a value as PostgreSQL reads it from text, of whatever type the statement says that it is."""
    if value is None:
        return None
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, bool):
        return b"t" if value else b"f"
    if isinstance(value, int):
        return b"%d" % value
    if isinstance(value, date):  # or a time
        return str(value).encode()
    if isinstance(value, list | tuple):
        return _as_list(value)
    raise TypeError(f"No statement that is planned once takes a {type(value).__name__}.")


def _as_list(values: Sequence[Any]) -> bytes:
    if set(map(type, values)) == {int}:  # keys, of which there are hundreds
        return b"{%s}" % ",".join(map(str, values)).encode()
    return b"{%s}" % b",".join(map(_in_list, values))


def _in_list(value: Any) -> bytes:
    text = as_text(value)
    if text is None:
        return b"NULL"
    if not isinstance(value, str):
        return text
    return b'"%s"' % text.replace(b"\\", b"\\\\").replace(b'"', b'\\"')


def _is_ready(connection: BaseDatabaseWrapper) -> bool:
    """Return whether the driver may be given statements past Django, which neither logs nor wraps them."""
    if connection.queries_logged or connection.execute_wrappers:
        return False
    if not connection.health_check_done:  # type: ignore[attr-defined] # the stubs lack it
        connection.close_if_health_check_failed()
    if connection.connection is None:
        connection.ensure_connection()
    if connection.needs_rollback:
        connection.validate_no_broken_transaction()
    return connection.vendor == "sqlite" or (connection.vendor == "postgresql" and _has_begun(connection))


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
    zone = raw.__dict__.get("zone")
    if zone is None:
        loader: Any = raw.adapters.get_loader(_TIMESTAMPTZ, pq.Format.TEXT)
        zone = raw.__dict__["zone"] = loader.timezone
    return bool(zone == connection.timezone)


_TIMESTAMPTZ = 1184  # the type of times with a zone, as PostgreSQL numbers them


def _fetch_from_postgres(connection: Any, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Send the statement with its values written into it, as Django's own cursors do, and wait for its rows."""
    raw = connection.connection
    with connection.wrap_database_errors:
        driver = Transformer(raw)
        literals = [b"NULL" if value is None else driver.as_literal(value) for value in parameters]
        return _rows(raw, raw.pgconn.exec_(sql.encode() % tuple(literals)))


def in_literals(connection: Any, values: Sequence[Any]) -> list[str]:
    """Return the values as they are written into a statement for PostgreSQL."""
    driver = Transformer(connection.connection)
    return ["NULL" if value is None else driver.as_literal(value).decode() for value in values]


def _rows(raw: Any, result: Any) -> list[tuple[Any, ...]]:
    if result.status != pq.ExecStatus.TUPLES_OK:
        raise _error(raw, result)
    reader = raw.__dict__.get("reader")
    if reader is None:  # kept, since it knows what reads each type
        reader = raw.__dict__["reader"] = Transformer(_quick_adapters(raw.adapters))
    reader.set_pgresult(result)
    rows: list[tuple[Any, ...]] = reader.load_rows(0, result.ntuples, tuple)
    reader.set_pgresult(None)
    return rows


def _error(raw: Any, result: Any) -> Exception:
    """Return the driver's error; where the connection was lost, the one by which that is known."""
    if raw.pgconn.status != pq.ConnStatus.OK:
        return OperationalError("The connection to the database was lost.")
    return errors.error_from_result(result)


def _quick_adapters(known: AdaptersMap) -> AdaptersMap:
    """Return what reads values as `known` does, but times in UTC by the driver's own code: in a fifth of the time."""
    made = AdaptersMap(known)
    loader: Any = known.get_loader(_TIMESTAMPTZ, pq.Format.TEXT)
    quick = adapters.get_loader(_TIMESTAMPTZ, pq.Format.TEXT)
    if loader.timezone is UTC and quick:
        made.register_loader(_TIMESTAMPTZ, quick)
    return made
