"""From a file to a parse: what is read, and what is refused with which sentence."""

from pathlib import Path

import pytest

from tests.intake import pages
from transcripts.intake import IntakeError, parse_text, read_file
from transcripts.intake.files import LARGEST_FILE


def write(folder: Path, data: bytes, name: str = "ferries.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_chinese_text_is_read_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    parsed = read_file(write(tmp_path, pages.CHINESE.encode(encoding)))
    assert parsed == parse_text(pages.CHINESE)


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
        (b"Calder:\n\x00\x01", "a.txt", "a.txt is not text: it holds binary data."),
        (b"Calder:\n\n\x1b[1mHello.", "a.txt", "a.txt is not text: it holds control characters."),
        (b"\x89PNG\r\n\x1a\n", "a.txt", "a.txt is not text that can be read: save it as UTF-8."),
        ("Ines Calder:\n\nLe café déjà fermé.".encode("latin-1"), "a.txt", "a.txt is not text that can be read: "),
        (b"Ines:\n\nHi.", "a.pdf", "a.pdf is of a kind that cannot be read: accepted is .txt."),
        (b"Ines:\n\nHi.", "ferries", "ferries is of a kind that cannot be read: accepted is .txt."),
        (b"Nothing is said here.", "a.txt", "a.txt holds no speech: no line looks like a speaker's label such as "),
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
    with pytest.raises(IntakeError, match="too large: a transcript holds at most 20 megabytes"):
        read_file(path)
