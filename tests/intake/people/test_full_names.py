"""People whom the words over a page name in full, and its labels by office and surname."""

import datetime

import pytest

from transcripts.intake import parse_text

TALK = """

{0}: Good afternoon, everybody, and thank you for coming out in the rain.

{1}: The quay will be open again next week.

Q: What did it cost?

{1}: Four million.

{0}: Thank you all.
"""


@pytest.mark.parametrize(
    ("lede", "labels", "names"),
    [
        (
            "Chief Constable Ines Calder and Detective Superintendent Bo Marten spoke to the media this afternoon.",
            ("Chief Constable Calder", "Det Supt Marten"),
            {("Ines Calder", "Chief Constable"), ("Bo Marten", "Detective Superintendent")},
        ),
        (
            "President Ines Calder, Dean of Students Bo Marten and others spoke with reporters outside Quay Hall.",
            ("President Calder", "Dean Marten"),
            {("Ines Calder", "President"), ("Bo Marten", "Dean of Students")},
        ),
    ],
)
def test_the_words_over_the_page_give_the_full_names(
    lede: str, labels: tuple[str, str], names: set[tuple[str, str]]
) -> None:
    parsed = parse_text(f"Press conference on the quay\n\n12 March 2024\n\n{lede}{TALK.format(*labels)}")
    assert {(one.name, one.role) for one in parsed.document.people} == names


def test_what_follows_the_verb_of_a_title_is_no_name() -> None:
    head = "Transcript: Mayor Calder Holds In-Person Media Availability\n\n12 March 2024"
    parsed = parse_text(head + TALK.format("Mayor Ines Calder", "Commissioner Bo Marten"))
    assert {one.name for one in parsed.document.people} == {"Ines Calder", "Bo Marten"}


def test_a_day_on_which_it_was_held_goes_before_a_later_date_alone() -> None:
    head = (
        "Media briefing on flood relief\n16 Apr 2024\n\nTranscript of the media briefing by the Minister of Ports, "
        "Ms Ines Calder, held at the Press Hall on 15 April 2024"
    )
    document = parse_text(head + TALK.format("Minister Calder", "Mr Bo Marten")).document
    assert (document.held_on, document.posted_on) == (datetime.date(2024, 4, 15), datetime.date(2024, 4, 16))


def test_offices_before_chinese_names_in_the_head_are_a_list() -> None:
    parsed = parse_text(
        "证券代码：000000    证券简称：港机股份\n\n港机股份有限公司2023年度业绩说明会记录\n\n2024年4月26日\n\n"
        "公司出席人员：\n\n"
        "董事长、总经理：韩兆文\n\n董事会秘书：于小岚\n\n财务总监：田晓明\n\n问：订单情况如何？\n\n答：订单同比增长一成。\n\n"
        "问：何时投产？\n\n答：预计九月投产。\n"
    )
    assert [(one.name, one.role) for one in parsed.document.people] == [
        ("韩兆文", "董事长、总经理"),
        ("于小岚", "董事会秘书"),
        ("田晓明", "财务总监"),
    ]
    turns = [turn for exchange in parsed.document.exchanges for turn in exchange.turns]
    assert [turn.label for turn in turns] == ["问", "答", "问", "答"]


def test_an_outlet_beside_a_name_that_stands_once_is_a_label_among_bare_ones() -> None:
    head = "Press conference by Vice-President Ines Calder\n\n12 March 2024\n\n"
    words = [
        ("Vice-President Calder", "Good evening. The limits for next year are agreed."),
        ("Jo Marsh, Western Tribune", "Was it unanimous?"),
        ("Vice-President Calder", "One town abstained. I will let them speak for themselves."),
        ("Bo Marten, Evening Courier", "And will there be money?"),
        ("Vice-President Calder", "There will be. The fund holds sixty million."),
        ("Bo Marten, Evening Courier", "From when on?"),
        ("Vice-President Calder", "From June on. Thank you all for coming."),
    ]
    parsed = parse_text(head + "\n\n".join(f"{label}\n\n{text}" for label, text in words))
    turns = [turn for exchange in parsed.document.exchanges for turn in exchange.turns]
    assert [turn.label for turn in turns] == [label for label, _ in words]
    assert parsed.reporters == ("Jo Marsh", "Bo Marten")


def test_a_korean_office_may_stand_before_the_name() -> None:
    parsed = parse_text(
        "부두 복구 브리핑\n\n2024.08.22\n\n<항만부 정책국장 한도윤>\n부두를 다시 열었습니다.\n\n"
        "<질문> 요금은 오릅니까?\n\n<답변> 그대로입니다.\n"
    )
    assert [(one.name, one.role) for one in parsed.document.people] == [("한도윤", "항만부 정책국장")]
