"""Where SQLite cannot make the files that it keeps beside a database, the database is read all the same."""

import sqlite3
import subprocess
from pathlib import Path

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler


def open_database(path: Path) -> ConnectionHandler:
    options = {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL"}
    config = {"ENGINE": "pressroom.sqlite", "NAME": path, "CONN_MAX_AGE": 60, "OPTIONS": options}
    return ConnectionHandler({"default": config})


pytestmark = pytest.mark.django_db  # they open databases of their own, which no other test may


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "database"
    made = open_database(path)["default"]
    with made.cursor() as cursor:
        cursor.execute("CREATE TABLE words (word TEXT)")
        cursor.execute("INSERT INTO words VALUES ('ferry')")
    made.close()
    return path


def test_readers_go_on_and_writers_are_refused(database: Path) -> None:
    block = database.with_name("database-shm")
    block.symlink_to("/nowhere/at/all")  # no file of this name can be made now, as on a full disk
    opened = open_database(database)["default"]
    with opened.cursor() as cursor:
        cursor.execute("SELECT word FROM words")
        assert cursor.fetchall() == [("ferry",)]
        with pytest.raises(OperationalError, match="readonly"):
            cursor.execute("INSERT INTO words VALUES ('pier')")
    assert opened.is_frozen
    block.unlink()
    opened.close_if_unusable_or_obsolete()  # as Django does after each request
    assert opened.connection is None
    with opened.cursor() as cursor:
        cursor.execute("INSERT INTO words VALUES ('pier')")
    assert not opened.is_frozen
    opened.close()


def test_a_disk_that_may_be_written_again_is(database: Path, tmp_path: Path) -> None:
    """With its journal beside it a file on such a disk can be opened, and is written as soon as the disk is."""
    (disk := tmp_path / "disk").mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "press", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:  # noqa: S603  (a constant)
        pytest.skip("No disk can be mounted.")
    try:
        held = sqlite3.connect(database)
        held.execute("INSERT INTO words VALUES ('pier')")
        held.commit()
        for file in database.parent.glob("database*"):
            (disk / file.name).write_bytes(file.read_bytes())
        held.close()
        remount(disk, "ro")
        opened = open_database(disk / "database")["default"]
        with opened.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM words")
            assert cursor.fetchone() == (2,)
            with pytest.raises(OperationalError, match="readonly"):
                cursor.execute("INSERT INTO words VALUES ('quay')")
        assert opened.is_frozen
        remount(disk, "rw")
        opened.close_if_unusable_or_obsolete()
        with opened.cursor() as cursor:
            cursor.execute("INSERT INTO words VALUES ('quay')")
        assert not opened.is_frozen
        opened.close()
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)  # noqa: S603, S607  (a constant)


def remount(disk: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(disk)], check=True)  # noqa: S603, S607  (a constant)


def test_a_file_whose_journal_holds_more_is_not_read_without_it(database: Path) -> None:
    writer = sqlite3.connect(database)
    writer.execute("INSERT INTO words VALUES ('pier')")
    writer.commit()
    for name in ("database", "database-wal"):
        copy = database.with_name(name.replace("database", "copy"))
        copy.write_bytes(database.with_name(name).read_bytes())
    database.with_name("copy-shm").symlink_to("/nowhere/at/all")
    with pytest.raises(OperationalError), open_database(database.with_name("copy"))["default"].cursor():
        pass
    writer.close()
