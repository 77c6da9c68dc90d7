"""The whole site through pgbouncer, which lends a connection for a transaction: readers, the desk, and the commands."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.servers.conftest import IS_LONG, SHEETS, Place
from tests.servers.machines import Gunicorn, manage, pgbouncer
from tests.servers.people import crowd, get


@pytest.fixture(scope="module")
def pooled(place: Place) -> Iterator[str]:
    daemon, url = pgbouncer(place.path / "pgbouncer.ini", place.primary)
    yield url
    daemon.stop()


def test_a_connection_that_is_not_said_to_be_pooled_is_refused(pooled: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="unsupported startup parameter"):
        psycopg.connect(pooled, options="-c jit=off")


def test_readers_desk_and_search_work_over_two_connections(place: Place, pooled: str) -> None:
    environ = place.environment(DATABASE_URL=pooled, DATABASE_POOLED="true", CACHE_URL="dummy://")
    server = Gunicorn(environ, workers=2 if IS_LONG else 1)
    key, path = place.conference()
    slug = path.strip("/")
    public = ["/", path, f"{path}2/", f"{path}full/", f"{path}versions/", f"{path}cite/", "/conferences/?year=2025"]
    public += ["/search/?q=harbour", '/search/?q="tidal power"&sort=oldest', "/speakers/", "/topics/", "/outlets/"]
    public += ["/series/", "/feed/", "/corrections/", "/corrections/feed/", "/versions/", "/versions/log.jsonl"]
    public += [f"/{slug}.{suffix}" for suffix in ("txt", "json")] + ["/zh-hans/", "/about/", "/health/"]
    desk = ["", "conference/", f"conference/{key}/change/", f"conference/{key}/history/", f"conference/{key}/sheet/"]
    desk += ["speaker/", "speaker/duplicates/", "conference/import/", "conference/?q=tidal"]
    try:
        editor = place.editor(server.address)
        with crowd(server.address, public, readers=6) as readers:
            editor.withdraw(key)
            assert get(server.address, path).status == 410
            editor.publish(key)
            for each in desk:
                assert editor.get(f"/admin/transcripts/{each}").status in {200, 302}, each
        assert readers.errors() == [], server.log.read_text()[-5000:]
        for each in public:
            assert get(server.address, each).status == 200, each
        assert "page" in get(server.address, "/search/?q=tidal").body
    finally:
        server.stop()
    assert len(place.primary.ask("SELECT FROM pg_stat_activity WHERE datname = 'press'")) <= 3  # two, and this one


@pytest.mark.skipif(not IS_LONG, reason="Takes long: a part of the drill.")
def test_commands_work_over_two_connections(place: Place, pooled: str) -> None:
    environ = place.environment(DATABASE_URL=pooled, DATABASE_POOLED="true")
    manage(environ, "migrate", "--verbosity", "0")
    manage(environ, "rebuild_search", "--processes", "2")
    assert "unchanged" in manage(environ, "import_transcript", str(SHEETS[0])).lower()
    manage(environ, "check_integrity")
    manage(environ, "tidy")
