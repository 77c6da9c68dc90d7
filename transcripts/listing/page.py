"""Base classes of every listing: the filters as read, chips to remove them, and a page of results."""

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext

from transcripts.listing.figures.charts import CappedCount
from transcripts.listing.filtering.days import day_text
from transcripts.listing.filtering.facets import Facet
from transcripts.listing.filtering.filters import BY_PARAMETER, NAMED, Takes
from transcripts.listing.filtering.form import VALUES_TAKEN, form_class
from transcripts.listing.filtering.options import Offer, Option, load_options

PAGE_SIZE = 20
VALUE_SHOWN = 80
NAME_LENGTH = 200  # of a slug, or of a name that is typed
_NUMBER = re.compile(r"[1-9][0-9]*")
_FAR = 1_000_000_000
_ANY = "\0"  # in place of a value; no address has it
# Tracking parameters of campaigns and social networks are dropped without a message.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|spm|from_source|_ga")


class PageNotFoundError(LookupError):
    """Raised for a page beyond the last one."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in words, and the address of the list without it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """A value that was not understood, and its parameter. `label` is None for an unknown parameter.

    `begins` is the first day of a range, where the value is a day before it.
    """

    name: str
    value: str
    label: str | None
    begins: str = ""

    @property
    def sentence(self) -> str:
        """The message to readers about it."""
        said = {"name": self.label or self.name, "value": self.value, "begins": self.begins}
        if self.begins:
            return gettext("%(name)s: “%(value)s” is before %(begins)s, so it was ignored.") % said
        if self.name == "q" and self.value:
            return gettext("“%(value)s” cannot be searched for, so it was ignored.") % said
        if self.label is None:
            return gettext("“%(name)s” is not a filter of this page, so it was ignored.") % said
        return gettext("%(name)s: “%(value)s” is not known here, so it was ignored.") % said


class Pages:
    """A list in pages: the requested page, the number of pages, and their addresses."""

    count = CappedCount(0)

    def __init__(self, data: QueryDict, *, path: str, size: int = PAGE_SIZE) -> None:
        self.path = path
        self.size = size
        self.values: dict[str, list[Option]] = {}
        self.number, wrong_pages = read_page(data)
        self.ignored = [Ignored("page", shorten(text), gettext("Page")) for text in wrong_pages]
        self._note_unknown(data, {"page"})

    @property
    def last(self) -> int:
        """Number of the last page, at least 1."""
        return max(1, -(-self.count.total // self.size))

    @property
    def offset(self) -> int:
        """Number of results on the pages before."""
        return (self.number - 1) * self.size

    @property
    def has_more(self) -> bool:
        """Whether there are results behind this page."""
        return self.count.total > self.offset + self.size

    def address(
        self,
        *,
        page: int = 1,
        without: tuple[str, str] | None = None,
        also: tuple[str, str] | None = None,
        **instead: str,
    ) -> str:
        """Return the address of this list at `page`: `without` one value, with one `also`, or with others `instead`."""
        chosen = [(name, option.value) for name, options in self.values.items() for option in options]
        pairs = [pair for pair in chosen if pair != without and pair[0] not in instead]
        if also:
            names = list(self.values)
            pairs = sorted([*pairs, also], key=lambda pair: names.index(pair[0]))
        pairs += [(name, value) for name, value in instead.items() if value]
        if page > 1:
            pairs.append(("page", str(page)))
        return f"{self.path}?{'&'.join(map(_encode, pairs))}" if pairs else self.path

    @property
    def query(self) -> str:
        """The query string of this list, of what was understood; an order and a page are no part of it."""
        return self.address(sort="").partition("?")[2]

    @property
    def feed(self) -> str:
        """Address of the feed of this list's newest entries."""
        path, _, query = self.address(sort="").partition("?")
        return f"{path}feed/?{query}" if query else f"{path}feed/"

    @property
    def file_address(self) -> tuple[str, str]:
        """The address of this list as a file, whole: before the suffix, and behind it."""
        path, mark, query = self.address().partition("?")
        return f"{path.rstrip('/')}.", mark + query

    @cached_property
    def canonical(self) -> str:
        """Canonical address of this page: only the valid parameters, in a fixed order."""
        return self.address(page=self.number)

    def _check_page(self) -> None:
        if self.number > self.last:
            raise PageNotFoundError(self.address())

    def _note_unknown(self, data: QueryDict, known: Iterable[str]) -> None:
        names = [name for name in data if name not in known and not _TRACKING.fullmatch(name)]
        self.ignored += [Ignored(shorten(name), "", None) for name in names]


