"""Presence: which users have a conference open in the admin. It bumps no edition and leaves no history."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import OperationalError, transaction
from django.utils import timezone

from transcripts.models import Conference, Presence

FRESH = timedelta(seconds=20)  # a note made so recently is not made again


def mark_present(conference: Conference, user: User) -> list[Presence]:
    """Note that the user has the conference open, and return who else has. Three queries at the most."""
    now = timezone.now()
    current = list(conference.presences.current(now).select_related("user"))
    mine = next((row for row in current if row.user_id == user.pk), None)
    if mine is None or mine.seen_at < now - FRESH:
        with suppress(OperationalError):  # the database was held for too long: better no note than no page
            _note(conference, user, since=mine.since if mine else now, now=now)
    return [row for row in current if row.user_id != user.pk]


def mark_absent(conference: Conference, user: User) -> None:
    """Note that the user has closed the conference. One query."""
    conference.presences.filter(user=user).delete()


@transaction.atomic
def _note(conference: Conference, user: User, *, since: datetime, now: datetime) -> None:
    """Save the user's row, and delete rows that were not renewed for long. Two queries."""
    Presence.objects.bulk_create(
        [Presence(conference=conference, user=user, since=since, seen_at=now)],
        update_conflicts=True,
        update_fields=["since", "seen_at"],
        unique_fields=["conference", "user"],
    )
    Presence.objects.filter(seen_at__lt=now - timedelta(hours=1)).delete()
