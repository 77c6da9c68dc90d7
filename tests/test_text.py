"""How far apart two words are."""

import pytest

from transcripts.text import edit_distance, one_edit_away


@pytest.mark.parametrize(
    ("one", "two", "most", "distance"),
    [
        ("calder", "calder", 1, 0),
        ("calder", "caldre", 1, 1),
        ("calder", "kalder", 1, 1),
        ("calder", "calde", 1, 1),
        ("calder", "callder", 1, 1),
        ("abcdef", "abxdyf", 2, 2),
        ("abcdef", "abxdyf", 1, 2),
        ("calder", "rosenberg", 2, 3),
        ("凯德尔", "凯尔德", 1, 1),
    ],
)
def test_edits_are_counted_up_to_the_most_that_is_asked_for(one: str, two: str, most: int, distance: int) -> None:
    assert edit_distance(one, two, most=most) == distance
    assert edit_distance(two, one, most=most) == distance


def test_the_words_that_are_offered_for_a_misspelt_one_are_those_that_the_distance_calls_near() -> None:
    near = set(one_edit_away("ferry"))
    assert {edit_distance("ferry", word, most=1) for word in near - {"ferry"}} == {1}
    assert {"fery", "ferryy", "fexry", "efrry", "ferr", "aferry"} <= near
    for word in ("fey", "frery", "freyr", "harbour"):
        assert (word in near) == (edit_distance("ferry", word, most=1) == 1)
