"""PDF, read back by PDFium and pypdf: words, tags, languages, bookmarks; missing letters; the queue; what is kept."""

import fcntl
import io
import os
import re
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from tests.builders import make_conference
from tests.documents import document, exchange
from tests.exports.test_golden import CHINESE, ENGLISH, IMPRINT
from transcripts.document import ExchangeText, Kind, TranscriptDocument, TurnText
from transcripts.exports import FORMATS, MissingLettersError
from transcripts.exports.pdf import render
from transcripts.exports.pdf.template_data import words_of
from transcripts.file_cache import forget_files

HAN = TurnText(
    Kind.ANSWER, "伊内丝", ("他说：“一点”——不晚。The last boat, he said, leaves at one.",), speaker="伊内丝·考尔德"
)
LATIN = TurnText(Kind.ANSWER, "", ("We have nothing to add to what the minister said.",), speaker="伊内丝·考尔德")
MIXED = replace(CHINESE, exchanges=(ExchangeText((HAN, LATIN), "“一点”还是“两点”？"),))


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.FILE_CACHE_ROOT = tmp_path


def make(given: TranscriptDocument) -> bytes:
    return FORMATS["pdf"].render(given, IMPRINT)


def words(text: str) -> str:
    return re.sub(r"[\s\u00ad\u0002\ufffe]+", "", text)


def text_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as pdf:
        return words("".join(page.get_textpage().get_text_range() for page in pdf))


def tags(node: Any, language: str = "") -> Iterator[tuple[str, str]]:
    """Every structure element's kind, with the language that holds for it."""
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, list):
        for one in node:
            yield from tags(one, language)
    elif isinstance(node, DictionaryObject):
        language = node.get("/Lang", language)
        if "/S" in node:
            yield node["/S"], language
        yield from tags(node.get("/K", []), language)


@pytest.mark.parametrize("given", [ENGLISH, CHINESE, MIXED], ids=["English", "Chinese", "mixed"])
def test_every_word_comes_back_and_the_same_version_is_the_same_bytes(given: TranscriptDocument) -> None:
    content = make(given)
    text = text_of(content)
    for said in (given.title, *(part for turn in given.turns for part in turn.paragraphs), "press.example.org/c/"):
        assert words(said) in text
    forget_files()
    assert make(given) == content


