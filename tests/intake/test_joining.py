"""Several pages of one conference."""

from dataclasses import replace
from datetime import date

import pytest

from tests.intake import pages
from transcripts.document import Kind
from transcripts.intake import IntakeError, ParsedTranscript, join_pages, parse_text


def both() -> list[ParsedTranscript]:
    return [
        parse_text(pages.FIRST_PAGE, name="ferries_p01.txt"),
        parse_text(pages.SECOND_PAGE, name="ferries_p02.txt"),
    ]


def test_each_exchange_carries_its_page() -> None:
    joined = join_pages(both())
    assert [exchange.page for exchange in joined.document.exchanges] == [1, 2]
    assert joined.page is None


def test_people_are_united_and_facts_come_from_whichever_page_states_them() -> None:
    first, second = both()
    joined = join_pages([replace(first, document=replace(first.document, people=())), first, second])
    assert [person.name for person in joined.document.people] == ["Tomas Reyl", "Ines Calder", "Ruo Lan"]
    late = join_pages([second, first]).document
    assert (late.held_on, late.posted_on) == (date(2024, 3, 12), date(2024, 3, 14))


def test_a_chair_listed_on_one_page_is_the_chair_on_all() -> None:
    first = parse_text(pages.FIRST_PAGE, name="ferries_p01.txt")
    later = parse_text(
        "Ministry of Ports briefing\n\nNBTV:\n\nAnd the fares?\n\nRuo Lan:\n\nThey stay, as far as we know.\n",
        name="ferries_p03.txt",
    )
    assert [turn.kind for turn in later.document.turns] == [Kind.QUESTION, Kind.ANSWER]
    last = join_pages([first, later]).document.exchanges[-1]
    assert [turn.kind for turn in last.turns] == [Kind.QUESTION, Kind.MODERATOR]


def test_a_short_title_means_the_person_whom_another_page_names_in_full() -> None:
    first = parse_text("Talk\n\nMs. Ines Calder, Minister for Ports: I plan to go to the island.\n", name="talk_1.txt")
    second = parse_text("Talk\n\nReporter: When will that be?\n\nMinister Calder: Tomorrow.\n", name="talk_2.txt")
    document = join_pages([first, second]).document
    assert [person.name for person in document.people] == ["Ines Calder"]
    assert [turn.speaker for turn in document.turns] == ["Ines Calder", "", "Ines Calder"]


def test_some_pages_are_partial_and_all_announced_pages_are_not() -> None:
    first, second = both()
    assert join_pages([first, second]).is_partial
    told = replace(first, document=replace(first.document, pages=2))
    assert not join_pages([told, second]).is_partial


def test_warnings_say_on_which_page_their_line_is() -> None:
    lost = parse_text(pages.LABEL_LOST, name="ferries_p02.txt")
    messages = [warning.message for warning in join_pages([both()[0], lost]).warnings]
    assert any(message.startswith("Page 2: A question seems to begin here") for message in messages)


def test_one_page_stays_as_it_is_and_none_is_refused() -> None:
    first = both()[0]
    assert join_pages([first]) == first
    with pytest.raises(IntakeError):
        join_pages([])
