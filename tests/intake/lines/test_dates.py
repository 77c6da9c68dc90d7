"""Dates and times as pages print them."""

from datetime import date, time

import pytest

from transcripts.intake.lines.dates import FoundDate, find_dates, find_time, last_weekday


@pytest.mark.parametrize(
    "text",
    [
        "September 5, 2023",
        "Sept. 5, 2023",
        "September the 5th, 2023",
        "5 Sep ’23",
        "Sep 5, '23",
        "’23. 9. 5.",
        "5. 9. 2023",
        "5-Sep-23",
        "٥ سبتمبر ٢٠٢٣",
        "2023년 9월 ٥일",
        "２０２３年９月５日",
        "5 أيلول/سبتمبر 2023",
        "Sep 5 2023",
        "5 September 2023",
        "the 5th of September, 2023",
        "2023-09-05",
        "2023-9-5 00:48",
        "2023/09/05",
        "2023.09.05",
        "2023. 9. 5.",
        "5-Sep-2023",
        "05.09.2023",
        "112-09-05",
        "5. September 2023",
        "le mardi 5 septembre 2023",
        "5 de septiembre de 2023",
        "5 de setembro de 2023",
        "5 сентября 2023 г.",
        "5 settembre 2023",
        "5 سبتمبر 2023",
        "2023년 9월 5일",
        "Sep 5,2023",
        "5th September , 2023",
        "the 5th day of September, 2023",
        "Tue, 09/05/2023",
        "112年9月5日",
        "令和5年9月5日",
        "2023年9月5日",
        "2023年9月5日下午",
        "二〇二三年九月五日",
        "Tuesday, September 5th, 2023, 11 a.m.",
        "Press Conference on September 5, 2023",
        "septiembre 5 de 2023",
        "5 IX 2023",
        "5.IX.2023",
        "R5.9.5",
        "中華民國一一二年九月五日",
        "2023年九月五日",
        "September 4-5, 2023",
        "4 and 5 September 2023",
        "5 Eylül 2023 Salı",
        "5 September 2023 (Selasa)",
        "Ngày 5 tháng 9 năm 2023",
        "5 вересня 2023 року",
        "5. září 2023",
        "2023. szeptember 5.",
        "2023 m. rugsėjo 5 d.",
        "5 septembrie 2023",
        "5 Σεπτεμβρίου 2023",
        "5 กันยายน 2566",
        "५ सितंबर 2023",
        "5 בספטמבר 2023",
        "5 de setembre de 2023",
        "tirsdag den 5. september 2023",
    ],
)
def test_dates(text: str) -> None:
    assert [found.day for found in find_dates(text)] == [date(2023, 9, 5)]


def test_of_a_date_with_slashes_the_day_comes_first_unless_the_numbers_or_a_weekday_say_otherwise() -> None:
    assert [found.day for found in find_dates("17/05/2021 and 05/17/2021")] == [date(2021, 5, 17)] * 2
    assert find_dates("05/06/2021") == [FoundDate(date(2021, 6, 5), 0, 10, other=date(2021, 5, 6))]
    assert find_dates("Friday, 05/06/2026") == [FoundDate(date(2026, 6, 5), 8, 18)]
    assert find_dates("05/05/2021")[0].other is None
    assert [found.day for found in find_dates("令和元年5月1日")] == [date(2019, 5, 1)]


@pytest.mark.parametrize(
    "text", ["31 February 2023", "2023-13-01", "Mayor 5, 2023", "12345-09-056", "2023年9月", "May 2023"]
)
def test_what_is_no_date(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 p.m. April 12", time(15, 0)),
        ("11:00 a.m.", time(11, 0)),
        ("12:05 A.M. EDT", time(0, 5)),
        ("12 p.m.", time(12, 0)),
        ("(15:00—16:40)", time(15, 0)),
        ("下午3时30分", time(15, 30)),
        ("上午十时", None),
        ("下午3点半", time(15, 30)),
        ("no time at all", None),
    ],
)
def test_times(text: str, expected: time | None) -> None:
    assert find_time(text) == expected


def test_a_weekday_is_the_last_such_day() -> None:
    posted = date(2020, 3, 28)  # a Saturday
    assert last_weekday("held a press conference on Thursday", posted) == date(2020, 3, 26)
    assert last_weekday("on Saturday", posted) == posted
    assert last_weekday("星期四举行", posted) == date(2020, 3, 26)
    assert last_weekday("Thursday or Friday", posted) is None
