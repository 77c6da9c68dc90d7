"""Which line over a transcript is its title: each clue by itself, and pages that make it hard."""

import pytest

from transcripts.intake import open_source, parse, parse_text
from transcripts.intake.heading import title_clues
from transcripts.intake.heading.title_clues import TitleLine

SPEECH = "\n\nMAYOR ROE: We begin.\n\nQ: When?\n\nMAYOR ROE: Soon.\n"


@pytest.mark.parametrize(
    ("clue", "text"),
    [
        (title_clues.names_an_event, "Mayor's Press Conference"),
        (title_clues.has_many_words, "The ferries of the night"),
        (title_clues.has_many_words, "夜间渡轮开通情况"),
        (title_clues.states_two_facts, "Unofficial transcript. Duration: one hour"),
        (title_clues.names_only_its_kind, "Press Briefing Transcript"),
        (title_clues.names_only_its_kind, "TRANSCRIPT / TRANSCRIPTION"),
        (title_clues.is_a_field, "Presenter: Bo Marten"),
        (title_clues.ends_as_a_sentence, "The ferries are new."),
        (title_clues.opens_with_a_bracket, "[Photo of a ferry]"),
        (title_clues.belongs_to_the_frame, "Index for Today's Briefing"),
        (title_clues.is_only_a_date, "JUNE 04, 2024 • PRESS BRIEFINGS"),
        (title_clues.is_only_a_date, "Posted on 4 June 2024"),
        (title_clues.is_only_a_date, "3:15 p.m."),
        (title_clues.is_a_dated_kind, "Transcripción de la comparecencia ante los medios del 2 de octubre de 2024"),
        (title_clues.is_a_dated_kind, "Mitschrift vom 12. März 2025"),
        (title_clues.parts_a_date_off, "Haven city hall | 12 March 2024"),
        (title_clues.is_a_byline, "By Jo Marsh"),
    ],
)
def test_a_clue_speaks(clue: object, text: str) -> None:
    assert clue(TitleLine(text))  # type: ignore[operator]


@pytest.mark.parametrize(
    ("over", "title"),
    [
        (
            "An official website of Haven\nHere's how you know\nMayor Roe Holds a Press Briefing",
            "Mayor Roe Holds a Press Briefing",
        ),
        (
            "Haven Press Release: Transcript of the Mayor's Remarks on Ferries",
            "Transcript of the Mayor's Remarks on Ferries",
        ),
        ("原标题：夜间渡轮新闻发布会", "夜间渡轮新闻发布会"),
        (
            "Archive of Transcripts\nRelease Type:\nInterview\nPress Conference on the Night Ferries",
            "Press Conference on the Night Ferries",
        ),
        (
            "Press RoomPress ConferencesBriefings of the Port\nBriefing on the night ferries | 12 March 2024",
            "Briefing on the night ferries",
        ),
        ("Press conference\nby Mayor Jo Roe\n12 March 2024", "Press conference"),
        ("Read all about Haven today\nThe ferries of the night", "The ferries of the night"),
    ],
)
def test_the_title_among_banners_fields_and_menus(over: str, title: str) -> None:
    speech = "\n\nMAYOR ROE: The ferries sail all night.\n\nQ: When?\n\nMAYOR ROE: Soon.\n"
    assert parse_text(over.replace("\n", "\n\n") + speech).document.title == title


def test_a_date_under_a_line_speaks_most_for_an_event() -> None:
    assert title_clues.stands_over_a_date(TitleLine("Haven", is_dated=True))
    assert not title_clues.names_an_event_over_a_date(TitleLine("Haven", is_dated=True))
    assert not title_clues.names_an_event_over_a_date(TitleLine("Press Briefing", is_dated=True))
    assert title_clues.names_an_event_over_a_date(TitleLine("Mayor's Briefing on Ferries", is_dated=True))


def test_wide_spaces_part_a_menu() -> None:
    assert title_clues.is_a_menu(TitleLine("Web TV Meetings Stakeouts", is_parted=True))


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("HANSARD TRANSCRIPT\n\nPRESS CONFERENCE: MONDAY, 7 MARCH 2024", "PRESS CONFERENCE: MONDAY, 7 MARCH 2024"),
        ("Press Briefings\n\nMayor's Briefing (March 7, 2024)\n\n2024-03-07", "Mayor's Briefing (March 7, 2024)"),
        (
            "Daily Briefing\nHaven, HV\nMarch 7, 2024\n\nDaily Briefing - March 7, 2024",
            "Daily Briefing - March 7, 2024",
        ),
        (
            "Port of Haven - harbour\n\nPress call by officials on the ferries of the night, and on the piers that\n"
            "they need\n\n7 March 2024",
            "Press call by officials on the ferries of the night, and on the piers that they need",
        ),
        (
            "首頁／新聞／記者會\n\n港口署113年3月7日例行記者會紀要\n\n時間：113年3月7日",
            "港口署113年3月7日例行記者會紀要",
        ),
        ("港口部新闻发布专题\n\n港口部召开例行新闻发布会（2024年3月7日）", "港口部召开例行新闻发布会（2024年3月7日）"),
    ],
)
def test_the_title_of_a_page(head: str, title: str) -> None:
    assert parse_text(f"{head}{SPEECH}").document.title == title


@pytest.mark.parametrize(
    ("over", "title"),
    [
        (  # the subject of a mail gives way to the page's own title
            "From: Harbour Press <press@harbour.example>\nSubject: TRANSCRIPT: Mayor Roe on the ferries, March 12\n\n"
            "CITY OF HAVEN\n\nREMARKS BY MAYOR JO ROE\nAT A BRIEFING ON THE NIGHT FERRIES\n\nMarch 12, 2024",
            "REMARKS BY MAYOR JO ROE AT A BRIEFING ON THE NIGHT FERRIES",
        ),
        ("Subject: Transcript: Media briefing on the night ferries", "Media briefing on the night ferries"),
        (  # the rest of a list's entry is no second line of the title over the list
            "   Press Briefing on the Night Ferries and the Winter Piers\n\nVenue:  Town Hall\n\nPresent:\n"
            "   Hon. Jo Roe, Minister for Coastal Waterways and Inland\n      Harbours\n   Mr. Bo Holt, Chief Engineer",
            "Press Briefing on the Night Ferries and the Winter Piers",
        ),
    ],
)
def test_a_title_of_a_pasted_mail_and_over_wrapped_lines(over: str, title: str) -> None:
    assert parse_text(over + SPEECH).document.title == title


def test_the_only_heading_of_the_highest_level_is_no_label() -> None:
    page = (
        "<h1>Coach Brandt: ‘We gave two goals away’</h1><p>2 February 2025</p>"
        "<p>Head coach Erik Brandt met the media.</p>"
        "<p><b>Was it a problem of fitness?</b></p><p><b>Brandt:</b> No. It was a problem of concentration.</p>"
        "<p><b>What about the red card?</b></p><p><b>Brandt:</b> I have not seen it again.</p>"
    )
    document = parse(open_source(page.encode(), "page.html")).document
    assert document.title == "Coach Brandt: ‘We gave two goals away’"
    assert [turn.label for turn in document.turns] == ["", "Brandt", "", "Brandt"]
    assert [one.name for one in document.people] == ["Erik Brandt"]
