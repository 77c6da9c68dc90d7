"""An archive of each release is restored into today's tables, on the kind of database on which the suite runs.

README.md beside this file says how they were made. All is done by programs of their own, in a database of its own.
"""

import json
import lzma
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.actions.archiving.members import members_of
from tests.upgrade.test_upgrade import ROOT, Kept, differences, new_postgres, new_sqlite

HERE = Path(__file__).parent
# Backups of 20 days and of months before, and those that are kept beside today's: 13 days, and 12 months' last ones.
DAYS = (
    [f"2026-10-{day:02}" for day in range(1, 21)] + [f"2025-{month:02}-27" for month in range(1, 13)] + ["2026-09-05"]
)
KEPT_DAYS = [f"2026-10-{day:02}" for day in range(20, 7, -1)] + [
    "2026-09-05",
    *(f"2025-{month:02}-27" for month in range(12, 1, -1)),
]
ARCHIVES = sorted((HERE / "archives").glob("*.archive"))


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Kept]:
    """A database without tables."""
    yield from (new_sqlite if connection.vendor == "sqlite" else new_postgres)(tmp_path)


def test_an_archive_of_each_release_is_kept() -> None:
    released = re.findall(r"(?m)^## \[?(\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    kept = {path.stem for path in ARCHIVES}
    assert kept >= set(released)
    assert kept == {path.name.removesuffix(".json.xz") for path in (HERE / "archives").glob("*.json.xz")}


@pytest.mark.drill
@pytest.mark.parametrize("archive", ARCHIVES, ids=lambda path: path.stem)
def test_an_archive_of_an_earlier_release_is_restored_as_operating_says(
    empty: Kept, archive: Path, tmp_path: Path
) -> None:
    said = empty.shell(block("Restoring").replace("press-2026-11-30.archive", str(archive)))
    assert "is whole" in said
    assert "was restored" in said
    assert "26 conferences checked, no problems found." in said
    (tmp_path / "backups").mkdir()
    for day in DAYS:
        (tmp_path / "backups" / f"press-{day}.archive").touch()
    recipe = block("Backups").replace("/var/backups/pressroom", str(tmp_path / "backups"))
    empty.shell(recipe.replace(" --recipient age1…", ""))
    made, *kept = sorted((tmp_path / "backups").iterdir(), reverse=True)
    assert [path.name[6:16] for path in kept] == KEPT_DAYS
    one, other = members_of(archive), members_of(made)
    same = [name for name in one if name.startswith("rows/") and one[name] == other.get(name)]
    assert {"rows/transcripts_turn/000001.jsonl", "rows/transcripts_version/000001.jsonl"} <= set(same)
    assert {name for name in one if name.startswith("files/")} <= set(other)


def block(heading: str) -> str:
    """The commands of a chapter of docs/operating.md."""
    chapter = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2]
    return chapter.partition("```sh\n")[2].partition("```")[0]


@pytest.mark.drill
@pytest.mark.parametrize("archive", ARCHIVES, ids=lambda path: path.stem)
def test_it_holds_and_shows_what_it_held_and_showed(empty: Kept, archive: Path) -> None:
    empty.manage("migrate", "--verbosity=0")
    empty.manage("restore", str(archive))
    before = json.loads(lzma.decompress(archive.with_suffix(".json.xz").read_bytes()))
    sought = {path: page.get("words", []) for path, page in before["pages"].items()}
    after = json.loads(empty.run("-m", "tests.upgrade.observe", stdin=json.dumps(sought)))
    assert after["site"].pop("edition") >= before["site"].pop("edition")
    lost = [line for section in before for line in differences(before[section], after[section], section)]
    assert not lost, "\n".join(lost[:40])
