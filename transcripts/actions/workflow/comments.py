"""Editors' comments on a conference, which do not change it."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from transcripts.actions.change import Change, require_permission
from transcripts.models import Comment, Conference

LONGEST = 4000
TWICE = timedelta(hours=1)  # within which the same words are the same comment, sent again


class CommentRefusedError(Exception):
    """The comment cannot be saved; the message is a sentence."""


@transaction.atomic
def add_comment(conference: Conference, text: str, *, change: Change) -> Comment:
    """Add a comment to the conference, in whatever state it is. Two queries.

    The user's last comment, sent again, is not added twice: the browser went back, or the button was pressed twice.
    Raises CommentRefusedError, PermissionDenied.
    """
    if change.user and not change.user.has_perm("transcripts.change_conference"):
        require_permission(change, "view_conference")
    words = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not words:
        raise CommentRefusedError(gettext("Enter a comment."))
    if len(words) > LONGEST:
        raise CommentRefusedError(gettext("A comment can have at most %(number)d characters.") % {"number": LONGEST})
    last = conference.comments.filter(made_by=change.user).order_by("-pk").first() if change.user else None
    if last and last.text == words and last.made_at > timezone.now() - TWICE:
        return last
    return Comment.objects.create(conference=conference, text=words, made_by=change.user, made_by_name=change.name)


def may_delete_comment(comment: Comment, change: Change) -> bool:
    """Return whether the user may delete the comment: their own, or any with the permission."""
    user = change.user
    return user is None or comment.made_by_id == user.pk or user.has_perm("transcripts.delete_comment")


@transaction.atomic
def delete_comment(comment: Comment, *, change: Change) -> None:
    """Delete a comment. One query. Raises PermissionDenied."""
    if not may_delete_comment(comment, change):
        raise PermissionDenied(gettext("“%(name)s” does not have permission to do this.") % {"name": change.name})
    comment.delete()
