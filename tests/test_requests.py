"""What a request is told by, in the log and on pages of errors, and what the server refuses to be told."""

import json
import logging
import subprocess
import sys
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings
from django.test.client import RequestFactory

from pressroom.logs import JsonFormatter, OfficeMailHandler, RequestFilter
from tests.admin.forms import read_form
from tests.builders import make_conference, make_editor
from tests.views.pages import markup
from transcripts.caching import _tag, edition_stamp
from transcripts.middleware.addresses import address_of, network_of
from transcripts.models import DiskState
from transcripts.models.database import disk, table_release

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.django_db


def broken(*args: Any) -> None:
    raise RuntimeError("quillwort")


def test_an_error_has_a_number_that_the_log_has_too(monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    monkeypatch.setattr("transcripts.views.site.render", broken)
    with caplog.at_level(logging.INFO, "pressroom.requests"):
        page = Client(raise_request_exception=False).get("/about/?q=saxifrage")
    assert page.status_code == 500
    number = page["X-Request-ID"]
    assert number in page.content.decode()
    line = next(record for record in caplog.records if record.name == "pressroom.requests")
    assert line.facts | {"ms": 0} == {"route": "about/", "method": "GET", "status": 500, "ms": 0}
    assert "saxifrage" not in line.getMessage()


def test_a_line_of_the_log_is_json_without_addresses_of_anybody(client: Client) -> None:
    request = RequestFactory().get("/preview/a-secret-key/?q=words", REMOTE_ADDR="203.0.113.9")
    request.resolver_match = type("Match", (), {"route": "preview/<token:token>/"})()
    record = logging.LogRecord("django.request", 40, "", 1, "%s: %s", ("Internal Server Error", request.path), None)
    record.request = request
    assert RequestFilter().filter(record)
    said = json.loads(JsonFormatter().format(record))
    assert said["message"] == "Internal Server Error: preview/<token:token>/"
    assert not {"a-secret-key", "203.0.113.9", "words"} & set(json.dumps(said).split())


def test_an_error_is_mailed_once_and_without_the_request(mailoutbox: list[Any], settings: Any) -> None:
    settings.ADMINS = [("", "office@example.org")]
    for _ in range(2):
        try:
            broken(None)
        except RuntimeError:
            record = logging.LogRecord("django.request", 40, "", 1, "%s: %s", ("Error", "about/"), sys.exc_info())
            record.request_id = "5f3a"
            OfficeMailHandler().emit(record)
    (mail,) = mailoutbox
    assert mail.to == ["office@example.org"]
    assert "RuntimeError: quillwort" in mail.body
    assert "Request: 5f3a" in mail.body


def test_a_host_that_is_not_ours_and_a_head_are_told_in_no_line_but_their_own(client: Client, caplog: Any) -> None:
    refusals = logging.getLogger("django.security.DisallowedHost")
    known = [each for each in refusals.handlers if not type(each).__module__.startswith("_pytest")]
    assert ([type(each) for each in known], refusals.propagate) == ([logging.NullHandler], False)
    with caplog.at_level(logging.WARNING):
        answers = [client.get(path, headers={"host": "evil.example"}) for path in ("/", "/admin/", "/feed/")]
        answers += [client.head(path) for path in ("/", "/about/", "/feed/")]
    assert [answer.status_code for answer in answers] == [400, 400, 400, 200, 200, 200]
    assert {record.name for record in caplog.records} <= {"pressroom.requests", refusals.name}


def test_an_answer_to_head_has_the_headers_and_no_body(client: Client) -> None:
    for path in ("/", "/health/", "/feed/", "/nowhere/", "/versions/log.jsonl"):
        head, page = client.head(path), client.get(path)
        assert head.status_code == page.status_code
        assert b"".join(head.streaming_content if head.streaming else [head.content]) == b""
        assert head.headers.get("Content-Length") == page.headers.get("Content-Length")


def test_nobody_makes_a_tag_for_what_there_is_not(client: Client) -> None:
    plain = client.get("/feed/")["ETag"]
    made_up = plain.replace(_tag(edition_stamp(), "/feed/", ""), _tag(edition_stamp(), "/speakers/nobody/feed/", ""))
    assert made_up != plain
    with override_settings(SECRET_KEY="x" * 50):
        forged = plain.replace(_tag(edition_stamp(), "/feed/", ""), _tag(edition_stamp(), "/speakers/nobody/feed/", ""))
        assert client.get("/speakers/nobody/feed/", headers={"if-none-match": forged}).status_code != 200
    assert client.get("/speakers/nobody/feed/", headers={"if-none-match": plain}).status_code == 404


@pytest.mark.parametrize("number", ["32767", "32768", "99999999999999999999999"])
def test_of_an_exchange_that_no_conference_has_the_page_says_so(client: Client, number: str) -> None:
    page = client.get(f"{make_conference(exchanges=2).get_absolute_url()}{number}/")
    assert page.status_code == 404


def test_the_path_of_the_site_is_no_headers_to_say(client: Client) -> None:
    page = client.get("/", SCRIPT_NAME="/evil", headers={"script-name": "/evil", "x-script-name": "/evil"})
    assert "/evil" not in page.content.decode()


def test_the_servers_own_configuration_takes_no_header_for_the_path() -> None:
    """Our gunicorn.conf.py, as `make run`, the unit of systemd and the image start it."""
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--print-config", "pressroom.wsgi"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    said = dict(line.split("=", 1) for line in done.stdout.replace(" ", "").splitlines() if "=" in line)
    assert (said["forwarder_headers"], said["forwarded_allow_ips"], said["header_map"]) == ("[]", "[]", "drop")
    assert "h" not in said["access_log_format"].replace("%(", "").replace(")s", "")


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # no proxy of ours: it may write what it likes
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "192.0.2.66, 198.51.100.1", "198.51.100.1"),  # the first was sent by whoever asks
        ("10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "rubbish", "10.0.0.1"),
        ("10.0.0.1", "[2001:db8::1]:443", "2001:db8::1"),
        ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
    ],
)
def test_only_our_proxies_say_who_asks(peer: str, forwarded: str, address: str, settings: Any) -> None:

    settings.TRUSTED_PROXIES = (ip_network("10.0.0.0/30"),)
    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers={"x-forwarded-for": forwarded})
    assert str(address_of(request)) == address


