"""Openings of turns in the many ways in which offices print them: each page is its labels and kinds, in order."""

import pytest

from transcripts.document import Kind
from transcripts.intake import parse_text
from transcripts.intake.files import open_source
from transcripts.intake.parsing import parse

HEAD = "Briefing on the night ferries\n\n12 March 2024\n\n"


def turns_of(page: str) -> list[tuple[str, str]]:
    found = parse_text(f"{HEAD}{page}\n").document.turns
    return [(turn.label, turn.kind.value) for turn in found if turn.kind is not Kind.NOTE]


@pytest.mark.parametrize(
    ("page", "turns"),
    [
        (
            "Press Secretary Tom Reyes: Good morning. We begin.\n\nQuestion: When do they sail?\n\n"
            "Mayor Ines Calder: In June.\n\nTom Reyes: That was all.",
            ["Press Secretary Tom Reyes", "Question", "Mayor Ines Calder", "Tom Reyes"],
        ),
        (
            "Ms. Calder - Good day. They sail in June.\n\nQuestion - What did it cost?\n\n"
            "Ms. Calder - A million.\n\nMr. Moss - And no more.",
            ["Ms. Calder", "Question", "Ms. Calder", "Mr. Moss"],
        ),
        (
            "Q - What did it cost?\n\nR - A million.\n\nQ - Who pays?\n\nR - The city.",
            ["Q", "R", "Q", "R"],
        ),
        (
            "TR          Hello and welcome to all of you.\n\nIC        The ferries sail in June.\n\n"
            "JP         What did it cost?\n\nIC        A million.\n\nTR          Thank you. That was all.",
            ["TR", "IC", "JP", "IC", "TR"],
        ),
        (
            "Key:\n\nTR Tom Reyes\nIC Dr Ines Calder\nJP Joan Pike\n\nTR Hello, everyone. Welcome.\n\n"
            "JP Good morning. What did it cost?\n\nIC A million.",
            ["TR", "JP", "IC"],
        ),
        (
            "Mayor, Ines Calder\n\nThank you for coming. The ferries sail in June.\n\nJoan Pike\n\n"
            "Mayor, what did it cost?\n\nInes Calder\n\nIt was a million.\n\nBen Hart\n\nWho pays for it?\n\n"
            "Ines Calder\n\nThe city does.\n\nJoan Pike\n\nAnd the crews?",
            ["Mayor, Ines Calder", "Joan Pike", "Ines Calder", "Ben Hart", "Ines Calder", "Joan Pike"],
        ),
        (
            "Q    Mayor —\n\nMAYOR ROE: Yes, please.\n\nQ    Mayor —\n\nMAYOR ROE: Go ahead.\n\nQ    Mayor —\n\n"
            "MAYOR ROE: You there.\n\nQ    Who pays?\n\nMAYOR ROE: The city.",
            ["Q", "MAYOR ROE"] * 4,
        ),
        (
            "I want to say two things on the ferries.\n\nQuestion: What did it cost?\n\nSpokesman: A million.",
            ["", "Question", "Spokesman"],
        ),
        (
            "市港务局局长、新闻发言人 林海\n\n女士们、先生们，上午好，欢迎出席发布会。\n\n"
            "海港日报记者：何时开航？\n\n林海：六月开航。",
            ["市港务局局长、新闻发言人 林海", "海港日报记者", "林海"],
        ),
        (
            "市港务局局长林海：\n\nLin Hai:\n\n各位记者，上午好。渡轮六月开航。\n\n"
            "海港日报记者：\n\nHarbour Daily:\n\n请问收费吗？",
            ["市港务局局长林海", "海港日报记者"],
        ),
        (
            "Lin Hai:\n\nLin Hai:\n\nGood day.\n\nQuestion:\n\nWhen?\n\nLin Hai:\n\nSoon.",
            ["Lin Hai", "Question", "Lin Hai"],
        ),
        (
            "[陈立] 各位记者，上午好。下面请林海局长介绍情况。 [10:00]\n\n[林海] 渡轮六月开航。 [10:02]\n\n"
            "[海港日报记者] 请问收费吗？ [10:15]\n\n[林海] 不收费。 [10:16]",
            ["陈立", "林海", "海港日报记者", "林海"],
        ),
        (
            "港务局：渡轮开航\n\n记者：何时开航？\n\n林海：六月开航。\n\n"
            "港务局：不收费用\n\n记者：收费吗？\n\n林海：不收费。",
            ["记者", "林海", "记者", "林海"],
        ),
    ],
)
def test_labels(page: str, turns: list[str]) -> None:
    assert [label for label, _ in turns_of(page)] == turns


@pytest.mark.parametrize(
    ("page", "kinds"),
    [
        (
            "Harbour Daily: Will there be a toll?\n\nLena Moss: A good question. Why should it? We pay already.",
            ["question", "answer"],
        ),
        (
            "Harbour Daily: Will there be a toll?\n\nSun Yaming: This one is mine. There is none.",
            ["question", "answer"],
        ),
        (
            "Joan Pike, Coast Radio: Will there be a toll?\n\nInes Calder: Who would pay it? That is the question.\n\n"
            "Ben Hart, Hill Radio: And the crews?\n\nInes Calder: How could we forget them?",
            ["question", "answer"] * 2,
        ),
        (
            "林海：欢迎大家参加今天的发布会。现在请提问。\n\n海港日报记者：何时开航？\n\n林海：六月开航，质量很好。",
            ["moderator", "question", "answer"],
        ),
        (
            "Spokesman Tom Reyes: Good day. I open the floor for questions.\n\n"
            "Lea Moss: Sir, I am from the Northern Star. They have taken a piece of the road.\n\n"
            "Spokesman Tom Reyes: I did not say so.\n\nLea Moss: No. I mean the report.",
            ["statement", "question", "answer", "question"],
        ),
    ],
)
def test_kinds(page: str, kinds: list[str]) -> None:
    assert [kind for _, kind in turns_of(page)] == kinds


def test_bold_questions_without_labels_are_parted_from_their_answers_with_a_warning() -> None:
    page = (
        "<main><h1>On the ferries</h1><p><b>Mayor Roe:</b> They sail in June.</p>"
        "<p><b>What did it cost?</b></p><p>A million, as planned.</p>"
        "<p><b>Who pays?</b></p><p>The city does.</p></main>"
    )
    parsed = parse(open_source(page.encode(), "page.html"))
    turns = list(parsed.document.turns)
    assert [turn.kind.value for turn in turns] == ["statement", "question", "answer", "question", "answer"]
    assert [turn.text for turn in turns][1:3] == ["What did it cost?", "A million, as planned."]
    assert any("bold questions" in warning.message for warning in parsed.warnings)


def test_a_title_that_stands_twice_opens_no_turn() -> None:
    title = "港务局负责人：今年政策很多\n\n"
    page = f"{title}{title}林海：各位好。\n\n记者：收费吗？\n\n林海：不收费。\n"
    assert [turn.label for turn in parse_text(page).document.turns] == ["林海", "记者", "林海"]
