"""Pages of invented offices, laid out as ministries, banks, courts, clubs and companies lay out theirs.

Each was written before the parser was read, scored once, and only then learnt from (docs/intake.md has those scores).
`make score DIR=tests/intake/offices` prints them one by one.
"""

from functools import cache
from pathlib import Path

from tools.score_pages import Marks, pages_in, score_page, total_of

FOLDER = Path(__file__).parent / "offices"


@cache
def marks() -> list[Marks]:
    return [score_page(path) for path in pages_in(FOLDER)]


def test_they_are_read_as_a_careful_reader_would() -> None:
    pages = marks()
    whole = total_of(pages)
    assert len(pages) == len(list(FOLDER.glob("*.json")))
    assert not whole.counts["refused"]
    assert whole.f1("hits", "wanted", "said") >= 0.995
    assert whole.share("exact", "wanted") >= 0.985
    assert whole.share("kinds", "hits") >= 0.975
    assert whole.f1("people_hits", "people", "people_said") >= 0.9
    assert whole.share("titles", "titled") >= 0.935
    assert whole.share("right_dates", "dates") >= 0.95


def test_no_page_loses_a_turn() -> None:
    assert [page.name for page in marks() if page.f1("hits", "wanted", "said") < 0.9] == []
