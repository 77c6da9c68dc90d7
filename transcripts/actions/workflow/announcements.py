"""Announcing a conference, moving and cancelling it, and taking back an announcement made in error.

None of them changes the conference's state or its words: what they write is the announcement, and the address.
"""

from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from transcripts.actions.change import Change, WrongStateError, bump_edition, record_event, require_permission
from transcripts.actions.public_changes import announcement_of
from transcripts.actions.purge import purge_caches
from transcripts.actions.redirects import keep_old_address
from transcripts.models import Announcement, Conference, Event, Redirect, Series, Status
from transcripts.reading.running import who_speaks

FURTHEST = timedelta(days=3660)  # from today
LONGEST = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is announced. Times are moments; `zone` is the IANA name of that in which readers are told them."""

    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    language: str = "en"
    series: Series | None = None
    place: str = ""
    people: str = ""
    accreditation: str = ""
    broadcast_url: str = ""

    def is_at_the_same_time(self, row: Announcement) -> bool:
        """Return whether a row says the same start, end and zone."""
        return (self.starts_at, self.ends_at, self.zone) == (row.starts_at, row.ends_at, row.zone)


def plan_of(row: Announcement) -> Plan:
    """Return what a row announces."""
    return Plan(**{field.name: getattr(row, field.name) for field in fields(Plan)})


def head_for_announcement(conference: Conference) -> dict[str, Any]:
    """Return what the conference's head says of an announcement's fields, times aside. Two queries.

    Chairs and interpreters are not among those who will speak.
    """
    people = who_speaks(conference.participations.select_related("speaker"), conference.language)
    return {
        "title": conference.title,
        "language": conference.language,
        "series": conference.series,
        "place": conference.venue,
        "people": "\n".join(people),
    }


@transaction.atomic
def announce(conference: Conference, plan: Plan, *, change: Change) -> Announcement:
    """Announce a conference that is not public, and give it the address that follows from the announcement.

    Its former address was never public, unless an earlier announcement was withdrawn. Twelve queries.
    Raises WrongStateError, PermissionDenied.
    """
    row, before = _lock(conference, change)
    if before and before.state != Announcement.State.WITHDRAWN:
        raise WrongStateError(gettext("It has already been announced."))
    now = timezone.now()
    made = before or Announcement(conference=row)
    _take(made, plan)
    made.state, made.reason, made.announced_at = Announcement.State.PLANNED, "", now
    _save(made, change, is_new=before is None)
    _move(conference, row, plan, is_known=before is not None)
    record_event(row, Event.What.ANNOUNCED, change)
    bump_edition(moved=[announcement_of(row)])
    return made


@transaction.atomic
def change_announcement(conference: Conference, plan: Plan, *, change: Change) -> bool:
    """Change what is announced; return whether that changed anything.

    Another time moves it, which needs a reason: the change's note, which readers see. A move to another day gives
    another address, and the old one redirects. Raises WrongStateError, PermissionDenied.
    """
    row, made = _lock_announced(conference, change)
    if plan == plan_of(made):
        return False
    is_moved = not plan.is_at_the_same_time(made)
    was_on = made.day
    if is_moved:
        made.reason = _require_reason(change)
        made.state = Announcement.State.MOVED
    _take(made, plan)
    _save(made, change)
    if made.day != was_on:
        _move(conference, row, plan, is_known=True)
    record_event(row, Event.What.MOVED if is_moved else Event.What.REANNOUNCED, change)
    bump_edition(moved=[announcement_of(row)])
    return True


def update_announcement(conference: Conference, *, change: Change) -> bool:
    """Take title, language, series, place and speakers from the conference's head; return whether any was another.

    Its address stays. Raises WrongStateError, PermissionDenied.
    """
    with transaction.atomic():
        row, made = _lock_announced(conference, change)
        return change_announcement(conference, replace(plan_of(made), **head_for_announcement(row)), change=change)


@transaction.atomic
def cancel_announced(conference: Conference, *, change: Change) -> None:
    """Say that the conference does not take place, for the reason that is the change's note.

    Raises WrongStateError, PermissionDenied.
    """
    row, made = _lock_announced(conference, change)
    made.reason, made.state = _require_reason(change), Announcement.State.CANCELLED
    _save(made, change)
    record_event(row, Event.What.CANCELLED, change)
    bump_edition(moved=[announcement_of(row)])


@transaction.atomic
def withdraw_announcement(conference: Conference, *, change: Change) -> None:
    """Take back an announcement made in error: its address then says only that, and why (the change's note).

    Raises WrongStateError, PermissionDenied.
    """
    row, made = _lock_announced(conference, change)
    made.reason, made.state = _require_reason(change), Announcement.State.WITHDRAWN
    _save(made, change)
    record_event(row, Event.What.RETRACTED, change)
    bump_edition(moved=[announcement_of(row)])
    purge_caches()


def _lock(conference: Conference, change: Change) -> tuple[Conference, Announcement | None]:
    """Return the row, locked, and its announcement. Two queries. Raises WrongStateError, PermissionDenied."""
    require_permission(change, "announce_conference")
    row = Conference.objects.select_for_update().get(pk=conference.pk)
    if row.binned_at:
        raise WrongStateError(gettext("It is in the trash; restore it first."))
    if row.is_published or row.status == Status.WITHDRAWN:
        raise WrongStateError(gettext("Only a conference that has not been published can be announced."))
    return row, Announcement.objects.select_for_update().filter(conference=row).first()


def _lock_announced(conference: Conference, change: Change) -> tuple[Conference, Announcement]:
    row, made = _lock(conference, change)
    if made is None or made.state == Announcement.State.WITHDRAWN:
        raise WrongStateError(gettext("It is not announced."))
    return row, made


def _require_reason(change: Change) -> str:
    if not change.note.strip():
        raise WrongStateError(gettext("Enter the reason; readers will see it."))
    return change.note.strip()


def _take(row: Announcement, plan: Plan) -> None:
    """Set the row's fields. Raises WrongStateError for a plan that no row can hold."""
    if not plan.title.strip() or plan.ends_at <= plan.starts_at:
        raise WrongStateError(gettext("An announcement needs a title, and an end that is later than its start."))
    if abs(plan.starts_at - timezone.now()) > FURTHEST or plan.ends_at - plan.starts_at > LONGEST:
        raise WrongStateError(
            gettext("An announced conference must start within ten years and last at most fourteen days.")
        )
    for field in fields(Plan):
        setattr(row, field.name, getattr(plan, field.name))


def _save(row: Announcement, change: Change, *, is_new: bool = False) -> None:
    """Save the row as a state of its own in its history."""
    row.changed_at = timezone.now()
    row.sequence += not is_new
    row._history_user = change.user  # type: ignore[attr-defined] # where django-simple-history looks
    row.save()


def _move(conference: Conference, row: Conference, plan: Plan, *, is_known: bool) -> None:
    """Give the conference the address of the plan; readers may know the old one (`is_known`). Six queries at most."""
    old = row.slug
    row.slug = row.free_slug(plan.title, plan.starts_at.astimezone(ZoneInfo(plan.zone)).date())
    conference.slug = row.slug
    if row.slug == old:
        return
    row.save(update_fields=["slug", "updated_at"])
    if is_known:
        keep_old_address(Redirect.Kind.CONFERENCE, old, row.slug)
