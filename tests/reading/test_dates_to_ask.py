"""Dates to ask about: held after today or after it was posted, long before it was posted, or on no such weekday."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from tests.builders import make_draft, make_exchange
from transcripts.reading.checklist import find_dates_to_ask, make_checklist

pytestmark = pytest.mark.django_db


def asked(**fields: object) -> list[str]:
    return find_dates_to_ask(make_draft(**({"held_on": None} | fields)))


def test_a_plain_date_is_not_asked_about() -> None:
    assert asked(held_on=date(2024, 3, 12), posted_on=date(2024, 3, 12)) == []
    assert asked(held_on=timezone.localdate()) == []
    assert asked(posted_on=date(2024, 3, 12)) == []
    assert asked(held_on=date(2022, 2, 28), posted_on=date(2024, 2, 29)) == []


def test_held_after_today() -> None:
    [sentence] = asked(held_on=timezone.localdate() + timedelta(days=1))
    assert "which is in the future" in sentence


def test_held_after_it_was_posted() -> None:
    assert asked(held_on=date(2024, 3, 12), posted_on=date(2024, 3, 11)) == [
        "It was held on 12 March 2024, after it was posted on 11 March 2024."
    ]


def test_held_more_than_two_years_before_it_was_posted() -> None:
    assert asked(held_on=date(2022, 3, 11), posted_on=date(2024, 3, 12)) == [
        "It was held on 11 March 2022, more than two years before it was posted on 12 March 2024."
    ]
    assert asked(held_on=date(2022, 3, 12), posted_on=date(2024, 3, 12)) == []


def test_a_weekday_in_the_text_that_the_day_does_not_have_leads_to_its_place() -> None:
    conference = make_draft("Friday, 12 March 2024")
    exchange = make_exchange(conference, heading="Monday, 12 March", answer="Today is Sunday.")
    assert find_dates_to_ask(conference) == [
        "It says “Friday, 12 March 2024”, but 12 March 2024 is a Tuesday.",
        "The heading of exchange 1 says “Monday, 12 March”, but 12 March 2024 is a Tuesday.",
        "Exchange 1, turn 2 says “Today is Sunday”, but 12 March 2024 is a Tuesday.",
    ]
    items = make_checklist(conference).dates
    assert [(item.field, item.exchange, item.turn) for item in items] == [
        ("title", None, None),
        ("", exchange.pk, None),
        ("", exchange.pk, 2),
    ]
    assert not any(item.blocks for item in items)


def test_it_is_asked_in_chinese() -> None:
    with translation.override("zh-hans"):
        [sentence] = asked(held_on=date(2024, 3, 12), summary="2024年3月12日（星期五）的记者会")
    assert "星期二" in sentence
