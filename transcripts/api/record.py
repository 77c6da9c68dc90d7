"""Corrections, the log of versions, and the search."""

from typing import Any

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from transcripts.api.conferences import PAGING, PROBLEMS, expand_parameter, filter_parameters
from transcripts.api.errors import WrongParametersError
from transcripts.api.resource import Resource, Row, parameter
from transcripts.api.rows import heads_of, turns_by_key
from transcripts.api.shapes import ref
from transcripts.exports.tables import utc
from transcripts.listing import CappedCount, CorrectionListing, FoundTurns, Notice, PageNotFoundError, TurnsQuery
from transcripts.listing.filters import CORRECTION_KINDS
from transcripts.listing.notices import entry_address
from transcripts.listing.passages import Found, Passage
from transcripts.models import Conference, Version

_SIZE, _PAGE, _CURSOR = PAGING
_NAMES = [each for each in filter_parameters(TurnsQuery) if each.name in {"year", "series", "speaker", "outlet"}]


class CorrectionList(Resource):
    """What was corrected, removed, withdrawn and published again."""

    @extend_schema(
        operation_id="corrections",
        summary="Corrections, removals of words, withdrawals and republications, the newest first.",
        parameters=[
            parameter(
                "kind",
                "What was done; may be repeated.",
                schema={"type": "string", "enum": [value for value, _ in CORRECTION_KINDS]},
                explode=True,
            ),
            *_NAMES,
            parameter("conference", "Slug of one conference."),
            _SIZE,
            _PAGE,
        ],
        responses={200: ref("CorrectionPage"), **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        """Return a page. Ten queries at most."""
        size, number = self.size(request), self.number(request, "page", 1, 999_999_999)
        data = request.GET.copy()
        data.pop("size", None)
        if "revision" in data:
            raise WrongParametersError({"revision": ["There is no such parameter here."]})
        try:
            listing = CorrectionListing(data, path=request.path, size=size)
        except PageNotFoundError:
            raise Http404 from None
        self.refuse(listing)
        following = self.next_address(request, page=str(number + 1)) if listing.has_more else ""
        return self.page([_notice(each) for each in listing.notices], following=following, count=listing.count)


def _notice(notice: Notice) -> Row:
    if notice.revision:
        url = entry_address(notice.conference, notice.revision)
    else:
        url = f"{reverse('transcripts:correction-list')}#{notice.anchor}"
    return {
        "kind": str(notice.kind),
        "time": utc(notice.made_at),
        "note": notice.note,
        "url": settings.SITE_URL + url,
        "conference": notice.conference.public_id,
        "title": notice.conference.title,
        "version_before": notice.before or None,
        "total": notice.total,
        "changes": [
            {
                "turn": each.correction.turn_public_id,
                "field": each.correction.field,
                "label": each.correction.label,
                "was": each.correction.was,
                "now": each.correction.now,
            }
            for each in notice.changes
        ],
    }


class VersionList(Resource):
    """The log of public versions."""

    @extend_schema(
        operation_id="versions",
        summary="The log of public versions, the first line first.",
        parameters=[
            parameter("conference", "Permanent ID of one conference."),
            _SIZE,
            parameter("cursor", "The line after which the page begins.", schema={"type": "integer", "minimum": 1,
                      "maximum": 999_999_999}),
        ],
        responses={200: ref("VersionPage"), **PROBLEMS},
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Return a page. Three queries at most."""
        given = self.read(request, "conference", "cursor", "size")
        size, after = self.size(request), self.number(request, "cursor", 0, 999_999_999)
        found = Version.objects.logged().filter(line__gt=after)
        if given["conference"]:
            known = (Conference.objects.published().closed() | Conference.objects.withdrawn()).filter(
                public_id=given["conference"]
            )
            if not known.exists():
                raise WrongParametersError({"conference": ["It is not known here."]})
            found = found.filter(conference__public_id=given["conference"])
        rows = list(found.select_related("conference").defer("structure", "salts")[: size + 1])
        following = self.next_address(request, cursor=str(rows[size - 1].line)) if len(rows) > size else ""
        return self.page([_version(row) for row in rows[:size]], following=following)


def _version(version: Version) -> Row:
    url = f"{settings.SITE_URL}{version.conference.get_permanent_url()}?version={version.number}"
    return version.log_line() | {"url": url}


class SearchList(Resource):
    """The results of a search, as the search page has them."""

    expandable = ("exchange",)

    @extend_schema(
        operation_id="search",
        summary="Turns that were found by words and filters, with their conferences; at most the newest thousand.",
        parameters=[
            parameter("q", "Words, as on the search page."),
            *[each for each in filter_parameters(TurnsQuery) if each.name != "sort"],
            parameter("sort", "The order.", schema={"type": "string", "enum": ["relevance", "newest", "oldest"]}),
            _SIZE,
            _PAGE,
            expand_parameter("exchange"),
        ],
        responses={200: ref("FoundPage"), **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        """Return a page. Twenty-five queries at most."""
        size, number = self.size(request), self.number(request, "page", 1, 999_999_999)
        expand = self.expanded(request)
        data: Any = request.GET.copy()
        for name in ("size", "expand"):
            data.pop(name, None)
        try:
            listing = FoundTurns(data, path=request.path, size=size)
        except PageNotFoundError:
            raise Http404 from None
        self.refuse(listing)
        following = self.next_address(request, page=str(number + 1)) if listing.has_more else ""
        return self.page(_results(listing, expand), following=following, count=listing.count or CappedCount(0))


def _results(listing: FoundTurns, expand: set[str]) -> list[Row]:
    passages: list[tuple[Found, Passage | None]] = [
        (found, passage)
        for found in listing.found
        for passage in (*found.passages, *(() if found.passages else (None,)))
    ]
    turns = turns_by_key([each.turn.pk for _, each in passages if each], expand=expand)
    slugs = {found.place.slug for found, _ in passages}
    conferences = (
        list(Conference.objects.published().closed().select_related("series").filter(slug__in=slugs)) if slugs else []
    )
    heads = {row["slug"]: row for row in heads_of(conferences).values()}
    return [
        {
            "turn": turns[passage.turn.pk] if passage else None,
            "conference": heads[found.place.slug],
            "snippet_html": str(passage.snippet if passage else found.heading),
        }
        for found, passage in passages
        if found.place.slug in heads and (passage is None or passage.turn.pk in turns)
    ]
