"""Form fields for texts in the interface's other languages, which a record keeps in one mapping."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, ClassVar, TypeVar, cast

from django import forms
from django.contrib import admin
from django.db.models import Field, Model
from django.db.models.expressions import Combinable
from django.http import HttpRequest
from django.utils.text import capfirst

from transcripts.models import field_name, label_in, other_languages

FieldNames = list[str | list[str] | tuple[str, ...]]  # of a page: one, or several on one line
Show = Callable[[str, str], object]
Record = TypeVar("Record", bound=Model)


class LanguagesForm(forms.ModelForm):
    """A form with a field for each of the `translated` texts in each of the interface's other languages.

    `add_language_fields` makes the fields. A subclass says where the record keeps the texts.
    """

    translated: ClassVar[Sequence[str]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, language, name in _texts(self.translated):
            if name in self.fields:
                self.initial.setdefault(name, self.read_text(field, language))

    def read_text(self, field: str, language: str) -> str:
        """Return the record's text in `language`, empty where there is none."""
        raise NotImplementedError

    def write_text(self, field: str, language: str, text: str) -> None:
        """Set the record's text in `language`."""
        raise NotImplementedError

    def _post_clean(self) -> None:
        """Take the texts over to the record, before the record is validated."""
        for field, language, name in _texts(self.translated):
            if name in self.cleaned_data:
                self.write_text(field, language, self.cleaned_data[name])
        super()._post_clean()  # type: ignore[misc]


def add_language_fields(
    form: type[LanguagesForm], model_admin: admin.ModelAdmin, request: HttpRequest
) -> type[LanguagesForm]:
    """Return the form class with a field for each text in each other language, like that of the base language."""
    fields: dict[str, object] = {}
    for field, language, name in _texts(form.translated):
        base = cast(Field, model_admin.model._meta.get_field(field))
        label = capfirst(label_in(str(base.verbose_name), language))
        fields[name] = model_admin.formfield_for_dbfield(base, request, required=False, label=label, initial="")
    return type(form.__name__, (form,), fields)


def with_languages(
    fields: Iterable[str | Sequence[str]], translated: Sequence[str], *, show: Show | None = None
) -> FieldNames:
    """Return the names of a page's fields, each translated one followed by its fields in the other languages.

    For a user who may only look, `show(field, language)` makes what shows the text instead.
    """
    found: FieldNames = []
    for each in fields:
        found.append(each if isinstance(each, str) else [*each])
        for field, language, name in _texts([each] if isinstance(each, str) and each in translated else []):
            found.append(cast(str, show(field, language)) if show else name)  # Django takes a function for a name
    return found


def text_column(
    model: type[Record], field: str, language: str, read: Callable[[Record], str], ordering: Combinable | None = None
) -> Callable[[Record], str]:
    """Return what shows a record's text in `language`, in a list or on the page of a user who may only look."""

    def column(record: Record) -> str:
        return read(record)

    column.__name__ = field_name(field, language)
    label = label_in(str(cast(Field, model._meta.get_field(field)).verbose_name), language)
    return admin.display(column, description=label, ordering=ordering)


def _texts(translated: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Yield field, language, and the name of the form field, for each text in each other language."""
    for field in translated:
        for language in other_languages():
            yield field, language, field_name(field, language)
