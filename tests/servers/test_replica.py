"""A streaming replica of PostgreSQL answers readers, and nobody ever notices when it is behind or away."""

import json
import time
from collections.abc import Iterator

import pytest

from tests.servers.conftest import IS_LONG, Place
from tests.servers.machines import Gunicorn, Postgres, wait_until
from tests.servers.people import Editor, crowd, get

LAG = 2  # seconds that the replica may be behind here
RECORDS = '"transcripts_'  # what a statement that reads records names


@pytest.fixture(scope="module")
def replica(place: Place) -> Iterator[Postgres]:
    replica = Postgres.replica(place.path / "replica", place.primary)
    yield replica
    replica.stop()


@pytest.fixture(scope="module")
def site(place: Place, replica: Postgres) -> Iterator[str]:
    environ = place.environment(DATABASE_REPLICA_URL=replica.url, DATABASE_REPLICA_LAG=str(LAG), CACHE_URL="dummy://")
    server = Gunicorn(environ, workers=2 if IS_LONG else 1)
    yield server.address
    server.stop()


@pytest.fixture(scope="module")
def editor(place: Place, site: str) -> Editor:
    return place.editor(site)


def health(site: str) -> dict[str, str]:
    page = get(site, "/health/")
    assert page.status == 200, page.body
    said: dict[str, str] = json.loads(page.body)
    return said


def wait_for_state(site: str, state: str) -> None:
    """Wait until every process says so: they measure by themselves, and any may answer."""
    wait_until(lambda: all(health(site)["replica"] == state for _ in range(8)))


def test_readers_are_answered_from_the_replica_alone_and_editors_from_the_primary(
    place: Place, site: str, replica: Postgres, editor: Editor
) -> None:
    wait_for_state(site, "ok")
    _, path = place.conference()
    pages = ["/", path, f"{path}full/", "/conferences/", "/search/?q=harbour", "/speakers/", "/feed/", "/corrections/"]
    here, there = len(place.primary.statements()), len(replica.statements())
    for each in pages:
        assert get(site, each).status == 200
    assert RECORDS not in place.primary.statements()[here:]
    assert "transcripts_search" not in place.primary.statements()[here:]
    asked = replica.statements()[there:]
    assert asked.count('FROM "transcripts_edition"') >= len(pages)  # the stamp as well
    assert "transcripts_search" in asked
    here, there = len(place.primary.statements()), len(replica.statements())
    for each in (*pages, "/admin/"):
        assert editor.get(each).status == 200
    assert RECORDS in place.primary.statements()[here:]
    assert RECORDS not in replica.statements()[there:]


def test_whoever_writes_sees_it_at_once_and_readers_within_the_limit(place: Place, site: str, editor: Editor) -> None:
    key, path = place.conference()
    for change, status in ((editor.withdraw, 410), (editor.publish, 200)):
        change(key)
        done = time.monotonic()
        assert editor.get(path).status == status
        wait_until(lambda status=status: get(site, path).status == status, seconds=LAG)
        assert get(site, path, If_None_Match='W/"x"').status == status
        assert time.monotonic() - done < LAG + 1


def test_a_replica_that_is_behind_is_not_read(place: Place, site: str, replica: Postgres, editor: Editor) -> None:
    key, path = place.conference()
    wait_for_state(site, "ok")
    replica.ask("SELECT pg_wal_replay_pause()")
    try:
        with crowd(site, [path]) as readers:
            editor.withdraw(key)
            done = time.monotonic()
            time.sleep(LAG + 2)
        assert readers.errors() == []
        late = [page.asked - done for _, page in readers.pages if page.status == 200]
        assert max(late) <= LAG + 0.1
        assert any(page.status == 410 for _, page in readers.pages)
        wait_for_state(site, "behind")
        editor.publish(key)
        assert get(site, path).status == 200
    finally:
        replica.ask("SELECT pg_wal_replay_resume()")
    wait_for_state(site, "ok")
    there = len(replica.statements())
    assert get(site, path).status == 200
    assert RECORDS in replica.statements()[there:]


def test_a_replica_that_dies_is_missed_by_nobody(place: Place, site: str, replica: Postgres, editor: Editor) -> None:
    key, path = place.conference()
    wait_for_state(site, "ok")
    with crowd(site, ["/", path, "/search/?q=harbour", "/speakers/"]) as readers:
        time.sleep(0.5)
        replica.stop()
        editor.withdraw(key)
        assert get(site, path).status == 410
        wait_for_state(site, "away")
        editor.publish(key)
        replica.start()
        wait_for_state(site, "ok")
    assert len(readers.pages) > 20
    assert readers.errors() == []
    there = len(replica.statements())
    assert get(site, path).status == 200
    assert RECORDS in replica.statements()[there:]


def test_without_the_primary_readers_are_still_answered(place: Place, site: str, editor: Editor) -> None:
    _, path = place.conference()
    wait_for_state(site, "ok")
    with crowd(site, ["/", path, "/search/?q=harbour"]) as readers:
        place.primary.stop()
        wait_until(lambda: all(health(site).get("database") == "away" for _ in range(8)))
        time.sleep(LAG + 1)
        place.primary.start()
        wait_until(lambda: all("database" not in health(site) for _ in range(8)))
    assert len(readers.pages) > 20
    assert readers.errors() == []
    assert editor.get("/admin/").status == 200
    wait_for_state(site, "ok")


@pytest.mark.skipif(not IS_LONG, reason="Takes long: a part of the drill.")
def test_a_server_that_is_no_replica_is_not_read(place: Place) -> None:
    environ = place.environment(DATABASE_REPLICA_URL=place.primary.url, CACHE_URL="dummy://")
    server = Gunicorn(environ, workers=1)
    try:
        assert get(server.address, "/").status == 200
        assert health(server.address)["replica"] == "no replica of this database"
    finally:
        server.stop()
