"""Classes of briefings that were once misread, each on a small page: offices, keys, printed heads, lost labels."""

import pytest

from transcripts.intake import ParsedTranscript, open_source, parse, parse_text

HEAD = "Briefing on the ferries\n\n12 March 2024\n\n"


def turns(parsed: ParsedTranscript) -> list[tuple[str, str, str]]:
    return [(turn.kind.value, turn.label, " ".join(turn.paragraphs)) for turn in parsed.document.turns]


def names(parsed: ParsedTranscript) -> list[str]:
    return [person.name for person in parsed.document.people]


@pytest.mark.parametrize("office", ["First Minister", "FIRST MINISTER", "Second Deputy Governor Ines Calder"])
def test_an_office_may_open_with_a_rank(office: str) -> None:
    page = f"{HEAD}{office}: Good day. The pier is open.\n\nJOURNALIST: Since when?\n\n{office}: Since May.\n"
    assert [label for _, label, _ in turns(parse_text(page))] == [office, "JOURNALIST", office]


def test_a_key_says_whom_signs_in_small_letters_and_given_names_mean() -> None:
    page = (
        f"{HEAD}Speaker key:\n\nIC      Ines Calder\nDrTR    Dr Tom Reyes\nBO      Bo\n\n"
        "IC      Good day, everybody. The floor is yours.\n\nBO      When does it open?\n\nDrTR    In June.\n"
    )
    parsed = parse_text(page)
    assert [label for _, label, _ in turns(parsed)] == ["IC", "BO", "DrTR"]
    assert names(parsed)[:2] == ["Ines Calder", "Tom Reyes"]


PRINTED_HEAD = "\n\nHARBOUR-HQ ROOM 2\nModerator: Ines Calder\n12-03-24\nPage {}\n\n"


def test_what_stands_over_each_page_s_number_is_nobody_s() -> None:
    page = (
        f"HARBOUR-HQ ROOM 2\nModerator: Ines Calder\n12-03-24\nPage 1\n\n{HEAD}"
        "Ines Calder: Good day. We begin with the pier and\n\nthe ferries.\n\nTom Reyes: The pier is open from"
        + PRINTED_HEAD.format(2)
        + "May until October.\n\nIda Moss: And in winter?\n\nTom Reyes: No."
        + PRINTED_HEAD.format(3)
        + "Ines Calder: Thank you all. That is all for today.\n"
    )
    parsed = parse_text(page)
    assert ("Tom Reyes", "The pier is open from May until October.") in [one[1:] for one in turns(parsed)]
    assert {label for _, label, _ in turns(parsed)} == {"Ines Calder", "Tom Reyes", "Ida Moss"}


def test_a_head_with_the_page_s_number_behind_it_and_the_line_below_are_nobody_s() -> None:
    head = "\n\nHarbour Bank                                  Page {}\nBriefing on rates\n\n"
    page = (
        f"Briefing on rates\n\n12 March 2024\n\nIda Moss: Rates stay as they are.{head.format(2)}"
        f"Reporter: For how long?\n\nIda Moss: We shall see.{head.format(3)}Reporter: Really?\n\nIda Moss: Yes.\n"
    )
    assert [text for _, _, text in turns(parse_text(page))] == [
        "Rates stay as they are.", "For how long?", "We shall see.", "Really?", "Yes.",
    ]  # fmt: skip


def test_an_honorific_at_a_line_s_end_ends_no_sentence() -> None:
    page = (
        f"{HEAD}Operator: Good day, and thank you all for your patience on the line. The first words are for Mr.\n"
        "Tom Reyes. Sir, you may begin, and after that everybody who wants to ask something.\n\n"
        "Tom Reyes: Thank you. The pier opens in May, the ferries will follow a week after that day.\n\n"
        "Operator: Our first question comes from Ida Moss.\n\nIda Moss: Why so late?\n\nTom Reyes: The ice.\n"
    )
    assert [label for _, label, _ in turns(parse_text(page))] == [
        "Operator",
        "Tom Reyes",
        "Operator",
        "Ida Moss",
        "Tom Reyes",
    ]


def test_the_rest_of_a_list_s_chinese_name_is_found_around_two_offices() -> None:
    page = (
        "港務例行記者會紀要\n\n時間：113年5月9日\n主持人：阮副主任委員兼發言人小嵐\n\n"
        "阮副主委：各位午安，請大家提問。\n\n港報記者：渡輪何時復航？\n\n阮副主委：五月底。\n"
    )
    assert names(parse_text(page)) == ["阮小嵐"]


def test_an_announcement_over_the_first_label_is_a_statement() -> None:
    page = (
        f"{HEAD}At the invitation of Governor Ines Calder, the envoy of the islands will attend the opening of the new "
        "lighthouse on 2 May.\n\nCoast Post: Who pays?\n\nTom Reyes: The islands.\n\nCoast Post: All of it?\n\n"
        "Tom Reyes: Yes.\n"
    )
    kind, label, text = turns(parse_text(page))[0]
    assert (kind, label, text[:6]) == ("statement", "", "At the")


