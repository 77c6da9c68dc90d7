"""The page of a running transcript, and the poll for what has come since."""

import io
import json
import re
import zipfile
from datetime import timedelta

import pypdfium2
import pytest
from django.test import Client
from django.utils import timezone

from tests.actions.workflow.test_running import (
    ANSWER,
    NOBODY,
    QUESTION,
    close,
    correct,
    long_after,
    released,
    started,
)
from tests.builders import make_announced, make_conference, make_exchange
from transcripts import actions, search
from transcripts.actions import Typed
from transcripts.intake import parse_text, render_sheet
from transcripts.models import Conference, Exchange, Turn
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db
QUICK = "public, max-age=0, must-revalidate, s-maxage=5"


def page(client: Client, conference: Conference, query: str = "") -> str:
    response = client.get(conference.get_absolute_url() + query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def poll(client: Client, conference: Conference, after: int = 0, **headers: str):
    return client.get(f"{conference.get_absolute_url()}running.json?after={after}", headers=headers)


def test_the_page_says_that_it_is_running_and_when_it_last_grew(client: Client) -> None:
    conference = started()
    text = page(client, conference)
    assert "Running transcript" in text
    assert "nothing has been added yet" in text
    assert "Nobody has spoken yet" in text
    released(conference=conference)
    text = page(client, conference)
    assert "At one o’clock." in text
    assert "Last added at" in text
    assert re.search(r'class="on-paper">running transcript, as of \d+ \w+ \d{4}, \d\d:\d\d<', text)  # a print lasts
    assert '?after=1" data-running-newer' in text
    assert "running/running" in text


def test_what_is_newer_is_a_page_of_its_own(client: Client) -> None:
    conference = released()
    released(Typed("Good night.", speaker="Ines Calder"), conference=conference)
    newer = page(client, conference, "?after=1")
    assert "Good night." in newer
    assert "At one o’clock." not in newer
    assert "Nothing has come after exchange 2 yet." in page(client, conference, "?after=2")
    assert "“x”" in page(client, conference, "?after=x")


def test_a_poll_tells_what_is_new_and_then_nothing(client: Client) -> None:
    conference = released()
    first = poll(client, conference)
    news = json.loads(first.content)
    assert (first["Cache-Control"], news["total"], [each["number"] for each in news["exchanges"]]) == (QUICK, 1, [1])
    assert "At one o’clock." in news["exchanges"][0]["html"]
    assert f'data-mark="{news["marks"][news["exchanges"][0]["id"]]}"' in news["exchanges"][0]["html"]
    again = poll(client, conference, **{"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["Cache-Control"], again["ETag"]) == (304, b"", QUICK, first["ETag"])
    make_conference("Another", exchanges=1)
    actions.bump_edition()
    assert poll(client, conference, **{"if-none-match": first["ETag"]}).status_code == 304
    released(QUESTION, ANSWER, conference=conference)
    later = poll(client, conference, after=1, **{"if-none-match": first["ETag"]})
    assert [each["number"] for each in json.loads(later.content)["exchanges"]] == [2]


def test_a_poll_tells_which_words_are_not_as_they_were(client: Client) -> None:
    conference = released()
    released(ANSWER, conference=conference)
    before = json.loads(poll(client, conference, after=2).content)["marks"]
    correct("At two o’clock.")
    after = json.loads(poll(client, conference, after=2).content)["marks"]
    first, second = before
    assert before[first] != after[first]
    assert before[second] == after[second]


def test_a_poll_is_refused_what_it_does_not_understand(client: Client) -> None:
    conference = released()
    for query in ("?after=x", "?after=-1", "?after=1234567", "?after=1&more=2"):
        response = client.get(f"{conference.get_absolute_url()}running.json{query}")
        assert (response.status_code, response["Cache-Control"]) == (400, "no-store")


def test_nothing_of_the_queue_shows(client: Client) -> None:
    conference = released()
    actions.enqueue(conference, Typed("Canary in the queue.", speaker="Ines Calder"), change=NOBODY)
    for path in ("", "1/", "full/", "running.json", "running.json?after=1"):
        assert b"Canary" not in client.get(conference.get_absolute_url() + path).content
    assert b"Canary" not in client.get("/search/?q=canary").content.replace(b"canary", b"")


def test_all_of_its_pages_are_kept_for_seconds(client: Client) -> None:
    conference = released()
    exchange = Exchange.objects.get()
    root = conference.get_absolute_url()
    for path in (
        root,
        f"{root}full/",
        f"{root}cite/",
        f"{root.rstrip('/')}.txt",
        f"/exchanges/{exchange.public_id}.txt",
    ):
        assert client.get(path)["Cache-Control"] == QUICK, path
    turn = Turn.objects.first()
    assert turn
    assert client.get(f"/turns/{turn.public_id}/report/")["Cache-Control"] == "no-store"


def test_there_is_no_version_before_it_is_closed(client: Client) -> None:
    conference = released()
    root = conference.get_absolute_url()
    for path in (
        f"{root}?version=1",
        f"{root}full/?version=1",
        f"{root.rstrip('/')}.txt?version=1",
        f"{root}timegate/",
        f"{root}timemap/",
    ):
        assert client.get(path).status_code == 404, path
    assert "Link" not in client.get(root)
    close(conference)
    assert client.get(f"{root}?version=1").status_code == 200
    assert poll(client, conference).status_code == 404


def test_words_that_had_stood_say_at_once_that_they_changed(client: Client) -> None:
    conference = released()
    assert "changed at" not in page(client, conference)
    long_after(conference)
    correct("At two o’clock.")
    text = page(client, conference)
    assert text.count("changed at") == 2  # at the turn, and in the list
    assert "Changed while running" in text
    assert "changed at" in json.loads(poll(client, conference).content)["exchanges"][0]["html"]
    released(ANSWER, conference=conference)
    assert "changed at" in " ".join(client.get(f"{conference.get_absolute_url()}full/").content.decode().split())


def test_words_that_went_are_told_of(client: Client) -> None:
    conference = released()
    long_after(conference)
    correct("")
    assert "At one o’clock." in page(client, conference)
    assert not Turn.objects.filter(position=2).exists()


def test_after_twelve_hours_of_silence_the_page_says_so(client: Client) -> None:
    conference = released()
    tag = client.get(conference.get_absolute_url())["ETag"]
    Conference.objects.filter(pk=conference.pk).update(added_at=timezone.now() - timedelta(hours=12))
    response = client.get(conference.get_absolute_url(), headers={"if-none-match": tag})
    assert response.status_code == 200
    assert "Nothing has been added since" in response.content.decode()


def test_a_withdrawal_ends_page_and_poll(client: Client) -> None:
    conference = released()
    actions.withdraw(conference, reason="Another meeting.")
    assert client.get(conference.get_absolute_url()).status_code == 410
    assert poll(client, conference).status_code == 410


def test_of_a_long_one_the_last_hundred_stand_there(client: Client) -> None:
    conference = released()
    for _ in range(101):
        make_exchange(conference)
    text = page(client, conference)
    assert "2 earlier exchanges are left out here." in text
    assert text.count('class="chapter"') == 100


def test_names_that_are_nowhere_else_lead_nowhere(client: Client) -> None:
    conference = released()
    assert "/speakers/ines-calder/" not in page(client, conference)
    make_conference("Another", exchanges=1)
    actions.bump_edition()
    assert "/speakers/ines-calder/" in page(client, conference)


def test_the_page_in_chinese(client: Client) -> None:
    conference = released()
    response = client.get(f"/zh-hans{conference.get_absolute_url()}")
    assert "现场实录" in response.content.decode()


def test_it_stands_on_the_front_page_in_the_calendar_and_its_files(client: Client) -> None:
    conference = released(conference=started(held_on=timezone.localdate()))
    for path in ("/", "/calendar/"):
        text = " ".join(client.get(path).content.decode().split())
        assert "Running now" in text, path
        assert conference.get_absolute_url() in text
    for path in ("/calendar.ics", f"{conference.get_absolute_url().rstrip('/')}.ics"):
        text = client.get(path).content.decode().replace("\r\n ", "")
        assert f"UID:{conference.public_id}.conference" in text
        assert "The transcript is running." in text
    close(conference)
    assert "Running now" not in client.get("/").content.decode()
    assert "SEQUENCE:1" in client.get("/calendar.ics").content.decode()


def test_an_announced_one_keeps_its_hours_and_counts_up(client: Client) -> None:
    conference = make_announced()
    conference.exchanges.all().delete()
    actions.sync_after_edit(conference, NOBODY)
    calendar = f"{conference.get_absolute_url().rstrip('/')}.ics"
    before = client.get(calendar).content.decode()
    actions.start_running(conference, change=NOBODY)
    after = client.get(calendar).content.decode()
    hours = re.compile(r"^DT(?:START|END).*$|^UID.*$", re.MULTILINE)
    assert hours.findall(before) == hours.findall(after)
    assert "SEQUENCE:0" in before
    assert "SEQUENCE:1" in after
    assert conference.title not in client.get("/calendar/").content.decode().partition("Coming up")[2]


def test_the_search_marks_what_is_running_and_its_feed_waits(client: Client) -> None:
    conference = released()
    make_conference("Closed", exchanges=1)
    search.rebuild()
    found = client.get("/search/?q=one+o’clock").content.decode()
    assert found.count("Running transcript") == 1
    assert conference.public_id not in client.get("/search/feed/?q=one+o’clock").content.decode()
    exchange = conference.exchanges.get()
    assert exchange.public_id not in client.get("/search/feed/?q=one+o’clock").content.decode()
    table = b"".join(client.get("/search.csv?q=one+o’clock").streaming_content).decode()  # type: ignore[attr-defined]
    assert "Closed" in table
    assert conference.slug not in table


@pytest.mark.parametrize("suffix", ["txt", "md", "json", "xml", "tei.xml", "docx", "epub", "pdf"])
def test_files_say_as_of_when_it_stood(client: Client, suffix: str) -> None:
    conference = released()
    content = client.get(f"{conference.get_absolute_url().rstrip('/')}.{suffix}").content
    assert "as of" in text_of(content, suffix)
    close(conference)
    assert "as of" not in text_of(client.get(f"{conference.get_absolute_url().rstrip('/')}.{suffix}").content, suffix)


def text_of(content: bytes, suffix: str) -> str:
    if suffix == "pdf":
        pages = pypdfium2.PdfDocument(content)
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())
    if suffix in {"docx", "epub"}:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            return " ".join(file.read(name).decode(errors="replace") for name in file.namelist())
    return content.decode()


def test_a_sheet_of_a_running_transcript_takes_nothing_away() -> None:
    document = read(released())
    sheet = render_sheet(document, as_of="2026-11-30T14:32+00:00")
    assert "Running transcript as of: 2026-11-30T14:32+00:00" in sheet
    parsed = parse_text(sheet)
    assert parsed.is_partial
    assert parsed.document == document


@pytest.mark.parametrize("form", ["", "cite.json", "cite.ris", "cite.bib"])
def test_citations_say_as_of_when_it_stood(client: Client, form: str) -> None:
    conference = released()
    exchange = conference.exchanges.get()
    for root in (conference.get_absolute_url(), f"/exchanges/{exchange.public_id}/"):
        text = client.get(root + (form or "cite/")).content.decode()
        assert "running transcript, as of" in text, root
