"""From a slug in an address to what it names; else to where that went, else to a page that says no."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from transcripts.models import Conference, Named, Redirect
from transcripts.views import errors

Page = Callable[..., HttpResponse]


def conference_page(view: Page) -> Page:
    """Give `view` the published conference of the slug. One query; three when there is none.

    A withdrawn one answers 410, an old slug redirects, and everything else is a 404.
    """

    @require_safe
    @wraps(view)
    def page(request: HttpRequest, slug: str, **rest: Any) -> HttpResponse:
        conference = Conference.objects.published().select_related("series").filter(slug=slug).first()
        if conference:
            return view(request, conference, **rest)
        if gone := Conference.objects.withdrawn().filter(slug=slug).first():
            return errors.withdrawn(request, gone)
        new = new_address(Redirect.Kind.CONFERENCE, slug)
        if new and Conference.objects.published().filter(slug=new).exists():
            return moved(request, slug=new)
        if new and (gone := Conference.objects.withdrawn().filter(slug=new).first()):
            return errors.withdrawn(request, gone)
        return errors.not_found(request)

    return page


def named_page(model: type[Named]) -> Callable[[Page], Page]:
    """Give the view the record of `model` that has the slug, if the public knows it. One query; three if not."""
    published: Any = model

    def decorate(view: Page) -> Page:
        @require_safe
        @wraps(view)
        def page(request: HttpRequest, slug: str) -> HttpResponse:
            record = published.objects.published().filter(slug=slug).first()
            if record:
                return view(request, record)
            new = new_address(Redirect.Kind(model._meta.model_name or ""), slug)
            if new and published.objects.published().filter(slug=new).exists():
                return moved(request, slug=new)
            return errors.not_found(request)

        return page

    return decorate


def new_address(kind: Redirect.Kind, old: str) -> str | None:
    """Return what `old` is called now: empty when it is gone, None when it never was. One query."""
    return Redirect.objects.filter(kind=kind, old=old).values_list("new", flat=True).first()


def moved(request: HttpRequest, **names: Any) -> HttpResponse:
    """Redirect for good to this very page with other `names` in its path; the query string stays."""
    match = request.resolver_match
    url = reverse(match.view_name, kwargs={**match.kwargs, **names}) if match else "/"
    return HttpResponsePermanentRedirect(with_query(request, url))


def with_query(request: HttpRequest, url: str) -> str:
    """Return `url` with the request's query string."""
    query = request.META.get("QUERY_STRING", "")
    return f"{url}?{query}" if query else url
