"""Conferences, exchanges and turns: lists by filters, and each by its permanent id."""

import re
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, ClassVar

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from transcripts.api.errors import GoneError, WrongParametersError
from transcripts.api.resource import MOST, SIZE, Resource, Row, parameter
from transcripts.api.rows import conference_objects, exchange_objects, tombstones, turn_objects
from transcripts.api.shapes import ref
from transcripts.listing import (
    CappedCount,
    ConferencesQuery,
    ExchangesQuery,
    ListQuery,
    Place,
    Step,
    TurnsQuery,
    walk_conferences,
    walk_parts,
)
from transcripts.listing.conferences import COUNT_CAP
from transcripts.listing.filtering.filters import FILTERS, Takes
from transcripts.listing.walks import conferences_asked
from transcripts.models import Conference, Exchange, Redirect, Turn

_CURSOR = re.compile(r"(\d{4}-\d\d-\d\d)\.(\d{1,18})(?:\.(\d{1,10}))?(?:\.(\d{1,10}))?", re.ASCII)
_KINDS = {
    Takes.WORDS: "Words to search for.",
    Takes.NAMES: "Slug; may be repeated for any of several.",
    Takes.CHOICES: "May be repeated for any of several.",
    Takes.YEAR: "Year in four digits.",
    Takes.DAY: "Day as YYYY-MM-DD.",
}


def filter_parameters(asked: type[ListQuery]) -> list[Any]:
    """Return the descriptions of a list's filters, from the table of filters."""
    made = []
    for row in FILTERS:
        if row.parameter not in asked.filterset_class.base_filters:
            continue
        schema: Row = {"type": "string"}
        if row.choices:
            schema = {"type": "string", "enum": [value for value, _ in row.choices]}
        elif row.takes is Takes.YEAR:
            schema = {"type": "string", "pattern": "^(?!0000)[0-9]{4}$"}
        elif row.takes is Takes.DAY:
            schema = {"type": "string", "format": "date"}
        several = row.takes in {Takes.NAMES, Takes.CHOICES}
        made.append(parameter(row.parameter, f"{row.label}. {_KINDS[row.takes]}", schema=schema, explode=several))
    orders = [option.value for option in asked.filterset_class.base_filters["sort"].field.options]
    return [*made, parameter("sort", "The order.", schema={"type": "string", "enum": orders})]


PAGING = [
    parameter(
        "size", f"Results of a page, {SIZE} by default.", schema={"type": "integer", "minimum": 1, "maximum": MOST}
    ),
    parameter(
        "page",
        "Number of a page, from 1. Without it, `next` is a cursor, which never repeats or skips.",
        schema={"type": "integer", "minimum": 1, "maximum": 999_999_999},
    ),
    parameter("cursor", "Where the page begins, as `next` gives it."),
]
PROBLEMS = {400: ref("Problem"), 404: ref("Problem")}
ONE = {404: ref("Problem"), 410: ref("Problem"), 400: ref("Problem")}


def expand_parameter(*names: str) -> Any:
    """Return the description of `expand`."""
    words = f"What is put in the place of its id, parted by commas: {', '.join(names)}."
    return parameter(
        "expand", words, schema={"type": "string", "enum": [*names, *((",".join(names),) if names[1:] else ())]}
    )


class Walked(Resource):
    """A list that is walked by keys, or paged by numbers."""

    asked_class: ClassVar[type[ListQuery]]

    def answer(self, request: Request) -> Response:
        """Return the page that is asked for."""
        beside = {"cursor", "page", "size", *(("expand",) if self.expandable else ())}
        asked = self.asked_class(request.GET, path=request.path, beside=beside)
        self.refuse(asked)
        size, expand = self.size(request), self.expanded(request)
        if "page" in request.GET and "cursor" in request.GET:
            raise WrongParametersError({"cursor": ["It does not go with page."]})
        page = self.number(request, "page", 0, 999_999_999)
        after = self._place(request)
        step = self.step(asked, after=after, offset=(page - 1) * size if page else None, size=size)
        if page > 1 and not step.keys:
            raise Http404
        following = ""
        if step.has_more and page:
            following = self.next_address(request, page=str(page + 1))
        elif step.has_more and step.end:
            place = step.end
            parts = [place.day.isoformat(), *map(str, place[1:])]
            following = self.next_address(request, cursor=".".join(parts))
        return self.page(self.rows(step.keys, expand), following=following, count=self.count(asked))

    @staticmethod
    def _place(request: Request) -> Place | None:
        if "cursor" not in request.GET:
            return None
        match = _CURSOR.fullmatch(Resource.single(request, "cursor"))
        try:
            if match:
                return Place(date.fromisoformat(match[1]), *(int(part or 0) for part in match.groups()[1:]))
        except ValueError:
            pass
        raise WrongParametersError({"cursor": ["It is not one that `next` has given."]})

    def step(self, asked: ListQuery, *, after: Place | None, offset: int | None, size: int) -> Step:
        """Return the step behind a place, or at an offset."""
        raise NotImplementedError

    def rows(self, keys: Sequence[int], expand: Collection[str]) -> list[Row]:
        """Return the objects with these keys."""
        raise NotImplementedError

    def count(self, asked: ListQuery) -> CappedCount | None:
        """Return how many there are in all; None where nobody counts them."""
        return None


