"""Import warnings that are saved with the conference until an editor has resolved them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from transcripts.models.conference import Conference
from transcripts.models.exchange import Turn


class SavedWarningQuerySet(models.QuerySet["SavedWarning"]):
    """Warnings in their named states."""

    def open(self) -> Self:
        """Return those that nobody has resolved."""
        return self.filter(settled_at=None)


class SavedWarning(models.Model):
    """A warning that was left when an import was confirmed. It is deleted with the turn that it is about.

    `sentence` is in the form of `intake.to_message_form`, so that the admin shows it in its own language. What
    is resolved stays, so that the same file, imported again, does not bring it back.
    """

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="import_warnings", verbose_name=_("conference")
    )
    turn = models.ForeignKey(
        Turn, models.CASCADE, null=True, blank=True, related_name="import_warnings", verbose_name=_("turn")
    )
    sentence = models.JSONField(_("message"))
    file = models.CharField(_("file"), max_length=200, blank=True)
    line = models.PositiveIntegerField(_("line"), null=True, blank=True)
    settled_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    settled_by_name = models.CharField(_("resolved by"), max_length=150, blank=True)

    objects = SavedWarningQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("import warning")
        verbose_name_plural = _("import warnings")
        default_permissions = ()  # who may change the conference may resolve them
        indexes = [models.Index(fields=["conference"], condition=Q(settled_at=None), name="warning_open")]

    def __str__(self) -> str:
        return f"{self.conference_id}/{self.pk}"
