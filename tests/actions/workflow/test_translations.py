"""Keeping translations in step with their originals."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from tests.builders import make_author, make_conference
from transcripts import actions
from transcripts.actions import Change
from transcripts.models import Conference, Edition, Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[Conference, Conference]:
    """An original that was changed, and its translation."""
    original, translation = (
        make_conference(translation_group="a", language=language, exchanges=1) for language in ("en", "fr")
    )
    for each in (original, translation):
        actions.sync_after_edit(each)
    change(original, "At two o’clock.")
    return original, translation


def change(conference: Conference, text: str) -> None:
    conference.exchanges.get().turns.filter(position=2).update(text=text)
    actions.sync_after_edit(conference, Change(note="Misheard.", is_major=False))


def behind() -> list[Conference]:
    found = list(Conference.objects.out_of_date())
    assert found == [each for each in Conference.objects.all() if each.find_newer_original()]
    return found


def test_an_editor_s_word_that_it_is_right_is_kept_and_nothing_else_changes(pair) -> None:
    original, translation = pair
    edition = Edition.objects.get().number
    assert behind() == [translation]
    actions.mark_translation_up_to_date(translation, change=Change(make_author()))
    assert behind() == []
    event = translation.events.get()
    assert (event.what, event.made_by_name) == (Event.What.UP_TO_DATE, "author")
    translation.refresh_from_db()
    assert (translation.revision_number, translation.revisions.count()) == (1, 1)
    assert Edition.objects.get().number == edition
    change(original, "At three o’clock.")
    assert behind() == [translation]


def test_nobody_says_so_of_what_is_not_behind(pair) -> None:
    original, translation = pair
    actions.mark_translation_up_to_date(translation, change=Change())
    for each in (original, translation, make_conference("alone")):
        with pytest.raises(actions.WrongStateError):
            actions.mark_translation_up_to_date(each, change=Change())
    assert Event.objects.count() == 1


def test_who_may_change_nothing_may_not_say_so(pair) -> None:
    with pytest.raises(PermissionDenied):
        actions.mark_translation_up_to_date(pair[1], change=Change(User.objects.create_user("stranger")))
    assert behind() == [pair[1]]
