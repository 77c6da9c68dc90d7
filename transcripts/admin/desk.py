"""The admin's front page: the first few conferences of each worklist, in four queries, whatever the archive's size.

A worklist without an index looks at the thousand conferences that were changed last; the full lists have all.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import CharField, DateTimeField, F, OuterRef, Subquery, Value
from django.db.models import Count as CountRows
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.text import capfirst
from django.utils.translation import gettext

from transcripts.admin.changelist.times import moment, since, until
from transcripts.admin.changelist.worklists import WORK, Worklist
from transcripts.admin.editing.change_form import author_name
from transcripts.admin.permissions import may_publish
from transcripts.listing import CappedCount, FacetCount, day_text
from transcripts.listing.figures.charts import LONGEST, measured
from transcripts.models import CONTENT_LANGUAGES, Comment, Conference, ConferenceQuerySet, Event, MistakeReport, Status

SHOWN = 5  # rows of a section
SHOWN_LOOSE = 3  # rows of a section that can wait
COUNTED = 99
LOOKED_AT = 1_000  # the conferences that were changed last
WEEKS = 26
MOST_PUBLISHED = 2_000  # times of publication that are read for the chart
COLUMN_STEP = 4  # distance of the columns; a column is three wide
LONG_WAIT = timedelta(days=14)  # this or a longer wait fills the bar

ALL = "all"
LOOSE = ("warnings", "outdated", "topics", "translation")  # sections that can wait
NEVER = datetime.min.replace(tzinfo=UTC)

_LANGUAGES = dict(CONTENT_LANGUAGES)
_NOBODY = Value("", output_field=CharField())


@dataclass(frozen=True, slots=True)
class Row:
    """A conference in a section; `at` is the time that matters there, and `who` the person."""

    section: str
    key: int
    title: str
    language: str
    date: date
    at: datetime | None
    who: str

    @property
    def words(self) -> str:
        """The text that its section shows of it."""
        say = _SENTENCES.get(self.section) if self.at else None
        return say(self, self.at) if say and self.at else day_text(self.date)

    @property
    def share(self) -> int:
        """The waiting time as a share of LONG_WAIT, in units of which LONGEST is all."""
        waited = timezone.now() - self.at if self.at else timedelta()
        return max(2, min(LONGEST, round(LONGEST * waited / LONG_WAIT)))


_SENTENCES: dict[str, Callable[[Row, datetime], str]] = {
    "review": lambda row, at: (
        gettext("submitted %(time)s by %(who)s") % {"time": since(at), "who": author_name(row.who)}
        if row.who
        else gettext("last changed %(time)s") % {"time": since(at)}
    ),
    "scheduled": lambda row, at: f"{until(at)} · {moment(at)}",
    "mine": lambda row, at: gettext("last changed %(time)s") % {"time": since(at)},
    "outdated": lambda row, at: gettext("the original changed %(time)s") % {"time": since(at)},
    "translation": lambda row, at: f"{day_text(row.date)} · {_LANGUAGES.get(row.language, row.language)}",
    "today": lambda row, at: time_format(timezone.localtime(at), "TIME_FORMAT"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """A worklist on the page: the number of its conferences, and the first few."""

    work: Worklist
    count: CappedCount
    rows: list[Row] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The worklist's name, as a heading."""
        return capfirst(str(self.work.title))

    @property
    def has_more(self) -> bool:
        """Whether there are more conferences than rows."""
        return self.count.total > len(self.rows)


@dataclass(frozen=True, slots=True)
class Weeks:
    """Numbers of conferences that became public in each of the last weeks, oldest first."""

    counts: list[FacetCount]
    total: CappedCount

    @property
    def columns(self) -> list[tuple[int, FacetCount]]:
        """Each week with the position of its column in the chart."""
        return [(COLUMN_STEP * number, count) for number, count in enumerate(self.counts)]

    @property
    def width(self) -> int:
        """The width of the chart."""
        return COLUMN_STEP * len(self.counts) - 1

    @property
    def this_week(self) -> int:
        """Number of conferences that became public in the current week."""
        return self.counts[-1].count.total


def desk_context(request: HttpRequest) -> dict[str, object]:
    """Return the front page's context about conferences, for users who may see them. Four queries."""
    user = request.user
    if not (user.has_perm("transcripts.view_conference") or user.has_perm("transcripts.change_conference")):
        return {}
    parts = list(_parts(user))
    counts = _count(parts)
    rows = _rows(parts)
    sections = {
        part.work.name: Section(part.work, counts.get(part.work.name, CappedCount(0)), rows[part.work.name])
        for part in parts
    }
    first = ["review", "mine"] if may_publish(request) else ["mine", "review"]
    return {
        "first": [sections[name] for name in (*first, "scheduled")],
        "loose": [sections[name] for name in LOOSE if sections[name].rows],
        "today": sections["today"],
        "is_empty": not counts.get(ALL, CappedCount(0)).total,
        "looked_at": LOOKED_AT if counts.get(ALL, CappedCount(0)).is_capped else 0,
        "weeks": published_by_week(),
        "comments": list(Comment.objects.latest_first().select_related("conference")[:SHOWN]),
    }


