"""Worklists: sets of conferences that need work, for the admin's front page and the filter of its list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import cast

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from transcripts.models import Conference, ConferenceQuerySet

PARAMETER = "work"


@dataclass(frozen=True, slots=True)
class Worklist:
    """One worklist: its name in an address, its name on the page, and how its conferences are chosen for a user."""

    name: str
    title: StrOrPromise
    choose: Callable[[ConferenceQuerySet, User | AnonymousUser], ConferenceQuerySet]

    @property
    def url(self) -> str:
        """The address of the list of the whole set."""
        return f"{reverse('admin:transcripts_conference_changelist')}?{PARAMETER}={self.name}"


WORK = {
    work.name: work
    for work in (
        Worklist("review", _("waiting for review"), lambda rows, user: rows.submitted()),
        Worklist("scheduled", _("scheduled"), lambda rows, user: rows.scheduled()),
        Worklist("mine", _("my drafts"), lambda rows, user: rows.drafts_of(user)),
        Worklist("today", _("published today"), lambda rows, user: rows.published_today()),
        Worklist("warnings", _("imports with warnings"), lambda rows, user: rows.with_import_warnings()),
        Worklist("outdated", _("translation out of date"), lambda rows, user: rows.out_of_date()),
        Worklist("topics", _("without topics"), lambda rows, user: rows.without_topics()),
        Worklist("translation", _("without translation"), lambda rows, user: rows.without_translation()),
    )
}


class WorklistFilter(admin.SimpleListFilter):
    """Filter by worklist; none is counted."""

    title = _("worklist")
    parameter_name = PARAMETER

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Iterable[tuple[str, StrOrPromise]]:
        """Return the worklists in the order of the front page."""
        return [(work.name, work.title) for work in WORK.values()]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Conference]") -> "QuerySet[Conference]":
        """Return the conferences of the chosen worklist."""
        work = WORK.get(self.value() or "")
        return work.choose(cast(ConferenceQuerySet, queryset), request.user) if work else queryset
