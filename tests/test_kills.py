"""Processes killed at any moment: what was acknowledged is there, and nothing is half there.

Each round forks a process that works, kills it without warning, and counts. `make drill` runs many rounds.
"""

import io
import os
import random
import resource
import shutil
import signal
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from tests.builders import make_conference, make_photo
from tests.documents import document, exchange
from tests.writer import STEPS, last_steps, write_for_ever
from transcripts import actions, search
from transcripts.actions.archiving.integrity import find_damaged_files, find_orphaned_files
from transcripts.intake import render_sheet
from transcripts.models import Attachment, Conference, Edition, Turn, Version

ROUNDS = int(os.environ.get("KILLS", "1"))  # of each kind
DICE = random.Random(11)  # noqa: S311
TALLY: "Counter[str]" = Counter()  # what was acknowledged and found again
pytestmark = [
    pytest.mark.usefixtures("database_for_threads"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]

Acknowledge = Callable[[str], object]


@pytest.fixture(autouse=True, scope="module")
def _told() -> Iterator[None]:
    """Say at the end what was counted back, where that is asked for: `pytest -s`."""
    yield
    counted = ", ".join(f"{count} {step}" for step, count in sorted(TALLY.items()))
    sys.stdout.write(f"\n{connection.vendor}, {ROUNDS} rounds of each kind; acknowledged and there: {counted}\n")


class Worker:
    """A process that does some work, and says on a pipe what it has done."""

    def __init__(self, work: Callable[[Acknowledge], object]) -> None:
        connection.close()  # no connection is in two processes
        self._reading, writing = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            status = 1
            try:
                os.close(self._reading)
                work(lambda said: os.write(writing, f"{said}\n".encode()))
                status = 0
            finally:
                os._exit(status)
        os.close(writing)

    def kill(self, after: float) -> list[str]:
        """Kill it after so many seconds, and return what it had done."""
        time.sleep(after)
        os.kill(self.pid, signal.SIGKILL)
        return self.wait()[1]

    def wait(self) -> tuple[int, list[str]]:
        """Wait for its end; return how it ended, and what it had done."""
        with os.fdopen(self._reading) as pipe:
            said = pipe.read().splitlines()
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1]), said


def require_all(said: list[str]) -> None:
    """Hold the records to what was acknowledged; a step more may have been committed and not said any more."""
    TALLY.update(line.rpartition(" ")[2] for line in said)
    last = last_steps(said)
    found = dict(Conference.objects.filter(pk__in=last).values_list("pk", "status"))
    for pk, step in last.items():
        assert STEPS.index(step) <= STEPS.index(found[pk]) <= STEPS.index(step) + 1
    public = sum(step != "draft" for step in last.values())
    assert Version.objects.filter(conference__in=last).count() in {public, public + 1}


def require_whole() -> None:
    """Hold the records to themselves: revisions, versions, the log, the index."""
    assert [sentence for one in Conference.objects.all() for sentence in actions.find_damage(one)] == []
    assert list(actions.find_damaged_log()) == []
    assert search.check().is_good
    connection.check_constraints()


def moments(longest: float) -> Iterator[float]:
    pace = 2 if connection.vendor == "postgresql" else 1  # a process connects to it first
    yield from (DICE.uniform(0.02, longest * pace) for _ in range(ROUNDS))


def test_a_killed_writer_loses_nothing_that_it_acknowledged() -> None:
    done: list[str] = []
    for after in moments(1.5):
        done += Worker(write_for_ever).kill(after)
    require_all(done)
    require_whole()


def test_an_import_that_was_killed_has_imported_all_or_nothing(tmp_path: Path) -> None:
    (folder := tmp_path / "files").mkdir()
    for number in range(4):
        named = document(exchange(number), title=f"Pier {number}", held_on=date(2024, 1, 1) + timedelta(number))
        (folder / f"{number}.txt").write_text(render_sheet(named))
    files = sorted(map(str, folder.iterdir()))
    quiet = {"stdout": io.StringIO(), "stderr": io.StringIO()}
    for after in moments(0.8):
        before = Conference.objects.count()
        writer, importer = (
            Worker(write_for_ever),
            Worker(lambda tell: call_command("import_transcript", *files, **quiet)),
        )
        importer.kill(after)
        done = writer.kill(0)
        entered = sum(line.endswith("draft") for line in done)
        assert Conference.objects.filter(title__startswith="Pier").count() in {0, 4}
        assert Conference.objects.exclude(title__startswith="Pier").count() - before <= entered + 1
        require_all(done)
    require_whole()
    call_command("import_transcript", *files, **quiet)
    assert Conference.objects.filter(title__startswith="Pier").count() == 4


def test_two_importers_at_once_enter_each_conference_once(tmp_path: Path) -> None:
    (folder := tmp_path / "files").mkdir()
    for number in range(3):
        named = document(exchange(number), title=f"Pier {number}", held_on=date(2024, 1, 1) + timedelta(number))
        (folder / f"{number}.txt").write_text(render_sheet(named))
    files = sorted(map(str, folder.iterdir()))
    quiet = {"stdout": io.StringIO(), "stderr": io.StringIO()}
    both = [Worker(lambda tell: call_command("import_transcript", *files, **quiet)) for _ in range(2)]
    ends = [worker.wait()[0] for worker in both]
    assert 0 in ends
    assert Conference.objects.count() == 3
    require_whole()


