from dataclasses import replace

from tests.documents import answer, document, exchange, question
from transcripts.document import ExchangeText, TranscriptDocument, match


def matched(old: TranscriptDocument, new: TranscriptDocument) -> dict[tuple[int, int], tuple[int, int]]:
    return {key: (place.exchange, place.index) for key, place in match(old, new).turns.items()}


def test_turns_with_the_same_words_match_wherever_they_stand():
    old = document(exchange(1), exchange(2))
    new = document(exchange(2), exchange(1))
    assert matched(old, new) == {(0, 0): (1, 0), (0, 1): (1, 1), (1, 0): (0, 0), (1, 1): (0, 1)}
    assert match(old, new).exchanges == {0: 1, 1: 0}


def test_an_edited_turn_is_recognised_between_its_neighbours():
    old = document(exchange(1), exchange(2))
    edited = replace(
        old.exchanges[0], turns=(old.exchanges[0].turns[0], answer("Pier 1 has two boats after midnight."))
    )
    assert matched(old, document(edited, exchange(2)))[0, 1] == (0, 1)


def test_other_words_are_another_turn():
    old = document(exchange(1))
    new = document(
        ExchangeText(
            (old.exchanges[0].turns[0], answer("Fish prices rose by a tenth over the winter.", speaker="Tomas Reyl"))
        )
    )
    assert (0, 1) not in matched(old, new)


def test_a_word_said_twice_matches_in_order():
    thanks = ExchangeText((question("Thank you."), answer("Thank you."), question("Thank you.")))
    assert matched(document(thanks), document(thanks)) == {(0, n): (0, n) for n in range(3)}


def test_an_id_decides_over_the_words():
    old = document(ExchangeText((answer("One thing.", public_id="aaa"), answer("Another matter.", public_id="bbb"))))
    new = document(ExchangeText((answer("One thing.", public_id="bbb"), answer("Another matter.", public_id="aaa"))))
    assert matched(old, new) == {(0, 0): (0, 1), (0, 1): (0, 0)}


def test_chinese_that_was_edited_is_recognised():
    old = document(ExchangeText((answer("末班船从十一月一日起推迟到凌晨一点开出。"),)))
    new = document(ExchangeText((answer("末班船从十一月五日起推迟到凌晨一点开出。"),)))
    assert matched(old, new) == {(0, 0): (0, 0)}


def test_five_hundred_rewritten_turns_are_matched_in_bounded_time():
    old = document(*(exchange(number) for number in range(250)))
    new = document(*(exchange(number, heading="") for number in range(1000, 1250)))
    assert len(match(old, new).turns) <= 500


def test_a_short_answer_that_became_its_opposite_is_the_same_turn():
    old = document(ExchangeText((question(), answer("Yes."), question("Why?"), answer("It is cheaper."))))
    new = document(ExchangeText((question(), answer("No."), question("Why?"), answer("It is cheaper."))))
    assert matched(old, new)[0, 1] == (0, 1)


def test_what_another_says_in_its_place_is_another_turn():
    old = document(ExchangeText((question(), answer("Yes."))))
    new = document(ExchangeText((question(), answer("No.", speaker="Tomas Reyl"))))
    assert (0, 1) not in matched(old, new)


def test_words_that_moved_and_were_given_to_somebody_else_are_the_same_turn():
    """Between turns that stayed as they were, and in another exchange."""
    said = answer("Fish prices rose by a tenth over the winter.")
    old = document(replace(exchange(1), turns=(said, *exchange(1).turns)), exchange(2))
    moved = replace(said, label="Tomas Reyl", speaker="Tomas Reyl")
    new = document(exchange(1), replace(exchange(2), turns=(*exchange(2).turns, moved)))
    assert matched(old, new)[1, 2] == (0, 0)
