"""How PostgreSQL plans every page type's statements: with the statistics of empty tables, and in a large archive.

An archive that was just imported has the statistics of the empty one, until PostgreSQL counts its tables again.
"""

import os
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.test_statement_steps import THOUSANDS
from transcripts import search
from transcripts.management.commands import generate_corpus
from transcripts.models import Conference, Outlet, Series, Speaker, Topic
from transcripts.models.database import prepared
from transcripts.models.database.direct import as_text, fetch_planned, in_literals
from transcripts.models.database.statistics import count_tables

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="PostgreSQL's plans"),
]

LONGEST = "30s"  # that a statement may take, on a machine that does other things as well
MOST_BLOCKS = 200_000  # that a statement may read, 8 kB each, the same ones again counted
LARGE = {"transcripts_turn", "transcripts_exchange", "transcripts_exchange_topics"}  # tests/search has the index
COPIES = int(os.environ.get("COPIES", "0"))  # of a thousand exchanges
FILTERED = [
    "/conferences/?outlet={outlet}",
    "/conferences/?year=2015",
    "/conferences/?series={series}&language=en",
    "/speakers/{speaker}/?topic={topic}&year=2015",
    "/topics/{topic}/?speaker={speaker}",
    "/outlets/{outlet}/?year=2015",
    "/search/?q=minister&outlet={outlet}",
]


def build(exchanges: int) -> dict[str, str]:
    """Make an archive; return the slug of something of each kind."""
    call_command("generate_corpus", exchanges=exchanges, seed=1, verbosity=0)
    conference = Conference.objects.order_by("pk")[9]
    return {"conference": conference.slug} | {
        model._meta.model_name or "": model.objects.order_by("pk").values_list("slug", flat=True)[0]  # type: ignore[attr-defined]
        for model in (Speaker, Topic, Outlet, Series)
    }


def statements(client: Client, path: str) -> list[str]:
    """What a page asks, each statement once."""
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    asked = [each["sql"] or "" for each in queries.captured_queries]
    return list(dict.fromkeys(sql for sql in asked if sql.startswith(("SELECT", "WITH", "(")) and "$1" not in sql))


def planned_once(client: Client, path: str) -> list[str]:
    """What a page asks of the statements that are planned without looking at their values, each once."""
    asked = []

    def note(connection: Any, sql: str, values: Any) -> list[tuple[Any, ...]]:
        rows = fetch_planned(connection, sql, values)
        name = connection.connection.planned[sql].decode()
        given = ", ".join(in_literals(connection, [text and text.decode() for text in map(as_text, values)]))
        asked.append(f"EXECUTE {name}({given})" if values else f"EXECUTE {name}")
        return rows

    with patch.object(prepared, "fetch_planned", note):
        client.get(path)
    return list(dict.fromkeys(asked))


def explain(sql: str, *, run: bool) -> dict[str, Any]:
    options = "ANALYZE, BUFFERS, FORMAT JSON" if run else "FORMAT JSON"
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN ({options}) " + sql.replace("%", "%%"), [])
        plan: dict[str, Any] = cursor.fetchone()[0][0]["Plan"]
    return plan


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from nodes(inner)


def test_pages_are_quick_before_the_tables_were_counted(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with connection.cursor() as cursor:  # what earlier tests wrote and undid counts as well
        cursor.execute("DELETE FROM pg_statistic")
        cursor.execute("UPDATE pg_class SET reltuples = -1, relpages = 0 WHERE relname LIKE 'transcripts%'")
    monkeypatch.setattr(generate_corpus, "count_tables", lambda: None)
    names = build(1000)
    search.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [LONGEST])
    over = []
    for path in [*THOUSANDS, *FILTERED]:
        try:
            asked = path.format(**names)
            for sql in [*statements(client, asked), *planned_once(client, asked)]:
                plan = explain(sql, run=True)
                blocks = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
                if blocks > MOST_BLOCKS:
                    over.append((path, blocks, sql[:200]))
        except OperationalError as error:
            pytest.fail(f"{path}: {error}")
    assert not over


def copy_archive(times: int) -> None:
    """Multiply the conferences with their contents, as one statement for each table does."""
    with connection.cursor() as cursor:
        for table, keys in COPIED.items():
            cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
            columns = {name: f'"{name}"' for (name,) in cursor.fetchall()}
            columns |= {name: f'"{name}" + n * {STEP}' for name in keys}
            for name in UNIQUE.keys() & columns.keys():
                columns[name] = f"md5(n || {name}::text)::varchar({UNIQUE[name]})"
            into, made = ", ".join(f'"{name}"' for name in columns), ", ".join(columns.values())
            copies = f"SELECT {made} FROM {table}, generate_series(1, {times}) n"  # noqa: S608
            cursor.execute(f"INSERT INTO {table} ({into}) {copies}")


STEP = 1_000_000
UNIQUE = {"public_id": 16, "slug": 20}
COPIED = {
    "transcripts_conference": ("id",),
    "transcripts_participation": ("id", "conference_id"),
    "transcripts_exchange": ("id", "conference_id"),
    "transcripts_exchange_topics": ("id", "exchange_id"),
    "transcripts_turn": ("id", "exchange_id"),
}


@pytest.mark.skipif("not COPIES", reason="takes a minute: make drill")
def test_pages_read_no_large_table_from_end_to_end(client: Client) -> None:
    names = build(1000)
    copy_archive(times=COPIES)
    count_tables()
    wrong = []
    # Of two frequent names at once, all that is under one of them may be looked up: docs/search.md.
    for path in {*THOUSANDS, *FILTERED} - {"/conferences/?speaker={speaker}&topic={topic}"}:
        asked = path.format(**names)
        for sql in [*statements(client, asked), *planned_once(client, asked)]:
            read = {node["Relation Name"] for node in nodes(explain(sql, run=False)) if node["Node Type"] == "Seq Scan"}
            if read & LARGE:
                wrong.append((path, sorted(read & LARGE), sql[:300]))
    assert not wrong
