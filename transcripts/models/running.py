"""Running transcripts: the queue, when released words became public, and captions sent in."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from transcripts.models.conference import Conference
from transcripts.models.exchange import Turn
from transcripts.models.revision import Revision


class QueuedTurn(models.Model):
    """A turn that was typed, or sent in as captions, and is not public.

    It is never an Exchange or a Turn, which are what was released. Captions are unchecked until an editor reads them.
    `speaker` is the printed name of a participant; `outlet` and `journalist` ask.
    """

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="queue", verbose_name=_("conference"))
    position = models.PositiveIntegerField(_("position"))
    kind = models.CharField(_("type"), max_length=12, choices=Turn.KINDS)
    speaker = models.CharField(_("speaker"), max_length=200, blank=True)
    outlet = models.CharField(_("outlet"), max_length=200, blank=True)
    journalist = models.CharField(_("journalist"), max_length=200, blank=True)
    label = models.CharField(_("label as printed"), max_length=300, blank=True)
    text = models.TextField(_("text"))
    is_checked = models.BooleanField(_("checked"), default=True)
    made_by_name = models.CharField(_("name"), max_length=150, blank=True)
    made_at = models.DateTimeField(_("entered"), auto_now_add=True)

    class Meta:
        ordering = ["conference", "position"]
        default_permissions = ()
        verbose_name = _("turn in the queue")
        verbose_name_plural = _("turns in the queue")
        constraints = [
            models.UniqueConstraint(name="queued_turn_order", fields=["conference", "position"]),
            models.CheckConstraint(name="queued_turn_has_text", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.text[:40]}"


class ReleasedTurn(models.Model):
    """Since when a turn of a running transcript is public, and when its public words last changed."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="released", verbose_name=_("conference"))
    turn_public_id = models.CharField(_("permanent ID of the turn"), max_length=16)
    released_at = models.DateTimeField(_("released"))
    changed_at = models.DateTimeField(_("changed"), null=True)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        verbose_name = _("released turn")
        verbose_name_plural = _("released turns")
        constraints = [models.UniqueConstraint(name="released_turn_once", fields=["conference", "turn_public_id"])]

    def __str__(self) -> str:
        return self.turn_public_id


class RunningCorrection(models.Model):
    """A change of words that had been public while the transcript was running: of a turn, or of a `field` of the head.

    The new words are in `revision`, the old in the one before it. Minor or major is chosen at closing.
    """

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="running_corrections", verbose_name=_("conference")
    )
    revision = models.ForeignKey(
        Revision, models.CASCADE, related_name="running_corrections", verbose_name=_("revision")
    )
    turn_public_id = models.CharField(_("permanent ID of the turn"), max_length=16, blank=True)
    field = models.CharField(_("field"), max_length=60, blank=True)
    is_major = models.BooleanField(_("major"), null=True)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        verbose_name = _("correction made while running")
        verbose_name_plural = _("corrections made while running")
        constraints = [
            models.UniqueConstraint(name="running_correction_once", fields=["revision", "turn_public_id", "field"]),
        ]

    def __str__(self) -> str:
        return f"{self.revision}: {self.turn_public_id or self.field}"


class CaptionFeedQuerySet(models.QuerySet["CaptionFeed"]):
    """Feeds in their named states."""

    def open(self, at: datetime) -> Self:
        """Return those whose token may be used at the time `at`."""
        return self.filter(revoked_at=None, expires_at__gt=at, conference__running_since__isnull=False)


class CaptionFeed(models.Model):
    """Leave for a program to send captions of one running conference, by a token of which only the digest is kept."""

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="caption_feeds", verbose_name=_("conference")
    )
    token_digest = models.CharField(_("digest of the token"), max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("created by")
    )
    made_by_name = models.CharField(_("name"), max_length=150)
    made_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    used_at = models.DateTimeField(_("last used"), null=True)

    objects = CaptionFeedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        verbose_name = _("feed of captions")
        verbose_name_plural = _("feeds of captions")

    def __str__(self) -> str:
        return f"{self.conference_id}: {self.made_at:%Y-%m-%d %H:%M}"


class ReceivedCue(models.Model):
    """A cue that became a turn in the queue, by a keyed digest of its time and words, so that each comes in once."""

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="received_cues", verbose_name=_("conference")
    )
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        verbose_name = _("received cue")
        verbose_name_plural = _("received cues")
        constraints = [models.UniqueConstraint(name="received_cue_once", fields=["conference", "digest"])]

    def __str__(self) -> str:
        return self.digest
