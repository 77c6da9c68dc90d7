import pytest

from tests.builders import make_conference, make_draft, make_scheduled, make_withdrawn
from tests.documents import document
from transcripts import search
from transcripts.actions import (
    Change,
    WrongStateError,
    empty_trash,
    find_conference,
    move_to_trash,
    reconcile,
    restore_from_trash,
    submit,
)
from transcripts.models import Conference, Event
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db
CHANGE = Change()


def test_a_draft_goes_into_the_trash_and_comes_back_as_it_was():
    conference = make_draft()
    reconcile(conference, document())
    before = read(conference)
    move_to_trash(conference, change=CHANGE)
    assert not Conference.objects.not_in_trash().exists()
    restore_from_trash(conference, change=CHANGE)
    assert Conference.objects.not_in_trash().get() == conference
    assert read(conference) == before
    assert search.check().is_good
    assert list(Event.objects.order_by("pk").values_list("what", flat=True)) == ["binned", "restored"]


@pytest.mark.parametrize("make", [make_conference, make_scheduled, make_withdrawn])
def test_what_was_public_or_will_be_cannot_be_binned(make):
    conference = make()
    with pytest.raises(WrongStateError):
        move_to_trash(conference, change=CHANGE)
    assert Conference.objects.not_in_trash().exists()


def test_what_is_submitted_can_be_binned():
    conference = make_draft()
    submit(conference)
    move_to_trash(conference, change=CHANGE)
    assert Conference.objects.in_trash().exists()


def test_an_import_does_not_find_what_is_in_the_trash():
    conference = make_draft()
    reconcile(conference, document())
    move_to_trash(conference, change=CHANGE)
    assert find_conference(document()) is None


def test_it_does_not_come_back_when_its_place_is_taken():
    first = make_draft("One", translation_group="ferries")
    move_to_trash(first, change=CHANGE)
    make_draft("Other", translation_group="ferries")
    with pytest.raises(WrongStateError, match="translation group"):
        restore_from_trash(first, change=CHANGE)


def test_emptying_the_trash_takes_nothing_else():
    gone, kept = make_draft("Gone", exchanges=1), make_draft("Kept", exchanges=1)
    move_to_trash(gone, change=CHANGE)
    assert empty_trash() == 1
    assert list(Conference.objects.all()) == [kept]
