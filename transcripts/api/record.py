"""Corrections, the log of versions, and the search."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from transcripts import search
from transcripts.api.conferences import PAGING, PROBLEMS, expand_parameter, filter_parameters
from transcripts.api.errors import WrongParametersError
from transcripts.api.resource import Resource, Row, parameter
from transcripts.api.rows import heads_of, turns_by_key
from transcripts.api.shapes import ref
from transcripts.exports.tables import utc
from transcripts.listing import (
    Before,
    CappedCount,
    ClosedTurns,
    CorrectionListing,
    Notice,
    PageNotFoundError,
    TurnsQuery,
)
from transcripts.listing.filtering.filters import CORRECTION_KINDS
from transcripts.listing.notices import entry_address
from transcripts.listing.results.passages import Found, Passage
from transcripts.models import Conference, Version

_SIZE, _PAGE, _CURSOR = PAGING
_NUMBERS = re.compile(r"[0-9]{1,19}(\.[0-9]{1,19}){0,2}", re.ASCII)
_NAMES = [each for each in filter_parameters(TurnsQuery) if each.name in {"year", "series", "speaker", "outlet"}]


def cursor_of(request: Request, make: Callable[..., Any]) -> Any:
    """Return what is made of the numbers in the cursor, None without one. Raises WrongParametersError."""
    text = Resource.single(request, "cursor")
    if text and "page" in request.GET:
        raise WrongParametersError({"cursor": ["It does not go with page."]})
    if not text:
        return None
    try:
        numbers = [int(each) for each in text.split(".")] if _NUMBERS.fullmatch(text) else []
        if not numbers or max(numbers) >= 2**63 - 1:
            raise ValueError
        return make(*numbers)
    except (TypeError, ValueError):
        raise WrongParametersError({"cursor": ["It is not one that `next` has given."]}) from None


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
            *PAGING,
        ],
        responses={200: ref("CorrectionPage"), **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        """Return a page. Ten queries at most."""
        size, number = self.size(request), self.number(request, "page", 0, 999_999_999)
        after = cursor_of(request, Before.of)
        data = request.GET.copy()
        for name in ("size", "cursor"):
            data.pop(name, None)
        if "revision" in data:
            raise WrongParametersError({"revision": ["There is no such parameter here."]})
        try:
            listing = CorrectionListing(data, path=request.path, size=size, after=after)
        except PageNotFoundError:
            raise Http404 from None
        self.refuse(listing)
        following = ""
        if number and listing.has_more:
            following = self.next_address(request, page=str(number + 1))
        elif not number and listing.following:
            following = self.next_address(request, cursor=".".join(map(str, listing.following)))
        count = None if after else listing.count
        return self.page([_notice(each) for each in listing.notices], following=following, count=count)


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
            _PAGE,
            parameter("cursor", "The line after which the page begins.", schema={"type": "integer", "minimum": 1,
                      "maximum": 999_999_999}),
        ],
        responses={200: ref("VersionPage"), **PROBLEMS},
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Return a page. Three queries at most."""
        given = self.read(request, "conference", "cursor", "page", "size")
        size, after = self.size(request), self.number(request, "cursor", 0, 999_999_999)
        number = self.number(request, "page", 0, 999_999_999)
        if after and number:
            raise WrongParametersError({"cursor": ["It does not go with page."]})
        found = Version.objects.logged().filter(line__gt=after)
        if given["conference"]:
            known = (Conference.objects.published().closed() | Conference.objects.withdrawn()).filter(
                public_id=given["conference"]
            )
            if not known.exists():
                raise WrongParametersError({"conference": ["It is not known here."]})
            found = found.filter(conference__public_id=given["conference"])
        start = (max(number, 1) - 1) * size
        if not given["conference"]:  # lines are numbered without gaps
            found, start = found.filter(line__gt=after + start), 0
        rows = list(found.select_related("conference").defer("structure", "salts")[start : start + size + 1])
        if number > 1 and not rows:
            raise Http404
        instead = (
            {"page": str(number + 1)} if number else {"cursor": str(rows[size - 1].line)} if len(rows) > size else {}
        )
        following = self.next_address(request, **instead) if len(rows) > size else ""
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
            parameter("cursor", "Where the page begins, as `next` gives it; with the newest first alone."),
            expand_parameter("exchange"),
        ],
        responses={200: ref("FoundPage"), **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        """Return a page. Twenty-five queries at most."""
        size, number = self.size(request), self.number(request, "page", 0, 999_999_999)
        expand, after = self.expanded(request), cursor_of(request, lambda key: key)
        data: Any = request.GET.copy()
        for name in ("size", "expand", "cursor"):
            data.pop(name, None)
        try:
            listing = ClosedTurns(data, path=request.path, size=size, after=after)
        except PageNotFoundError:
            raise Http404 from None
        self.refuse(listing)
        is_newest_first = listing.sort is search.Sort.NEWEST
        if after and not is_newest_first:
            raise WrongParametersError({"cursor": ["It goes with sort=newest alone."]})
        following = ""
        if is_newest_first and not number and listing.following:
            following = self.next_address(request, cursor=str(listing.following))
        elif (number or not is_newest_first) and listing.has_more:
            following = self.next_address(request, page=str(max(number, 1) + 1))
        count = None if after else listing.count or CappedCount(0)
        return self.page(_results(listing, expand), following=following, count=count)


def _results(listing: ClosedTurns, expand: set[str]) -> list[Row]:
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