class ConferenceList(Walked):
    """Conferences by the filters of their page."""

    asked_class = ConferencesQuery
    expandable = ("exchanges",)

    @extend_schema(
        operation_id="conferences",
        summary="Conferences, the newest first; every language version is one.",
        parameters=[*filter_parameters(ConferencesQuery), *PAGING, expand_parameter("exchanges")],
        responses={200: ref("ConferencePage"), **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        """Return a page of the list. Twelve queries at most, and those of words."""
        return self.answer(request)

    def step(self, asked: ListQuery, *, after: Place | None, offset: int | None, size: int) -> Step:
        return walk_conferences(asked.keys, after=after, offset=offset or 0, size=size, oldest=asked.oldest)

    def rows(self, keys: Sequence[int], expand: Collection[str]) -> list[Row]:
        return conference_objects(keys, expand=expand)

    def count(self, asked: ListQuery) -> CappedCount:
        found = conferences_asked(asked.keys).order_by()[: COUNT_CAP + 1].count()
        return CappedCount(min(found, COUNT_CAP), is_capped=found > COUNT_CAP)


class ExchangeList(Walked):
    """Exchanges by the filters of conferences."""

    asked_class = ExchangesQuery
    expandable = ("conference", "turns")

    @extend_schema(
        operation_id="exchanges",
        summary="Exchanges, those of the newest conference first, in their order.",
        parameters=[*filter_parameters(ExchangesQuery), *PAGING, expand_parameter("conference", "turns")],
        responses={200: ref("ExchangePage"), **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        """Return a page of the list. Sixteen queries at most."""
        return self.answer(request)

    def step(self, asked: ListQuery, *, after: Place | None, offset: int | None, size: int) -> Step:
        return walk_parts(Exchange, asked.keys, after=after, offset=offset, size=size, oldest=asked.oldest)

    def rows(self, keys: Sequence[int], expand: Collection[str]) -> list[Row]:
        return exchange_objects(keys, expand=expand)


class TurnList(Walked):
    """Turns by the filters of the search, without words."""

    asked_class = TurnsQuery
    expandable = ("conference", "exchange")

    @extend_schema(
        operation_id="turns",
        summary="Turns, those of the newest conference first, in their order. Words are searched for at /search/.",
        parameters=[*filter_parameters(TurnsQuery), *PAGING, expand_parameter("conference", "exchange")],
        responses={200: ref("TurnPage"), **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        """Return a page of the list. Sixteen queries at most."""
        return self.answer(request)

    def step(self, asked: ListQuery, *, after: Place | None, offset: int | None, size: int) -> Step:
        return walk_parts(Turn, asked.keys, after=after, offset=offset, size=size, oldest=asked.oldest)

    def rows(self, keys: Sequence[int], expand: Collection[str]) -> list[Row]:
        return turn_objects(keys, expand=expand)


class ConferenceDetail(Resource):
    """One conference."""

    expandable = ("exchanges",)

    @extend_schema(
        operation_id="conference",
        summary="One conference, by its permanent ID or slug.",
        parameters=[expand_parameter("exchanges")],
        responses={200: ref("Conference"), 301: None, **ONE},
    )
    def get(self, request: Request, key: str) -> Any:
        """Return the conference. Nine queries at most."""
        self.read(request)
        expand = self.expanded(request)
        for name in ("public_id", "slug"):
            found = list(Conference.objects.published().closed().filter(**{name: key}).values_list("pk", flat=True))
            if found:
                return Response(conference_objects(found, expand=expand)[0])
            refuse_withdrawn(Conference.objects.withdrawn().filter(**{name: key}).first())
        new = Redirect.new_address(Redirect.Kind.CONFERENCE, key)
        if new and Conference.objects.published().closed().filter(slug=new).exists():
            return HttpResponsePermanentRedirect(reverse("api-conference", args=[new]))
        raise Http404


def refuse_withdrawn(conference: Conference | None) -> None:
    """Answer for a withdrawn conference with its tombstone. Raises GoneError."""
    if conference:
        raise GoneError("This conference was withdrawn.", tombstones([conference])[conference.pk])


class PartDetail(Resource):
    """One exchange or turn by its permanent id."""

    model: ClassVar[Any]
    path = ""

    def find(self, public_id: str) -> int:
        """Return the key of a public one. Raises GoneError, and Http404."""
        key = self.model.objects.published().closed().filter(public_id=public_id).values_list("pk", flat=True).first()
        if key:
            return int(key)
        refuse_withdrawn(Conference.objects.withdrawn().filter(**{f"{self.path}public_id": public_id}).first())
        step = Redirect.objects.filter(kind=self.model._meta.model_name, old=public_id).select_related("conference")
        gone = step.first()
        if gone and gone.conference and gone.conference.is_published:
            raise GoneError("This part is no longer in the transcript.")
        raise Http404


class ExchangeDetail(PartDetail):
    """One exchange."""

    model = Exchange
    path = "exchanges__"
    expandable = ("conference", "turns")

    @extend_schema(
        operation_id="exchange",
        summary="One exchange.",
        parameters=[expand_parameter("conference", "turns")],
        responses={200: ref("Exchange"), **ONE},
    )
    def get(self, request: Request, public_id: str) -> Response:
        """Return the exchange. Fourteen queries at most."""
        self.read(request)
        expand = self.expanded(request)
        return Response(exchange_objects([self.find(public_id)], expand=expand)[0])


class TurnDetail(PartDetail):
    """One turn."""

    model = Turn
    path = "exchanges__turns__"
    expandable = ("conference", "exchange")

    @extend_schema(
        operation_id="turn",
        summary="One turn.",
        parameters=[expand_parameter("conference", "exchange")],
        responses={200: ref("Turn"), **ONE},
    )
    def get(self, request: Request, public_id: str) -> Response:
        """Return the turn. Fourteen queries at most."""
        self.read(request)
        expand = self.expanded(request)
        return Response(turn_objects([self.find(public_id)], expand=expand)[0])
