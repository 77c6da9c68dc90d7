"""Admins of series, speakers, outlets and topics."""

import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, TypedDict, TypeVar, cast

from django import forms
from django.contrib import admin
from django.db.models import Count, F, IntegerField, Model, OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.forms import ModelForm
from django.forms.models import BaseInlineFormSet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import WithAnnotations

from transcripts import actions
from transcripts.admin.editing.deleting import DeletingAdmin
from transcripts.admin.editing.formsets import LabelledFormSet
from transcripts.admin.names.history import name_history_view
from transcripts.admin.names.urls import MERGED, name_urls
from transcripts.admin.permissions import may_publish
from transcripts.admin.widgets.language_fields import (
    FieldNames,
    LanguagesForm,
    add_language_fields,
    text_column,
    with_languages,
)
from transcripts.admin.widgets.name_fields import is_key
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
    TopicAlias,
    Turn,
    name_lookups,
    other_languages,
    sort_expression,
    text_in,
)


def count_of(rows: "QuerySet[Model]", path: str) -> Subquery:
    """Return a subquery that counts the `rows` whose `path` is the outer row."""
    counted = rows.order_by().filter(**{path: OuterRef("pk")}).values(path).annotate(number=Count("pk"))
    return Subquery(counted.values("number"), output_field=IntegerField())


class SluggedForm(forms.ModelForm):
    """A form whose slug need not be typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        """Return the slug, normalised as addresses are looked up. One query.

        The former address of another record is refused, as it redirects there for ever.
        """
        slug = unicodedata.normalize("NFKC", self.cleaned_data["slug"])
        self.fields["slug"].run_validators(slug)  # “½” is now 1⁄2, which no address holds
        former = Redirect.objects.filter(kind=actions.kind_of(self.instance), old=slug)
        if slug and former.exclude(new=self.initial.get("slug") or "").exists():
            raise forms.ValidationError(gettext("This address belonged to another record and still redirects there."))
        return slug

    def _get_validation_exclusions(self) -> set[str]:
        """Return the fields to exclude; also an empty slug, which is made when the record is saved."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded if self.cleaned_data.get("slug") else excluded | {"slug"}


N = TypeVar("N", bound=Named)


class Counted(TypedDict):
    """What the list shows of a name beside its own fields."""

    occurrences: int | None


class NameForm(SluggedForm, LanguagesForm):
    """The form of a name in each language, with a reason for the change."""

    translated = ("name",)

    why = forms.CharField(
        label=_("Reason for the change"),
        required=False,
        max_length=actions.LONGEST_REASON,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("Kept in the history; readers do not see it."),
    )

    def read_text(self, field: str, language: str) -> str:
        return str(self.instance.names.get(language, ""))

    def write_text(self, field: str, language: str, text: str) -> None:
        self.instance.set_name(language, text)


