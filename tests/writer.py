"""Write a press room without end, and say what is done as soon as it is: for tests that kill.

DATABASE_URL=… python -m tests.writer
"""

import os
from collections.abc import Callable, Iterable

import django

STEPS = ["draft", "published", "withdrawn"]


def write_for_ever(acknowledge: Callable[[str], object]) -> None:
    """Enter, publish and withdraw conferences, one after the other."""
    from tests.documents import document, exchange  # noqa: PLC0415  (the records need the settings)
    from transcripts import actions  # noqa: PLC0415
    from transcripts.models import Conference, Status  # noqa: PLC0415

    for number in range(10**6):
        conference = Conference(status=Status.DRAFT)
        named = document(exchange(number + 1), title=f"Boats {os.getpid()} {number}")
        actions.reconcile(conference, named, actions.Change())
        acknowledge(f"{conference.pk} draft")
        actions.publish(conference)
        acknowledge(f"{conference.pk} published")
        if number % 2:
            actions.withdraw(conference, reason="The recording was of another meeting.")
            acknowledge(f"{conference.pk} withdrawn")


def last_steps(said: Iterable[str]) -> dict[int, str]:
    """Return the last step of each conference that was said."""
    return {int(pk): step for pk, _, step in (line.partition(" ") for line in said)}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pressroom.settings")
    django.setup()
    write_for_ever(lambda said: os.write(1, f"{said}\n".encode()))
