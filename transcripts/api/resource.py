"""The base of all resources of the API: strict parameters, pages, expansion, JSON."""

import re
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from transcripts.api.errors import WrongParametersError
from transcripts.caching import ResponseKind, cache_policy
from transcripts.listing import ListQuery, Pages, wrong_parameters

SIZE, MOST = 20, 100  # results of a page
_NUMBER = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
Row = dict[str, Any]


class _JSONOnly(BaseContentNegotiation):
    """Every answer is JSON, whatever a client says that it accepts."""

    def select_parser(self, request: Request, parsers: Sequence[Any]) -> Any:
        return parsers[0] if parsers else None

    def select_renderer(self, request: Request, renderers: Sequence[Any], format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class Resource(APIView):
    """A read-only resource without accounts, cookies, forms and other formats than JSON."""

    renderer_classes = [JSONRenderer]
    parser_classes: list[Any] = []
    authentication_classes: list[Any] = []
    permission_classes: list[Any] = []
    throttle_classes: list[Any] = []
    content_negotiation_class = _JSONOnly
    metadata_class = None
    http_method_names = ["get", "head"]
    expandable: tuple[str, ...] = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse empty values, and blanks around values. Raises WrongParametersError."""
        super().initial(request, *args, **kwargs)
        wrong = {
            name: ["It is empty, or has blanks around it."]
            for name, values in request.GET.lists()
            if any(not value.strip() or (value != value.strip() and name != "q") for value in values)
        }
        if wrong and request.method in {"GET", "HEAD"}:
            raise WrongParametersError(wrong)

    def read(self, request: Request, *names: str) -> dict[str, str]:
        """Return the values of the parameters `names`, which occur once; others are refused.

        Raises WrongParametersError.
        """
        known = {*names, *(("expand",) if self.expandable else ())}
        wrong = {name: ["There is no such parameter here."] for name in request.GET if name not in known}
        if wrong:
            raise WrongParametersError(wrong)
        return {name: self.single(request, name) for name in names}

    @staticmethod
    def single(request: Request, name: str) -> str:
        """Return the only value of a parameter, empty for none. Raises WrongParametersError."""
        values = request.GET.getlist(name)
        if len(values) > 1:
            raise WrongParametersError({name: ["It may occur once."]})
        return values[0] if values else ""

    def number(self, request: Request, name: str, default: int, most: int) -> int:
        """Return the value of a parameter that is a number from 1 to `most`. Raises WrongParametersError."""
        value = self.single(request, name)
        if name in request.GET and not (_NUMBER.fullmatch(value) and int(value) <= most):
            raise WrongParametersError({name: [f"It must be a number from 1 to {most}."]})
        return int(value) if value else default

    def size(self, request: Request) -> int:
        """Return how many results a page has."""
        return self.number(request, "size", SIZE, MOST)

    def expanded(self, request: Request) -> set[str]:
        """Return what is to be put in the place of its id. Raises WrongParametersError."""
        asked = {name for value in request.GET.getlist("expand") for name in value.split(",")}
        if "expand" in request.GET and not asked <= set(self.expandable):
            raise WrongParametersError({"expand": [f"It takes {', '.join(self.expandable)}, parted by commas."]})
        return asked

    @staticmethod
    def refuse(asked: ListQuery | Pages) -> None:
        """Refuse what a listing did not understand. Raises WrongParametersError."""
        if asked.ignored:
            raise WrongParametersError(wrong_parameters(asked.ignored))

    @staticmethod
    def next_address(request: Request, **instead: str) -> str:
        """Return the address of the request with other values of these parameters."""
        pairs = [(name, value) for name, values in request.GET.lists() if name not in instead for value in values]
        pairs += sorted(instead.items())
        return f"{settings.SITE_URL}{request.path}?{urlencode(pairs)}"

    @staticmethod
    def page(results: Sequence[Row], *, following: str = "", count: Any = None, **more: Any) -> Response:
        """Return a page of a list; `count` is a CappedCount."""
        counted = {"total": count.total, "is_capped": bool(count.is_capped)} if count else None
        return Response({"count": counted, "next": following or None, "results": list(results), **more})

    @classmethod
    def as_page(cls, *parameters: str) -> Callable[..., HttpResponse]:
        """Return the view, whose answers are kept with these parameters."""
        view: Callable[..., HttpResponse] = cache_policy(ResponseKind.PAGE, *parameters)(cls.as_view())
        return view


def parameter(name: str, description: str, *, schema: Any = None, explode: bool = False, **more: Any) -> Any:
    """Return the description of a parameter in the query string."""
    shape: Any = schema or {"type": "string"}
    if explode:
        shape = {"type": "array", "items": shape}
    return OpenApiParameter(name, shape, OpenApiParameter.QUERY, description=description, **more)
