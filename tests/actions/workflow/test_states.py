from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tests.builders import (
    make_author,
    make_conference,
    make_draft,
    make_editor,
    make_scheduled,
    make_withdrawn,
)
from transcripts import search
from transcripts.actions import (
    Change,
    WrongStateError,
    publish,
    return_to_draft,
    reword_withdrawal,
    submit,
    withdraw,
)
from transcripts.models import Conference, Edition, Status

pytestmark = pytest.mark.django_db


def is_public(conference: Conference) -> bool:
    return Conference.objects.published().filter(pk=conference.pk).exists()


def test_a_draft_is_published_at_once():
    conference = make_draft(exchanges=1)
    publish(conference)
    assert is_public(conference)
    assert conference.is_published


def test_a_scheduled_conference_becomes_public_by_the_time_alone():
    conference = make_draft(exchanges=1)
    ends = timezone.now() + timedelta(hours=1)
    publish(conference, at=ends)
    assert not is_public(conference)
    assert conference.is_scheduled
    assert Conference.objects.published(at=ends).filter(pk=conference.pk).exists()


def test_what_is_public_keeps_its_time():
    conference = make_conference(exchanges=1)
    since = conference.published_at
    publish(conference)
    assert Conference.objects.get(pk=conference.pk).published_at == since
    with pytest.raises(WrongStateError):
        publish(conference, at=timezone.now() + timedelta(days=1))


def test_an_embargo_can_be_moved_and_lifted():
    conference = make_scheduled(exchanges=1)
    publish(conference)
    assert is_public(conference)


def test_withdrawing_hides_it_from_every_list_and_search():
    conference = make_conference(exchanges=1)
    search.index(conference.pk)
    withdraw(conference, reason="The recording was of another meeting.")
    assert not is_public(conference)
    assert search.find("boat").total == 0


@pytest.mark.parametrize("make", [make_draft, make_scheduled, make_withdrawn])
def test_only_what_is_public_can_be_withdrawn(make):
    with pytest.raises(WrongStateError):
        withdraw(make(), reason="A reason.")


def test_a_withdrawal_needs_a_reason():
    conference = make_conference()
    with pytest.raises(WrongStateError, match="reason"):
        withdraw(conference, reason="  ")
    assert is_public(conference)


def test_a_reason_changes_only_into_another():
    conference = make_withdrawn()
    number = Edition.objects.get(pk=1).number if Edition.objects.exists() else 0
    reword_withdrawal(conference, reason=conference.withdrawal_reason)
    assert not conference.events.exists()
    reword_withdrawal(conference, reason="The sound was lost.")
    assert [(event.what, event.note) for event in conference.events.all()] == [("reworded", "The sound was lost.")]
    assert Edition.objects.get(pk=1).number > number
    with pytest.raises(WrongStateError, match="reason"):
        reword_withdrawal(conference, reason=" ")


def test_what_is_withdrawn_can_be_published_again():
    conference = make_withdrawn(exchanges=1)
    publish(conference)
    assert is_public(conference)
    assert conference.withdrawal_reason == ""


def test_a_draft_is_submitted_and_taken_back():
    conference = make_draft()
    submit(conference)
    assert conference.status == Status.SUBMITTED
    with pytest.raises(WrongStateError):
        submit(conference)
    return_to_draft(conference)
    assert Conference.objects.get(pk=conference.pk).status == Status.DRAFT


def test_what_was_public_is_never_a_draft_again():
    with pytest.raises(WrongStateError):
        return_to_draft(make_conference())


def test_an_author_may_not_publish_or_withdraw_by_any_door():
    author = Change(make_author())
    draft, public = make_draft(exchanges=1), make_conference(exchanges=1)
    with pytest.raises(PermissionDenied):
        publish(draft, change=author)
    with pytest.raises(PermissionDenied):
        withdraw(public, reason="A reason.", change=author)
    with pytest.raises(PermissionDenied):
        reword_withdrawal(make_withdrawn(), reason="A reason.", change=author)
    assert is_public(public)
    assert not is_public(draft)


def test_every_step_is_kept_with_who_took_it():
    editor = Change(make_editor())
    conference = make_draft(exchanges=1)
    submit(conference, change=editor)
    publish(conference, change=editor)
    withdraw(conference, reason="Another meeting.", change=editor)
    assert list(conference.events.order_by("pk").values_list("what", "made_by_name", "note")) == [
        ("submitted", "editor", ""),
        ("published", "editor", ""),
        ("withdrawn", "editor", "Another meeting."),
    ]


def test_what_was_withdrawn_is_not_scheduled():
    conference = make_withdrawn(exchanges=1)
    with pytest.raises(WrongStateError, match="not scheduled"):
        publish(conference, at=timezone.now() + timedelta(days=1))
