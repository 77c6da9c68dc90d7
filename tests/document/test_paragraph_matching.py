"""Ids of paragraphs stay with their words."""

import pytest

from transcripts.document import Kind, TurnText
from transcripts.document.paragraph_matching import KeptIds, match_paragraphs

FERRY = "The last ferry leaves pier nine at one o’clock."
TRAMS = "Trams wait for it in every weather but snow."
FARES = "Fares stay what they were, says the council."
BOATS = "New boats come in spring."


def turn(*paragraphs: str, ids: str = "") -> TurnText:
    return TurnText(Kind.ANSWER, paragraphs=paragraphs, paragraph_ids=tuple(ids.split()))


def match(
    old: list[TurnText], new: list[TurnText], pairs: dict[int, int] | None = None
) -> tuple[list[str], dict[str, tuple[int, int] | None]]:
    pairs = {at: at for at in range(min(len(old), len(new)))} if pairs is None else pairs
    kept: KeptIds = match_paragraphs(old, new, pairs)
    return [" ".join(each or "-" for each in ids) for ids in kept.ids], dict(kept.gone)


@pytest.mark.parametrize(
    ("new", "ids", "gone"),
    [
        ([FERRY, TRAMS, FARES], "a b c", {}),
        ([BOATS, FERRY, TRAMS, FARES], "- a b c", {}),
        ([FERRY, BOATS, TRAMS, FARES], "a - b c", {}),
        ([FERRY, FARES], "a c", {"b": None}),
        ([FARES, FERRY, TRAMS], "c a b", {}),
        ([FERRY, TRAMS.replace("snow", "deep snow"), FARES], "a b c", {}),
        ([FERRY, TRAMS.upper() + "!", FARES], "a b c", {}),
        ([f"{FERRY} {TRAMS}", FARES], "a c", {"b": (0, 0)}),
        ([FERRY, f"{TRAMS} {FARES}"], "a b", {"c": (0, 1)}),
        ([f"{FERRY} {TRAMS} {FARES}"], "a", {"b": (0, 0), "c": (0, 0)}),
        (["The last ferry leaves", "pier nine at one o’clock.", TRAMS, FARES], "a - b c", {}),
        ([FERRY, BOATS, FARES], "a - c", {"b": None}),
        ([], "", {"a": None, "b": None, "c": None}),
    ],
)
def test_within_a_turn(new: list[str], ids: str, gone: dict[str, tuple[int, int] | None]) -> None:
    assert match([turn(FERRY, TRAMS, FARES, ids="a b c")], [turn(*new)]) == ([ids], gone)


def test_a_short_answer_that_became_another_in_its_place_is_the_same_paragraph() -> None:
    assert match([turn(FERRY, "Yes.", FARES, ids="a b c")], [turn(FERRY, "No, never.", FARES)])[0] == ["a b c"]
    assert match([turn("Yes.", ids="a")], [turn("No.")])[0] == ["a"]


def test_other_words_in_its_place_are_another_paragraph() -> None:
    long = "Nobody at the harbour had been told what the committee would decide on Tuesday night."
    assert match([turn(FERRY, TRAMS, ids="a b")], [turn(FERRY, long)]) == (["a -"], {"b": None})


def test_a_word_in_a_longer_paragraph_is_no_likeness() -> None:
    new = turn("It was said at the harbour that yes was not an answer to anything of the kind.", "Yes, indeed, always.")
    assert match([turn("Yes.", ids="a")], [new])[0] == ["- -"]


def test_words_that_move_to_another_turn_keep_their_ids() -> None:
    old = [turn(FERRY, TRAMS, ids="a b"), turn(FARES, ids="c")]
    assert match(old, [turn(FERRY), turn(TRAMS, FARES)]) == (["a", "b c"], {})
    assert match(old, [turn(FERRY), turn(FARES), turn(TRAMS)], {0: 0, 1: 1}) == (["a", "c", "b"], {})
    assert match(old, [turn(FERRY, TRAMS, FARES)], {0: 0}) == (["a b c"], {})


def test_what_is_said_again_and_again_moves_only_beside_what_is_not() -> None:
    old = [turn(FERRY, "Yes.", TRAMS, "Yes.", ids="a b c d"), turn("Yes.", ids="e")]
    assert match(old, [turn(FERRY), turn("Yes."), turn("Yes.", TRAMS, "Yes.")], {0: 0, 1: 1}) == (
        ["a", "e", "b c d"],
        {},
    )
    assert match(old, [turn(FERRY, TRAMS), turn("Yes.")]) == (["a c", "e"], {"b": None, "d": None})


def test_ids_that_are_carried_tell_equal_words_apart_but_words_come_first() -> None:
    old = [turn("Yes.", "Yes.", ids="a b")]
    assert match(old, [turn("Yes.", ids="b")]) == (["b"], {"a": None})
    long = "Nobody at the harbour had been told what the committee would decide on Tuesday night."
    assert match([turn(FERRY, ids="a")], [turn(long, ids="a")])[0] == ["a"]
    assert match([turn(FERRY, TRAMS, ids="a b")], [turn(BOATS, FERRY, ids="a b")])[0] == ["- a"]


def test_chinese_is_compared_by_the_character() -> None:
    old = [turn("末班船凌晨一点开。", "电车会等。", ids="a b")]
    assert match(old, [turn("末班船凌晨两点开。", "电车会等。")])[0] == ["a b"]
    assert match(old, [turn("末班船凌晨一点开。电车会等。")]) == (["a"], {"b": (0, 0)})


def test_what_has_no_id_gets_none_and_leaves_none() -> None:
    assert match([turn(FERRY, TRAMS)], [turn(FERRY)]) == (["-"], {})


def test_a_very_long_turn_is_compared_in_a_moment() -> None:
    old = turn(*(f"Number {at}: {FERRY}" for at in range(900)), ids=" ".join(f"i{at}" for at in range(900)))
    new = turn(*(f"Number {at}; {FERRY} Again." for at in range(900)))
    assert match([old], [new])[0] == [" ".join(f"i{at}" for at in range(900))]
