"""The database restarted, failed over, and migrated under load; the disk full, and not to be written to. (A drill.)

Readers are told to come back (503) while there is no database, and all is as it was afterwards, without a restart.
"""

import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from lxml import html

from tests.browser.production import BASE
from tests.servers.conftest import ACCOUNT, IS_LONG, PASSWORD, SHEETS, Place
from tests.servers.machines import Gunicorn, Postgres, environment, folder, manage, run, wait_until
from tests.servers.people import Crowd, Editor, crowd, get
from tests.writer import STEPS, last_steps

pytestmark = pytest.mark.skipif(not IS_LONG, reason="Takes long: a part of the drill.")
STEPS_BEFORE = 100  # acknowledged to a writer before the primary is killed
LATEST = "0079"  # the migrations after this one are taken back and applied again under load


TOPIC = "/admin/transcripts/topic/add/"


def form_of(page: str) -> dict[str, str]:
    """What a browser would send if the form of a page were saved as it stands."""
    fields = html.fromstring(page).xpath("//form[@method='post']//*[@name]")
    return {each.get("name"): each.get("value") or "" for each in fields if "csrf" not in each.get("name")}


@contextmanager
def site_of(environ: dict[str, str]) -> Iterator[Gunicorn]:
    server = Gunicorn(environ, workers=2)
    try:
        yield server
    finally:
        server.stop()


def statuses(readers: Crowd) -> Counter[int]:
    """How readers were answered; nobody may have been left without an answer."""
    assert readers.failures == []
    return Counter(page.status for _, page in readers.pages)


def tell(what: str, readers: Crowd, seconds: float) -> None:
    sys.stdout.write(f"\n{what}: {dict(statuses(readers))}; all as before {seconds:.1f} s after\n")


def is_well(site: str, paths: list[str]) -> bool:
    """Whether several processes answer each page."""
    return all(get(site, path).status == 200 for path in paths for _ in range(4))


def test_a_database_that_is_restarted_is_asked_again(place: Place) -> None:
    key, path = place.conference()
    with site_of(place.environment(CACHE_URL="dummy://")) as server:
        editor, paths = place.editor(server.address), ["/", path, "/search/?q=harbour", "/zh-hans/"]
        with crowd(server.address, paths) as readers:
            for mode in ("fast", "immediate"):
                time.sleep(0.5)
                place.primary.stop(mode)
                time.sleep(1)
                place.primary.start()
                began = time.monotonic()
                wait_until(lambda: is_well(server.address, paths), seconds=20)
                seconds = time.monotonic() - began
        assert set(statuses(readers)) == {200, 503}
        assert {page.headers["retry-after"] for _, page in readers.pages if page.status == 503} == {"10"}
        editor.withdraw(key)
        editor.publish(key)
        tell("Restarted twice", readers, seconds)


