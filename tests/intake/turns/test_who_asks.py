"""Who asks: people with an honorific, members whom the page lists, and voices that are nobody's."""

import pytest

from transcripts.intake import parse_text

HEARING = """Hearing on the quay
12 March 2026

{head}

CHAIR MOSS: Good morning. The committee will come to order.

{asker}: Why is the quay closed?

MR. CALDER: The piles are rotten.

{asker}: Who pays?

MR. CALDER: The city pays for all of it.
"""


@pytest.mark.parametrize(
    ("head", "asker", "journalist"),
    [
        ("", "Ms Adler", "Ms Adler"),
        ("", "MS. ADLER", "MS. ADLER"),
        ("Speakers: Sen. Orville G. Holt; Ian Calder, harbour master", "HOLT", "Orville G. Holt"),
    ],
)
def test_a_person_asks_and_no_outlet(head: str, asker: str, journalist: str) -> None:
    turns = list(parse_text(HEARING.format(head=head, asker=asker)).document.turns)
    assert [(turn.outlet, turn.journalist) for turn in turns if turn.label == asker] == [("", journalist)] * 2


def test_a_chinese_member_is_a_person_too() -> None:
    page = (
        "會議紀錄\n2026年3月12日\n\n主席：第一項質詢。\n\n{0}：渡輪為何停航？\n\n運輸局局長：正在維修。\n\n"
        "{0}：何時恢復？\n\n運輸局局長：六月。\n"
    )
    turns = list(parse_text(page.format("陳望海議員")).document.turns)
    assert [(turn.outlet, turn.journalist) for turn in turns if turn.label == "陳望海議員"] == [("", "陳望海議員")] * 2


@pytest.mark.parametrize("voice", ["MALE VOICE", "CROWD", "STAFFER", "UNIDENTIFIED PERSON"])
def test_a_voice_that_is_nobodys_is_no_person(voice: str) -> None:
    page = (
        "Briefing\n12 March 2024\n\nMS. LARKIN: Hi, everyone.\n\nQUESTION: When?\n\nMS. LARKIN: In May.\n\n"
        f"{voice}: Down in front.\n\nMS. LARKIN: Thank you.\n"
    )
    document = parse_text(page).document
    assert [one.name for one in document.people] == ["MS. LARKIN"]
    assert [turn.speaker for turn in document.turns if turn.label == voice] == [""]


def test_an_opening_under_a_name_stands_before_numbered_letters() -> None:
    page = (
        "Briefing on the ferries\n12 March 2024\n\nInes Calderon, harbour director: Good morning to all of you.\n\n"
        "Q1: When does the boat leave?\n\nA: At eleven.\n\nQ2: And in summer?\n\nA: At midnight.\n"
    )
    turns = list(parse_text(page).document.turns)
    assert [turn.label for turn in turns] == ["Ines Calderon, harbour director", "Q1", "A", "Q2", "A"]
    assert turns[2].speaker == "Ines Calderon"


def test_a_surname_that_two_bear_is_never_sure() -> None:
    page = (
        "Briefing\n12 March 2024\n\nMARA LIND, MINISTER OF WORKS: Good day.\n\n"
        "LEO LIND, HARBOUR MASTER: The quay opens.\n\n"
        "QUESTION: When?\n\nLIND: In May.\n\nQUESTION: At noon?\n\nLIND: At ten.\n"
    )
    assert {one.label: one.sure for one in parse_text(page).labels if "LIND" in one.label} == {
        "MARA LIND, MINISTER OF WORKS": True, "LEO LIND, HARBOUR MASTER": True, "LIND": False,
    }  # fmt: skip


@pytest.mark.parametrize("address", ["Mr. President", "Ms. Chair", "Dr. Roe"])
def test_thanks_to_another_official_give_nobody_the_floor(address: str) -> None:
    page = (
        "Talk\n11 April 2024\n\nTHE PRESIDENT: Good day. I welcome my colleague.\n\n"
        f"PRIME MINISTER KISHIRO: Thank you so much, {address}.\n\nQ: Will it be signed?\n\nTHE PRESIDENT: In June.\n\n"
        "Q: Do you agree?\n\nPRIME MINISTER KISHIRO: I do. June is a good month.\n"
    )
    assert [turn.kind.value for turn in parse_text(page).document.turns] == [
        "statement", "statement", "question", "answer", "question", "answer",
    ]  # fmt: skip


def test_an_office_in_small_letters_stands_before_a_surname_in_capitals() -> None:
    page = "Talk\n11 April 2024\n\nPrime Minister KISHIRO: Good day.\n\nQ: When?\n\nPrime Minister KISHIRO: In June.\n"
    assert [one.name for one in parse_text(page).document.people] == ["Prime Minister KISHIRO"]
