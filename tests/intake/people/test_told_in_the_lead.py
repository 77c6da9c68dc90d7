"""People whom only the sentence over a transcript, a short list or a fact in two languages names in full."""

import pytest

from transcripts.intake import ParsedTranscript, parse_text
from transcripts.intake.people.chinese_names import told_in_chinese, unit_of


def people(parsed: ParsedTranscript) -> set[tuple[str, str]]:
    return {(person.name, person.role) for person in parsed.document.people}


def test_labels_mean_the_offices_and_units_of_the_lead() -> None:
    parsed = parse_text(
        "港務廳談沉船\n\n"
        "港務廳於2026年3月12日（星期四）下午二時舉行新聞發佈會，由發言人羅青及航道科科長丁小嵐交代沉船的打撈安排。內容如下：\n\n"
        "【港廳發言人】大家好。沉船在北航道，水深十四米，今天起封閉三日。\n\n"
        "【航道科】打撈船明早到。\n\n【記者】費用由誰承擔？\n\n【港廳發言人】由船東承擔。\n\n"
        "【記者】渡輪停不停？\n\n【航道科】不停，改走南航道。\n"
    )
    assert people(parsed) == {("羅青", "發言人"), ("丁小嵐", "航道科科長")}
    assert {one.label: one.name for one in parsed.labels if one.name} == {"港廳發言人": "羅青", "航道科": "丁小嵐"}


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "昨天举行新闻发布会，请港务局局长罗青、航道处处长丁岚介绍有关情况。",
            [("罗青", "港务局局长"), ("丁岚", "航道处处长")],
        ),
        ("召开记者会，由文化及体育局局长罗青介绍日程。", [("罗青", "文化及体育局局长")]),
        ("渡轮由局长罗青交代的人驾驶。", []),
    ],
)
def test_who_gives_a_conference_stands_before_the_verb(sentence: str, found: list[tuple[str, str]]) -> None:
    assert [(one.name, one.role) for one in told_in_chinese(sentence)] == found


@pytest.mark.parametrize(
    ("role", "unit"), [("航道科科长", "航道科"), ("港务局副局长", "港务局"), ("发言人", ""), ("Mayor", "")]
)
def test_the_unit_that_somebody_leads(role: str, unit: str) -> None:
    assert unit_of(role) == unit


TALK = (
    "{0}: Good afternoon. The quay opens next week.\n\nQuestion: What did it cost?\n\n{0}: Four million.\n\n"
    "Question: And the crane?\n\n{1}: It stays where it is.\n"
)


@pytest.mark.parametrize(
    ("head", "labels", "found"),
    [
        (
            "PRINCIPAL(S)/PRINCIPAUX: Hon. Ines Calder, Minister of Ports; Mr. Bo Marten, Harbour Master",
            ("Hon. Ines Calder", "Mr. Bo Marten"),
            {"Ines Calder", "Bo Marten"},
        ),
        (
            "Present: Mayor Ines Calder, City Engineer Bo Marten, Councillor Ada Lund (Chair of Ports)",
            ("Mayor Calder", "Cr Lund"),
            {"Ines Calder", "Bo Marten", "Ada Lund"},
        ),
        (
            "Head coach Ines Calder and goalkeeper Bo Marten spoke to the press after the regatta. We wrote it down.",
            ("Calder", "Marten"),
            {"Ines Calder", "Bo Marten"},
        ),
        (
            "Following are the remarks by the Harbour Master, Ms Ines Calder, and the Deputy Harbour Master,"
            " Mr Bo Marten, at a media briefing:",
            ("Harbour Master", "Deputy Harbour Master"),
            {"Ines Calder", "Bo Marten"},
        ),
    ],
)
def test_the_words_over_a_page_name_its_people(head: str, labels: tuple[str, str], found: set[str]) -> None:
    parsed = parse_text(f"The quay after the storm\n\nMay 6, 2026\n\n{head}\n\n{TALK.format(*labels)}")
    assert {name for name, _ in people(parsed)} == found
    assert len(list(parsed.document.turns)) == 5


@pytest.mark.parametrize(
    ("fact", "label", "person"),
    [
        ("Minister: CALDER Ines", "Minister", ("CALDER Ines", "Minister")),
        ("主席：羅總裁小青", "總裁", ("羅小青", "總裁")),
    ],
)
def test_an_office_and_a_name_behind_a_colon_are_a_fact(fact: str, label: str, person: tuple[str, str]) -> None:
    asked = "記者問" if label == "總裁" else "Reporter"
    said = "今天的決議，利率不變。" if label == "總裁" else "Good morning. The plan was approved today."
    parsed = parse_text(
        f"2026-05-06\n\n{fact}\n\n{label}: {said}\n\n" + 2 * f"{asked}: {said[:-1]}?\n\n{label}: {said}\n\n"
    )
    assert people(parsed) == {person}
    assert len(list(parsed.document.turns)) == 5


def test_a_title_of_answers_is_no_label_and_a_menu_names_nobody() -> None:
    parsed = parse_text(
        "首页 | 发布会 | 白皮书 | 新闻发言人\n\n港务局负责人就《夜航办法》答记者问\n\n2026年3月12日\n\n"
        "问：夜航从什么时候开始？\n\n答：六月开始。\n\n问：票价呢？\n\n答：票价不变。\n"
    )
    assert parsed.document.title == "港务局负责人就《夜航办法》答记者问"
    assert parsed.document.people == ()
    assert len(list(parsed.document.turns)) == 4


def test_the_word_for_the_meeting_is_no_part_of_an_office() -> None:
    parsed = parse_text(
        "港务公司媒体沟通会\n\n2024年3月12日\n\n董事长程海与媒体交流，会议由品牌部总经理费青主持。以下为问答。\n\n"
        "【费青】大家好。\n\n【港湾周刊】票价多少？\n\n【程海】两元。\n\n【费青】谢谢大家。\n"
    )
    assert ("费青", "品牌部总经理") in {(person.name, person.role) for person in parsed.document.people}
