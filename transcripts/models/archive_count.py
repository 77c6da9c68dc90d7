"""Sums of the conferences' counts, of each year and of all time, so that the statistics need not add them up."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ArchiveCount(models.Model):
    """What was asked and answered in a year, or in all years, which is year 0: of one name, series or month.

    Written with the counts of a conference, of those that are published, now or from a time on, and closed, and in no
    translation group: whether these are shown does not depend on the reader. `record` is the key of the name or series,
    or the month, as 202203. There is no row without conferences.
    """

    SERIES, MONTH = "series", "month"
    ALL_YEARS = 0

    year = models.PositiveSmallIntegerField(_("year"))
    of = models.CharField(_("of"), max_length=7)
    record = models.PositiveBigIntegerField(_("name"))
    conferences = models.BigIntegerField(_("conferences"))
    exchanges = models.BigIntegerField(_("exchanges"))
    questions = models.BigIntegerField(_("questions"))
    answers = models.BigIntegerField(_("answers"))
    first_answers = models.BigIntegerField(_("first answers"))
    unanswered = models.BigIntegerField(_("exchanges without an answer"))
    asked_length = models.BigIntegerField(_("characters of questions"))
    answered_length = models.BigIntegerField(_("characters of answers"))

    class Meta:
        default_permissions = ()
        verbose_name = _("numbers of a year")
        verbose_name_plural = _("numbers of years")
        constraints = [models.UniqueConstraint(name="archivecount_once", fields=["year", "of", "record"])]

    def __str__(self) -> str:
        return f"{self.year} {self.of} {self.record}"
