"""Queries of programs: the filters of the pages, read strictly."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.http import QueryDict
from django.utils.translation import gettext

from transcripts import search
from transcripts.listing.filtering.form import (
    PROFILE_FILTER_SETS,
    ConferenceFilterSet,
    ExchangeWalkFilterSet,
    TurnWalkFilterSet,
)
from transcripts.listing.filtering.options import Offer, load_options
from transcripts.listing.page import Ignored, Listing, shorten
from transcripts.models import Named


class ListQuery(Listing):
    """The filters in a query string, as `walks` take them; what is not understood is in `ignored`.

    `beside` are parameters that the caller reads itself. One query for the names, none where there are none.
    """

    facet_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self, data: QueryDict, *, path: str, beside: Iterable[str] = (), size: int = 20) -> None:
        self._beside = set(beside)
        super().__init__(data, path=path, size=size)

    def _load_options(self, chosen: Mapping[str, Sequence[str]]) -> Offer:
        return load_options(chosen)

    def _note_unknown(self, data: QueryDict, known: Iterable[str]) -> None:
        there = {*known, *self._beside, *self.filterset_class.base_filters}
        self.ignored += [Ignored(shorten(name), "", None) for name in data if name not in there]

    @property
    def oldest(self) -> bool:
        """Whether the oldest come first."""
        return self.single.get("sort") == "oldest"

    @cached_property
    def keys(self) -> list[tuple[str, list[Any]]]:
        """Each filter that is set with its keys; for words those of the conferences found. Five queries at most."""
        found = {name: [option.key for option in chosen] for name, chosen in self.values.items() if chosen}
        found.pop("sort", None)
        if "q" in found:
            found["q"] = list(search.conferences(self.words).order_by().values_list("pk", flat=True))
        return list(found.items())


class ConferencesQuery(ListQuery):
    """The filters of conferences."""

    filterset_class = ConferenceFilterSet


class ExchangesQuery(ListQuery):
    """The filters of exchanges: those of conferences without words."""

    filterset_class = ExchangeWalkFilterSet


class TurnsQuery(ListQuery):
    """The filters of turns: those of the search without words."""

    filterset_class = TurnWalkFilterSet


class ProfileQuery(ListQuery):
    """The filters of a name's page, for the turns that belong to the name."""

    def __init__(self, record: Named, data: QueryDict, *, path: str, beside: Iterable[str] = ()) -> None:
        self.record, self.noun = record, record._meta.model_name or ""
        self.filterset_class = PROFILE_FILTER_SETS[self.noun]
        super().__init__(data, path=path, beside=beside)

    @cached_property
    def keys(self) -> list[tuple[str, list[Any]]]:
        """The name itself, and each filter that is set."""
        found = [(name, [option.key for option in chosen]) for name, chosen in self.values.items() if chosen]
        return [(self.noun, [self.record.pk]), *found]


def wrong_parameters(ignored: Iterable[Ignored]) -> dict[str, list[str]]:
    """Return a sentence for each value that was not understood, by parameter."""
    wrong: dict[str, list[str]] = {}
    for each in ignored:
        if each.label is None and not each.value:
            sentence = gettext("There is no such parameter here.")
        elif each.begins:
            sentence = gettext("“%(value)s” is before “%(begins)s”.") % {"value": each.value, "begins": each.begins}
        else:
            sentence = gettext("“%(value)s” is not known here.") % {"value": each.value}
        wrong.setdefault(each.name, []).append(sentence)
    return wrong
