"""Announced conferences, of which no transcript is public."""

from django.conf import settings
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from transcripts.api.conferences import PAGING, PROBLEMS
from transcripts.api.resource import Resource, Row
from transcripts.api.shapes import ref
from transcripts.exports.tables import utc
from transcripts.models import Announcement

_SIZE, _PAGE, _ = PAGING


class AnnouncementList(Resource):
    """What is announced."""

    @extend_schema(
        operation_id="announcements",
        summary="Announced conferences without a transcript, by their planned start; every language version is one.",
        parameters=[_SIZE, _PAGE],
        responses={200: ref("AnnouncementPage"), **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        """Return a page. Two queries at most."""
        self.read(request, "size", "page")
        size, number = self.size(request), self.number(request, "page", 1, 999_999)
        rows = Announcement.objects.announced().select_related("conference", "series").order_by("starts_at", "pk")
        first = (number - 1) * size
        found = list(rows[first : first + size + 1])
        if number > 1 and not found:
            raise Http404
        following = self.next_address(request, page=str(number + 1)) if len(found) > size else ""
        return self.page([announcement_object(each) for each in found[:size]], following=following)


def announcement_object(row: Announcement) -> Row:
    """Return an announcement as the API shows it. No query where conference and series were fetched."""
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
        "changed_at": utc(row.changed_at),
    }
