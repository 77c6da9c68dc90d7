"""Keys: one number a turn, in the order of results; and the slices of time that cover a stretch of them."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcripts.search.words.keys import (
    conference_of,
    day_number,
    day_of,
    first_key,
    in_reading_order,
    last_key,
    make_key,
    slices_between,
    slices_of,
)

DAYS = st.dates(date(1800, 1, 1), date(2158, 1, 1))


def test_the_newest_come_first_and_a_conference_in_reading_order() -> None:
    old, new = date(2020, 5, 1), date(2024, 5, 1)
    places = [(new, 9, 0), (new, 9, 1), (new, 3, 0), (old, 12, 0), (old, 12, 5)]
    keys = [make_key(*place) for place in places]
    assert sorted(keys, reverse=True) == keys
    assert sorted(keys, key=in_reading_order) == [keys[at] for at in (3, 4, 2, 0, 1)]


@given(day=DAYS, conference=st.integers(1, 2**26 - 1), ordinal=st.integers(0, 2**20 - 1))
def test_a_key_says_its_day_and_conference(day: date, conference: int, ordinal: int) -> None:
    key = make_key(day, conference, ordinal)
    assert 0 <= key < 2**63
    assert (day_of(key), conference_of(key)) == (day, conference)
    assert first_key(day) <= key <= last_key(day)


def test_days_out_of_reach_are_the_first_and_the_last() -> None:
    assert day_of(make_key(date(1066, 10, 14), 1, 0)) == date(1800, 1, 1)
    assert make_key(date(9999, 1, 1), 1, 0) < last_key(None) + 1


@pytest.mark.parametrize("oldest", [False, True])
@given(one=DAYS, two=DAYS)
def test_slices_cover_a_stretch_in_order_once_and_are_few(oldest: bool, one: date, two: date) -> None:
    first, last = sorted([one, two])
    slices = slices_between(first_key(first), last_key(last), oldest=oldest)
    bounds = [(number << level, (number + 1 << level) - 1) for level, number in slices]
    if oldest:
        bounds = [(-high, -low) for low, high in bounds]
    assert all(low == high + 1 for (low, _), (_, high) in pairwise(bounds))
    covered = range(bounds[-1][0], bounds[0][1] + 1)
    assert all((-day_number(day) if oldest else day_number(day)) in covered for day in (first, last))
    assert len(slices) <= 70 + (last - first).days // 1024
    assert {(level, day_number(day) >> level) for day in (first, last) for level in (1, 4, 7, 10)} >= {
        each for day in (first, last) for each in slices_of(day)
    }


def test_there_are_no_slices_of_nothing() -> None:
    assert slices_between(last_key(date(2024, 1, 2)), first_key(date(2024, 1, 1))) == []
