import re
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
from tests.examples import examples
from tests.views.pages import links_of, markup, text_of
from transcripts import search
from transcripts.models import Conference

pytestmark = pytest.mark.django_db


def found(response: HttpResponse) -> list[str]:
    assert response.status_code == 200
    return [passage.turn.text for group in response.context["listing"].found for passage in group.passages]


@pytest.fixture
def archive() -> Conference:
    """Two conferences: Tomas Reyl answers on the ferry at the first, Ines Calder on tolls at the second."""
    ferry = make_conference("Night ferries", held_on=date(2022, 11, 30), series=make_series("Ports"))
    reyl = make_speaker("Tomas Reyl")
    make_participation(ferry, reyl, role="deputy director, Office of River Crossings")
    make_exchange(
        ferry,
        heading="The last boat",
        question="Why does the ferry timetable end so early?",
        answer="The ferry timetable is under review.",
        speaker=reyl,
        outlet=make_outlet("Evening Courier"),
        topics=(make_topic("River crossings"),),
    )
    tolls = make_conference("Bridge tolls", held_on=date(2024, 2, 1), language="en")
    make_exchange(
        tolls, question="Will the ferry be dearer?", answer="Tolls rise.", outlet=make_outlet("Radio Estuary")
    )
    hidden = make_draft("Hidden ferry timetable", exchanges=0)
    make_exchange(hidden, question="ferry timetable draft", answer="ferry timetable draft answer")
    for conference in (ferry, tolls, hidden):
        search.index(conference.pk)
    return ferry


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=ferry+timetable&kind=answer", ["The ferry timetable is under review."]),
        ("q=ferry&speaker=tomas-reyl", ["The ferry timetable is under review."]),
        ("q=ferry&outlet=radio-estuary", ["Will the ferry be dearer?"]),
        ("q=ferry&topic=river-crossings&kind=question", ["Why does the ferry timetable end so early?"]),
        ("q=ferry&series=ports&kind=question", ["Why does the ferry timetable end so early?"]),
        ("q=dearer&speaker=ines-calder", ["Tolls rise."]),
        ("q=rise&speaker=ines-calder", ["Tolls rise."]),
        ("q=bridge&speaker=ines-calder", []),
        ("q=ferry&year=2024", ["Will the ferry be dearer?", "Tolls rise."]),
        ("q=ferry&from=2024-01-01&to=2024-12-31", ["Will the ferry be dearer?", "Tolls rise."]),
        ("q=ferry&language=zh-hans", []),
        ("speaker=tomas-reyl", ["The ferry timetable is under review."]),
        ("outlet=evening-courier", ["Why does the ferry timetable end so early?"]),
    ],
)
def test_filters_narrow_what_was_said(client: Client, query: str, expected: list[str]) -> None:
    assert found(client.get(f"/search/?{query}")) == expected


@pytest.mark.usefixtures("archive")
def test_results_are_grouped_by_exchange(client: Client) -> None:
    page = client.get("/search/?q=ferry+timetable&sort=newest")
    groups = page.context["listing"].found
    assert [len(group.passages) for group in groups] == [2]
    assert "2 passages" in text_of(page)


@pytest.mark.usefixtures("archive")
def test_a_result_says_when_who_asked_what_and_who_answered_as_what(client: Client) -> None:
    words = text_of(client.get("/search/?q=timetable&kind=answer"))
    assert "30 November 2022 · Evening Courier asked: “ Why does the ferry timetable end so early? ”" in words
    assert "The last boat Tomas Reyl · deputy director, Office of River Crossings" in words


def test_a_result_leads_to_the_words(client: Client, archive: Conference) -> None:
    turn = archive.exchanges.get().turns.get(position=2)
    page = client.get("/search/?q=timetable&kind=answer")
    assert f"{archive.get_absolute_url()}#{turn.public_id}" in links_of(page)


