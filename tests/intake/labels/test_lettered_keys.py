"""Interviews under letters: keys that name parts, and text from PDF files with marks without width."""

from transcripts.intake import parse_text

INTERVIEW = """Talk with the lighthouse keeper, 5 May 2024

{key}

I {mark} Good evening, and thank you for your time.

C {mark} You are welcome.

I {mark} Could you say what you do?

C {mark} I keep the lamp.

I {mark} And who pays for it?

C {mark} The harbour does.
"""


def test_a_key_of_parts_names_nobody_and_its_letters_are_labels() -> None:
    parsed = parse_text(INTERVIEW.format(key="[I] – Interviewer\t[C] - Client", mark="–"))
    assert [(turn.label, turn.kind.value) for turn in parsed.document.turns] == [("I", "question"), ("C", "answer")] * 3
    assert not parsed.document.people
    assert [one.text for one in parsed.left_out] == ["[I] – Interviewer [C] - Client"]


def test_spaces_without_width_change_nothing() -> None:
    page = "Talk with the keeper\n\nI: What do you do?\nB: I keep the lamp.\nI: Who pays?\nB: The harbour.\n"
    assert parse_text(page.replace(" ", "\u200b \u200b")).document == parse_text(page).document
