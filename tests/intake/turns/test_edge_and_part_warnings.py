"""Warnings about the beginning and the end of a page, and about parts that the turns beside them contradict."""

import pytest

from transcripts.intake import parse_text

HEAD = "Harbour Briefing\n\nMarch 12, 2026\n\n"
TALK = """MODERATOR: Good morning, everybody. We begin with a statement.

MAYOR CALDER: The ferry runs until midnight. It is paid for.

QUESTION: When does the night boat begin?

MAYOR CALDER: In June, if the weather allows it.

MODERATOR: Thank you all.
"""
BOARD = """TOM REYES: Good morning. Director Calder is here. We have come to speak about the night boat, what it costs
and the day on which it will begin.

DIRECTOR CALDER: The ferry runs until midnight. It is paid for.

QUESTION: When does the night boat begin?

DIRECTOR CALDER: In June, if the weather allows it.

TOM REYES: Badges are at the desk. Thank you.
"""


def warned(text: str) -> dict[int | None, str]:
    """Return the warnings of a page, by line of the talk, which begins on line 5."""
    return {one.line: one.message for one in parse_text(HEAD + text).warnings}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (TALK.removeprefix("MODERATOR: Good morning, everybody. We begin with a statement.\n\n"), 5, ""),
        (TALK.split("\n\n", 1)[1].replace(": The ferry", ": Thank you, Tom. The ferry"), 5, "thank “Tom”"),
        (BOARD, 5, "give others the floor"),
        (BOARD, 14, "“TOM REYES” asks, answers or moderates"),
        (TALK + "\nThe recording can be found at the City Clerk's office.\n", 15, "page's own text"),
        (TALK.replace("MODERATOR: Thank you all.", "Tickets for the boat are on sale now."), 13, "page's own text"),
        (TALK.replace("In June,", "In June.\n\nYou said May before.\n\nYes. I did,"), 13, "A question and its answer"),
        (TALK.replace("June, if", "June.\n\n[Bo Marten] It may be later, if"), 13, "“Bo Marten” was read as text"),
    ],
)
def test_what_contradicts_the_reading_is_told(text: str, line: int, words: str) -> None:
    found = warned(text)
    assert words in found.get(line, ""), found


def test_who_asks_again_in_a_hearing_gets_no_warning() -> None:
    talk = TALK.replace("QUESTION:", "SENATOR LUND:").replace("MAYOR CALDER:", "MR. PELL:")
    talk += "\nSENATOR LUND: And who pays for it?\n\nMR. PELL: The city, Senator.\n\nSENATOR LUND: Why?\n"
    assert not [one for one in warned(talk).values() if "SENATOR LUND" in one]


def test_lines_left_out_together_are_one_warning() -> None:
    text = f"The hall was full.\n\nPeople stood in the rain.\n\nNobody left early.\n\n{TALK}"
    found = [one.message for one in parse_text(HEAD + text).warnings]
    assert found == ["3 lines were left out from here on; the first: “The hall was full.”."]


def test_facts_of_the_page_are_no_warnings_and_stand_in_the_list() -> None:
    parsed = parse_text(f"{HEAD}Asset Language: English\n\n{TALK}\nDuration: 38 minutes\n")
    assert [one.message for one in parsed.warnings] == []
    assert {"Asset Language: English", "Duration: 38 minutes"} <= {one.text for one in parsed.left_out}


def test_answers_that_never_have_a_label_are_one_warning() -> None:
    asked = ("When does it open?", "Who pays for it?", "Is there a bridge?")
    said = ("It opens in June.", "The city pays.", "There will be one.")
    text = "".join(f"Q: {one}\n\n{two}\n\n" for one, two in zip(asked, said, strict=True))
    found = [one.message for one in parse_text(HEAD + text).warnings]
    assert found == ["The answers from here on have no labels; each was separated from its question."]
    same = "".join(f"Q: {one}\n\nCALDER {two}\n\n" for one, two in zip(asked, said, strict=True))
    assert len(parse_text(HEAD + same).warnings) > 1


def test_the_chair_of_a_board_answers_and_what_it_adds_is_doubtful() -> None:
    page = (
        "THE CHAIR: Good morning. The board has approved the quay. The vote was seven to two.\n\n"
        "J. Marsh, Evening Echo: Why was the tunnel dropped?\n\n"
        "THE CHAIR: It would have cost three times as much as that.\n\n"
        "J. Marsh, Evening Echo: How many homes have to go?\n\n"
        "MR MARTEN: Eleven, and all the owners know.\n\n"
        "THE CHAIR: And each of them has an offer in writing.\n\n"
        "J. Marsh, Evening Echo: Thank you. When does it open?\n\n"
        "MR MARTEN: In June.\n"
    )
    turns = [turn for exchange in parse_text(HEAD + page).document.exchanges for turn in exchange.turns]
    assert [turn.kind.value for turn in turns[:3]] == ["statement", "question", "answer"]
    assert "give nobody the floor" in warned(page)[15]
