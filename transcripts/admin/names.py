"""Series, speakers, outlets and topics."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from transcripts import actions
from transcripts.admin.refusing import RemovingAdmin
from transcripts.models import (
    Conference,
    Exchange,
    Named,
    Outlet,
    OutletAlias,
    Participation,
    Series,
    Speaker,
    SpeakerAlias,
    Topic,
    Turn,
)


def count_of(rows: "QuerySet[Any]", path: str) -> Subquery:
    """Return the number of `rows` whose `path` is the row at hand."""
    counted = rows.order_by().filter(**{path: OuterRef("pk")}).values(path).annotate(number=Count("pk"))
    return Subquery(counted.values("number"), output_field=IntegerField())


class SluggedForm(forms.ModelForm):
    """A form whose slug need not be typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        """Return the slug in the form in which addresses are looked up."""
        return unicodedata.normalize("NFKC", self.cleaned_data["slug"])

    def _get_validation_exclusions(self) -> set[str]:
        """Leave an empty slug alone: it is made when the record is saved."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded if self.cleaned_data.get("slug") else excluded | {"slug"}


class NamedAdmin(RemovingAdmin):
    """What the four have in common: a name in each language, an address, and how often they occur."""

    form = SluggedForm
    list_display = ["name", "name_zh_hans", "occurrences", "slug"]
    search_fields = ["name", "name_zh_hans"]
    ordering = ["name"]
    list_per_page = 100
    show_full_result_count = False

    def occurrences_of(self) -> Subquery:
        """Return the count that the list shows."""
        raise NotImplementedError

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        return super().get_queryset(request).annotate(occurrences=self.occurrences_of())

    @admin.display(description=_("occurrences"), ordering=F("occurrences").desc(nulls_last=True))
    def occurrences(self, obj: Any) -> int:
        """The number of conferences, exchanges or turns."""
        return obj.occurrences or 0

    def view_on_site(self, obj: Named) -> str | None:
        """Return the page, if the public sees it. One query."""
        seen: Any = type(obj)._default_manager
        return obj.get_absolute_url() if seen.published().filter(pk=obj.pk).exists() else None  # type: ignore[attr-defined]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save; an address that was changed goes on working."""
        old = form.initial.get("slug") if change else ""
        obj.slug = obj.slug or old or obj.free_slug(obj.name)
        super().save_model(request, obj, form, change)
        if old:
            actions.keep_old_address(actions.kind_of(obj), old, obj.slug)

    def remove(self, records: Iterable[Any]) -> None:
        actions.remove_names(records)


class SpeakerAliasInline(admin.TabularInline):
    """A speaker's other names."""

    model = SpeakerAlias
    extra = 1


class OutletAliasInline(admin.TabularInline):
    """An outlet's other names."""

    model = OutletAlias
    extra = 1


@admin.register(Speaker)
class SpeakerAdmin(NamedAdmin):
    """Speakers, with the names they are printed under."""

    fields = ["name", "name_zh_hans", "slug"]
    search_fields = ["name", "name_zh_hans", "aliases__name"]
    inlines = [SpeakerAliasInline]

    def occurrences_of(self) -> Subquery:
        return count_of(Participation.objects.all(), "speaker")


@admin.register(Outlet)
class OutletAdmin(NamedAdmin):
    """Outlets, with the names they are printed under."""

    fields = ["name", "name_zh_hans", "slug"]
    search_fields = ["name", "name_zh_hans", "aliases__name"]
    inlines = [OutletAliasInline]

    def occurrences_of(self) -> Subquery:
        return count_of(Turn.objects.all(), "outlet")


@admin.register(Topic)
class TopicAdmin(NamedAdmin):
    """Topics."""

    fields = ["name", "name_zh_hans", "slug"]

    def occurrences_of(self) -> Subquery:
        return count_of(Exchange.topics.through.objects.all(), "topic")


@admin.register(Series)
class SeriesAdmin(NamedAdmin):
    """Series."""

    fields = ["name", "name_zh_hans", "description", "slug"]

    def occurrences_of(self) -> Subquery:
        return count_of(Conference.objects.all(), "series")
