"""Classes of pages that were once misread, each on a small page: labels, people, days, doubts."""

from datetime import date

import pytest

from transcripts.intake import ParsedTranscript, parse_text

HEAD = "Briefing on ferries\n12 March 2024\n\n"
TALK = "INES CALDER: Good day.\n\nQ: When?\n\nINES CALDER: Soon.\n"


def labels(parsed: ParsedTranscript) -> list[str]:
    return [turn.label for turn in parsed.document.turns]


def kinds(parsed: ParsedTranscript) -> list[str]:
    return [turn.kind.value for turn in parsed.document.turns]


def people(parsed: ParsedTranscript) -> list[tuple[str, str]]:
    return [(person.name, person.role) for person in parsed.document.people]


def test_a_key_may_have_an_office_before_a_name_and_a_bracket_at_its_end() -> None:
    page = f"{HEAD}DW = Chief Constable Dana Whitlock\nAF = Arlo Finch (Fire Service)\nJ = Journalist\n\n"
    parsed = parse_text(f"{page}DW: Good evening.\n\nAF: It is out.\n\nJ: Was it arson?\n\nDW: We do not know.\n")
    assert people(parsed) == [("Dana Whitlock", "Chief Constable"), ("Arlo Finch", "Fire Service")]
    assert kinds(parsed)[-2:] == ["question", "answer"]


@pytest.mark.parametrize(
    ("other", "held"), [("Posted 6 April 2026", date(2026, 4, 5)), ("Posted 5 May 2026", date(2026, 5, 4))]
)
def test_a_day_that_may_be_read_two_ways_is_settled_by_another(other: str, held: date) -> None:
    parsed = parse_text(f"Briefing on ferries\n5/4/2026\n{other}\n\n{TALK}")
    assert parsed.document.held_on == held
    assert not any("could also be" in warning.message for warning in parsed.warnings)


def test_parts_between_slashes_are_a_breadcrumb() -> None:
    parsed = parse_text(f"Harbour Office / News / Briefings\n\n{HEAD}{TALK}")
    assert (parsed.breadcrumb, parsed.document.series) == (("Harbour Office", "News", "Briefings"), "Briefings")


def test_brackets_without_a_colon_are_labels_where_they_name_a_part_or_an_office() -> None:
    page = (
        f"{HEAD}[MODERATOR] Good day.\n\n[Mayor Calder] The ferries run.\n\n[QUESTION] When?\n\n[Mayor Calder] Soon.\n"
    )
    assert labels(parse_text(page)) == ["MODERATOR", "Mayor Calder", "QUESTION", "Mayor Calder"]


def test_angle_brackets_are_labels_too() -> None:
    page = f"{HEAD}<Mayor Calder> The ferries run.\n\n<Question> When?\n\n<Mayor Calder> Soon.\n"
    assert labels(parse_text(page)) == ["Mayor Calder", "Question", "Mayor Calder"]


def test_dashes_after_names_that_come_back_are_labels() -> None:
    page = f"{HEAD}Ines Calder - Good day.\n\nJo Marsh - When?\n\nInes Calder - Soon.\n\nJo Marsh - How soon?\n"
    assert labels(parse_text(page)) == ["Ines Calder", "Jo Marsh"] * 2


def test_a_record_that_stops_its_labels_is_read() -> None:
    page = f"{HEAD}Mr. CALDER. I rise.\n\nPrime Minister REYL. I do not.\n\nMr. CALDER. I sit.\n\nMrs. ADLER. Why?\n"
    assert labels(parse_text(page)) == ["Mr. CALDER", "Prime Minister REYL", "Mr. CALDER", "Mrs. ADLER"]


def test_a_remark_in_a_label_is_no_part_of_the_name() -> None:
    page = f"{HEAD}MS. VOORT (through translator): Good day.\n\nQ: When?\n\nMS. VOORT (via telephone): Soon.\n"
    assert {turn.speaker for turn in parse_text(page).document.turns if turn.speaker} == {"MS. VOORT"}


def test_a_surname_that_two_bear_is_a_doubt() -> None:
    page = (
        f"{HEAD}MARTA SANDBERG, MINISTER OF WORKS: Good day.\n\nLEO SANDBERG, DIRECTOR OF PORTS: Good day.\n\n"
        "QUESTION: When?\n\nSANDBERG: Soon.\n"
    )
    parsed = parse_text(page)
    assert [name for name, _ in people(parsed)] == ["MARTA SANDBERG", "LEO SANDBERG"]
    assert list(parsed.document.turns)[-1].speaker == "SANDBERG"
    assert any("Two people on this page" in warning.message for warning in parsed.warnings)


