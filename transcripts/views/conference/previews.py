"""The pages behind a signed preview link, which show a conference as readers will see it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from transcripts.attachment_files import send_attachment
from transcripts.caching import ResponseKind, cache_policy
from transcripts.document import FormError
from transcripts.models import Preview, Status
from transcripts.reading.transcript import read
from transcripts.views import errors
from transcripts.views.conference.contents import contents_of_all, narrow
from transcripts.views.conference.exchanges import Shown, no_such_exchange, show_exchange
from transcripts.views.conference.full import show_full
from transcripts.views.conference.preview_transcript import PreviewPages, attachment_of, root_of

# These pages are not indexed, and linked sites do not learn their address.
HEADERS = {
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}


def preview_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorate `view` to get the previewed conference or proposal. Two queries at most.

    An expired, revoked or invalid link gets an error page that names nothing. A conference that is public by now
    redirects there.
    """

    @require_safe
    @cache_policy(ResponseKind.PRIVATE)
    @wraps(view)
    def page(request: HttpRequest, token: str, **rest: Any) -> HttpResponseBase:
        preview = Preview.open(token, request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))
        if preview is None:
            response: HttpResponseBase = errors.no_preview(request)
        elif preview.is_over:
            response = _lead_to_public(request, preview)
        else:
            try:
                response = view(request, preview, token, **rest)
            except FormError:  # the proposal's row was changed by hand
                response = errors.no_preview(request)
        for name, value in HEADERS.items():
            response[name] = value
        patch_vary_headers(response, ["Cookie"])  # it holds a secret, its address, so it is not compressed
        return response

    return page


def _lead_to_public(request: HttpRequest, preview: Preview) -> HttpResponse:
    """Redirect to the public page, or render the page of a withdrawn conference or of an invalid link."""
    conference = preview.conference
    if conference.status == Status.WITHDRAWN:
        return errors.withdrawn(request, conference)
    if not conference.is_published:
        return errors.no_preview(request)
    return HttpResponseRedirect(conference.get_absolute_url())


@preview_page
def preview(request: HttpRequest, opened: Preview, token: str) -> HttpResponse:
    """Show the first exchange. Twelve queries, whatever the length."""
    return _show(request, opened, token, 1)


@preview_page
def preview_exchange(request: HttpRequest, opened: Preview, token: str, n: int) -> HttpResponse:
    """Show the exchange numbered `n`. Twelve queries, whatever the length."""
    if n == 1:
        return HttpResponseRedirect(root_of(token))
    return _show(request, opened, token, n)


@preview_page
def preview_full(request: HttpRequest, opened: Preview, token: str) -> HttpResponse:
    """Show every exchange on one page. Twelve queries, whatever the length."""
    return show_full(request, _pages_of(opened, token), preview=opened)


@preview_page
def preview_attachment(
    request: HttpRequest, opened: Preview, token: str, public_id: str, name: str
) -> HttpResponseBase:
    """Send a file of one of the conference's attachments. Three queries at most."""
    found = attachment_of(opened.conference, public_id)
    response = send_attachment(request, found, name) if found else None
    return response or errors.no_preview(request)


def _show(request: HttpRequest, opened: Preview, token: str, number: int) -> HttpResponse:
    pages = _pages_of(opened, token)
    if number != 1 and not pages.view.find(number):
        return no_such_exchange(request, pages)
    contents = narrow(contents_of_all(pages.view, pages.address), number)
    return show_exchange(request, pages, Shown(contents, pages.view, None), number, preview=opened)


def _pages_of(opened: Preview, token: str) -> PreviewPages:
    """Return the pages to show. Six queries; none for a proposal."""
    document = opened.revision.transcript if opened.revision else read(opened.conference)
    return PreviewPages(opened.conference, document, root_of(token))
