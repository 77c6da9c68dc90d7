"""From a slug in an address to what it names; else to where that went, else to a page that says no."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from transcripts.models import Conference, Exchange, Named, Redirect, Status, Turn
from transcripts.views import errors

Page = Callable[..., HttpResponse]
MOST_STEPS = 8  # from a permanent id to what took its place


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
        new = Redirect.new_address(Redirect.Kind.CONFERENCE, slug)
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
            new = Redirect.new_address(model._meta.model_name or "", slug)
            if new and published.objects.published().filter(slug=new).exists():
                return moved(request, slug=new)
            return errors.not_found(request)

        return page

    return decorate


def permanent_page(model: type[Exchange] | type[Turn], *, conference: str, path: str) -> Callable[[Page], Page]:
    """Give the view the public exchange or turn that has the permanent id, or the one that took its place.

    `conference` leads from the model to the conference, and `path` back. One query; up to twelve when it is not
    there. What was removed answers 410, as does all that is in a withdrawn conference; everything else is a 404.
    """
    published: Any = model
    kind = Redirect.Kind(model._meta.model_name or "")

    def decorate(view: Page) -> Page:
        @require_safe
        @wraps(view)
        def page(request: HttpRequest, public_id: str, **rest: Any) -> HttpResponse:
            found = published.objects.published().select_related(conference)
            record = found.filter(public_id=public_id).first()
            if record:
                return view(request, record, **rest)
            steps = _follow(kind, public_id)
            names = [step.new for step in steps if step.new]
            successors = {record.public_id: record for record in found.filter(public_id__in=names)} if names else {}
            for name in names:
                if name in successors:
                    return view(request, successors[name], **rest)
            gone = Conference.objects.withdrawn().filter(**{f"{path}__public_id__in": [public_id, *names]}).first()
            if gone:
                return errors.withdrawn(request, gone)
            return _removed_page(request, steps[-1]) if steps and not steps[-1].new else errors.not_found(request)

        return page

    return decorate


def _follow(kind: Redirect.Kind, old: str) -> list[Redirect]:
    """Return the redirects that lead from `old` to what it is now. One query each, at most MOST_STEPS."""
    steps: list[Redirect] = []
    while len(steps) < MOST_STEPS and old not in {step.old for step in steps}:
        step = Redirect.objects.filter(kind=kind, old=old).select_related("conference").first()
        if step is None:
            break
        steps.append(step)
        old = step.new
        if not old:
            break
    return steps


def _removed_page(request: HttpRequest, last: Redirect) -> HttpResponse:
    """Say of what was removed where it stood; of a conference that was never public there is nothing to say."""
    conference = last.conference
    if conference and conference.status == Status.WITHDRAWN:
        return errors.withdrawn(request, conference)
    if conference and not conference.is_published:
        return errors.not_found(request)
    return errors.removed(request, conference, last.revision)


def moved(request: HttpRequest, **names: Any) -> HttpResponse:
    """Redirect for good to this very page with other `names` in its path; the query string stays."""
    match = request.resolver_match
    url = reverse(match.view_name, kwargs={**match.kwargs, **names}) if match else "/"
    return HttpResponsePermanentRedirect(with_query(request, url))


def with_query(request: HttpRequest, url: str) -> str:
    """Return `url` with the request's query string."""
    query = request.META.get("QUERY_STRING", "")
    return f"{url}?{query}" if query else url
