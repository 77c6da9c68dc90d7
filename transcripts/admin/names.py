"""Series, speakers, outlets and topics."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts import actions
from transcripts.admin.merging import MergingAdmin
from transcripts.admin.refusing import RemovingAdmin
from transcripts.admin.states import may_publish
from transcripts.document import compare_words
from transcripts.models import (
    Conference,
    Exchange,
    Named,
    Outlet,
    OutletAlias,
    Participation,
    Redirect,
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
        """Return the slug in the form in which addresses are looked up. One query.

        An address that was another's once is refused: it leads there for ever.
        """
        slug = unicodedata.normalize("NFKC", self.cleaned_data["slug"])
        former = Redirect.objects.filter(kind=actions.kind_of(self.instance), old=slug)
        if slug and former.exclude(new=self.initial.get("slug") or "").exists():
            raise forms.ValidationError(gettext("This was another’s address once, and still leads there."))
        return slug

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
        return obj.get_absolute_url() if self._is_public(obj) else None  # type: ignore[attr-defined]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse an Author what readers see already: a name is changed for all of them at once. One query."""
        may: bool = super().has_change_permission(request, obj)
        return may and not (obj and not may_publish(request) and self._is_public(obj))

    @staticmethod
    def _is_public(obj: Named) -> bool:
        seen: Any = type(obj)._default_manager
        return bool(seen.published().filter(pk=obj.pk).exists())

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save; a record without a slug gets one."""
        obj.slug = obj.slug or form.initial.get("slug") or obj.free_slug(obj.name)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the other names; an address that was changed goes on working."""
        super().save_related(request, form, formsets, change)
        actions.record_name(form.instance, old_slug=form.initial.get("slug", "") if change else "")

    def remove(self, request: HttpRequest, records: Iterable[Any], change: actions.Change) -> None:
        actions.remove_names(records)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show who changed the row and how, newest first. Three queries."""
        obj = self.get_object(request, object_id)
        if obj is None:
            raise Http404
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("History"),
            "subtitle": str(obj),
            "original": obj,
            "entries": _name_history(obj),
        }
        return TemplateResponse(request, "admin/transcripts/name_history.html", context)


MOST_SHOWN = 100
HISTORY_STEPS = {"+": _("added"), "~": _("changed"), "-": _("deleted")}


def _name_history(obj: Any) -> list[dict[str, Any]]:
    """Return what the row was, newest first: when, who, and each field that differs from before. One query."""
    rows = list(obj.history.select_related("history_user").order_by("-history_date", "-history_id")[: MOST_SHOWN + 1])
    shown = []
    for row, before in zip(rows[:MOST_SHOWN], [*rows[1:], None], strict=False):
        changes = []
        for field in row.tracked_fields:
            was, now = (str(getattr(each, field.name) or "") if each else "" for each in (before, row))
            if was != now:
                changes.append({"name": field.verbose_name, "pieces": compare_words(was, now)})
        shown.append(
            {
                "made_at": row.history_date,
                "who": row.history_user,
                "step": HISTORY_STEPS[row.history_type],
                "changes": [change for change in changes if change["name"] != "ID"],
            }
        )
    return shown


class SpeakerAliasInline(admin.TabularInline):
    """A speaker's other names."""

    model = SpeakerAlias
    extra = 1


class OutletAliasInline(admin.TabularInline):
    """An outlet's other names."""

    model = OutletAlias
    extra = 1


@admin.register(Speaker)
class SpeakerAdmin(MergingAdmin, NamedAdmin):
    """Speakers, with the names they are printed under."""

    fields = ["name", "name_zh_hans", "slug"]
    search_fields = ["name", "name_zh_hans", "aliases__name"]
    inlines = [SpeakerAliasInline]

    def occurrences_of(self) -> Subquery:
        return count_of(Participation.objects.all(), "speaker")


@admin.register(Outlet)
class OutletAdmin(MergingAdmin, NamedAdmin):
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
