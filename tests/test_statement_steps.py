"""What a page's statements do inside SQLite, counted in steps of its machine, on an archive that was never analysed.

Steps depend on the plan and the archive alone, never on the machine. Each bound is about twice what was counted.
"""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from transcripts import search
from transcripts.models import Conference, Outlet, Series, Speaker, Topic
from transcripts.models.database.statistics import set_statistics

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite's plans"),
]

TICK = 10  # steps between two calls of the counter
THOUSANDS = {
    "/": 220,
    "/conferences/": 500,
    "/conferences/?page=5": 500,
    "/conferences/?speaker={speaker}&topic={topic}": 400,
    "/conferences/{conference}/": 6,
    "/conferences/{conference}/2/": 6,
    "/conferences/{conference}/full/": 8,
    "/conferences/{conference}/cite/": 1,
    "/conferences/{conference}/versions/": 1,
    "/conferences/{conference}.json": 8,
    "/speakers/": 250,
    "/speakers/?q=a": 300,
    "/speakers/{speaker}/": 70,
    "/speakers/{speaker}/feed/": 75,
    "/topics/": 150,
    "/topics/{topic}/": 150,
    "/topics/{topic}/feed/": 150,
    "/outlets/": 150,
    "/outlets/{outlet}/": 130,
    "/outlets/{outlet}/feed/": 115,
    "/series/": 20,
    "/series/{series}/": 40,
    "/series/{series}/feed/": 60,
    "/search/": 20,
    "/search/?q=the": 100,
    "/search/?speaker={speaker}": 100,
    "/search/feed/?q=the": 160,
    "/search/suggest/?q=a": 2,
    "/feed/": 80,
    "/corrections/": 2,
    "/corrections/feed/": 2,
    "/versions/": 2,
    "/versions/feed/": 2,
    "/versions/log.jsonl": 1,
    "/about/": 1,
    "/nowhere/": 1,
}


def build(exchanges: int) -> dict[str, str]:
    """Make an archive as imports leave it; return the slug of something of each kind."""
    call_command("generate_corpus", exchanges=exchanges, seed=1, verbosity=0)
    search.rebuild()
    conference = Conference.objects.order_by("pk")[9]
    return {"conference": conference.slug} | {
        model._meta.model_name or "": model.objects.order_by("pk").values_list("slug", flat=True)[0]  # type: ignore[attr-defined]
        for model in (Speaker, Topic, Outlet, Series)
    }


class Steps:
    """Counts the steps of SQLite's machine."""

    def __init__(self) -> None:
        self.count = 0

    def __enter__(self) -> "Steps":
        connection.connection.set_progress_handler(self.tick, TICK)
        return self

    def __exit__(self, *error: object) -> None:
        connection.connection.set_progress_handler(None, 0)

    def tick(self) -> None:
        self.count += TICK


def test_every_page_type_is_cheap_on_an_archive_that_was_never_analysed(client: Client) -> None:
    names = build(2000)
    over = {}
    for path, thousands in THOUSANDS.items():
        with Steps() as steps:
            client.get(path.format(**names))
        if steps.count > thousands * 1000:
            over[path] = steps.count
    assert not over


def test_no_statement_reads_every_public_conference_for_each_row_of_another(client: Client) -> None:
    """That is what SQLite plans where it takes “published” for rare."""
    names = build(200)
    wrong = []
    for path in THOUSANDS:
        with CaptureQueriesContext(connection) as queries:
            client.get(path.format(**names))
        for sql in {each["sql"] for each in queries.captured_queries if each["sql"].startswith(("SELECT", "WITH"))}:
            wrong += [(path, line) for line in inner_lines(sql) if "(status=? AND published_at<?)" in line]
    assert not wrong


def inner_lines(sql: str) -> Iterator[str]:
    """The lines of a statement's plan that are run once for each row of a line above them."""
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + sql.replace("%", "%%"), [])
        inside: set[int] = set()
        for number, above, _, line in cursor.fetchall():
            if line.startswith("CORRELATED") or above in inside:
                inside.add(number)
                yield line


def test_statistics_are_the_same_after_a_migration_a_rebuild_and_by_hand() -> None:
    build(200)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM sqlite_stat1 ORDER BY tbl, idx")
        after_rebuild = cursor.fetchall()
        assert ("transcripts_conference", "conference_public", "20000 20000 1") in after_rebuild
        cursor.execute("ANALYZE")
        set_statistics(connection)
        cursor.execute("SELECT * FROM sqlite_stat1 ORDER BY tbl, idx")
        assert cursor.fetchall() == after_rebuild
        cursor.execute("DELETE FROM sqlite_stat1")
        call_command("migrate", verbosity=0)
        cursor.execute("SELECT * FROM sqlite_stat1 ORDER BY tbl, idx")
        assert cursor.fetchall() == after_rebuild
