"""A database server killed under writing load: what it said it had done is there when it is back."""

import random
import subprocess
import sys
import time

from tests.browser.production import BASE
from tests.servers.conftest import IS_LONG, Place
from tests.servers.machines import manage
from tests.writer import STEPS, last_steps

ROUNDS = 40 if IS_LONG else 1
DICE = random.Random(3)  # noqa: S311


def test_a_database_that_was_killed_has_all_that_it_acknowledged(place: Place) -> None:
    said: list[str] = []
    environ = place.environment()
    for _ in range(ROUNDS):
        command = [sys.executable, "-m", "tests.writer"]
        writer = subprocess.Popen(
            command, env=environ, cwd=BASE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert writer.stdout is not None
        said.append(writer.stdout.readline().strip())
        time.sleep(DICE.uniform(0, 1.5))
        place.primary.stop("immediate")
        try:
            said += writer.stdout.read().splitlines()
            assert writer.wait() != 0  # it was told that its last step failed
        finally:
            place.primary.start()
    last = last_steps(said)
    found: dict[object, object] = dict(place.primary.ask("SELECT id, status FROM transcripts_conference"))  # type: ignore[arg-type]
    for pk, step in last.items():
        assert STEPS.index(step) <= STEPS.index(str(found[pk])) <= STEPS.index(step) + 1
    assert "no problems found" in manage(environ, "check_integrity")
    sys.stdout.write(f"\n{ROUNDS} rounds; {len(said)} steps acknowledged and there\n")
