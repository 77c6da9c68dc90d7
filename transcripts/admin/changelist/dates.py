"""Date drill-down of a list by year, month and day, from the calendar alone; Django's own walks through all rows."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min
from django.http import HttpRequest, QueryDict
from django.utils.formats import date_format

from transcripts.models import Conference

PARTS = ("date__year", "date__month", "date__day")


@dataclass(frozen=True, slots=True)
class Step:
    """A link to the list of a year, a month or a day; the one that is shown has no address."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The date navigation of a list: the links back, and the years, months or days to choose from."""

    back: Step | None
    choices: list[Step]


def calendar_of(request: HttpRequest) -> Calendar | None:
    """Return the navigation among the years that there are, or in the year or month shown. One query, or none."""
    query = request.GET.copy()
    chosen = [_number(query.pop(name, [""])[-1]) for name in PARTS]
    query.pop("p", None)
    year, month, day = chosen
    if not year or not 1 <= year <= 9999:
        ends = Conference.objects.aggregate(first=Min("date"), last=Max("date"))
        if not ends["first"] or ends["first"].year == ends["last"].year:
            return None
        years = range(ends["first"].year, ends["last"].year + 1)
        return Calendar(None, [Step(str(each), _url(query, each)) for each in years])
    if not month or not 1 <= month <= 12:
        months = [Step(_month(year, each), _url(query, year, each)) for each in range(1, 13)]
        return Calendar(Step("", _url(query)), months)
    last = monthrange(year, month)[1]
    if not day or not 1 <= day <= last:
        days = [Step(_day(year, month, each), _url(query, year, month, each)) for each in range(1, last + 1)]
        return Calendar(Step(str(year), _url(query, year)), days)
    return Calendar(Step(_month(year, month), _url(query, year, month)), [Step(_day(year, month, day))])


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0


def _url(query: QueryDict, *parts: int) -> str:
    asked = query.copy()
    asked.update({name: str(part) for name, part in zip(PARTS, parts, strict=False)})
    return f"?{asked.urlencode()}"


def _month(year: int, month: int) -> str:
    return date_format(date(year, month, 1), "YEAR_MONTH_FORMAT")


def _day(year: int, month: int, day: int) -> str:
    return date_format(date(year, month, day), "MONTH_DAY_FORMAT")
