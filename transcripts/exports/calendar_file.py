"""Events as an iCalendar file (RFC 5545), which calendars subscribe to."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vText

from transcripts.presentation import EventState, EventView
from transcripts.text import language_tag

CONTENT_TYPE = "text/calendar; charset=utf-8"
_PRODUCT = "-//Press Room//Conferences//EN"
_AROUND = timedelta(days=366)  # before the first event and after the last, for programs that count on from there
# What a line of the format may not hold. Line ends are written as it says.
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])


def render_calendar(events: Iterable[EventView], *, name: str, origin: str) -> bytes:
    """Return the file with these events. Zones are defined in it by name, for the years of the events.

    An event has the same UID for ever: calendars know by it, and by SEQUENCE, that it was moved or cancelled.
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", _clean(name))
    calendar.add("x-wr-calname", _clean(name))  # the same, for those that know only this
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    shown = list(events)
    for zone in sorted({event.zone for event in shown} - {"", "UTC", "Etc/UTC"}):
        times = [time for event in shown if event.zone == zone for time in (event.start, event.end)]
        moments = [time for time in times if isinstance(time, datetime)]
        calendar.add_component(_define(zone, min(moments) - _AROUND, max(moments) + _AROUND))
    for event in shown:
        calendar.add_component(_component(event, origin))
    return calendar.to_ical()


def _define(name: str, first: datetime, last: datetime) -> Timezone:
    """Return what a zone is between two moments: an observance from the first on, and one from each change.

    Each begins at what clocks showed before the change, as RFC 5545 has it (3.6.5); what icalendar makes of a zone
    begins summer time an hour late.
    """
    made, zone = Timezone(), ZoneInfo(name)
    made.add("tzid", name)
    time = first.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    made.add_component(_observance(zone, time, time))
    while time < last:
        later = time + timedelta(days=1)
        if _offset(zone, time) != _offset(zone, later):
            before, after = time, later
            while after - before > timedelta(seconds=1):
                middle = before + (after - before) // 2
                before, after = (middle, after) if _offset(zone, middle) == _offset(zone, time) else (before, middle)
            change = after.replace(microsecond=0)
            made.add_component(_observance(zone, change - timedelta(seconds=1), change))
        time = later
    return made


def _offset(zone: ZoneInfo, time: datetime) -> timedelta:
    return time.astimezone(zone).utcoffset() or timedelta()


def _observance(zone: ZoneInfo, before: datetime, change: datetime) -> TimezoneStandard | TimezoneDaylight:
    local = change.astimezone(zone)
    made = TimezoneDaylight() if local.dst() else TimezoneStandard()
    made.add("dtstart", (change + _offset(zone, before)).replace(tzinfo=None))
    made.add("tzoffsetfrom", _offset(zone, before))
    made.add("tzoffsetto", _offset(zone, change))
    made.add("tzname", local.tzname() or str(zone))
    return made


def _component(event: EventView, origin: str) -> Event:
    made = Event()
    words = {"LANGUAGE": language_tag(event.language)}
    made.add("uid", f"{event.public_id}.conference")
    made.add("dtstamp", event.changed_at)
    made.add("last-modified", event.changed_at)
    if event.made_at:
        made.add("created", event.made_at)
    made.add("sequence", event.revision)
    made.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    made.add("summary", vText(_clean(event.title), params=words))
    made.add("dtstart", event.start)
    if event.end:
        made.add("dtend", event.end)
    elif not isinstance(event.start, datetime):
        made.add("transp", "TRANSPARENT")  # a day of which no hour is known keeps nobody busy
    if event.place:
        made.add("location", vText(_clean(event.place), params=words))
    made.add("url", origin + event.url)
    made.add("description", vText(_clean(_describe(event, origin)), params=words))
    if event.series:
        made.add("categories", [_clean(event.series.name)])
    if event.is_zone_assumed:
        made.add("x-pressroom-zone-assumed", "TRUE")
        made.add("comment", gettext("The record names no time zone; that of the office is assumed."))
    return made


def _describe(event: EventView, origin: str) -> str:
    """Return what a calendar shows of the event beside its time and place."""
    parts = []
    if event.is_cancelled:
        parts.append(gettext("Cancelled: %(reason)s") % {"reason": event.reason})
    elif event.is_moved:
        parts.append(gettext("Moved to this time: %(reason)s") % {"reason": event.reason})
    elif event.is_running:
        parts.append(gettext("The transcript is running."))
    if event.people:
        parts.append("\n".join([gettext("Who will speak:"), *event.people]))
    if event.accreditation:
        parts.append(gettext("Accreditation: %(words)s") % {"words": event.accreditation})
    if event.broadcast_url:
        parts.append(gettext("Broadcast: %(url)s") % {"url": event.broadcast_url})
    is_public = event.state in {EventState.HELD, EventState.RUNNING}
    where = gettext("Transcript: %(url)s") if is_public else gettext("Announcement, and later the transcript: %(url)s")
    return "\n\n".join([*parts, where % {"url": origin + event.url}])


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
