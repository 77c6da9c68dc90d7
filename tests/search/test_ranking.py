"""The order of results, which is the same on both databases."""

from datetime import date

import pytest

from tests.builders import make_conference
from tests.search.building import found, say
from transcripts import search

pytestmark = pytest.mark.django_db


def test_what_only_says_one_word_itself_is_in_order_of_time_wherever_it_stands() -> None:
    for day, heading in ((1, "Harbour"), (2, ""), (3, "Harbour"), (4, "")):
        conference = make_conference(f"Z {day}", held_on=date(2024, 1, day))
        text = f"No. {day}." if heading else f"The harbour, no. {day}."
        say(text, conference=conference, heading=heading)
    assert found("harbour") == ["No. 3.", "No. 1.", "The harbour, no. 4.", "The harbour, no. 2."]


def test_relevance_asks_once_beside_what_finds_the_matches(django_assert_max_num_queries: object) -> None:
    say(*["The harbour is open."] * 30)
    window = search.open_window("harbour open", search.Filters(), sort=search.Sort.RELEVANCE)
    with django_assert_max_num_queries(1):  # type: ignore[operator]
        assert search.page(window).total == 30
