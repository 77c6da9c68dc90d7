"""The table of list filters: a row each, with the values it takes, how it narrows each list, and how it is shown.

Forms, chips, facets with their counts, the search and the feeds are made from the rows of FILTERS. To add a filter is
to add a row; where the search is to know it, also a row of `search.rows.FILTERS` and its field in `search.Filters`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from transcripts.models import (
    CONTENT_LANGUAGES,
    AnyOf,
    ConferenceCount,
    Exchange,
    Named,
    Outlet,
    Param,
    Participation,
    Series,
    Speaker,
    Topic,
    Turn,
)

Text = str | Promise
Keys = Sequence[Any] | Param
Condition = Callable[[Keys], Q]
Days = tuple[date | None, date | None]
KINDS: list[tuple[str, Text]] = [
    ("question", _("questions")),
    ("answer", _("answers")),
    ("statement", _("statements")),
    ("moderator", _("the chair’s words")),
    ("note", _("notes")),
]


class Takes(Enum):
    """The type of a parameter: words, or values of one sort. Words, a year and a day may occur once in an address."""

    WORDS = "words"
    NAMES = "names"
    CHOICES = "choices"
    YEAR = "year"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Source:
    """The source of a facet's values: their `path` from a conference, and of the table of counts, which rows they are.

    No conference has the same value twice.
    """

    path: str
    of: str = ""

    @property
    def conditions(self) -> dict[str, Any]:
        """The conditions on a conference with such a value."""
        there = {f"{self.path}__isnull": False}
        return {**there, "counts__of": self.of} if self.of else there


@dataclass(frozen=True, slots=True)
class ListFilter:
    """One filter. Only `parameter`, `label` and `takes` are required; a list for which the rest is missing lacks it.

    How it narrows:
        where       the condition on a conference, of any in the archive; None where only turns have it
        among       the same for a conference of a window, where another way is quicker; also takes a parameter
        inside      the condition on an exchange that is shown under its conference
        token       the field of `search.Filters` that takes the keys
        days        the first and the last day that a key leaves
    How it is shown:
        chip, said_chip    the words of its chip, and those on the search page where they differ
        source             where to count the conferences that a link would leave
        place, said_place  its place among the facets of conferences and of turns; 0 is none
        wider              the number of passages without it in words, singular and plural
        model, choices     which names it takes, or which values; `is_short` where all can be seen at once
    """

    parameter: str
    label: Text
    takes: Takes
    where: Condition | None = None
    among: Condition | None = None
    inside: Condition | None = None
    token: str = ""
    days: Callable[[Any], Days] | None = None
    chip: Text = "%(value)s"
    said_chip: Text = ""
    source: Source | None = None
    place: int = 0
    said_place: int = 0
    wider: Any = None
    model: type[Named] | None = None
    choices: Sequence[tuple[str, Text]] = ()
    is_short: bool = False

    def narrow(self, keys: Keys, *, in_window: bool = False) -> Q:
        """Return the condition on a conference: on any, or on one of a window."""
        condition = (in_window and self.among) or self.where
        return condition(keys) if condition else Q()


def one_of(column: str, keys: Keys) -> Q:
    """Return the condition that a column has one of the keys, which a prepared query is given later, as a parameter."""
    return Q(AnyOf(column, keys.name)) if isinstance(keys, Param) else Q(**{f"{column}__in": keys})


def _one_is(rows: Callable[[Keys], QuerySet[Any]]) -> Condition:
    """Return the condition that one of the rows exists; they refer to the outer row.

    A planner may invert an EXISTS and begin at all rows of a name; this is evaluated for one outer row at a time,
    which is right for those of a window. `_stands_in` finds them in an archive.
    """
    return lambda keys: Q(IsNull(Subquery(rows(keys).order_by().values("conference")[:1]), False))


def _stands_in(rows: Callable[[Keys], QuerySet[Any]]) -> Condition:
    """Return the condition that a conference has one of the rows: a rare name needs no scan of all conferences."""
    return lambda keys: Q(pk__in=rows(keys).values("conference"))


def _exists(rows: Callable[[Keys], QuerySet[Any]]) -> Condition:
    """Return the condition that an exchange has one of the rows."""
    return lambda keys: Q(Exists(rows(keys)))


def year_range(year: int) -> tuple[date, date]:
    """Return the first and the last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def _in_year(keys: Keys) -> Q:
    days = (Param("first"), Param("last")) if isinstance(keys, Param) else year_range(keys[0])
    return Q(date__range=days)


def _only(keys: Keys) -> Any:
    return keys if isinstance(keys, Param) else keys[0]


def _spoken(keys: Keys) -> QuerySet[Any]:
    """Return the participations of the speakers; whoever speaks has one, so the turns need not be asked."""
    return Participation.objects.filter(one_of("speaker", keys))


def _counted(of: str) -> Callable[[Keys], QuerySet[Any]]:
    """Return what finds the counts of names; each topic and outlet of a conference has one."""
    return lambda keys: ConferenceCount.objects.filter(one_of("record", keys), of=of)


def _here(rows: Callable[[Keys], QuerySet[Any]]) -> Callable[[Keys], QuerySet[Any]]:
    return lambda keys: rows(keys).filter(conference=_HERE)


