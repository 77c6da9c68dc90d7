"""The loose parser: what stands over the turns."""

from datetime import date, time

import pytest

from tests.intake import pages
from transcripts.document import Part, Person
from transcripts.intake import parse_text

SPEECH = "\n\nInes Calder:\n\nGood afternoon to you all.\n"


def test_breadcrumb_title_source_posted_day_and_pager() -> None:
    parsed = parse_text(pages.ONE_OF_MANY)
    document = parsed.document
    assert parsed.breadcrumb == ("Press Hall", "Transcripts of Briefings", "Briefings of the Ministry of Ports")
    assert document.series == "Briefings of the Ministry of Ports"
    assert document.title == "Ministry of Ports briefing on the winter plan for the Northbank ferries"
    assert (document.source, document.posted_on, document.held_on) == ("Ports.example.org", date(2024, 3, 14), None)
    assert (document.pages, parsed.page, parsed.is_partial) == (5, None, True)
    assert document.people == ()


def test_the_listed_people_keep_their_roles_and_parts() -> None:
    assert parse_text(pages.FIRST_PAGE).document.people == (
        Person("Tomas Reyl", "director of the Office of River Crossings"),
        Person("Ines Calder", "a member of the town council, and deputy mayor of Northbank"),
        Person("Ruo Lan", "deputy head of the press office of the Ministry of Ports (MOP)", Part.CHAIR),
    )


def test_the_day_held_is_not_the_day_posted() -> None:
    document = parse_text(pages.FIRST_PAGE).document
    assert (document.held_on, document.posted_on) == (date(2024, 3, 12), date(2024, 3, 14))


def test_lists_that_lost_the_words_over_them() -> None:
    parsed = parse_text(pages.WITHOUT_LIST_WORDS)
    assert [(person.name, person.part) for person in parsed.document.people] == [
        ("Tomas Reyl", Part.SPEAKER),
        ("Bo Marten", Part.SPEAKER),
        ("Ruo Lan", Part.CHAIR),
    ]
    assert (parsed.document.held_on, parsed.document.posted_on) == (date(2024, 3, 12), date(2024, 3, 28))
    assert any("taken to be the chair" in warning.message for warning in parsed.warnings)


def test_people_listed_twice_stand_once() -> None:
    page = (
        "Briefing on fares\nNorthbank | 3 p.m. April 12, 2024\n\nSpeakers\n\nTomas Reyl, director of crossings\n\n"
        "Read in Chinese\n\nSpeakers:\n\nMr. Tomas Reyl, director of crossings\n\nDate:\n\nApril 12, 2024\n\n"
        "Tomas Reyl:\n\nIt is a pleasure to see you.\n"
    )
    document = parse_text(page).document
    assert document.people == (Person("Tomas Reyl", "director of crossings"),)
    assert (document.venue, document.held_on, document.starts_at) == ("Northbank", date(2024, 4, 12), time(15, 0))
    assert document.posted_on is None


@pytest.mark.parametrize(
    ("line", "crumbs"),
    [
        ("Home -  Press Room - ", ("Home", "Press Room")),
        ("   Home > Spokesperson's Remarks", ("Home", "Spokesperson's Remarks")),
        ("首页 > 渡轮动态 > 发言人表态", ("首页", "渡轮动态", "发言人表态")),
        ("HomePress RoomTranscripts", ("Home", "Press Room", "Transcripts")),
        ("You are here: Home » News » Briefings", ("Home", "News", "Briefings")),
        ("当前位置：首页 > 新闻 > 正文", ("首页", "新闻")),
    ],
)
def test_breadcrumbs(line: str, crumbs: tuple[str, ...]) -> None:
    assert parse_text(f"{line}\nBriefing on ferries{SPEECH}").breadcrumb == crumbs


