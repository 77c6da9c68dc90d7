"""Look-up of records by slug or public id, with redirects for moved ones and error pages for the rest."""

from collections.abc import Callable
from functools import wraps
from operator import attrgetter
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from transcripts.caching import mark_running
from transcripts.listing import find_named
from transcripts.models import (
    NOW,
    Announcement,
    Attachment,
    Conference,
    Correction,
    Exchange,
    Named,
    Paragraph,
    Param,
    PreparedModels,
    Redirect,
    Status,
    Turn,
    public_state,
)
from transcripts.reading.versions import last_number
from transcripts.views import errors

Page = Callable[..., HttpResponse]
Past = Callable[..., HttpResponse | None]
CHANGED = "changed"  # the parameter by which a page says at a turn or a paragraph that the link to it is out of date
MOST_STEPS = 8  # redirects followed from a permanent id to its replacement


def _published() -> QuerySet[Conference]:
    """Return the conference of a slug, with its series and state, and whether there is what few have, to ask for it."""
    found = Conference.objects.published(NOW).select_related("series").filter(slug=Param("slug")).order_by()
    return found.annotate(
        has_corrections=Exists(Correction.objects.filter(revision__conference=OuterRef("pk"))),
        has_attachments=Exists(Attachment.objects.filter(conference=OuterRef("pk"))),
        public_state=public_state(),
    )


_PUBLISHED: PreparedModels[Conference] = PreparedModels(_published, is_planned_once=True)


def conference_page(view: Page) -> Page:
    """Decorate `view` to get the published conference of the slug. One query; three when there is none.

    A withdrawn one answers 410, an old slug redirects, and everything else is a 404.
    """
    return page_of_conference()(view)


def page_of_conference(*, announced: Callable[[HttpRequest, Announcement], HttpResponse] | None = None) -> Any:
    """Return a decorator as `conference_page`, of a view that `announced` stands in for before publication.

    One query more where nothing is published. A withdrawn announcement answers 410.
    """

    def find(request: HttpRequest, slug: str) -> HttpResponse | None:
        row = announced and Announcement.objects.in_place().filter(conference__slug=slug).select_related(*_WITH).first()
        if not row or not announced:
            return None
        if row.state == Announcement.State.WITHDRAWN:
            return errors.not_announced(request, row)
        return announced(request, row)

    def gone(request: HttpRequest, slug: str) -> HttpResponse | None:
        row = Conference.objects.withdrawn().filter(slug=slug).first()
        return errors.withdrawn(request, row) if row else None

    def decorate(view: Page) -> Page:
        @require_safe
        @wraps(view)
        def page(request: HttpRequest, slug: str, **rest: Any) -> HttpResponse:
            if found := _PUBLISHED(slug=slug):
                return _lasting(view(request, found[0], **rest), found[0])
            if instead := gone(request, slug) or find(request, slug):
                return instead
            new = Redirect.new_address(Redirect.Kind.CONFERENCE, slug)
            if not new:
                return errors.not_found(request)
            if Conference.objects.published().filter(slug=new).exists():
                return moved(request, slug=new)
            if instead := gone(request, new) or find(request, new):
                return moved(request, slug=new) if instead.status_code == 200 else instead
            return errors.not_found(request)

        return page

    return decorate


def _lasting(response: HttpResponse, conference: Conference) -> HttpResponse:
    """Let the answer of a running conference be kept for as long as that grows: not as long as others."""
    if conference.is_running:
        mark_running(response)
    return response


_WITH = ("conference", "series")


def named_page(model: type[Named]) -> Callable[[Page], Page]:
    """Decorate a view to get the public record of `model` with the slug. One query; three if there is none."""
    published: Any = model

    def decorate(view: Page) -> Page:
        @require_safe
        @wraps(view)
        def page(request: HttpRequest, slug: str, **rest: Any) -> HttpResponse:
            record = find_named(model, slug)
            if record:
                return view(request, record, **rest)
            new = Redirect.new_address(model._meta.model_name or "", slug)
            if new and published.objects.published().filter(slug=new).exists():
                return moved(request, slug=new)
            return errors.not_found(request)

        return page

    return decorate


def permanent_page(
    model: type[Exchange] | type[Turn] | type[Paragraph],
    *,
    conference: str,
    path: str,
    past: Past | None = None,
    takes_posts: bool = False,
) -> Callable[[Page], Page]:
    """Decorate a view to get the public exchange, turn or paragraph with the permanent id, or its replacement.

    `conference` leads from the model to the conference, and `path` back. One query; up to twelve when it is not
    found. A removed one answers 410, as does everything in a withdrawn conference; all else is a 404. `past` answers
    for a removed one where a version of the conference is asked for. A view that `takes_posts` has a form.
    """
    published: Any = model
    getter = attrgetter(conference.removesuffix("__series").replace("__", "."))
    allowed = require_http_methods(["GET", "HEAD", *(["POST"] if takes_posts else [])])
    kind = Redirect.Kind(model._meta.model_name or "")

    def decorate(view: Page) -> Page:
        @allowed
        @wraps(view)
        def page(request: HttpRequest, public_id: str, **rest: Any) -> HttpResponse:
            found = published.objects.published().select_related(conference)
            record = found.filter(public_id=public_id).first()
            if record:
                return _lasting(view(request, record, **rest), getter(record))
            steps = _follow(kind, public_id)
            names = [step.new for step in steps if step.new]
            successors = {record.public_id: record for record in found.filter(public_id__in=names)} if names else {}
            for name in names:
                if name in successors:
                    return _lasting(view(request, successors[name], **rest), getter(successors[name]))
            gone = Conference.objects.withdrawn().filter(**{f"{path}__public_id__in": [public_id, *names]}).first()
            if gone:
                return errors.withdrawn(request, gone)
            if not steps or steps[-1].new:
                return errors.not_found(request)
            stood_in = steps[-1].conference
            is_public = stood_in is not None and stood_in.is_published
            return (past and stood_in and is_public and past(request, stood_in, **rest)) or _removed_page(
                request, steps[-1]
            )

        return page

    return decorate


def _follow(kind: Redirect.Kind, old: str) -> list[Redirect]:
    """Return the redirects that lead from `old` to its current id. One query each, at most MOST_STEPS."""
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


def find_successors(kind: Redirect.Kind, public_id: str) -> list[str]:
    """Return the ids of the parts that one which is no more was joined into, the nearest first."""
    return [step.new for step in _follow(kind, public_id) if step.new]


def _removed_page(request: HttpRequest, last: Redirect) -> HttpResponse:
    """Render the page of a removed part, with its last place; a 404 for a conference that was never public."""
    conference = last.conference
    if conference and conference.status == Status.WITHDRAWN:
        return errors.withdrawn(request, conference)
    if conference and not conference.is_published:
        return errors.not_found(request)
    version = last_number(conference, last.revision) if conference and last.revision else 0
    return errors.removed(request, conference, last.revision, version)


def asked_id(request: HttpRequest) -> str:
    """Return the permanent id in the address, which may be that of a part that was joined into another."""
    match = request.resolver_match
    return str(match.kwargs["public_id"]) if match else ""


def moved(request: HttpRequest, **names: Any) -> HttpResponse:
    """Redirect permanently to the same page with other `names` in its path, keeping the query string."""
    match = request.resolver_match
    url = reverse(match.view_name, kwargs={**match.kwargs, **names}) if match else "/"
    return HttpResponsePermanentRedirect(with_query(request, url))


def with_query(request: HttpRequest, url: str) -> str:
    """Return `url` with the request's query string."""
    query = request.META.get("QUERY_STRING", "")
    return f"{url}?{query}" if query else url
