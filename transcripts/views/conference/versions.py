"""The list of a conference's versions, its permanent id, the log of all versions, and how to verify one."""

import json
from collections.abc import Iterator
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from transcripts.caching import ResponseKind, cache_policy
from transcripts.exports import FORMATS
from transcripts.listing import PageNotFoundError, VersionListing
from transcripts.models import Announcement, Conference, Version
from transcripts.reading.versions import log_head
from transcripts.views import errors
from transcripts.views.listings.lookup import conference_page, with_query
from transcripts.views.page_heads import absolute, conferences_crumb, crumb_of_conference, head_of_list, plain_head
from transcripts.views.pager import Pager


@require_safe
def conference_permalink(request: HttpRequest, public_id: str) -> HttpResponse:
    """Redirect to the conference's page, wherever that is now, keeping the query string. Three queries at most."""
    conference = Conference.objects.published().filter(public_id=public_id).first()
    if conference:
        return HttpResponseRedirect(with_query(request, conference.get_absolute_url()))
    if gone := Conference.objects.withdrawn().filter(public_id=public_id).first():
        return errors.withdrawn(request, gone)
    found = Announcement.objects.in_place().filter(conference__public_id=public_id)
    announcement = found.select_related("conference").first()
    if announcement is None:
        return errors.not_found(request)
    if announcement.state == Announcement.State.WITHDRAWN:
        return errors.not_announced(request, announcement)
    return HttpResponseRedirect(announcement.get_absolute_url())


@cache_policy(ResponseKind.PAGE, "since", "page")
@conference_page
def version_list(request: HttpRequest, conference: Conference) -> HttpResponse:
    """List the conference's versions with what each changed, or what has changed since one. Eight queries at most."""
    path = escape_uri_path(request.path)
    try:
        listing = VersionListing(conference, request.GET, path=path)
    except PageNotFoundError:
        return errors.no_such_version(request, conference)
    title = gettext("Versions: %(title)s") % {"title": conference.title}
    said = gettext("Every state of the transcript “%(title)s” that readers saw, and what each changed.")
    head = head_of_list(title, said % {"title": conference.title}, listing)
    context = {
        "listing": listing,
        "head": replace(head, crumbs=(conferences_crumb(), crumb_of_conference(conference))),
        "conference": conference,
        "json": FORMATS["json"],
        "pager": Pager(range(1, listing.last + 1), listing.number, lambda number: listing.address(page=number)),
    }
    return render(request, "conferences/versions.html", context)


@cache_policy(ResponseKind.PAGE)
@require_safe
def version_log_about(request: HttpRequest) -> HttpResponse:
    """Explain how to verify a version, and show the head of the log. Two queries."""
    said = gettext("How to check that a transcript is as it was published, by the digests in a log that only grows.")
    head = plain_head(gettext("Versions and their digests"), said, absolute("version-log-about"))
    return render(request, "versions/about.html", {"log_head": log_head(), "head": head})


@require_safe
@cache_policy(ResponseKind.PAGE)
def version_log(request: HttpRequest) -> StreamingHttpResponse:
    """Send the log, a JSON object a line. One query, and two for the edition."""
    response = StreamingHttpResponse(_lines(), content_type="application/jsonl; charset=utf-8")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _lines() -> Iterator[str]:
    rows = Version.objects.logged().select_related("conference").defer("structure", "salts")
    for row in rows.iterator(chunk_size=2000):
        yield json.dumps(row.log_line()) + "\n"