class NamedAdmin(DeletingAdmin[N]):
    """Base admin of the four: a name in each language, an address, and the number of occurrences."""

    form = NameForm
    list_display = ["sorted_name", "occurrences", "slug"]
    search_fields = ["name", "sort_name"]
    change_form_template = "admin/transcripts/name_form.html"
    change_list_template = "admin/transcripts/name_list.html"
    list_per_page = 100

    def get_ordering(self, request: HttpRequest) -> list[str | Combinable]:
        return [sort_expression(self.model)]

    def get_urls(self) -> list[URLPattern]:
        return [*name_urls(self), *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        if not is_key(object_id):
            raise Http404
        return name_history_view(request, int(object_id), self)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """Show the list, with links to likely duplicates and unused names for users who may merge and remove them."""
        may_delete = self.has_delete_permission(request)
        context = {"may_merge": self.model in MERGED and may_delete, "may_remove": may_delete}
        return super().changelist_view(request, context | (extra_context or {}))

    def occurrences_of(self) -> Subquery:
        """Return the expression of the count that the list shows."""
        raise NotImplementedError

    def get_queryset(self, request: HttpRequest) -> "QuerySet[N]":
        found = super().get_queryset(request)
        counted = found.annotate(occurrences=self.occurrences_of(), sort_key=sort_expression(self.model))
        return cast("QuerySet[N]", counted)

    @admin.display(description=_("occurrences"), ordering=F("occurrences").desc(nulls_last=True))
    def occurrences(self, obj: "WithAnnotations[Named, Counted]") -> int:
        """The number of conferences, exchanges or turns."""
        return obj.occurrences or 0

    @admin.display(description=_("name"), ordering="sort_key")
    def sorted_name(self, obj: N) -> str:
        """The name, with the name that it is sorted by if that differs."""
        if obj.sort_name and obj.sort_name != obj.name:
            return gettext("%(name)s (%(sort_name)s)") % {"name": obj.name, "sort_name": obj.sort_name}
        return str(obj.name)

    def view_on_site(self, obj: N) -> str | None:
        """Return the address of the page, if the public sees it; none while the form's own is empty. One query."""
        return obj.get_absolute_url() if obj.slug and self._is_public(obj) else None  # type: ignore[attr-defined]

    def has_change_permission(self, request: HttpRequest, obj: N | None = None) -> bool:
        """Return whether the user may change it: an Author not if public, as every use changes. One query."""
        may: bool = super().has_change_permission(request, obj)
        return may and not (obj and not may_publish(request) and self._is_public(obj))

    @staticmethod
    def _is_public(obj: Named) -> bool:
        seen: Any = type(obj)._default_manager
        return bool(seen.published().filter(pk=obj.pk).exists())

    def get_fields(self, request: HttpRequest, obj: N | None = None) -> FieldNames:
        """Return the fields, with a name in each language, and with the reason where something can be changed."""
        fields = super().get_fields(request, obj)
        may_change = obj is None or self.has_change_permission(request, obj)
        fields = with_languages(fields, NameForm.translated, show=None if may_change else self._name_in)
        return [*fields, "why"] if obj and may_change else fields

    def get_form(
        self, request: HttpRequest, obj: N | None = None, change: bool = False, **kwargs: object
    ) -> type[ModelForm[N]]:
        form = add_language_fields(self.form, self, request)
        return super().get_form(request, obj, change, **{"form": form, **kwargs})

    def get_list_display(self, request: HttpRequest) -> list[str | Callable[[N], str | bool]]:
        """Return the columns, with one for each language after the name."""
        first, *others = self.list_display
        return [first, *(self._name_in("name", language) for language in other_languages()), *others]

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return [*self.search_fields, *name_lookups()[1:]]

    def _name_in(self, field: str, language: str) -> Callable[[N], str]:
        """Return the column of the names in `language`."""

        def read(record: N) -> str:
            return str(record.names.get(language, ""))

        return text_column(self.model, field, language, read, ordering=text_in(language))

    def save_model(self, request: HttpRequest, obj: N, form: NameForm, change: bool) -> None:
        """Save; a record without a slug gets one."""
        vars(obj)["_change_reason"] = form.cleaned_data.get("why") or None  # where django-simple-history looks
        obj.slug = obj.slug or form.initial.get("slug") or obj.free_slug(obj.name)
        super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: NameForm, formsets: list[BaseInlineFormSet], change: bool
    ) -> None:
        """Save the other names; a changed address redirects."""
        super().save_related(request, form, formsets, change)
        actions.sync_after_name_edit(form.instance, old_slug=form.initial.get("slug", "") if change else "")

    def remove(self, request: HttpRequest, records: Iterable[N], change: actions.Change) -> None:
        actions.remove_names(records)


class SpeakerAliasInline(admin.TabularInline):
    """The inline of a speaker's other names."""

    model = SpeakerAlias
    formset = LabelledFormSet
    extra = 1


class OutletAliasInline(admin.TabularInline):
    """The inline of an outlet's other names."""

    model = OutletAlias
    formset = LabelledFormSet
    extra = 1


class TopicAliasInline(admin.TabularInline):
    """The inline of a topic's other names."""

    model = TopicAlias
    formset = LabelledFormSet
    extra = 1


@admin.register(Speaker)
class SpeakerAdmin(NamedAdmin[Speaker]):
    """The admin of speakers, with the names they are printed under."""

    fields = ["name", "family_name", "sort_name", "slug"]
    search_fields = ["name", "sort_name", "aliases__name"]
    inlines = [SpeakerAliasInline]

    def occurrences_of(self) -> Subquery:
        return count_of(Participation.objects.all(), "speaker")


@admin.register(Outlet)
class OutletAdmin(NamedAdmin[Outlet]):
    """The admin of outlets, with the names they are printed under."""

    fields = ["name", "sort_name", "slug"]
    search_fields = ["name", "sort_name", "aliases__name"]
    inlines = [OutletAliasInline]

    def occurrences_of(self) -> Subquery:
        return count_of(Turn.objects.all(), "outlet")


@admin.register(Topic)
class TopicAdmin(NamedAdmin[Topic]):
    """The admin of topics, with the other names they are known by."""

    fields = ["name", "sort_name", "slug"]
    search_fields = ["name", "sort_name", "aliases__name"]
    inlines = [TopicAliasInline]

    def occurrences_of(self) -> Subquery:
        return count_of(Exchange.topics.through.objects.all(), "topic")


@admin.register(Series)
class SeriesAdmin(NamedAdmin[Series]):
    """The admin of series."""

    fields = ["name", "sort_name", "description", "slug"]

    def occurrences_of(self) -> Subquery:
        return count_of(Conference.objects.all(), "series")
