"""Base formsets of the inlines: no typed text is lost when somebody else has changed the rows."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.db.models import Model
from django.forms import ModelForm
from django.forms.models import BaseInlineFormSet
from django.http import QueryDict
from django.utils.translation import gettext

from transcripts.admin.widgets.name_fields import KnownChoiceField

EMPTY_ROWS = 50  # that a form may have beside those that were sent: scripts add some


def bound_rows(data: QueryDict, prefix: str) -> QueryDict:
    """Return what was sent, with no more rows announced than were sent, and some: each costs as if it were there."""
    beginning, number = f"{prefix}-", 0
    for name in data:
        row = name.removeprefix(beginning).partition("-")[0] if name.startswith(beginning) else ""
        if row.isascii() and row.isdigit() and len(row) < 5:
            number = max(number, int(row) + 1)
    key, most = f"{prefix}-TOTAL_FORMS", number + EMPTY_ROWS
    sent = data.get(key, "").strip()
    if sent.isdecimal() and (len(sent) > 6 or int(sent) > most):  # of any script, as in Django's own reading
        data = data.copy()
        data[key] = str(most)
    return data


class LabelledFormSet(BaseInlineFormSet):
    """A formset shown as a table, whose fields are each labelled with their column's name, for screen readers."""

    def add_fields(self, form: ModelForm, index: int | None) -> None:
        """Add the fields, each labelled with its column's name."""
        super().add_fields(form, index)
        for field in form.fields.values():
            if not field.widget.is_hidden:
                widget = cast(
                    forms.Widget, getattr(field.widget, "widget", field.widget)
                )  # within the links to other records
                widget.attrs["aria-label"] = field.label


class StableFormSet(BaseInlineFormSet):
    """A formset that shows the rows in the order in which they were sent, with an error when one of them is gone.

    The admin pairs forms and rows by their places; without this, a row moved or removed meanwhile would set the
    texts that come back under other people's names, or drop the last.
    """

    model: Any
    may_lack_rows = False  # whether a deleted row is no error, because what was typed in it is merged

    def add_fields(self, form: ModelForm, index: int | None) -> None:
        """Add the fields; pass the rows to the field that names one, to spare a query each."""
        super().add_fields(form, index)
        key = form.fields["id"]
        if self.may_lack_rows and form.instance.pk is None and index is not None and index < self.initial_form_count():
            form.fields["id"] = forms.CharField(required=False, widget=forms.HiddenInput)
        elif isinstance(key, forms.ModelChoiceField):
            known = KnownChoiceField(key.queryset, initial=key.initial, required=False, widget=forms.HiddenInput)
            known.known = {str(row.pk): row for row in self.get_queryset() if row.pk}
            form.fields["id"] = known

    def get_queryset(self) -> Any:
        """Return the rows; of a submitted form in its order, with an empty row for each that is gone."""
        rows = super().get_queryset()
        if not self.is_bound:
            return rows
        if not hasattr(self, "_sent"):
            self.present = list(rows)
            known = {str(row.pk): row for row in self.present}
            sent = range(min(self.initial_form_count(), self.total_form_count()))
            keys = [self.data.get(f"{self.add_prefix(number)}-id", "") for number in sent]
            missing = [key for key in keys if key not in known] if self.may_lack_rows else []
            known |= self.find_elsewhere(missing) if missing else {}
            self._sent = [known.get(key) or self.model(position=at) for at, key in enumerate(keys, start=1)]
        return self._sent

    def find_elsewhere(self, keys: list[str]) -> Mapping[str, Model]:
        """Return the rows with these keys that belong to another record now."""
        return {}

    def is_named(self, number: int) -> bool:
        """Return whether the form at this place names its row, though that is gone."""
        return True

    def clean(self) -> None:
        """Refuse the formset if a row is gone, unless it is merged. The text stays, to be copied."""
        if self.is_bound and any(
            row.pk is None and not (self.may_lack_rows and self.is_named(number))
            for number, row in enumerate(self.get_queryset())
        ):
            raise forms.ValidationError(
                gettext(
                    "Somebody else has deleted a row, so nothing was saved. Your text is still here: copy what "
                    "you need, then reload the page."
                )
            )
