"""Text of meeting tools, as exported and as pasted."""

import pytest

from transcripts.intake import IntakeError, parse_text
from transcripts.intake.account import words_of
from transcripts.intake.left_out import Reason

OTTER = """Ferry briefing
Tue, Mar 12, 2024 9:01AM • 21:30

SUMMARY KEYWORDS
ferry, boat, winter

SPEAKERS
Ines Calder, Jo Marsh, Speaker 1

Ines Calder  00:02
Good morning to all of you. The last boat leaves later.

Jo Marsh  00:41
When does it leave?

Ines Calder  00:45
At eleven.

It did last year as well.

Speaker 1  01:00:52
And in summer?

Transcribed by https://otter.ai
"""
TEAMS = """Ferry briefing-20240312_090000-Meeting Recording
March 12, 2024, 9:00AM
21m 30s

Calder, Ines   0:02
Good morning to all of you.

Marsh, Jo (External)   0:41
When does the last boat leave?

Calder, Ines   0:45
At eleven.
"""
ZOOM = """[Ines Calder] 10:00:03
Good morning to all of you.

[Jo Marsh] 10:00:17
When does the last boat leave?

[Ines Calder] 10:00:22
At eleven.
"""
FATHOM = """Impromptu meeting - March 12

VIEW RECORDING - 18 mins (No highlights)

@0:00 - Jo Marsh
When does the last boat leave?

@0:25 - Ines Calder (ines@example.org)
At eleven.

ACTION ITEM: Send the new timetable to Jo - WATCH
"""
SPANS = """[0:00:00,000 --> 0:00:01,960] Speaker 1:  When does the last boat leave?

[0:00:01,960 --> 0:01:03,960] Speaker 2:  At eleven.
"""
BARE = """Interview One

Researcher
So what does the office do?

Unknown Speaker
We count the boats.

Researcher
And who pays for it?

Unknown Speaker
The city does.
"""
ALL = {"Otter": OTTER, "Teams": TEAMS, "Zoom": ZOOM, "Fathom": FATHOM, "spans": SPANS, "bare": BARE}


def said(text: str) -> list[tuple[str, str, str]]:
    turns = parse_text(text).document.turns
    return [
        (turn.kind.value, turn.speaker or turn.outlet or turn.journalist or turn.label, turn.text) for turn in turns
    ]


def times(text: str) -> list[int | None]:
    return [time for turn in parse_text(text).document.turns for time in turn.times]


def test_otter() -> None:
    parsed = parse_text(OTTER)
    assert parsed.document.title == "Ferry briefing"
    assert str(parsed.document.held_on) == "2024-03-12"
    assert parsed.document.venue == ""
    assert [person.name for person in parsed.document.people] == ["Ines Calder"]
    assert said(OTTER)[1] == ("question", "Jo Marsh", "When does it leave?")
    assert said(OTTER)[3] == ("question", "Speaker 1", "And in summer?")
    assert times(OTTER) == [2, 41, 45, None, 3652]


def test_teams_prints_surnames_first() -> None:
    parsed = parse_text(TEAMS)
    assert parsed.document.title == "Ferry briefing"
    assert next(turn.label for turn in parsed.document.turns) == "Calder, Ines"
    assert [who for _kind, who, _text in said(TEAMS)] == ["Ines Calder", "Jo Marsh", "Ines Calder"]
    assert times(TEAMS) == [2, 41, 45]


def test_zoom_prints_the_clock_which_is_no_time_of_the_recording() -> None:
    assert [kind for kind, _who, _text in said(ZOOM)] == ["statement", "question", "answer"]
    assert times(ZOOM) == [None, None, None]
    left = [(one.text, one.reason) for one in parse_text(ZOOM).left_out]
    assert ("10:00:17", Reason.TIME_CODE) in left


def test_a_clock_with_parts_of_seconds_is_left_out_whole() -> None:
    left_out = parse_text(ZOOM.replace("10:00:17", "10:00:17.250")).left_out
    assert [one.text for one in left_out if one.reason is Reason.TIME_CODE] == ["10:00:03", "10:00:17.250", "10:00:22"]


def test_a_voice_without_words_takes_no_time_from_those_who_have_some() -> None:
    text = ZOOM.replace("10:00:", "00:").replace("[Jo Marsh] 00:17\n", "[Jo Marsh] 00:15\n\n[Jo Marsh] 00:17\n")
    parsed = parse_text(f"{text}\n[Tom Reyes] 00:30\n")
    assert [(turn.label, turn.times) for turn in parsed.document.turns] == [
        ("Ines Calder", (3,)), ("Jo Marsh", (17,)), ("Ines Calder", (22,)), ("Tom Reyes", ()),
    ]  # fmt: skip
    assert [one.text for one in parsed.left_out if one.reason is Reason.TIME_CODE] == ["00:15", "00:30"]


def test_fathom_adds_notes_and_addresses() -> None:
    assert said(FATHOM) == [
        ("question", "Jo Marsh", "When does the last boat leave?"),
        ("answer", "Ines Calder", "At eleven."),
        ("note", "", "ACTION ITEM: Send the new timetable to Jo - WATCH"),
    ]
    assert times(FATHOM) == [0, 25, None]


def test_spans_of_time_before_voices() -> None:
    assert [text for _kind, _who, text in said(SPANS)] == ["When does the last boat leave?", "At eleven."]
    assert times(SPANS) == [0, 1]


def test_bare_voices_on_lines_that_come_back() -> None:
    assert [kind for kind, _who, _text in said(BARE)] == ["question", "answer", "question", "answer"]
    assert parse_text(BARE).document.title == "Interview One"


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_every_word_is_accounted_for(text: str) -> None:
    parsed = parse_text(text)
    have = [word for turn in parsed.document.turns for word in words_of(" ".join([turn.label, *turn.paragraphs]))]
    have += words_of(" ".join(one.text for one in (*parsed.head, *parsed.left_out)))
    rest = sorted(words_of(text))
    for word in have:
        rest.remove(word)  # a word that the file lacks raises
    assert all(word.isdecimal() for word in rest)  # the printed times
    assert len(rest) <= 4 * sum(time is not None for time in times(text))


def test_a_programme_of_a_day_is_no_meeting() -> None:
    with pytest.raises(IntakeError):
        parse_text("Programme\n\nRegistration  09:00\nHall A\n\nOpening  09:30\nHall B\n\nLunch  12:30\nHall C\n")


def test_a_page_with_labels_stays_a_page() -> None:
    page = "Evening briefing\n30 August 2023\n\nInes Calder: It is open.\n\nQUESTION: When?\n\nInes Calder: At 10:05.\n"
    assert parse_text(page).document.title == "Evening briefing"
