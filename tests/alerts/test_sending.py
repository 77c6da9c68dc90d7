"""Handing over to the mail server: refusals, lost connections, bounces, two senders, and one that is killed."""

import fcntl
import io
import os
import random
import signal
import sys
import time
from collections import Counter
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from tests.alerts.mail_server import MailServer
from tests.alerts.test_alerts import follow, publish, send
from tests.documents import exchange
from transcripts import actions
from transcripts.alerts import find_news
from transcripts.models import AlertMessage, Subscription

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
ROUNDS = int(os.environ.get("KILLS", "1"))
DICE = random.Random(5)  # noqa: S311


def bounce_to(address: str, action: str = "failed", status: str = "5.1.1") -> bytes:
    """A report as Postfix writes it (RFC 3464)."""
    return f"""Return-Path: <>
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
To: {address}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.org.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
Arrival-Date: Mon, 30 Nov 2026 07:13:28 +0000 (UTC)

Final-Recipient: rfc822; reader@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 unknown

--b
Content-Type: text/rfc822-headers

Subject: Everything
Message-ID: <1@127.0.0.1>

--b--
""".encode()


def take(data: bytes, monkeypatch: pytest.MonkeyPatch, **options: str) -> str:
    out = StringIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    call_command("take_bounce", stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_the_third_message_that_comes_back_ends_a_subscription(
    mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, other = follow(), follow("corrections")
    publish(exchange(1))
    [news] = send(mail_server)
    assert news.sender == f"bounces+{row.token}@press.example.org"
    assert len(news.sender.partition("@")[0]) <= 64
    data = bounce_to(news.sender)
    for action, status in (("delayed", "4.4.1"), ("failed", "4.4.7"), ("failed", "5.7.1"), ("failed", "5.2.2")):
        assert "nothing was counted" in take(bounce_to(news.sender, action, status), monkeypatch)
    assert take(data, monkeypatch) == "Counted.\n"
    assert take(bounce_to("postmaster@press.example.org"), monkeypatch, to=news.sender.upper()) == "Counted.\n"
    assert take(data, monkeypatch) == "The subscription has ended.\n"
    assert take(data, monkeypatch) == "There is no such subscription any more.\n"
    assert list(Subscription.objects.all()) == [other]


@pytest.mark.django_db
def test_bounces_long_apart_and_what_is_no_bounce_of_ours_end_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    row = follow()
    address = f"bounces+{row.token}@press.example.org"
    for _ in range(2):
        take(bounce_to(address), monkeypatch)
    Subscription.objects.update(bounced_at=timezone.now() - timedelta(days=31))
    assert take(bounce_to(address), monkeypatch) == "Counted.\n"
    assert Subscription.objects.get().bounces == 1
    forged = f"bounces+{row.key}{'0' * 16}@press.example.org"
    for data in (bounce_to(forged), bounce_to("x@example.org"), b"", b"\xff\0" * 500, bounce_to(address)[:40]):
        assert "no return address" in take(data, monkeypatch)
    assert "no report" in take(f"To: {address}\n\nI am away until Monday.\n".encode(), monkeypatch)
    assert Subscription.objects.get().bounces == 1


@pytest.mark.django_db
def test_what_the_server_refuses_for_good_counts_and_what_it_refuses_for_now_waits(mail_server: MailServer) -> None:
    follow(address="gone@example.org")
    follow(address="later@example.org")
    follow(address="there@example.org")
    for number in range(3):
        publish(exchange(number + 1), title=f"Pier {number}")
        assert [each.recipient for each in send(mail_server)] == ["there@example.org"]
    assert not Subscription.objects.of_address("gone@example.org").exists()
    waiting = AlertMessage.objects.get(subscription__in=Subscription.objects.of_address("later@example.org"))
    assert (waiting.state, waiting.answer, len(waiting.items)) == ("waiting", 451, 3)
    assert waiting.due_at > timezone.now()
    for _ in range(actions.alerts.TRIES):
        AlertMessage.objects.filter(state="waiting").update(due_at=timezone.now())
        assert send(mail_server) == []
    waiting.refresh_from_db()
    assert (waiting.state, waiting.items) == ("failed", [])
    assert not any("@example.org" in str(each) for each in AlertMessage.objects.values())


@pytest.mark.django_db
def test_a_server_that_is_away_costs_nothing(mail_server: MailServer, settings: Any) -> None:
    follow()
    publish(exchange(1))
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    for _ in range(3):
        with pytest.raises(CommandError, match="what is due waits"):
            call_command("send_alerts", stdout=StringIO())
    assert AlertMessage.objects.get().tries == 0
    settings.EMAIL_PORT = port
    assert len(send(mail_server)) == 1


@pytest.mark.django_db
def test_another_key_stops_the_sender_and_says_so(mail_server: MailServer, settings: Any) -> None:
    follow()
    publish(exchange(1))
    key, settings.ALERTS_KEY = settings.ALERTS_KEY, "another key that is also long enough, though"
    with pytest.raises(CommandError, match="ALERTS_KEY"):
        call_command("send_alerts", stdout=StringIO())
    assert mail_server.accepted() == []
    settings.ALERTS_KEY = key
    AlertMessage.objects.update(due_at=timezone.now())
    assert len(send(mail_server)) == 1


@pytest.mark.django_db
def test_a_server_that_takes_nothing_from_us_ends_no_subscription(mail_server: MailServer, settings: Any) -> None:
    follow(address="relay@example.org")
    publish(exchange(1))
    assert send(mail_server) == []
    settings.ALERTS_BOUNCES = "refused@press.example.org"
    AlertMessage.objects.update(due_at=timezone.now())
    with pytest.raises(CommandError, match="550"):
        call_command("send_alerts", stdout=StringIO())
    row = Subscription.objects.get()
    assert (row.bounces, row.messages.get().state) == (0, "sending")
    settings.ALERTS_BOUNCES = ""
    row.set_address("there@example.org")
    row.save()
    [sent] = send(mail_server)
    assert sent.sender == settings.DEFAULT_FROM_EMAIL


@pytest.mark.django_db
def test_of_two_senders_one_does_nothing(mail_server: MailServer, tmp_path: Path) -> None:
    follow()
    publish(exchange(1))
    with (tmp_path / "alerts.lock").open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        out = StringIO()
        call_command("send_alerts", stdout=out)
        assert out.getvalue() == "Another send_alerts is at work.\n"
    assert len(send(mail_server)) == 1


@pytest.mark.django_db
def test_what_another_machine_is_sending_is_left_to_it_until_it_is_taken_for_dead() -> None:
    follow()
    publish(exchange(1))
    news = actions_news()
    assert actions.alerts.queue_news(news) == 1
    [key] = actions.alerts.due_messages("one")
    assert actions.alerts.claim_message(key, "one") is not None
    assert actions.alerts.claim_message(key, "other") is None
    assert actions.alerts.due_messages("other") == []
    assert actions.alerts.due_messages("one") == [key]
    AlertMessage.objects.update(begun_at=timezone.now() - timedelta(minutes=16))
    first = actions.alerts.claim_message(key, "other")
    assert first is not None
    assert (first.tries, actions.alerts.claim_message(key, "one")) == (2, None)


def actions_news() -> actions.alerts.News:
    news = find_news()
    assert news is not None
    return news


def sender() -> int:
    """Start a sender in a process of its own; return the process."""
    connection.close()  # no connection is in two processes
    pid = os.fork()
    if not pid:
        status = 1
        try:
            call_command("send_alerts", stdout=StringIO())
            status = 0
        finally:
            os._exit(status)
    return pid


def kill_at_random(server: MailServer, *, kills: int) -> Counter[tuple[str, str]]:
    """Tell all readers of one exchange while the sender is killed at random; return what was accepted."""
    publish(exchange(1), title=f"Killed {kills}")
    for _ in range(kills):
        before, pid = len(server.accepted()), sender()
        until = time.monotonic() + 20
        is_there = True
        while is_there and len(server.accepted()) == before and time.monotonic() < until:
            time.sleep(0.002)  # a kill before the first message would only try the start
            is_there = os.waitpid(pid, os.WNOHANG) == (0, 0)  # it ends by itself when nothing is left to send
        if is_there:
            time.sleep(DICE.uniform(0.0, 0.08))
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
    for _ in range(2):
        assert os.waitstatus_to_exitcode(os.waitpid(sender(), 0)[1]) == 0
    assert not AlertMessage.objects.unsettled().exists()
    return Counter((each.recipient, str(each.mail["Message-ID"])) for each in server.accepted())


@pytest.mark.usefixtures("database_for_threads")
def test_a_sender_that_is_killed_loses_nothing_and_repeats_under_the_same_id(mail_server: MailServer) -> None:
    for number in range(30):
        follow(address=f"r{number}@example.org")
    found = kill_at_random(mail_server, kills=3)
    assert {recipient for recipient, _ in found} == {f"r{number}@example.org" for number in range(30)}
    assert len(found) == 30  # one Message-ID for each
    assert sum(found.values()) <= 33  # at most one a kill was in the gap between answer and mark


@pytest.mark.drill
@pytest.mark.usefixtures("database_for_threads")
def test_a_sender_that_is_killed_again_and_again(mail_server: MailServer) -> None:
    kills = max(20, ROUNDS)
    for number in range(400):
        follow(address=f"r{number}@example.org")
    found = kill_at_random(mail_server, kills=kills)
    assert {recipient for recipient, _ in found} == {f"r{number}@example.org" for number in range(400)}
    assert len(found) == 400
    twice = sum(found.values()) - 400
    assert twice <= kills
    sys.stdout.write(f"\n{connection.vendor}: {kills} kills, 400 readers, none lost, {twice} once more, same id\n")
