"""The calendar: announced conferences, and those that were held in the past year."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import get_timezone_location
from django.conf import settings
from django.db.models import F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, to_locale

from transcripts.listing.filtering.days import day_text
from transcripts.models import (
    NOW,
    Announcement,
    Conference,
    Param,
    PreparedModels,
    Series,
    Version,
    current_announcement,
)
from transcripts.part_cache import cached
from transcripts.presentation import EventState, EventView, Move, NameView

DAYS_BACK = 366
MOST_HELD = 1000  # of a calendar, the newest first; an office holds fewer in a year
_ZONED = Announcement.objects.select_related("conference", "series")
_UPCOMING: PreparedModels[Announcement] = PreparedModels(
    lambda: _ZONED.announced(NOW).filter(ends_at__gt=NOW).order_by("starts_at", "pk"), is_planned_once=True
)
_RUNNING: PreparedModels[Conference] = PreparedModels(
    lambda: _with_plan(Conference.objects.running(NOW)).order_by("running_since", "pk"), is_planned_once=True
)


def upcoming(language: str, most: int) -> list[EventView]:
    """Return what is announced and has not ended, the next first, each once. Two queries at most."""
    return _upcoming(language)[:most]


@cached(8)
def _upcoming(language: str) -> list[EventView]:
    return one_a_group(_UPCOMING(), language)


@cached(8)
def running_now(language: str) -> list[EventView]:
    """Return the conferences whose transcripts are running, the first set running first. One query."""
    return one_a_group(_RUNNING(), language)


def _with_plan(conferences: Any) -> Any:
    return conferences.select_related("series", "announcement")


def events_of_past_year(language: str, series: Series | None = None, *, most_held: int = MOST_HELD) -> list[EventView]:
    """Return all that is announced for the past year and later, or was held in it, in the order of time.

    Of the conferences held, the newest, so many at most.

    Each conference once, in `language` where there is such a version. A time at which nobody said in which zone it was
    is taken as one of the office's. Four queries.
    """
    first = timezone.localdate() - timedelta(days=DAYS_BACK)
    begin = timezone.make_aware(datetime(first.year, first.month, first.day))
    given = {"begin": begin, "first": first, "series": series.pk if series else None}
    announced, running, held = _events(of_series=series is not None, most_held=most_held)
    rows: list[Announcement | Conference] = [*announced(**given), *running(**given), *held(**given)]
    return sorted(one_a_group(rows, language), key=lambda event: (event.day, _hour(event), event.public_id))


@lru_cache(8)
def _events(*, of_series: bool, most_held: int) -> tuple[PreparedModels[Any], PreparedModels[Any], PreparedModels[Any]]:
    """Return the queries of what is announced from `begin`, runs, and was held since the day `first`; of a `series`."""

    def narrowed(rows: Any) -> Any:
        return rows.filter(series=Param("series")) if of_series else rows

    # The day of a conference is the one on which it was held, where that is known; it is what indexes have.
    days = {"date__gte": Param("first"), "held_on__gte": Param("first")}
    return (
        PreparedModels(lambda: narrowed(_ZONED.announced(NOW).filter(starts_at__gte=Param("begin")))),
        PreparedModels(lambda: narrowed(_with_plan(Conference.objects.running(NOW)))),
        PreparedModels(
            lambda: narrowed(
                with_last_change(Conference.objects.published(NOW).closed()).filter(**days)
            ).newest_first()[:most_held]
        ),
    )


def _hour(event: EventView) -> str:
    return f"{event.start:%H:%M}" if isinstance(event.start, datetime) else ""


def with_last_change(conferences: Any) -> Any:
    """Add what an event needs: series, announcement, when the public text last changed, number of versions."""
    versions = Version.objects.filter(conference=OuterRef("pk")).order_by()
    counted = versions.values("conference")
    last = Subquery(counted.annotate(last=Max("made_at")).values("last"))
    return conferences.select_related("series", "announcement").annotate(
        last_changed=Greatest(Coalesce(last, F("published_at")), F("published_at")),
        last_version=Coalesce(Subquery(counted.annotate(last=Max("number")).values("last")), 0),
    )


def one_a_group(rows: Iterable[Announcement | Conference], language: str) -> list[EventView]:
    """Return the rows as events, each conference in one language: this one if it is there, else the first's."""
    groups: dict[object, list[Announcement | Conference]] = {}
    for row in rows:
        conference = row.conference if isinstance(row, Announcement) else row
        groups.setdefault(conference.translation_group or conference.pk, []).append(row)
    made = []
    for group in groups.values():
        group.sort(key=lambda row: (row.language != language, isinstance(row, Announcement)))
        others = tuple((row.language, row.get_absolute_url()) for row in group[1:] if row.language != group[0].language)
        made.append(replace(make_event_view(group[0]), others=others))
    return made


def make_event_view(row: Announcement | Conference) -> EventView:
    """Return an announcement, or a public conference with what `with_last_change` adds, as an event. No queries.

    One that is running needs no more than its series and its announcement.
    """
    if isinstance(row, Announcement):
        return _announced(row)
    return _running(row) if row.is_running else _held(row)


