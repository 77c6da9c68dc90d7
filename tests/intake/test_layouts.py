"""How pages lay turns out: mail, tables, bare names, lost labels, cut lines, remarks of the office."""

import pytest

from transcripts.document import Kind
from transcripts.intake import ParsedTranscript, parse_text


def turns(parsed: ParsedTranscript) -> list[tuple[str, str]]:
    """Return label and words of each turn that is no note."""
    return [(turn.label, turn.text) for turn in parsed.document.turns if turn.kind is not Kind.NOTE]


MAIL = """From: Jo Marsh
Subject: FW: night ferries

see below

> Night ferries: press conference
> 12 March 2024
>
> INES CALDER: Good morning. The ferries run
> until midnight.
>
> Q  And the fare?
>
> INES CALDER: Four.
"""


def test_the_quoted_lines_of_a_mail_are_the_page() -> None:
    parsed = parse_text(MAIL)
    assert turns(parsed) == [
        ("INES CALDER", "Good morning. The ferries run until midnight."),
        ("Q", "And the fare?"),
        ("INES CALDER", "Four."),
    ]
    assert [one.line for one in parsed.left_out] == [1, 2, 4]


def test_a_page_that_quotes_a_line_is_no_mail() -> None:
    page = "Ferries\n\nINES CALDER: I read it out.\n\n> No ferries.\n\nQ: When?\n\nINES CALDER: Soon.\n"
    assert turns(parse_text(page))[0] == ("INES CALDER", "I read it out.\n\n> No ferries.")


TABLE = (
    "Night ferries\t\t\nSpeakers:\tInes Calder\tMayor\n\tBo Marten\tHarbour Master\n\nNo.\tSpeaker\tText\n"
    '1\tInes Calder\t"Good morning.\n\nThe sign says ""No dogs""."\n2\t\t[technical break]\n'
    "3\tJo Marsh (Harbour News)\tWhen?\n4\tBo Marten\tSoon.\n"
)


def test_rows_of_a_table_are_turns() -> None:
    parsed = parse_text(TABLE)
    assert turns(parsed) == [
        ("Ines Calder", 'Good morning.\n\nThe sign says "No dogs".'),
        ("Jo Marsh (Harbour News)", "When?"),
        ("Bo Marten", "Soon."),
    ]
    assert [(one.name, one.role) for one in parsed.document.people] == [
        ("Ines Calder", "Mayor"),
        ("Bo Marten", "Harbour Master"),
    ]
    assert any("technical break" in one.text and one.line == 9 for one in parsed.left_out)


BARE = """Ferries: 12 March 2024

Mayor Calder
The ferries run until midnight. We are pleased.

Jo Marsh, Harbour News
When did you decide?

Mayor Calder
In May.

Mayor Calder
And again in June.
"""


def test_a_bare_name_over_words_is_a_label_where_others_come_back() -> None:
    assert [label for label, _ in turns(parse_text(BARE))] == [
        "Mayor Calder", "Jo Marsh, Harbour News", "Mayor Calder", "Mayor Calder",
    ]  # fmt: skip


def test_an_answer_under_the_question_s_label_is_parted_with_a_warning() -> None:
    parsed = parse_text(
        "Ferries\n\nQ. When do they run?\n\nUntil midnight.\n\nThey are new.\n\nQ. Why?\n\nTo be of use.\n"
    )
    kinds = [(turn.kind.value, turn.text) for turn in parsed.document.turns]
    assert kinds == [
        ("question", "When do they run?"),
        ("answer", "Until midnight.\n\nThey are new."),
        ("question", "Why?"),
        ("answer", "To be of use."),
    ]
    assert sum("An answer seems to begin here" in warning.message for warning in parsed.warnings) == 2


@pytest.mark.parametrize("rest", ["Thank you.", "I ask for Haven. And who pays?"])
def test_a_question_that_goes_on_or_gives_thanks_is_not_parted(rest: str) -> None:
    parsed = parse_text(
        f"Ferries\n\nMayor Roe: We begin.\n\nQ: When?\n\n{rest}\n\nQ: And the fare?\n\nMayor Roe: Four.\n"
    )
    assert ("Q", f"When?\n\n{rest}") in turns(parsed)


CUT = """Night Ferries Press Conference: March 12, 2024

INES CALDER: We begin with the ferries, which run until midnight, and come
back in the morning; of that I have spoken with the Deputy
Governor: he agrees with all of it. The first of them is white and

2

Night Ferries Press Conference: March 12, 2024

very quick.

Q: When do they run, and who is allowed on board of them in the nights
of the winter?

INES CALDER: Soon.

3

Night Ferries Press Conference: March 12, 2024
"""


def test_a_sentence_cut_at_the_page_s_width_opens_no_turn_and_running_heads_are_left_out() -> None:
    parsed = parse_text(CUT)
    assert [label for label, _ in turns(parsed)] == ["INES CALDER", "Q", "INES CALDER"]
    assert "Deputy Governor: he agrees" in turns(parsed)[0][1]
    assert turns(parsed)[0][1].endswith("white and very quick.")
    assert parsed.document.title == "Night Ferries Press Conference: March 12, 2024"


