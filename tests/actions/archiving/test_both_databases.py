"""From SQLite to PostgreSQL and back, page by page: the demonstration, and a large archive. (A part of the drill.)"""

import json
import os
import resource
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.actions.archiving.members import members_of
from tests.actions.archiving.test_archiving import OTHERWISE
from tests.upgrade.test_upgrade import Kept, new_postgres, new_sqlite

pytestmark = [
    pytest.mark.drill,
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's run has both databases."),
]
EXCHANGES = int(os.environ.get("ARCHIVED", "10000"))


def there_and_back(first: Kept, folder: Path, *most: str, has_revisions: bool = True) -> None:
    """Hold what the site shows, and what it archives, to what they are on the other database, and back on this one."""
    pages = json.loads(first.run("-m", "tests.actions.archiving.walk", *most))
    first.manage("archive", str(folder / "0"), "--with", "passwords")
    one = members_of(folder / "0")
    for number, make in enumerate((new_postgres, new_sqlite)):
        (place := folder / f"place-{number}").mkdir()
        for kept in make(place):
            kept.manage("migrate", "--verbosity=0")
            kept.manage("restore", str(folder / str(number)))
            if has_revisions:
                kept.manage("check_integrity")
            assert json.loads(kept.run("-m", "tests.actions.archiving.walk", *most)) == pages
            kept.manage("archive", str(folder / str(number + 1)), "--with", "passwords")
    for number in (1, 2):
        other = members_of(folder / str(number))
        assert set(one) == set(other)
        assert {name for name in one if one[name] != other[name]} == OTHERWISE
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    sys.stdout.write(f"\n{len(pages)} addresses alike; the largest process took {peak} MB\n")


def test_the_demonstration_is_the_same_there_and_back(tmp_path: Path) -> None:
    for first in new_sqlite(tmp_path):
        first.manage("migrate", "--verbosity=0")
        first.manage("load_demo", "--with-editor")
        there_and_back(first, tmp_path)


def test_a_large_archive_is_the_same_there_and_back(tmp_path: Path) -> None:
    for first in new_sqlite(tmp_path):
        first.manage("migrate", "--verbosity=0")
        first.manage("generate_corpus", "--exchanges", str(EXCHANGES))
        first.manage("rebuild_search")
        there_and_back(first, tmp_path, "2000", has_revisions=False)  # those of a generated archive are not made