def _announced(row: Announcement) -> EventView:
    return EventView(
        public_id=row.conference.public_id,
        url=row.get_absolute_url(),
        title=row.title,
        language=row.language,
        state=EventState(row.state),
        start=row.local_start,
        end=row.local_end,
        zone=row.zone,
        place=row.place,
        people=row.names,
        accreditation=row.shown_accreditation,
        broadcast_url=row.shown_broadcast_url,
        reason=row.reason,
        series=NameView(row.series.local_name) if row.series else None,
        made_at=row.announced_at,
        changed_at=row.changed_at,
        revision=row.sequence,
        awaits_transcript=row.ends_at <= timezone.now() and row.state != Announcement.State.CANCELLED,
    )


def _running(row: Any) -> EventView:
    """Return what was announced of a conference that is running; without an announcement, since when it is."""
    planned = current_announcement(row)
    since = timezone.localtime(row.running_since)
    return EventView(
        public_id=row.public_id,
        url=row.get_absolute_url(),
        title=row.title,
        language=row.language,
        state=EventState.RUNNING,
        start=planned.local_start if planned else since.replace(second=0, microsecond=0),
        end=planned.local_end if planned else None,
        zone=planned.zone if planned else timezone.get_current_timezone_name(),
        place=row.venue or (planned.place if planned else ""),
        people=planned.names if planned else (),
        broadcast_url=planned.broadcast_url if planned else "",
        series=NameView(row.series.local_name) if row.series else None,
        made_at=planned.announced_at if planned else row.running_since,
        changed_at=row.added_at,
        revision=_changes_announced(row),
    )


def _held(row: Any) -> EventView:
    """Return what the record says of the time; the announced hours where it names that day and no other hour."""
    planned = current_announcement(row)
    zone = planned.zone if planned else timezone.get_current_timezone_name()
    start: datetime | date = row.held_on
    end = None
    if row.starts_at:
        start = datetime.combine(row.held_on, row.starts_at, ZoneInfo(zone))
    if planned and planned.day == row.held_on and row.starts_at in {None, planned.local_start.time()}:
        start, end = planned.local_start, planned.local_end
    return EventView(
        public_id=row.public_id,
        url=row.get_absolute_url(),
        title=row.title,
        language=row.language,
        state=EventState.HELD,
        start=start,
        end=end,
        zone=zone if isinstance(start, datetime) else "",
        is_zone_assumed=planned is None and isinstance(start, datetime),
        place=row.venue,
        series=NameView(row.series.local_name, row.series.get_absolute_url()) if row.series else None,
        made_at=planned.announced_at if planned else row.published_at,
        changed_at=row.last_changed,
        revision=row.last_version + _changes_announced(row),
    )


def _changes_announced(row: Any) -> int:
    """Return how often calendars had been told of the event when its transcript became public."""
    found: Announcement | None = getattr(row, "announcement", None)
    return found.sequence + 1 if found else 0


def moves_of(row: Announcement) -> list[Move]:
    """Return the earlier times of an announcement, the last first, each with why it was given up. One query."""
    states: Sequence[Any] = list(row.history.order_by("history_id"))
    found = []
    for was, now in pairwise(states):
        if now.state == Announcement.State.MOVED and (was.starts_at, was.zone) != (now.starts_at, now.zone):
            zone = ZoneInfo(was.zone)
            day = timezone.localdate(now.changed_at)
            found.append(Move(was.starts_at.astimezone(zone), was.ends_at.astimezone(zone), was.zone, day, now.reason))
    return found[::-1]


def zone_text(zone: str) -> str:
    """Return how readers are told of a time zone: by its best known city, in their language."""
    return _zone_text(zone, get_language() or settings.LANGUAGE_CODE)


@lru_cache(maxsize=1024)
def _zone_text(zone: str, language: str) -> str:
    if zone in {"UTC", "Etc/UTC"}:
        return "UTC"
    try:
        city = get_timezone_location(zone, locale=Locale.parse(to_locale(language)), return_city=True)
    except (LookupError, UnknownLocaleError, ValueError):
        city = zone.rpartition("/")[2].replace("_", " ")
    return gettext("%(city)s time") % {"city": city}


def hours_text(start: datetime | date, end: datetime | None, zone: str) -> str:
    """Return a time in the reader's language: 5 September 2023, 14:00–15:00 (Lisbon time)."""
    if not isinstance(start, datetime):
        return day_text(start)
    if not zone:
        return gettext("%(day)s, %(start)s") % {"day": day_text(start.date()), "start": date_format(start, "H:i")}
    said = {"day": day_text(start.date()), "start": date_format(start, "H:i"), "zone": zone_text(zone)}
    if end is None:
        return gettext("%(day)s, %(start)s (%(zone)s)") % said
    if end.date() == start.date():
        return gettext("%(day)s, %(start)s–%(end)s (%(zone)s)") % (said | {"end": date_format(end, "H:i")})
    later = {"end": date_format(end, "H:i"), "last": day_text(end.date())}
    return gettext("%(day)s, %(start)s, until %(last)s, %(end)s (%(zone)s)") % (said | later)
