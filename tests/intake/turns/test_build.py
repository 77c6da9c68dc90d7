"""The loose parser: who says what."""

import pytest

from tests.intake import pages
from transcripts.document import Kind, TranscriptDocument
from transcripts.intake import IntakeError, parse_text

SAID = list[tuple[str, str]]


def said(document: TranscriptDocument) -> SAID:
    return [(turn.label, turn.kind.value) for turn in document.turns]


def test_a_page_of_one_question_and_its_answer() -> None:
    parsed = parse_text(pages.ONE_OF_MANY)
    (exchange,) = parsed.document.exchanges
    question, answer = exchange.turns
    assert (question.kind, question.outlet, question.speaker) == (Kind.QUESTION, "Northbank Daily", "")
    assert (answer.kind, answer.speaker, answer.outlet) == (Kind.ANSWER, "Tomas Reyl", "")
    assert answer.paragraphs == tuple(pages.ANSWER)
    assert parsed.warnings == ()


def test_lists_of_people_and_dates_are_nobodys_speech() -> None:
    document = parse_text(pages.FIRST_PAGE).document
    assert said(document) == [("Ruo Lan", "moderator"), ("Tomas Reyl", "statement")]
    assert len(next(document.turns).paragraphs) == 2


def test_a_chair_who_is_not_listed_is_known_by_handing_over() -> None:
    document = parse_text(pages.SECOND_PAGE).document
    assert said(document) == [
        ("Ruo Lan", "moderator"),
        ("NBTV", "question"),
        ("Ines Calder", "answer"),
        ("Tomas Reyl", "answer"),
    ]
    assert len(document.exchanges) == 1


def test_a_question_whose_label_was_lost_is_parted_off_with_a_warning() -> None:
    parsed = parse_text(pages.LABEL_LOST)
    question = list(parsed.document.turns)[1]
    assert (question.kind, question.label, question.outlet, question.speaker) == (Kind.QUESTION, "", "", "")
    assert question.text == "How do the piers differ from each other? Thank you."
    assert [warning.line for warning in parsed.warnings] == [11]
    assert "without a label" in parsed.warnings[0].message


def test_false_labels_in_speech_open_no_turn() -> None:
    document = parse_text(pages.CAPITALS).document
    assert {turn.label for turn in document.turns} == {"MS. PORTILLO-REYES", "MR. REYL", "Q"}
    assert len(next(document.turns).paragraphs) == 5


def test_a_doubtful_label_that_was_not_taken_is_a_warning() -> None:
    warnings = parse_text(pages.CAPITALS).warnings
    assert any(warning.line == 11 and "The Ferry Act" in warning.message for warning in warnings)


@pytest.mark.parametrize(
    "opening", ["First:", "Bottom line:", "My question is:", "On Haven Island:", "Note:", "Here is the thing:"]
)
def test_phrases_with_a_colon_are_speech_on_own_lines_and_before_words(opening: str) -> None:
    page = (
        f"A talk\n\nHarbour News:\n\nWhen?\n\nInes Calder:\n\nGood day to you.\n\n{opening}\n\nWe sail.\n\n"
        f"{opening} we sail.\n\nHarbour News:\n\nReally?\n"
    )
    assert said(parse_text(page).document) == [
        ("Harbour News", "question"),
        ("Ines Calder", "answer"),
        ("Harbour News", "question"),
    ]


def test_a_bare_q_needs_no_colon_and_short_ones_are_follow_ups() -> None:
    document = parse_text(pages.CAPITALS).document
    assert [len(exchange.turns) for exchange in document.exchanges] == [2, 6, 2]


def test_speech_cut_by_a_dash_stays_cut() -> None:
    texts = [turn.text for turn in parse_text(pages.CAPITALS).document.turns]
    assert "We all do. I have no more —" in texts
    assert "– to say." in texts


def test_labels_inside_a_run_of_text_part_it_into_turns() -> None:
    document = parse_text(pages.RUN_ON).document
    assert [kind for _, kind in said(document)] == [
        "statement",
        *("moderator", "question", "answer", "question", "answer"),
        *("moderator", "question", "answer", "moderator"),
    ]
    question = list(document.turns)[2]
    assert (question.outlet, question.journalist) == ("Evening Courier", "JO MARSH")
    assert list(document.turns)[5].text == "We shall see, with the WTO."
    assert [len(exchange.turns) for exchange in document.exchanges] == [1, 5, 4]


def test_headings_between_turns_are_headings_of_exchanges() -> None:
    document = parse_text(pages.HEADINGS).document
    assert [exchange.heading for exchange in document.exchanges] == [
        "(1) Deputy Mayor’s Visit to the Island",
        "Response Concerning the Narrows",
        "Fares on the Night Ferry",
    ]
    assert all(len(turn.paragraphs) == 1 for turn in document.turns)


