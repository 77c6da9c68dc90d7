"""The root of the API, which lists its resources."""

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from transcripts.api.resource import Resource
from transcripts.api.shapes import ref
from transcripts.models import SiteIdentity

LISTED = (
    "conferences", "exchanges", "turns", "speakers", "outlets", "topics", "series", "corrections", "versions", "search",
    "announcements", "changes", "schema",
)  # fmt: skip


class Root(Resource):
    """The addresses of all lists."""

    @extend_schema(
        operation_id="root", summary="Who publishes, under which licence, and where the lists are.",
        responses={200: ref("Root"), 400: ref("Problem")},
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Return the addresses. One query."""
        self.read(request)
        identity = SiteIdentity.current()
        return Response(
            {
                "publisher": identity.local("name"),
                "licence": identity.local("licence"),
                "documentation": f"{settings.SITE_URL}/api/docs/",
                "lists": {name: f"{settings.SITE_URL}/api/v1/{name}/" for name in LISTED},
            }
        )
