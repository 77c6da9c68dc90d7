"""Ranks before and behind names, in labels and in lists of people."""

import pytest

from transcripts.intake import parse_text
from transcripts.intake.labels.honorifics import is_rank

PAGE = """Briefing on the harbour fire
12 March 2024

{label}: Good morning. The fire is out.

QUESTION: When did it start?

{label}: At nine.
"""


@pytest.mark.parametrize(
    ("label", "name", "role"),
    [
        ("Ines Calder, Captain", "Ines Calder", "Captain"),
        ("Ines Calder, Capt.", "Ines Calder", "Capt."),
        ("Ines Calder, Lt. Col., USAF", "Ines Calder", "Lt. Col., USAF"),
        ("INES CALDER (Capt.)", "INES CALDER", "Capt."),
        ("Ines Calder (Brig. Gen.)", "Ines Calder", "Brig. Gen."),
        ("Colonel Ines Calder", "Ines Calder", "Colonel"),
        ("Lieutenant Colonel Ines Calder", "Ines Calder", "Lieutenant Colonel"),
        ("Rear Admiral Ines Calder (Ret.)", "Ines Calder", "Rear Admiral"),
        ("Capt. Ines Calder", "Ines Calder", ""),
        ("Supt. Ines Calder", "Ines Calder", ""),
        ("Brig. Gen. Ines Calder", "Ines Calder", ""),
        ("Lt. Cmdr. Ines Calder", "Ines Calder", ""),
        ("The Minister for Ports (Ms. Calder)", "Ms. Calder", "Minister for Ports"),
    ],
)
def test_a_label_states_a_name_and_its_rank(label: str, name: str, role: str) -> None:
    document = parse_text(PAGE.format(label=label)).document
    assert [(one.name, one.role) for one in document.people] == [(name, role)]
    assert [turn.speaker for turn in document.turns] == [name, "", name]


@pytest.mark.parametrize(
    "listed",
    [
        "Ines Calder, Captain; Colonel Orville Holt",
        "Ines Calder (Captain), Orville Holt (Colonel)",
        "Captain Ines Calder; Orville Holt, Colonel",
    ],
)
def test_a_list_states_ranks_on_either_side(listed: str) -> None:
    page = f"Briefing\n12 March 2024\n\nSpeakers: {listed}\n\nQUESTION: When?\n\nCALDER: At nine.\n"
    document = parse_text(page).document
    assert [(one.name, one.role) for one in document.people] == [
        ("Ines Calder", "Captain"),
        ("Orville Holt", "Colonel"),
    ]
    assert document.exchanges[-1].turns[-1].speaker == "Ines Calder"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Capt.", True), ("Lt. Col., USAF", True), ("USAF", False), ("Captain of Haven", False), ("", False)],
)
def test_what_is_a_rank(text: str, expected: bool) -> None:
    assert is_rank(text) is expected


def test_a_full_stop_behind_another_word_ends_a_sentence() -> None:
    page = PAGE.format(label="Ines Calder") + "\nThe boats. Ines Calder: they sail.\n"
    assert [turn.label for turn in parse_text(page).document.turns] == ["Ines Calder", "QUESTION", "Ines Calder"]
