"""A chair who reads out what others ask, and who is introduced in the first words."""

import pytest

from transcripts.document import Kind, Part
from transcripts.intake import parse_text

BEFORE = (
    "Dredging in the harbour\n12 March 2025\n\n"
    "MODERATOR: Good morning. With us today is Ana Ruiz, director of the port."
    "\n\nANA RUIZ: Thank you. Dredging starts in April and ends in June.\n\nQUESTION: Will ferries stop?\n\n"
    "ANA RUIZ: No. They will slow down near the works, that is all.\n\n"
)
AFTER = "\n\nANA RUIZ: The port does. We have set aside two million.\n\nMODERATOR: Thank you all.\n"


@pytest.mark.parametrize(
    "words",
    [
        "We have a question from the Evening Courier, sent in by email: Who pays for the extra fuel?",
        "Online, Jo Marsh of Radio Costa asks: Who pays for the extra fuel?",
    ],
)
def test_who_answers_what_the_moderator_reads_out_is_not_the_moderator(words: str) -> None:
    document = parse_text(f"{BEFORE}MODERATOR: {words}{AFTER}").document
    kinds = [turn.kind for turn in document.turns]
    assert kinds[:5] == [Kind.MODERATOR, Kind.STATEMENT, Kind.QUESTION, Kind.ANSWER, Kind.MODERATOR]
    assert kinds[5:] == [Kind.ANSWER, Kind.MODERATOR]
    assert {turn.speaker for turn in document.turns if turn.label == "MODERATOR"} == {""}
    (person,) = document.people
    assert (person.name, person.role, person.part) == ("Ana Ruiz", "director of the port", Part.SPEAKER)
