"""From a file to a parse: what is read, and what is refused with which sentence."""

import hashlib
import json
from pathlib import Path

import pytest

from tests.files import TURNS, make_docx, make_saved_page
from tests.intake import pages
from transcripts.intake import (
    LARGEST_FILE,
    IntakeError,
    Source,
    SourceLine,
    from_source_form,
    open_source,
    parse_text,
    read_file,
    to_source_form,
)
from transcripts.intake.parsing import parse

KINDS = ".txt, .md, .docx, .html, .htm, .doc, .odt, .rtf, .pdf, .eml, .xml, .vtt, .srt or .json"


def write(folder: Path, data: bytes, name: str = "ferries.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_chinese_text_is_read_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    parsed = read_file(write(tmp_path, pages.CHINESE.encode(encoding)))
    assert parsed == parse_text(pages.CHINESE)


@pytest.mark.parametrize(
    ("name", "data"),
    [("Ferries.DOCX", make_docx()), ("ferries.htm", make_saved_page()), ("ferries.HTML", make_saved_page())],
)
def test_the_end_of_its_name_says_of_which_kind_it_is(tmp_path: Path, name: str, data: bytes) -> None:
    parsed = read_file(write(tmp_path, data, name))
    assert [turn.label for turn in parsed.document.turns] == [label for label, _ in TURNS]


@pytest.mark.parametrize(("name", "data"), [("a.docx", make_docx()), ("a.html", make_saved_page(pager=True))])
def test_a_source_is_the_same_after_a_journey_through_json(name: str, data: bytes) -> None:
    source = open_source(data, name)
    back = from_source_form(json.loads(json.dumps(to_source_form(source))))
    assert (back, back.digest) == (source, hashlib.sha256(data).hexdigest())
    assert parse(back, name=name).digest == back.digest


def test_a_form_of_lines_alone_is_a_source() -> None:
    source = from_source_form({"lines": [[1, "Ines Calder: At one.", 12]], "url": "", "language": ""})
    assert source == Source((SourceLine(1, "Ines Calder: At one.", bold=12),))


def test_an_encoding_of_last_resort_is_told() -> None:
    source = open_source("Inès Calder: Le café est déjà fermé.".encode("cp1252"), "a.txt")
    assert source.text == "Inès Calder: Le café est déjà fermé."
    assert parse(source).warnings[0].message == (
        "The file does not state its encoding; it was read as Windows-1252: check the accented letters."
    )


def test_windows_and_old_line_ends_are_read_alike(tmp_path: Path) -> None:
    expected = parse_text(pages.FIRST_PAGE)
    for end in ("\r\n", "\r"):
        assert read_file(write(tmp_path, pages.FIRST_PAGE.replace("\n", end).encode())) == expected


def test_the_file_s_name_tells_the_page(tmp_path: Path) -> None:
    assert read_file(write(tmp_path, pages.SECOND_PAGE.encode(), "ferries_p02.txt")).page == 2


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "a.txt", "a.txt is empty."),
        (b" \n\t\n", "a.txt", "a.txt is empty."),
        (b"\xef\xbb\xbf", "a.txt", "a.txt is empty."),
        (b"Calder:\n\x00\x01", "a.txt", "a.txt is not text: it contains binary data."),
        (
            b"Calder:\n\n\x1b[1mHel\x1b[2mlo\x1b[1m.\x1b[0m",
            "a.txt",
            "a.txt is not text: it contains control characters.",
        ),
        (
            b"\x89PNG\r\n\x1a\n",
            "a.txt",
            "a.txt is not text in a known encoding: save it as UTF-8.",
        ),
        (b"Ines:\n\nHi.", "a.csv", f"a.csv is not a supported type of file: use {KINDS}."),
        (b"Ines:\n\nHi.", "ferries", f"ferries is not a supported type of file: use {KINDS}."),
        (b"Ines:\n\nHi.", "a.doc", "a.doc is in the old Word format: open it in Word and save it as .docx."),
        (b"Ines:\n\nHi.", "a.odt", "a.odt cannot be read: it is damaged, or not of the kind that its name says."),
        (b"Ines:\n\nHi.", "a.msg", "a.msg is a mail of Outlook: save it as .eml, or paste its text."),
        (b"%PDF-1.7 x", "a.pdf", "a.pdf cannot be read: it is damaged, or not of the kind that its name says."),
        (b"%PDF-1.7 x", "a.txt", "a.txt cannot be read: it is damaged"),
        (b"", "a.docx", "a.docx is empty."),
        (b" \n", "a.html", "a.html is empty."),
        (b"", "a.xml", "a.xml is empty."),
        (b"Nothing is said here.", "a.txt", "a.txt contains no speech: no line looks like a speaker's label such as "),
    ],
)
def test_it_refuses_with_a_sentence(tmp_path: Path, data: bytes, name: str, sentence: str) -> None:
    with pytest.raises(IntakeError) as refused:
        read_file(write(tmp_path, data, name))
    assert str(refused.value).startswith(sentence)


def test_it_refuses_what_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match=r"missing\.txt does not exist\.$"):
        read_file(tmp_path / "missing.txt")
    folder = tmp_path / "folder.txt"
    folder.mkdir()
    with pytest.raises(IntakeError, match=r"^folder\.txt is a folder, not a file\.$"):
        read_file(folder)


def test_it_refuses_what_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "ferries.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(IntakeError, match="too large: a transcript file can have at most 20 MB"):
        read_file(path)
