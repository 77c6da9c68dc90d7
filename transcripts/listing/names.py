"""Lists of speakers, topics, outlets or series by name, with pages, initial letters and a filter by typed letters."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Count as CountRows
from django.db.models import Q, QuerySet
from django.db.models.functions import Substr
from django.http import QueryDict

from transcripts.listing.figures.charts import CappedCount
from transcripts.listing.filtering.options import Option
from transcripts.listing.page import Chip, Ignored, Pages, shorten
from transcripts.models import (
    NOW,
    AnyOf,
    Named,
    Outlet,
    OutletAlias,
    Param,
    Place,
    PreparedModels,
    PreparedQuery,
    Speaker,
    SpeakerAlias,
    has_letters_in_name,
    names_of,
)
from transcripts.part_cache import cached
from transcripts.text import without_marks
from transcripts.tokens import spell

NAMES_A_PAGE = 100
NAMES_READ = 10_000  # names that are compared letter by letter
NAMES_LISTED = 50_000  # names that the pages of one list hold
WORDS_LENGTH = 100
Shown = Callable[[], dict[str, Any]]
OTHER_NAMES: dict[type[Named], Any] = {Speaker: SpeakerAlias.objects, Outlet: OutletAlias.objects}


@dataclass(frozen=True, slots=True)
class Letter:
    """An initial letter, empty for scripts other than the Latin one, with the address of its first name."""

    name: str
    url: str


class NameListing(Pages):
    """The public names of a kind by sort name, by a speaker's family name, else by slug: every script has a place.

    `q` keeps those that have its letters in a name or another name, whatever the case and the accents. At most
    NAMES_LISTED are looked at. `shown` returns the annotations of the records, `reader` is the language for them. Three
    queries; two more with `q`. Raises PageNotFoundError.
    """

    def __init__(
        self,
        model: type[Named],
        data: QueryDict,
        *,
        path: str,
        shown: Shown = dict,
        reader: str = "",
        size: int = NAMES_A_PAGE,
    ) -> None:
        super().__init__(data, path=path, size=size)
        self.words = self._read_words(data)
        self.values = {"q": [Option(self.words, self.words, self.words)] if self.words else []}
        given: dict[str, Any] = {}
        if self.words:
            given = {"letters": self.words, "plain": _names_with(model, self.words)}
        queries = _queries(model, shown, bool(self.words), NAMES_LISTED)
        initials = queries.initials(**given) if self.words else _initials(model, shown, NAMES_LISTED)
        total = sum(n for _, n in initials)
        self.count = CappedCount(min(total, NAMES_LISTED), is_capped=total > NAMES_LISTED)
        self._check_page()
        self.letters = self._letters(initials)
        keys = [key for (key,) in queries.keys.page(self.offset, size, **given)]
        placed = [(_place(record), record) for record in (queries.records(keys=keys, reader=reader) if keys else ())]
        placed.sort(key=itemgetter(0))
        groups = groupby(placed, key=lambda pair: pair[0][1])
        self.groups = [(letter, [record for _, record in group]) for letter, group in groups]

    @property
    def chips(self) -> list[Chip]:
        """The filter, and the address of the list without it."""
        return [Chip(option.label, self.path) for option in self.values["q"]]

    def _read_words(self, data: QueryDict) -> str:
        """Return the letters typed; a text without any that a name can have is ignored."""
        asked = list(dict.fromkeys(" ".join(without_marks(text).split()) for text in data.getlist("q") if text.strip()))
        good = [text[:WORDS_LENGTH] for text in asked if _plain(text) and text.isprintable()]
        wrong = [text for text in asked if not (_plain(text) and text.isprintable())] + good[1:]
        self.ignored += [Ignored("q", shorten(text), None) for text in wrong]
        return good[0] if good else ""

    def _note_unknown(self, data: QueryDict, known: Any) -> None:
        super()._note_unknown(data, {*known, "q"})

    def _letters(self, initials: list[tuple[str, int]]) -> list[Letter]:
        before = 0
        urls: dict[str, str] = {}
        for initial, n in initials:
            letter = _latin(initial)
            page = before // self.size + 1
            address = "" if page == self.number else self.address(page=page)
            urls.setdefault(letter, f"{address}#{anchor_of(letter)}")
            before += n
        return [Letter(letter, urls[letter]) for letter in sorted(urls, key=lambda letter: (not letter, letter))]


class _Queries:
    """The queries of one list: the initials with their numbers, the keys in order, and the records with what is shown.

    Annotations are fetched for the page's names only: a database computes them for every name that it sorts.
    """

    def __init__(self, model: type[Named], shown: Shown, has_words: bool, most: int) -> None:
        def public() -> QuerySet[Any]:
            names: QuerySet[Any] = model._default_manager.published(NOW)  # type: ignore[attr-defined]
            return names

        def found() -> QuerySet[Any]:
            return public().filter(_has_letters(model)) if has_words else public()

        def initials() -> QuerySet[Any, Any]:
            first = found().order_by(Place.of(model)).values("pk")[: most + 1]
            names = model._default_manager.filter(pk__in=first).annotate(initial=Substr(Place.of(model), 1, 1))
            return names.order_by().values_list("initial").annotate(n=CountRows("pk")).order_by("initial")

        self.initials = PreparedQuery(initials)
        self.keys = PreparedQuery(lambda: found().order_by(Place.of(model)).values_list("pk"))
        self.records: PreparedModels[Any] = PreparedModels(
            lambda: public().order_by().filter(AnyOf("pk", "keys")).annotate(**shown())
        )


@cached(8)
def _initials(model: type[Named], shown: Shown, most: int) -> list[tuple[Any, ...]]:
    """Return the initials of all names of a kind, with their numbers. One query."""
    return _queries(model, shown, False, most).initials()


_queries = cache(_Queries)  # two a kind: with letters and without


def find_named(model: type[Named], slug: str) -> Any:
    """Return the public record of `model` with the slug, None if there is none. One query."""
    return next(iter(_by_slug(model)(slug=slug)), None)


@cache
def _by_slug(model: type[Named]) -> PreparedModels[Any]:
    return PreparedModels(
        lambda: model._default_manager.published(NOW).filter(slug=Param("slug")).order_by(),  # type: ignore[attr-defined]
        is_planned_once=True,
    )


def anchor_of(letter: str) -> str:
    """Return the id of the group of names under `letter`."""
    return f"letter-{letter.lower() or 'other'}"


@lru_cache(maxsize=4096)
def _latin(char: str) -> str:
    """Return the initial letter of a name; an empty text for scripts other than the Latin one."""
    first = unicodedata.normalize("NFKD", char).upper()[:1]
    return first if "A" <= first <= "Z" else ""


def _place(record: Named) -> tuple[bool, str, str]:
    """Return where a name is: those of other scripts behind those that have a letter, which is the second."""
    place = record.place
    letter = _latin(place[:1])
    return (not letter, letter, place)


def _has_letters(model: type[Named]) -> Q:
    """Return the condition that a name in any language, or another name, has `letters`, or a key is in `plain`."""
    letters: Any = Param("letters")
    condition = has_letters_in_name(letters) | Q(AnyOf("pk", "plain"))
    if others := OTHER_NAMES.get(model):
        condition |= Q(pk__in=others.filter(name__icontains=letters).values(str(model._meta.model_name)))
    return condition


def _names_with(model: type[Named], words: str) -> list[int]:
    """Return the keys of the names that have the words in them, whatever the accents. One query, or two."""
    looked_for = _plain(words)
    records: Any = model._default_manager.order_by("pk")
    read = records.values_list("pk", "name", "names")[:NAMES_READ]
    rows = [(pk, name) for pk, name, names in read for name in names_of(name, names)]
    if others := OTHER_NAMES.get(model):
        rows += others.order_by("pk").values_list(str(model._meta.model_name), "name")[:NAMES_READ]
    return sorted({pk for pk, name in rows if looked_for in _plain(name)})


def _plain(text: str) -> str:
    """Return the text without case, accents and punctuation, for comparing."""
    return " ".join(filter(None, (spell(word) for word in text.split())))
