"""Public changes, numbered in the order of their commits, for copies of the site."""

from typing import Self

from django.db import models
from django.db.models import Case, CharField, F, Q, Subquery, Value, When
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from transcripts.models.conference import Conference, Status
from transcripts.models.database.prepared import AsOf
from transcripts.models.revision import Edition


class PublicChangeQuerySet(models.QuerySet["PublicChange"]):
    """Changes in their named states."""

    def published(self, at: AsOf = None) -> Self:
        """Return those of conferences that are public, and not running, or were, and those of names that have moved."""
        withdrawn = Q(conference__status=Status.WITHDRAWN)
        public = Conference.is_public("conference__", at=at) & Conference.is_closed("conference__")
        return self.filter(public | withdrawn | Q(conference=None))

    def told(self, at: AsOf = None) -> Self:
        """Return those of `published`, and those of running transcripts, which are told of as such."""
        withdrawn = Q(conference__status=Status.WITHDRAWN)
        return self.filter(Conference.is_public("conference__", at=at) | withdrawn | Q(conference=None))


class PublicChange(models.Model):
    """The last change of one thing that the public knows: a conference, an announcement, or a name that moved.

    A name moved when its address did, or came back. The key of an announcement is its conference's permanent ID.
    `sequence` is the edition that showed it. The edition's row is locked until its transaction ends, so whoever has
    seen one number can find nothing new under it. The end of an embargo writes nothing: readers of the sequence also
    look at `published_at`.
    """

    class Kind(models.TextChoices):
        """The kind of thing that changed."""

        CONFERENCE = "conference", _("conference")
        ANNOUNCEMENT = "announcement", _("announcement")
        SERIES = "series", _("series")
        SPEAKER = "speaker", _("speaker")
        OUTLET = "outlet", _("outlet")
        TOPIC = "topic", _("topic")

    kind = models.CharField(_("type"), max_length=12, choices=Kind.choices)
    key = models.CharField(_("permanent ID or former slug"), max_length=200)
    conference = models.OneToOneField(
        Conference, models.CASCADE, null=True, related_name="public_change", verbose_name=_("conference")
    )
    sequence = models.PositiveBigIntegerField(_("edition"))
    changed_at = models.DateTimeField(_("changed"))

    objects = PublicChangeQuerySet.as_manager()

    class Meta:
        ordering = ["sequence", "pk"]
        default_permissions = ()
        verbose_name = _("public change")
        verbose_name_plural = _("public changes")
        indexes = [
            models.Index(fields=["sequence", "id"], name="publicchange_order"),
            models.Index(fields=["changed_at", "id"], name="publicchange_time"),
        ]
        constraints = [models.UniqueConstraint(name="publicchange_once", fields=["kind", "key"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


def public_state() -> Case:
    """Return, of conferences, a text that changes with all that the public sees of each: words, names, corrections.

    It is the key of the conference, the epoch, and the edition of its last change; empty while it is running. What can
    change without that, such as the site's name or a translation, is no part of it.
    """
    parts = [F("pk"), Subquery(Edition.objects.filter(pk=1).values("epoch")), F("public_change__sequence")]
    texts = [each for part in parts for each in (Cast(part, CharField()), Value("."))]
    return Case(When(running_since=None, then=Concat(*texts)), default=Value(""), output_field=CharField())
