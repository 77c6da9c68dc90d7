"""Markdown, as an independent reader of CommonMark renders it."""

import re
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from lxml import html
from markdown_it import MarkdownIt

from tests.examples import examples
from tests.exports.test_golden import ENGLISH, IMPRINT
from tests.intake.sheet.test_round_trip import documents
from transcripts.document import ExchangeText, Kind, TranscriptDocument, TurnText
from transcripts.exports import FORMATS

MEANINGFUL = (
    "# one", "1. one", "- one", "+ one", "> one", "=== one", "--- one", "``` one", "<b>one</b>", "* one", ": one",
    "[a](javascript:alert(1))", "![a](b)", "&lt;one&gt;", "~~one~~", "a | b\n- | -", "one\\", "_one_ __two__",
    "https://example.org one", "1) one",
)  # fmt: skip
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def rendered(document: TranscriptDocument) -> html.HtmlElement:
    return html.fromstring(READER.render(FORMATS["md"].render(document, IMPRINT).decode()))


def said(paragraph: str, label: str = "") -> html.HtmlElement:
    turn = TurnText(Kind.ANSWER, label, (paragraph,))
    return rendered(replace(ENGLISH, people=(), summary="", exchanges=(ExchangeText((turn,)),)))


def test_no_line_opens_a_block_and_no_character_means_anything() -> None:
    for text in MEANINGFUL:
        page = said(text)
        assert not page.xpath(
            "//h3|//ol|//blockquote|//pre|//code|//b|//img|//table|//s|//del|//a[starts-with(@href,'java')]"
        )
        assert " ".join(text.split()) in " ".join(page.text_content().split()), text


@given(documents)
@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_every_word_is_there(document: TranscriptDocument) -> None:
    text = re.sub(r"\s+", "", rendered(document).text_content())
    for turn in document.turns:
        for paragraph in turn.paragraphs:
            assert re.sub(r"\s+", "", paragraph) in text