def test_it_is_tagged_accessible_and_says_its_title_and_its_languages() -> None:
    pdf = PdfReader(io.BytesIO(make(MIXED)))
    root: Any = pdf.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("zh-CN", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert pdf.metadata is not None
    assert pdf.metadata.title == MIXED.title
    assert [one.title for one in pdf.outline] == ["1 “一点”还是“两点”？", "更正"]
    found = list(tags(root["/StructTreeRoot"]))
    assert {"/Document", "/Title", "/H1", "/P", "/Link"} <= {kind for kind, _ in found}
    drawn = b"".join(page.get_contents().get_data() for page in pdf.pages)  # type: ignore[union-attr]
    assert re.findall(rb"/Lang ?\(([^)]*)\)", drawn)[:2] == [b"en", b"en"]


def test_every_page_says_where_it_stands_and_of_which_version_it_is() -> None:
    many = replace(ENGLISH, exchanges=tuple(exchange(number) for number in range(1, 30)))
    with pypdfium2.PdfDocument(make(many)) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert page.startswith("https://press.example.org/c/cabcdefgh2345/ Version 2, 20 March 2024")
        assert page.strip().endswith(f"{number} / {len(pages)}")


def test_quotation_marks_between_han_are_those_of_the_chinese_typeface() -> None:
    """They take the width of a character there, and the marks of Latin words in an English text do not."""
    pdf = pypdfium2.PdfDocument(make(MIXED))
    page = pdf[0].get_textpage()
    at = page.get_text_range().index("“")
    left, _, right, _ = page.get_charbox(at, loose=True)
    assert right - left > 6


def test_letters_that_no_typeface_has_are_an_error_and_not_a_gap(client: Client) -> None:
    odd = replace(ENGLISH, exchanges=(ExchangeText((TurnText(Kind.ANSWER, "Reyl", ("He said संवाद.",)),)),))
    for _ in range(2):  # and it is not tried again
        with pytest.raises(MissingLettersError, match="स"):
            make(odd)
    assert len(list((Path(render.settings.FILE_CACHE_ROOT) / "pdf").iterdir())) == 1


def test_a_typeface_of_the_machine_is_asked_for_by_its_name(settings: Any) -> None:
    settings.PDF_FONTS = ("DejaVu Sans",)
    odd = replace(ENGLISH, exchanges=(ExchangeText((TurnText(Kind.ANSWER, "Reyl", ("ბათუმი",)),)),))
    assert "ბათუმი" in text_of(make(odd))  # `.ci/run` installs DejaVu Sans


def test_traditional_characters_are_set_and_said_to_be_so(settings: Any) -> None:
    """Those of everyday use all, as Big5 names them; a typeface of their region goes first where one is named."""
    rows = (bytes([high, low]) for high in range(0xA4, 0xC7) for low in (*range(0x40, 0x7F), *range(0xA1, 0xFF)))
    every = "".join(row.decode("big5", "ignore") for row in rows)
    assert len(every) > 5400
    given = replace(
        CHINESE,
        language="zh-hant",
        title="臺灣海峽渡輪記者會",
        exchanges=(ExchangeText((TurnText(Kind.ANSWER, "發言人", (every,), speaker="發言人"),)),),
    )
    content = make(given)
    text = text_of(content)
    assert "臺灣海峽渡輪記者會" in text
    assert not set(words(every)) - set(text)
    root: Any = PdfReader(io.BytesIO(content)).trailer["/Root"]
    assert root["/Lang"] == "zh-TW"
    named = words_of(given, IMPRINT, ["Noto Sans", "Noto Serif CJK TC"])["fonts"]
    assert [each for each in named if isinstance(each, str)][:2] == ["Noto Serif CJK TC", "Noto Serif SC"]
    assert words_of(CHINESE, IMPRINT, ["Noto Serif CJK TC"])["fonts"][1] == "Noto Serif SC"


@pytest.mark.django_db
def test_the_page_says_why_there_is_no_file(client: Client) -> None:
    conference = make_conference(title="संवाद", slug="dialogue")
    page = client.get("/conferences/dialogue.pdf")
    assert page.status_code == 404
    assert "स" in page.content.decode()
    assert "This file cannot be made" in page.content.decode()
    assert client.get(f"/conferences/{conference.slug}.txt").status_code == 200


@contextmanager
def taken(folder: Path, *numbers: int) -> Iterator[None]:
    """Places in the queue that others have."""
    files = [os.open(folder / f"pdf-{number}.lock", os.O_CREAT | os.O_RDWR) for number in numbers]
    for file in files:
        fcntl.flock(file, fcntl.LOCK_EX)
    yield
    for file in files:
        os.close(file)


@pytest.mark.django_db
def test_one_is_made_at_a_time_and_a_long_queue_is_told_to_come_again(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_conference(slug="ferries")
    monkeypatch.setattr(render, "LONGEST_WAIT", 0.1)
    for places in ((0,), (1, 2, 3, 4)):
        with taken(tmp_path, *places):
            answer = client.get("/conferences/ferries.pdf")
            assert (answer.status_code, answer["Retry-After"]) == (503, "30")
            assert answer["Cache-Control"] == "no-store"
    assert client.get("/conferences/ferries.pdf").content.startswith(b"%PDF-1.7")


def test_it_is_made_once_a_version(monkeypatch: pytest.MonkeyPatch) -> None:
    content = make(ENGLISH)
    monkeypatch.setattr(render, "_make", lambda data: b"another")
    assert make(ENGLISH) == content
    assert make(replace(ENGLISH, venue="Elsewhere")) == b"another"


def test_what_was_begun_before_words_were_removed_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "_make", lambda data: forget_files() or b"with the words")
    assert make(ENGLISH) == b"with the words"
    assert not list((Path(render.settings.FILE_CACHE_ROOT) / "pdf").glob("*"))


def test_marks_that_turn_words_round_are_left_out() -> None:
    odd = TurnText(Kind.ANSWER, "\u202eReyl", ("\u2066one\u202e two",))
    assert "Reyl:onetwo" in text_of(make(replace(ENGLISH, exchanges=(ExchangeText((odd,)),))))


@pytest.mark.slow
def test_fifty_pages_take_less_than_three_seconds_of_work() -> None:
    words = "The winter timetable begins in November, and the last boat leaves an hour later than it did. " * 12
    han = "冬季班次从十一月开始，末班船比以前晚一小时开出，这是市政府与渡轮公司商定的。" * 14
    for given, text in ((ENGLISH, words), (CHINESE, han)):
        turns = tuple(TurnText(Kind.ANSWER, "Reyl", (text,)) for _ in range(4))
        long = replace(given, exchanges=tuple(ExchangeText(turns, f"Question {n}") for n in range(50)))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with pypdfium2.PdfDocument(make(long)) as pdf:
            pages = len(pdf)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert pages >= 50
        assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 3 * pages / 50


def test_a_document_of_nothing_can_be_made() -> None:
    empty = TranscriptDocument(exchanges=(ExchangeText(), ExchangeText((TurnText(Kind.NOTE),))))
    assert make(empty).startswith(b"%PDF-")
    assert make(document()).startswith(b"%PDF-")
