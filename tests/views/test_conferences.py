import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.builders import (
    make_conference,
    make_draft,
    make_exchange,
    make_outlet,
    make_participation,
    make_series,
    make_speaker,
    make_topic,
)
from tests.views.pages import links_of, markup, tags_of, text_of
from transcripts import search
from transcripts.document import Kind
from transcripts.models import Redirect

pytestmark = pytest.mark.django_db


def titles(response: HttpResponse) -> list[str]:
    assert response.status_code == 200
    return [entry.conference.title for entry in response.context["listing"].entries]


@pytest.fixture
def archive() -> dict[str, Any]:
    """Three conferences, each with its own series, speaker, topic, outlet, language and year."""
    made = {}
    for number, (word, language) in enumerate([("ferry", "en"), ("census", "en"), ("渡轮", "zh-hans")], start=1):
        conference = make_conference(
            f"About {word}",
            language=language,
            held_on=date(2020 + number, 5, number),
            series=make_series(f"Series {number}"),
        )
        speaker = make_speaker(f"Speaker {number}")
        make_participation(conference, speaker)
        make_exchange(
            conference,
            heading=f"On {word}",
            speaker=speaker,
            outlet=make_outlet(f"Outlet {number}"),
            topics=(make_topic(f"Topic {number}"),),
            answer=f"We spoke of {word} at length.",
        )
        search.index(conference.pk)
        made[word] = conference
    return made


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["About 渡轮", "About census", "About ferry"]),
        ("q=ferry", ["About ferry"]),
        ("q=渡轮", ["About 渡轮"]),
        ("series=series-1", ["About ferry"]),
        ("speaker=speaker-2", ["About census"]),
        ("speaker=speaker-1&speaker=speaker-2", ["About census", "About ferry"]),
        ("speaker=speaker-1&topic=topic-2", []),
        ("topic=topic-1", ["About ferry"]),
        ("outlet=outlet-3", ["About 渡轮"]),
        ("language=zh-hans", ["About 渡轮"]),
        ("language=zh-hans&language=en", ["About 渡轮", "About census", "About ferry"]),
        ("year=2022", ["About census"]),
        ("from=2022-05-02", ["About 渡轮", "About census"]),
        ("to=2022-05-02", ["About census", "About ferry"]),
        ("from=2022-05-03&to=2022-12-31", []),
        ("year=2021&from=2021-06-01", []),
    ],
)
def test_filters_narrow_the_list(client: Client, query: str, expected: list[str]) -> None:
    page = client.get(f"/conferences/?{query}")
    assert titles(page) == expected
    assert page.context["listing"].ignored == []
    shown = {1: "1 conference", 0: "0 conferences"}.get(len(expected), f"{len(expected)} conferences")
    assert shown in text_of(page)


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    "query",
    [
        "speaker=nobody",
        "series=%00",
        "topic=../../etc",
        "outlet=%F0%9F%A6%86",
        "language=xx",
        "year=abc",
        "year=0000",
        "year=20230",
        "year=%D9%A2%D9%A0%D9%A2%D9%A3",
        "from=2024-99-99",
        "from=20240101",
        "to=yesterday",
        "page=x",
        "page=0",
        "page=-1",
        "q=%00",
        "q=!!!",
        "q=%22",
        "kind=answer",
        "speakers=speaker-1",
    ],
)
def test_a_wrong_value_is_named_and_changes_nothing(client: Client, query: str) -> None:
    page = client.get(f"/conferences/?{query}")
    assert titles(page) == ["About 渡轮", "About census", "About ferry"]
    assert len(page.context["listing"].ignored) == 1
    assert "ignored" in text_of(page)


@pytest.mark.usefixtures("archive")
def test_of_several_values_only_the_wrong_one_is_ignored(client: Client) -> None:
    page = client.get("/conferences/?speaker=speaker-1&speaker=nobody&year=2021&year=2022")
    assert titles(page) == ["About ferry"]
    assert [(wrong.name, wrong.value) for wrong in page.context["listing"].ignored] == [
        ("speaker", "nobody"),
        ("year", "2022"),
    ]


@pytest.mark.usefixtures("archive")
def test_what_campaigns_add_to_an_address_is_passed_over(client: Client) -> None:
    assert client.get("/conferences/?utm_source=letter&fbclid=x").context["listing"].ignored == []


@pytest.mark.usefixtures("archive")
def test_each_active_filter_is_a_chip_that_takes_it_off(client: Client) -> None:
    page = client.get("/conferences/?q=ferry&speaker=speaker-1&speaker=speaker-2&from=2020-01-01&page=1")
    chips = {chip.label: chip.url for chip in page.context["listing"].chips}
    assert chips == {
        "“ferry”": "/conferences/?speaker=speaker-1&speaker=speaker-2&from=2020-01-01",
        "Speaker 1": "/conferences/?q=ferry&speaker=speaker-2&from=2020-01-01",
        "Speaker 2": "/conferences/?q=ferry&speaker=speaker-1&from=2020-01-01",
        "from 1 January 2020": "/conferences/?q=ferry&speaker=speaker-1&speaker=speaker-2",
    }
    assert set(chips.values()) <= set(links_of(page))


