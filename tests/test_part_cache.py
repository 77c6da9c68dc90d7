"""Parts that pages share: made once an edition, never of a past one, and never more than are bounded."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from tests.builders import make_conference, make_draft, make_exchange, make_outlet, make_scheduled, make_topic
from transcripts import actions, search
from transcripts.models import Conference, Exchange
from transcripts.part_cache import PartCache, cached, cached_each, cached_of_conference

pytestmark = pytest.mark.django_db
OTHER_PAGE = {"cookie": "other=page"}  # is made again, and not kept


@pytest.fixture
def reader(settings: Any) -> Client:
    """A reader of a site that keeps pages, as one process does."""
    settings.CACHE_URL = ""
    return Client()


def queries(reader: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert reader.get(path, headers=OTHER_PAGE).status_code == 200
    return len(found)


def test_pages_of_one_edition_share_their_counts(reader: Client) -> None:
    topic, outlet = make_topic("Harbour"), make_outlet("Courier")
    make_exchange(make_conference("Ferries"), topics=(topic,), outlet=outlet)
    for path in ("/", "/conferences/", "/speakers/", "/topics/harbour/", "/outlets/courier/"):
        first = queries(reader, path)
        assert queries(reader, path) < first, path


def test_a_part_is_of_the_edition_and_of_the_moment(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_conference("Ferries", held_on="2020-01-01")
    draft = make_draft("Bridges", held_on="2022-01-01")
    make_scheduled("Tunnels", held_on="2024-01-01")

    def shown() -> list[str]:
        context = reader.get("/conferences/", headers=OTHER_PAGE).context
        assert context["listing"].count.total == len(context["listing"].entries)
        return [year.label for year in context["listing"].years if year.count.total]

    assert shown() == shown() == ["2020"]
    Conference.objects.filter(pk=draft.pk).update(status="published", published_at=timezone.now())
    actions.bump_edition()
    assert shown() == ["2020", "2022"]
    later = timezone.now() + timedelta(days=400)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert shown() == ["2020", "2022", "2024"]


def test_searches_share_what_they_show_of_a_turn_and_of_nothing_past(reader: Client) -> None:
    conference = make_conference("Ferries")
    make_exchange(conference, heading="Day trams")
    asked = make_exchange(conference, heading="Night boats")
    search.index(conference.pk)

    def shown(words: str, prefix: str = "") -> str:
        return reader.get(f"{prefix}/search/?q={words}", headers=OTHER_PAGE).content.decode()

    shown("trams")  # after which all that every search shares is kept
    first = queries(reader, "/search/?q=boats")
    assert queries(reader, "/search/?q=boats") == first - 2
    assert "In the heading" in shown("night")
    assert "In the heading" not in shown("night", "/zh-hans")
    Exchange.objects.filter(pk=asked.pk).update(heading="Night trains")
    search.index(conference.pk)
    actions.bump_edition()
    assert "trains" in shown("night")
    assert "trains" in shown("boats")  # which are in the question
    Conference.objects.update(status="draft")
    search.index(conference.pk)
    actions.bump_edition()
    assert "trains" not in shown("night")


def test_what_anybody_can_make_up_fills_no_more_than_its_room() -> None:
    made: list[int] = []

    @cached(2)
    def part(number: int) -> int:
        made.append(number)
        return number

    parts = PartCache()
    with parts.at("one"):
        assert [part(number) for number in (1, 2, 1, 3, 1, 2)] == [1, 2, 1, 3, 1, 2]
    assert made == [1, 2, 3, 2]
    with parts.at("two"):
        part(1)
    with parts.at("two"), override("zh-hans"):
        part(1)
    part(1)
    assert made == [1, 2, 3, 2, 1, 1, 1]


def test_of_several_parts_those_are_made_that_are_not_there() -> None:
    made: list[list[int]] = []

    def squares(numbers: list[int]) -> dict[int, int]:
        made.append(numbers)
        return {number: number * number for number in numbers if number}

    parts = PartCache()
    with parts.at("one"):
        assert cached_each("squares", [1, 2], squares, most=3) == {1: 1, 2: 4}
        assert cached_each("squares", [2, 3, 1], squares, most=3) == {1: 1, 2: 4, 3: 9}
        assert cached_each("squares", [], squares, most=3) == {}
        assert cached_each("squares", [4, 0], squares, most=3) == {4: 16}
        assert cached_each("squares", [1, 2, 3], squares, most=3) == {1: 1, 2: 4, 3: 9}
    with parts.at("two"):
        cached_each("squares", [1], squares, most=3)
    cached_each("squares", [1], squares, most=3)
    assert made == [[1, 2], [3], [4, 0], [2], [1], [1]]


def test_names_of_options_are_asked_for_once_an_edition(reader: Client) -> None:
    topic, conference = make_topic("Harbour"), make_conference("Ferries")
    make_exchange(conference, topics=(topic,), question="When does the boat leave?")
    search.index(conference.pk)
    assert queries(reader, "/search/?q=boat") > queries(reader, "/search/?q=leave")
    topic.name = "Port"
    topic.save()
    actions.bump_edition()
    page = reader.get("/search/?q=boat", headers=OTHER_PAGE).content.decode()
    assert ">Port</a>" in page
    assert "Harbour" not in page


def test_what_shows_one_conference_outlives_editions_that_changed_something_else(reader: Client) -> None:
    conference, other = make_conference("Ferries", exchanges=3), make_conference("Bridges", exchanges=1)
    actions.bump_edition(conference, other)
    url = conference.get_absolute_url()
    paths = [url, f"{url}2/", f"{url}full/", f"{url[:-1]}.json", f"{url[:-1]}.txt"]
    most = 3  # the stamp, the conference, and for the first page of an edition who publishes
    assert all(queries(reader, path) > most for path in paths)
    actions.bump_edition(other)
    assert all(queries(reader, path) <= most for path in paths)
    actions.bump_edition(conference)
    assert all(queries(reader, path) > most for path in paths)


def test_a_feed_asks_for_the_words_of_those_conferences_alone_that_changed(reader: Client) -> None:
    conferences = [make_conference(f"Ferries {number}", exchanges=1) for number in range(3)]
    actions.bump_edition(*conferences)
    reader.get("/feed/")
    exchange = conferences[1].exchanges.get()
    exchange.turns.update(text="At noon.")
    actions.bump_edition(conferences[1])
    with CaptureQueriesContext(connection) as found:
        page = reader.get("/feed/").content.decode()
    assert page.count("At one o’clock.") == 2
    assert page.count("At noon.") > 0
    words = [each["sql"] for each in found if "label_as_printed" in each["sql"]]
    assert len(words) == 1
    assert str(conferences[0].pk) not in words[0].rpartition("json_each" if connection.vendor == "sqlite" else "ANY")[2]


def test_what_is_made_of_conferences_fills_no_more_than_its_room() -> None:
    made: list[str] = []

    def part(state: str, size: int) -> str:
        made.append(state)
        return "x" * size

    parts = PartCache()
    parts.of_conferences.most = 100
    with parts.at("one"):
        for state, size in (("1", 20), ("2", 20), ("1", 20), ("3", 90), ("3", 90), ("", 1), ("", 1)):
            cached_of_conference(state, "words", lambda state=state, size=size: part(state, size), len)
    assert made == ["1", "2", "3", "3", "", ""]
