"""Exchanges, one a page, and the turns in them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from transcripts.document import Kind
from transcripts.models.addresses import address
from transcripts.models.conference import Conference
from transcripts.models.database.prepared import AsOf
from transcripts.models.ids import PublicIdField
from transcripts.models.names import Outlet, Speaker, Topic
from transcripts.text import paragraphs


class ExchangeQuerySet(models.QuerySet["Exchange"]):
    """Exchanges in their named states."""

    def published(self, at: AsOf = None) -> Self:
        """Return those of conferences that the public sees now, or at the time `at`."""
        return self.filter(Conference.is_public("conference__", at=at))

    def closed(self) -> Self:
        """Return those of conferences whose transcript is not running."""
        return self.filter(Conference.is_closed("conference__"))


class Exchange(models.Model):
    """An exchange, the text of one page: mostly a question and its answers; opening remarks are one too."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="exchanges", verbose_name=_("conference"))
    position = models.PositiveSmallIntegerField(_("position"), editable=False)
    public_id = PublicIdField(_("permanent ID"))
    heading = models.CharField(_("heading"), max_length=300, blank=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="exchanges", verbose_name=_("topics"))
    page = models.PositiveSmallIntegerField(
        _("source page"), null=True, blank=True, help_text=_("The number of the source page that it comes from.")
    )

    objects = ExchangeQuerySet.as_manager()

    class Meta:
        ordering = ["conference", "position"]
        verbose_name = pgettext_lazy("record", "exchange")
        verbose_name_plural = _("exchanges")
        constraints = [
            models.UniqueConstraint(name="exchange_order", fields=["conference", "position"]),
            models.CheckConstraint(name="exchange_position", condition=Q(position__gte=1)),
        ]

    def __str__(self) -> str:
        return self.heading or gettext("Exchange %(number)d") % {"number": self.position or 0}

    def get_absolute_url(self) -> str:
        if self.position == 1:
            return self.conference.get_absolute_url()
        return address("transcripts:exchange-detail", self.conference.slug, self.position)

    def get_permanent_url(self) -> str:
        """Return the address that outlives every re-ordering."""
        return address("transcripts:exchange-permalink", self.public_id)


class TurnQuerySet(models.QuerySet["Turn"]):
    """Turns in their named states."""

    def published(self, at: AsOf = None) -> Self:
        """Return those of conferences that the public sees now, or at the time `at`."""
        return self.filter(Conference.is_public("exchange__conference__", at=at))

    def closed(self) -> Self:
        """Return those of conferences whose transcript is not running."""
        return self.filter(Conference.is_closed("exchange__conference__"))


class Turn(models.Model):
    """One person's words, in paragraphs parted by blank lines."""

    KINDS = [
        (Kind.STATEMENT.value, _("statement")),
        (Kind.QUESTION.value, _("question")),
        (Kind.ANSWER.value, _("answer")),
        (Kind.MODERATOR.value, _("moderator")),
        (Kind.NOTE.value, _("note")),
    ]

    exchange = models.ForeignKey(
        Exchange,
        models.CASCADE,
        related_name="turns",
        verbose_name=pgettext_lazy("record", "exchange"),
        db_index=False,  # the order has one, and the index on who speaks in it
    )
    position = models.PositiveSmallIntegerField(_("position"), editable=False)
    public_id = PublicIdField(_("permanent ID"))
    kind = models.CharField(_("type"), max_length=12, choices=KINDS)
    speaker = models.ForeignKey(
        Speaker,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="turns",
        verbose_name=_("speaker"),
        db_index=False,  # the index of those entered last does for it
    )
    outlet = models.ForeignKey(
        Outlet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="turns",
        verbose_name=_("outlet"),
        db_index=False,  # the index on outlet and exchange does for it, and tells in which exchanges it asks
    )
    journalist = models.CharField(_("journalist"), max_length=200, blank=True)
    label_as_printed = models.CharField(
        _("label as printed"),
        max_length=300,
        blank=True,
        help_text=_("The label before the text. If empty, the name of the speaker or outlet is used."),
    )
    text = models.TextField(_("text"), blank=True, help_text=_("A blank line begins a new paragraph."))

    objects = TurnQuerySet.as_manager()

    class Meta:
        ordering = ["exchange", "position"]
        verbose_name = _("turn")
        verbose_name_plural = _("turns")
        indexes = [
            # Those entered last for a name; on PostgreSQL the index on the name alone does not have them in order.
            models.Index(name="turn_speaker_entered", fields=["speaker", "id"]),
            models.Index(name="turn_outlet_entered", fields=["outlet", "id"]),
            models.Index(name="turn_outlet_exchange", fields=["outlet", "exchange"]),
            # Who asks and who speaks in an exchange, without its words.
            models.Index(name="turn_exchange_names", fields=["exchange", "outlet", "speaker"]),
        ]
        constraints = [
            models.UniqueConstraint(name="turn_order", fields=["exchange", "position"]),
            models.CheckConstraint(name="turn_position", condition=Q(position__gte=1)),
            models.CheckConstraint(name="turn_kind", condition=Q(kind__in=[kind.value for kind in Kind])),
            models.CheckConstraint(
                name="turn_speaker_or_outlet", condition=Q(speaker__isnull=True) | Q(outlet__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.label_as_printed or gettext("Turn %(number)d") % {"number": self.position or 0}

    def get_absolute_url(self) -> str:
        return f"{self.exchange.get_absolute_url()}#{self.public_id}"

    def get_permanent_url(self) -> str:
        """Return the address that outlives every re-ordering."""
        return address("transcripts:turn-permalink", self.public_id)

    @property
    def paragraphs(self) -> list[str]:
        """The text in paragraphs."""
        return paragraphs(self.text)
