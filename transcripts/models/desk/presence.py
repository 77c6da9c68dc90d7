"""Presence: which users have a conference open in the admin. Rows expire by themselves."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from transcripts.models.conference import Conference

LASTS = timedelta(minutes=2)


class PresenceQuerySet(models.QuerySet["Presence"]):
    """Presences in their named states."""

    def current(self, at: datetime | None = None) -> Self:
        """Return those whose browser has sent a request recently."""
        return self.filter(seen_at__gt=(at or timezone.now()) - LASTS)


class Presence(models.Model):
    """An editor with a form of a conference open, and the time of the browser's last request about it."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="presences", verbose_name=_("conference"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user"))
    since = models.DateTimeField(_("since"))
    seen_at = models.DateTimeField(_("last seen"), db_index=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="presence_once", fields=["conference", "user"])]

    def __str__(self) -> str:
        return f"{self.user_id}, {self.conference_id}"

    @property
    def is_today(self) -> bool:
        """Whether it was opened today, in the office's time zone."""
        return timezone.localdate(self.since) == timezone.localdate()

    @property
    def name(self) -> str:
        """The editor's name."""
        return self.user.get_full_name() or self.user.get_username()
