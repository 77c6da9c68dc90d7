"""The documentation of the API: each address with its parameters and a working example."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from transcripts.caching import ResponseKind, cache_policy
from transcripts.models import Announcement, Conference, Exchange, Outlet, Series, Speaker, Topic, Turn
from transcripts.views.page_heads import absolute, plain_head

# What is behind the address in an example.
_QUERIES = {
    "conferences": "?sort=newest&size=5",
    "exchanges": "?size=2&expand=turns",
    "turns": "?kind=question&size=5",
    "search": "?kind=answer&sort=newest&size=5",
    "corrections": "?size=5",
    "versions": "?size=5",
    "changes": "?size=5",
    "conference": "?expand=exchanges",
    "turn": "?expand=conference,exchange",
}


@cache_policy(ResponseKind.PAGE)
@require_safe
def api_docs(request: HttpRequest, openapi: Callable[[], Mapping[str, Any]]) -> HttpResponse:
    """Describe the API from its OpenAPI document. Nine queries, for the examples."""
    said = gettext("How programs read the public record: every address, its parameters, and an example.")
    keys = _keys()
    operations = []
    for path, methods in openapi()["paths"].items():
        operation = methods["get"]
        address = path
        for name, value in keys.get(operation["operationId"], {}).items():
            address = address.replace(f"{{{name}}}", value)
        operations.append(
            {
                "name": operation["operationId"],
                "path": path,
                "summary": operation["summary"].replace("`", ""),
                "parameters": [
                    # The schema is written in Markdown.
                    {"name": each["name"], "description": each["description"].replace("`", "")}
                    for each in operation.get("parameters", ())
                    if each["in"] == "query"
                ],
                "example": "" if "{" in address else address + _QUERIES.get(operation["operationId"], ""),
            }
        )
    context = {
        "head": plain_head(gettext("API"), said, absolute("api-docs")),
        "operations": operations,
        "site": settings.SITE_URL,
    }
    return render(request, "api_docs.html", context)


def _keys() -> Mapping[str, Mapping[str, str]]:
    """Return the ids and slugs that are in the examples, by operation. Eight queries."""
    found: dict[str, dict[str, str]] = {}
    conference = Conference.objects.published().closed().newest_first().first()
    if conference:
        found["conference"] = {"key": conference.slug}
        parts: Any = {"exchange": Exchange.objects, "turn": Turn.objects}
        for noun, rows in parts.items():
            path = "exchange__conference" if noun == "turn" else "conference"
            public_id = rows.filter(**{path: conference}).values_list("public_id", flat=True).first()
            found[noun] = {"public_id": public_id} if public_id else {}
    announced = Announcement.objects.announced().order_by("starts_at", "pk").select_related("conference").first()
    if announced:
        found["announcement"] = {"key": announced.conference.slug}
    names: Any = {"speaker": Speaker, "outlet": Outlet, "topic": Topic, "one-series": Series}
    for noun, model in names.items():
        slug = model.objects.published().order_by("pk").values_list("slug", flat=True).first()
        found[noun] = {"slug": slug} if slug else {}
    return found
