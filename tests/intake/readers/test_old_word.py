"""Word's old .doc: by LibreOffice where a setting names it, else the way out; what only bears the name is read."""

import stat
import time
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.files import make_docx
from transcripts.intake import IntakeError, open_source
from transcripts.intake.readers import old_word
from transcripts.intake.readers.old_word import OLE

PROGRAM = """#!/bin/sh
grep -q DisableMacrosExecution profile/user/registrymodifications.xcu || exit 3
test "$https_proxy" = http://127.0.0.1:9 || exit 4
{act}
"""


def write_program(folder: Path, act: str) -> str:
    path = folder / "soffice"
    path.write_text(PROGRAM.format(act=act))
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_without_a_setting_the_way_out_is_told(settings: Settings) -> None:
    settings.WORD_CONVERTER = ""
    with pytest.raises(IntakeError, match="open it in Word and save it"):
        open_source(OLE + b"x" * 600, "a.doc")


def test_the_program_of_the_setting_makes_a_new_file_of_it(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "made.docx").write_bytes(make_docx([("Ines Calder", ["The bridge opens."])], people=()))
    settings.WORD_CONVERTER = write_program(tmp_path, f"cp {tmp_path}/made.docx given.docx")
    assert open_source(OLE + b"x" * 600, "a.doc").lines[-1].text == "Ines Calder: The bridge opens."


@pytest.mark.parametrize("act", ["exit 1", "true", "echo nonsense > given.docx"])
def test_a_program_that_fails_leads_to_the_way_out(settings: Settings, tmp_path: Path, act: str) -> None:
    settings.WORD_CONVERTER = write_program(tmp_path, act)
    with pytest.raises(IntakeError):
        open_source(OLE + b"x" * 600, "a.doc")


@pytest.mark.parametrize(
    "data", [b"{\\rtf1 Ines Calder: It opens.\\par}", b"<html><body><p>Ines Calder: It opens.</p></body></html>"]
)
def test_what_is_only_called_so_is_read_as_what_it_is(data: bytes) -> None:
    assert open_source(data, "a.doc").lines[0].text == "Ines Calder: It opens."


def test_what_the_program_started_ends_with_it(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(old_word, "MOST_SECONDS", 1)
    settings.WORD_CONVERTER = write_program(tmp_path, f"sleep 60 & echo $! > {tmp_path}/pid; wait")
    with pytest.raises(IntakeError, match="open it in Word and save it"):
        open_source(OLE + b"x" * 600, "a.doc")
    process = Path("/proc", (tmp_path / "pid").read_text().strip(), "stat")
    until = time.monotonic() + 5
    while process.exists() and process.read_text().split()[2] != "Z" and time.monotonic() < until:
        time.sleep(0.05)
    assert not process.exists() or process.read_text().split()[2] == "Z"
