import pytest
from hypothesis import given, settings

from tests.documents import TEXT
from tests.examples import examples
from transcripts.document import Outcome, outcome_of

WAS = "We have 1,800 boats. They leave at one."
NOW = "We have 1,080 boats. They leave at one."


@pytest.mark.parametrize(
    ("then", "outcome"),
    [
        (NOW, Outcome.STANDS),
        (WAS, Outcome.TAKEN_BACK),
        ("We have 1,080 boats. They leave at two.", Outcome.STANDS),
        ("We have 1,080 big boats. They leave at one.", Outcome.STANDS),
        ("We have 1,008 boats. They leave at one.", Outcome.CHANGED),
        ("We have 1,800 boats. They leave at two.", Outcome.TAKEN_BACK),
        ("They leave at one.", Outcome.CHANGED),
        ("", Outcome.CHANGED),
    ],
)
def test_only_the_corrected_words_decide(then, outcome):
    assert outcome_of(WAS, NOW, then) == outcome


@pytest.mark.parametrize(
    ("was", "now", "then", "outcome"),
    [
        ("", "Yes.", "", Outcome.TAKEN_BACK),
        ("", "Yes.", "No.", Outcome.CHANGED),
        ("Yes.", "", "Yes.", Outcome.TAKEN_BACK),
        ("Yes.", "", "", Outcome.STANDS),
        ("He did not go.", "He did go.", "He did not go.", Outcome.TAKEN_BACK),
        ("He did not go.", "He did go.", "He did never go.", Outcome.CHANGED),
        ("She went.", "She went home.", "She went home, alone.", Outcome.STANDS),
        ("每月1800个样本", "每月1080个样本", "每月1800个样本，真的", Outcome.TAKEN_BACK),
    ],
)
def test_words_that_came_or_went_are_followed_too(was, now, then, outcome):
    assert outcome_of(was, now, then) == outcome


def test_words_that_moved_to_another_turn_stand():
    assert outcome_of(f"One.\n\n{WAS}", f"One.\n\n{NOW}", "One.", {"One.", NOW}) == Outcome.STANDS
    assert outcome_of(f"One.\n\n{WAS}", f"One.\n\n{NOW}", "One.", {"One.", WAS}) == Outcome.CHANGED


@settings(max_examples=examples(100))
@given(TEXT, TEXT)
def test_what_was_undone_is_taken_back_and_what_stayed_stands(was, now):
    assert outcome_of(was, now, now) == Outcome.STANDS
    if was != now:
        assert outcome_of(was, now, was) == Outcome.TAKEN_BACK