@dataclass(frozen=True, slots=True)
class _Part:
    """The query of a section."""

    work: Worklist
    rows: ConferenceQuerySet
    order: str
    at: Combinable
    who: Combinable = _NOBODY
    shown: int = SHOWN


def _parts(user: User | AnonymousUser) -> Iterator[_Part]:
    """Return the sections, each with its window where it needs one."""
    every = Conference.objects.all()
    recently = every.not_in_trash().last_changed(LOOKED_AT)
    drafts = every.not_in_trash().filter(status=Status.DRAFT).last_changed(LOOKED_AT)
    groups = every.not_in_trash().in_translation().last_changed(LOOKED_AT).values("translation_group")
    submitted = Event.objects.filter(conference=OuterRef("pk"), what=Event.What.SUBMITTED).order_by("-made_at", "-pk")
    handed_in = Subquery(submitted.values("made_at")[:1]), Subquery(submitted.values("made_by_name")[:1])
    changed, public = F("updated_at"), F("published_at")
    windows: dict[str, tuple[Any, ...]] = {
        "review": (every, "updated_at", *handed_in),
        "scheduled": (every, "published_at", public),
        "mine": (drafts, "-updated_at", changed),
        "today": (every, "-published_at", public),
        "outdated": (
            every.filter(translation_group__in=groups),
            "-words_at",
            F("original_words_at"),
            _NOBODY,
            SHOWN_LOOSE,
        ),
        "warnings": (recently, "-updated_at", changed, _NOBODY, SHOWN_LOOSE),
        "topics": (recently, "-updated_at", changed, _NOBODY, SHOWN_LOOSE),
        "translation": (recently, "-updated_at", changed, _NOBODY, SHOWN_LOOSE),
    }
    for name, (rows, *rest) in windows.items():
        yield _Part(WORK[name], WORK[name].choose(rows, user), *rest)


def _count(parts: list[_Part]) -> dict[str, CappedCount]:
    """Return the number of conferences in each section, and whether there are any at all. One query."""
    every = [
        (ALL, Conference.objects.not_in_trash(), LOOKED_AT),
        *((part.work.name, part.rows, COUNTED) for part in parts),
    ]
    counted = [
        Conference.objects.filter(pk__in=rows.order_by().values("pk")[: most + 1])
        .order_by()
        .annotate(section=Value(name, output_field=CharField()))
        .values("section")
        .annotate(n=CountRows("pk"))
        .values_list("section", "n")
        for name, rows, most in every
    ]
    found = dict(counted[0].union(*counted[1:], all=True))
    return {name: CappedCount(min(n, most), n > most) for name, _rows, most in every if (n := found.get(name, 0))}


def _rows(parts: list[_Part]) -> dict[str, list[Row]]:
    """Return the first rows of each section, in its order. One query."""
    asked = [
        Conference.objects.filter(pk__in=part.rows.order_by(part.order).values("pk")[: part.shown])
        .with_original()
        .order_by()
        .annotate(
            section=Value(part.work.name, output_field=CharField()),
            at=Cast(part.at, DateTimeField()),
            who=part.who,
        )
        .values_list("section", "pk", "title", "language", "date", "at", "who")
        for part in parts
    ]
    rows: dict[str, list[Row]] = defaultdict(list)
    for values in asked[0].union(*asked[1:], all=True):
        rows[values[0]].append(Row(*values))
    for part in parts:
        rows[part.work.name].sort(key=lambda row: (row.at or NEVER, row.key), reverse=part.order.startswith("-"))
    return rows


def waiting_reports(request: HttpRequest) -> dict[str, Any]:
    """Return how many reports are open, and the first few, for whoever may close them. One query, or none."""
    if not request.user.has_perm("transcripts.change_mistakereport"):
        return {}
    found = MistakeReport.objects.open().select_related("conference").defer("words", "conference__summary")
    rows = list(found[: COUNTED + 1])
    count = CappedCount(min(len(rows), COUNTED), len(rows) > COUNTED)
    return {"reports": rows[:SHOWN], "reports_waiting": count}


def published_by_week() -> Weeks:
    """Return the numbers of conferences published in each of the last WEEKS weeks, in the office's zone. One query.

    Of a site that publishes more than MOST_PUBLISHED in that time, only the weeks that were read in full are drawn.
    """
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    weeks = [monday - timedelta(weeks=number) for number in reversed(range(WEEKS))]
    start = timezone.make_aware(datetime.combine(weeks[0], time.min))
    times = Conference.objects.published().closed().filter(published_at__gte=start).order_by("-published_at")
    days = [timezone.localdate(at) for at in times.values_list("published_at", flat=True)[: MOST_PUBLISHED + 1]]
    whole = [week for week in weeks if week > days[-1]] if len(days) > MOST_PUBLISHED else weeks
    counts = Counter(day - timedelta(days=day.weekday()) for day in days)
    columns = measured(FacetCount(day_text(week), CappedCount(counts[week])) for week in whole or weeks[-1:])
    return Weeks(columns, CappedCount(sum(each.count.total for each in columns), is_capped=not whole))