@pytest.mark.usefixtures("archive")
def test_matches_are_marked_and_nothing_else_is_markup(client: Client) -> None:
    page = client.get("/search/?q=ferry+timetable+<script>").content.decode()
    assert "<script>" not in page
    page = client.get("/search/?q=timetable&kind=answer").content.decode()
    assert "The ferry <mark>timetable</mark> is under review." in page


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("q=ferry", "“ferry”"),
        ("q=ferry&speaker=tomas-reyl", "“ferry”, said by Tomas Reyl"),
        ("q=ferry&outlet=evening-courier", "“ferry”, asked by Evening Courier"),
        ("speaker=tomas-reyl&topic=river-crossings", "Said by Tomas Reyl on River crossings"),
        ("year=2024", "What was said"),
        ("", "Search what was said"),
    ],
)
def test_the_title_says_what_is_shown(client: Client, query: str, title: str) -> None:
    page = client.get(f"/search/?{query}")
    assert page.context["title"] == title
    assert title in text_of(page)


@pytest.mark.usefixtures("archive")
def test_the_order_can_be_chosen(client: Client) -> None:
    def titles(sort: str) -> list[str]:
        groups = client.get(f"/search/?q=ferry&sort={sort}").context["listing"].found
        return [group.place.title for group in groups]

    assert titles("newest") == ["Bridge tolls", "Night ferries"]
    assert titles("oldest") == ["Night ferries", "Bridge tolls"]
    assert "/search/?q=ferry&sort=oldest" in links_of(client.get("/search/?q=ferry"))


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    "query", ["kind=foo", "sort=best", "speaker=nobody", "year=1e3", "from=2024-02-30", "page=one"]
)
def test_a_wrong_value_is_named_and_changes_nothing(client: Client, query: str) -> None:
    page = client.get(f"/search/?q=ferry&{query}")
    assert found(page) == found(client.get("/search/?q=ferry"))
    assert len(page.context["listing"].ignored) == 1
    assert "ignored" in text_of(page)


@pytest.mark.parametrize("query", ["", "q=", "q=%22", "q=!!!", "q=%00", "q=%20%20", "kind=foo"])
def test_asking_for_nothing_finds_nothing_and_helps(client: Client, query: str) -> None:
    page = client.get(f"/search/?{query}")
    assert found(page) == []
    assert "Every word of every question and answer can be found." in text_of(page)


def test_what_has_no_word_to_search_for_is_said_to_be_ignored(client: Client) -> None:
    assert "“-ferry” cannot be searched for, so it was ignored." in text_of(client.get("/search/?q=-ferry"))


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("text", ["\u200bferry", "fer\u00adry", "\ufeffferry\u200b", "\u202aferry\u202c"])
def test_characters_that_nobody_sees_are_not_searched_for(client: Client, text: str) -> None:
    page = client.get("/search/", {"q": text})
    assert found(page) == found(client.get("/search/?q=ferry")) != []
    assert page.context["listing"].ignored == []


def test_finding_nothing_says_what_to_do(client: Client) -> None:
    assert "Try fewer or shorter words" in text_of(client.get("/search/?q=unheard"))


def test_of_too_long_a_text_the_rest_is_said_to_be_ignored(client: Client) -> None:
    page = client.get("/search/", {"q": "ferry " * 100})
    assert page.status_code == 200
    assert [wrong.name for wrong in page.context["listing"].ignored] == ["q"]


def test_past_the_end_there_is_a_way_back(client: Client) -> None:
    for number in ("2", "51", "99999999999999999999"):
        page = client.get(f"/search/?q=ferry&page={number}")
        assert page.status_code == 404
        assert "/search/?q=ferry" in links_of(page)


