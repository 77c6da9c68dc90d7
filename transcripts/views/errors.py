"""The pages that say no: each in the site's dress, and with a way on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from transcripts.models import Conference


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is nothing. It names nothing of the address, so what is unpublished looks like nothing at all."""
    return render(request, "404.html", {"is_error": True}, status=404)


def no_such_page(request: HttpRequest, *, back: str, title: str = "", language: str = "") -> HttpResponse:
    """Say that a list or a conference that exists has no such page, and lead back to it."""
    context = {"is_error": True, "back": back, "back_title": title, "back_language": language}
    return render(request, "404.html", context, status=404)


def no_preview(request: HttpRequest) -> HttpResponse:
    """Say that a preview link opens nothing: the same words whether it has expired, was revoked, or never was one."""
    return render(request, "404.html", {"is_error": True, "is_preview": True}, status=404)


def withdrawn(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Say of a withdrawn conference its title, date and reason, and nothing else."""
    return render(request, "410.html", {"is_error": True, "conference": conference}, status=410)


def removed(request: HttpRequest, conference: Conference | None, revision: int | None) -> HttpResponse:
    """Say that a turn or an exchange was removed from the record, and in which revision it last stood, if known."""
    context = {"is_error": True, "stood_in": conference, "revision": revision}
    return render(request, "410.html", context, status=410)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that this is not for the reader."""
    return render(request, "403.html", {"is_error": True}, status=403)
