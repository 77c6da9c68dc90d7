"""Announced conferences and running transcripts, whose transcript is not closed yet."""

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from transcripts.api.conferences import ONE, PAGING, PROBLEMS, refuse_withdrawn
from transcripts.api.errors import GoneError
from transcripts.api.resource import Resource, Row
from transcripts.api.shapes import ref
from transcripts.exports.tables import utc
from transcripts.models import Announcement, Conference, Redirect, current_announcement
from transcripts.reading.running import who_speaks

_SIZE, _PAGE, _ = PAGING


class AnnouncementList(Resource):
    """What is announced, or is running."""

    @extend_schema(
        operation_id="announcements",
        summary="Conferences whose transcript is running, and then those that are announced, by their planned start.",
        description="Every language version is one. Of a running transcript no more is told until it is closed.",
        parameters=[_SIZE, _PAGE],
        responses={200: ref("AnnouncementPage"), **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        """Return a page. Four queries at most."""
        self.read(request, "size", "page")
        size, number = self.size(request), self.number(request, "page", 1, 999_999)
        first = (number - 1) * size
        running = _running().order_by("running_since", "pk")
        found: list[Announcement | Conference] = list(running[first : first + size + 1])
        if len(found) <= size:
            begin = max(first - (running.count() if not found else first + len(found)), 0)
            rows = _announced().order_by("starts_at", "pk")
            found += rows[begin : begin + size + 1 - len(found)]
        if number > 1 and not found:
            raise Http404
        following = self.next_address(request, page=str(number + 1)) if len(found) > size else ""
        return self.page([announcement_object(each) for each in found[:size]], following=following)


class AnnouncementDetail(Resource):
    """One announcement."""

    @extend_schema(
        operation_id="announcement",
        summary="One announced conference, or one that is running, by its permanent ID or slug.",
        description="Once its transcript is published it redirects there.",
        responses={200: ref("Announcement"), 301: None, **ONE},
    )
    def get(self, request: Request, key: str) -> Any:
        """Return the announcement. Eight queries at most."""
        self.read(request)
        for name in ("public_id", "slug"):
            if found := announced_or_running(Q(**{f"conference__{name}": key}), Q(**{name: key})):
                return Response(announcement_object(found[0]))
            if Conference.objects.published().filter(**{name: key}).exists():
                return HttpResponsePermanentRedirect(reverse("api-conference", args=[key]))
            refuse_withdrawn(Conference.objects.withdrawn().filter(**{name: key}).first())
            if Announcement.objects.in_place().filter(**{f"conference__{name}": key}).exists():
                raise GoneError("This announcement was withdrawn.")
        new = Redirect.new_address(Redirect.Kind.CONFERENCE, key)
        if new and announced_or_running(Q(conference__slug=new), Q(slug=new)):
            return HttpResponsePermanentRedirect(reverse("api-announcement", args=[new]))
        raise Http404


def announced_or_running(announced: Q, running: Q) -> list[Announcement | Conference]:
    """Return the announcements that fulfil the one condition, and running conferences the other. Three queries."""
    return [*_running().filter(running), *_announced().filter(announced)]


def _announced() -> Any:
    return Announcement.objects.announced().select_related("conference", "series")


def _running() -> Any:
    return Conference.objects.running().select_related("series", "announcement").prefetch_related("participations")


def announcement_object(row: Announcement | Conference) -> Row:
    """Return an announcement, or a running conference, as the API shows it. No query where all beside was fetched."""
    return _announcement_row(row) if isinstance(row, Announcement) else _running_row(row)


def _announcement_row(row: Announcement) -> Row:
    return {
        "conference": row.conference.public_id,
        "url": settings.SITE_URL + row.get_absolute_url(),
        "title": row.title,
        "language": row.language,
        "series": row.series.name if row.series else "",
        "state": row.state,
        "reason": row.reason,
        "planned_start": row.local_start.isoformat(),
        "planned_end": row.local_end.isoformat(),
        "zone": row.zone,
        "place": row.place,
        "people": list(row.names),
        "accreditation": row.shown_accreditation,
        "broadcast_url": row.shown_broadcast_url,
        "announced_at": utc(row.announced_at),
        "running_since": None,
        "changed_at": utc(row.changed_at),
    }


def _running_row(row: Conference) -> Row:
    """Return a running conference: its head is public, and its announcement fills in what that leaves out."""
    planned = current_announcement(row)
    people = who_speaks(row.participations.all(), row.language)
    return {
        "conference": row.public_id,
        "url": settings.SITE_URL + row.get_absolute_url(),
        "title": row.title,
        "language": row.language,
        "series": row.series.name if row.series else "",
        "state": "running",
        "reason": "",
        "planned_start": planned.local_start.isoformat() if planned else None,
        "planned_end": planned.local_end.isoformat() if planned else None,
        "zone": planned.zone if planned else settings.TIME_ZONE,
        "place": row.venue or (planned.place if planned else ""),
        "people": people or (list(planned.names) if planned else []),
        "accreditation": "",
        "broadcast_url": planned.broadcast_url if planned else "",
        "announced_at": utc(planned.announced_at) if planned else None,
        "running_since": utc(row.running_since),
        "changed_at": utc(row.added_at),
    }
