import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.builders import make_conference, make_photo
from transcripts import actions, search
from transcripts.models import Attachment, Conference

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(settings: Any, tmp_path: Path) -> Path:
    """The folder of a photo's files on the disk."""
    storage = {"BACKEND": "pressroom.storage.DurableStorage"}
    settings.STORAGES = settings.STORAGES | {"default": storage}
    settings.MEDIA_ROOT = tmp_path
    conference = make_conference(exchanges=1)
    search.index(conference.pk)
    make_photo(conference)
    return tmp_path / "attachments" / Attachment.objects.get().folder


def damage(capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(CommandError, match="problems found"):
        call_command("check_integrity")
    return capsys.readouterr().out


def test_uploaded_files_are_on_the_disk_before_their_row_is_there(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: dict[str, int] = {}  # how many rows there were when a file or folder was brought to the disk
    plain = os.fsync

    def fsync(descriptor: int) -> None:
        plain(descriptor)
        synced[os.readlink(f"/proc/self/fd/{descriptor}")] = Attachment.objects.count()

    before = set(photo.parent.iterdir())
    monkeypatch.setattr(os, "fsync", fsync)
    make_photo(Conference.objects.get())
    (folder,) = set(photo.parent.iterdir()) - before
    assert {str(path) for path in [*folder.iterdir(), folder, folder.parent, folder.parent.parent]} == set(synced)
    assert set(synced.values()) == {1}  # the photo of before


def test_a_lost_file_is_told(photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    next(photo.iterdir()).unlink()
    assert "is lost: restore it from a backup" in damage(capsys)


def test_an_altered_file_is_told(photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    next(photo.iterdir()).write_bytes(b"other")
    assert f"was altered; it belongs to {Conference.objects.get().slug}" in damage(capsys)


def test_files_of_an_upload_that_was_killed_are_swept_when_they_are_old(
    photo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    left = photo.parent / "0123" / "480.webp"
    left.parent.mkdir()
    left.write_bytes(b"half")
    assert actions.sweep_orphaned_files() == 0  # its transaction may still be going on
    os.utime(left, (1, 1))
    assert "Nothing names the file attachments/0123/480.webp" in damage(capsys)
    for file in photo.iterdir():
        os.utime(file, (1, 1))
    assert actions.sweep_orphaned_files() == 1
    assert not left.parent.exists()
    assert list(photo.iterdir())
    assert "was altered" not in damage(capsys)


def test_index_and_vocabulary_are_repaired(capsys: pytest.CaptureFixture[str]) -> None:
    conference = make_conference(exchanges=2)
    search.index(conference.pk)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM transcripts_search_vocabulary WHERE word = 'boat'")
    said = damage(capsys)
    assert "The vocabulary of the search lacks 1 words, such as “boat”" in said
    search.forget(list(conference.exchanges.values_list("turns", flat=True))[:1])
    assert "The search index lacks 1 turns" in damage(capsys)
    with pytest.raises(CommandError):  # made by a builder, it has exchanges and no revision: that cannot be repaired
        call_command("check_integrity", "--repair")
    assert "The search index was rebuilt" in capsys.readouterr().out
    assert not list(search.find_damage())
