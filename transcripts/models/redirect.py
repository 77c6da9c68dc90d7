"""Old addresses, which go on working."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Redirect(models.Model):
    """What once was the slug or public id `old`, and what it is called now; empty when it is gone."""

    class Kind(models.TextChoices):
        """Whose address it was."""

        CONFERENCE = "conference", _("conference")
        EXCHANGE = "exchange", _("exchange")
        TURN = "turn", _("turn")
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
        """Say whether `address` was somebody's once: it leads there for ever. One query."""
        return cls.objects.filter(kind=kind, old=address).exists()

    @classmethod
    def new_address(cls, kind: str, old: str) -> str | None:
        """Return what the slug `old` is called now, None when it never was one: they never form chains. One query."""
        return cls.objects.filter(kind=kind, old=old).values_list("new", flat=True).first()
