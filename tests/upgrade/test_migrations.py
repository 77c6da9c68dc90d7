"""What holds of every migration: it imports nothing of today's code, and old data ends as it always did."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.exceptions import IrreversibleError

from tests.builders import make_conference, make_exchange, make_outlet, make_topic, make_turn
from tests.documents import document
from tests.upgrade.test_upgrade import HERE, KEY, ROOT
from transcripts import actions
from transcripts.document import Kind
from transcripts.models import Conference, ConferenceCount
from transcripts.search import counting

MIGRATIONS = ROOT / "transcripts" / "migrations"
GOLDEN = HERE / "keys_of_names.json"
# Names as they were entered when there were no keys yet: before 0010.
NAMES = {
    "speaker": [("Dr. Ines Calder", "伊内丝·考尔德"), ("José Ñandú-O’Brien", ""), ("陳毛寧", ""), ("J. R. Łoś", "")],
    "outlet": [("Evening Courier", "晚邮报"), ("The 1,080 Post", ""), ("l’Écho du Port", "")],
    "topic": [("River crossings", "过江交通"), ("Housing", "住房"), ("Ox", "税")],
}
MIGRATE = """
import json, sys, django
django.setup()
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
call_command("migrate", "transcripts", "0009", verbosity=0)
apps = MigrationExecutor(connection).loader.project_state([("transcripts", "0009_create_import_drafts")]).apps
number = 0
for kind, names in json.load(sys.stdin).items():
    for name, chinese in names:
        number += 1
        model = apps.get_model("transcripts", kind)
        row = model.objects.create(name=name, name_zh_hans=chinese, slug=f"name-{number}")
        if kind != "topic":
            row.aliases.create(name=f"Alias {number}")
call_command("migrate", "transcripts", sys.argv[1], verbosity=0)
with connection.cursor() as cursor:
    cursor.execute("SELECT kind, record, name, key FROM transcripts_namekey")
    json.dump(sorted(cursor.fetchall()), sys.stdout)
"""


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"import_module", "__import__"}:
            yield ast.literal_eval(node.args[0])


@pytest.mark.parametrize("path", sorted(MIGRATIONS.glob("*.py")), ids=lambda path: path.stem)
def test_it_imports_nothing_of_todays_code(path: Path) -> None:
    ours = [name for name in imports(path) if name.startswith((".", "transcripts", "pressroom", "tests"))]
    assert all(name.startswith("transcripts.migrations.") for name in ours), ours


def test_names_from_before_there_were_keys_get_the_keys_that_they_always_got(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    env = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": f"sqlite:///{tmp_path}/old.sqlite3",
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": KEY,
        "DJANGO_SETTINGS_MODULE": "pressroom.settings",
    }
    done = subprocess.run(  # noqa: S603  (our own program)
        [sys.executable, "-c", MIGRATE, "0038"],
        input=json.dumps(NAMES),
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    if request.config.getoption("--regenerate-golden"):
        lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in found)
        GOLDEN.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    assert found == json.loads(GOLDEN.read_text(encoding="utf-8"))


@pytest.mark.django_db
def test_what_revisions_are_sealed_with_is_not_taken_away_by_going_back() -> None:
    keep = import_module("transcripts.migrations.0079_seal_leaves_of_names").keep_what_is_sealed
    keep(apps, None)
    actions.reconcile(Conference(title="Night ferries"), document())
    with pytest.raises(IrreversibleError, match="restore a backup of before"):
        keep(apps, None)


@pytest.mark.django_db
def test_each_topic_and_outlet_of_a_conference_is_counted_after_an_upgrade() -> None:
    migration = import_module("transcripts.migrations.0085_count_every_topic_and_outlet")
    conference = make_conference()
    make_exchange(conference, question=None, answer=None, topics=(make_topic(),))
    make_turn(make_exchange(conference), Kind.NOTE, "The courier leaves.", outlet=make_outlet("Courier"))
    migration.drop_zeros(apps, None)
    assert ConferenceCount.objects.count() == 3  # all of it, the outlet that asks and the speaker
    migration.add_missing(apps, None)
    assert ConferenceCount.objects.count() == 5
    assert not counting.differing([conference.pk])
