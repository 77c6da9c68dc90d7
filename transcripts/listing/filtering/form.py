"""The filters as forms that read an address: they validate values and collect ignored ones. Built on django-filter.

An invalid value is no error of the form: its field leaves it out and remembers it in `ignored`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django_filters import Filter, FilterSet

from transcripts import search
from transcripts.listing.filtering.filters import CORRECTION_FILTERS, FILTERS, PROFILE_FILTERS, ListFilter, Takes
from transcripts.listing.filtering.options import Option
from transcripts.models import Conference
from transcripts.text import without_marks

VALUES_TAKEN = 20  # of one parameter
WORDS_LENGTH = 200  # characters of a query that the search reads; the rest is reported as ignored
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)


class _Values(forms.Widget):
    """A widget that takes every value of a parameter; the templates render the form themselves."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return data.getlist(name) if isinstance(data, MultiValueDict) else list(data.get(name, ()))


class LenientField(forms.Field):
    """A field that keeps the valid values, and the others as text in `ignored`."""

    widget = _Values
    is_single = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.ignored: list[str] = []

    def clean(self, value: Sequence[str]) -> list[Option]:
        self.ignored = []
        taken: dict[str, Option] = {}
        limit = 1 if self.is_single else VALUES_TAKEN
        for text in (text.strip() for text in value):
            try:
                option = self.parse(text) if text else None
            except ValueError:
                option = None
            if option and (option.value in taken or len(taken) < limit):
                taken[option.value] = option
            elif text:
                self.ignored.append(text)
        return list(taken.values())

    def parse(self, text: str) -> Option:
        """Return the value that `text` represents. Raises ValueError."""
        raise NotImplementedError


class WordsField(LenientField):
    """Words to search for; a text without a letter or a digit is not one."""

    is_single = True

    def parse(self, text: str) -> Option:
        words = " ".join(without_marks(text).split())
        if not words.isprintable() or not search.is_searchable(words[:WORDS_LENGTH]):
            raise ValueError
        if len(words) > WORDS_LENGTH:
            self.ignored.append(words[WORDS_LENGTH:])
            words = words[:WORDS_LENGTH]
        return Option(words, words, words)


class OptionsField(LenientField):
    """One or several of `options`, or of the `meant` options for other values; the listing sets both before reading."""

    options: Sequence[Option] = ()
    meant: Mapping[str, Option] = {}

    def __init__(self, *, options: Sequence[tuple[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.options = [Option(value, value, label) for value, label in options]

    def parse(self, text: str) -> Option:
        if text in self.meant:
            return self.meant[text]
        for option in self.options:
            if option.value == text:
                return option
        raise ValueError


class OptionField(OptionsField):
    """One of `options`."""

    is_single = True


class YearField(LenientField):
    """A year in four digits."""

    is_single = True

    def parse(self, text: str) -> Option:
        if not _YEAR.fullmatch(text):
            raise ValueError
        return Option(date(int(text), 1, 1).year, text, text)


class DayField(LenientField):
    """A day as YYYY-MM-DD."""

    is_single = True

    def parse(self, text: str) -> Option:
        if not _DAY.fullmatch(text):
            raise ValueError
        return Option(date.fromisoformat(text), text, text)


_FIELDS: dict[Takes, type[LenientField]] = {
    Takes.WORDS: WordsField,
    Takes.NAMES: OptionsField,
    Takes.CHOICES: OptionsField,
    Takes.YEAR: YearField,
    Takes.DAY: DayField,
}


class _RowFilter(Filter):
    """A row of the filters, as a django-filter filter."""

    def __init__(self, row: ListFilter) -> None:
        self.row = row
        self.field_class = _FIELDS[row.takes]
        super().__init__(label=row.label, **({"options": row.choices} if row.choices else {}))

    def filter(self, qs: QuerySet[Any], value: list[Option]) -> QuerySet[Any]:
        return qs.filter(self.row.narrow([option.key for option in value])) if value else qs


class _Order(Filter):
    """The parameter that sorts a list and does not narrow it."""

    field_class = OptionField

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(label=_("Order"), options=[(name, _ORDERS[name]) for name in names])

    def filter(self, qs: QuerySet[Any], value: list[Option]) -> QuerySet[Any]:
        return qs


_ORDERS = {"relevance": _("best first"), "newest": _("newest first"), "oldest": _("oldest first")}


class _Meta:
    model = Conference
    fields: list[str] = []


def _filter_set(name: str, rows: Iterable[ListFilter], orders: Sequence[str]) -> Any:
    """Return a FilterSet of the rows. It is built dynamically, since `from` is a keyword and can be no attribute."""
    filters = {row.parameter: _RowFilter(row) for row in rows}
    order = {"sort": _Order(orders)} if orders else {}
    return type(name, (FilterSet,), {"Meta": _Meta, **filters, **order})


@cache
def form_class(filter_set: Any) -> Any:
    """Return the form of a FilterSet. It is made once: a FilterSet copies all its filters for each request."""
    return filter_set({}).get_form_class()


ConferenceFilterSet: Any = _filter_set(
    "ConferenceFilterSet", [row for row in FILTERS if row.where], ["newest", "oldest"]
)
TurnFilterSet: Any = _filter_set("TurnFilterSet", FILTERS, ["relevance", "newest", "oldest"])
# The same without words, for walks: what has words is searched for.
TurnWalkFilterSet: Any = _filter_set(
    "TurnWalkFilterSet", [row for row in FILTERS if row.parameter != "q"], ["newest", "oldest"]
)
ExchangeWalkFilterSet: Any = _filter_set(
    "ExchangeWalkFilterSet", [row for row in FILTERS if row.where and row.parameter != "q"], ["newest", "oldest"]
)
CorrectionFilterSet: Any = _filter_set("CorrectionFilterSet", CORRECTION_FILTERS, [])
PROFILE_FILTER_SETS: dict[str, Any] = {
    kind: _filter_set(f"{kind.title()}FilterSet", rows, []) for kind, rows in PROFILE_FILTERS.items()
}
PARAMETERS = (*(row.parameter for row in FILTERS if row.where), "page")
