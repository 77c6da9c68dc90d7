"""Merges of two name records, and pairs of likely duplicates."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The kind of the two records."""

    SPEAKER = "speaker", _("speaker")
    OUTLET = "outlet", _("outlet")
    TOPIC = "topic", _("topic")


class MergeQuerySet(models.QuerySet["Merge"]):
    """Merges in their named states."""

    def in_effect(self) -> Self:
        """Return those that were not undone."""
        return self.filter(undone_at=None)


class Merge(models.Model):
    """A merge of one record into another: its former state, and all that moved, so that it can be undone."""

    kind = models.CharField(_("type"), max_length=8, choices=Kind.choices)
    kept = models.PositiveBigIntegerField()  # the keys are kept as numbers: the one record is gone, the other may go
    gone = models.PositiveBigIntegerField()
    kept_name = models.CharField(max_length=200)
    gone_name = models.CharField(max_length=200)
    moved: Any = models.JSONField()  # as `actions.names.merge_names` writes it
    made_at = models.DateTimeField(_("created"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("created by")
    )
    made_by_name = models.CharField(max_length=150)
    undone_at = models.DateTimeField(_("undone"), null=True)
    undone_by_name = models.CharField(max_length=150, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "kept"], name="merge_kept")]

    def __str__(self) -> str:
        return f"{self.gone_name} → {self.kept_name}"


class NamePairQuerySet(models.QuerySet["NamePair"]):
    """Pairs in their named states."""

    def open(self) -> Self:
        """Return those that nobody has marked as different."""
        return self.filter(dismissed_at=None)


class NamePair(models.Model):
    """A pair of records that may be one, the first entered as `one`; dismissed if somebody marked them as different."""

    kind = models.CharField(_("type"), max_length=8, choices=Kind.choices)
    one = models.PositiveBigIntegerField()
    other = models.PositiveBigIntegerField()
    why = models.CharField(max_length=8)  # a `SimilarityReason`
    rank = models.PositiveSmallIntegerField()  # the likeliest first
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by_name = models.CharField(max_length=150, blank=True)

    objects = NamePairQuerySet.as_manager()

    class Meta:
        ordering = ["rank", "pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["kind", "rank", "id"], name="pair_likeliest"),
            models.Index(fields=["kind", "other"], name="pair_other"),
        ]
        constraints = [
            models.UniqueConstraint(name="pair_once", fields=["kind", "one", "other"]),
            models.CheckConstraint(name="pair_in_order", condition=models.Q(one__lt=models.F("other"))),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.one} = {self.other}?"
