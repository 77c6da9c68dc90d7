"""LibreOffice sees the same words in Word files as our reader does (`make drill`; as many files as WORD_FILES says)."""

import os
import re
import shutil
import subprocess
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as hypothesis_settings
from pytest_django import Settings

from tests.files import make_docx
from tests.intake.readers.test_all_words import told_words, word_bodies
from tests.intake.readers.word_files import make_word
from transcripts.intake import IntakeError, open_source, parse
from transcripts.intake.account import words_of
from transcripts.intake.readers import old_word
from transcripts.intake.readers.old_word import MOST_SECONDS

FILES = int(os.environ.get("WORD_FILES", "0"))
OFFICE = shutil.which("soffice")
SECONDS = 600
_OURS = re.compile(r"wo\d+")  # the words of files made at random; list numbers are no words of theirs


def made_at_random(folder: Path) -> None:
    """Write Word files of elements within each other."""
    made: list[bytes] = []

    @seed(20240312)
    @given(word_bodies())
    @hypothesis_settings(
        max_examples=FILES,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def make(one: tuple[str, dict[str, str]]) -> None:
        body, parts = one
        made.append(make_word(body, **parts))

    make()
    for number, data in enumerate(made):
        (folder / f"{number:05}.docx").write_bytes(data)


def converted(folder: Path, form: str = "txt:Text (encoded):UTF8") -> None:
    """Let LibreOffice write each Word file of a folder in another form beside it, as text."""
    files = sorted(str(path) for path in folder.glob("*.docx"))
    for start in range(0, len(files), 200):
        subprocess.run(  # noqa: S603
            [
                str(OFFICE),
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                form,
                "--outdir",
                str(folder),
                *files[start : start + 200],
            ],
            check=True,
            capture_output=True,
            timeout=SECONDS,
        )


@pytest.mark.skipif(not (FILES and OFFICE), reason="needs LibreOffice, and WORD_FILES in the environment")
def test_libreoffice_sees_no_word_that_is_not_told(tmp_path: Path) -> None:
    made_at_random(tmp_path)
    converted(tmp_path)
    unlike: list[tuple[str, Counter[str]]] = []
    compared = 0
    for path in sorted(tmp_path.glob("*.docx")):
        text = path.with_suffix(".txt")
        if not text.exists():
            continue
        compared += 1
        told = told_words(parse(open_source(path.read_bytes(), path.name), name=path.name))
        seen = Counter(word for word in words_of(text.read_text("utf-8-sig")) if _OURS.fullmatch(word))
        if missing := seen - told:
            unlike.append((path.name, missing))
    assert unlike == []
    assert compared > FILES * 0.9


@pytest.mark.skipif(not (FILES and OFFICE), reason="needs LibreOffice, and WORD_FILES in the environment")
def test_libreoffice_sees_every_word_of_the_transcript(tmp_path: Path) -> None:
    for number, form in enumerate(({}, {"own_line": True}, {"as_table": True})):
        (tmp_path / f"{number}.docx").write_bytes(make_docx(**form))  # type: ignore[arg-type]
    converted(tmp_path)
    for path in sorted(tmp_path.glob("*.docx")):
        parsed = parse(open_source(path.read_bytes(), path.name), name=path.name)
        assert Counter(words_of(path.with_suffix(".txt").read_text("utf-8-sig"))) == told_words(parsed)


@pytest.mark.skipif(not (FILES and OFFICE), reason="needs LibreOffice, and WORD_FILES in the environment")
def test_an_old_word_file_is_read_as_the_new_one_and_two_at_once_wait_for_each_other(
    tmp_path: Path, settings: Settings
) -> None:
    settings.WORD_CONVERTER = OFFICE
    (tmp_path / "a.docx").write_bytes(make_docx())
    converted(tmp_path, "doc:MS Word 97")
    old = (tmp_path / "a.doc").read_bytes()
    begun = time.monotonic()
    with ThreadPoolExecutor(2) as pool:
        read = list(pool.map(lambda name: open_source(old, name), ("a.doc", "b.doc")))
    assert time.monotonic() - begun < 2 * MOST_SECONDS
    new = parse(open_source(make_docx(), "a.docx"), name="a.docx").document
    for source in read:
        document = parse(source, name="a.doc").document
        assert [(turn.kind, turn.label, turn.paragraphs) for turn in document.turns] == [
            (turn.kind, turn.label, turn.paragraphs) for turn in new.turns
        ]
        assert (document.title, document.held_on) == (new.title, new.held_on)


@pytest.mark.skipif(not (FILES and OFFICE), reason="needs LibreOffice, and WORD_FILES in the environment")
@pytest.mark.parametrize(("limit", "value"), [("MOST_SECONDS", 1), ("MOST_MEMORY", 8 * 1024**2)])
def test_libreoffice_ends_at_its_limits_and_leaves_no_process(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    settings.WORD_CONVERTER = OFFICE
    (tmp_path / "a.docx").write_bytes(make_docx([("Ines Calder", ["The bridge opens."] * 3_000)]))
    converted(tmp_path, "doc:MS Word 97")
    monkeypatch.setattr(old_word, limit, value)
    begun = time.monotonic()
    with pytest.raises(IntakeError, match="open it in Word and save it"):
        open_source((tmp_path / "a.doc").read_bytes(), "a.doc")
    assert time.monotonic() - begun < MOST_SECONDS / 2
    assert [command for command in commands() if "file:///" in command and "press-room-" in command] == []


def commands() -> list[str]:
    """Return the command lines of the processes of this machine."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            found.append(path.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
    return found
