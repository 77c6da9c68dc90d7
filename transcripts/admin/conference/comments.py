"""Comments on a conference, below its form: shown, added and deleted by small forms of their own."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from transcripts import actions
from transcripts.admin.editing.change_form import author_name, change_by
from transcripts.admin.editing.step_views import conference_page
from transcripts.admin.permissions import may_view
from transcripts.models import Comment, Conference


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A comment, and whether the user may delete it."""

    comment: Comment
    may_delete: bool

    @property
    def who(self) -> str:
        """The author's name."""
        return author_name(self.comment.made_by_name)


def comments_on(request: HttpRequest, conference: Conference) -> list[ShownComment]:
    """Return the comments on the conference, oldest first. One query."""
    change = change_by(request)
    return [
        ShownComment(comment, actions.may_delete_comment(comment, change))
        for comment in conference.comments.order_by("pk")
    ]


@conference_page(may_view)
def comment_view(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Save the comment that is POSTed as `text`, or show why it is refused."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        actions.add_comment(conference, request.POST.get("text", ""), change=change_by(request))
    except actions.CommentRefusedError as refusal:
        messages.error(request, str(refusal))
        return _to_comments(conference, status=303)  # not 302: the browser keeps what was typed
    return _to_comments(conference)


@conference_page(may_view)
def uncomment_view(request: HttpRequest, conference: Conference, key: int) -> HttpResponse:
    """Delete a comment: POST."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    actions.delete_comment(get_object_or_404(conference.comments, pk=key), change=change_by(request))
    messages.success(request, gettext("The comment was deleted."))
    return _to_comments(conference)


def _to_comments(conference: Conference, *, status: int = 302) -> HttpResponseRedirect:
    address = reverse("admin:transcripts_conference_change", args=[conference.pk])
    return HttpResponseRedirect(f"{address}#comments", status=status)