class Listing(Pages):
    """A list by a query string: `values` are the options chosen for each parameter. One query for the names in it."""

    filterset_class: Any
    facet_names: ClassVar[tuple[str, ...]]

    def __init__(self, data: QueryDict, *, path: str, size: int = PAGE_SIZE) -> None:
        super().__init__(data, path=path, size=size)
        self._data = data
        self._around: dict[str, tuple[str, str]] = {}  # what is before and after one more value in an address, by name
        self.fields = {name: copy(field) for name, field in form_class(self.filterset_class).base_fields.items()}
        named = [name for name in NAMED if name in self.fields]
        self._offer = self._load_options({name: texts_taken(data.getlist(name)) for name in named})
        for name in named:
            self.fields[name].meant = self._offer.meant[name]
        # A form would do the same, and look at its own settings for each field.
        self.values = {name: field.clean(data.getlist(name)) for name, field in self.fields.items()}
        self.ignored += [
            Ignored(name, shorten(text), str(field.label))
            for name, field in self.fields.items()
            for text in field.ignored
        ]
        self._drop_end_before_begin()

    def _drop_end_before_begin(self) -> None:
        pairs = zip(self.values.get("from", ()), self.values.get("to", ()), strict=False)
        for begin, end in [(begin, end) for begin, end in pairs if begin.key > end.key]:
            self.values["to"] = []
            self.ignored.append(Ignored("to", end.value, str(self.fields["to"].label), begins=begin.value))

    def _load_options(self, chosen: Mapping[str, Sequence[str]]) -> Offer:
        """Return the options of the filters that are not counted as facets. One query."""
        return load_options(chosen, offered=("language", "year"))

    def _note_unknown(self, data: QueryDict, known: Iterable[str]) -> None:
        super()._note_unknown(data, {*known, *self.filterset_class.base_filters})

    @cached_property
    def facets(self) -> list[Facet]:
        """The facets: filters that offer a choice, or take a name."""
        found = [self._facet(name) for name in self.facet_names]
        return [facet for facet in found if facet.options or facet.takes_names]

    @cached_property
    def single(self) -> dict[str, str]:
        """The value of each parameter that takes one, or an empty text."""
        return {name: chosen[0].value if chosen else "" for name, chosen in self.values.items()}

    @cached_property
    def words(self) -> str:
        """The words searched for."""
        return self.single.get("q", "")

    @cached_property
    def is_filtered(self) -> bool:
        """Whether anything narrows the list."""
        return any(chosen for name, chosen in self.values.items() if name != "sort")

    @property
    def sort_name(self) -> str:
        """Name of the current sort order."""
        return self.single["sort"]

    @cached_property
    def sorts(self) -> list[tuple[str, str, bool]]:
        """The sort orders: name, address, and whether it is the current one."""
        options, current = self._sort_options(), self.sort_name
        usual = options[0]
        return [
            (option.label, self.address(sort="" if option == usual else option.value), option.value == current)
            for option in options
        ]

    def _sort_options(self) -> list[Option]:
        """The sort orders offered, the first of which is the default."""
        return list(self.fields["sort"].options)

    @cached_property
    def chips(self) -> list[Chip]:
        """The active filters, each with the address of the list without it."""
        return [
            Chip(self._chip_label(name, option), self.address(without=(name, option.value)))
            for name, chosen in self.values.items()
            if name != "sort"
            for option in chosen
        ]

    def _facet(self, name: str) -> Facet:
        field = self.fields[name]
        offered = self._offer.options.get(name) or list(getattr(field, "options", ()))
        chosen = {option.value: option for option in self.values[name]}
        options = [option for option in chosen.values() if option not in offered] + offered
        return Facet(
            name,
            str(field.label),
            [(option, option.value in chosen) for option in options],
            is_single=field.is_single,
            is_short=BY_PARAMETER[name].is_short,
            takes_names=name in self._offer.many,
        )

    def choice_address(self, name: str, option: Option, is_chosen: bool) -> str:
        """Return the address of the list with the option chosen too, or without it if it is chosen."""
        if is_chosen:
            return self.address(without=(name, option.value))
        if name not in self._around:
            self._around[name] = _parted(name, self.address(also=(name, _ANY)))
        before, after = self._around[name]
        return f"{before}{_encode((name, option.value))}{after}"

    def addresses_with(self, name: str, values: Iterable[str]) -> dict[str, str]:
        """Return the address of the list with each of these values in the place of those that the parameter has."""
        anything: Any = {name: _ANY}
        before, after = _parted(name, self.address(**anything))
        return {value: f"{before}{_encode((name, value))}{after}" for value in values}

    def _chip_label(self, name: str, option: Option) -> str:
        is_day = BY_PARAMETER[name].takes == Takes.DAY
        return str(self._chip_text(name)) % {"value": day_text(option.key) if is_day else option.label}

    def _chip_text(self, name: str) -> Any:
        return BY_PARAMETER[name].chip


def _parted(name: str, address: str) -> tuple[str, str]:
    """Return what is before and after the parameter in an address that has it with any value."""
    before, _, after = address.partition(_encode((name, _ANY)))
    return before, after


def read_page(data: QueryDict) -> tuple[int, list[str]]:
    """Return the requested page, and the values of `page` that are no page number."""
    number, wrong = 1, []
    for text in data.getlist("page"):
        if _NUMBER.fullmatch(text.strip()):
            number = int(text) if len(text) < 10 else _FAR
        elif text.strip():
            wrong.append(text)
    return number, wrong


@lru_cache(maxsize=4096)
def _encode(pair: tuple[str, str]) -> str:
    """Return a parameter URL-encoded; a page has a score of addresses that differ in one."""
    return urlencode([pair])


def texts_taken(values: Sequence[str]) -> list[str]:
    """Return the values of a repeatable parameter that are looked up: so many, and none that no record can have."""
    texts = [text.strip() for text in values]
    return [text for text in texts if text and len(text) <= NAME_LENGTH and text.isprintable()][:VALUES_TAKEN]


def shorten(text: str) -> str:
    """Return a typed value, shortened for a message."""
    text = "".join(char if char.isprintable() else "\ufffd" for char in text)
    return text if len(text) <= VALUE_SHOWN else text[: VALUE_SHOWN - 1] + "…"
