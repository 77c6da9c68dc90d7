"""Folders and zip files: what is in them, and what is refused before anything is unpacked."""

import stat
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest

from tests.zips import make_zip
from transcripts.intake import IntakeError, files_in_folder, files_in_zip, folders


def names_in(data: bytes) -> list[tuple[str, str]]:
    return [(one.name, str(one.refused)) for one in files_in_zip(BytesIO(data), "all.zip")]


def test_files_come_as_people_count_and_without_what_systems_put_there() -> None:
    data = make_zip(
        {
            "b/page-10.txt": b"ten",
            "b/page-2.txt": b"two",
            "a.txt": b"a",
            "__MACOSX/a.txt": b"x",
            ".DS_Store": b"x",
            "b/~$page.docx": b"x",
            "Thumbs.db": b"x",
        }
    )
    files = files_in_zip(BytesIO(data), "all.zip")
    assert [(one.name, one.read()) for one in files] == [
        ("a.txt", b"a"),
        ("b/page-2.txt", b"two"),
        ("b/page-10.txt", b"ten"),
    ]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("../up.txt", b"x", "leads out of the zip file"),
        ("/etc/up.txt", b"x", "leads out of the zip file"),
        ("C:/up.txt", b"x", "leads out of the zip file"),
        ("in.zip", make_zip({"a.txt": b"x"}), "a zip file inside a zip file"),
        ("dense.txt", bytes(5 * 1024 * 1024), "too large when unpacked"),
    ],
)
def test_a_file_that_is_not_safe_is_refused_alone(name: str, data: bytes, said: str) -> None:
    found = dict(names_in(make_zip({name: data, "good.txt": b"x"})))
    assert found["good.txt"] == ""
    assert said in found[name]


def test_a_link_and_a_locked_file_are_refused_alone() -> None:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        link = ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("locked.txt", "x")
        archive.getinfo("locked.txt").flag_bits |= 1
    found = dict(names_in(made.getvalue()))
    assert "leads out" in found["link.txt"]
    assert "password" in found["locked.txt"]


def test_names_of_old_programs_are_read_as_they_were_meant() -> None:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        archive.writestr(ZipInfo("记者会.txt".encode("gb18030").decode("cp437")), "x")
    data = made.getvalue()
    utf8 = "记者会.txt".encode("gb18030").decode("cp437").encode()
    raw = "记者会.txt".encode("gb18030")
    # Python writes such a name as UTF-8; an old program wrote its bytes, and no flag.
    data = data.replace(utf8, raw + b"_" * (len(utf8) - len(raw))).replace(b"\x00\x08\x00\x00", b"\x00\x00\x00\x00")
    assert names_in(data)[0][0].startswith("记者会.txt")


def test_too_many_too_much_nothing_and_no_zip_file_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = [
        make_zip({f"{number}.txt": b"x" for number in range(folders.MOST_FILES + 1)}),
        make_zip({}),
        b"PK no zip",
    ]
    for data in refused:
        with pytest.raises(IntakeError, match=r"^all\.zip.*\.$"):
            names_in(data)
    monkeypatch.setattr(folders, "LARGEST_ALL", 3)
    with pytest.raises(IntakeError, match="too large"):
        names_in(make_zip({"a.txt": b"four"}))


def test_entries_that_share_their_bytes_are_refused() -> None:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        archive.writestr("a.txt", "x" * 100)
        archive.writestr("b.txt", "x" * 100)
        archive.getinfo("b.txt").header_offset = archive.getinfo("a.txt").header_offset
    with pytest.raises(IntakeError, match="damaged"):
        names_in(made.getvalue())


def test_a_folder_is_walked_without_links(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "b.txt").write_bytes(b"b")
    (tmp_path / "a.txt").write_bytes(b"a")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "c.txt").write_bytes(b"c")
    (tmp_path / "link.txt").symlink_to("/etc/passwd")
    assert [(one.name, one.read()) for one in files_in_folder(tmp_path)] == [("a.txt", b"a"), ("in/b.txt", b"b")]
