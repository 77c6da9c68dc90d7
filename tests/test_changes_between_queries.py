"""Pages that are read while the site changes: no moment between two of its queries makes a page fail."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.builders import make_speaker, make_topic
from tests.documents import document, exchange
from tests.test_query_budgets import BUDGETS, FIRST, build
from transcripts import actions
from transcripts.models import Announcement, Conference, Series, Speaker, Topic

pytestmark = pytest.mark.django_db
# Every so-manieth page of each change, and every so-manieth moment of it.
PAGES, MOMENTS = (1, 1) if os.environ.get("MOMENTS") == "all" else (9, 4)
PATHS = [path for path in BUDGETS if path != "/versions/log.jsonl"]  # which is streamed
FINE = {200, 301, 302, 404, 410}


def first() -> Conference:
    return Conference.objects.get(title="Night ferries")


def withdraw() -> None:
    actions.withdraw(first(), reason="Published too early.")


def shorten() -> None:
    actions.reconcile(first(), document(exchange(), title="Day ferries"), actions.Change(note="Cut.", is_major=True))


def rename() -> None:
    for record in (Speaker.objects.get(slug="ines-calder"), Series.objects.get(slug="ports")):
        record.slug = f"{record.slug}-2"
        record.save()
        actions.bump_edition()


def merge() -> None:
    actions.merge_names(make_speaker("Ines Calder the Elder"), Speaker.objects.get(slug="ines-calder"))
    actions.merge_names(make_topic("Crossings"), Topic.objects.get(slug="river-crossings"))


def end() -> None:
    running = Conference.objects.get(running_since__isnull=False)
    actions.withdraw(running, reason="Put off.", change=actions.Change())
    for each in Announcement.objects.in_place():
        actions.withdraw_announcement(each.conference, change=actions.Change(note="Put off."))


CHANGES = [withdraw, shorten, rename, merge, end]
REFUSED = {rename: [400], merge: [400]}  # files and the API know no filter by a name that is none


@contextmanager
def after_query(number: int, change: Callable[[], None]) -> Iterator[None]:
    """Carry out the change once so many queries have been answered."""
    answered = 0

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal answered
        found = execute(sql, params, many, context)
        answered += 1
        if answered == number:
            change()
        return found

    with connection.execute_wrapper(count):
        yield


@pytest.mark.parametrize("change", CHANGES)
def test_no_moment_between_two_queries_fails(client: Client, change: Callable[[], None]) -> None:
    build(6)
    client.raise_request_exception = False
    failed = []
    for at, path in enumerate(PATHS):
        if at % PAGES != CHANGES.index(change) % PAGES:
            continue
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        for number in range(1 + at % MOMENTS, len(queries) + 1, MOMENTS):
            with transaction.atomic():
                with after_query(number, change):
                    status = client.get(path).status_code
                transaction.set_rollback(True)
            if status not in {*FINE, *REFUSED.get(change, ())}:
                failed.append(f"{path} after {number}: {status}")
    assert not failed, "\n".join(failed)


def test_what_fails_for_another_reason_fails_once(client: Client) -> None:
    """And says so: a page is made a second time only where the site has changed meanwhile."""
    build(6)
    client.raise_request_exception = False
    asked = 0

    def fail(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal asked
        if "transcripts_version" in sql:
            asked += 1
            raise LookupError
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail):
        assert client.get(f"{FIRST}versions/").status_code == 500
    assert asked == 1


def test_an_editor_reads_the_same_as_everybody_else(admin_client: Client) -> None:
    build(6)
    with after_query(3, withdraw):
        assert admin_client.get(f"{FIRST}versions/").status_code in FINE
