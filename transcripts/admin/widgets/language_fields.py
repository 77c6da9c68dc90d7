"""Form fields for texts in the interface's other languages, which a record keeps in one mapping."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import capfirst

from transcripts.models import field_name, label_in, other_languages


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
    fields: dict[str, Any] = {}
    for field, language, name in _texts(form.translated):
        base: Any = model_admin.model._meta.get_field(field)
        label = capfirst(label_in(base.verbose_name, language))
        fields[name] = model_admin.formfield_for_dbfield(base, request, required=False, label=label, initial="")
    return type(form.__name__, (form,), fields)


def with_languages(fields: Iterable[Any], translated: Sequence[str], *, show: Callable[..., Any] | None = None) -> list:
    """Return the names of a page's fields, each translated one followed by its fields in the other languages.

    For a user who may only look, `show(field, language)` makes what shows the text instead.
    """
    found: list[Any] = []
    for each in fields:
        found.append(each)
        for field, language, name in _texts([each] if each in translated else []):
            found.append(show(field, language) if show else name)
    return found


def text_column(model: Any, field: str, language: str, read: Callable[[Any], str], **more: Any) -> Callable[[Any], str]:
    """Return what shows a record's text in `language`, in a list or on the page of a user who may only look."""

    def column(record: Any) -> str:
        return read(record)

    column.__name__ = field_name(field, language)
    label = label_in(model._meta.get_field(field).verbose_name, language)
    return admin.display(column, description=label, **more)


def _texts(translated: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Yield field, language, and the name of the form field, for each text in each other language."""
    for field in translated:
        for language in other_languages():
            yield field, language, field_name(field, language)
