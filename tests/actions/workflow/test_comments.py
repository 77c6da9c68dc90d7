"""Comments of the desk: kept and taken away, and no part of the transcript."""

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tests.builders import make_author, make_conference, make_draft, make_editor, make_scheduled, make_withdrawn
from transcripts import actions
from transcripts.actions import Change
from transcripts.models import Comment, Conference, Edition, Event, Revision

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("make", [make_draft, make_scheduled, make_conference, make_withdrawn])
def test_a_comment_changes_nothing_of_the_conference(make) -> None:
    conference = make()
    before, edition = Conference.objects.values().get(), Edition.objects.values().first()
    actions.add_comment(conference, " Who is this?\r\nAsk Jana. ", change=Change(make_author()))
    comment = conference.comments.get()
    assert (comment.text, comment.made_by_name) == ("Who is this?\nAsk Jana.", "author")
    assert Conference.objects.values().get() == before
    assert not Revision.objects.exists()
    assert not Event.objects.exists()
    assert Edition.objects.values().first() == edition


def test_what_is_in_the_trash_can_be_spoken_of() -> None:
    actions.add_comment(make_draft(binned_at=timezone.now()), "A mistake.", change=Change(make_editor()))
    assert not Comment.objects.latest_first().exists()  # but the first page speaks of it no more
    assert Comment.objects.exists()


@pytest.mark.parametrize("text", ["", " \n\t", "\x00", "a" * 4001])
def test_no_words_and_too_many_are_refused(text: str) -> None:
    with pytest.raises(actions.CommentRefusedError):
        actions.add_comment(make_draft(), text, change=Change(make_editor()))
    assert not Comment.objects.exists()


def test_who_may_not_see_the_conference_says_nothing_of_it() -> None:
    stranger = User.objects.create_user("stranger", is_staff=True)
    with pytest.raises(PermissionDenied):
        actions.add_comment(make_draft(), "Hello?", change=Change(stranger))
    stranger.user_permissions.add(Permission.objects.get(codename="view_conference"))
    actions.add_comment(make_draft(), "Hello!", change=Change(User.objects.get(pk=stranger.pk)))
    assert Comment.objects.get().text == "Hello!"


def test_authors_take_away_their_own_and_editors_all() -> None:
    author, other, editor = make_author(), make_author("other"), make_editor()
    comments = [actions.add_comment(make_draft(), f"{number}", change=Change(author)) for number in range(2)]
    with pytest.raises(PermissionDenied):
        actions.delete_comment(comments[0], change=Change(other))
    actions.delete_comment(comments[0], change=Change(author))
    actions.delete_comment(comments[1], change=Change(editor))
    assert not Comment.objects.exists()


def test_a_comment_outlives_the_account_of_who_made_it() -> None:
    author = make_author()
    actions.add_comment(make_draft(), "Look again.", change=Change(author))
    author.delete()
    comment = Comment.objects.get()
    assert (comment.made_by, comment.made_by_name) == (None, "author")
    assert not actions.may_delete_comment(comment, Change(make_author("another")))