def test_an_outlet_and_a_journalist_in_one_label_either_way_round() -> None:
    turns = list(parse_text(pages.HEADINGS).document.turns)
    assert [(turn.label, turn.outlet, turn.journalist) for turn in turns if turn.kind is Kind.QUESTION] == [
        ("HBK, Takami", "HBK", "Takami"),
        ("Toba, Northbank TV", "Northbank TV", "Toba"),
    ]


def test_a_full_title_and_a_short_one_are_one_person() -> None:
    document = parse_text(pages.HEADINGS).document
    assert {turn.speaker for turn in document.turns if turn.speaker} == {"Ines Calder"}


def test_without_blank_lines_each_line_is_a_paragraph() -> None:
    document = parse_text(pages.NO_BLANK_LINES).document
    assert said(document) == [
        ("Harbour News", "question"),
        ("Ruo Lan", "answer"),
        ("Meridian", "question"),
        ("Ruo Lan", "answer"),
    ]
    assert len(list(document.turns)[1].paragraphs) == 2
    assert len(document.exchanges) == 2


def test_letters_for_labels_and_the_one_speaker_of_the_title() -> None:
    document = parse_text(pages.LETTERS).document
    assert said(document) == [("Q", "question"), ("A", "answer"), ("Q", "question"), ("A", "answer")]
    assert [turn.speaker for turn in document.turns] == ["", "Ruo Lan", "", "Ruo Lan"]
    assert len(document.exchanges) == 1


def test_a_statement_without_any_label_is_nobodys_and_says_so() -> None:
    parsed = parse_text(pages.UNLABELLED)
    (turn,) = parsed.document.turns
    assert (turn.kind, turn.label, turn.speaker, len(turn.paragraphs)) == (Kind.STATEMENT, "", "", 3)
    assert any(warning.line == 7 and "no label" in warning.message for warning in parsed.warnings)


def test_chinese_labels_before_words_with_reporters_names() -> None:
    document = parse_text(pages.CHINESE).document
    assert said(document) == [
        ("中央渡轮电视台记者", "question"),
        ("阮岚", "answer"),
        ("港报记者李四", "question"),
        ("阮岚", "answer"),
    ]
    assert [(turn.outlet, turn.journalist) for turn in document.turns if turn.outlet] == [
        ("中央渡轮电视台", ""),
        ("港报", "李四"),
    ]
    assert list(document.turns)[1].paragraphs == ("冬季渡轮从十一月开始。首先：我们看码头。", "末班船十二点开。")


def test_lines_of_facts_in_chinese_are_no_turns() -> None:
    document = parse_text(pages.TRADITIONAL).document
    assert said(document) == [("阮嵐", "statement"), ("記者", "question"), ("阮嵐", "answer")]
    assert [len(turn.paragraphs) for turn in document.turns] == [2, 1, 2]


def test_bracketed_labels_of_a_live_page() -> None:
    document = parse_text(pages.LIVE).document
    assert said(document) == [
        ("港口网", "moderator"),
        ("傅兰", "moderator"),
        ("阮岚", "statement"),
        ("港报记者", "question"),
        ("阮岚", "answer"),
    ]
    assert list(document.turns)[4].text == "票价不变。[10:33]"


def test_time_codes_are_no_part_of_a_label() -> None:
    page = (
        "Briefing\n\nInes Calder: (00:12)\nGood day. The boats are ready.\n\n(01:02) Reporter: When?\n\n"
        "Ines Calder (01:10):\nNow.\n"
    )
    assert said(parse_text(page).document) == [
        ("Ines Calder", "statement"),
        ("Reporter", "question"),
        ("Ines Calder", "answer"),
    ]


def test_names_alone_on_lines_are_labels_where_a_page_prints_them_so() -> None:
    page = (
        "Press conference by Minister Ines Calder\n\nInes Calder\n\nGood afternoon to all of you in this hall.\n\n"
        "Question\n\nWhen do the boats sail, and from which pier?\n\nInes Calder\n\nTomorrow at noon, from pier nine.\n"
    )
    assert [kind for _, kind in said(parse_text(page).document)] == ["statement", "question", "answer"]


def test_wrapped_lines_are_joined_and_residue_of_printing_is_left_out() -> None:
    page = (
        "FERRY OFFICE BRIEFING\n\nMR. REYL:  Good afternoon, and welcome to the briefing of the ferry\n"
        "office. We have many things to tell you, and the first of them\n\n      - 2 -\n\nis about the boats.\n"
        "     I will now take your questions, one by one and in order.\n"
        "QUESTION:  When will the piers be ready, and who is going to pay\nfor all of it?\nMR. REYL:  We will.\n"
    )
    turns = list(parse_text(page).document.turns)
    assert turns[0].paragraphs == (
        "Good afternoon, and welcome to the briefing of the ferry office. We have many things to tell you, and the "
        "first of them is about the boats.",
        "I will now take your questions, one by one and in order.",
    )
    assert turns[1].text.endswith("pay for all of it?")


