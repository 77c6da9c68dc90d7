"""Reports of mistakes in a published transcript, by readers. Only editors see them."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from transcripts.models.addresses import address
from transcripts.models.conference import Conference
from transcripts.models.revision import Revision


class MistakeReportQuerySet(models.QuerySet["MistakeReport"]):
    """Reports in their named states."""

    def open(self) -> Self:
        """Return those that nobody has closed, the first sent first."""
        return self.filter(state=MistakeReport.State.OPEN).order_by("pk")

    def with_sender(self) -> Self:
        """Return those that still have the name or the mail address of whoever sent them."""
        return self.exclude(name="", email="")


class MistakeReport(models.Model):
    """A reader's report of a mistake in one turn, or one paragraph of it.

    `words` are those of the turn or paragraph as the reader saw them. `name` and `email` are empty unless given, and
    emptied some time after the report was closed. `key` is that of the form: one form makes one report.
    """

    class State(models.TextChoices):
        """What became of a report."""

        OPEN = "open", pgettext_lazy("report of a mistake", "open")
        ANSWERED = "answered", pgettext_lazy("report of a mistake", "answered")
        CORRECTED = "corrected", pgettext_lazy("report of a mistake", "corrected")
        DISMISSED = "dismissed", pgettext_lazy("report of a mistake", "closed without an answer")

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="mistake_reports", verbose_name=_("conference")
    )
    turn_public_id = models.CharField(_("permanent ID of the turn"), max_length=16)
    paragraph_public_id = models.CharField(_("permanent ID of the paragraph"), max_length=16, blank=True)
    words = models.TextField(_("words as printed"))
    message = models.TextField(_("what is wrong"))
    name = models.CharField(_("name"), max_length=100, blank=True)
    email = models.EmailField(_("mail address"), blank=True)
    key = models.CharField(_("key of the form"), max_length=32, unique=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.OPEN, db_index=True)
    answer = models.TextField(_("answer"), blank=True)
    revision = models.ForeignKey(
        Revision, models.SET_NULL, null=True, related_name="mistake_reports", verbose_name=_("the correction")
    )
    decided_at = models.DateTimeField(_("closed"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("closed by")
    )
    decided_by_name = models.CharField(_("name of who closed it"), max_length=150, blank=True)

    objects = MistakeReportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ("view", "change")
        verbose_name = _("report of a mistake")
        verbose_name_plural = _("reports of mistakes")
        constraints = [models.CheckConstraint(name="report_has_message", condition=~Q(message=""))]

    def __str__(self) -> str:
        return Truncator(self.message).chars(60)

    @property
    def part_path(self) -> str:
        """The permanent address of the words, in the language of whoever reads it."""
        if self.paragraph_public_id:
            return address("transcripts:paragraph-permalink", self.paragraph_public_id)
        return address("transcripts:turn-permalink", self.turn_public_id)
