"""Comments at a conference's form: seen, written and taken away by plain forms of their own."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext

from transcripts import actions
from transcripts.admin.sitting import change_by, say_who
from transcripts.admin.steps import StepViews
from transcripts.models import Comment, Conference


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A comment, and whether the user may take it away."""

    comment: Comment
    may_delete: bool

    @property
    def who(self) -> str:
        """Who made it."""
        return say_who(self.comment.made_by_name)


def comments_on(request: HttpRequest, conference: Conference) -> list[ShownComment]:
    """Return the comments on the conference, the last made last. One query."""
    change = change_by(request)
    return [
        ShownComment(comment, actions.may_delete_comment(comment, change))
        for comment in conference.comments.order_by("pk")
    ]


class CommentViews(StepViews):
    """Writing a comment and taking it away: for whoever sees the conference, in whatever state it is."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:object_id>/comments/", view(self.comment_view), name="transcripts_conference_comment"),
            path(
                "<int:object_id>/comments/<int:key>/delete/",
                view(self.uncomment_view),
                name="transcripts_conference_uncomment",
            ),
            *super().get_urls(),
        ]

    def comment_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Keep the comment that is POSTed as `text`, or say why not."""
        conference = self.find(request, object_id)
        self.insist(self.has_view_or_change_permission(request, conference))
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            actions.add_comment(conference, request.POST.get("text", ""), change=change_by(request))
        except actions.CommentRefusedError as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return _to_comments(conference, status=303)  # not 302: the browser goes on keeping what was typed
        return _to_comments(conference)

    def uncomment_view(self, request: HttpRequest, object_id: int, key: int) -> HttpResponse:
        """Take a comment away: POST."""
        conference = self.find(request, object_id)
        self.insist(self.has_view_or_change_permission(request, conference))
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        actions.delete_comment(get_object_or_404(conference.comments, pk=key), change=change_by(request))
        self.message_user(request, gettext("The comment is gone."), messages.SUCCESS)
        return _to_comments(conference)


def _to_comments(conference: Conference, *, status: int = 302) -> HttpResponseRedirect:
    address = reverse("admin:transcripts_conference_change", args=[conference.pk])
    return HttpResponseRedirect(f"{address}#comments", status=status)
