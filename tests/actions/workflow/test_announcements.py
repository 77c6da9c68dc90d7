"""Announcing, moving, cancelling and withdrawing: what each changes, refuses, and leaves of the draft alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tests.builders import (
    make_announced,
    make_author,
    make_conference,
    make_draft,
    make_editor,
    make_participation,
    make_plan,
    make_series,
    make_speaker,
    make_withdrawn,
)
from transcripts import actions
from transcripts.actions import Change, WrongStateError
from transcripts.caching import edition_stamp
from transcripts.models import Announcement, Conference, Event, Redirect

pytestmark = pytest.mark.django_db

START = datetime(2030, 6, 1, 9, tzinfo=UTC)
PLAN = make_plan(starts_at=START, ends_at=START + timedelta(hours=1))


def test_a_draft_is_given_the_address_of_its_announcement_and_its_former_one_leads_nowhere() -> None:
    conference = make_draft("A secret title", held_on=None)
    old = conference.slug
    actions.announce(conference, PLAN, change=Change(make_editor()))
    conference.refresh_from_db()
    assert conference.slug == "2030-06-01-what-the-harbour-will-cost"
    assert not Redirect.objects.filter(old=old).exists()
    assert (conference.status, conference.held_on) == ("draft", None)
    assert conference.events.get().what == Event.What.ANNOUNCED
    row = Announcement.objects.get()
    assert (row.state, row.sequence, row.history.count()) == ("planned", 0, 1)
    assert row.history.get().history_user.username == "editor"


def test_the_address_has_the_day_of_the_place() -> None:
    late = START.replace(hour=23)
    conference = make_announced(
        plan=replace(PLAN, starts_at=late, ends_at=late + timedelta(hours=2), zone="Asia/Tokyo")
    )
    assert conference.slug.startswith("2030-06-02-")


def test_a_move_needs_a_reason_and_gives_another_address() -> None:
    conference = make_announced(plan=PLAN)
    old = conference.slug
    later = replace(PLAN, starts_at=START + timedelta(days=2), ends_at=PLAN.ends_at + timedelta(days=2))
    with pytest.raises(WrongStateError, match="reason"):
        actions.change_announcement(conference, later, change=Change())
    actions.change_announcement(conference, later, change=Change(note="The minister is ill."))
    row = Announcement.objects.get()
    assert (row.state, row.reason, row.sequence) == ("moved", "The minister is ill.", 1)
    assert conference.slug == "2030-06-03-what-the-harbour-will-cost"
    assert Redirect.objects.get(old=old).new == conference.slug
    actions.change_announcement(conference, PLAN, change=Change(note="She is well again."))
    assert conference.slug == old
    assert not Redirect.objects.filter(old=old).exists()
    assert Announcement.objects.get().sequence == 2


def test_other_details_need_no_reason_and_keep_the_address() -> None:
    conference = make_announced(plan=PLAN)
    old = conference.slug
    assert actions.change_announcement(conference, replace(PLAN, title="Another", place="Room 2"), change=Change())
    assert not actions.change_announcement(conference, replace(PLAN, title="Another", place="Room 2"), change=Change())
    row = Announcement.objects.get()
    assert (row.state, row.title, row.sequence, row.conference.slug) == ("planned", "Another", 1, old)


def test_the_draft_s_head_reaches_it_by_update_only() -> None:
    conference = make_announced(plan=PLAN)
    ports = make_series("Ports")
    Conference.objects.filter(pk=conference.pk).update(title="The new quay", venue="Room 3", series=ports)
    make_participation(conference, make_speaker("Ines Calder"), role="minister")
    make_participation(conference, make_speaker("Jun Asmore"), part="chair")
    assert Announcement.objects.get().title == PLAN.title
    assert actions.update_announcement(conference, change=Change())
    row = Announcement.objects.get()
    assert (row.title, row.place, row.people) == ("The new quay", "Room 3", "Ines Calder, minister")
    assert row.series == ports
    assert row.starts_at == START


def test_it_is_cancelled_and_withdrawn_with_a_reason_and_announced_anew() -> None:
    conference = make_announced(plan=PLAN)
    for action in (actions.cancel_announced, actions.withdraw_announcement):
        with pytest.raises(WrongStateError):
            action(conference, change=Change(note=" "))
    actions.cancel_announced(conference, change=Change(note="A storm."))
    actions.withdraw_announcement(conference, change=Change(note="Made in error."))
    with pytest.raises(WrongStateError):
        actions.cancel_announced(conference, change=Change(note="A storm."))
    old = conference.slug
    actions.announce(conference, replace(PLAN, title="Once more"), change=Change())
    row = Announcement.objects.get()
    assert (row.state, row.reason, row.sequence) == ("planned", "", 3)
    assert Redirect.objects.get(old=old).new == conference.slug


def test_what_is_public_withdrawn_or_in_the_trash_is_not_announced() -> None:
    binned = make_draft()
    actions.move_to_trash(binned, change=Change())
    for conference in (make_conference(), make_withdrawn(), binned):
        with pytest.raises(WrongStateError):
            actions.announce(conference, PLAN, change=Change())
    conference = make_announced(plan=PLAN)
    with pytest.raises(WrongStateError):
        actions.announce(conference, PLAN, change=Change())
    with pytest.raises(WrongStateError, match="announced"):
        actions.move_to_trash(conference, change=Change())


def test_only_editors_announce() -> None:
    with pytest.raises(PermissionDenied):
        actions.announce(make_draft(), PLAN, change=Change(make_author()))


def test_a_plan_has_a_title_and_ends_later() -> None:
    for plan in (replace(PLAN, title=" "), replace(PLAN, ends_at=START)):
        with pytest.raises(WrongStateError):
            actions.announce(make_draft(), plan, change=Change())


def test_the_stamp_changes_when_the_planned_start_and_the_end_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    make_announced(plan=PLAN)
    stamps = []
    for minutes in (-1, 1, 59, 61):
        monkeypatch.setattr(timezone, "now", lambda minutes=minutes: START + timedelta(minutes=minutes))
        stamps.append(edition_stamp())
    assert stamps[1] == stamps[2]
    assert len(set(stamps)) == 3