def test_a_question_between_two_answers_of_one_label_has_lost_its_own() -> None:
    page = (
        f"{HEAD}MOSS: The pier is open.\n\nJOURNALIST: For whom?\n\nMOSS: For all of us.\n\n"
        "And what do you say to those who wait since ten?\n\nMOSS: That they need not.\n"
    )
    parsed = parse_text(page)
    assert turns(parsed)[3] == ("question", "", "And what do you say to those who wait since ten?")
    assert any("without a label" in warning.message for warning in parsed.warnings)


BOLD = (
    "<h1>Briefing on rates</h1><p>12 March 2024</p><p>Good day, and welcome to our briefing.</p>"
    "<p>Rates stay as they are, and we shall see in June.</p><h2>Questions and answers</h2>"
    "<p><b>Why do they stay?</b></p><p>Since prices fall.</p>"
    "<p><b>Will they fall? My readers ask.</b></p><p>Moss: Not before June.</p>"
    "<p><b>Do you agree?</b></p><p>Calder: I do.</p><p><b>Is that certain?</b></p><p>Moss: No.</p>"
    "<p><b>When will you know?</b></p><p>Calder: In May.</p>"
)


def test_where_answers_show_some_bold_questions_one_more_is_enough() -> None:
    parsed = parse(open_source(f"<html><body>{BOLD}</body></html>".encode(), "page.html"), name="page.html")
    assert [(kind, label) for kind, label, _ in turns(parsed)] == [
        ("statement", ""), ("question", ""), ("answer", ""), ("question", ""), ("answer", "Moss"), ("question", ""),
        ("answer", "Calder"), ("question", ""), ("answer", "Moss"), ("question", ""), ("answer", "Calder"),
    ]  # fmt: skip


def test_an_official_who_calls_by_name_and_outlet_leads() -> None:
    page = (
        f"{HEAD}MINISTER CALDER: Good day. The pier opens in May.\n\nDR REYES: And the ferries in June.\n\n"
        "MINISTER CALDER: I’ll turn to you now. We begin with Ida Moss, from the Coast Post.\n\n"
        "IDA MOSS, COAST POST: Who pays?\n\nMINISTER CALDER: All of us.\n\n"
        "MINISTER CALDER: Thank you. Jo Lund, Radio Quay.\n\nJO LUND, RADIO QUAY: And for how long?\n\n"
        "DR REYES: For ten years.\n"
    )
    assert [kind for kind, label, _ in turns(parse_text(page)) if label == "MINISTER CALDER"] == [
        "statement", "moderator", "answer", "moderator",
    ]  # fmt: skip


def test_the_same_words_with_their_day_are_the_title_and_those_in_capitals_are_not() -> None:
    title = "Harbour Press Briefing – 12 March 2024"
    page = f"{title}\n\nHARBOUR PRESS BRIEFING\n\n12 March 2024\n\nIda Moss: Good day.\n\nQ: When?\n"
    assert parse_text(page).document.title == title


def test_a_menu_of_offices_names_nobody_and_a_department_beside_a_name_is_a_role() -> None:
    page = (
        "Home | Office of the Mayor | News | Contact\n\n"
        f"{HEAD}Mayor Ines Calder: Good day.\n\nQuestion: When?\n\n"
        "Commissioner Ida Moss, Department of Bridges: In May.\n"
    )
    assert names(parse_text(page)) == ["Ines Calder", "Ida Moss"]


def test_a_dash_glued_to_a_label_in_capitals_and_an_outlet_in_brackets_open_turns() -> None:
    glued = (
        f"{HEAD}MINISTER INES CALDER- Good day.\n\nMINISTER TOM REYES- I thank my colleague.\n\nQUESTION- When?\n\n"
        "MINISTER INES CALDER- In May.\n\nMINISTER TOM REYES- On a Monday.\n"
    )
    assert [label for _, label, _ in turns(parse_text(glued))] == [
        "MINISTER INES CALDER", "MINISTER TOM REYES", "QUESTION", "MINISTER INES CALDER", "MINISTER TOM REYES",
    ]  # fmt: skip
    bracketed = (
        f"{HEAD}Spokesperson: Good day.\n\n(Ida Moss, Coast Post): When?\n\nSpokesperson: When the ice is gone.\n\n"
        "(Jo Lund, Quay Herald): Why?\n\nSpokesperson: The ice.\n"
    )
    kinds = [(kind, label) for kind, label, _ in turns(parse_text(bracketed))]
    assert kinds[1::2] == [("question", "(Ida Moss, Coast Post)"), ("question", "(Jo Lund, Quay Herald)")]


def test_a_japanese_title_names_the_minister_who_holds_the_briefing() -> None:
    page = "水野港湾大臣記者会見の概要\n\n2024年1月30日\n\nおはようございます。\n\nQ：理由は何ですか。\n\nA：氷です。\n"
    assert names(parse_text(page)) == ["水野"]
