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


PEOPLE = b'<w15:people><w15:person w15:author="Quillwort"/></w15:people>'
RELATIONS = b"http://schemas.microsoft.com/office/2011/relationships/people"


def test_who_wrote_it_is_taken_out_of_parts_with_other_names() -> None:
    """As other programs than Office name them; and the picture of the first page as it was when it was saved."""
    core, moved = "docProps/core.xml", "package/services/metadata/core-properties/7f.psmdcp"
    data = word_file()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        properties = archive.read(core)
    people = b'<Relationship Id="p" Type="%s" Target="/word/who.xml"/></Relationships>' % RELATIONS
    file = with_parts(
        data,
        **{
            "_rels/.rels": (core.encode(), moved.encode()),
            TYPES: (core.encode(), moved.encode()),
            moved: properties,
            core: properties,
            "word/_rels/document.xml.rels": (b"</Relationships>", people),
            "word/who.xml": PEOPLE,
        },
    )
    (kept,) = read_handout(file).files.values()
    with zipfile.ZipFile(io.BytesIO(kept)) as archive:
        assert not {core, moved, "word/who.xml", "docProps/thumbnail.jpeg"} & {*archive.namelist()}
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Quillwort" not in everything
    assert b"thumbnail" not in everything
    assert b"psmdcp" not in everything
    assert Document(io.BytesIO(kept)).paragraphs[0].text == "Boats by quarter"


def test_a_workbook_tells_neither_its_folder_nor_who_reserved_it() -> None:
    told = b'<x15ac:absPath url="C:\\Users\\Quillwort\\" xmlns:x15ac="x"/><fileSharing userName="Quillwort"/><sheets>'
    file = with_parts(excel_file(), **{"xl/workbook.xml": (b"<sheets>", told)})
    (kept,) = read_handout(file).files.values()
    with zipfile.ZipFile(io.BytesIO(kept)) as archive:
        assert b'absPath url="" xmlns' in archive.read("xl/workbook.xml")
        assert b"Quillwort" not in b"".join(archive.read(name) for name in archive.namelist())


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
        (
            {"word/footnotes.xml": b"<w:footnotes><w:del w:id='1' w:author='Quillwort'/></w:footnotes>"},
            "tracked changes",
        ),
        ({"word/document.xml": (b"<w:body>", b"<w:body><w:p><w:pPr><w:pPrChange w:id='1'/></w:pPr></w:p>")}, "tracked"),
        ({"word/_rels/a.xml.rels": RELATION.replace(b"vbaProject", b"vba&#80;roject")}, "macros"),
        ({"word/_rels/a.xml.rels": RELATION.decode().encode("utf-16")}, "damaged"),
        ({"_rels/.rels": (b"word/document.xml", b"word/another.xml")}, "damaged"),
        (
            {
                "a.xml": b"<w:comments><w:comment w:id='1'>Saxifrage</w:comment></w:comments>",
                "word/_rels/a.xml.rels": RELATION.replace(b"vbaProject", b"comments").replace(b'"a"', b'"/a.xml"'),
            },
            "comments",
        ),
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
        archive.writestr(TYPES, b"<Types/>")
        archive.writestr("word/document.xml", b" " * (70 * 1024 * 1024))
    with pytest.raises(UploadRefusedError, match="unpacked"):
        read_handout(out)
