"""Public versions: the states of a transcript that readers saw, and the log of their digests."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from transcripts.document import log_time
from transcripts.models.conference import Conference
from transcripts.models.database.prepared import AsOf
from transcripts.models.revision import Revision


class VersionQuerySet(models.QuerySet["Version"]):
    """Versions in their named states."""

    def published(self, at: AsOf = None) -> Self:
        """Return those of conferences that the public sees, whether the log has their line yet or not."""
        return self.filter(Conference.is_public("conference__", at=at))

    def logged(self) -> Self:
        """Return those that have a line in the log, in its order."""
        return self.filter(line__isnull=False).order_by("line")

    def due(self, at: AsOf = None) -> Self:
        """Return those of scheduled conferences whose time has come, and whose line is yet to be written."""
        return self.published(at).filter(line=None).order_by("conference__published_at", "conference")


class Version(models.Model):
    """One public version of a conference, numbered from 1, made of `revision`, and its line in the site's log.

    `structure` and `salts` are its seal (`document.new_seal`). The first version of a scheduled conference is kept
    ready, without `line` and `previous`: these are written by the first action after its time, or by `tidy`.
    """

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="versions", verbose_name=_("conference"))
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="versions", verbose_name=_("revision"))
    number = models.PositiveIntegerField(_("number"))
    made_at = models.DateTimeField(_("public from"))
    structure = models.JSONField(_("structure"))
    salts = models.JSONField(_("salts"))
    digest = models.CharField(_("digest"), max_length=64)
    line = models.PositiveIntegerField(_("line in the log"), null=True, unique=True)
    previous = models.CharField(_("digest of the line before"), max_length=64, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["conference", "number"]
        default_permissions = ()
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(name="version_number", fields=["conference", "number"]),
            models.CheckConstraint(
                name="version_line_has_previous",
                condition=Q(line=None, previous="") | Q(line__isnull=False) & ~Q(previous=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conference_id}/{self.number}"

    def log_line(self) -> dict[str, Any]:
        """Return its line as the log has it. One query for the conference's permanent id, unless it was read."""
        return {
            "number": self.line,
            "time": log_time(self.made_at),
            "conference": self.conference.public_id,
            "version": self.number,
            "digest": self.digest,
            "previous": self.previous,
        }
