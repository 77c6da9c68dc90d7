"""Helpers for the pages about names: find the record, check permission, show the page, redirect to another.

A page is a function of the request and the names' admin; `names/urls.py` holds their addresses.
"""

from collections.abc import Callable

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from transcripts.admin.editing.step_views import require
from transcripts.models import Outlet, Series, Speaker, Topic

Name = Series | Speaker | Outlet | Topic


def page_name(names: admin.ModelAdmin, page: str) -> str:
    """Return the name of an address of the admin, such as `admin:transcripts_speaker_merge`."""
    return f"admin:{names.opts.app_label}_{names.opts.model_name}_{page}"


def find_name(
    request: HttpRequest, names: admin.ModelAdmin, object_id: int, may: Callable[[HttpRequest, Name], bool]
) -> Name:
    """Return the record, for users who `may` see the page. One query. Raises Http404 and PermissionDenied."""
    record: Name | None = names.get_object(request, str(object_id))
    if record is None:
        raise Http404
    require(may(request, record))
    return record


def to_page(names: admin.ModelAdmin, page: str, *keys: int) -> HttpResponseRedirect:
    """Redirect to a page of the admin, of the record if there is one."""
    return HttpResponseRedirect(reverse(page_name(names, page), args=keys))


def render(request: HttpRequest, names: admin.ModelAdmin, template: str, **words: object) -> HttpResponse:
    """Show a page about names, with the names of the addresses that it may lead to."""
    pages = ("change", "changelist", "history", "merge", "restore", "download")
    addresses = {f"{page}_address": page_name(names, page) for page in pages}
    context = {**names.admin_site.each_context(request), "opts": names.opts, **addresses, **words}
    return TemplateResponse(request, f"admin/transcripts/{template}.html", context)
