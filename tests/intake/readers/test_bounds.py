"""Files with far more than a transcript are refused before the work that grows with them begins."""

import io
import time
import zipfile

import pytest
from docx import Document

from transcripts.intake import IntakeError
from transcripts.intake.files import open_source
from transcripts.intake.parse import MOST_LINES, parse
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


@pytest.mark.parametrize(("data", "name"), [(word_file(80_000), "a.docx"), (odt_file(80_000), "a.odt")])
def test_a_file_of_too_many_paragraphs_is_refused_at_once(data: bytes, name: str) -> None:
    began = time.process_time()
    with pytest.raises(IntakeError, match="too much text"):
        open_source(data, name)
    assert time.process_time() - began < 2


def test_a_text_of_too_many_lines_is_refused_at_once() -> None:
    source = plain_source("Question: why?\n" * (MOST_LINES + 1))
    began = time.process_time()
    with pytest.raises(IntakeError, match="too much text"):
        parse(source)
    assert time.process_time() - began < 2