@pytest.mark.parametrize("remark", ["(A phone rings.)", "※ One question is left out."])
def test_a_remark_of_the_office_at_the_end_of_a_turn_is_left_out_with_a_warning(remark: str) -> None:
    parsed = parse_text(
        f"Ferries\n\nMayor Roe: We begin.\n\n{remark}\n\nQ: When?\n\nMayor Roe: Soon.\n\n(Laughter.)\n\nQ: Why?\n"
    )
    assert turns(parsed)[0] == ("Mayor Roe", "We begin.")
    assert turns(parsed)[2] == ("Mayor Roe", "Soon.\n\n(Laughter.)")
    assert any(remark in warning.message for warning in parsed.warnings)


@pytest.mark.parametrize("heading", ["Q&A", "[Q&A]", "Questions and answers", "问答环节"])
def test_a_heading_over_the_questions_is_no_speech(heading: str) -> None:
    parsed = parse_text(f"Ferries\n\nMayor Roe: We begin.\n\n{heading}\n\nQ: When?\n\nMayor Roe: Soon.\n")
    assert turns(parsed)[0] == ("Mayor Roe", "We begin.")


@pytest.mark.parametrize(
    "foot",
    [
        "-END-", "Conclusion of press conference", "See also\nOther ferries", "Tags\nFerries",
        "[1] Of the city's code.",
        "Contacts\nOffice of the Mayor\n613-555-0199", "Link to the video: https://ports.example/1",
        "Translated and edited by Jo Roe and Bo Marten. The words of the office prevail over these in every case.",
    ],
)  # fmt: skip
def test_what_stands_after_the_last_words_is_not_theirs(foot: str) -> None:
    parsed = parse_text(f"Ferries\n\nMayor Roe: We begin.\n\nQ: When?\n\nMayor Roe: In May, we hope.\n\n{foot}\n")
    assert turns(parsed)[-1] == ("Mayor Roe", "In May, we hope.")


@pytest.mark.parametrize(
    ("line", "label", "words"),
    [
        ("Q1. When?", "Q1", "When?"),
        ("A12 (cont'd). On the second, no.", "A12 (cont'd)", "On the second, no."),
        ("Q (Harbour Radio): When?", "Q (Harbour Radio)", "When?"),
        ("(Q) When?", "Q", "When?"),
        ("Question. When?", "Question", "When?"),
        ("二、问：几点开船？", "问", "几点开船？"),
        ("(09:21:07)港报网小编：欢迎。", "港报网小编", "欢迎。"),
        ("QUESTION MARSH: When?", "QUESTION MARSH", "When?"),
        ("JO MARSH/HARBOUR RADIO: When?", "JO MARSH/HARBOUR RADIO", "When?"),
        ("Harbour News – Jo Marsh: When?", "Harbour News – Jo Marsh", "When?"),
        ("Press Secretary to the Mayor Jo Roe: We begin.", "Press Secretary to the Mayor Jo Roe", "We begin."),
        ("ADDITIONAL QUESTION: When?", "ADDITIONAL QUESTION", "When?"),
    ],
)
def test_labels_of_many_kinds(line: str, label: str, words: str) -> None:
    page = f"Ferries\n\nMAYOR ROE: We begin.\n\n{line}\n\nMAYOR ROE: We see.\n\n{line}\n\nMAYOR ROE: We saw.\n"
    assert turns(parse_text(page))[1] == (label, words)


@pytest.mark.parametrize("line", ["各位记者朋友：", "Harbour Council Media Stakeout: the ferries", "A. Roe was there."])
def test_what_has_a_label_s_shape_and_is_none(line: str) -> None:
    parsed = parse_text(
        f"Ferries\n\nMAYOR ROE: We begin.\n\n{line}\n\nMore.\n\nREPORTER: When?\n\nMAYOR ROE: We see.\n"
    )
    assert [label for label, _ in turns(parsed)] == ["MAYOR ROE", "REPORTER", "MAYOR ROE"]


def test_a_label_once_is_one_where_all_have_time_codes_or_it_is_another_misspelt() -> None:
    page = (
        "Ferries\n\n[00:01] Ines Calder: We begin.\n\n"
        "[00:02] Bo Lind (Port News): When?\n\n[00:03] Ines Calder: Soon.\n\n"
        "[00:04] Jo Marsh: I am here.\n\nIn short: no.\n\n[00:05] Ines Calder: Welcome.\n\n[00:06] Ines Cadler: Bye.\n"
    )
    assert [label for label, _ in turns(parse_text(page))] == [
        "Ines Calder", "Bo Lind (Port News)", "Ines Calder", "Jo Marsh", "Ines Calder", "Ines Cadler",
    ]  # fmt: skip