_HERE = OuterRef("pk")
_TOPICS, _OUTLETS = _counted(ConferenceCount.Of.TOPIC.value), _counted(ConferenceCount.Of.OUTLET.value)
FILTERS = (
    # Of words, the keys are those of the conferences that the search finds.
    ListFilter("q", _("Words"), Takes.WORDS, where=lambda keys: one_of("pk", keys), chip=_("“%(value)s”")),
    ListFilter(
        "series",
        _("Series"),
        Takes.NAMES,
        where=lambda keys: one_of("series", keys),
        token="series",  # noqa: S106 (no secret)
        source=Source("series"),
        place=1,
        said_place=4,
        wider=ngettext_lazy("In any series: %(shown)s passage", "In any series: %(shown)s passages", "n"),
        model=Series,
    ),
    ListFilter(
        "speaker",
        _("Speaker"),
        Takes.NAMES,
        where=_stands_in(_spoken),
        among=_one_is(_here(_spoken)),
        inside=_exists(lambda keys: Turn.objects.filter(one_of("speaker", keys), exchange=_HERE)),
        token="speakers",  # noqa: S106
        said_chip=_("said by %(value)s"),
        source=Source("participations__speaker"),
        place=2,
        said_place=1,
        wider=ngettext_lazy("Said by anybody: %(shown)s passage", "Said by anybody: %(shown)s passages", "n"),
        model=Speaker,
    ),
    ListFilter(
        "topic",
        _("Topic"),
        Takes.NAMES,
        where=_stands_in(_TOPICS),
        among=_one_is(_here(_TOPICS)),
        inside=_exists(lambda keys: Exchange.topics.through.objects.filter(one_of("topic", keys), exchange=_HERE)),
        token="topics",  # noqa: S106
        chip=_("on %(value)s"),
        source=Source("counts__record", ConferenceCount.Of.TOPIC),
        place=3,
        said_place=2,
        wider=ngettext_lazy("On any topic: %(shown)s passage", "On any topic: %(shown)s passages", "n"),
        model=Topic,
    ),
    ListFilter(
        "outlet",
        _("Outlet"),
        Takes.NAMES,
        where=_stands_in(_OUTLETS),
        among=_one_is(_here(_OUTLETS)),
        inside=_exists(lambda keys: Turn.objects.filter(one_of("outlet", keys), exchange=_HERE)),
        token="outlets",  # noqa: S106
        chip=_("asked by %(value)s"),
        source=Source("counts__record", ConferenceCount.Of.OUTLET),
        place=4,
        said_place=3,
        wider=ngettext_lazy("Asked by anybody: %(shown)s passage", "Asked by anybody: %(shown)s passages", "n"),
        model=Outlet,
    ),
    ListFilter(
        "language",
        _("Language"),
        Takes.CHOICES,
        where=lambda keys: one_of("language", keys),
        token="languages",  # noqa: S106
        source=Source("language"),
        place=6,
        said_place=7,
        wider=ngettext_lazy("In any language: %(shown)s passage", "In any language: %(shown)s passages", "n"),
        choices=CONTENT_LANGUAGES,
        is_short=True,
    ),
    ListFilter("year", _("Year"), Takes.YEAR, where=_in_year, days=year_range, place=5, said_place=6),
    ListFilter(
        "from",
        _("From"),
        Takes.DAY,
        where=lambda keys: Q(date__gte=_only(keys)),
        days=lambda day: (day, None),
        chip=_("from %(value)s"),
    ),
    ListFilter(
        "to",
        _("To"),
        Takes.DAY,
        where=lambda keys: Q(date__lte=_only(keys)),
        days=lambda day: (None, day),
        chip=_("until %(value)s"),
    ),
    ListFilter(
        "kind",
        _("Type"),
        Takes.CHOICES,
        token="kinds",  # noqa: S106
        said_place=5,
        wider=ngettext_lazy(
            "Questions, answers and all else: %(shown)s passage",
            "Questions, answers and all else: %(shown)s passages",
            "n",
        ),
        choices=KINDS,
        is_short=True,
    ),
)
# Of corrections, the year is that of the correction, and the kind what was done; the rest is of their conferences.
CORRECTION_KINDS: list[tuple[str, Text]] = [
    ("correction", _("corrections")),
    ("removal", _("removals of words")),
    ("withdrawal", _("withdrawals")),
    ("republication", _("republications")),
]
BY_PARAMETER = {each.parameter: each for each in FILTERS}
BY_TOKEN = {each.token: each for each in FILTERS if each.token}
NAMED: dict[str, type[Named]] = {each.parameter: each.model for each in FILTERS if each.model}
DAYS = tuple(each.parameter for each in FILTERS if each.days)
INSIDE = tuple(each.parameter for each in FILTERS if each.inside)
SOURCES = {each.parameter: each.source for each in sorted(FILTERS, key=lambda row: row.place) if each.source}
FACETS = tuple(each.parameter for each in sorted(FILTERS, key=lambda row: row.place) if each.place)
SAID_FACETS = tuple(each.parameter for each in sorted(FILTERS, key=lambda row: row.said_place) if each.said_place)
CORRECTION_FILTERS = (
    ListFilter("kind", _("Type"), Takes.CHOICES, choices=CORRECTION_KINDS, is_short=True),
    *(BY_PARAMETER[name] for name in ("year", "series", "speaker", "outlet")),
)
CORRECTION_FACETS = tuple(each.parameter for each in CORRECTION_FILTERS)
# What narrows the page of a name, by the kind of the name; the rows are those of conferences, asked of exchanges.
PROFILE_FILTERS = {
    "speaker": [BY_PARAMETER[name] for name in ("topic", "year")],
    "topic": [BY_PARAMETER[name] for name in ("speaker", "topic", "year")],
    "outlet": [BY_PARAMETER[name] for name in ("speaker", "topic", "year")],
    "series": [BY_PARAMETER["year"]],
}
