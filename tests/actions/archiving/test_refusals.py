"""What is refused, with the reason, and leaves everything as it was."""

import gzip
import json
import random
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.actions.archiving.members import forge, members_of, write_members
from tests.examples import examples
from transcripts import actions
from transcripts.actions.archiving.stored_files import stored_files
from transcripts.models import Conference, Edition, Turn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_before(kept: Path) -> Any:
    """Hold every test to it: records, edition and files are afterwards what they were."""

    def tell() -> Any:
        return list(Turn.objects.order_by("pk").values_list("pk", "text")), list(Edition.objects.values_list())

    before, files = tell(), sorted(stored_files())
    yield
    assert tell() == before
    assert sorted(stored_files()) == files


def refused(path: Path, match: str, **options: Any) -> None:
    with pytest.raises(CommandError, match=match):
        call_command("restore", str(path), **({"replace": True} | options))


def unpacked(data: bytes) -> bytes | None:
    """What a file of gzip holds, or nothing where it is damaged."""
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        return None


def test_a_database_with_content_is_left_alone(kept: Path) -> None:
    refused(kept, "The database is not empty: .* have rows", replace=False)


def test_what_is_truncated_is_refused(kept: Path, tmp_path: Path) -> None:
    data = kept.read_bytes()
    for part in (0, 1, 9, len(data) // 3, len(data) - 4000, len(data) - 8, len(data) - 1):
        (tmp_path / "cut").write_bytes(data[:part])
        refused(tmp_path / "cut", "truncated|is not an archive")


def test_what_is_altered_anywhere_is_refused(kept: Path, tmp_path: Path) -> None:
    data, dice = bytearray(kept.read_bytes()), random.Random(4)  # noqa: S311
    for place in [dice.randrange(10, len(data)) for _ in range(examples(12))]:
        altered = bytearray(data)
        altered[place] ^= 1 << dice.randrange(8)
        if unpacked(altered) == gzip.decompress(data):
            continue  # a bit that gzip does not use, or another way to say the same: every word is as it was
        (tmp_path / "altered").write_bytes(altered)
        with pytest.raises(actions.ArchiveError, match=r"truncated|altered"):
            actions.verify_archive(tmp_path / "altered")


def test_a_bit_that_says_nothing_may_be_another(kept: Path, tmp_path: Path) -> None:
    """A file of gzip may be written in several ways; what counts is what is in it."""
    data = kept.read_bytes()
    (tmp_path / "again").write_bytes(gzip.compress(gzip.decompress(data), 1))
    assert actions.verify_archive(tmp_path / "again") == actions.verify_archive(kept)
    assert (tmp_path / "again").read_bytes() != data
    (tmp_path / "longer").write_bytes(data + b"more")
    refused(tmp_path / "longer", "truncated or altered")
    (tmp_path / "longer").write_bytes(data + gzip.compress(b"more"))
    refused(tmp_path / "longer", "something follows its end")


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("words")
    refused(tmp_path / "text", "is not an archive of a press room")
    (tmp_path / "packed").write_bytes(gzip.compress(b"words" * 900))
    refused(tmp_path / "packed", "truncated or altered")
    refused(tmp_path / "nothing", "No such file")
    refused(tmp_path, "Is a directory")
    refused(write_members(tmp_path / "other", {"readme.txt": b"{}"}), "It is not an archive of a press room")
    refused(write_members(tmp_path / "other", {"archive.json": b'{"kind": "else"}'}), "It is not an archive of a press")


def without(name: str) -> Callable[[dict[str, bytes]], object]:
    return lambda members: members.pop(name)


def put(name: str, data: bytes) -> Callable[[dict[str, bytes]], object]:
    return lambda members: members.update({name: data})


@pytest.mark.parametrize(
    ("change", "match"),
    [
        (without("rows/transcripts_turn/000001.jsonl"), "not hold as many rows"),
        (without("end.json"), "its end is missing"),
        (put("rows/transcripts_turn/000009.jsonl", b"[1]\n"), "follows its end"),
        (put("rows/transcripts_turn/000001.jsonl", b"[1]\n"), "rows of another table"),
        (put("rows/transcripts_turn/000001.jsonl", b"[\n"), "cannot be read"),
        (put("end.json", b"-"), "cannot be read"),
    ],
)
def test_what_is_missing_or_besides_is_refused(
    kept: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], object], match: str
) -> None:
    members = members_of(kept)
    change(members)
    refused(write_members(tmp_path / "one", members), match)


@pytest.mark.parametrize(
    "name", ["files/../settings.py", "files//etc/passwd", "files/a/../../b", "rows/auth_user", "x"]
)
def test_a_member_with_a_name_that_leads_elsewhere_is_refused(kept: Path, tmp_path: Path, name: str) -> None:
    members = members_of(kept)
    end = members.pop("end.json")
    refused(write_members(tmp_path / "one", members | {name: b"x", "end.json": end}), "It was altered: ")


@pytest.mark.parametrize(
    ("change", "match"),
    [
        (lambda said: said.update(format=2), "made by a newer release"),
        (lambda said: said["migrations"]["transcripts"].append("0999_later"), "newer release: .*0999_later"),
        (lambda said: said["migrations"].update(later=["0001_initial"]), "newer release: .*later.0001_initial"),
        (lambda said: said["tables"]["transcripts_turn"].__setitem__(1, "more"), "is no table of its release"),
        (lambda said: said.pop("release"), "lacks 'release'"),
    ],
)
def test_what_is_newer_or_of_other_tables_is_refused(
    kept: Path, tmp_path: Path, change: Callable[[Any], object], match: str
) -> None:
    refused(forge(tmp_path / "one", kept, "archive.json", change), match)


def test_rows_that_the_database_refuses_change_nothing(kept: Path, tmp_path: Path) -> None:
    name = "rows/transcripts_exchange/000001.jsonl"
    members = members_of(kept)
    lines = members[name].splitlines(keepends=True)
    row = json.loads(lines[0])
    row[1] = 999_999  # of a conference that is not there
    members[name] = b"".join([json.dumps(row).encode() + b"\n", *lines[1:]])
    refused(write_members(tmp_path / "one", members), "The database refuses what it holds")
    members[name] = b"".join([*lines[1:], lines[1]])  # one key twice
    refused(write_members(tmp_path / "one", members), "The database refuses what it holds")
    row[0] = "seven"
    members[name] = b"".join([json.dumps(row).encode() + b"\n", *lines[1:]])
    refused(write_members(tmp_path / "one", members), "The database refuses what it holds: “seven” value must be")


def test_a_failed_restore_takes_its_files_away_again(kept: Path, tmp_path: Path, settings: Any) -> None:
    before = settings.MEDIA_ROOT
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    members = members_of(kept)
    name = "rows/transcripts_exchange/000001.jsonl"
    lines = members[name].splitlines(keepends=True)
    members[name] = b"".join([*lines[1:], lines[1]])
    refused(write_members(tmp_path / "one", members), "The database refuses what it holds")
    assert not list(stored_files())
    settings.MEDIA_ROOT = before


def test_another_file_of_the_same_name_is_refused(kept: Path, tmp_path: Path, settings: Any) -> None:
    before = settings.MEDIA_ROOT
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    name = next(name for name in members_of(kept) if name.startswith("files/")).removeprefix("files/")
    place = tmp_path / "elsewhere" / name
    place.parent.mkdir(parents=True)
    place.write_bytes(b"something else")
    refused(kept, "Another file lies where .* belongs. Nothing was restored")
    assert place.read_bytes() == b"something else"
    settings.MEDIA_ROOT = before
    assert Conference.objects.exists()