def test_a_misspelt_label_is_kept_and_a_merge_suggested() -> None:
    page = (
        "Talk\n\nMODERATOR: Good day. We start.\n\nINES CALDER: Thanks.\n\nMODEARTOR: Next question.\n\nQ: When?\n\n"
        "INES CALDER: Now.\n"
    )
    parsed = parse_text(page)
    typo = list(parsed.document.turns)[2]
    assert (typo.label, typo.kind, typo.speaker) == ("MODEARTOR", Kind.MODERATOR, "")
    assert any("misspelling of “MODERATOR”" in warning.message for warning in parsed.warnings)


def test_two_outlets_in_one_label_are_a_warning() -> None:
    page = "Talk\n\nHarbour Radio and Tide News: When?\n\nInes Calder: Now, as I said.\n"
    assert any("two outlets" in warning.message for warning in parse_text(page).warnings)


def test_a_bilingual_page_keeps_every_turn_and_says_so() -> None:
    page = (
        "2024年3月12日港口部发言人阮岚\n\n主持例行记者会\n\nPorts Ministry Spokesperson Ruan Lan’s\n"
        "Regular Press Conference on March 12, 2024\n\n港报记者：票价会不会上涨？\n\nHarbour Post: Will fares rise?\n\n"
        "阮岚：不会，今年的票价不变。\n\nRuan Lan: No, this year they will not change.\n"
    )
    parsed = parse_text(page)
    assert [kind for _, kind in said(parsed.document)] == ["question", "question", "answer", "answer"]
    assert parsed.document.title == "2024年3月12日港口部发言人阮岚主持例行记者会"
    assert any("two languages" in warning.message for warning in parsed.warnings)


def test_notes_credits_and_captions_are_nobodys_speech() -> None:
    page = (
        "Remarks at the quay\n\nReporter: When?\n\nInes Calder: Now. (Laughter.)\n\n[Photo by Jo Marsh]\n\n"
        "And often.\n\n"
        "(Please also read the Chinese part.)\n\nEnds/Tuesday, March 12, 2024\nIssued at 11:11\n\nPrint this page\n"
    )
    parsed = parse_text(page)
    turns = list(parsed.document.turns)
    assert turns[1].paragraphs == ("Now. (Laughter.)", "And often.")
    assert (turns[2].kind, turns[2].text) == (Kind.NOTE, "(Please also read the Chinese part.)")
    left_out = {one.text: one.reason.value for one in parsed.left_out}
    assert left_out["[Photo by Jo Marsh]"] == "caption"
    assert left_out["Print this page"] == "furniture"


def test_a_page_on_which_nobody_speaks_is_refused() -> None:
    with pytest.raises(
        IntakeError, match=r"^list\.txt contains no speech: no line looks like a speaker's label such as"
    ):
        parse_text("A shopping list\n\nMilk and bread.\n\nEggs: six\n", name="list.txt")


@pytest.mark.parametrize(
    ("label", "outlet", "journalist"),
    [
        ("Reporter from Harbour Post", "Harbour Post", ""),
        ("Harbour Post reporter", "Harbour Post", ""),
        ("Reporter (Harbour Post)", "Harbour Post", ""),
        ("Jo Marsh (Harbour Post)", "Harbour Post", "Jo Marsh"),
        ("Harbour Post (Jo Marsh)", "Harbour Post", "Jo Marsh"),
        ("Harbour Post's Jo Marsh", "Harbour Post", "Jo Marsh"),
        ("21st Century Tide Herald", "21st Century Tide Herald", ""),
        ("Reporter 2 (off mic)", "", ""),
        ("港报记者", "港报", ""),
        ("《港报》记者", "港报", ""),
    ],
)
def test_who_asks_is_read_from_the_label_which_stays_as_printed(label: str, outlet: str, journalist: str) -> None:
    turn = next(parse_text(f"Talk\n\n{label}:\n\nWhen do boats sail?\n\nInes Calder:\n\nNow.\n").document.turns)
    assert (turn.kind, turn.label, turn.outlet, turn.journalist) == (Kind.QUESTION, label, outlet, journalist)


def test_a_surname_after_an_office_and_alone_is_one_person() -> None:
    page = (
        "Talk\n\nTide News: Why so late?\n\nDeputy Mayor Calder: It is not.\n\n"
        "Tide News: And now?\n\nCalder: Now it is.\n"
    )
    document = parse_text(page).document
    assert [person.name for person in document.people] == ["Deputy Mayor Calder"]
    assert [turn.speaker for turn in document.turns] == ["", "Deputy Mayor Calder", "", "Deputy Mayor Calder"]


def test_an_officer_who_begins_a_page_by_thanking_for_a_question_answers() -> None:
    page = "Talk\n\nInes Calder:\n\nThank you for your questions. There are nine piers.\n"
    assert said(parse_text(page).document) == [("Ines Calder", "answer")]
