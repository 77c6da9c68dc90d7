from hypothesis import given
from hypothesis import strategies as st

from transcripts.document import align
from transcripts.document.alignment import Pair, TurnKey

Q, A, B, M = ("question", "courier"), ("answer", "calder"), ("answer", "reyl"), ("moderator", "lan")
TURN_KEYS = st.lists(st.sampled_from([Q, A, B, M, ("answer", None)]), max_size=12)


def test_what_matches_turn_by_turn_is_paired_in_order() -> None:
    assert align([Q, A, B], [Q, A, B]) == [(0, 0), (1, 1), (2, 2)]


def test_a_turn_that_only_one_has_stands_alone() -> None:
    assert align([Q, A, M], [Q, A]) == [(0, 0), (1, 1), (2, None)]
    assert align([Q, A], [M, Q, A]) == [(None, 0), (0, 1), (1, 2)]
    assert align([Q, A, M, Q, B], [Q, A, Q, B]) == [(0, 0), (1, 1), (2, None), (3, 2), (4, 3)]


def test_a_question_never_answers_to_an_answer() -> None:
    assert align([Q], [A]) == [(0, None), (None, 0)]


def test_of_two_answers_the_same_voice_is_paired() -> None:
    assert align([Q, A, B], [Q, B]) == [(0, 0), (1, None), (2, 1)]


def test_an_unknown_voice_is_paired_by_what_it_does() -> None:
    assert align([Q, A], [("question", None), ("answer", None)]) == [(0, 0), (1, 1)]


def test_where_several_are_as_good_the_earliest_is_paired() -> None:
    assert align([("answer", 1), ("answer", 2)], [("answer", 3)]) == [(0, 0), (1, None)]


def test_nothing_stands_beside_nothing() -> None:
    assert align([], []) == []
    assert align([Q], []) == [(0, None)]


def test_very_long_exchanges_are_paired_by_their_places() -> None:
    first, second = [A, *[Q, A] * 150], [B, *[A, Q] * 150]
    pairs = align(first, second)
    assert pairs[0] == (0, 0)
    assert_each_once(pairs, first, second)


@given(TURN_KEYS, TURN_KEYS)
def test_every_turn_stands_once_in_its_order_and_pairs_do_the_same(first: list[TurnKey], second: list[TurnKey]) -> None:
    assert_each_once(align(first, second), first, second)


@given(TURN_KEYS, TURN_KEYS)
def test_the_pairing_has_as_many_pairs_either_way_round(first: list[TurnKey], second: list[TurnKey]) -> None:
    there, back = (
        [pair for pair in pairs if None not in pair] for pairs in (align(first, second), align(second, first))
    )
    worth = [
        sum(3 if one[a] == two[b] and one[a][1] else 2 for a, b in pairs)  # type: ignore[index]
        for pairs, one, two in ((there, first, second), (back, second, first))
    ]
    assert worth[0] == worth[1]


def assert_each_once(pairs: list[Pair], first: list[TurnKey], second: list[TurnKey]) -> None:
    assert [a for a, _ in pairs if a is not None] == list(range(len(first)))
    assert [b for _, b in pairs if b is not None] == list(range(len(second)))
    assert all(first[a][0] == second[b][0] for a, b in pairs if a is not None and b is not None)
    assert (None, None) not in pairs
