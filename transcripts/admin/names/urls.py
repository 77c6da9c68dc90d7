"""URL patterns of the pages about names, beyond those that Django's admin has by itself."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from django.contrib import admin
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from transcripts.admin.names.bulk_views import download_view, upload_view
from transcripts.admin.names.duplicates import duplicates_view
from transcripts.admin.names.history import restore_name_view
from transcripts.admin.names.merging import merge_view, undo_merge_view
from transcripts.admin.names.unused import unused_view
from transcripts.models import Named, Outlet, Series, Speaker, Topic

ALL = (Series, Speaker, Outlet, Topic)
MERGED = (Speaker, Outlet, Topic)
UPLOADED = (Speaker, Outlet)


class Page(NamedTuple):
    """A page about names: address, view, name without “transcripts_speaker_” or the like, and whose names have it."""

    address: str
    view: Callable[..., HttpResponseBase]
    name: str
    models: tuple[type[Named], ...]


PAGES = [
    Page("duplicates/", duplicates_view, "duplicates", MERGED),
    Page("unused/", unused_view, "unused", ALL),
    Page("upload/", upload_view, "upload", UPLOADED),
    Page("download.<str:kind>", download_view, "download", UPLOADED),
    Page("<int:object_id>/merge/", merge_view, "merge", MERGED),
    Page("<int:object_id>/merge/<int:merge_id>/undo/", undo_merge_view, "undo_merge", MERGED),
    Page("<int:object_id>/history/<int:row>/restore/", restore_name_view, "restore", ALL),
]


def name_urls(names: admin.ModelAdmin) -> list[URLPattern]:
    """Return the patterns of this admin's names; the admin site's `admin_view` requires a login."""
    prefix = f"{names.opts.app_label}_{names.opts.model_name}"
    return [
        path(page.address, names.admin_site.admin_view(partial(page.view, names=names)), name=f"{prefix}_{page.name}")
        for page in PAGES
        if names.model in page.models
    ]
