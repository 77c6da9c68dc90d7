from datetime import timedelta

import pytest
from django.utils import timezone

from tests.builders import make_conference, make_draft, make_scheduled
from tests.documents import document, exchange
from transcripts import actions
from transcripts.actions import Change
from transcripts.caching import edition_stamp
from transcripts.models import Conference

pytestmark = pytest.mark.django_db


def test_drafts_leave_the_stamp_alone():
    make_conference()
    before = edition_stamp()
    draft = make_draft()
    actions.reconcile(draft, document())
    actions.submit(draft)
    assert edition_stamp() == before


def test_scheduling_leaves_the_stamp_alone_until_the_embargo_ends():
    draft = make_draft(exchanges=1)
    before = edition_stamp()
    actions.publish(draft, at=timezone.now() + timedelta(hours=1))
    assert edition_stamp() == before
    Conference.objects.update(published_at=timezone.now())
    assert edition_stamp() != before


def test_every_action_that_the_public_sees_makes_a_new_stamp():
    stamps = [edition_stamp()]
    conference = make_draft(exchanges=1)
    actions.sync_after_edit(conference)
    assert edition_stamp() == stamps[0]
    for action in (
        lambda: actions.publish(conference),
        lambda: actions.reconcile(conference, document(exchange(1)), Change(note="Checked.", is_major=False)),
        lambda: actions.withdraw(conference, reason="Another meeting."),
        lambda: actions.publish(conference),
        actions.sync_after_site_edit,
    ):
        action()
        stamps.append(edition_stamp())
    assert len(set(stamps)) == len(stamps)


def test_a_new_release_makes_a_new_stamp(settings):
    make_scheduled()
    before = edition_stamp()
    settings.RELEASE = "99"
    assert edition_stamp() != before