def test_an_address_of_ipv6_is_counted_with_its_network() -> None:

    assert network_of(ip_address("2001:db8:1:2:3:4:5:6")) == "2001:db8:1:2::/64"
    assert network_of(ip_address("203.0.113.9")) == "203.0.113.9"


def test_metrics_are_for_whoever_knows_the_token(client: Client, settings: Any) -> None:
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "campion"
    client.get("/about/?q=quillwort")
    assert client.get("/metrics", headers={"authorization": "Bearer wrong"}).status_code == 404
    said = client.get("/metrics", headers={"authorization": "Bearer campion"}).content.decode()
    assert 'pressroom_requests_total{view="transcripts:about",method="GET",status="200"' in said
    assert "quillwort" not in said


def test_ready_says_part_by_part_what_is_wrong(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    good = {"status": "ok", "database": "ok", "migrations": "ok", "cache": "ok", "index": "ok", "disk": "ok"}
    assert client.get("/health/live/").json() == {"status": "ok"}
    monkeypatch.setattr("transcripts.views.health.disk_state", lambda: DiskState.OK)
    assert client.get("/health/ready/").json() == good
    monkeypatch.setattr("transcripts.views.health.disk_state", lambda: DiskState.FULL)
    full = client.get("/health/ready/")
    assert (full.status_code, full.json()) == (200, good | {"status": "degraded", "disk": "full"})


def test_nobody_is_answered_from_tables_that_are_older_than_the_code(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any, caplog: Any
) -> None:
    monkeypatch.setattr(table_release._Known, "is_older", None)
    settings.CACHE_URL = ""
    make_conference("Night ferries")
    assert "Night ferries" in client.get("/conferences/").content.decode()
    newest = MigrationRecorder.Migration.objects.filter(app="transcripts").order_by("name").last()
    assert newest
    newest.delete()
    table_release.watch_tables()  # as a process does that starts now
    assert client.get("/conferences/").status_code == 200  # it is kept, and was made from this release's tables
    for path, said in (("/about/", "The press room is being updated"), ("/zh-hans/about/", "本站正在更新")):
        page = client.get(path)
        assert (page.status_code, page["Retry-After"], page["Cache-Control"]) == (503, "5", "no-store")
        assert said in page.content.decode()
    ready = client.get("/health/ready/")
    assert (ready.status_code, ready.json()["migrations"]) == (503, "waiting")
    assert client.get("/health/live/").status_code == 200
    MigrationRecorder.Migration.objects.create(app=newest.app, name=newest.name)
    table_release._Known.ask_at = 0.0  # a second has passed
    assert client.get("/about/").status_code == 200
    assert client.get("/health/ready/").status_code == 200
    assert not any(record.exc_info for record in caplog.records)


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_a_full_disk_is_said_and_readers_go_on() -> None:
    make_conference("Night ferries")
    desk = Client(raise_request_exception=False)
    desk.force_login(make_editor())
    form = read_form(desk, "/admin/transcripts/topic/add/") | {"name": "Harbours"}
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        try:
            refused = desk.post("/admin/transcripts/topic/add/", form)
            read = desk.get("/conferences/")
        finally:
            cursor.execute("PRAGMA query_only = OFF")
    assert refused.status_code == 503
    assert "nothing of this was saved" in refused.content.decode()
    assert "Night ferries" in read.content.decode()


def test_a_format_that_oembed_lacks_is_no_error_of_ours(client: Client, caplog: Any) -> None:
    with caplog.at_level(logging.INFO):
        assert client.get("/oembed?format=xml&url=http://127.0.0.1:8000/").status_code == 501
    assert caplog.records
    assert "ERROR" not in {record.levelname for record in caplog.records}


def test_what_the_database_refuses_is_said_and_may_be_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL statement_timeout = 20")
                cursor.execute("SELECT pg_sleep(5)")
            raise disk.OperationalError("database is locked")

    reader = Client(raise_request_exception=False)
    monkeypatch.setattr("transcripts.views.site.render", fail)
    refused = reader.get("/about/")
    assert (refused.status_code, refused["Retry-After"], refused["Cache-Control"]) == (503, "10", "no-store")
    assert "Try again in a moment" in markup(refused)


def test_what_a_disk_refuses_is_known_from_its_error() -> None:
    for error, state in (
        (OSError(28, "No space left on device"), DiskState.FULL),
        (OSError(30, "Read-only file system"), DiskState.READ_ONLY),
        (disk.OperationalError("database or disk is full"), DiskState.FULL),
        (disk.OperationalError("attempt to write a readonly database"), DiskState.READ_ONLY),
        (disk.OperationalError("database is locked"), None),
        (RuntimeError("disk"), None),
    ):
        assert disk.refused_by_disk(error) is state


def test_security_txt_says_where_to_report(client: Client, settings: Any) -> None:
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    page = client.get("/.well-known/security.txt")
    assert page["Content-Type"] == "text/plain; charset=utf-8"
    assert "Contact: mailto:security@example.org\n" in page.content.decode()
