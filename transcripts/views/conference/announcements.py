"""The page of a conference of which only the announcement is public."""

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext

from transcripts.listing import hours_text, make_event_view, moves_of
from transcripts.models import Announcement
from transcripts.presentation import EventState, EventView
from transcripts.structured_data import Crumb, make_announced_event
from transcripts.views import errors
from transcripts.views.conference.transcript import canonical_url
from transcripts.views.page_heads import PageHead, absolute, plain_head


def show_announcement(request: HttpRequest, announcement: Announcement) -> HttpResponse:
    """Show what is announced, and nothing of the draft behind it. Three queries more; a version of it is a 404."""
    if "version" in request.GET:
        return errors.not_found(request)
    event, moves = make_event_view(announcement), moves_of(announcement)
    canonical = canonical_url(event.language, escape_uri_path(request.path))
    origin = settings.SITE_URL
    was = moves[0].start if moves and event.is_moved else None
    key = origin + announcement.conference.get_permanent_url()
    head = replace(
        plain_head(event.title, describe_event(event), canonical, calendar_crumb(), language=event.language),
        things=(make_announced_event(event, origin=origin, key=key, was=was),),
    )
    context = {
        "event": event,
        "moves": moves,
        "others": _in_other_languages(announcement),
        "canonical": canonical,
        "head": head,
        "file": f"{event.url.rstrip('/')}.ics",
    }
    return render(request, "conferences/announcement.html", context)


def _in_other_languages(announcement: Announcement) -> list[Announcement]:
    """Return what is announced of the same conference in other languages. One query, or none."""
    group = announcement.conference.translation_group
    found = Announcement.objects.announced().filter(conference__translation_group=group)
    return list(found.exclude(pk=announcement.pk).select_related("conference").order_by("language")) if group else []


def describe_event(event: EventView) -> str:
    """Return a sentence on what is announced, for search engines."""
    said = {"title": event.title, "when": hours_text(event.start, event.end, event.zone), "place": event.place}
    if event.state is EventState.CANCELLED:
        return gettext("Cancelled: the press conference “%(title)s”, planned for %(when)s.") % said
    if event.place:
        return gettext("Announced: the press conference “%(title)s”, %(when)s, %(place)s.") % said
    return gettext("Announced: the press conference “%(title)s”, %(when)s.") % said


def calendar_crumb() -> Crumb:
    """Return the step of the calendar."""
    return Crumb(gettext("Calendar"), absolute("calendar"))


def calendar_head(found: list[EventView]) -> PageHead:
    """Return the head of the calendar."""
    said = gettext("Which press conferences are announced, with times and places, and which were held recently.")
    named = gettext("; ").join(event.title for event in found[:2])
    said = gettext("%(said)s Next: %(titles)s") % {"said": said, "titles": named} if named else said
    return plain_head(gettext("Calendar"), said, absolute("calendar"), kind="CollectionPage")