def test_a_killed_upload_leaves_no_row_without_its_files(tmp_path: Path, settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "pressroom.storage.DurableStorage"}}
    settings.MEDIA_ROOT = tmp_path
    conference = make_conference(exchanges=1)

    def upload(tell: Acknowledge) -> None:
        for _ in range(10**6):
            tell(f"{make_photo(conference).pk} photo")

    orphans = 0
    for after in moments(0.6):
        done = Worker(upload).kill(after)
        TALLY.update(line.rpartition(" ")[2] for line in done)
        assert Attachment.objects.filter(pk__in=last_steps(done)).count() == len(done)
        assert list(find_damaged_files()) == []
        for file in tmp_path.rglob("*.*"):
            os.utime(file, (1, 1))  # old enough to be swept
        orphans += actions.sweep_orphaned_files()
        assert find_orphaned_files() == []
        assert list(find_damaged_files()) == []
    TALLY["files of an upload that was killed, swept"] += orphans


def test_a_killed_archiver_leaves_no_file_that_is_not_whole(tmp_path: Path) -> None:
    for number, after in enumerate(moments(0.6)):
        file = tmp_path / f"{number}.archive"
        writer = Worker(write_for_ever)
        archiver = Worker(lambda tell, file=file: actions.write_archive(file))  # type: ignore[misc]
        archiver.kill(after)
        require_all(writer.kill(0))
        if file.exists():
            actions.verify_archive(file)
    actions.write_archive(tmp_path / "last")
    assert actions.verify_archive(tmp_path / "last").rows["transcripts_conference"] == Conference.objects.count()


def test_a_killed_restore_changes_nothing(tmp_path: Path) -> None:
    Worker(write_for_ever).kill(1.0)
    actions.write_archive(tmp_path / "one")
    archived = Conference.objects.count()
    for after in moments(1.2):
        Worker(write_for_ever).kill(0.3)
        before = Conference.objects.count(), Edition.objects.get().epoch
        Worker(lambda tell: actions.restore_archive(tmp_path / "one", replaces=True)).kill(after)
        count, epoch = Conference.objects.count(), Edition.objects.get().epoch
        assert (count, epoch) == before or (count == archived and epoch != before[1])
        require_whole()


def test_a_killed_rebuild_leaves_the_index_in_use_whole() -> None:
    for after in moments(0.5):
        writer, rebuild = Worker(write_for_ever), Worker(lambda tell: search.rebuild())
        rebuild.kill(after)
        require_all(writer.kill(0.1))
        assert search.check().is_good
    search.rebuild()
    require_whole()
    assert list(search.find_damage()) == []


def test_a_full_disk_stops_the_writer_and_damages_nothing(tmp_path: Path) -> None:
    def write(tell: Acknowledge) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
        if connection.vendor == "sqlite":
            write_for_ever(tell)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))
        actions.write_archive(tmp_path / "one")

    Worker(write_for_ever).kill(0.5)
    before = Turn.objects.count()
    status, done = Worker(write).wait()
    assert status == 1
    assert not list(tmp_path.glob("one*"))
    assert Turn.objects.count() >= before
    require_all(done)
    require_whole()


def test_a_power_cut_takes_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """SQLite has each commit on the disk before it says so; what lies behind in its log may be anything afterwards."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's own log does this")
    name = Path(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (2,)  # FULL

    def write(tell: Acknowledge) -> None:
        write_for_ever(lambda said: tell(f"{said} {Path(f'{name}-wal').stat().st_size}"))

    for number, after in enumerate(moments(1.2)):
        worker = Worker(write)
        time.sleep(after)
        os.kill(worker.pid, signal.SIGSTOP)
        cut = tmp_path / f"cut-{number}"
        shutil.copy(name, cut)
        log = Path(f"{name}-wal").read_bytes()
        os.kill(worker.pid, signal.SIGKILL)
        done = [line.rpartition(" ") for line in worker.wait()[1]]
        synced = max([int(size) for _, _, size in done], default=0)
        Path(f"{cut}-wal").write_bytes(log[:synced] + DICE.randbytes(max(0, len(log) - synced)))
        with sqlite3.connect(cut) as database:
            found = dict(database.execute("SELECT id, status FROM transcripts_conference"))
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        database.close()
        for line, _, _ in done:
            pk, _, step = line.partition(" ")
            assert STEPS.index(found[int(pk)]) >= STEPS.index(step)
    require_whole()


def test_a_clock_that_goes_back_breaks_no_chain(monkeypatch: Any) -> None:
    Worker(write_for_ever).kill(0.6)
    from django.utils import timezone  # noqa: PLC0415

    past = timezone.now() - timedelta(days=400)
    monkeypatch.setattr(timezone, "now", lambda: past)
    Worker(write_for_ever).kill(0.6)
    monkeypatch.undo()
    Worker(write_for_ever).kill(0.6)
    require_whole()