def test_counts_are_capped(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("transcripts.search.finding.COUNT_CAP", 3)
    conference = make_conference(exchanges=6)
    search.index(conference.pk)
    page = client.get("/search/?q=boat")
    assert "3+ passages" in text_of(page)


def test_drafts_are_not_found(client: Client) -> None:
    draft = make_draft(exchanges=1)
    search.index(draft.pk)
    assert found(client.get("/search/?q=boat")) == []


def test_searches_are_not_for_crawlers(client: Client) -> None:
    assert 'name="robots" content="noindex, follow"' in client.get("/search/?q=x").content.decode()


@pytest.mark.usefixtures("archive")
def test_the_filters_say_how_many_there_are_of_each(client: Client) -> None:
    page = client.get("/search/?q=ferry")
    facets = {facet.name: facet for facet in page.context["listing"].facets}
    assert [(each.label, each.count.total) for each in facets["outlet"].counts] == [
        ("Evening Courier", 1),
        ("Radio Estuary", 1),
    ]
    assert [(each.label, each.count.total) for each in facets["kind"].counts] == [("answers", 2), ("questions", 2)]
    assert "/search/?q=ferry&outlet=radio-estuary" in links_of(page)
    chosen = client.get("/search/?q=ferry&outlet=radio-estuary")
    counts = next(facet for facet in chosen.context["listing"].facets if facet.name == "outlet").counts
    assert [(each.label, each.count.total, each.is_chosen) for each in counts] == [
        ("Radio Estuary", 1, True),
        ("Evening Courier", 1, False),
    ]
    assert "/search/?q=ferry" in links_of(chosen)


def test_of_equally_frequent_names_the_first_of_the_alphabet_is_first(client: Client) -> None:
    conference = make_conference(exchanges=0)
    for name in ("Zenith Radio", "Alder Post", "Marsh Gazette"):
        make_exchange(conference, question="When does the ferry leave?", outlet=make_outlet(name))
    search.index(conference.pk)
    page = client.get("/search/?q=ferry")
    counts = next(facet for facet in page.context["listing"].facets if facet.name == "outlet").counts
    assert [each.label for each in counts] == ["Alder Post", "Marsh Gazette", "Zenith Radio"]


@pytest.mark.usefixtures("archive")
def test_the_years_of_what_was_found_lead_to_them(client: Client) -> None:
    page = client.get("/search/?q=ferry")
    assert [(year.label, year.count.total) for year in page.context["listing"].years] == [
        ("2022", 2),
        ("2023", 0),
        ("2024", 2),
    ]
    assert "/search/?q=ferry&year=2024" in links_of(page)
    assert "2022: 2 passages" in page.content.decode()


@pytest.mark.usefixtures("archive")
def test_what_was_perhaps_meant_is_offered(client: Client) -> None:
    page = client.get("/search/?q=timetabel&kind=answer")
    assert "Did you mean “timetable” ? It is found in 1 passage." in text_of(page)
    assert "/search/?kind=answer&q=timetable" in links_of(page)
    assert "Did you mean" not in text_of(client.get("/search/?q=draft"))


@pytest.mark.usefixtures("archive")
def test_when_nothing_is_found_what_to_give_up_is_said_with_what_it_finds(client: Client) -> None:
    page = client.get("/search/?q=ferry+dearer&speaker=tomas-reyl&year=2022")
    words = text_of(page)
    assert "Without “dearer”: 1 passage" in words
    assert "With any of the words: 1 passage" in words
    assert "Said by anybody" not in words
    page = client.get("/search/?q=dearer&kind=statement")
    assert "Questions, answers and all else: 2 passages" in text_of(page)
    assert "/search/?q=dearer" in links_of(page)
    assert "Of any time: 2 passages" in text_of(client.get("/search/?q=dearer&year=2022"))
    assert "Said by anybody: 2 passages" in text_of(client.get("/search/?q=dearer&speaker=tomas-reyl"))


@pytest.mark.usefixtures("archive")
def test_an_odd_query_is_explained(client: Client) -> None:
    assert "A quotation mark was not closed" in text_of(client.get("/search/?q=%22ferry"))


@pytest.mark.usefixtures("archive")
def test_either_word_will_do(client: Client) -> None:
    assert len(found(client.get("/search/?q=review+OR+dearer"))) == 3


@pytest.mark.usefixtures("archive")
def test_a_result_says_where_the_words_stand_that_it_does_not_say(client: Client) -> None:
    page = client.get("/search/?q=dearer&speaker=ines-calder")
    assert "Ines Calder Tolls rise. In the question Will the ferry be dearer ?" in text_of(page)
    assert "Will the ferry be <mark>dearer</mark>?" in page.content.decode()
    assert '<b lang="zh-Hans"' in client.get("/zh-hans/search/?q=dearer&speaker=ines-calder").content.decode()
    page = markup(client.get("/search/?q=boat+crossings+review&speaker=tomas-reyl"))
    assert "The ferry timetable is under <mark>review</mark>." in page
    assert "In the heading</b></p>" in page
    assert "In the topics</b> River <mark>crossings</mark></p>" in page
    assert "found__at" not in client.get("/search/?q=timetable&speaker=tomas-reyl").content.decode()
    assert "In the name" in text_of(client.get("/search/?q=reyl+review"))
    assert "In the title <mark>Night</mark> ferries" in markup(client.get("/search/?q=night+review")).replace(
        "</b>", ""
    )


@pytest.mark.usefixtures("archive")
def test_a_conference_found_by_its_title_is_a_result_that_leads_to_it(client: Client, archive: Conference) -> None:
    page = client.get("/search/?q=night")
    assert "1 passage “night”" in text_of(page)
    assert "<mark>Night</mark> ferries</a></h2>" in page.content.decode()
    assert "Conference Night ferries In the title" in text_of(page)
    assert archive.get_absolute_url() in links_of(page)
    feed = client.get("/search/feed/?q=night").content.decode()
    assert feed.count("<entry ") == 1
    assert archive.get_absolute_url() in feed
    assert "2 passages" in text_of(client.get("/search/?q=night+OR+rise"))


@pytest.mark.usefixtures("archive")
def test_a_date_says_how_it_was_read_and_lets_one_search_for_the_words(client: Client) -> None:
    page = client.get("/search/?q=ferry+30+November+2022&kind=answer")
    assert found(page) == ["The ferry timetable is under review."]
    assert "“30 November 2022” was read as a date: only what was said then is found." in text_of(page)
    assert "/search/?kind=answer&q=ferry+%2230+November+2022%22" in links_of(page)
    assert "was read as a date" not in text_of(client.get("/search/?q=ferry+%2230+November+2022%22"))
    assert "2 passages" in text_of(client.get("/search/?q=2024"))
    feed = client.get("/search/feed/?q=ferry+2024").content.decode()
    assert feed.count("<entry ") == 1
    assert "Will the ferry be dearer?" in feed


@pytest.mark.usefixtures("archive")
def test_a_question_says_by_which_words_it_was_read(client: Client) -> None:
    page = client.get("/search/?q=why+will+the+tolls+of+the+timetable+rise?")
    assert "This was read as a question, and searched for by its rare words:" in text_of(page)
    assert found(page)
    assert "/search/?q=tolls+timetable+rise" in links_of(page)


@pytest.mark.usefixtures("archive")
def test_an_office_finds_its_holder_and_says_so(client: Client) -> None:
    page = client.get("/search/?q=office+of+river+crossings")
    assert "In the role deputy director, <mark>Office of River Crossings</mark>" in re.sub(
        r"</mark> <mark>|</mark> of <mark>", lambda match: match[0][7:-6], markup(page).replace("</b>", "")
    )
    assert found(page) == ["The ferry timetable is under review."]


@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["q", "q", "q", "year", "from", "speaker", "sort", "page", "kind", "x"]),
            st.text(max_size=30)
            | st.lists(
                st.sampled_from(
                    [
                        "what",
                        "the",
                        "2024",
                        "5 September 2023",
                        "2023年9月",
                        '"',
                        "-",
                        "*",
                        "|",
                        "OR",
                        "?",
                        "well-being",
                        "U.S.",
                        "ferry",
                    ]
                ),
                max_size=6,
            ).map(" ".join)
            | st.sampled_from(["2024", "newest", "tomas-reyl", "1", "question", "\x00", "0"]),
        ),
        max_size=4,
    )
)
def test_any_query_string_is_answered(client: Client, archive: Conference, pairs: list[tuple[str, str]]) -> None:
    assert archive
    try:
        query = urlencode(pairs)
    except UnicodeEncodeError:  # a lone surrogate is in no address
        return
    for path in ("/search/", "/search/feed/", "/conferences/"):
        status = client.get(f"{path}?{query}").status_code
        assert status == 200 or (status == 404 and "page=" in query), (path, query)