@pytest.mark.parametrize(
    ("line", "source", "posted"),
    [
        ("Ports.example.org | September 21, 2023", "Ports.example.org", date(2023, 9, 21)),
        ("Ports.example.org March 28, 2020", "Ports.example.org", date(2020, 3, 28)),
        ("Ports.example.orgUpdated:  January 19, 2024", "Ports.example.org", date(2024, 1, 19)),
        ("Source: Harbour Gazette 2024-01-19", "Harbour Gazette", date(2024, 1, 19)),
        ("2024-03-12 15:00 来源：港口网", "港口网", date(2024, 3, 12)),
        ("Posted: 5 September 2023", "", date(2023, 9, 5)),
    ],
)
def test_source_and_posted_day(line: str, source: str, posted: date) -> None:
    document = parse_text(f"Briefing on ferries\n\n{line}{SPEECH}").document
    assert (document.source, document.posted_on, document.held_on) == (source, posted, None)


def test_a_page_with_nothing_but_a_time_stamp_was_held_on_that_day_with_a_warning() -> None:
    parsed = parse_text(f"Briefing on ferries\n\n2020-07-18 00:48{SPEECH}")
    assert (parsed.document.posted_on, parsed.document.held_on) == (date(2020, 7, 18), date(2020, 7, 18))
    assert any("time stamp" in warning.message for warning in parsed.warnings)


@pytest.mark.parametrize(
    ("head", "held"),
    [
        ("Regular Press Conference on July 17, 2020\n2020-07-18 00:48", date(2020, 7, 17)),
        ("Briefing on ferries\n\nTuesday, September 3, 2019, 11:00 a.m. Ministry of Ports", date(2019, 9, 3)),
        ("12 March 2024\n\nDaily briefing on ferries", date(2024, 3, 12)),
        ("Briefing on ferries\n\nDate:\n\nSept. 5, 2023", date(2023, 9, 5)),
        (
            "Briefing on ferries\n\nOn Thursday morning the Ministry held a press conference in Northbank.\n\n"
            "Ports.example.org March 28, 2020",
            date(2020, 3, 26),
        ),
        (
            "Talk at the quay\n\nBelow is the transcript of remarks by the Mayor today (April 8).\n\n"
            "Ports.example.org | April 9, 2014",
            date(2014, 4, 8),
        ),
    ],
)
def test_the_day_it_was_held(head: str, held: date) -> None:
    assert parse_text(head + SPEECH).document.held_on == held


def test_a_line_with_day_time_and_place() -> None:
    document = parse_text(pages.HEADINGS).document
    assert (document.starts_at, document.venue) == (time(11, 0), "Ministry of Ports")


def test_chinese_facts_over_a_transcript() -> None:
    document = parse_text(pages.TRADITIONAL).document
    assert (document.held_on, document.starts_at, document.venue) == (date(2024, 3, 12), time(15, 0), "港務部新聞廳")
    assert document.people == (Person("阮嵐", "港務部新聞局局長、港務部新聞發言人"),)
    assert document.language == "zh-hant"


def test_the_person_of_a_chinese_title() -> None:
    document = parse_text(pages.CHINESE).document
    assert document.people == (Person("阮岚", "港口部发言人"),)
    assert (document.held_on, document.posted_on) == (date(2024, 3, 12), date(2024, 3, 13))
    assert (document.series, document.language) == ("发言人表态", "zh-hans")


def test_the_person_of_an_english_title() -> None:
    assert parse_text(pages.LETTERS).document.people == (Person("Ruo Lan", "Ports Ministry Spokesperson"),)
    assert parse_text(pages.CAPITALS).document.people[0] == Person("Ana Portillo-Reyes", "Press Secretary")


def test_the_person_named_over_the_transcript() -> None:
    assert parse_text(pages.UNLABELLED).document.people == (
        Person("Ines Calder", "Spokesperson for the Harbour Office"),
    )
    page = (
        "Transcript of remarks at the quay\n\nBelow is the transcript of remarks by the Chief Harbourmaster and Mayor, "
        "Mr C Y Leng, at a media session today:\n\nReporter: When?\n\nMayor: Now.\n"
    )
    document = parse_text(page).document
    assert document.people == (Person("C Y Leng", "Chief Harbourmaster and Mayor"),)
    assert [turn.speaker for turn in document.turns] == ["", "C Y Leng"]


