"""Counts of each conference, by person, outlet, topic and so on; the statistics are sums of these."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from transcripts.models.conference import Conference


class ConferenceCount(models.Model):
    """What was asked and answered in one conference: in all of it, or as far as it is one name's.

    Written with the index, for every conference, public or not; `record` is the key of the name, 0 for all of it. Each
    topic and outlet of a conference has a row, by which lists are narrowed and facets counted: a topic without words
    and an outlet that asks nothing have one of zeros. `first_answers` are exchanges in which somebody, or this speaker,
    answered first, `unanswered` those with a question and no answer. Lengths are in characters. The row
    of all of it says by which day and series the conference is in the sums (ArchiveCount), if it is.
    """

    class Of(models.TextChoices):
        """What the numbers are of."""

        ALL = "", _("all of it")
        OUTLET = "outlet", _("outlet")
        SPEAKER = "speaker", _("speaker")
        TOPIC = "topic", _("topic")

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="counts", db_index=False, verbose_name=_("conference")
    )
    of = models.CharField(_("of"), max_length=7, choices=Of.choices, blank=True)
    record = models.PositiveBigIntegerField(_("name"), default=0)
    exchanges = models.PositiveIntegerField(_("exchanges"), default=0)
    questions = models.PositiveIntegerField(_("questions"), default=0)
    answers = models.PositiveIntegerField(_("answers"), default=0)
    first_answers = models.PositiveIntegerField(_("first answers"), default=0)
    unanswered = models.PositiveIntegerField(_("exchanges without an answer"), default=0)
    asked_length = models.PositiveIntegerField(_("characters of questions"), default=0)
    answered_length = models.PositiveIntegerField(_("characters of answers"), default=0)

    summed_on = models.DateField(_("day of its sums"), null=True)
    summed_series = models.PositiveBigIntegerField(_("series of its sums"), default=0)

    NUMBERS = (
        "exchanges", "questions", "answers", "first_answers", "unanswered", "asked_length", "answered_length",
    )  # fmt: skip

    class Meta:
        default_permissions = ()
        verbose_name = _("numbers of a conference")
        verbose_name_plural = _("numbers of conferences")
        indexes = [models.Index(fields=["of", "record", "conference"], name="conferencecount_of_name")]
        constraints = [models.UniqueConstraint(name="conferencecount_once", fields=["conference", "of", "record"])]

    def __str__(self) -> str:
        return f"{self.conference_id} {self.of} {self.record}"
