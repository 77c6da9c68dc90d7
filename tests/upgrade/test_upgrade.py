"""A database of an earlier release, brought to today's: what it held and showed, it holds and shows.

The databases and what is expected of them are described in README.md beside this file. All is done by programs of their
own, as an office does it, so that nothing of the suite's own database is touched.
"""

import json
import lzma
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from transcripts.models import Conference

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LAST = "0038"  # the newest migration of the release that is kept
KEY = "kept-for-the-tests-of-upgrades-only"  # by which the preview link in `expected` was signed
# Where rows may be other ones after the way there and back: what Django keeps for itself, and what is made again.
NOT_COMPARED = re.compile(r"django_migrations|sqlite_sequence|sqlite_stat1|transcripts_search.*")
ONLY_ADDED_TO = {"django_content_type", "auth_permission", "auth_group", "auth_group_permissions"}
# Columns that have other values when the rows are made again: keys of what is derived, and what is random.
DERIVED = {
    "transcripts_namekey": {"id"},
    "transcripts_paragraph": {"id", "public_id"},
    "transcripts_conference": {"public_id"},
    "transcripts_publicchange": {"key"},
    "transcripts_version": {"structure", "salts", "digest", "previous"},
    "transcripts_edition": {"epoch"},
}

# Runs standard input by the shell, and ends as it does.
_SHELL = "import subprocess, sys; sys.exit(subprocess.run(['sh', '-e'], input=sys.stdin.read(), text=True).returncode)"

Snapshot = dict[str, set[tuple[Any, ...]]]


def expected() -> dict[str, Any]:
    return json.loads(lzma.decompress((HERE / "expected.json.xz").read_bytes()))