def test_a_title_that_names_somebody_else_is_not_believed() -> None:
    page = pages.HEADINGS.replace("Minister for Ports Ines Calder", "Ports Minister Bo Marten", 1)
    parsed = parse_text(page)
    assert [person.name for person in parsed.document.people] == ["Ines Calder"]
    assert any("Bo Marten" in warning.message for warning in parsed.warnings)


def test_people_who_are_only_heard_take_part_where_the_page_is_the_whole() -> None:
    assert parse_text(pages.SECOND_PAGE, name="ferries_p02.txt").document.people == ()
    assert parse_text(pages.SECOND_PAGE).document.people == ()  # short, asked by outlets, and nobody opens it
    people = parse_text(f"Ruo Lan:\n\nGood morning and welcome.\n\n{pages.SECOND_PAGE}").document.people
    assert [(person.name, person.part) for person in people] == [
        ("Ruo Lan", Part.CHAIR),
        ("Ines Calder", Part.SPEAKER),
        ("Tomas Reyl", Part.SPEAKER),
    ]


@pytest.mark.parametrize(
    ("page", "held", "posted"),
    [
        ("Ferries\n\nIssued on: March 12, 2024", None, "2024-03-12"),
        ("Ferries\n\nSubmitted on Tue, 03/12/2024 - 00:00", None, "2024-03-12"),
        ("Ferries\n\nUploaded by HavenTV on 12.03.2024", None, "2024-03-12"),
        (
            "Ferries briefing\n\n  • 12 Mar. 2024 -\n  • |\n  • Last updated: 14 Mar. 2024 11:27",
            "2024-03-12",
            "2024-03-14",
        ),
        ("Ferries\n\nA press conference was held on March 12 in Haven.  March 28, 2024", "2024-03-12", "2024-03-28"),
        ("Ferries\n\nOn Tuesday the mayor held a press conference. March 14, 2024", "2024-03-12", "2024-03-14"),
        ("Ferries\n\nHaven, Mar 12,2024, haven.example —", "2024-03-12", None),
        ("The ferries of the night\n\n0 comments Print E-mail Haven.example.org, March 14, 2024", None, "2024-03-14"),
        ("Pressekonferenz - Dienstag, 12. März 2024", "2024-03-12", None),
        ("Briefing on the ferries of the night | March 14, 2024", None, "2024-03-14"),
        ("夜间渡轮开通新闻发布会\n\n港湾办 2024-03-14 977次", None, "2024-03-14"),
        (
            "夜間渡輪\n\nhttp://www.haven.example   2024-03-14 00:11:48\n\n"
            "港城3月13日電 12日下午3點,市府舉行例行記者會。",
            "2024-03-12",
            "2024-03-14",
        ),
    ],
)
def test_days_held_and_posted_as_many_offices_print_them(page: str, held: str | None, posted: str | None) -> None:
    document = parse_text(f"{page}{SPEECH}").document
    stated = [day.isoformat() if day else None for day in (document.held_on, document.posted_on)]
    assert stated == [held, posted]


def test_a_day_whose_month_is_unsure_is_a_warning() -> None:
    parsed = parse_text(f"Briefing on ferries\n\n05/06/2024{SPEECH}")
    assert parsed.document.held_on == date(2024, 6, 5)
    assert any("it could also be 2024-05-06" in warning.message for warning in parsed.warnings)


