"""Weekdays that the day beside them does not have. 12 March 2024 was a Tuesday."""

from datetime import date

import pytest

from transcripts.intake.lines.weekdays import find_wrong_weekdays

TUESDAY = date(2024, 3, 12)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("On Friday, 12 March 2024, the boats stopped.", "Friday, 12 March 2024"),
        ("Friday, the 12th of March 2024", "Friday, the 12th of March 2024"),
        ("March 12, 2024 (Friday)", "March 12, 2024 (Friday)"),
        ("2024-03-12, a Friday", "2024-03-12, a Friday"),
        ("会议于2024年3月12日（星期五）举行。", "2024年3月12日（星期五）"),
        ("2024年3月12日周五", "2024年3月12日周五"),
        ("As I said on Monday, March 12, there is none.", "Monday, March 12"),
        ("It is Monday 12 March.", "Monday 12 March"),
        ("Good morning. Today is Monday.", "Today is Monday"),
        ("今天是星期一。", "今天是星期一"),
        ("3月12日，星期一", "3月12日，星期一"),
    ],
)
def test_a_weekday_that_the_day_does_not_have_is_found(text: str, words: str) -> None:
    [found] = find_wrong_weekdays(text, TUESDAY)
    assert (found.words, found.day) == (words, TUESDAY)


@pytest.mark.parametrize(
    "text",
    [
        "On Tuesday, 12 March 2024, the boats stopped.",
        "2024年3月12日（星期二）",
        "Tuesday 12 March, Wednesday 13 March",
        "2024年3月12日星期二3月13日星期三",
        "By Friday we shall know. On 12 March 2024 we did not.",
        "Today we speak of what will happen on Friday.",
        "The train of 12 March 2024 came late, as the one of Friday did.",
        "一周三次，自2024年3月12日起",
        "From 31 February 2024, a Friday",
        "Monday",
        "",
    ],
)
def test_what_is_right_or_stands_apart_is_not(text: str) -> None:
    assert find_wrong_weekdays(text, TUESDAY) == []


def test_a_date_without_a_year_is_in_the_year_that_brings_it_nearest() -> None:
    assert find_wrong_weekdays("since Sunday, 31 December", date(2024, 1, 3)) == []
    assert [one.day for one in find_wrong_weekdays("since Monday, 31 December", date(2024, 1, 3))] == [
        date(2023, 12, 31)
    ]


def test_without_a_day_near_only_whole_dates_are_looked_at() -> None:
    assert find_wrong_weekdays("Today is Monday, 12 March") == []
    assert len(find_wrong_weekdays("Monday, 12 March 2024")) == 1
