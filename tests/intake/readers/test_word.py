"""Word's files: what is kept as a clue, what is left out, and what is refused."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.oxml import parse_xml as make_element
from docx.oxml.ns import nsdecls
from docx.shared import Inches
from PIL import Image

from tests.files import PEOPLE, TITLE, TURNS, make_docx, part_of, to_bytes, with_part
from transcripts.intake import IntakeError, open_source, parse
from transcripts.intake.readers.word import package
from transcripts.intake.source import Source, SourceLine

DOCUMENT = "word/document.xml"
BOMB = b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'/>"


def opened(document: "docx.document.Document") -> Source:
    return open_source(to_bytes(document), "ferries.docx")


def written(source: Source) -> list[str]:
    return [line.text for line in source.lines if line.text]


@pytest.mark.parametrize("form", [{}, {"own_line": True}, {"as_table": True}])
def test_labels_in_bold_on_lines_of_their_own_and_in_tables_make_the_same_turns(form: dict[str, bool]) -> None:
    document = parse(open_source(make_docx(**form), "ferries.docx")).document
    assert document.title == TITLE
    assert [turn.label for turn in document.turns] == [label for label, _ in TURNS]
    assert [turn.kind.value for turn in document.turns] == ["statement", "question", "answer", "question", "answer"]
    assert document.turns.__next__().paragraphs == TURNS[0][1]
    assert [(person.name, person.role) for person in document.people] == [
        (name.partition(" ")[2], role) for name, role in PEOPLE
    ]


def test_bold_type_and_headings_are_clues() -> None:
    document = docx.Document()
    document.add_heading("Night ferries", level=2)
    paragraph = document.add_paragraph()
    for piece in ("Ines", " ", "Calder:"):
        paragraph.add_run(piece).bold = piece != " "
    paragraph.add_run(" At one.")
    assert opened(document).lines == (
        SourceLine(1, "Night ferries", heading=2),
        SourceLine(2, ""),
        SourceLine(3, "Ines Calder: At one.", bold=len("Ines Calder:")),
    )


def test_a_style_is_as_bold_as_the_one_that_it_builds_on() -> None:
    document = docx.Document()
    base = document.styles.add_style("Speaker's own", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    base.font.bold = True
    derived = document.styles.add_style("Speaker 2", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    derived.base_style = base
    document.add_paragraph("Ines Calder:", style="Speaker's own")
    document.add_paragraph("Tomas Reyl:", style="Speaker 2")
    document.add_paragraph("At one.")
    assert [line.bold for line in opened(document).lines if line.text] == [12, 11, 0]


def test_line_ends_lists_and_empty_paragraphs_stay_lines() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Ines Calder: At one.")
    paragraph.add_run().add_break()
    paragraph.add_run("Nobody waits: the crews are paid over\u00adtime.")
    document.add_paragraph("")
    document.add_paragraph("Safety first", style="List Bullet")
    document.add_paragraph("Fares second", style="List Number")
    assert [line.text for line in opened(document).lines] == [
        "Ines Calder: At one.",
        "Nobody waits: the crews are paid overtime.",
        "",
        "",
        "Safety first",
        "",
        "Fares second",
    ]


def test_running_heads_comments_and_contents_are_left_out() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Press office, page 1"
    document.sections[0].footer.paragraphs[0].text = "Not for release"
    document.styles.add_style("toc 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("Opening remarks 2", style="toc 1")
    paragraph = document.add_paragraph("Ines Calder: At one.")
    document.add_comment(paragraph.runs, text="Is this so?", author="Noor")
    assert written(opened(document)) == ["Ines Calder: At one."]


def test_tracked_changes_are_taken_as_made_and_told() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Ines Calder: At ")
    for element in (
        f'<w:del {nsdecls("w")} w:id="1" w:author="N"><w:r><w:delText>noon</w:delText></w:r></w:del>',
        f'<w:ins {nsdecls("w")} w:id="2" w:author="N"><w:r><w:t>one.</w:t></w:r></w:ins>',
    ):
        paragraph._p.append(make_element(element))
    source = opened(document)
    assert written(source) == ["Ines Calder: At one."]
    assert source.warnings == ("The file contains tracked changes: insertions were read, deletions were not.",)


def test_hidden_words_are_not_published() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Ines Calder: At one.")
    paragraph.add_run(" The mayor must not know.").font.hidden = True
    source = opened(document)
    assert written(source) == ["Ines Calder: At one."]
    assert source.warnings == ("The file contains hidden text, which was left out.",)


def test_footnotes_are_left_out() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Ines Calder: At one")
    paragraph._p.append(make_element(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'))
    paragraph.add_run(".")
    assert written(opened(document)) == ["Ines Calder: At one."]


def test_pictures_are_left_out_and_counted(tmp_path: Path) -> None:
    picture = tmp_path / "pier.png"
    Image.new("RGB", (4, 4)).save(picture)
    document = docx.Document()
    document.add_paragraph("Ines Calder: At one.")
    document.add_picture(str(picture), width=Inches(1))
    assert opened(document).warnings == ("A picture was left out.",)
    document.add_picture(str(picture), width=Inches(1))
    source = opened(document)
    assert (written(source), source.warnings) == (["Ines Calder: At one."], ("2 pictures were left out.",))


def test_lines_that_are_each_a_paragraph_are_joined_as_text_would_be() -> None:
    document = docx.Document()
    for _ in range(5):
        document.add_paragraph("Ines Calder: The last boat of the night leaves at one o’clock and")
        document.add_paragraph("carries whoever is on the quay by then, whatever the weather is like")
        document.add_paragraph("and however many there are.")
        document.add_paragraph("")
    lines = [line.text for line in opened(document).lines]
    assert lines[3] == ""
    assert all(lines[:3])


def test_a_table_of_facts_and_one_of_figures_are_lines() -> None:
    document = docx.Document()
    for rows in (
        (
            ("Date", "12 March 2024"),
            ("Venue:", "Town hall"),
            ("Speakers", "Mr. Tomas Reyl, director of River Crossings"),
        ),
        (("Pier", "Boats"), ("North", "12"), ("South", "9")),
    ):
        table = document.add_table(rows=len(rows), cols=2)
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        document.add_paragraph("Between.")
    assert written(opened(document)) == [
        "Date: 12 March 2024",
        "Venue: Town hall",
        "Speakers:",
        "Mr. Tomas Reyl, director of River Crossings",
        "Between.",
        "Pier | Boats",
        "North | 12",
        "South | 9",
        "Between.",
    ]


def archive(*entries: tuple[str, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as made:
        for path, data in entries:
            made.writestr(path, data)
    return file.getvalue()


def encrypted(data: bytes) -> bytes:
    """The same archive with every entry marked as encrypted."""
    return data.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")


def nested(depth: int) -> bytes:
    return BOMB.replace(b"/>", b">") + b"<w:p>" * depth + b"</w:p>" * depth + b"</w:document>"


GOOD = make_docx()
TOO_MUCH = "ferries.docx is too large when unpacked."
BROKEN = "ferries.docx cannot be read: it is damaged, or not a Word file."
LAUGHS = b"""<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>""" + BOMB


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(with_part(GOOD, DOCUMENT, BOMB + b" " * 3_000_000), TOO_MUCH, id="dense"),
        pytest.param(archive(*((f"a{n}.xml", b"<a/>") for n in range(2001))), TOO_MUCH, id="many entries"),
        pytest.param(with_part(GOOD, DOCUMENT, BOMB + bytes(range(256)) * 140_000), TOO_MUCH, id="large part"),
        pytest.param(
            with_part(GOOD, DOCUMENT, BOMB.replace(b"/>", b">") + b"<w:p/>" * 1_000_001 + b"</w:document>"),
            TOO_MUCH,
            id="many elements",
        ),
        pytest.param(
            with_part(GOOD, DOCUMENT, nested(300)),
            "ferries.docx cannot be read: its elements are nested too deeply.",
            id="deep",
        ),
        pytest.param(
            with_part(GOOD, DOCUMENT, LAUGHS),
            "ferries.docx declares a document type (DOCTYPE), which can load other files and is not accepted.",
            id="entities",
        ),
        pytest.param(
            encrypted(GOOD), "ferries.docx is protected by a password: save it without a password.", id="encrypted"
        ),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "ferries.docx is protected by a password: save it without a password.",
            id="password",
        ),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "ferries.docx is in the old Word format: open it in Word and save it as .docx.",
            id="old Word format",
        ),
        pytest.param(GOOD[: len(GOOD) // 2], BROKEN, id="cut off"),
        pytest.param(GOOD.replace(b"word/document.xml", b"wurd/document.xml"), BROKEN, id="no document"),
        pytest.param(archive(("mimetype", b"application/epub+zip"), ("a.xml", b"<a/>")), BROKEN, id="another zip"),
        pytest.param(b"Ines Calder: At one.", BROKEN, id="text"),
        pytest.param(with_part(GOOD, DOCUMENT, b"<w:document"), BROKEN, id="broken XML"),
    ],
)
def test_it_refuses_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(IntakeError) as refused:
        open_source(data, "ferries.docx")
    assert str(refused.value).startswith(sentence)


def test_what_a_part_states_as_its_size_is_never_exceeded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "LARGEST_XML", len(part_of(GOOD, DOCUMENT)) // 2)
    with pytest.raises(IntakeError, match="too large when unpacked"):
        open_source(GOOD, "ferries.docx")


def test_an_empty_document_is_refused() -> None:
    with pytest.raises(IntakeError, match=r"^ferries\.docx is empty\.$"):
        parse(opened(docx.Document()), name="ferries.docx")
