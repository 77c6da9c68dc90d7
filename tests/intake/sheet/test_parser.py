"""The transcript sheet: what its lines mean, and how its errors name them."""

import re
from datetime import date, time
from pathlib import Path

import pytest

from transcripts.document import Kind, Part, Person
from transcripts.intake import IntakeError, parse_text, render_sheet
from transcripts.intake.sheet.parser import parse_sheet

MANUAL = Path(__file__).parents[3] / "docs" / "transcript-sheet.md"
HEAD = "Title: Ferries\n\nSpeakers:\n- Ines Calder, deputy mayor\nChair:\n- Ruo Lan\n\n"


def test_the_manual_s_example_is_read_and_written_back() -> None:
    example = re.search(r"```text\n(.*?)```", MANUAL.read_text(), re.DOTALL)
    assert example
    parsed = parse_text(example[1])
    document = parsed.document
    assert parsed.warnings == ()
    assert (document.held_on, document.starts_at, document.posted_on) == (
        date(2024, 3, 12),
        time(15, 0),
        date(2024, 3, 14),
    )
    assert document.people[1] == Person("Tomas Reyl", "director, Office of River Crossings")
    assert document.people[2].part is Part.CHAIR
    assert [turn.kind.value for turn in document.turns] == ["moderator", "statement", "question", "answer", "note"]
    question, _, note = document.exchanges[1].turns
    assert (question.outlet, question.journalist) == ("Evening Courier", "Jo Marsh")
    assert (note.speaker, note.outlet) == ("", "")
    assert parse_text(render_sheet(document)).document == document


def test_a_chinese_sheet_has_chinese_words() -> None:
    sheet = (
        "标题：夜间渡轮\n语言：zh-hans\n举行日期：2024-03-12\n\n发言人：\n- 陈大文，港口部副部长\n主持人：\n- 阮岚\n\n"
        "=== 末班船\n话题：渡轮；夜班\n页码：9\n\n港报：\n\n末班船几点开？\n\n陈大文：十二点。\n"
    )
    document = parse_text(sheet).document
    assert document.people[0] == Person("陈大文", "港口部副部长")
    assert document.exchanges[0].page == 9
    assert set(document.exchanges[0].topics) == {"渡轮", "夜班"}
    assert [turn.kind for turn in document.turns] == [Kind.QUESTION, Kind.ANSWER]
    assert render_sheet(document).startswith("标题： 夜间渡轮\n")


def test_without_breaks_it_is_parted_at_each_question_that_follows_an_answer() -> None:
    sheet = (
        HEAD + "Ruo Lan: Welcome.\n\nTide:\n\nWhy?\n\nInes Calder: So.\n\n"
        "Ruo Lan: Next.\n\nGull:\n\nWhen?\n\nInes Calder: Now.\n"
    )
    document = parse_text(sheet).document
    assert [[turn.label for turn in exchange.turns] for exchange in document.exchanges] == [
        ["Ruo Lan", "Tide", "Ines Calder"],
        ["Ruo Lan", "Gull", "Ines Calder"],
    ]


def test_a_label_that_stood_alone_may_then_stand_before_words() -> None:
    document = parse_text(HEAD + "===\n\nTide:\n\nWhy?\n\nInes Calder: So.\n\nTide: Really?\n").document
    assert [turn.text for turn in document.turns] == ["Why?", "So.", "Really?"]


def test_a_label_that_never_stood_alone_is_speech() -> None:
    document = parse_text(HEAD + "===\n\nTide:\n\nWhy?\n\nFirst: how?\n").document
    assert [turn.paragraphs for turn in document.turns] == [("Why?", "First: how?")]


def test_square_brackets_say_what_the_label_does_not() -> None:
    sheet = (
        HEAD + "===\n\nDeputy Mayor Calder [speaker=Ines Calder]:\n\nOne.\n\nTide:\n\nTwo?\n\n"
        "A voice [answer; speaker=]:\n\nThree.\n\nBo Marten [statement]:\n\nFour.\n\nHBK, Takami "
        "[outlet=HBK; journalist=Takami]:\n\nFive?\n"
    )
    turns = list(parse_text(sheet).document.turns)
    assert [(turn.kind.value, turn.speaker, turn.outlet, turn.journalist) for turn in turns] == [
        ("statement", "Ines Calder", "", ""),
        ("question", "", "Tide", ""),
        ("answer", "", "", ""),
        ("statement", "Bo Marten", "", ""),
        ("question", "", "HBK", "Takami"),
    ]


