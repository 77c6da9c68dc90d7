"""Reading by the shortest way: the same rows and errors as by Django's cursors, in a transaction or in none."""

import os
import socket
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.builders import make_topic
from transcripts.models import Topic
from transcripts.models.database.direct import fetch

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
    with pytest.raises(OperationalError, match="closed the connection"):
        read("SELECT 1", [])
    connection.close()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_closed_connection_is_opened_anew() -> None:
    read("SELECT 1", [])
    connection.close()
    assert read("SELECT 1", []) == [(1,)]


@pytest.mark.django_db
def test_it_is_counted() -> None:
    with CaptureQueriesContext(connection) as queries:
        read("SELECT %s", ["Tolls"])
    assert len(queries) == 1
    assert "Tolls" in queries[0]["sql"]


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has times with a zone")
def test_times_are_in_the_zone_of_the_connection() -> None:
    sql = "SELECT %s::timestamptz"
    values = [datetime(2024, 7, 1, 12, tzinfo=UTC)]
    assert read(sql, values) == by_cursor(sql, values)
    assert read(sql, values)[0][0].tzinfo is by_cursor(sql, values)[0][0].tzinfo
