import pytest

from transcripts.views.pager import Pager


def shown(count: int, current: int) -> list[int | None]:
    pager = Pager(range(1, count + 1), current, lambda number: f"/{number}/")
    return [link and link[0] for link in pager.links]


@pytest.mark.parametrize("count", [2, 11, 12])
def test_up_to_a_dozen_every_number_is_shown(count: int) -> None:
    assert shown(count, 1) == list(range(1, count + 1))


@pytest.mark.parametrize(
    ("current", "expected"),
    [
        (1, [1, 2, 3, None, 40]),
        (4, [1, 2, 3, 4, 5, 6, None, 40]),
        (5, [1, 2, 3, 4, 5, 6, 7, None, 40]),
        (20, [1, None, 18, 19, 20, 21, 22, None, 40]),
        (36, [1, None, 34, 35, 36, 37, 38, 39, 40]),
        (40, [1, None, 38, 39, 40]),
    ],
)
def test_beyond_first_and_last_are_always_there(current: int, expected: list[int | None]) -> None:
    assert shown(40, current) == expected


def test_previous_and_next_end_at_the_ends() -> None:
    first, last = (Pager(range(1, 4), number, lambda number: f"/{number}/") for number in (1, 3))
    assert (first.previous, first.next) == ("", "/2/")
    assert (last.previous, last.next) == ("/2/", "")


@pytest.mark.parametrize("numbers", [[], [1]])
def test_one_page_needs_no_pager(numbers: list[int]) -> None:
    pager = Pager(numbers, 1, str)
    assert not pager
    assert (pager.previous, pager.next) == ("", "")
