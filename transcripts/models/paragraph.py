"""Paragraphs: the permanent ids, and the times, of the parts of a turn's text. Their words are in the turn."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from transcripts.models.addresses import address
from transcripts.models.conference import Conference
from transcripts.models.database.prepared import AsOf
from transcripts.models.exchange import Turn
from transcripts.models.ids import PublicIdField


class ParagraphQuerySet(models.QuerySet["Paragraph"]):
    """Paragraphs in their named states."""

    def published(self, at: AsOf = None) -> Self:
        """Return those of conferences that the public sees now, or at the time `at`."""
        return self.filter(Conference.is_public("turn__exchange__conference__", at=at))


class Paragraph(models.Model):
    """The permanent id of the paragraph at this position, from 1 on, of a turn's text."""

    turn = models.ForeignKey(
        Turn,
        models.CASCADE,
        related_name="paragraph_rows",
        verbose_name=_("turn"),
        db_index=False,  # the constraint's index does for it
    )
    position = models.PositiveSmallIntegerField(_("position"), editable=False)
    public_id = PublicIdField(_("permanent ID"))
    time = models.PositiveIntegerField(
        _("time in the recording"), null=True, editable=False
    )  # the second at which the paragraph begins

    objects = ParagraphQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["turn", "position"]
        verbose_name = _("paragraph")
        verbose_name_plural = _("paragraphs")
        constraints = [
            models.UniqueConstraint(name="paragraph_order", fields=["turn", "position"]),
            models.CheckConstraint(name="paragraph_position", condition=Q(position__gte=1)),
        ]

    def __str__(self) -> str:
        return self.public_id

    def get_permanent_url(self) -> str:
        """Return the address that outlives every edit."""
        return address("transcripts:paragraph-permalink", self.public_id)

    @property
    def text(self) -> str:
        """The paragraph's words; empty where the turn has fewer paragraphs. A query, unless the turn was read."""
        texts = self.turn.paragraphs
        return texts[self.position - 1] if self.position <= len(texts) else ""
