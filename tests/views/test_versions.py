"""Versions on the readers' site: past texts, their list, the log, verification, and Memento."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date
from memento_client import MementoClient

from tests.actions.transcript.test_versions import DOCUMENT, MINOR, enter, with_words
from tests.builders import make_handout
from tests.test_public_doors import unpacked
from transcripts import actions
from transcripts.document import NO_LINE, line_digest, verify_version
from transcripts.exports import FORMATS
from transcripts.models import Conference, Removal, Speaker
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db

MAJOR = actions.Change(note="It leaves at one.", is_major=True)
FIRST, SECOND, THIRD = (datetime(2024, 3, day, 10, 0, 0, 500_000, tzinfo=UTC) for day in (12, 14, 20))


@pytest.fixture
def conference() -> Conference:
    """A conference with three versions: at two, at one, and with another venue."""
    made = enter()
    actions.publish(made)
    actions.reconcile(made, with_words(made, "At one."), MAJOR)
    actions.reconcile(made, replace(read(made), venue="Town Hall"), MINOR)
    previous = NO_LINE
    for version, time in zip(made.versions.order_by("number"), (FIRST, SECOND, THIRD), strict=True):
        version.made_at, version.previous = time, previous
        version.save()
        previous = line_digest(version.log_line())
    return made


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_every_file_of_a_version_has_the_words_of_then(client: Client, conference: Conference) -> None:
    stem = conference.get_absolute_url().rstrip("/")
    exchange = read(conference).exchanges[0].public_id
    for suffix in (suffix for suffix, form in FORMATS.items() if not form.needs_times):
        for path in (f"{stem}.{suffix}", f"/exchanges/{exchange}.{suffix}"):
            answer = client.get(f"{path}?version=1")
            assert answer.status_code == 200, path
            then = re.sub(r"\s+", " ", unpacked(answer.content))
            assert "At two." in then, path
            assert "At one." not in then, path
            assert suffix in ("txt", "json") or "?version=1" in then, path
            assert client.get(f"{path}?version=9").status_code == 404, path


@pytest.mark.parametrize("tail", ["", "full/"])
def test_a_version_shows_the_words_of_then_and_is_marked(client: Client, conference: Conference, tail: str) -> None:
    path = f"{conference.get_absolute_url()}{tail}"
    then, now = page(client, f"{path}?version=1"), page(client, path)
    assert "At two." in then
    assert "At two." not in now.partition("corrected")[0]
    assert "Version 1 of 3" in then
    assert "Quay House" in then
    assert "Version 1" not in now
    assert '<meta name="robots" content="noindex">' in then
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{path}">' in then
    assert f"{conference.get_absolute_url()}versions/?since=1" in then
    assert f'href="{path}"' in then
    assert f'href="{conference.get_absolute_url()}.json' not in then
    assert ".json?version=1" in then


def test_ids_are_those_of_then(client: Client, conference: Conference) -> None:
    turn = list(conference.versions.get(number=1).revision.transcript.turns)[1]
    then = page(client, f"{conference.get_absolute_url()}?version=1")
    assert f'id="{turn.public_id}"' in then
    assert all(f'id="{each}"' in then for each in turn.paragraph_ids if each)


def test_names_lead_to_the_people_of_today(client: Client, conference: Conference) -> None:
    speaker = Speaker.objects.get()
    speaker.name, speaker.slug = "Ines Calder-Reyl", "ines-calder-reyl"
    speaker.save()
    then = page(client, f"{conference.get_absolute_url()}?version=1")
    assert "/speakers/ines-calder-reyl/" in then
    assert "Ines Calder<" in then


def test_attachments_are_not_part_of_a_version(client: Client, conference: Conference) -> None:
    make_handout(conference, title="Timetable")
    assert "Timetable" in page(client, conference.get_absolute_url())
    then = page(client, f"{conference.get_absolute_url()}?version=3")
    assert "Timetable" not in then
    assert "not part of it" in then


@pytest.mark.parametrize("tail", ["", "2/", "full/"])
def test_an_unknown_version_is_a_404(client: Client, conference: Conference, tail: str) -> None:
    for number in ("4", "99999999999999999999"):
        assert client.get(f"{conference.get_absolute_url()}{tail}?version={number}").status_code == 404
    assert client.get(f"{conference.get_absolute_url()[:-1]}.json?version=4").status_code == 404


@pytest.mark.parametrize("value", ["x", "0", "-1", "01", "1.0", "１", "%00"])
def test_a_bad_version_is_ignored_and_said(client: Client, conference: Conference, value: str) -> None:
    now = page(client, f"{conference.get_absolute_url()}?version={value}")
    assert "is not known here, so it was ignored" in now
    assert "At one." in now.replace('<ins class="righted">', "").replace("</ins>", "")
    assert client.get(f"{conference.get_absolute_url()[:-1]}.json?version={value}").status_code == 400


def test_a_translation_cannot_stand_beside_a_version_and_that_is_said(client: Client, conference: Conference) -> None:
    assert "so it was ignored" in page(client, f"{conference.get_absolute_url()}?version=1&with=zh-hans")


def test_withdrawn_is_gone_at_all_of_them(client: Client, conference: Conference) -> None:
    paths = [conference.get_absolute_url() + tail for tail in ("?version=1", "versions/", "timegate/", "timemap/")]
    paths += [f"{conference.get_absolute_url()[:-1]}.json?version=1", conference.get_permanent_url()]
    actions.withdraw(conference, reason="It was another meeting.")
    assert [client.get(path).status_code for path in paths] == [410] * len(paths)
    assert len(client.get("/versions/log.jsonl").getvalue().splitlines()) == 3


def test_version_one_of_a_scheduled_one_is_there_from_the_first_second(client: Client) -> None:
    conference = enter()
    actions.publish(conference, at=timezone.now() + timedelta(days=1))
    path = conference.get_absolute_url()
    assert client.get(f"{path}?version=1").status_code == 404
    assert client.get("/versions/log.jsonl").getvalue() == b""
    Conference.objects.update(published_at=timezone.now() - timedelta(seconds=1))
    assert "At two." in page(client, f"{path}?version=1")
    assert "Version 1" in page(client, f"{path}versions/")
    form = client.get(f"{path[:-1]}.json?version=1").json()
    assert verify_version(form) == 0
    assert client.get("/versions/log.jsonl").getvalue() == b""
    call_command("tidy", verbosity=0)
    [line] = client.get("/versions/log.jsonl").getvalue().splitlines()
    assert json.loads(line)["digest"] == form["digest"]


def test_the_list_says_what_each_version_changed_and_what_happened_between(
    client: Client, conference: Conference
) -> None:
    make_handout(conference, title="Timetable")
    actions.withdraw(conference, reason="For a day.")
    actions.publish(conference)
    text = page(client, f"{conference.get_absolute_url()}versions/")
    for words in ("Version 3", "Venue", "Version 2", "It leaves at one.", "Published for the first time."):
        assert words in text
    for words in ("Photos, handouts or video changed", "Withdrawn", "For a day.", "Published again"):
        assert words in text
    assert "Misheard." not in text  # the note of a minor change is the desk's
    assert all(each.digest in text for each in conference.versions.all())


def test_the_list_shows_the_difference_to_now(client: Client, conference: Conference) -> None:
    path = f"{conference.get_absolute_url()}versions/"
    text = page(client, f"{path}?since=1")
    assert "Venue" in text
    assert "two" in text
    assert "Nothing that readers can see has changed since." in page(client, f"{path}?since=3")
    assert client.get(f"{path}?since=4").status_code == 404
    assert "was ignored" in page(client, f"{path}?since=x")
    assert client.get(f"{path}?page=2").status_code == 404


def test_a_download_of_a_version_is_verified_offline(
    client: Client, conference: Conference, tmp_path: Path, capsys: Any
) -> None:
    file, log = tmp_path / "version.json", tmp_path / "log.jsonl"
    file.write_bytes(client.get(f"{conference.get_absolute_url()[:-1]}.json?version=2").content)
    log.write_bytes(client.get("/versions/log.jsonl").getvalue())
    call_command("verify", file, log=log)
    assert "line 2 says the same. 3 lines are chained" in capsys.readouterr().out
    form = json.loads(file.read_text())
    assert (form["title"], form["version"], form["conference"]) == ("Night ferries", 2, conference.public_id)
    assert form["leaves"]["head"]["title"]["text"] == "Night ferries"
    for old, new in (("At one.", "At six."), ('"version": 2', '"version": 3'), (form["digest"], "0" * 64)):
        file.write_text(json.dumps(form, ensure_ascii=False).replace(old, new))
        with pytest.raises(CommandError):
            call_command("verify", file, log=log)
    file.write_text(json.dumps(form))
    log.write_text(log.read_text().replace('"version": 1', '"version": 7'))
    with pytest.raises(CommandError):
        call_command("verify", file, log=log)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify", tmp_path / "nothing.json")
    file.write_text("[1]")
    with pytest.raises(CommandError, match="is not a JSON object"):
        call_command("verify", file)


def test_removed_words_are_in_no_version_and_proved_by_their_digest(client: Client, conference: Conference) -> None:
    leaf = conference.versions.get(number=1)
    Removal.objects.create(
        conference=conference,
        revision=conference.versions.get(number=2).revision,
        reason="They were private.",
        words=["At two"],
        made_by_name="editor",
        made_at=timezone.now(),
    )
    root = conference.get_absolute_url()
    for path in (f"{root}?version=1", f"{root}full/?version=1", f"{root}versions/", f"{root}versions/?since=1"):
        assert "two" not in page(client, path), path
    answer = client.get(f"{root[:-1]}.json?version=1")
    assert b"At two" not in answer.content
    form = answer.json()
    assert verify_version(form) == 1
    assert form["digest"] == leaf.digest
    assert not [
        salt for key, salt in leaf.salts.items() if salt in answer.content.decode() and key in answer.content.decode()
    ]
    assert b"two" not in client.get(f"{root[:-1]}.txt?version=1").content
    assert "They were private." in page(client, f"{root}versions/")


def test_the_permanent_id_of_a_conference_follows_its_address(client: Client, conference: Conference) -> None:
    old = conference.slug
    response = client.get(f"{conference.get_permanent_url()}?version=2")
    assert (response.status_code, response["Location"]) == (302, f"/conferences/{old}/?version=2")
    Conference.objects.update(slug="another")
    assert client.get(conference.get_permanent_url())["Location"] == "/conferences/another/"
    assert client.get(enter(replace(DOCUMENT, title="Draft")).get_permanent_url()).status_code == 404
    assert client.get("/c/2222222222222/").status_code == 404


def test_the_log_has_no_titles_and_is_followed_by_a_feed(client: Client, conference: Conference) -> None:
    lines = [json.loads(line) for line in client.get("/versions/log.jsonl").getvalue().splitlines()]
    assert [list(line) for line in lines] == [["number", "time", "conference", "version", "digest", "previous"]] * 3
    feed = page(client, "/versions/feed/")
    assert "Night ferries" not in feed
    assert lines[2]["digest"] in feed
    about = page(client, "/versions/")
    assert "3 lines" in about


def gate(client: Client, conference: Conference, at: datetime | str | None, query: str = "") -> Any:
    asked = http_date(at.timestamp()) if isinstance(at, datetime) else at
    headers = {"Accept-Datetime": asked} if asked else {}
    return client.get(f"{conference.get_absolute_url()}timegate/{query}", headers=headers)


@pytest.mark.parametrize(
    ("at", "number"),
    [
        (FIRST - timedelta(days=400), 1),
        (FIRST, 1),
        (SECOND - timedelta(seconds=1), 1),
        (SECOND, 2),
        (THIRD - timedelta(days=1), 2),
        (THIRD + timedelta(days=400), 3),
        (None, 3),
    ],
)
def test_the_timegate_leads_to_what_stood_then(
    client: Client, conference: Conference, at: datetime | None, number: int
) -> None:
    response = gate(client, conference, at)
    assert response.status_code == 302
    assert response["Location"] == f"{conference.get_absolute_url()}?version={number}"
    assert response["Vary"] == "Accept-Datetime"
    assert response["Cache-Control"] == "no-store"
    assert 'rel="original"' in response["Link"]


def test_a_timegate_refuses_what_is_no_date_and_keeps_the_page(client: Client, conference: Conference) -> None:
    assert gate(client, conference, "yesterday").status_code == 400
    assert gate(client, conference, FIRST, "?page=x").status_code == 400
    full = gate(client, conference, FIRST, "?page=full")
    assert full["Location"] == f"{conference.get_absolute_url()}full/?version=1"


def test_versions_say_from_when_they_stood_and_pages_only_where_to_ask(client: Client, conference: Conference) -> None:
    root = conference.get_absolute_url()
    then, now = client.get(f"{root}?version=2"), client.get(root)
    assert then["Memento-Datetime"] == "Thu, 14 Mar 2024 10:00:00 GMT"
    for rel in ("original", "timegate", "timemap", "first prev memento", "memento", "last next memento"):
        assert f'rel="{rel}"' in then["Link"] or f'rel="{" ".join(reversed(rel.split()[:-1]))} memento"' in then["Link"]
    assert "Memento-Datetime" not in now
    assert "Accept-Datetime" not in now.get("Vary", "")
    assert f'{root}timegate/>; rel="timegate"' in now["Link"]
    timemap = client.get(f"{root}timemap/")
    assert timemap["Content-Type"] == "application/link-format"
    assert timemap.content.decode().count("memento") == 3


@pytest.mark.filterwarnings("ignore:No directory at")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_independent_client_agrees(live_server: Any, settings: Any, conference: Conference) -> None:
    settings.SITE_URL = live_server.url
    original = live_server.url + conference.get_absolute_url()
    for at, number in ((FIRST - timedelta(days=9), 1), (SECOND, 2), (THIRD - timedelta(hours=1), 2), (THIRD, 3)):
        with MementoClient() as memento:
            found = memento.get_memento_info(original, at.replace(tzinfo=None, microsecond=0))
        assert found["original_uri"] == original
        assert found["timegate_uri"] == f"{original}timegate/"
        closest = found["mementos"]["closest"]
        assert closest["uri"] == [f"{original}?version={number}"]
        assert closest["datetime"] == (FIRST, SECOND, THIRD)[number - 1].replace(tzinfo=None, microsecond=0)
        assert found["mementos"]["first"]["uri"] == [f"{original}?version=1"]
        assert found["mementos"]["last"]["uri"] == [f"{original}?version=3"]
