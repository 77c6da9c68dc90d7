"""Code and tables of different releases: whoever asks then is told to come back, and no error of ours is made of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.conftest import ACCOUNT, PASSWORD, SHEETS
from tests.servers.machines import Gunicorn, Postgres, environment, folder, manage, wait_until
from tests.servers.people import Editor, get
from tests.servers.test_disasters import LATEST, TOPIC, form_of, is_well

PATHS = ["/", "/conferences/", "/search/?q=harbour", "/zh-hans/speakers/", "/corrections/"]


@pytest.fixture
def base() -> Iterator[Postgres]:
    """A database of its own, with two transcripts and an editor."""
    with folder() as path:
        primary = Postgres.primary(path / "primary")
        try:
            manage(environment(path / "data", DATABASE_URL=primary.url), "migrate", "--verbosity", "0")
            yield primary
        finally:
            primary.stop()


def test_workers_whose_code_is_newer_or_older_than_the_tables(base: Postgres, tmp_path: Path) -> None:
    """They start on older tables, and a later release's tables come to be under them: neither makes a traceback."""
    environ = environment(base.path.parent / "data", DATABASE_URL=base.url)
    manage(environ, "import_transcript", *map(str, SHEETS), "--publish", "--minor")
    manage(environ | ACCOUNT, "createsuperuser", "--noinput", "--username", "editor")
    manage(environ, "migrate", "transcripts", LATEST, "--verbosity", "0")
    log = tmp_path / "log"
    server = Gunicorn(environ, workers=2, log=log)
    try:
        for path in PATHS:
            page = get(server.address, path)
            assert (page.status, page.headers["retry-after"], page.headers["cache-control"]) == (503, "5", "no-store")
            said = "正在更新" if path.startswith("/zh") else "The press room is being updated"
            assert said in page.body
        ready = get(server.address, "/health/ready/")
        assert (ready.status, '"migrations": "waiting"' in ready.body) == (503, True)
        assert get(server.address, "/health/live/").status == 200
        manage(environ, "migrate", "--verbosity", "0")
        wait_until(lambda: is_well(server.address, PATHS), seconds=20)
        assert get(server.address, "/health/ready/").status == 200
        # Taken back under workers that have answered: the first to be refused by a table says so as well.
        manage(environ, "migrate", "transcripts", LATEST, "--verbosity", "0")
        pages = [get(server.address, f"{path}?x={number}") for number in range(4) for path in PATHS]
        assert {page.status for page in pages} <= {200, 503}
        manage(environ, "migrate", "--verbosity", "0")
        wait_until(lambda: is_well(server.address, PATHS), seconds=20)
        # A later release adds what these workers do not know of: readers are answered, editors asked to save again.
        editor = Editor(server.address, "editor", PASSWORD)
        form = form_of(editor.get(TOPIC).body)
        base.ask("ALTER TABLE transcripts_topic ADD COLUMN shade integer NOT NULL DEFAULT 1")
        base.ask("ALTER TABLE transcripts_topic ALTER COLUMN shade DROP DEFAULT")
        base.ask("INSERT INTO django_migrations (app, name, applied) VALUES ('transcripts', '9999_shade', now())")
        assert is_well(server.address, PATHS)
        refused = editor.send(TOPIC, form | {"name": "Harbours"})
        assert (refused.status, refused.headers["retry-after"]) == (503, "5")
        assert "and save again" in refused.body
        base.ask("ALTER TABLE transcripts_topic DROP COLUMN shade")
        base.ask("DELETE FROM django_migrations WHERE name = '9999_shade'")
        assert editor.send(TOPIC, form | {"name": "Harbours"}).status == 302
    finally:
        server.stop()
    assert "Traceback" not in log.read_text()
