"""How far a record has been checked, said in one step."""

import pytest
from django.core.exceptions import PermissionDenied

from tests.builders import make_author, make_conference, make_draft, make_editor, make_scheduled, make_withdrawn
from transcripts.actions import Change, WrongStateError, set_record_status
from transcripts.models import Edition, Event

pytestmark = pytest.mark.django_db


def test_it_goes_from_preliminary_to_checked_to_final_with_a_history_and_readers_see_it():
    conference = make_conference(exchanges=1)
    change = Change(make_editor())
    before = Edition.objects.first()
    for status in ("checked", "final", "preliminary"):
        assert set_record_status(conference, status, change=change)
        conference.refresh_from_db()
        assert conference.record_status == status
    assert not set_record_status(conference, "preliminary", change=change)
    assert list(Event.objects.values_list("what", "note", "made_by_name"))[-1] == (
        "changed", "preliminary transcript → checked transcript", "editor"
    )  # fmt: skip
    assert Event.objects.count() == 3
    assert Edition.objects.get().number == (before.number if before else 0) + 3
    assert conference.revision_number == 0


def test_an_author_says_it_only_before_it_is_public():
    author = Change(make_author())
    assert set_record_status(make_draft(), "final", change=author)
    for conference in (make_conference(), make_scheduled(), make_withdrawn()):
        with pytest.raises(PermissionDenied):
            set_record_status(conference, "checked", change=author)


def test_nonsense_is_refused():
    with pytest.raises(WrongStateError, match="Invalid status"):
        set_record_status(make_draft(), "perfect", change=Change())