def test_a_backslash_makes_a_line_speech_and_line_ends_are_kept() -> None:
    (turn,) = parse_text(HEAD + "===\n\nTide:\n\n\\Three things:\n\\=== one\ntwo\n\n\\\\three\n").document.turns
    assert turn.paragraphs == ("Three things:\n=== one\ntwo", "\\three")


def test_a_long_label_is_a_warning() -> None:
    sheet = (
        HEAD + f"===\n\nTide:\n\nWhy?\n\n{'We have a number of tasks before us, ' * 3}and they are these:\n\nSail.\n"
    )
    assert [warning.line for warning in parse_text(sheet).warnings] == [14]


@pytest.mark.parametrize(
    ("pages", "stated", "partial", "page"),
    [("", "", False, None), ("Pages: 2\n", "Page: 1\n", True, 1), ("Pages: 1\n", "Page: 1\n", False, 1)],
)
def test_a_sheet_that_lacks_pages_is_partial(pages: str, stated: str, partial: bool, page: int | None) -> None:
    parsed = parse_text(f"Title: Ferries\n{pages}\n===\n{stated}\nTide:\n\nWhy?\n")
    assert (parsed.is_partial, parsed.page) == (partial, page)


@pytest.mark.parametrize(
    ("sheet", "message"),
    [
        ("Title:\n\n===\n\nTide:\n\nWhy?\n", "s.txt, line 1: The title is empty."),
        ("Title: F\nHeld: 12 March\n", "s.txt, line 2: “12 March” is not a date such as 2024-03-12."),
        ("Title: F\nTime: noon\n", "s.txt, line 2: “noon” is not a time of day such as 15:00."),
        ("Title: F\nPages: many\n", "s.txt, line 2: “many” is not a page number."),
        ("Title: F\nTitle: G\n", "s.txt, line 2: This header line appears twice."),
        ("Title: F\nSubtitle: G\n", "s.txt, line 2: “Subtitle: G” is neither a header line of a sheet nor"),
        ("Title: F\n\nSpekers:\n- Ines Calder\n", "s.txt, line 3: “Spekers:” is neither a header line of a sheet nor"),
        ("Title: F\n\nSpeakers:\n- , mayor\n", "s.txt, line 4: A person here has no name."),
        ("Title: F\n\n=== One\n\nWhy?\n", "s.txt, line 5: This text comes before any label, so it has no speaker."),
        ("Title: F\n\n===\n\nTide [shouts]:\n\nWhy?\n", "s.txt, line 5: “shouts” in the square brackets is not one of"),
        ("Title: F\n\n===\n\nTide [note; answer]:\n", "s.txt, line 5: The square brackets give kind twice."),
        ("Title: F\n\n===\nPage: x\n", "s.txt, line 4: “x” is not a page number."),
        ("Title: F\n\n=== One\n", "s.txt contains no speech: no line is a speaker's label"),
    ],
)
def test_errors_name_the_line(sheet: str, message: str) -> None:
    with pytest.raises(IntakeError) as refused:
        parse_text(sheet, name="s.txt")
    assert str(refused.value).startswith(message)


def test_a_sheet_of_too_many_turns_is_refused() -> None:
    with pytest.raises(IntakeError, match=r"line 50006: There are more than 50,000 turns"):
        parse_sheet("Title: Ferries\n\nA:\n\nb\n\n" + "A: b\n" * 50_010)


def test_every_id_is_told_with_its_line_and_one_that_stands_twice_is_warned_of():
    parsed = parse_text("Title: Ferries\n\n===\nId: ex1\n\nTide [id=t1]:\nWhy?\n\nTide [id=t1]:\nWhen?\n")
    assert parsed.ids == {"ex1": 4, "t1": 6}
    assert [(warning.line, warning.message) for warning in parsed.warnings] == [
        (9, "The ID “t1” is already used on line 6; it is ignored here.")
    ]
