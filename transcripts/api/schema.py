"""The OpenAPI document of the API, and its page of documentation."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from transcripts.api.resource import Resource
from transcripts.api.shapes import SHAPES


def add_shapes(result: dict[str, Any], **about: Any) -> dict[str, Any]:
    """Add the shapes of objects to the OpenAPI document, and say what every answer has. Called by drf-spectacular."""
    result.setdefault("components", {})["schemas"] = SHAPES
    result["info"]["description"] = (
        "The public record, read-only. Every answer has an ETag that changes when anything public does, and may be "
        "read from any other site. Moments are in UTC, days are the office's."
    )
    for methods in result["paths"].values():
        for operation in methods.values():
            operation["tags"] = ["record"]
            operation["responses"]["304"] = {"description": "What If-None-Match names is still so."}
    return result


@cache
def openapi() -> dict[str, Any]:
    """Return the OpenAPI document, made once a process."""
    from drf_spectacular.generators import SchemaGenerator  # noqa: PLC0415 (5 MB, for this document alone)

    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return made


class _OpenAPIRenderer(JSONRenderer):
    """JSON under the name that OpenAPI gives it."""

    media_type = "application/vnd.oai.openapi+json"


class SchemaView(Resource):
    """The OpenAPI document."""

    schema = None
    renderer_classes = [_OpenAPIRenderer]

    def get(self, request: Request) -> Response:
        """Return the document. No queries."""
        self.read(request)
        return Response(openapi())


def not_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer for addresses under /api/v1/ that do not exist, as JSON."""
    return HttpResponse('{"detail":"There is nothing at this address."}', status=404, content_type="application/json")
