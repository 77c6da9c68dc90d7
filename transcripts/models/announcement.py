"""Announcements of conferences: what is public before a conference is held, separate from the draft."""

from datetime import date, datetime
from typing import Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from transcripts.models.addresses import address
from transcripts.models.conference import CONTENT_LANGUAGES, Conference, Status
from transcripts.models.database.prepared import AsOf
from transcripts.models.names import Series


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    """Announcements in their named states."""

    def in_place(self, at: AsOf = None) -> Self:
        """Return those of conferences of which no transcript is public, or was withdrawn, now or at the time `at`."""
        time = at or timezone.now()
        public = Q(conference__status=Status.PUBLISHED, conference__published_at__lte=time)
        return self.exclude(public | Q(conference__status=Status.WITHDRAWN))

    def announced(self, at: AsOf = None) -> Self:
        """Return those that the public reads now, or at the time `at`, in the place of a transcript."""
        return self.in_place(at).exclude(state=Announcement.State.WITHDRAWN)


def current_announcement(conference: Conference) -> "Announcement | None":
    """Return what was announced of a conference, unless that was taken back. One query where it was not fetched."""
    found: Announcement | None = getattr(conference, "announcement", None)
    return None if found is None or found.state == Announcement.State.WITHDRAWN else found


class Announcement(models.Model):
    """What is announced of one conference; public by itself. Its address is the conference's, and made from it.

    `starts_at` and `ends_at` are planned: when it was held is entered in the conference afterwards. The row
    history keeps every state of it, with the `reason` of each move.
    """

    class State(models.TextChoices):
        """The state of an announcement."""

        PLANNED = "planned", _("planned")
        MOVED = "moved", _("moved")
        CANCELLED = "cancelled", _("cancelled")
        WITHDRAWN = "withdrawn", _("withdrawn")

    conference = models.OneToOneField(
        Conference, models.CASCADE, related_name="announcement", verbose_name=_("conference")
    )
    title = models.CharField(_("title"), max_length=400)
    language = models.CharField(_("language"), max_length=12, choices=CONTENT_LANGUAGES, default="en")
    series = models.ForeignKey(
        Series, models.PROTECT, null=True, blank=True, related_name="announcements", verbose_name=_("series")
    )
    starts_at = models.DateTimeField(_("planned start"))
    ends_at = models.DateTimeField(_("planned end"))
    zone = models.CharField(_("time zone"), max_length=64)
    place = models.CharField(_("place"), max_length=200, blank=True)
    people = models.TextField(_("who will speak"), blank=True)
    accreditation = models.TextField(_("accreditation"), blank=True)
    broadcast_url = models.URLField(_("broadcast"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.PLANNED)
    reason = models.TextField(_("reason"), blank=True)
    sequence = models.PositiveIntegerField(
        _("number of changes"), default=0, help_text=_("By which calendars know which state is the later one.")
    )
    announced_at = models.DateTimeField(_("announced at"))
    changed_at = models.DateTimeField(_("changed at"))

    objects = AnnouncementQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        default_permissions = ()
        permissions = [("announce_conference", _("Can announce conferences"))]
        indexes = [
            models.Index(fields=["starts_at"], name="announcement_starts"),
            models.Index(fields=["ends_at"], name="announcement_ends"),
        ]
        constraints = [
            models.CheckConstraint(name="announcement_ends_later", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="announcement_has_reason", condition=~Q(reason="") | Q(state="planned")),
            models.CheckConstraint(name="announcement_has_title", condition=~Q(title="") & ~Q(zone="")),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("transcripts:conference-detail", self.conference.slug)

    @property
    def day(self) -> date:
        """The planned day, at the place."""
        return self.local_start.date()

    @property
    def local_start(self) -> datetime:
        """The planned start in its own zone."""
        return self.starts_at.astimezone(ZoneInfo(self.zone))

    @property
    def local_end(self) -> datetime:
        """The planned end in its own zone."""
        return self.ends_at.astimezone(ZoneInfo(self.zone))

    @property
    def shown_accreditation(self) -> str:
        """How to be accredited, where readers are told: not to what does not take place."""
        return "" if self.state == self.State.CANCELLED else self.accreditation

    @property
    def shown_broadcast_url(self) -> str:
        """The address of the broadcast, where readers are told: not of what does not take place."""
        return "" if self.state == self.State.CANCELLED else self.broadcast_url

    @property
    def names(self) -> tuple[str, ...]:
        """Those who will speak, a line each."""
        return tuple(line.strip() for line in self.people.splitlines() if line.strip())
