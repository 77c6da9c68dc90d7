"""Sessions end by themselves, are on a list, and end together; a new browser is told by mail."""

import time
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests.builders import make_editor
from transcripts import actions
from transcripts.admin.accounts.devices import COOKIE
from transcripts.models import AccountEvent, DeskSession

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def log_in(client: Client) -> Any:
    sent = {"username": "editor", "password": "correct horse", "next": "/admin/"}
    return client.post("/admin/login/", sent, headers={"user-agent": FIREFOX}, REMOTE_ADDR="203.0.113.9")


def test_a_session_ends_when_it_is_idle_and_when_it_is_old(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    make_editor()
    now = time.time()
    for wait, status in (
        (settings.SESSION_IDLE_HOURS * 3600 - 60, 200),
        (settings.SESSION_IDLE_HOURS * 3600 + 700, 302),
    ):
        client = Client()
        log_in(client)
        monkeypatch.setattr("transcripts.admin.accounts.sessions.time.time", lambda: now)
        assert client.get("/admin/").status_code == 200
        monkeypatch.setattr("transcripts.admin.accounts.sessions.time.time", lambda wait=wait: now + wait)
        assert client.get("/admin/").status_code == status
    client = Client()
    monkeypatch.setattr("transcripts.admin.accounts.sessions.time.time", lambda: now)
    log_in(client)
    client.get("/admin/")
    settings.SESSION_IDLE_HOURS = 10_000
    monkeypatch.setattr("transcripts.admin.accounts.sessions.time.time", lambda: now + settings.SESSION_DAYS * 86_401)
    assert client.get("/admin/").status_code == 302


def test_ones_sessions_are_listed_and_end_together() -> None:
    make_editor()
    here, there = Client(), Client()
    for client in (here, there):
        log_in(client)
        assert client.get("/admin/").status_code == 200
    page = here.get("/admin/account/sessions/").content.decode()
    assert page.count("Firefox, Linux") == 2
    assert page.count("this one") == 1
    here.post("/admin/account/sessions/end/")
    assert here.get("/admin/").status_code == 200
    assert there.get("/admin/").status_code == 302
    assert DeskSession.objects.count() == 1


def test_a_new_browser_is_told_by_mail_and_a_known_one_is_not(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.HAS_MAIL = True
    editor = make_editor()
    editor.email = "editor@example.org"
    editor.save()
    client = Client()
    with django_capture_on_commit_callbacks(execute=True):
        log_in(client)
        mark = client.cookies[COOKIE]
        client.logout()
        client.cookies[COOKIE] = mark.value
        log_in(client)
    assert mail.outbox == []
    with django_capture_on_commit_callbacks(execute=True):
        log_in(Client())
    (told,) = mail.outbox
    assert told.to == ["editor@example.org"]
    assert "Firefox, Linux" in told.body
    assert "203.0.113.9" not in f"{told.body}{[*AccountEvent.objects.values()]}{[*DeskSession.objects.values()]}"
    assert mark["httponly"]


def test_what_is_over_is_tidied() -> None:
    editor = make_editor()
    log_in(Client())
    DeskSession.objects.update(began_at="2020-01-01T00:00Z")
    AccountEvent.objects.update(at="2020-01-01T00:00Z")
    assert (actions.forget_sessions(), actions.forget_account_events()) == (1, 1)
    assert editor.desk_sessions.count() == 0
