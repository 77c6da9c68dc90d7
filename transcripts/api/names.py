"""Speakers, outlets, topics and series."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any, ClassVar

from django.http import Http404, HttpResponsePermanentRedirect
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from transcripts.api.conferences import ONE, PAGING, PROBLEMS
from transcripts.api.errors import WrongParametersError
from transcripts.api.resource import Resource, parameter
from transcripts.api.rows import name_object
from transcripts.api.shapes import ref
from transcripts.listing import NameListing, PageNotFoundError
from transcripts.models import Named, Outlet, Place, Redirect, Series, Speaker, Topic

_Q = parameter("q", "Only names that have these letters; with page numbers.")


class NameList(Resource):
    """The names of one kind, from A to Z."""

    model: ClassVar[type[Named]]

    def answer(self, request: Request) -> Response:
        """Return a page. Five queries at most."""
        given = self.read(request, "q", "page", "cursor", "size")
        size, number = self.size(request), self.number(request, "page", 0, 999_999_999)
        if "cursor" in request.GET and (number or given["q"]):
            raise WrongParametersError({"cursor": ["It goes neither with page nor with q."]})
        if number or given["q"]:
            return self._numbered(request, size)
        names: Any = self.model._default_manager
        found = names.published().annotate(walk_key=Place.of(self.model)).order_by("walk_key")
        if "cursor" in request.GET:
            found = found.filter(walk_key__gt=_read_cursor(given["cursor"]))
        records = list(found[: size + 1])
        more = len(records) > size
        following = self.next_address(request, cursor=_cursor(records[size - 1].walk_key)) if more else ""
        return self.page([name_object(each) for each in records[:size]], following=following)

    def _numbered(self, request: Request, size: int) -> Response:
        data = request.GET.copy()
        data.pop("size", None)
        try:
            listing = NameListing(self.model, data, path=request.path, size=size)
        except PageNotFoundError:
            raise Http404 from None
        self.refuse(listing)
        rows = [name_object(record) for _, group in listing.groups for record in group]
        following = self.next_address(request, page=str(listing.number + 1)) if listing.has_more else ""
        return self.page(rows, following=following, count=listing.count)


class NameDetail(Resource):
    """One name by its slug."""

    model: ClassVar[type[Named]]

    def answer(self, request: Request, slug: str) -> Any:
        """Return the name, or lead to the one that has taken its place. Three queries at most."""
        self.read(request)
        names: Any = self.model._default_manager
        record = names.published().filter(slug=slug).first()
        if record:
            return Response(name_object(record))
        new = Redirect.new_address(self.model._meta.model_name or "", slug)
        if new and names.published().filter(slug=new).exists():
            return HttpResponsePermanentRedirect(f"{request.path.rstrip('/').rpartition('/')[0]}/{new}/")
        raise Http404


def _cursor(place: str) -> str:
    return urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _read_cursor(text: str) -> str:
    """Return the place that a cursor names. Raises WrongParametersError."""
    try:
        place = urlsafe_b64decode(f"{text}{'=' * (-len(text) % 4)}").decode()
        if place and _cursor(place) == text and place.isprintable():
            return place
    except ValueError:
        pass
    raise WrongParametersError({"cursor": ["It is not one that `next` has given."]})


def _list_of(kind: type[Named], noun: str, plural: str) -> type[NameList]:
    @extend_schema(
        operation_id=plural,
        summary=f"{plural.capitalize()} from A to Z.",
        parameters=[_Q, *PAGING],
        responses={200: ref(f"{noun}Page"), **PROBLEMS},
    )
    def get(self: NameList, request: Request) -> Response:
        return self.answer(request)

    return type(f"{noun}List", (NameList,), {"model": kind, "get": get, "__doc__": f"{plural.capitalize()}."})


def _detail_of(kind: type[Named], noun: str, one: str) -> type[NameDetail]:
    @extend_schema(operation_id=one, summary=f"One {one}.", responses={200: ref(noun), 301: None, **ONE})
    def get(self: NameDetail, request: Request, slug: str) -> Any:
        return self.answer(request, slug)

    return type(f"{noun}Detail", (NameDetail,), {"model": kind, "get": get, "__doc__": f"One {one}."})


KINDS = (
    (Speaker, "Speaker", "speakers"),
    (Outlet, "Outlet", "outlets"),
    (Topic, "Topic", "topics"),
    (Series, "Series", "series"),
)
LISTS = {plural: _list_of(kind, noun, plural) for kind, noun, plural in KINDS}
DETAILS = {
    plural: _detail_of(kind, noun, "one-series" if plural == "series" else noun.lower()) for kind, noun, plural in KINDS
}
