"""Redirects from old addresses, which keep working."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Redirect(models.Model):
    """A redirect from the former slug or public id `old` to the present one, which is empty when the record is gone."""

    class Kind(models.TextChoices):
        """The kind of record that had the address."""

        CONFERENCE = "conference", _("conference")
        EXCHANGE = "exchange", pgettext_lazy("record", "exchange")
        TURN = "turn", _("turn")
        PARAGRAPH = "paragraph", _("paragraph")
        SERIES = "series", _("series")
        SPEAKER = "speaker", _("speaker")
        OUTLET = "outlet", _("outlet")
        TOPIC = "topic", _("topic")

    kind = models.CharField(_("type"), max_length=12, choices=Kind.choices)
    old = models.CharField(_("old address"), max_length=200)
    new = models.CharField(_("new address"), max_length=200, blank=True)
    conference = models.ForeignKey(
        "transcripts.Conference", models.CASCADE, null=True, related_name="+", verbose_name=_("former conference")
    )
    revision = models.PositiveIntegerField(_("last revision that contained it"), null=True)
    made_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        ordering = ["kind", "old"]
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        indexes = [models.Index(fields=["kind", "new"], name="redirect_new")]
        constraints = [
            models.UniqueConstraint(name="redirect_once", fields=["kind", "old"]),
            models.CheckConstraint(name="redirect_elsewhere", condition=~models.Q(old=models.F("new"))),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"

    @classmethod
    def is_taken(cls, kind: str, address: str) -> bool:
        """Return whether `address` once belonged to a record: it redirects there for ever. One query."""
        return cls.objects.filter(kind=kind, old=address).exists()

    @classmethod
    def new_address(cls, kind: str, old: str) -> str | None:
        """Return the present slug for `old`, None when there is no redirect: they never form chains. One query."""
        return cls.objects.filter(kind=kind, old=old).values_list("new", flat=True).first()
