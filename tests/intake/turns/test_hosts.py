"""Who leads a conference without saying so: by what the turns do, whatever office the page gives them."""

import pytest

from transcripts.intake import parse_text

PAGE = """Press conference on the bridges

12 March 2026

Present: State Secretary Ines Calder; Ann Poe, Head of Bridges; Lars Weidner, {role}

WEIDNER: Good day. {hand_over}

STATE SECRETARY CALDER: Thank you. Of our 84 bridges over the river 31 are older than sixty years.

QUESTION: What does it cost, and who pays?

STATE SECRETARY CALDER: Some 310 million, two thirds from the state.

QUESTION: Are there more of these cracks?

POE: We think so at two other bridges.

WEIDNER: {closing}
"""


def kinds_of(**words: str) -> list[str]:
    document = parse_text(PAGE.format(**words)).document
    return [turn.kind.value for turn in document.turns if turn.label == "WEIDNER"]


@pytest.mark.parametrize("role", ["Spokesman", "Head of Division"])
@pytest.mark.parametrize(
    "hand_over", ["State Secretary Calder will begin.", "We have half an hour. Ms Calder, please."]
)
def test_who_opens_and_closes_and_is_asked_nothing_leads(role: str, hand_over: str) -> None:
    assert (
        kinds_of(role=role, hand_over=hand_over, closing="That was all. The map is at the door.") == ["moderator"] * 2
    )


def test_who_answers_does_not_lead_as_a_whole() -> None:
    page = PAGE.replace("POE: We think so at two", "WEIDNER: We think so at two")
    document = parse_text(page.format(role="Head of Division", hand_over="Ms Calder, please.", closing="That was all."))
    kinds = [turn.kind.value for turn in document.document.turns if turn.label == "WEIDNER"]
    assert kinds[1] == "answer"


def test_the_speaker_who_presides_is_nobody_else_of_the_page() -> None:
    page = (
        "Statement on fisheries\n\n2 February 2010\n\nMr RUDDEN (Griffin)—I welcome the report on the quota.\n\n"
        "Ms ALBRIGHT (Corran)—Will the minister publish the figures?\n\nMr RUDDEN—On Friday.\n\nThe SPEAKER—Order!\n"
    )
    *_, last = parse_text(page).document.turns
    assert (last.label, last.speaker, last.kind.value) == ("The SPEAKER", "", "moderator")


def test_a_question_behind_a_short_answer_is_parted_off() -> None:
    round_of = "罗青老师：{}。\n\n华敏老师：{}。\n\n胡宁老师：{}。\n\n"
    page = "需求访谈\n\n2024年3月12日\n\n记者：您平时怎样通知家长？\n\n" + round_of.format(
        "用短信", "用电话", "两样都用"
    )
    parsed = parse_text(page + "有什么困难？\n\n" + round_of.format("不知道收到没有", "没有困难", "人太多"))
    assert [turn.kind.value for turn in parsed.document.turns] == [
        "question",
        *["answer"] * 3,
        "question",
        *["answer"] * 3,
    ]
    assert any("without a label" in str(one.message) for one in parsed.warnings)
