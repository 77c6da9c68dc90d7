"""Text that means something to a format, and what does harm in one, is only text in every format."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pypdfium2
import pytest
from docx import Document
from lxml import etree, html
from markdown_it import MarkdownIt

from tests.exports.test_golden import ENGLISH, IMPRINT
from transcripts.document import ExchangeText, Kind, Person, TranscriptDocument, TurnText
from transcripts.exports import FORMATS
from transcripts.intake import open_source, parse, parse_text

WORDS = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "]]><!ENTITY x SYSTEM 'file:///etc/passwd'>&x;",
    "=HYPERLINK(\"https://evil.example/\";\"x\")",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '#import "x.typ": *; #sys.inputs $ x $ `raw` @ref <label>',
    "[x](javascript:alert(1)) ![y](https://evil.example/) {{ 7*7 }} {% x %} ${7*7}",
    "STYLE\n::cue { color: red }\n\n00:00:01.000 --> 99:00:00.000\nNOTE x",
    "\u202egnp.exe\u202c \u2066x \u200f",
    "a\x00b\x07c\x1b[31md\x85e",
    "\\u0022 \\\" ' \" \\",
)  # fmt: skip


def hostile() -> TranscriptDocument:
    """A document that says all of it in every place."""
    turns = tuple(
        TurnText(Kind.ANSWER, f"{words} A", (words, words), speaker=f"{words} A", times=(number * 9, number * 9 + 4))
        for number, words in enumerate(WORDS)
    )
    notes = tuple(TurnText(Kind.NOTE, "", (words,)) for words in WORDS)
    exchanges = tuple(
        ExchangeText((turn, note), turn.label, (turn.label,)) for turn, note in zip(turns, notes, strict=True)
    )
    everywhere = " ".join(WORDS)
    return replace(
        ENGLISH,
        title=everywhere,
        series=everywhere,
        venue=everywhere,
        summary=everywhere,
        people=tuple(Person(f"{words} A", words) for words in WORDS),
        exchanges=exchanges,
    )


DOCUMENT = hostile()


def words(text: str) -> str:
    return re.sub(r"[\s\u00ad\u0002\ufffe\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+", "", text)


def has_every_word(text: str) -> None:
    plain = words(text)
    for turn in DOCUMENT.turns:
        for paragraph in turn.paragraphs:
            assert words(paragraph) in plain


def tree(content: bytes) -> etree._Element:
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    assert not root.getroottree().docinfo.internalDTD or not root.getroottree().docinfo.internalDTD.entities()
    names = {etree.QName(each).localname for each in root.iter("*")}
    assert not names & {"script", "img", "STYLE", "ENTITY", "label", "iframe", "object"}
    return root


def check_xml(content: bytes) -> None:
    has_every_word(" ".join(tree(content).itertext()))


def check_akoma_ntoso(content: bytes) -> None:
    check_xml(content)
    assert parse(open_source(content, "x.xml")).document == DOCUMENT


def check_sheet(content: bytes) -> None:
    assert parse_text(content.decode()).document == DOCUMENT


def check_json(content: bytes) -> None:
    turns = [turn for each in json.loads(content)["exchanges"] for turn in each["turns"]]
    has_every_word(" ".join(text for turn in turns for text in turn["paragraphs"]))


def check_markdown(content: bytes) -> None:
    page = html.fromstring(MarkdownIt("commonmark").enable("table").render(content.decode()))
    assert not page.xpath(
        "//script|//img|//code|//pre|//table|//a[not(starts-with(@href,'https://press.example.org/'))]"
    )
    has_every_word(page.text_content())


def check_word(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            fields = etree.fromstring(part).xpath("//*[local-name()='instrText' or local-name()='fldSimple']")
            assert not fields
        if name.endswith(".rels"):
            assert b"evil" not in part
    has_every_word(" ".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs))


def check_book(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        pages = [tree(archive.read(name)) for name in archive.namelist() if name.endswith("html")]
    assert not any("evil" in address for page in pages for address in page.xpath("//@href|//@src"))
    has_every_word(" ".join(" ".join(page.itertext()) for page in pages))


def check_captions(content: bytes) -> None:
    lines = content.decode().split("\n")
    times = [line for line in lines if re.match(r"\d\d:\d\d:\d\d[.,]\d{3} --> ", line)]
    assert len([line for line in lines if "-->" in line]) == len(times)
    assert not any(time.startswith("99:") or "99:00:00" in time for time in times)
    if content.startswith(b"WEBVTT"):
        assert not any(line.startswith(("STYLE", "NOTE", "REGION")) for line in lines)
        assert not re.search(r"<(?!/?v\b)", content.decode())


def check_pdf(content: bytes) -> None:
    assert not re.search(rb"/JavaScript|/JS\b|/Launch|/EmbeddedFile|/OpenAction", content)
    with pypdfium2.PdfDocument(content) as pdf:
        text = "".join(page.get_textpage().get_text_range() for page in pdf)
    has_every_word(text)
    for address in re.findall(rb"/URI ?\(([^)]*)\)", content):
        assert address.startswith(b"https://press.example.org/")


CHECKS: dict[str, Callable[[bytes], None]] = {
    "txt": check_sheet,
    "json": check_json,
    "md": check_markdown,
    "docx": check_word,
    "epub": check_book,
    "xml": check_akoma_ntoso,
    "tei.xml": check_xml,
    "vtt": check_captions,
    "srt": check_captions,
    "pdf": check_pdf,
}


@pytest.mark.parametrize("suffix", FORMATS)
def test_hostile_text_is_harmless(suffix: str) -> None:
    CHECKS[suffix](FORMATS[suffix].render(DOCUMENT, IMPRINT))
