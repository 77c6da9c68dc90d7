"""People whom the words over a transcript name: its title, its sentences, its lists and its keys."""

import pytest

from transcripts.intake import parse_text

EN = "Reporter: When?\n\n{label}: In June.\n\nReporter: And the fares?\n\n{label}: They stay as they are."


@pytest.mark.parametrize(
    ("head", "label", "people"),
    [
        (
            "Speaking to reporters on the quay this morning, the Minister for Ports,\nInes Calder, said the following.",
            "Minister Calder",
            [("Ines Calder", "Minister for Ports")],
        ),
        ("Harbour Master Ines Calder spoke to reporters on Friday.", "Calder", [("Ines Calder", "Harbour Master")]),
        (
            "Chief Constable Ines Calder and Bo Marten, Tunnels Manager, spoke.",
            "Calder",
            [("Bo Marten", "Tunnels Manager"), ("Ines Calder", "Chief Constable")],
        ),
        (
            "Questions as answered by First Minister Ines Calder and Transport Secretary Bo Marten on Friday.",
            "First Minister",
            [("Ines Calder", "First Minister"), ("Bo Marten", "Transport Secretary")],
        ),
        (
            "Present:\nInes Calder, Chief of Police\nBo Marten, Fire Marshal",
            "MARSHAL MARTEN",
            [("Ines Calder", "Chief of Police"), ("Bo Marten", "Fire Marshal")],
        ),
        (
            "IC: Ines Calder, Spokesperson; BM: Bo Marten, Commissioner",
            "BM",
            [("Bo Marten", "Commissioner")],
        ),
        (
            "IC = Ines Calder, Harbour Master\nBM = Bo Marten, Commissioner",
            "IC",
            [("Ines Calder", "Harbour Master")],
        ),
        (
            "Interview by Minister for Ports and Roads Dr Ines Calder at the quay",
            "Minister",
            [("Ines Calder", "Minister for Ports and Roads")],
        ),
    ],
)
def test_they_are_found(head: str, label: str, people: list[tuple[str, str]]) -> None:
    found = parse_text(f"Briefing on ferries\n\n{head}\n\n{EN.format(label=label)}").document.people
    assert [(person.name, person.role) for person in found] == people


@pytest.mark.parametrize(
    ("head", "label", "name"),
    [
        ("出席：交通部阮佩蓉次長", "阮次長", "阮佩蓉"),
        ("赛后，主教练马尔科·贝里奇出席新闻发布会。", "贝里奇", "马尔科·贝里奇"),
        ("出席人：罗 青　市港务局局长", "罗青", "罗青"),
    ],
)
def test_chinese_names_beside_offices(head: str, label: str, name: str) -> None:
    page = (
        f"渡轮新闻发布会\n\n{head}\n\n记者：何时开航？\n\n{label}：六月开航。\n\n记者：票价呢？\n\n{label}：票价不变。"
    )
    assert [person.name for person in parse_text(page).document.people] == [name]


def test_the_kind_of_an_event_ends_no_name() -> None:
    page = "항만부 장관 정례 브리핑\n\n기자: 언제입니까?\n\n서지안 장관: 유월입니다.\n\n서지안 장관: 예."
    assert [person.name for person in parse_text(page).document.people] == ["서지안"]


def test_who_gives_a_conference_together_is_no_chair() -> None:
    page = (
        "防疫記者會\n\n主持人：署長蔡明、副署長許文\n\n署長蔡明：各位午安。本週門診人次下降一成。\n\n"
        "記者：標準有沒有改變？\n\n副署長許文：沒有改變。"
    )
    parsed = parse_text(page)
    assert [person.part.value for person in parsed.document.people] == ["speaker", "speaker"]
    assert [turn.kind.value for turn in parsed.document.turns] == ["statement", "question", "answer"]
