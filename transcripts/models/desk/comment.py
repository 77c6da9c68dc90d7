"""Editors' comments on a conference, which are never public."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from transcripts.models.conference import Conference


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments in their named states."""

    def latest_first(self) -> Self:
        """Return those on conferences that are not in the trash, the last made first."""
        return self.filter(conference__binned_at=None).order_by("-pk")


class Comment(models.Model):
    """A remark on a conference: no part of the transcript, its history or its files."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="comments", verbose_name=_("conference"))
    text = models.TextField(_("text"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("created by")
    )
    made_by_name = models.CharField(_("name"), max_length=150)
    made_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [models.CheckConstraint(name="comment_has_text", condition=~Q(text=""))]

    def __str__(self) -> str:
        return Truncator(self.text).chars(60)
