"""How far off a time is, in words."""

from datetime import datetime

from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext


def until(at: datetime) -> str:
    """Return how long it is until a time to come, such as “in 3 hours”."""
    return gettext("in %(time)s") % {"time": timeuntil(at, depth=1)}


def since(at: datetime) -> str:
    """Return how long ago a time was, such as “3 hours ago”."""
    return gettext("%(time)s ago") % {"time": timesince(at, depth=1)}
