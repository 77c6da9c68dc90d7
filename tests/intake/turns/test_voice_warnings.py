"""Warnings about another voice within a turn, and about parts that the whole conversation contradicts."""

import pytest

from transcripts.document import Kind
from transcripts.intake import parse_text

HEAD = "Harbour Briefing\n\nMarch 12, 2026\n\n"
TALK = """MODERATOR: Good morning, everybody. We begin with a statement.

MAYOR CALDER: The ferry runs until midnight, and it is paid for until the end of the year.

QUESTION: When does the night boat begin?

MAYOR CALDER: In June, if the weather allows it.

MODERATOR: Thank you all.
"""
OPENS = """发布会

2024年3月12日

罗青：各位记者，大家好。欢迎参加今天的发布会。现在请大家提问。

港湾日报：夜航什么时候开始？

罗青：六月开始。请继续提问。

港报：谁来付钱？

罗青：市里。

港湾日报：票价会不会上涨？

罗青：不会。今天的发布会到此结束，谢谢大家。
"""


def warned(text: str) -> dict[int | None, str]:
    """Return the warnings of a page, by line of the talk, which begins on line 5."""
    return {one.line: one.message for one in parse_text(HEAD + text).warnings}


def kinds(text: str) -> list[Kind]:
    return [turn.kind for turn in parse_text(HEAD + text).document.turns]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (TALK.replace("of the year.", "of the year.\n\nGood morning. I am the engineer."), 9, "This paragraph greets"),
        (TALK.replace("a statement.", "a statement. Mayor, go ahead.\n\nWe are late."), 7, "gives the floor"),
        (TALK.replace("allows it.", "allows it.\n\nThank you, Mayor. One more."), 13, "address “Mayor”"),
        (TALK.replace("QUESTION: When", "QUESTION: Marten: When"), 9, "rest of a label"),
    ],
)
def test_another_voice_within_a_turn_is_told(text: str, line: int, words: str) -> None:
    found = warned(text)
    assert words in found.get(line, ""), found


def test_a_greeting_that_opens_a_turn_is_nothing_to_doubt() -> None:
    assert warned(TALK.replace("MAYOR CALDER: The", "MAYOR CALDER: Good morning.\n\nThe")) == {}


def test_who_opens_is_asked_and_answers_may_be_no_moderator() -> None:
    parsed = parse_text(OPENS)
    assert next(parsed.document.turns).kind is Kind.MODERATOR
    assert any("“罗青” asks, answers or moderates" in one.message for one in parsed.warnings), parsed.warnings


def test_who_opens_in_a_few_words_and_closes_leads() -> None:
    talk = TALK.replace("MODERATOR", "NORA VENN").replace(" We begin with a statement.", "")
    assert kinds(talk) == [Kind.MODERATOR, Kind.STATEMENT, Kind.QUESTION, Kind.ANSWER, Kind.MODERATOR]


def test_a_farewell_is_no_name_that_is_called() -> None:
    talk = TALK.replace("end of the year.", "end of the year. Cheers.")
    assert kinds(talk)[1] is Kind.STATEMENT


def test_who_is_ready_to_answer_gives_nobody_the_floor() -> None:
    page = (
        "Брифинг\n\n12 марта 2024 года\n\nЛ.Д. Ветрова: Добрый день. Мост открыт. Готова ответить на ваши вопросы.\n\n"
        "Вопрос: Когда пойдут автобусы?\n\nЛ.Д. Ветрова: В мае.\n\nВопрос: А трамваи?\n\nЛ.Д. Ветрова: Позже.\n"
    )
    assert next(parse_text(page).document.turns).kind is Kind.STATEMENT


def test_letters_behind_a_name_are_an_office_where_words_ask() -> None:
    page = (
        "Pressekonferenz\n\n12. März 2024\n\nVors. Venn: Guten Tag. Frau Moss beginnt.\n\n"
        "Moss (BMV): Die Fähre fährt bis Mitternacht.\n\nFrage Marten: Was kostet sie?\n\nMoss (BMV): Nichts.\n\n"
        "Zusatzfrage Marten: Wer zahlt?\n\nMoss (BMV): Die Stadt.\n"
    )
    turns = list(parse_text(page).document.turns)
    assert [(turn.label, turn.kind) for turn in turns if "Moss" in turn.label] == [
        ("Moss (BMV)", Kind.STATEMENT),
        ("Moss (BMV)", Kind.ANSWER),
        ("Moss (BMV)", Kind.ANSWER),
    ]
    assert turns[0].label == "Vors. Venn"
