"""Error pages in the site's layout, each with a link onward."""

import sys

import psycopg
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from transcripts.models import Announcement, Conference, DiskState, Event, came_of_release, disk_state, refused_by_disk


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Render the 404 page. It repeats nothing of the address, so unpublished pages look the same as missing ones."""
    return render(request, "404.html", {"is_error": True}, status=404)


def no_such_page(request: HttpRequest, *, back: str, title: str = "", language: str = "") -> HttpResponse:
    """Render a 404 page for a page number that an existing list or conference lacks, with a link back to it."""
    context = {"is_error": True, "back": back, "back_title": title, "back_language": language}
    return render(request, "404.html", context, status=404)


def no_such_version(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Render a 404 page for a version that a public conference does not have, with a link to those that it has."""
    return render(request, "404.html", {"is_error": True, "has_versions": conference}, status=404)


def not_in_version(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Render a 404 page for a turn or a paragraph that a version of a public conference does not have."""
    return render(request, "404.html", {"is_error": True, "has_versions": conference, "is_part": True}, status=404)


def no_preview(request: HttpRequest) -> HttpResponse:
    """Render the page of an invalid preview link: the same text if it has expired, was revoked, or never existed."""
    return render(request, "404.html", {"is_error": True, "is_preview": True}, status=404)


def withdrawn(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Render the page of a withdrawn conference: title, date, since when and why, and nothing else. One query."""
    found = Event.objects.filter(conference=conference.pk, what=Event.What.WITHDRAWN).order_by("-pk")
    made_at = found.values_list("made_at", flat=True).first()
    context = {"is_error": True, "conference": conference, "since": made_at and timezone.localtime(made_at).date()}
    return render(request, "410.html", context, status=410)


def not_announced(request: HttpRequest, announcement: Announcement) -> HttpResponse:
    """Render the page of a withdrawn announcement: its title and the reason, and nothing else."""
    return render(request, "410.html", {"is_error": True, "announcement": announcement}, status=410)


def removed(
    request: HttpRequest, conference: Conference | None, revision: int | None, version: int = 0
) -> HttpResponse:
    """Render the page of a removed part, with the last version that has it, else the last revision, if known."""
    context = {"is_error": True, "stood_in": conference, "revision": revision, "version": version}
    return render(request, "410.html", context, status=410)


def no_file(request: HttpRequest, *, letters: str = "") -> HttpResponse:
    """Render a 404 page for a file that cannot be made: `letters` are the first that no typeface has."""
    return render(request, "404.html", {"is_error": True, "is_file": True, "letters": letters}, status=404)


def file_later(request: HttpRequest, *, seconds: int) -> HttpResponse:
    """Render a 503 page for a file that others are waiting for now, with the time after which to ask again."""
    page = render(request, "404.html", {"is_error": True, "is_busy": True}, status=503)
    page.headers["Retry-After"] = str(seconds)
    return page


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Render the 403 page: no access."""
    return render(request, "403.html", {"is_error": True}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Render the page of an error of ours, with the request's id, which the log has too. It needs no database.

    With 503 it says that the disk is full or may only be read, which somebody must see to, that the database is away
    or took too long, which mostly passes, or that a release is being put in.
    """
    error = sys.exc_info()[1]
    disk = refused_by_disk(error)
    is_full = bool(disk) and DiskState.FULL in {disk, disk_state()}
    context = {"request_id": getattr(request, "id", ""), "is_full": is_full}
    if disk:
        return HttpResponse(render_to_string("503.html", context), status=503)
    if _is_without_database(error):
        page = render_to_string("503_database.html", context)
        return HttpResponse(page, status=503, headers={"Retry-After": "10"})
    if came_of_release(error):
        response = HttpResponse(render_to_string("503_upgrade.html"), status=503, headers={"Retry-After": "5"})
        response._has_been_logged = True  # type: ignore[attr-defined]  # what failed is no error of the code's
        return response
    return HttpResponse(render_to_string("500.html", context), status=500)


def _is_without_database(error: BaseException | None) -> bool:
    """Return whether an error says that the database is away, held by others, or ended what took too long."""
    while error is not None:
        if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError) or "database is locked" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False
