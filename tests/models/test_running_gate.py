"""What is running is public by itself; lists, counts, statistics and files for all start from what is closed."""

import re

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from tests.builders import (
    make_conference,
    make_draft,
    make_exchange,
    make_outlet,
    make_participation,
    make_running,
    make_series,
    make_speaker,
    make_topic,
)
from transcripts import search
from transcripts.models import Conference, Exchange, Outlet, Participation, PublicChange, Series, Speaker, Topic, Turn

pytestmark = pytest.mark.django_db

CLOVER = "clover"
APART = [
    "/conferences/",
    "/conferences/?q=clover",
    "/conferences.csv",
    "/statistics/",
    "/statistics/months.csv",
    "/feed/",
    "/speakers/",
    "/outlets/",
    "/topics/",
    "/series/",
    "/sitemap.xml",
    "/llms.txt",
    "/oai?verb=ListRecords&metadataPrefix=oai_dc",
    "/oai?verb=ListSets",
    "/data/",
    *(f"/api/v1/{name}/" for name in ("conferences", "exchanges", "turns", "speakers", "topics", "outlets", "series")),
]


def make_whole_running() -> Conference:
    """A running conference of today, with names that are nowhere else."""
    today = timezone.localdate()
    running = make_running(f"{CLOVER} title", held_on=today, published_at=timezone.now(), series=make_series(CLOVER))
    speaker = make_speaker(CLOVER)
    make_participation(running, speaker)
    topics = (make_topic(CLOVER),)
    make_exchange(running, answer="clover answer", speaker=speaker, outlet=make_outlet(CLOVER), topics=topics)
    search.index(running.pk)
    return running


def test_it_is_public_but_not_closed() -> None:
    running, closed = make_whole_running(), make_conference(exchanges=1)
    assert running.is_running
    assert not closed.is_running
    assert set(Conference.objects.published()) == {running, closed}
    assert list(Conference.objects.running()) == [running]
    for rows, path in (
        (Conference.objects, ""),
        (Exchange.objects, "conference"),
        (Turn.objects, "exchange__conference"),
        (Participation.objects, "conference"),
    ):
        assert rows.published().count() > rows.published().closed().count()  # type: ignore[attr-defined]
        assert not path or not rows.published().closed().filter(**{path: running})  # type: ignore[attr-defined]


def test_a_name_of_nothing_else_has_no_page() -> None:
    make_whole_running()
    for model in (Series, Speaker, Outlet, Topic):
        assert not model.objects.published().filter(name=CLOVER)


@pytest.mark.parametrize("path", APART)
def test_lists_and_files_do_not_know_of_it(path: str, client: Client) -> None:
    make_conference(exchanges=1)
    running = make_whole_running()
    now = timezone.now()
    PublicChange.objects.create(
        kind="conference", key=running.public_id, conference=running, sequence=3, changed_at=now
    )
    response = client.get(path)
    assert response.status_code == 200, path
    body = b"".join(response) if response.streaming else response.content
    text = body.decode()
    assert running.public_id not in text
    assert running.slug not in text
    assert CLOVER not in text.replace("q=clover", "").replace("“clover”", "").replace('"clover"', "")


def test_sitemaps_do_not_know_of_it(client: Client) -> None:
    make_conference(exchanges=1)
    running = make_whole_running()
    for url in re.findall(r"<loc>([^<]+)</loc>", client.get("/sitemap.xml").content.decode()):
        text = b"".join(client.get(url).streaming_content).decode()  # type: ignore[attr-defined]
        assert running.slug not in text
        assert f"{CLOVER}/" not in text


def test_its_own_parts_are_not_in_the_api(client: Client) -> None:
    running = make_whole_running()
    exchange = running.exchanges.get()
    for path in (
        f"conferences/{running.public_id}/",
        f"conferences/{running.slug}/",
        f"exchanges/{exchange.public_id}/",
        f"turns/{exchange.turns.earliest('position').public_id}/",
    ):
        assert client.get(f"/api/v1/{path}").status_code == 404, path


def test_the_search_finds_its_words(client: Client) -> None:
    make_whole_running()
    assert "clover answer" in client.get("/search/?q=clover").content.decode().replace("<mark>", "").replace(
        "</mark>", ""
    )


def test_the_search_page_says_how_many_feed_and_files_leave_out_and_they_are_filled_without(client: Client) -> None:
    """What is looked at begins behind what runs, or a long running transcript would fill a feed with nothing."""
    closed = make_conference(exchanges=0)
    make_exchange(closed, answer="clover in March", question=None)
    running = make_whole_running()
    for _ in range(60):
        make_exchange(running, answer="more clover", question=None)
    search.index(running.pk, closed.pk)
    page = " ".join(client.get("/search/?q=clover&sort=newest").content.decode().split())
    told = re.search(r"(\d+) passages <span class=\"listing__running\"> (\d+) of them in transcripts that are", page)
    assert told
    passages, left_out = map(int, told.groups())
    assert passages - left_out == 1
    api = client.get("/api/v1/search/?q=clover&size=5").json()
    assert (api["count"]["total"], len(api["results"]), api["next"]) == (1, 1, None)
    assert client.get("/search/feed/?q=clover").content.decode().count("</entry>") == 1
    rows = b"".join(client.get("/search.csv?q=clover").streaming_content)  # type: ignore[attr-defined]
    assert rows.decode().count("\n") == 2
    assert "that are running" not in client.get("/search/?q=march").content.decode()


def test_only_what_is_published_can_run() -> None:
    with pytest.raises(IntegrityError):
        make_draft(running_since=timezone.now(), added_at=timezone.now())
