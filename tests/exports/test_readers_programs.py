"""Files as the programs of readers take them: LibreOffice, ffmpeg, pandoc and pdfua, where they are installed."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.exports.test_captions import TIMED
from tests.exports.test_golden import CHINESE, ENGLISH, IMPRINT
from tests.exports.test_hostile import DOCUMENT
from transcripts.exports import FORMATS
from transcripts.exports.captions import cues

OFFICE, FFMPEG = shutil.which("soffice"), shutil.which("ffmpeg")
PANDOC, PDFUA = shutil.which("pandoc"), shutil.which("pdfua")


@pytest.mark.drill
@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
def test_the_links_of_a_word_file_are_links_in_a_pdf_of_an_office(tmp_path: Path) -> None:
    for name, document in (("english", ENGLISH), ("chinese", CHINESE)):
        path = tmp_path / f"{name}.docx"
        path.write_bytes(FORMATS["docx"].render(document, IMPRINT))
        command = [OFFICE or "", f"-env:UserInstallation=file://{tmp_path}/office", "--headless"]
        subprocess.run(  # noqa: S603  (the program that the machine has)
            [*command, "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)],
            check=True,
            timeout=120,
            capture_output=True,
        )
        pdf = PdfReader(tmp_path / f"{name}.pdf")
        links = {
            note.get_object()["/A"]["/URI"]
            for page in pdf.pages
            for note in page.get("/Annots", [])
            if "/A" in note.get_object()
        }
        assert IMPRINT.address in links
        assert IMPRINT.exchange(document.exchanges[-1].public_id) in links
        assert document.title in (pdf.pages[0].extract_text() or "")


@pytest.mark.drill
@pytest.mark.skipif(not FFMPEG, reason="ffmpeg is not installed")
@pytest.mark.parametrize("suffix", ["vtt", "srt"])
def test_a_player_takes_every_caption(suffix: str, tmp_path: Path) -> None:
    for document in (TIMED, DOCUMENT):
        path = tmp_path / f"captions.{suffix}"
        path.write_bytes(FORMATS[suffix].render(document, IMPRINT))
        done = subprocess.run(  # noqa: S603  (the program that the machine has)
            [FFMPEG or "", "-v", "warning", "-i", str(path), "-f", "webvtt", "-"],
            check=True,
            timeout=60,
            capture_output=True,
        )
        assert done.stderr == b""
        times = re.findall(r"^[\d:.]+ --> [\d:.]+$", done.stdout.decode(), re.MULTILINE)
        assert len(times) == len(list(cues(document)))


@pytest.mark.drill
@pytest.mark.skipif(not PANDOC, reason="pandoc is not installed")
@pytest.mark.parametrize(("suffix", "kind"), [("docx", "docx"), ("epub", "epub"), ("md", "commonmark")])
def test_pandoc_reads_every_word(suffix: str, kind: str, tmp_path: Path) -> None:
    for document in (ENGLISH, CHINESE, DOCUMENT):
        path = tmp_path / f"transcript.{suffix}"
        path.write_bytes(FORMATS[suffix].render(document, IMPRINT))
        command = [PANDOC or "", "--from", kind, "--to", "plain", "--wrap", "none", str(path)]
        done = subprocess.run(command, check=True, timeout=120, capture_output=True)  # noqa: S603  (the machine's)
        assert done.stderr == b""
        found = "".join(done.stdout.decode().split())
        for turn in document.turns:
            for paragraph in turn.paragraphs:
                assert "".join(paragraph.split()) in found, paragraph


@pytest.mark.drill
@pytest.mark.skipif(not PDFUA, reason="pdfua, of PyPI, is not installed")
def test_another_checker_finds_the_pdf_accessible(tmp_path: Path) -> None:
    for name, document in (("english", ENGLISH), ("chinese", CHINESE)):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(FORMATS["pdf"].render(document, IMPRINT))
        done = subprocess.run([PDFUA or "", "check", str(path)], check=False, timeout=120, capture_output=True)  # noqa: S603
        assert done.returncode == 0, done.stdout.decode()
