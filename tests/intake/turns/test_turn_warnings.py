"""Doubts: what the words of turns, and the turns beside them, say against the way in which they were read."""

import pytest

from transcripts.intake import Hints, parse_text

HEAD = "Harbour Briefing\n\nMarch 12, 2026\n\n"
TALK = """MODERATOR: Good morning, everybody. We begin with a statement.

MAYOR CALDER: The ferry runs until midnight. It is paid for.

QUESTION: When does the night boat begin?

MAYOR CALDER: In June, if the weather allows it.
"""


def warned(text: str) -> dict[int | None, str]:
    """Return the warnings of a page, by line of the talk, which begins on line 5."""
    return {one.line: one.message for one in parse_text(HEAD + text).warnings}


def test_a_plain_talk_has_no_warning() -> None:
    assert warned(TALK) == {}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (TALK.replace("QUESTION: ", ""), 9, "This paragraph asks a question"),
        (TALK.replace("QUESTION: When does the night boat begin?\n\n", ""), 9, "speaks twice in a row"),
        (TALK.replace("MAYOR CALDER: In June", "In June") + "\nQUESTION: Who pays for it?\n", 11, "An answer"),
        (TALK.replace(" It is paid for.", "\n\nLena Gray\nIt is paid for."), 9, "“Lena Gray” begins this line"),
        (TALK.replace("MAYOR CALDER: In June", "MAYOR CALDER In June"), 11, "“MAYOR CALDER” begins this line"),
        (TALK.replace("begin?\n\nMAYOR", "begin? MAYOR"), 9, "“MAYOR CALDER” is in the middle of a line"),
        (TALK.replace("MAYOR CALDER: In June", "Mayro Calder / In June"), 11, "“Mayro Calder” begins this line"),
        (TALK.replace("QUESTION: When", "Voice from the back: When"), 9, "“Voice from the back”"),
        (TALK.replace("midnight. It is paid for.", "midnight.\n\nThe piers of the old harbour"), 9, "middle of a sent"),
        (
            TALK.replace("MAYOR CALDER: In June", "QUESTION: Is it paid for?\n\nMAYOR CALDER: In June"),
            11,
            "Two questions",
        ),
        (TALK + "\nQUESTION: It is late, and nobody has told us of it.\n\nMAYOR CALDER: No.\n", 0, ""),
        (TALK.replace("QUESTION: When", "MODERATOR: When"), 9, "a question, but were read as the moderator"),
    ],
)
def test_what_speaks_against_the_reading_is_a_warning(text: str, line: int, words: str) -> None:
    found = warned(text)
    assert words in found.get(line, ""), found


def test_a_place_has_one_warning() -> None:
    lines = [one.line for one in parse_text(HEAD + TALK.replace("QUESTION: ", "").replace(": In", " In")).warnings]
    assert len(lines) == len(set(lines))


def test_an_editor_who_says_that_a_label_is_words_is_believed() -> None:
    text = HEAD + TALK.replace("MAYOR CALDER: In June", "mayor calder: In June")
    assert [one.label for one in parse_text(text).warnings] == ["mayor calder"]
    assert not [one for one in parse_text(text, hints=Hints(words=("mayor calder",))).warnings if one.label]