class Kept:
    """A kept database, restored: its address, and what is in it."""

    def __init__(self, url: str, folder: Path, query: Callable[[str], list[tuple[Any, ...]]]) -> None:
        self.url, self.folder, self.query = url, folder, query

    def run(self, *command: str, stdin: str = "") -> str:
        """Run a program of the project on it, and return what it says. Fails the test when it fails."""
        return self._run(*command, stdin=stdin).stdout

    def complaint(self, *command: str) -> str:
        """Run a program as well, and return what it says on standard error."""
        return self._run(*command).stderr

    def shell(self, commands: str) -> str:
        """Run commands as an office types them, with the Python of the tests; none may fail."""
        return self._run("-c", _SHELL, stdin=commands.replace(".venv/bin/python", sys.executable)).stdout

    def _run(self, *command: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        env = {**kept, "DATABASE_URL": self.url, "DATA_DIR": str(self.folder), "SECRET_KEY": KEY, "LOG_LEVEL": "ERROR"}
        env["PYTHON"] = sys.executable
        done = subprocess.run(  # noqa: S603  (our own programs)
            [sys.executable, *command], input=stdin, env=env, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{' '.join(command)}:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        return done

    def manage(self, *command: str) -> str:
        return self.run("manage.py", *command)

    def snapshot(self) -> Snapshot:
        """Return the rows of all tables, each row as (column, value) pairs in the order of the columns' names."""
        found = {}
        for table, columns in self.tables().items():
            if NOT_COMPARED.fullmatch(table):
                continue
            derived = DERIVED.get(table, set())
            names = sorted(name for name in columns if name.strip('"') not in derived)
            rows = self.query(f"SELECT {', '.join(f'{name}' for name in names)} FROM {table}")  # noqa: S608
            found[table] = {tuple(zip(names, map(_plain, row), strict=True)) for row in rows}
        return found

    def tables(self) -> dict[str, list[str]]:
        if self.url.startswith("sqlite"):
            names = [name for (name,) in self.query("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: [f'"{row[1]}"' for row in self.query(f"PRAGMA table_info({name})")] for name in names}
        found: dict[str, list[str]] = {}
        columns = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        for table, column in self.query(columns):
            found.setdefault(table, []).append(f'"{column}"')
        return found


def _plain(value: Any) -> Any:
    return json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else value


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    """The database of the release that is kept, of the kind on which the suite runs."""
    yield from (restore_sqlite if connection.vendor == "sqlite" else restore_postgres)(tmp_path)


def restore_sqlite(folder: Path) -> Iterator[Kept]:
    (folder / "release.sqlite3").write_bytes(lzma.decompress((HERE / "release.sqlite3.xz").read_bytes()))
    yield from new_sqlite(folder)


def new_sqlite(folder: Path) -> Iterator[Kept]:
    path = folder / "release.sqlite3"

    def query(sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(path)) as database:
            return database.execute(sql).fetchall()

    yield Kept(f"sqlite:///{path}", folder, query)


def restore_postgres(folder: Path) -> Iterator[Kept]:
    """Restore the dump into a database of its own, beside that of the suite."""
    psql = shutil.which("psql")
    assert psql, "psql, the client of PostgreSQL, restores the dump: install postgresql-client."
    for kept in new_postgres(folder):
        subprocess.run(  # noqa: S603  (psql, as it was found)
            [psql, "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", f"--dbname={kept.url}"],
            input=lzma.decompress((HERE / "release.sql.xz").read_bytes()),
            stdout=subprocess.DEVNULL,
            check=True,
        )
        yield kept


def new_postgres(folder: Path) -> Iterator[Kept]:
    """Make an empty database, and drop it at the end."""
    suite = settings.DATABASES["default"]
    name = f"{connection.settings_dict['NAME']}_upgrade"
    server = {"host": suite["HOST"], "port": str(suite["PORT"]), "user": suite["USER"], "password": suite["PASSWORD"]}
    server = {key: value for key, value in server.items() if value}

    def ask(sql: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        with psycopg.connect(**server, dbname=database, autocommit=True) as session:
            cursor = session.execute(sql)  # type: ignore[call-overload]
            return cursor.fetchall() if cursor.description else []

    ask(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    ask(f"CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0")
    try:
        who = server.get("user", "") + (f":{server['password']}" if "password" in server else "")
        where = f"{server.get('host', '')}:{server.get('port', '')}".rstrip(":")
        yield Kept(f"postgres://{who}@{where}/{name}", folder, lambda sql: ask(sql, name))
    finally:
        ask(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def test_a_press_room_is_after_an_upgrade_what_it_was_before(kept: Kept) -> None:
    assert "run manage.py rebuild_search" in kept.complaint("manage.py", "migrate")
    assert kept.query("SELECT release FROM transcripts_search_state") == [(None,)]
    assert "turns indexed" in kept.manage("rebuild_search", "--if-needed")
    assert kept.manage("rebuild_search", "--if-needed") == ""
    assert kept.manage("check_integrity", "--skip-files").startswith("26 conferences checked, no problems found.")
    before = expected()
    sought = {path: page.get("words", []) for path, page in before["pages"].items()}
    after = json.loads(kept.run("-m", "tests.upgrade.observe", stdin=json.dumps(sought)))
    assert set(after) >= set(before)
    assert after["site"].pop("edition") >= before["site"].pop("edition")  # the index was made again
    lost = [line for section in before for line in differences(before[section], after[section], section)]
    assert not lost, "\n".join(lost[:40])
    [(permission,)] = kept.query("SELECT name FROM auth_permission WHERE codename = 'publish_own_conference'")
    assert permission == dict(Conference._meta.permissions)["publish_own_conference"]  # Django names it only once


@pytest.mark.drill
def test_what_came_after_the_release_can_be_taken_back_and_done_again(kept: Kept) -> None:
    before = kept.snapshot()
    kept.manage("migrate", "--verbosity=0")
    done = kept.snapshot()
    kept.manage("migrate", "transcripts", LAST, "--verbosity=0")
    for package in ("mfa", "account"):  # of which that release had nothing
        kept.manage("migrate", package, "zero", "--verbosity=0")
    assert_same(before, kept.snapshot())
    kept.manage("migrate", "--verbosity=0")
    assert_same(done, kept.snapshot())
    assert "No planned migration" in kept.manage("migrate", "--plan")


def assert_same(before: Snapshot, after: Snapshot) -> None:
    assert set(before) == set(after)
    for table, rows in before.items():
        assert rows <= after[table], (table, sorted(map(repr, rows - after[table]))[:5])
        if table not in ONLY_ADDED_TO:
            assert rows == after[table], (table, sorted(map(repr, after[table] - rows))[:5])


# More than there was may be there where a later release grants or shows more.
MAY_GROW = re.compile(r"groups/[^/]+|accounts/[^/]+/permissions|pages/.*/words|search/(?:offered|found)/.+")


def differences(before: Any, after: Any, where: str) -> Iterator[str]:
    """Yield a sentence for whatever is not there any more, or is otherwise, with the place where it stands."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key, value in before.items():
            if key in after:
                yield from differences(value, after[key], f"{where}/{key.strip('/') if where == 'pages' else key}")
            else:
                yield f"{where}: {key!r} is gone"
        if where.count("/") == 0 and where not in {"groups", "pages", "editors' pages"}:
            yield from (f"{where}: {key!r} was not there" for key in after.keys() - before.keys())
    elif isinstance(before, list) and isinstance(after, list) and MAY_GROW.fullmatch(where):
        yield from (f"{where}: {each!r} is gone" for each in before if each not in after)
    elif before != after:
        yield f"{where}: {before!r} is now {after!r}"


@pytest.mark.parametrize(
    ("before", "after", "where"),
    [
        ({"slug": {"title": "a"}}, {"slug": {"title": "b"}}, "conferences"),
        ({"slug": {"title": "a"}}, {}, "conferences"),
        ({}, {"slug": {"title": "a"}}, "conferences"),
        ({"/": {"words": ["a", "b"]}}, {"/": {"words": ["a"]}}, "pages"),
        ({"/": {"status": 200}}, {"/": {"status": 404}}, "pages"),
        ({"Editors": ["a", "b"]}, {"Editors": ["b", "c"]}, "groups"),
        ([["speaker", "old", "new"]], [["speaker", "old", ""]], "redirects"),
    ],
)
def test_what_is_lost_or_otherwise_is_told(before: Any, after: Any, where: str) -> None:
    assert len(list(differences(before, after, where))) == 1


def test_what_a_later_release_adds_is_no_difference() -> None:
    before = {"/": {"status": 200, "words": ["a"]}}
    assert not list(differences(before, {"/": {"status": 200, "words": ["a", "b"]}, "/new/": {}}, "pages"))
    assert not list(differences({"Editors": ["a"]}, {"Editors": ["b", "a"], "Readers": []}, "groups"))
