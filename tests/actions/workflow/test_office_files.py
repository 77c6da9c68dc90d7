"""Word and Excel files that are handed out say nothing but what stands in them."""

import io
import zipfile

import pytest
from docx import Document
from openpyxl import Workbook

from transcripts.actions import UploadRefusedError, read_handout

TYPES = "[Content_Types].xml"


def word_file() -> bytes:
    document = Document()
    document.add_paragraph("Boats by quarter")
    document.core_properties.author = "Quillwort"
    document.core_properties.comments = "Saxifrage"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def excel_file(*, is_hidden: bool = False) -> bytes:
    book = Workbook()
    book.active["A1"] = "Boats"
    book.properties.creator = "Quillwort"
    if is_hidden:
        book.create_sheet("Salaries").sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_parts(data: bytes, **parts: tuple[bytes, bytes] | bytes) -> io.BytesIO:
    """The file with other parts: new bytes, or a pair of words and what stands for them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            change = parts.pop(name, None)
            body = old.read(name)
            new.writestr(name, body.replace(*change) if isinstance(change, tuple) else change or body)
        for name, body in parts.items():
            assert isinstance(body, bytes)
            new.writestr(name, body)
    out.seek(0)
    return out


@pytest.mark.parametrize("data", [word_file(), excel_file()])
def test_who_wrote_it_is_taken_out_and_the_words_stay(data: bytes) -> None:
    (kept,) = read_handout(io.BytesIO(data)).files.values()
    with zipfile.ZipFile(io.BytesIO(kept)) as archive:
        assert archive.testzip() is None
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Boats" in everything
    assert b"Quillwort" not in everything
    assert b"Saxifrage" not in everything
    if b"word/document.xml" in kept:
        assert Document(io.BytesIO(kept)).paragraphs[0].text == "Boats by quarter"


MACROS = b"application/vnd.ms-word.document.macroEnabled.main+xml"
PLAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELATION = b'<Relationship Id="x" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="a"/>'


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({TYPES: (PLAIN, MACROS)}, "macros"),
        ({"word/_rels/document.xml.rels": (b"</Relationships>", RELATION + b"</Relationships>")}, "macros"),
        ({"word/_rels/settings.xml.rels": RELATION.replace(b"vbaProject", b"attachedTemplate")}, "load something"),
        (
            {"word/activeX.bin": b"", "word/_rels/a.xml.rels": RELATION.replace(b"vbaProject", b"control/activeX")},
            "run",
        ),
        ({"word/document.xml": (b"<w:body>", b"<w:body><w:p><w:ins w:id='1'/></w:p>")}, "tracked changes"),
        ({"word/comments.xml": b"<w:comments><w:comment w:id='1'>Saxifrage</w:comment></w:comments>"}, "comments"),
    ],
)
def test_what_runs_and_what_was_not_meant_for_readers_is_refused(parts: dict[str, bytes], said: str) -> None:
    file = with_parts(word_file(), **parts)
    with pytest.raises(UploadRefusedError, match=said):
        read_handout(file)


def test_a_hidden_sheet_is_refused() -> None:
    with pytest.raises(UploadRefusedError, match="hidden sheets"):
        read_handout(io.BytesIO(excel_file(is_hidden=True)))


def test_no_part_is_unpacked_that_says_it_is_too_large() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(TYPES, b"x")
        archive.writestr("word/document.xml", b" " * (70 * 1024 * 1024))
    with pytest.raises(UploadRefusedError, match="unpacked"):
        read_handout(out)
