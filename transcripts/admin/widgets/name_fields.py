"""Fields to choose a person or an outlet: by autocomplete, or, without JavaScript, by typing the name."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, TypedDict, cast

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect, AutocompleteSelectMultiple
from django.db import models
from django.db.models import Q
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext
from django_stubs_ext import StrOrPromise

from transcripts import actions
from transcripts.models import Named, Outlet, Speaker, Topic, has_name_like

FormField = forms.Field | None  # None for a field of the model that no form shows

NAMED: tuple[type[Named], ...] = (Speaker, Outlet, Topic)


Options = list[tuple[str | None, list[dict[str, Any]], int | None]]  # the groups of a widget's options


class KnownChoiceField(forms.ModelChoiceField):
    """A choice of one record that looks among those already loaded before it queries the database.

    A formset fills `known`, by primary key as text, so that a hundred rows need no query each.
    """

    known: Mapping[str, models.Model] = {}

    def to_python(self, value: object) -> models.Model | None:
        """Return the record of the key `value`. No query for one that is known."""
        known = self.known.get(str(value))
        found: models.Model | None = known if known is not None else super().to_python(value)
        return found

    def find(self, key: str) -> models.Model | None:
        """Return the record to show for `key`, if there is one. No query for one that is known."""
        try:
            return self.to_python(key)
        except forms.ValidationError:
            return None


class KnownAutocompleteSelect(AutocompleteSelect):
    """Django's autocomplete for a KnownChoiceField: the chosen option comes from the field's loaded records."""

    def optgroups(self, name: str, value: Sequence[str], attrs: dict[str, object] | None = None) -> Options:
        """Return the chosen option, and an empty one, which allows clearing the choice."""
        field = self.choices.field
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        for key in value:
            record = field.find(key) if key else None
            if record is not None:
                label = field.label_from_instance(record)
                options.append(self.create_option(name, key, label, True, len(options), attrs=attrs))
        return [(None, options, 0)]


class KeyedMultipleChoiceField(forms.ModelMultipleChoiceField):
    """A choice of records that refuses an impossible key before a query is made, as SQLite has a largest key."""

    def clean(self, value: Sequence[str] | None) -> "models.QuerySet[models.Model]":
        """Return the records. Raises ValidationError."""
        for key in value or ():
            if not is_key(str(key)):
                raise forms.ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": key}
                )
        found: models.QuerySet[models.Model] = super().clean(value)
        return found


class KeyedAutocomplete(AutocompleteMixin):
    """Django's autocomplete, which redisplays only possible keys; for others Django would raise ValueError."""

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, object] | None = None) -> Options:
        """Return the chosen options."""
        groups: Options = super().optgroups(name, [key for key in value if is_key(key)], attr)
        return groups


class KeyedAutocompleteSelect(KeyedAutocomplete, AutocompleteSelect):
    """The KeyedAutocomplete for one record."""


class KeyedAutocompleteSelectMultiple(KeyedAutocomplete, AutocompleteSelectMultiple):
    """The KeyedAutocomplete for several records."""


def is_key(text: str) -> bool:
    """Return whether `text` can be the primary key of a record."""
    return text.isascii() and text.isdecimal() and len(text) < 19


def without_links(field: FormField) -> FormField:
    """Remove the links to change, delete and view the chosen record from a form field; the one to add stays."""
    if field and hasattr(field.widget, "can_change_related"):
        field.widget.can_change_related = field.widget.can_delete_related = field.widget.can_view_related = False
    return field


class KnownAutocomplete(TypedDict):
    """Arguments for a model field's `formfield`."""

    form_class: type[KnownChoiceField]
    widget: KnownAutocompleteSelect


def known_autocomplete(db_field: models.ForeignKey, site: AdminSite) -> KnownAutocomplete:
    """Return the arguments that make the form field of `db_field` a KnownChoiceField with autocomplete."""
    return {"form_class": KnownChoiceField, "widget": KnownAutocompleteSelect(db_field, site)}


