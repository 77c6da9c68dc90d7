"""Rows of an exported table: quotation marks around cells are the table's, others are the words'."""

import pytest

from transcripts.intake import parse_text

TABLE = """Press briefing on the night ferries

Speaker\tText
Ines Calder\t%s
Jo Marsh\tWhen does it leave at night?
Ines Calder\tAt eleven.
"""


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ('"Good morning to all."', "Good morning to all."),
        ('"She said ""never"" to us."', 'She said "never" to us.'),
        ('"Never," she said to us.', '"Never," she said to us.'),
        ('A pipe of 12"and a half is laid.', 'A pipe of 12"and a half is laid.'),
        ('"Good morning\nto all of you."', "Good morning to all of you."),
        ('"Never was a word.', "Never was a word."),
    ],
)
def test_quotation_marks_are_the_table_s_only_around_a_cell(cell: str, words: str) -> None:
    turns = list(parse_text(TABLE % cell).document.turns)
    assert [" ".join(turn.text.split()) for turn in turns] == [words, "When does it leave at night?", "At eleven."]
