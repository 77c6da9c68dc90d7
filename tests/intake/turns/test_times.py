"""Times of paragraphs, read from the time codes of pasted texts."""

import pytest

from transcripts.intake import parse_text
from transcripts.intake.account import words_of

HEAD = "Press Conference on the Harbour Bridge\n12 March 2026\n\n"


def times(text: str) -> list[tuple[str, int | None]]:
    return [
        pair
        for turn in parse_text(HEAD + text).document.turns
        for pair in zip(turn.paragraphs, turn.times, strict=True)
    ]


@pytest.mark.parametrize(
    "layout",
    [
        "[00:01:05] Ines Calder: It is open.\n\n[00:02:10] QUESTION: Who paid?\n\n[01:02:15] Ines Calder: We did.",
        "00:01:05 Ines Calder: It is open.\n\n00:02:10 QUESTION: Who paid?\n\n01:02:15 Ines Calder: We did.",
        "Ines Calder  01:05\nIt is open.\n\nJo Marsh  02:10\nWho paid?\n\nInes Calder  1:02:15\nWe did.",
        "Ines Calder (00:01:05):\nIt is open.\n\nJo Marsh (00:02:10):\nWho paid?\n\nInes Calder (01:02:15):\nWe did.",
        "00:01:05\nInes Calder: It is open.\n\n00:02:10\nQUESTION: Who paid?\n\n01:02:15\nInes Calder: We did.",
    ],
)
def test_codes_by_labels_are_times(layout: str) -> None:
    assert times(layout) == [("It is open.", 65), ("Who paid?", 130), ("We did.", 3735)]


def test_a_code_before_a_paragraph_is_its_time_and_no_word_of_it() -> None:
    said = "Ines Calder: It is open.\n\n[00:01:05] It took four years.\n\nQUESTION: Who paid?\n\nInes Calder: We did."
    assert times(said)[1] == ("It took four years.", 65)


def test_codes_at_the_end_of_paragraphs_are_the_times_of_the_next() -> None:
    said = (
        "Ines Calder: It is open. #00:00:58-8#\n\nJo Marsh: Who paid? #00:01:01-9#\n\nInes Calder: We did. #01:02:03-4#"
    )
    assert times(said) == [("It is open.", None), ("Who paid?", 58), ("We did.", 61)]
    assert [one.text for one in parse_text(HEAD + said).left_out] == ["#01:02:03-4#"]


def test_codes_that_go_back_are_no_recording_s_and_are_listed() -> None:
    said = "[10:05] Ines Calder: It is open.\n\n[09:10] QUESTION: Who paid?\n\n[10:15] Ines Calder: We did."
    assert [time for _words, time in times(said)] == [None, None, None]
    left = [one.text for one in parse_text(HEAD + said).left_out]
    assert words_of(" ".join(left)) == ["10", "05", "09", "10", "10", "15"]


def test_times_of_day_in_words_and_by_labels_are_none() -> None:
    said = "Ines Calder (3:18 pm): 4:57 is low tide.\n\nQUESTION: At 10:05?\n\nInes Calder: The 10:05 it is."
    assert not any(time for _words, time in times(said))


def test_a_code_that_became_a_time_is_left_out_nowhere() -> None:
    said = "[00:01:05] Ines Calder: It is open.\n\n[00:02:10] QUESTION: Who paid?\n\n[00:02:15] Ines Calder: We did."
    assert parse_text(HEAD + said).left_out == ()
