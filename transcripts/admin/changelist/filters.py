"""Filters of the change lists."""

from collections.abc import Iterable
from typing import cast

from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from transcripts.models import Conference, ConferenceQuerySet, Status


class StateFilter(admin.SimpleListFilter):
    """Filter by the state of a conference, scheduled among them; `path` leads to the conference."""

    title = _("state")
    parameter_name = "state"
    path = ""

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Iterable[tuple[str, StrOrPromise]]:
        """Return the states in the order of a conference's life."""
        return [
            ("draft", _("draft")),
            ("submitted", _("submitted")),
            ("scheduled", _("scheduled")),
            ("public", _("public")),
            ("withdrawn", _("withdrawn")),
        ]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Model]") -> "QuerySet[Model]":
        """Return the rows in the chosen state."""
        value = self.value()
        if value == "public":
            return queryset.filter(Conference.is_public(self.path))
        if value == "scheduled":
            later = Q(**{f"{self.path}status": Status.PUBLISHED, f"{self.path}published_at__gt": timezone.now()})
            return queryset.filter(later)
        return queryset.filter(**{f"{self.path}status": value}) if value else queryset


class StateOrTrashFilter(StateFilter):
    """Filter by the state of a conference, or the trash. Trashed conferences are listed only when asked for."""

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Iterable[tuple[str, StrOrPromise]]:
        """Return the states and the trash."""
        return [*super().lookups(request, model_admin), ("bin", _("Trash"))]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Model]") -> "QuerySet[Model]":
        """Return the rows in the chosen state, in the trash or not."""
        rows = cast(ConferenceQuerySet, queryset)
        return rows.in_trash() if self.value() == "bin" else super().queryset(request, rows.not_in_trash())


class ConferenceStateFilter(StateFilter):
    """Filter by the state of an exchange's conference."""

    title = _("state of the conference")
    path = "conference__"