def find_named(model: type[Named], name: str, *, but: Named | None = None) -> Named | None:
    """Return the record, other than `but`, that has `name`, in any language or as an alias. One query."""
    condition = has_name_like(name)
    if model in NAMED:
        condition |= Q(aliases__name__iexact=name)
    rows = model._default_manager.filter(condition).exclude(pk=but.pk if but else None)
    return rows.order_by("pk").first()


def collapse_spaces(name: str | None) -> str:
    """Return a typed name without superfluous white space."""
    return " ".join((name or "").split())


def typed_name(label: StrOrPromise, *, suggestions: str = "") -> forms.CharField:
    """Return the form field to type a name in; `suggestions` is the id of the page's list of likely names."""
    attrs = {"class": "vTextField"} | ({"list": suggestions} if suggestions else {})
    return forms.CharField(label=label, max_length=200, required=False, widget=forms.TextInput(attrs=attrs))


def addable_by(request: HttpRequest) -> frozenset[type[Named]]:
    """Return the kinds of names that the user may add."""
    user = request.user
    return frozenset(model for model in NAMED if user.has_perm(f"transcripts.add_{model._meta.model_name}"))


class TypedNamesForm(forms.ModelForm):
    """A form in which a record can be chosen from the list or named by typing in the field `<name>_name` beside it.

    A name that no record has becomes a new record when the form is saved. The model's own constraints, each of which
    would be a query a row, are left to the form and its formset, which explain in sentences what would break them.
    """

    typed: ClassVar[dict[str, type[Named]]] = {}
    addable: ClassVar[frozenset[type[Named]]] = frozenset()

    def clean(self) -> dict[str, object]:
        """Resolve the typed names. One query for each."""
        self.to_make: dict[str, str] = {}
        for field, model in self.typed.items():
            name = collapse_spaces(self.cleaned_data.get(f"{field}_name"))
            if name:
                self._take(field, model, name)
        return self.cleaned_data

    def _take(self, field: str, model: type[Named], name: str) -> None:
        found = find_named(model, name)
        chosen = self.cleaned_data.get(field)
        if chosen and field in self.changed_data and chosen != found:
            self.add_error(f"{field}_name", gettext("Choose one from the list or type a name, not both."))
        elif found:
            self.cleaned_data[field] = found
        elif model not in self.addable:
            self.add_error(f"{field}_name", gettext("“%(name)s” is not in the list.") % {"name": name})
        else:
            self.cleaned_data[field] = None
            self.to_make[field] = name

    def names(self, field: str) -> bool:
        """Return whether a record is chosen or typed in `field`."""
        return bool(self.cleaned_data.get(field) or field in self.to_make)

    def save(self, commit: bool = True) -> models.Model:
        """Save, with the new records for typed names."""
        for field, name in self.to_make.items():
            setattr(self.instance, field, actions.find_or_make(self.typed[field], [name])[name])
        saved: models.Model = super().save(commit)
        return saved

    def _get_validation_exclusions(self) -> set[str]:
        """Exclude all fields from the model's validation, as the form's fields have checked every value."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | set(self.fields)


class TypedNamesInline(InlineModelAdmin):
    """An inline of rows with a TypedNamesForm, each of whose names is also chosen by autocomplete."""

    form: type[TypedNamesForm]

    def get_formset(
        self, request: HttpRequest, obj: models.Model | None = None, **kwargs: object
    ) -> type[BaseInlineFormSet]:
        formset = super().get_formset(request, obj, **kwargs)
        cast(type[TypedNamesForm], formset.form).addable = addable_by(request)
        return formset

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: object
    ) -> forms.ModelChoiceField | None:
        if db_field.name in self.form.typed:
            kwargs |= known_autocomplete(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: object) -> FormField:
        return without_links(super().formfield_for_dbfield(db_field, request, **kwargs))
