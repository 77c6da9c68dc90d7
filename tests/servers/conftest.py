"""The servers that the tests share: one primary with two transcripts, on which an editor works."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.production import BASE
from tests.servers.machines import Postgres, environment, folder, manage, missing
from tests.servers.people import Editor

IS_LONG = "SERVERS_LONG" in os.environ  # in the drill: as long, and by as many processes, as in production
PASSWORD = "correct horse"
ACCOUNT = {"DJANGO_SUPERUSER_PASSWORD": PASSWORD, "DJANGO_SUPERUSER_EMAIL": "editor@example.org"}
SHEETS = [BASE / "transcripts" / "demo" / f"{name}.txt" for name in ("02-winter-crossings", "12-tidal-station")]
NEEDED = ("initdb", "pg_basebackup", "nginx", "pgbouncer", "redis-server")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip these tests where a server is not installed."""
    lacking = missing(*NEEDED)
    for item in items:
        if lacking and "servers" in item.path.parts:
            item.add_marker(pytest.mark.skip(reason=f"Not installed: {', '.join(lacking)}."))


@dataclass(frozen=True)
class Place:
    """Where the servers' files lie, and the primary."""

    path: Path
    primary: Postgres

    def environment(self, **settings: str) -> dict[str, str]:
        return environment(self.path / "data", **{"DATABASE_URL": self.primary.url, **settings})

    def editor(self, site: str) -> Editor:
        return Editor(site, "editor", PASSWORD)

    def conference(self, number: int = 0) -> tuple[int, str]:
        """The key and the path of a public conference."""
        rows = self.primary.ask("SELECT id, slug FROM transcripts_conference WHERE status = 'published' ORDER BY id")
        key, slug = rows[number]
        assert isinstance(key, int)
        return key, f"/conferences/{slug}/"


@pytest.fixture(scope="session")
def place() -> Iterator[Place]:
    with folder() as path:
        primary = Postgres.primary(path / "primary")
        try:
            environ = environment(path / "data", DATABASE_URL=primary.url)
            manage(environ, "migrate", "--verbosity", "0")
            manage(environ, "import_transcript", *map(str, SHEETS), "--publish", "--minor")
            manage(environ | ACCOUNT, "createsuperuser", "--noinput", "--username", "editor")
            yield Place(path, primary)
        finally:
            primary.stop()
