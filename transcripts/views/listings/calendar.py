"""The calendar: its page, and the files that calendars subscribe to."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from transcripts.caching import ResponseKind, cache_policy
from transcripts.listing import events_of_past_year, make_event_view, with_last_change
from transcripts.models import (
    Announcement,
    Conference,
    Redirect,
    Series,
    address,
    current_language,
)
from transcripts.presentation import EventView
from transcripts.views import errors
from transcripts.views.conference.announcements import calendar_head
from transcripts.views.context import current_identity
from transcripts.views.listings.lookup import page_of_conference

MOST_PAST = 40  # events that are over, on the page
_HELD_READ = 3 * MOST_PAST  # conferences, for some are one in several languages


@cache_policy(ResponseKind.PAGE)
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Show what is announced, the next first, and what was, the last first. Four queries."""
    events = events_of_past_year(current_language(), most_held=_HELD_READ)
    running = [event for event in events if event.is_running]
    coming = [event for event in events if _is_to_come(event)]
    past = [event for event in events if event not in coming and not event.is_running]
    awaited = [event for event in past if event.awaits_transcript]
    context = {
        "running": running,
        "coming": coming,
        "awaited": awaited[::-1],
        "past": [event for event in past[::-1] if not event.awaits_transcript][:MOST_PAST],
        "head": calendar_head(coming),
    }
    return render(request, "calendar.html", context)


def _is_to_come(event: EventView) -> bool:
    return event.is_announced and isinstance(event.end, datetime) and event.end > timezone.now()


@cache_policy(ResponseKind.PAGE)
@require_safe
def calendar_file(request: HttpRequest) -> HttpResponse:
    """Send the events of the past year and all that are to come. Five queries."""
    return _send(events_of_past_year(current_language()), name=current_identity().local("name"))


@cache_policy(ResponseKind.PAGE)
@require_safe
def series_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the events of a series, one of which is public. Five queries; an old address redirects."""
    series = Series.objects.filter(slug=slug).first()
    if series and _is_known(series):
        return _send(events_of_past_year(current_language(), series), name=series.local_name)
    new = Redirect.new_address(Redirect.Kind.SERIES, slug)
    if new and (series := Series.objects.filter(slug=new).first()) and _is_known(series):
        return HttpResponsePermanentRedirect(address("transcripts:series-calendar", new))
    return errors.not_found(request)


def _is_known(series: Series) -> bool:
    """Return whether the public knows of the series. Two queries."""
    published = Series.objects.published().filter(pk=series.pk).exists()
    return published or Announcement.objects.announced().filter(series=series).exists()


def _announced_file(request: HttpRequest, announcement: Announcement) -> HttpResponse:
    return _send([make_event_view(announcement)], name=announcement.title)


@cache_policy(ResponseKind.PAGE)
@page_of_conference(announced=_announced_file)
def conference_file(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Send one event, announced or held; of a conference of which nobody knows the day there is none. Two queries."""
    if not (conference.held_on or conference.is_running):
        return errors.not_found(request)
    row = with_last_change(Conference.objects.published()).get(pk=conference.pk)
    return _send([make_event_view(row)], name=conference.title)


def _send(events: list[EventView], *, name: str) -> HttpResponse:
    from transcripts.exports.calendar_file import (  # noqa: PLC0415 (2 MB, for those who ask for one)
        CONTENT_TYPE,
        render_calendar,
    )

    body = render_calendar(events, name=name or gettext("Press conferences"), origin=settings.SITE_URL)
    response = HttpResponse(body, content_type=CONTENT_TYPE)
    response["X-Content-Type-Options"] = "nosniff"
    return response