@pytest.mark.usefixtures("archive")
def test_the_form_keeps_what_is_chosen(client: Client) -> None:
    page = markup(client.get("/conferences/?q=ferry&speaker=speaker-1&year=2021&language=en&sort=oldest"))
    assert 'name="q" maxlength="200" value="ferry"' in page
    for name, value in (("speaker", "speaker-1"), ("year", "2021"), ("language", "en"), ("sort", "oldest")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in page


@pytest.mark.usefixtures("archive")
def test_each_facet_links_to_the_list_with_it_and_the_chosen_to_the_list_without(client: Client) -> None:
    page = client.get("/conferences/?topic=topic-1&page=1")
    assert "/conferences/?speaker=speaker-1&topic=topic-1" in links_of(page)
    assert "/conferences/?topic=topic-1&topic=topic-2" in links_of(page)
    assert '<a href="/conferences/" aria-current="true">Topic 1' in markup(page)


@pytest.mark.usefixtures("archive")
def test_what_would_leave_nothing_is_no_link(client: Client) -> None:
    assert "/conferences/?speaker=speaker-2&topic=topic-1" not in links_of(client.get("/conferences/?topic=topic-1"))


@pytest.mark.usefixtures("archive")
def test_each_year_is_a_column_and_a_row_that_filter(client: Client) -> None:
    page = client.get("/conferences/?language=en&language=zh-hans")
    assert links_of(page).count("/conferences/?language=en&language=zh-hans&year=2022") == 2
    assert 'aria-label="2022: 1 conference"' in markup(page)
    assert "Conferences by year, as a table" in text_of(page)
    chosen = client.get("/conferences/?year=2022")
    assert '<a href="/conferences/" title="2022: 1 conference"' in markup(chosen)
    assert "/conferences/?year=2021" in links_of(chosen)


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("", "Conference transcripts"),
        ("year=2022", "Conference transcripts, 2022"),
        ("series=series-1&topic=topic-1&year=2021", "Series 1 on Topic 1, 2021"),
        ("topic=topic-1&topic=topic-2", "Conferences on Topic 1, Topic 2"),
        (
            "speaker=speaker-1&from=2020-01-01&to=2022-12-31",
            "Conferences with Speaker 1, 1 January 2020 to 31 December 2022",
        ),
        ("outlet=outlet-1&to=2022-12-31", "Conferences at which Outlet 1 asked, until 31 December 2022"),
        ("q=ferry&topic=topic-1", "Conferences on Topic 1 with the words “ferry”"),
        ("language=zh-hans", "Conference transcripts in 简体中文"),
        ("topic=nobody", "Conference transcripts"),
    ],
)
def test_the_title_says_what_is_listed(client: Client, query: str, title: str) -> None:
    page = client.get(f"/conferences/?{query}")
    assert page.context["title"] == title
    assert f"<h1>{title}</h1>" in page.content.decode()


@pytest.mark.usefixtures("archive")
def test_the_order_can_be_chosen(client: Client) -> None:
    assert titles(client.get("/conferences/?sort=oldest")) == ["About ferry", "About census", "About 渡轮"]
    assert titles(client.get("/conferences/?sort=newest")) == titles(client.get("/conferences/"))
    assert "/conferences/?year=2022&sort=oldest" not in links_of(client.get("/conferences/?sort=oldest&q=ferry"))
    assert client.get("/conferences/?sort=best").context["listing"].ignored[0].name == "sort"


@pytest.mark.usefixtures("archive")
def test_where_no_exchange_meets_all_filters_those_that_meet_one_are_shown(client: Client) -> None:
    conference = make_conference("Both")
    make_participation(conference, make_speaker("Speaker 1"))
    make_exchange(conference, heading="By one", speaker=make_speaker("Speaker 1"))
    make_exchange(conference, heading="On two", topics=(make_topic("Topic 2"),))
    page = client.get("/conferences/?speaker=speaker-1&topic=topic-2")
    assert titles(page) == ["Both"]
    assert "By one" in text_of(page)
    assert "On two" in text_of(page)


@pytest.mark.usefixtures("archive")
def test_matches_are_marked(client: Client) -> None:
    assert "About <mark>ferry</mark>" in client.get("/conferences/?q=ferry").content.decode()


@pytest.mark.usefixtures("archive")
def test_a_filter_shows_the_exchanges_that_meet_it(client: Client) -> None:
    page = client.get("/conferences/?topic=topic-1")
    assert "On ferry" in text_of(page)


@pytest.mark.usefixtures("archive")
def test_a_filter_by_an_old_slug_still_works(client: Client) -> None:
    Redirect.objects.create(kind="speaker", old="s-one", new="speaker-1")
    page = client.get("/conferences/?speaker=s-one")
    assert titles(page) == ["About ferry"]
    assert page.context["listing"].ignored == []


