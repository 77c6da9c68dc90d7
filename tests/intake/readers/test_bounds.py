"""Files with far more than a transcript are refused before the work that grows with them begins."""

import io
import zipfile
from collections.abc import Callable

import pytest
from docx import Document

from tests.calls import calls_of
from transcripts.intake import IntakeError
from transcripts.intake.files import open_source
from transcripts.intake.parsing import MOST_LINES, parse
from transcripts.intake.source import plain_source


def word_file(paragraphs: int) -> bytes:
    empty, out = io.BytesIO(), io.BytesIO()
    Document().save(empty)
    with zipfile.ZipFile(empty) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "word/document.xml":
                body = body.replace(
                    b"<w:sectPr", b"<w:p><w:r><w:t>Words</w:t></w:r></w:p>" * paragraphs + b"<w:sectPr", 1
                )
            new.writestr(name, body)
    return out.getvalue()


def odt_file(paragraphs: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("content.xml", b"<office><text:p>Words</text:p></office>" * paragraphs)
    return out.getvalue()


def refuse(read: Callable[[], object]) -> None:
    with pytest.raises(IntakeError, match="too much text"):
        read()


@pytest.mark.parametrize(("data", "name"), [(word_file(80_000), "a.docx"), (odt_file(80_000), "a.odt")])
def test_a_file_of_too_many_paragraphs_is_refused_at_once(data: bytes, name: str) -> None:
    assert calls_of(lambda: refuse(lambda: open_source(data, name))) < 400_000


def test_a_text_of_too_many_lines_is_refused_at_once() -> None:
    source = plain_source("Question: why?\n" * (MOST_LINES + 1))
    assert calls_of(lambda: refuse(lambda: parse(source))) < 200_000