@pytest.mark.parametrize(
    ("page", "people"),
    [
        (
            "Ruo Lan: Good morning. With us are Mr. Tomas Reyl, director of crossings; Ms. Ines Calder, "
            "deputy mayor; and Dr. Bo Marten, head of the port office. Mr. Reyl.\n\nTomas Reyl: Thank you.",
            [
                ("Tomas Reyl", "director of crossings"),
                ("Ines Calder", "deputy mayor"),
                ("Bo Marten", "head of the port office"),
            ],
        ),
        (
            "主持人：各位好！出席今天发布会的有：市港务局局长林海先生、市港务局渡轮处处长方岚女士。\n\n林海：谢谢。",
            [("林海", "市港务局局长"), ("方岚", "市港务局渡轮处处长")],
        ),
        ("主持人（市政府新闻办主任罗青）：各位好。\n\n问：何时开航？\n\n答：六月。", [("罗青", "市政府新闻办主任")]),
        (
            "MR. REYES: I'm Tom Reyes of the press office.\n\nQ: When?\n\nMR. REYES: In June.",
            [("Tom Reyes", "press office")],
        ),
        (
            "by Secretary General Ines Calder\n\nGood evening. The ferries sail.\n\n"
            "Question: When?\n\nAnswer: In June.",
            [("Ines Calder", "Secretary General")],
        ),
        (
            "Lea Moss [League Spokesperson]: Good day. We begin.\n\n"
            "Question [Coast Radio]: Will it sail?\n\nLea Moss [League Spokesperson]: It will.",
            [("Lea Moss", "League Spokesperson")],
        ),
    ],
)
def test_people_whom_the_first_words_introduce(page: str, people: list[tuple[str, str]]) -> None:
    found = parse_text(f"Ferries of the night\n\n{page}\n").document.people
    assert [(person.name, person.role) for person in found if person.role] == people


def test_an_office_and_what_it_is_for_stand_before_the_name() -> None:
    page = "Interview by Minister for Roads Ines Calder on 12 March 2024\n\nQuestion: When?\n\nCalder: In June.\n"
    assert Person("Ines Calder", "Minister for Roads") in parse_text(page).document.people
    page = "Interview by the Minister for Trade and Foreign Affairs on 12 March 2024\n\nQuestion: When?\n\nA: Soon.\n"
    assert parse_text(page).document.people == ()


def test_who_asks_under_a_name__of_their_own_is_a_reporter_and_no_participant() -> None:
    parsed = parse_text(pages.RUN_ON)
    assert [person.name for person in parsed.document.people] == ["CHAIR ODELL", "RUTH ABELE"]
    assert parsed.reporters == ("JO MARSH", "KEN OSTER")


def test_the_day_in_a_file_s_name_stands_in_for_one_that_the_page_lacks() -> None:
    parsed = parse_text(f"Briefing on ferries{SPEECH}", name="ferries_20240312.txt")
    assert parsed.document.held_on == date(2024, 3, 12)
    assert any("taken from the file name" in warning.message for warning in parsed.warnings)
    stated = parse_text(f"Briefing on ferries, March 14, 2024{SPEECH}", name="ferries_20240312.txt")
    assert stated.document.held_on == date(2024, 3, 14)


@pytest.mark.parametrize(
    ("page", "people"),
    [
        (
            "Briefing\n\nPARTICIPANTS:\n\nRUO LAN\nDirector of the press office\n\nINES CALDER\nDeputy mayor\n\n"
            "MS. LAN: Questions, please. Let me begin with the lady in front.\n\nQUESTION: When?\n\nMS. CALDER: Now.\n",
            [("RUO LAN", "Director of the press office", Part.CHAIR), ("INES CALDER", "Deputy mayor", Part.SPEAKER)],
        ),
        (
            "Remarks at the quay\n\nMS CALDER: Good day. With us is Tomas Reyl, Director of River Crossings, who will "
            "speak.\n\nMR REYL: Thank you.\n\nQUESTION: When?\n\nMR REYL: Now.\n",
            [("Tomas Reyl", "Director of River Crossings", Part.SPEAKER), ("MS CALDER", "", Part.CHAIR)],
        ),
        (
            "Press Secretary Ana Roe and Harbour Coordinator Bo Marten Hold a Briefing\n\nMS. ROE: Good day.\n\n"
            "Q: When?\n\nMR. MARTEN: Now.\n",
            [("Ana Roe", "Press Secretary", Part.SPEAKER), ("Bo Marten", "Harbour Coordinator", Part.SPEAKER)],
        ),
        (
            "新闻说明会\n\n主持人：港务部发言人阮岚\n出席者：港务部司长李四、港务部副局长王五六\n\n港务部司长李四报告：\n\n大家好。\n",
            [
                ("阮岚", "港务部发言人", Part.CHAIR),
                ("李四", "港务部司长", Part.SPEAKER),
                ("王五六", "港务部副局长", Part.SPEAKER),
            ],
        ),
    ],
)
def test_people_are_found_however_they_are_listed(page: str, people: list[tuple[str, str, Part]]) -> None:
    found = parse_text(page).document.people
    assert sorted((person.name, person.role, person.part) for person in found) == sorted(people)


