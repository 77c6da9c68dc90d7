"""Times in words: in the office's time zone, and relative to now."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext


def until(at: datetime, *, depth: int = 2) -> str:
    """Return how long it is until a time to come, such as “in 3 hours”, in at most `depth` units."""
    now = timezone.now()
    at += timedelta(seconds=30)  # what was set for three hours from now is not two hours and fifty-nine minutes away
    if at - now < timedelta(minutes=1):
        return gettext("in less than a minute")
    return gettext("in %(time)s") % {"time": timeuntil(at, now, depth=depth).replace("\xa0", " ")}


def since(at: datetime) -> str:
    """Return how long ago a time was, such as “3 hours ago”."""
    if timezone.now() - at < timedelta(minutes=1):
        return gettext("just now")
    return gettext("%(time)s ago") % {"time": timesince(at, depth=1)}


def moment(at: datetime | None) -> str:
    """Return a time in the office's time zone, which is named, in the editor's language."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return gettext("%(moment)s (%(zone)s)") % {"moment": date_format(local, "DATETIME_FORMAT"), "zone": zone_name(at)}


def zone_name(at: datetime) -> str:
    """Return the name of the office's time zone, and its offset from UTC at that time: “Europe/London, UTC+1”."""
    name = timezone.get_current_timezone_name()
    if name == "UTC":
        return name
    minutes = round((timezone.localtime(at).utcoffset() or timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"{name}, UTC{'−' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"
