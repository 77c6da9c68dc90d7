"""Pages that nobody has learnt from: what the parser makes of offices that it does not know.

They were written before the parser was read, and nobody who works on it has opened them but to see what is not read
right. Whoever mends the parser by one of them moves it to `offices` first; docs/intake.md has the scores.
`make score DIR=tests/intake/unread` prints them one by one.
"""

from pathlib import Path

from tools.score_pages import pages_in, score_page, total_of

FOLDER = Path(__file__).parent / "unread"


def test_they_are_read_about_as_well_as_any_page_that_comes() -> None:
    pages = [score_page(path) for path in pages_in(FOLDER)]
    whole = total_of(pages)
    assert len(pages) == len(list(FOLDER.glob("*.json"))) > 0
    assert not whole.counts["refused"]
    assert whole.f1("hits", "wanted", "said") >= 0.95
    assert whole.share("exact", "wanted") >= 0.88
    assert whole.share("kinds", "hits") >= 0.93
