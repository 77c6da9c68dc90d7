"""Markdown: marks become type, words stay, and what is left out is listed."""

import random
from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from transcripts.intake import IntakeError, ParsedTranscript, open_source
from transcripts.intake.account import words_of
from transcripts.intake.left_out import Reason
from transcripts.intake.parsing import parse

TALK = """---
title: "A file’s own title"
---
# Press Conference on the Harbour Bridge

12 March 2026

**Ines Calder:** Thank *you*. The [bridge](https://bridge.example/x "Bridge") opens in ~~July~~ June.[^1]
It took four years.

> **QUESTION:** What did it \\*really\\* cost &amp; why?

<!-- Check the sum
before Friday. -->

**Ines Calder:** Three hundred million, as `planned`.

![A boat](boat.png)

[^1]: By the plan.
"""


def read(text: str) -> ParsedTranscript:
    return parse(open_source(text.encode(), "bridge.md"), name="bridge.md")


def test_marks_become_type_and_words_stay() -> None:
    parsed = read(TALK)
    assert parsed.document.title == "Press Conference on the Harbour Bridge"
    assert [(turn.label, turn.text) for turn in parsed.document.turns] == [
        ("Ines Calder", "Thank you. The bridge opens in June.\n\nIt took four years."),
        ("QUESTION", "What did it *really* cost & why?"),
        ("Ines Calder", "Three hundred million, as planned."),
    ]


def test_what_is_left_out_is_listed_with_its_reason() -> None:
    left = {(one.text, one.reason) for one in read(TALK).left_out}
    assert {
        ('title: "A file’s own title"', Reason.FURNITURE),
        ('https://bridge.example/x "Bridge"', Reason.FURNITURE),
        ("~~July~~", Reason.STRUCK),
        ("[^1]: By the plan.", Reason.NOTE),
        ("Check the sum", Reason.COMMENT),
        ("before Friday.", Reason.COMMENT),
        ("![A boat](boat.png)", Reason.CAPTION),
    } <= left


def test_headings_and_bold_labels_are_told() -> None:
    lines = open_source(b"Title\n=====\n\n## Second\n\n__Jo:__ **Yes** it is.\n", "a.md").lines
    assert [(line.text, line.heading, line.bold) for line in lines if line.text] == [
        ("Title", 1, 0),
        ("Second", 2, 0),
        ("Jo: Yes it is.", 0, 3),
    ]


def test_a_transcript_sheet_is_left_as_it_is() -> None:
    sheet = "Title: A\n\nInes Calder [statement]:\n\n**Not** bold.\n"
    assert next(iter(read(sheet).document.turns)).text == "**Not** bold."


pieces = st.sampled_from(
    [
        "the",
        "bridge",
        "opens",
        "June",
        "3,000",
        "**bold**",
        "_weak_",
        "`code`",
        "[link](x.html)",
        "~~struck~~",
        "\\*",
        "a_b",
        "*",
        "**",
        "[",
        "]",
        "<b>tag</b>",
        "&lt;",
        "一座桥",
        "<!--note-->",
        "![pic](p.png)",
        "[^1]",
        "#",
        ">",
        "-",
        "1.",
        "|",
        "http://a.example/b",
    ]
)
lines = st.lists(pieces, max_size=7).map(" ".join)


@given(st.lists(lines, max_size=8).map("\n".join))
@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.too_slow])
def test_no_file_loses_or_gains_a_word(body: str) -> None:
    head = "# Bridge\n\n12 March 2026\n\n**Ines Calder:** Thank you."
    text = f"{head}\n\n{body}\n\n**QUESTION:** Why?\n\n**Ines Calder:** So.\n"
    parsed = read(text)
    have = Counter(words_of(text.replace("<b>", "").replace("</b>", "").replace("&lt;", "<")))
    for turn in parsed.document.turns:
        have.subtract(words_of(" ".join([turn.label, *turn.paragraphs])))
    for exchange in parsed.document.exchanges:
        have.subtract(words_of(exchange.heading))
    have.subtract(words_of(" ".join(one.text for one in (*parsed.head, *parsed.left_out))))
    assert not {word: count for word, count in have.items() if count}


def test_damaged_files_are_read_or_refused() -> None:
    dice = random.Random(4)  # noqa: S311  (no secrets)
    for _ in range(examples(300)):
        data = bytearray(TALK.encode())
        for _ in range(dice.randint(1, 8)):
            at = dice.randrange(len(data))
            data[at : at + dice.randint(0, 9)] = dice.choice(
                [b"[", b"](", b"**", b"~~", b"<!--", b"---\n", b"```", b"\xff", b"\\"]
            )
        with suppress(IntakeError):
            parse(open_source(bytes(data), "a.md"), name="a.md")


@pytest.mark.parametrize("text", ["*" * 20_000, "[" * 20_000, "_a" * 20_000, "`" * 20_000, "<a " * 9_000])
def test_no_line_takes_long(text: str) -> None:
    with suppress(IntakeError):
        read(text)
