"""An archive of each release is restored into today's tables, on the kind of database on which the suite runs.

README.md beside this file says how they were made. All is done by programs of their own, in a database of its own.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.actions.archiving.members import members_of
from tests.upgrade.test_upgrade import Kept, differences, expected, new_postgres, new_sqlite

HERE = Path(__file__).parent
ARCHIVES = sorted((HERE / "archives").iterdir())


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Kept]:
    """A database without tables."""
    yield from (new_sqlite if connection.vendor == "sqlite" else new_postgres)(tmp_path)


@pytest.mark.parametrize("archive", ARCHIVES, ids=lambda path: path.stem)
def test_an_archive_of_an_earlier_release_is_restored_and_migrated(empty: Kept, archive: Path, tmp_path: Path) -> None:
    empty.manage("migrate", "--verbosity=0")
    assert "was restored" in empty.manage("restore", str(archive))
    assert "No planned migration" in empty.manage("migrate", "--plan")
    assert empty.query("SELECT count(*) FROM transcripts_revision") == [(rows_in(archive, "transcripts_revision"),)]
    empty.manage("archive", str(tmp_path / "again"))
    one, other = members_of(archive), members_of(tmp_path / "again")
    same = [name for name in one if name.startswith("rows/") and one[name] == other.get(name)]
    assert {"rows/transcripts_turn/000001.jsonl", "rows/transcripts_version/000001.jsonl"} <= set(same)


@pytest.mark.drill
@pytest.mark.parametrize("archive", ARCHIVES, ids=lambda path: path.stem)
def test_it_holds_and_shows_what_it_held_and_showed(empty: Kept, archive: Path) -> None:
    empty.manage("migrate", "--verbosity=0")
    empty.manage("restore", str(archive))
    before = expected()
    sought = {path: page.get("words", []) for path, page in before["pages"].items()}
    after = json.loads(empty.run("-m", "tests.upgrade.observe", stdin=json.dumps(sought)))
    assert after["site"].pop("edition") >= before["site"].pop("edition")
    lost = [line for section in before for line in differences(before[section], after[section], section)]
    assert not lost, "\n".join(lost[:40])


def rows_in(archive: Path, table: str) -> int:
    return int(json.loads(members_of(archive)["end.json"])["rows"][table])