def test_an_empty_list_says_what_to_do(client: Client) -> None:
    make_conference()
    page = client.get("/conferences/?year=1999&q=boat")
    words = text_of(page)
    assert "No conference meets all of these filters." in words
    assert "Look again without the filter “boat”" in words
    assert {"/conferences/", "/conferences/?year=1999", "/conferences/?q=boat", "/search/?q=boat"} <= set(
        links_of(page)
    )


def test_without_any_conference_the_list_says_what_the_site_is_for(client: Client) -> None:
    page = client.get("/conferences/")
    assert "No transcript has been published yet." in text_of(page)
    assert "/about/" in links_of(page)


def test_the_pager_leads_through_all_pages(client: Client) -> None:
    for number in range(45):
        make_conference(f"Number {number}", held_on=date(2024, 1, 1) + timedelta(days=number))
    first, last = client.get("/conferences/?year=2024"), client.get("/conferences/?year=2024&page=3")
    assert titles(first)[0] == "Number 44"
    assert titles(last) == [f"Number {number}" for number in range(4, -1, -1)]
    assert "/conferences/?year=2024&page=2" in links_of(first)
    assert any('rel="next"' in tag for tag in tags_of(first, "a"))
    assert not any('rel="prev"' in tag for tag in tags_of(first, "a"))
    assert "45 conferences" in text_of(first)


def test_past_the_end_there_is_a_way_back(client: Client) -> None:
    make_conference()
    for page in ("2", "999999999999999999999999"):
        answer = client.get(f"/conferences/?language=en&page={page}")
        assert answer.status_code == 404
        assert "/conferences/?language=en" in links_of(answer)


def test_a_translated_conference_stands_once_in_the_readers_language(client: Client) -> None:
    english = make_conference("Night ferries", translation_group="night")
    make_conference("夜航", translation_group="night", language="zh-hans")
    assert titles(client.get("/conferences/")) == ["Night ferries"]
    assert titles(client.get("/zh-hans/conferences/")) == ["夜航"]
    assert "其他语言： English" in text_of(client.get("/zh-hans/conferences/"))
    assert f"/zh-hans{english.get_absolute_url()}" in links_of(client.get("/zh-hans/conferences/"))


def test_without_the_readers_language_the_first_entered_stands(client: Client) -> None:
    make_conference("Crossing", translation_group="night", language="fr")
    make_conference("Überfahrt", translation_group="night", language="de")
    assert titles(client.get("/conferences/")) == ["Crossing"]


def test_a_translation_shows_when_only_it_is_found(client: Client) -> None:
    english = make_conference("Night ferries", translation_group="night", exchanges=1)
    chinese = make_conference("夜航", translation_group="night", language="zh-hans")
    make_exchange(chinese, question="渡轮几点开？", answer=None)
    search.index(english.pk)
    search.index(chinese.pk)
    assert titles(client.get("/conferences/?q=渡轮")) == ["夜航"]


def test_a_chosen_language_lists_every_text_in_it(client: Client) -> None:
    make_conference("Night ferries", translation_group="night")
    make_conference("夜航", translation_group="night", language="zh-hans")
    assert titles(client.get("/conferences/?language=zh-hans")) == ["夜航"]
    assert len(titles(client.get("/conferences/?language=zh-hans&language=en"))) == 2


def test_an_unpublished_translation_neither_hides_nor_shows(client: Client) -> None:
    make_draft("夜航", translation_group="night", language="zh-hans")
    make_conference("Night ferries", translation_group="night")
    page = client.get("/zh-hans/conferences/")
    assert titles(page) == ["Night ferries"]
    assert "其他语言" not in text_of(page)


def test_the_newest_conferences_are_narrowed_once_for_all_facets(client: Client) -> None:
    exchange = make_exchange(make_conference(), topics=(make_topic("Bridges"),))
    outlet = exchange.turns.get(kind=Kind.QUESTION).outlet
    assert outlet
    tables = {
        "/conferences/": [],
        f"/conferences/?outlet={outlet.slug}": ["met"],
        f"/conferences/?outlet={outlet.slug}&topic=bridges": ["met", "met_but_outlet", "met_but_topic"],
    }
    for address, named in tables.items():
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counting = [each["sql"] for each in queries.captured_queries if "window of the facets" in each["sql"]]
        made = [sorted(re.findall(r"(\w+)(?:\([^)]*\))? AS MATERIALIZED", sql)) for sql in counting]
        assert made == [[*named, "newest", "recent"]]


def test_the_rows_entered_last_for_a_name_are_looked_up_once_for_all_counts(client: Client) -> None:
    exchange = make_exchange(make_conference())
    outlet = exchange.turns.get(kind=Kind.QUESTION).outlet
    assert outlet
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{outlet.get_absolute_url()}?year={exchange.conference.date.year}")
    (counting,) = [each["sql"] for each in queries.captured_queries if " entered(" in each["sql"]]
    assert len(re.findall(r'"outlet_id" = ', counting)) == 2 + 2  # each in its rows, and in translations of these
