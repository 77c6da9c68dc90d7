"""Files as the programs of readers take them: LibreOffice and ffmpeg, where they are installed."""

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
