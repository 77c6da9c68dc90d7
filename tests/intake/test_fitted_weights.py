"""The fitting of weights from labelled pages, and the score without the pages of an office."""

import json
from functools import partial
from pathlib import Path
from typing import Any

from tools import fit_weights, score_offices
from tools.fit_weights import Case, Labelled
from transcripts.intake import parse_text

TEXT = """Press Conference on the Harbour Bridge

12 March 2026

Tom Reyes: Good morning. Welcome. Ines Calder has a statement, and then we take your questions.

Ines Calder: The bridge opens in June.

Question: What did it cost?

Ines Calder: Three hundred million.
"""
SAID = (
    ("Tom Reyes", "moderator", "Good morning.", "take your questions."),
    ("Ines Calder", "statement", "The bridge", "in June."),
    ("Question", "question", "What did", "it cost?"),
    ("Ines Calder", "answer", "Three hundred", "million."),
)
TRUTH: dict[str, Any] = {
    "title": "Press Conference on the Harbour Bridge",
    "people": [],
    "turns": [
        {"label": label, "kind": kind, "first_words": first, "last_words": last, "paragraphs": 1}
        for label, kind, first, last in SAID
    ],
}
NAMED = (("label", "name", 1),)
RIGHT = Case("label", (((), 3.5), (NAMED, 0.0)), frozenset({1}))
WRONG = Case("label", (((), 3.5), (NAMED, 0.0)), frozenset({0}))


def test_a_weight_goes_where_pages_want_it_and_others_stay() -> None:
    start = fit_weights.by_hand()
    fitted = fit_weights.fit({RIGHT: 9.0}, start)
    assert fitted["label"].pop("name") > start["label"].pop("name")
    assert fitted["label"] == start["label"]
    assert fit_weights.fit({WRONG: 9.0}, fit_weights.by_hand())["label"]["name"] < 1.0


def test_cases_of_an_office_are_left_out(tmp_path: Path) -> None:
    for name in ("harbour_1", "harbour_2", "quay_1"):
        (tmp_path / f"{name}.txt").write_text(TEXT, encoding="utf-8")
        (tmp_path / f"{name}.json").write_text(json.dumps(TRUTH), encoding="utf-8")
    pages = fit_weights.labelled_pages([tmp_path])
    for page in pages:
        fit_weights.take_cases(page)
    assert {case.question for page in pages for case in page.cases} == {"label", "title", "roles"}
    whole, without = fit_weights.sum_of(pages), fit_weights.sum_of(pages, without="harbour")
    assert all(whole[case] == 3 * count for case, count in without.items())


def test_pages_are_read_with_the_weights_that_are_given() -> None:
    page = Labelled("quay", "quay", TRUTH, partial(parse_text, TEXT))
    nothing = {table: dict.fromkeys(rows, 0.0) for table, rows in fit_weights.by_hand().items()}
    with fit_weights.weighing(nothing):
        assert fit_weights.marks_of(page).counts["hits"] == 0
    assert fit_weights.marks_of(page).counts["hits"] == len(TRUTH["turns"])


def test_words_that_one_office_uses_are_known() -> None:
    texts = [("quay", "The reporter of the gazette asks."), ("harbour", "A reporter: when?")]
    words = score_offices.words_of_one_office(texts)
    assert "gazette" in words
    assert "reporter" not in words
