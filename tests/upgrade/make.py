"""Make a press room with a past, to be kept: the demonstration, and what editors do to it in some months.

    DATABASE_URL=sqlite:////somewhere/release.sqlite3 python -m tests.upgrade.make

The database must be migrated and empty. Clock and dice are ours, so that every database gets the same rows. README.md
beside this file says how what is kept here was made.
"""

import os
import random
import secrets
from datetime import UTC, datetime, timedelta

import django
from django.utils import timezone

EPOCH = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
FAR = datetime(2099, 1, 1, tzinfo=UTC)  # what is scheduled now, and what expires, still does so when tests are run


class Clock:
    """The time of the press room: it stands still but for `wait`."""

    def __init__(self) -> None:
        self.now = EPOCH

    def __call__(self) -> datetime:
        return self.now

    def wait(self, minutes: int = 7) -> None:
        self.now += timedelta(minutes=minutes)


clock = Clock()
dice = random.Random(20261102)  # noqa: S311  (no secret is made)


def be_deterministic() -> None:
    """Replace the clock and the dice of this process."""
    timezone.now = clock
    secrets.choice = dice.choice
    secrets.token_hex = lambda size=16: dice.randbytes(size).hex()


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pressroom.settings")
    be_deterministic()
    django.setup()
    from tests.upgrade import past  # noqa: PLC0415  (its imports need the settings)

    for step in past.STEPS:
        clock.wait(60)
        step(clock)


if __name__ == "__main__":
    main()
