"""Labels in forms that no other label of the page has, or that only brackets and initials set off."""

import pytest

from transcripts.intake import parse_text

HEAD = "Press conference of the Harbour Council\n\n12 March 2026\n\n"


def turns(text: str) -> list[tuple[str, str]]:
    return [(turn.kind.value, turn.label) for turn in parse_text(HEAD + text).document.turns]


def test_a_surname_alone_is_a_label_beside_a_part_in_capitals() -> None:
    page = (
        "Roe: It sails in May.\n\nQUESTION: Who pays for it?\n\nRoe: The council.\n\nQUESTION: When?\n\nHolt: Soon.\n\n"
    )
    found = turns(page + "QUESTION: How soon?\n\nRoe: In June.\n")
    assert [label for _, label in found][:3] == ["Roe", "QUESTION", "Roe"]


def test_half_a_bracket_closes_a_label() -> None:
    page = "大臣）本日は二つ報告します。\n\n問）財源は何ですか。\n\n大臣）基金です。\n\n"
    page += "問）いつからですか。\n\n大臣）来年度です。\n"
    assert turns(page) == [
        ("statement", "大臣"),
        *[("question", "問"), ("answer", "大臣")] * 2,
    ]


def test_names_in_square_brackets_are_labels_and_sounds_are_none() -> None:
    page = (
        "[Noor Bessa, Spokesperson] Good day. The mayor will begin.\n\n[Mayor Holt] We open in May.\n\n"
        "[Noor Bessa] First question, please.\n\n[Harnsund Tidende] Who pays for it?\n\n"
        "[Mayor Holt] The council does.\n\n[Laughter In The Room]\n\n[Noor Bessa] Thank you all.\n"
    )
    assert [label for _, label in turns(page)] == [
        "Noor Bessa, Spokesperson", "Mayor Holt", "Noor Bessa", "Harnsund Tidende", "Mayor Holt", "Noor Bessa",
    ]  # fmt: skip


def test_a_korean_office_in_brackets_is_a_label() -> None:
    page = "[대변인] 안녕하십니까. 오늘은 두 가지입니다.\n\n[항만안전국장] 보강은 끝났습니다.\n\n"
    found = turns(page + "[기자] 예산은 얼마나 듭니까?\n\n[항만안전국장] 백억 원입니다.\n")
    assert [label for _, label in found] == ["대변인", "항만안전국장", "기자", "항만안전국장"]


def test_outlets_in_capitals_ask_before_dashes() -> None:
    said = "INES CALDER: Good morning. The boats run every hour from May on.\n\n"
    asked = [("COURIER", "Who will pay for the boats?"), ("GAZETTE", "And next year?"), ("COURIER", "At night, too?")]
    page = said + "".join(f"{who} – {what}\n\nINES CALDER: We will see about that.\n\n" for who, what in asked)
    assert turns(page)[1:] == [one for who, _ in asked for one in (("question", who), ("answer", "INES CALDER"))]


def test_names_stand_before_dashes_where_parts_stand_before_colons() -> None:
    page = "Ines Calder – Good morning. It sails.\n\nQuestion – Jo Marsh, Vestkyst: Who pays?\n\nIna Holt – We do.\n\n"
    page += "Question – Vestkyst, Jo Marsh: When?\n\nInes Calder – Soon.\n\nIna Holt – In May.\n"
    document = parse_text(HEAD + page).document
    assert [turn.label for turn in document.turns if turn.kind.value != "question"] == [
        "Ines Calder", "Ina Holt", "Ines Calder", "Ina Holt",
    ]  # fmt: skip
    assert {(turn.outlet, turn.journalist) for turn in document.turns if turn.outlet} == {("Vestkyst", "Jo Marsh")}


@pytest.mark.parametrize(
    "line", ["Harbour Institute | Media briefing | {}", "Harbour Institute of the North – Page {}"]
)
def test_a_foot_with_the_number_of_its_page_is_nobodys(line: str) -> None:
    page = f"Jo Roe — It sails.\n\n{line.format(2)}\n\nAnn Poe — Who pays?\n\nJo Roe — We do.\n\n"
    page += f"{line.format(3)}\n\nAnn Poe — When?\n\n"
    found = turns(page + "Jo Roe — Soon.\n")
    assert {label for _, label in found} == {"Jo Roe", "Ann Poe"}


def test_lines_that_are_all_indented_are_joined() -> None:
    page = """    THE MODERATOR:  We are joined by Coach Roe. An opening
    statement, please.

    COACH ROE:  My hair was brown when I came here this
    morning. I am proud of the guys, and nobody hung
    his head.

    Q.  How does it feel
    now?

    COACH ROE:  It feels like the day on which we got the
    bus out of the snow.
"""
    paragraphs = [turn.paragraphs for turn in parse_text(HEAD + page).document.turns]
    assert [len(one) for one in paragraphs] == [1, 1, 1, 1]