def test_a_replica_takes_over_and_nothing_that_was_acknowledged_is_lost(place: Place, tmp_path: Path) -> None:
    """DATABASE_URL names both servers, the primary waits for its replica, and the site follows who can be written."""
    with folder() as path:
        first = Postgres.primary(path / "first")
        second: Postgres | None = None
        try:
            manage(environment(path / "data", DATABASE_URL=first.url), "migrate", "--verbosity", "0")
            second = Postgres.replica(path / "second", first)
            first.ask("ALTER SYSTEM SET synchronous_standby_names = '*'")
            first.ask("SELECT pg_reload_conf()")
            wait_until(lambda: first.ask("SELECT sync_state FROM pg_stat_replication") == [("sync",)])
            hosts = f"host=127.0.0.1,127.0.0.1&port={first.port},{second.port}&target_session_attrs=read-write"
            environ = environment(path / "data", DATABASE_URL=f"postgres://press@/press?{hosts}", CACHE_URL="dummy://")
            manage(environ, "import_transcript", *map(str, SHEETS), "--publish", "--minor")
            manage(environ | ACCOUNT, "createsuperuser", "--noinput", "--username", "editor")
            with site_of(environ) as server:
                editor = Editor(server.address, "editor", PASSWORD)
                with crowd(server.address, ["/", "/conferences/", "/search/?q=harbour"]) as readers:
                    writer = subprocess.Popen(
                        [sys.executable, "-m", "tests.writer"],
                        env=environ,
                        cwd=BASE,
                        stdout=subprocess.PIPE,
                        stderr=subprocess.DEVNULL,
                        text=True,
                    )
                    assert writer.stdout is not None
                    said = [writer.stdout.readline().strip() for _ in range(STEPS_BEFORE)]
                    assert all(said)
                    first.stop("immediate")
                    said += writer.stdout.read().splitlines()
                    writer.stdout.close()
                    assert writer.wait() != 0  # it was told that its last step failed
                    began = time.monotonic()
                    second.promote()
                    wait_until(lambda: is_well(server.address, ["/", "/search/?q=harbour"]), seconds=30)
                    seconds = time.monotonic() - began
                rows = dict(second.ask("SELECT id, status FROM transcripts_conference"))  # type: ignore[arg-type]
                last = last_steps(said)
                for pk, step in last.items():
                    assert STEPS.index(step) <= STEPS.index(str(rows[pk])) <= STEPS.index(step) + 1
                key = min(pk for pk, status in rows.items() if status == "published")
                second.ask("ALTER SYSTEM RESET synchronous_standby_names")
                second.ask("SELECT pg_reload_conf()")
                editor.withdraw(key)
                editor.publish(key)
                assert "no problems found" in manage(environ, "check_integrity")
                assert set(statuses(readers)) <= {200, 503}
                tell(f"Failed over, {len(said)} steps acknowledged and there", readers, seconds)
        finally:
            (second or first).stop()


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_tables_are_migrated_under_load(kind: str) -> None:
    """Back by some migrations and on again, as a new release is put in: it ends, and all is well without a restart."""
    with folder() as path:
        base = Postgres.primary(path / "primary") if kind == "postgresql" else None
        environ = environment(path / "data", **({"DATABASE_URL": base.url} if base else {}), CACHE_URL="dummy://")
        try:
            manage(environ, "migrate", "--verbosity", "0")
            manage(environ, "import_transcript", *map(str, SHEETS), "--publish", "--minor")
            paths = ["/", "/conferences/", "/search/?q=harbour", "/speakers/", "/corrections/"]
            with site_of(environ) as server:
                assert is_well(server.address, paths)
                with crowd(server.address, paths) as readers:
                    manage(environ, "migrate", "transcripts", LATEST, "--verbosity", "0")
                    manage(environ, "migrate", "--verbosity", "0")
                    began = time.monotonic()
                    wait_until(lambda: is_well(server.address, paths), seconds=20)
                    seconds = time.monotonic() - began
                assert get(server.address, "/health/ready/").status == 200
            assert "no problems found" in manage(environ, "check_integrity")
            assert set(statuses(readers)) == {200, 503}
            tell(f"Migrated on {kind}", readers, seconds)
        finally:
            if base:
                base.stop()


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of its own, of 60 MB."""
    with folder() as path:
        (disk := path / "disk").mkdir()
        try:
            run("mount", "-t", "tmpfs", "-o", "size=60m", "press", disk)
        except RuntimeError as error:
            pytest.skip(f"No disk can be mounted: {error}")
        try:
            yield disk
        finally:
            run("umount", "--lazy", disk)


@pytest.fixture
def on_small_disk(small_disk: Path) -> dict[str, str]:
    """The environment of a site on SQLite whose data lie on that disk."""
    environ = environment(small_disk / "data")
    manage(environ, "migrate", "--verbosity", "0")
    manage(environ, "import_transcript", *map(str, SHEETS), "--publish", "--minor")
    manage(environ | ACCOUNT, "createsuperuser", "--noinput", "--username", "editor")
    return environ


PAGES = ["/", "/conferences/", "/search/?q=harbour", "/speakers/", "/feed/"]


def test_a_full_and_a_read_only_disk_stop_editors_and_no_reader(
    small_disk: Path, on_small_disk: dict[str, str], tmp_path: Path
) -> None:
    server = Gunicorn(on_small_disk, workers=2, log=tmp_path / "full.log")
    editor = Editor(server.address, "editor", PASSWORD)
    assert is_well(server.address, PAGES)
    form = form_of(editor.get(TOPIC).body)
    with crowd(server.address, PAGES) as readers:
        fill(small_disk / "filler")
        refused = editor.send(TOPIC, form | {"name": "Harbours"})
        assert (refused.status, "disk is full" in refused.body) == (503, True), refused.body[-800:]
        assert '"disk": "full"' in get(server.address, "/health/").body
        time.sleep(1)
        (small_disk / "filler").unlink()
        assert editor.send(TOPIC, form | {"name": "Harbours"}).status == 302
    assert set(statuses(readers)) == {200}
    tell("Disk full", readers, 0)
    server.stop()
    # A disk with files open for writing cannot be made read-only: the site starts on one.
    run("mount", "-o", "remount,ro", small_disk)
    server = Gunicorn(on_small_disk, workers=2, log=tmp_path / "read-only.log")
    editor.site = server.address
    assert is_well(server.address, PAGES)
    assert '"disk": "read-only"' in get(server.address, "/health/").body
    refused = editor.send(TOPIC, form | {"name": "Piers"})
    assert refused.status == 503, refused.body[-800:]
    assert is_well(server.address, PAGES)
    run("mount", "-o", "remount,rw", small_disk)
    wait_until(lambda: editor.send(TOPIC, form | {"name": "Piers"}).status == 302, seconds=20)
    server.stop()
    assert "no problems found" in manage(on_small_disk, "check_integrity")


def fill(path: Path) -> None:
    """Fill the disk to the last byte."""
    with path.open("wb") as file:
        try:
            while True:
                file.write(b"\0" * 65536)
                file.flush()
        except OSError:
            pass
    assert shutil.disk_usage(path.parent).free < 65536
