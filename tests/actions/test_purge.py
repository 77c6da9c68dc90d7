"""Caches in front of the site are told to forget, by a real request to a real server."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.db import transaction

from tests.builders import make_conference, make_draft, make_photo
from tests.documents import document, exchange
from transcripts import actions
from transcripts.actions import Change
from transcripts.models import Status

pytestmark = pytest.mark.django_db
SENT = ("POST", "/purge", "Bearer secret", {"purge_everything": True})


class Cache(HTTPServer):
    """A cache that keeps what it is asked, and answers with `status`."""

    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[Any] = []


class _Handler(BaseHTTPRequestHandler):
    server: Cache

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.command, self.path, self.headers["Authorization"], body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def cache(settings: Any) -> Iterator[Cache]:
    server = Cache()
    settings.PURGE_URL = f"http://127.0.0.1:{server.server_port}/purge"
    settings.PURGE_TOKEN = "secret"
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_withdrawal_purges_once_it_is_committed(cache: Cache, django_capture_on_commit_callbacks: Any) -> None:
    conference = make_conference()
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(conference, reason="Another meeting.")
        assert cache.asked == []
    assert cache.asked == [SENT]


def test_a_withdrawal_that_is_undone_purges_nothing(cache: Cache, django_capture_on_commit_callbacks: Any) -> None:
    conference = make_conference()
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        actions.withdraw(conference, reason="Another meeting.")
        transaction.set_rollback(True)
    assert cache.asked == []


def test_a_removal_purges_and_other_changes_do_not(cache: Cache, django_capture_on_commit_callbacks: Any) -> None:
    conference = make_draft()
    actions.reconcile(conference, document(exchange(1), exchange(2)))
    actions.publish(conference)
    photo = make_photo(conference)
    with django_capture_on_commit_callbacks(execute=True):
        actions.reconcile(
            conference, document(exchange(1), exchange(2), venue="Pier 4"), Change(note="Venue.", is_major=False)
        )
        actions.save_attachments(conference, [], change=Change(note="Nothing."))
    assert cache.asked == []
    with django_capture_on_commit_callbacks(execute=True):
        actions.reconcile(conference, document(exchange(1)), Change(note="Of another meeting.", is_major=False))
    assert cache.asked == [SENT]
    with django_capture_on_commit_callbacks(execute=True):
        actions.save_attachments(conference, [], change=Change(note="Not ours."), removed=[photo])
    assert cache.asked == [SENT, SENT]


@pytest.mark.parametrize("status", [500, 403, None])
def test_a_cache_that_refuses_or_is_away_undoes_nothing(
    cache: Cache,
    status: int | None,
    settings: Any,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Any,
) -> None:
    if status:
        cache.status = status
    else:
        settings.PURGE_URL = "http://127.0.0.1:9/purge"
    conference = make_conference()
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(conference, reason="Another meeting.")
    conference.refresh_from_db()
    assert conference.status == Status.WITHDRAWN
    assert "PURGE_URL" in caplog.text


def test_without_the_setting_nothing_is_asked(
    cache: Cache, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.PURGE_URL = ""
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(make_conference(), reason="Another meeting.")
    assert cache.asked == []
