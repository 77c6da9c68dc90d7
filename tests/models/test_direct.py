"""Reading by the shortest way: the same rows and errors as by Django's cursors, in a transaction or in none."""

import os
import socket
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, cast

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.builders import make_topic
from transcripts.models import Topic
from transcripts.models.database.direct import fetch, fetch_alike, fetch_planned, may_plan

SQL = "SELECT name, 'a%%b', %s, %s, %s FROM transcripts_topic WHERE name = %s"
VALUES = ["O'Neill \\ 渡口 %s", None, "2024", "Tolls"]


def read(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    return fetch(cast(Any, connection), sql, values)


def by_cursor(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


@pytest.mark.django_db
def test_it_gives_the_rows_of_a_cursor_in_a_transaction() -> None:
    make_topic("Tolls")
    assert read(SQL, VALUES) == by_cursor(SQL, VALUES)
    assert read(SQL, VALUES)[0][:4] == ("Tolls", "a%b", *VALUES[:2])


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_it_gives_the_rows_of_a_cursor_outside_of_one_and_begins_one() -> None:
    make_topic("Tolls")
    assert read(SQL, VALUES) == by_cursor(SQL, VALUES)
    with transaction.atomic():
        assert len(read("SELECT name FROM transcripts_topic", [])) == 1
        Topic.objects.create(name="Ferries", slug="ferries")
        assert len(read("SELECT name FROM transcripts_topic", [])) == 2
        transaction.set_rollback(True)
    assert read("SELECT name FROM transcripts_topic", []) == [("Tolls",)]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_its_errors_are_djangos_and_the_connection_stays() -> None:
    with pytest.raises(DatabaseError, match="no_such_table"):
        read("SELECT 1 FROM no_such_table", [])
    with pytest.raises(DatabaseError, match="no_such_table"), transaction.atomic():
        read("SELECT 1 FROM no_such_table", [])
    assert read("SELECT 1", []) == [(1,)]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no server")
def test_a_server_that_is_gone_is_told_from_one_that_refuses() -> None:
    read("SELECT 1", [])
    raw: Any = connection.connection
    with socket.socket(fileno=os.dup(raw.pgconn.socket)) as line:
        line.shutdown(socket.SHUT_RDWR)
    with pytest.raises(OperationalError, match="was lost"):
        read("SELECT 1", [])
    connection.close()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_closed_connection_is_opened_anew() -> None:
    read("SELECT 1", [])
    connection.close()
    assert read("SELECT 1", []) == [(1,)]


@pytest.mark.django_db
@pytest.mark.parametrize("ask", [fetch, fetch_alike])
def test_it_is_counted(ask: Any) -> None:
    with CaptureQueriesContext(connection) as queries:
        ask(connection, "SELECT name FROM transcripts_topic WHERE name = %s", ["Tolls"])
    assert len(queries) == 1
    assert "Tolls" in queries[0]["sql"]


@pytest.mark.django_db
def test_values_beside_a_statement_are_the_same_as_in_it() -> None:
    for name in ("Tolls", "O'Neill \\ 渡口 %s $1 5%"):
        make_topic(name)
    sql = "SELECT name, 'a%%b' FROM transcripts_topic WHERE name = %s AND id > %s"
    for name in ("Tolls", "O'Neill \\ 渡口 %s $1 5%", "Toll"):
        assert fetch_alike(cast(Any, connection), sql, [name, 0]) == by_cursor(sql, [name, 0])
    with pytest.raises(DatabaseError, match="no_such_table"), transaction.atomic():
        fetch_alike(cast(Any, connection), "SELECT 1 FROM no_such_table WHERE id = %s", [1])


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has times with a zone")
def test_times_are_in_the_zone_of_the_connection() -> None:
    sql = "SELECT %s::timestamptz"
    values = [datetime(2024, 7, 1, 12, tzinfo=UTC)]
    assert read(sql, values) == by_cursor(sql, values)
    assert read(sql, values)[0][0].tzinfo is by_cursor(sql, values)[0][0].tzinfo


on_postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL keeps plans")
TYPES = ("text", "int", "bigint[]", "text[]", "date", "timestamptz", "bool")
GIVEN = [
    ("O'Neill \\ 渡口 %s {}", -3, [1, 2**40], ['a"b', "c,d\\", "{}", "NULL", ""], date(2024, 3, 12), None, True),
    ("", 0, [], [], date(1, 1, 1), datetime(2024, 7, 1, 12, 0, 0, 5, tzinfo=UTC), False),
]


@pytest.mark.django_db
@on_postgres
@pytest.mark.parametrize("values", GIVEN)
def test_what_is_planned_once_takes_values_of_every_type(values: Sequence[Any]) -> None:
    slots = ", ".join(f"${place}::{kind}" for place, kind in enumerate(TYPES, start=1))
    assert fetch_planned(connection, f"SELECT {slots}", values) == [tuple(values)]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@on_postgres
def test_what_is_planned_once_outlives_a_rollback_and_a_changed_table_but_no_connection() -> None:
    sql = "SELECT name FROM transcripts_topic WHERE slug = $1"
    with transaction.atomic():
        Topic.objects.create(name="Ferries", slug="ferries")
        assert may_plan(cast(Any, connection))
        assert fetch_planned(connection, sql, ["ferries"]) == [("Ferries",)]
        transaction.set_rollback(True)
    assert fetch_planned(connection, sql, ["ferries"]) == []
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE transcripts_topic ADD COLUMN tried text")
        make_topic("Tolls")
        assert fetch_planned(connection, sql, ["tolls"]) == [("Tolls",)]
        cursor.execute("ALTER TABLE transcripts_topic DROP COLUMN tried")
        # As the index is replaced by a rebuilt one.
        cursor.execute("CREATE TABLE tried_next (LIKE transcripts_topic)")
        cursor.execute("ALTER TABLE transcripts_topic RENAME TO tried_past")
        cursor.execute("ALTER TABLE tried_next RENAME TO transcripts_topic")
        assert fetch_planned(connection, sql, ["tolls"]) == []
        cursor.execute("DROP TABLE transcripts_topic")
        cursor.execute("ALTER TABLE tried_past RENAME TO transcripts_topic")
    assert fetch_planned(connection, sql, ["tolls"]) == [("Tolls",)]
    connection.close()
    assert may_plan(cast(Any, connection))
    assert fetch_planned(connection, sql, ["tolls"]) == [("Tolls",)]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@on_postgres
def test_errors_of_what_is_planned_once_are_djangos() -> None:
    for sql in ("SELECT 1 FROM no_such_table", "SELECT 1 / $1::int"):
        for _ in range(2):
            with pytest.raises(DatabaseError):
                fetch_planned(connection, sql, [0])
    assert read("SELECT 1", []) == [(1,)]