def test_thanks_to_the_one_who_is_said_to_speak_are_a_doubt() -> None:
    page = f"{HEAD}Mayor Calder: Good day.\n\nQ: When?\n\nMayor Calder: Thank you, Mayor. One more, please.\n"
    assert any("somebody else may be speaking" in warning.message for warning in parse_text(page).warnings)


def test_an_unknown_voice_is_given_no_person() -> None:
    head = "Press Briefing by Press Secretary Jo Larkin\n12 March 2024\n\n"
    page = f"{head}MS. LARKIN: Hi.\n\nQ: When?\n\nAIDE: Thank you.\n"
    last = list(parse_text(page).document.turns)[-1]
    assert (last.speaker, last.kind.value) == ("", "answer")


def test_reporters_under_names_of_their_own_are_reporters() -> None:
    page = f"{HEAD}MAYOR CALDER: Good day.\n\nJoan Pike: When?\n\nMAYOR CALDER: Soon.\n\nBen Hart: How soon?\n"
    assert parse_text(page).reporters == ("Joan Pike", "Ben Hart")


def test_a_chinese_name_with_an_honorific_is_a_label_and_reported_speech_is_none() -> None:
    page = (
        "会议记录\n2024年3月12日\n\n主席：现在开始。\n\n陳望海議員：渡輪為何停航？\n\n林海主任：正在維修。\n\n"
        "市长说：“航线不停。”\n\n罗青女士：晚上呢？\n\n林海主任：沒有。\n"
    )
    assert labels(parse_text(page)) == ["主席", "陳望海議員", "林海主任", "罗青女士", "林海主任"]


def test_the_head_of_each_page_is_left_out_though_it_has_a_colon() -> None:
    head = "HARBOUR PAPER: NATIONAL PORTS ASSEMBLY NO 28\n\n"
    page = f"{HEAD}{head}{TALK}\n{head}Q: And then?\n\n{head}INES CALDER: Later.\n"
    parsed = parse_text(page)
    assert len(labels(parsed)) == 5
    assert [one.reason for one in parsed.left_out] == ["repeated"] * 3


def test_an_interviewer_who_is_the_letter_i_asks() -> None:
    parsed = parse_text(f"{HEAD}I: What does it do?\n\nR: It counts.\n\nI: Who pays?\n\nR: The city.\n")
    assert kinds(parsed) == ["question", "answer"] * 2


def test_bold_questions_are_an_interview_without_labels() -> None:
    page = f"{HEAD}**How did it begin?**\n\nWith a letter.\n\n**And then?**\n\nI went there.\n"
    assert kinds(parse_text(page)) == ["question", "answer"] * 2


@pytest.mark.parametrize("sizes", ["大 中 小", "小 中 大", "【大 中 小】", "中|大|小"])
def test_buttons_for_the_size_of_type_are_furniture(sizes: str) -> None:
    assert [one.reason for one in parse_text(f"{sizes}\n{HEAD}{TALK}").left_out] == ["furniture"]


@pytest.mark.parametrize("word", ["Publié le", "Veröffentlicht am", "上載日期：", "Опубликовано", "掲載日："])
def test_words_for_posted_mark_the_day_of_posting(word: str) -> None:
    parsed = parse_text(f"Briefing on ferries\n{word} 13.03.2024\n12 March 2024\n\n{TALK}")
    assert (parsed.document.held_on, parsed.document.posted_on) == (date(2024, 3, 12), date(2024, 3, 13))


def test_what_is_about_the_page_is_in_the_list_and_no_doubt() -> None:
    parsed = parse_text(f"{HEAD}The mayor took questions from reporters at the quay.\n\n{TALK}[ENDS]\n")
    assert [one.text for one in parsed.left_out][-1] == "[ENDS]"
    assert not parsed.warnings


@pytest.mark.parametrize("mark", ["[Ends 10.31am]", "-- END --", "=== ENDS ===", "(Concluded at 11:05)"])
def test_behind_a_mark_of_the_end_nobody_speaks(mark: str) -> None:
    parsed = parse_text(f"{HEAD}{TALK}\n{mark}\n\nFor clarifications, write to the harbour office, Quay 4.\n")
    assert [one.text for one in parsed.left_out][-2:] == [
        mark,
        "For clarifications, write to the harbour office, Quay 4.",
    ]
