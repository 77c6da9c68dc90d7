"""Lists of speakers, topics, outlets or series by name, with pages, initial letters and a filter by typed letters."""

import unicodedata
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count as CountRows
from django.db.models import Q, QuerySet
from django.db.models.functions import Substr
from django.http import QueryDict

from transcripts.listing.charts import CappedCount
from transcripts.listing.options import Option
from transcripts.listing.page import Chip, Ignored, Pages, shorten
from transcripts.models import Named, Outlet, OutletAlias, Place, Speaker, SpeakerAlias, has_letters_in_name, names_of
from transcripts.text import spell

NAMES_A_PAGE = 100
NAMES_READ = 10_000  # names that are compared letter by letter
NAMES_LISTED = 50_000  # names that the pages of one list hold
WORDS_LENGTH = 100
OTHER_NAMES: dict[type[Named], Any] = {Speaker: SpeakerAlias.objects, Outlet: OutletAlias.objects}


@dataclass(frozen=True, slots=True)
class Letter:
    """An initial letter, empty for scripts other than the Latin one, with the address of its first name."""

    name: str
    url: str


class NameListing(Pages):
    """The records of `found`, sorted by sort name, by a speaker's family name, else by slug: every script has a place.

    `q` keeps those that have its letters in a name or another name, whatever the case and the accents. At most
    NAMES_LISTED are looked at. Two queries; two more with `q`. Raises PageNotFoundError.
    """

    def __init__(self, found: QuerySet[Any], data: QueryDict, *, path: str, size: int = NAMES_A_PAGE, **shown: Any):
        super().__init__(data, path=path, size=size)
        self.words = self._read_words(data)
        self.values = {"q": [Option(self.words, self.words, self.words)] if self.words else []}
        if self.words:
            found = found.filter(_has_letters(found.model, self.words))
        found = _first_of(found)
        initials = list(found.values_list("initial").annotate(n=CountRows("pk")).order_by("initial"))
        total = sum(n for _, n in initials)
        self.count = CappedCount(min(total, NAMES_LISTED), is_capped=total > NAMES_LISTED)
        self._check_page()
        self.letters = self._letters(initials)
        # Annotations are fetched for the page's names only: a database computes them for every name that it sorts.
        page = found.order_by(Place.of(found.model)).values("pk")[self.offset : self.offset + size]
        names = found.model._default_manager.filter(pk__in=page).annotate(**shown)
        self.groups = [(letter, list(group)) for letter, group in groupby(sorted(names, key=_place), key=letter_of)]

    @property
    def chips(self) -> list[Chip]:
        """The filter, and the address of the list without it."""
        return [Chip(option.label, self.path) for option in self.values["q"]]

    def _read_words(self, data: QueryDict) -> str:
        """Return the letters typed; a text without any that a name can have is ignored."""
        asked = list(dict.fromkeys(" ".join(text.split()) for text in data.getlist("q") if text.strip()))
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


def _first_of(found: QuerySet[Any]) -> QuerySet[Any]:
    """Return the first of `found` from A to Z, one more than are listed, each with its `initial`."""
    first = found.order_by(Place.of(found.model)).values("pk")[: NAMES_LISTED + 1]
    return (
        found.model._default_manager.filter(pk__in=first)
        .annotate(initial=Substr(Place.of(found.model), 1, 1))
        .order_by()
    )


def letter_of(record: Named) -> str:
    """Return the initial letter of a name; an empty text for scripts other than the Latin one."""
    return _latin(record.place[:1])


def anchor_of(letter: str) -> str:
    """Return the id of the group of names under `letter`."""
    return f"letter-{letter.lower() or 'other'}"


def _latin(char: str) -> str:
    first = unicodedata.normalize("NFKD", char).upper()[:1]
    return first if "A" <= first <= "Z" else ""


def _place(record: Named) -> tuple[bool, str, str]:
    letter = letter_of(record)
    return (not letter, letter, record.place)


def _has_letters(model: type[Named], words: str) -> Q:
    """Return the condition that a record's name in any language, or another name, has the words in it."""
    looked_for = _plain(words)
    records: Any = model._default_manager.order_by("pk")
    read = records.values_list("pk", "name", "names")[:NAMES_READ]
    rows = [(pk, name) for pk, name, names in read for name in names_of(name, names)]
    condition = has_letters_in_name(words)
    if others := OTHER_NAMES.get(model):
        noun = str(model._meta.model_name)
        rows += others.order_by("pk").values_list(noun, "name")[:NAMES_READ]
        condition |= Q(pk__in=others.filter(name__icontains=words).values(noun))
    return condition | Q(pk__in={pk for pk, name in rows if looked_for in _plain(name)})


def _plain(text: str) -> str:
    """Return the text without case, accents and punctuation, for comparing."""
    return " ".join(filter(None, (spell(word) for word in text.split())))