def test_junk_above_the_title_is_left_out_and_no_doubt() -> None:
    parsed = parse_text(
        f"[buy cheap boats here]\n\nMinistry briefing on ferries\n\nPorts.org.ex March 28, 2020{SPEECH}"
    )
    assert parsed.document.title == "Ministry briefing on ferries"
    assert [one.line for one in parsed.left_out] == [1]
    assert not parsed.warnings


def test_a_title_with_a_colon_is_no_label() -> None:
    parsed = parse_text(f"Night Ferries: What Changes in Winter\n\nPorts.example.org | March 14, 2024{SPEECH}")
    assert parsed.document.title == "Night Ferries: What Changes in Winter"


def test_no_title_and_no_date_are_warnings() -> None:
    parsed = parse_text("1:19 p.m. EDT\n\nMR REYL:  Good afternoon.\n\nQUESTION:  When?\n\nMR REYL:  Now.\n")
    assert (parsed.document.title, parsed.document.starts_at) == ("", time(13, 19))
    assert [warning.line for warning in parsed.warnings] == [None, None]


@pytest.mark.parametrize(
    ("line", "page", "pages_announced"),
    [
        ("<  1  2  3  4  >", None, 4),
        ("Previous 1 2 [3] 4 Next", 3, 4),
        ("Page 2 of 11", 2, 11),
        ("第2页 共11页", 2, 11),
        ("上一页 1 2 3 下一页", None, 3),
        ("1234567891011", None, 11),
    ],
)
def test_pagers(line: str, page: int | None, pages_announced: int) -> None:
    parsed = parse_text(f"Briefing on ferries{SPEECH}\n{line}\n")
    assert (parsed.page, parsed.document.pages, parsed.is_partial) == (page, pages_announced, True)
    assert [turn.text for turn in parsed.document.turns] == ["Good afternoon to you all."]


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("ferries_p02.txt", 2),
        ("ferries_2.txt", 2),
        ("ferries-page-2.txt", 2),
        ("ferries_p14_mirror.txt", 14),
        ("content_116701063_3.htm.txt", 3),
        ("ferries.txt", None),
        ("ferries_20240312.txt", None),
        ("ferries_2024-03-12.txt", None),
        ("2024_03.txt", None),
    ],
)
def test_the_page_number_in_a_file_name(name: str, page: int | None) -> None:
    parsed = parse_text(f"Briefing on ferries{SPEECH}", name=name)
    assert (parsed.page, parsed.is_partial) == (page, page is not None)
    assert parsed.document.exchanges[0].page == page


def test_page_numbers_of_a_printed_whole_make_it_no_part() -> None:
    page = f"Briefing on ferries{SPEECH}\nPage 1 of 2\n\nThere is more to say.\n\nPage 2 of 2\n"
    parsed = parse_text(page)
    assert (parsed.page, parsed.document.pages, parsed.is_partial) == (None, None, False)


def test_the_page_s_address() -> None:
    parsed = parse_text(f"https://ports.example.org/2024/content_12_3.htm\n\nBriefing on ferries{SPEECH}")
    assert parsed.document.source_url == "https://ports.example.org/2024/content_12_3.htm"
    assert parsed.page == 3


def test_the_language_asked_for_wins() -> None:
    assert parse_text(f"Briefing on ferries{SPEECH}", language="fr").document.language == "fr"


def test_a_date_over_the_transcript_that_is_no_such_weekday_is_warned_of() -> None:
    parsed = parse_text(f"Briefing on ferries\n\nFriday, March 12, 2024{SPEECH}")
    assert [
        (warning.line, str(warning.message)) for warning in parsed.warnings if "day of the week" in warning.message
    ] == [(3, "“Friday, March 12, 2024” is not that day of the week.")]
    assert not any(
        "day of the week" in warning.message
        for warning in parse_text(f"Briefing on ferries\n\nTuesday, March 12, 2024{SPEECH}").warnings
    )
