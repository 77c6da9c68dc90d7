"""The parameters, what their values may be, and how they narrow a list. Built on django-filter.

A value that cannot be understood is no error of the form: its field leaves it out and remembers it.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django_filters import Filter, FilterSet

from transcripts import search
from transcripts.listing.options import Option
from transcripts.models import CONTENT_LANGUAGES, Among, Conference, Exchange, Participation, Slot, Turn

VALUES_TAKEN = 20  # of one parameter
WORDS_LENGTH = 200  # characters of a query that the search reads; what follows is said to be ignored
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)


class _Values(forms.Widget):
    """Takes every value of a parameter; the pages draw the form themselves."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return data.getlist(name) if isinstance(data, MultiValueDict) else list(data.get(name, ()))


class LenientField(forms.Field):
    """Keeps the values that it understands, and the others as text in `ignored`."""

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
        """Return what `text` stands for. Raises ValueError."""
        raise NotImplementedError


class WordsField(LenientField):
    """Words to be found; something without a letter or a digit in it is none."""

    is_single = True

    def parse(self, text: str) -> Option:
        words = " ".join(text.split())
        if not words.isprintable() or not search.is_searchable(words[:WORDS_LENGTH]):
            raise ValueError
        if len(words) > WORDS_LENGTH:
            self.ignored.append(words[WORDS_LENGTH:])
            words = words[:WORDS_LENGTH]
        return Option(words, words, words)


class OptionsField(LenientField):
    """One or several of `options`, or what else is `meant` by a value; the listing sets it before the form is read."""

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


class _Condition(Filter):
    """A filter whose `where` turns the keys of the chosen options into the condition on a conference.

    `among` is the same for conferences of a window, where another way is quicker. It also takes a slot for the keys.
    Of words the keys are those of the conferences that the search finds.
    """

    def __init__(self, field_class: type[LenientField], where: Any, *, among: Any = None, **kwargs: Any) -> None:
        self.field_class = field_class
        self.where = where
        self.among = among or where
        super().__init__(**kwargs)

    def filter(self, qs: QuerySet[Any], value: list[Option]) -> QuerySet[Any]:
        return qs.filter(self.where([option.key for option in value])) if value else qs


Keys = Sequence[Any] | Slot


def one_of(column: str, keys: Keys) -> Q:
    """Return the condition that a column has one of the keys, which a prepared query is given later, in a slot."""
    return Q(Among(column, keys.name)) if isinstance(keys, Slot) else Q(**{f"{column}__in": keys})


def at_conference(name: str, keys: Keys) -> Q:
    """Return the condition that a conference is of a series, or has a speaker, topic or outlet, among `keys`.

    Whoever speaks has a participation, so the turns need not be asked.
    It asks each conference in turn: right for those of a window. `have` finds them in an archive.
    """
    here = OuterRef("pk")
    if name == "speaker":
        return _has(Participation.objects.filter(one_of("speaker", keys), conference=here))
    if name == "topic":
        return _has(Exchange.objects.filter(one_of("topics", keys), conference=here))
    if name == "outlet":
        return _has(Turn.objects.filter(one_of("outlet", keys), exchange__conference=here))
    return one_of("series", keys)


def _has(rows: QuerySet[Any]) -> Q:
    """Return the condition that there is one of the rows, which refer to the outer one.

    A planner may turn an EXISTS round and begin at all that is of a name; this is asked of one outer row at a time.
    """
    return Q(IsNull(Subquery(rows.order_by().values("pk")[:1]), False))


def have(name: str, keys: Sequence[int]) -> Q:
    """Return the same condition, looked up from the name: a rare one does not cost a walk through all conferences."""
    if name == "speaker":
        return Q(pk__in=Participation.objects.filter(speaker__in=keys).values("conference"))
    if name == "topic":
        return Q(pk__in=Exchange.objects.filter(topics__in=keys).values("conference"))
    if name == "outlet":
        return Q(pk__in=Turn.objects.filter(outlet__in=keys).values("exchange__conference"))
    return Q(series__in=keys)


def in_exchange(name: str, keys: Sequence[int]) -> Q:
    """Return the condition that an exchange has a speaker, topic or outlet among `keys`."""
    here = OuterRef("pk")
    if name == "speaker":
        return Q(Exists(Turn.objects.filter(exchange=here, speaker__in=keys)))
    if name == "topic":
        return Q(Exists(Exchange.topics.through.objects.filter(exchange=here, topic__in=keys)))
    return Q(Exists(Turn.objects.filter(exchange=here, outlet__in=keys)))


def _in_year(keys: Keys) -> Q:
    if isinstance(keys, Slot):
        return Q(date__range=(Slot("first"), Slot("last")))
    return Q(date__range=year_range(keys[0]))


def year_range(year: int) -> tuple[date, date]:
    """Return the first and the last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def _only(keys: Keys) -> Any:
    return keys if isinstance(keys, Slot) else keys[0]


def _named(name: str, label: Any) -> _Condition:
    return _Condition(
        OptionsField, lambda keys: have(name, keys), among=lambda keys: at_conference(name, keys), label=label
    )


def _everything(keys: Sequence[Any]) -> Q:
    return Q()


# `from` is a word of the language, so the sets cannot be written as classes with attributes.
_FILTERS: dict[str, Any] = {
    "q": _Condition(WordsField, lambda keys: one_of("pk", keys), label=_("Words")),
    "series": _named("series", _("Series")),
    "speaker": _named("speaker", _("Speaker")),
    "topic": _named("topic", _("Topic")),
    "outlet": _named("outlet", _("Outlet")),
    "language": _Condition(
        OptionsField, lambda keys: one_of("language", keys), label=_("Language"), options=CONTENT_LANGUAGES
    ),
    "year": _Condition(YearField, _in_year, label=_("Year")),
    "from": _Condition(DayField, lambda keys: Q(date__gte=_only(keys)), label=_("From")),
    "to": _Condition(DayField, lambda keys: Q(date__lte=_only(keys)), label=_("To")),
}
_TURN_FILTERS: dict[str, Any] = {
    "kind": _Condition(
        OptionsField,
        _everything,
        label=_("Kind"),
        options=[
            ("question", _("questions")),
            ("answer", _("answers")),
            ("statement", _("statements")),
            ("moderator", _("the chair’s words")),
            ("note", _("notes")),
        ],
    ),
    "sort": _Condition(
        OptionField,
        _everything,
        label=_("Order"),
        options=[("relevance", _("best first")), ("newest", _("newest first")), ("oldest", _("oldest first"))],
    ),
}


_LIST_FILTERS: dict[str, Any] = {
    "sort": _Condition(
        OptionField,
        _everything,
        label=_("Order"),
        options=[("newest", _("newest first")), ("oldest", _("oldest first"))],
    ),
}


class _Meta:
    model = Conference
    fields: list[str] = []


ConferenceFilterSet: Any = type("ConferenceFilterSet", (FilterSet,), {"Meta": _Meta, **_FILTERS, **_LIST_FILTERS})
TurnFilterSet: Any = type("TurnFilterSet", (FilterSet,), {"Meta": _Meta, **_FILTERS, **_TURN_FILTERS})
PARAMETERS = (*_FILTERS, "page")
