"""From turns to exchanges."""

from transcripts.document import Kind, TurnText
from transcripts.intake.turns.exchanges import group_turns


def turns(script: str) -> list[TurnText]:
    """Make turns from words such as "chair Tide: Calder": a colon asks, "chair" leads, others answer."""
    made = []
    for word in script.split():
        label = word.rstrip(":?")
        if word.endswith((":", "?")):
            words = (
                "Why?"
                if word.endswith("?")
                else "Why is it that nobody told us about any of this before it was much too late?"
            )
            outlet = "" if label in ("Q", "Reporter") else label
            made.append(TurnText(Kind.QUESTION, label, (words,), outlet=outlet))
        elif label == "chair":
            made.append(TurnText(Kind.MODERATOR, label, ("Next.",), speaker=label))
        else:
            made.append(TurnText(Kind.ANSWER, label, ("So.",), speaker=label))
    return made


def lengths(script: str, **headings: str) -> list[int]:
    return [len(exchange.turns) for exchange in group_turns(turns(script))]


def test_opening_remarks_are_the_first_exchange() -> None:
    assert lengths("chair Reyl Calder chair Tide: Reyl") == [3, 3]


def test_on_a_page_that_opens_with_the_chair_the_chair_opens_the_question() -> None:
    assert lengths("chair Tide: Reyl Calder") == [4]


def test_a_question_after_an_answer_begins_an_exchange_with_the_chair_s_words_before_it() -> None:
    assert lengths("Tide: Reyl chair Gull: Calder Reyl chair chair Post: Reyl") == [2, 4, 4]


def test_closing_words_belong_to_the_last() -> None:
    assert lengths("Tide: Reyl chair Gull: Reyl chair Reyl") == [2, 5]


def test_the_same_questioner_asking_again_stays() -> None:
    assert lengths("Tide: Reyl Tide: Reyl chair Tide: Reyl Gull: Reyl") == [7, 2]


def test_a_short_question_under_a_bare_label_stays_and_a_long_one_does_not() -> None:
    assert lengths("Q: Reyl Q? Reyl Q: Reyl Reporter? Reyl") == [4, 4]


def test_a_short_question_that_the_chair_called_does_not_stay() -> None:
    assert lengths("Q: Reyl chair Q? Reyl") == [2, 3]


def test_several_questions_and_several_answers_are_one_exchange() -> None:
    assert lengths("Tide: Gull: Reyl Calder") == [4]


def test_a_heading_is_a_break_where_it_stands() -> None:
    exchanges = group_turns(turns("Reyl Calder Tide: Reyl"), {1: "Piers"}, page=3)
    assert [(one.heading, len(one.turns), one.page) for one in exchanges] == [("", 1, 3), ("Piers", 1, 3), ("", 2, 3)]


def test_the_chairs_hand_off_after_thanks_opens_the_next_exchange() -> None:
    assert lengths("Tide: Calder Tide? chair Echo: Calder") == [3, 3]


def test_two_who_ask_before_anybody_answers_stay_together() -> None:
    assert lengths("Tide: chair Echo: Calder") == [4]
