"""The options that filters offer, and the resolution of slugs and names in an address to records."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, reduce
from operator import or_
from typing import Any

from django.db.models import CharField, F, JSONField, Q, QuerySet, Value
from django.db.models.functions import Cast, ExtractYear

from transcripts import search
from transcripts.listing.filtering.filters import NAMED
from transcripts.models import (
    CONTENT_LANGUAGES,
    NOW,
    AnyOf,
    Conference,
    Named,
    NameKey,
    PreparedQuery,
    Redirect,
    choose_text,
)
from transcripts.part_cache import cached, cached_each
from transcripts.text import make_slug

NAMES_OFFERED = 100  # for one filter; where there are more, a name is typed, or chosen where all are listed
NAMES_KEPT = 5_000  # in memory, at most, with their labels
LANGUAGES_SEEN_IN = 500  # the newest conferences, whose languages are offered
_COLUMNS = ("sort", "key", "value", "name", "names")
_LANGUAGES = dict(CONTENT_LANGUAGES)
_FIRST = "first {}"


@dataclass(frozen=True, slots=True)
class Option:
    """A value that a filter can take: `key` for the database, `value` for the address, `label` for people."""

    key: Any
    value: str
    label: str


Options = dict[str, list[Option]]


@dataclass(frozen=True)
class Offer:
    """The options `meant` by values, and those that the filters `offered` have, which are read once they are shown."""

    meant: Mapping[str, Mapping[str, Option]]
    offered: frozenset[str]

    @property
    def options(self) -> Options:
        """The options that each filter offers. Two queries at most, the first time."""
        return self._read[0]

    @property
    def many(self) -> Collection[str]:
        """The filters with too many names to offer. Two queries at most, the first time."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[Options, Collection[str]]:
        return _offered(self.offered)


def load_options(chosen: Mapping[str, Sequence[str]], *, offered: Collection[str] = ()) -> Offer:
    """Return what filters offer, at the same cost in an archive of any size. One query, or none.

    `chosen` are values of an address: slugs, or names as a reader types them. For those that are no slugs, up to five
    queries more look for slugs that were changed, and for names in another form. Names are offered where they are few.
    """
    slugs = {name: {text: {text, make_slug(text)} for text in chosen.get(name, ())} for name in NAMED}
    picked = {name: [slug for those in each.values() for slug in those] for name, each in slugs.items() if each}
    found: dict[str, dict[str, Option]] = {name: {} for name in NAMED}
    for sort, key, value, label, names in _picked(frozenset(picked))(**picked) if picked else ():
        found[sort][value] = Option(key, value, choose_text(label, names))
    meant = {
        name: {text: found[name][slug] for text, those in slugs[name].items() for slug in those if slug in found[name]}
        for name in NAMED
    }
    _follow(meant, {name: [text for text in slugs[name] if text not in meant[name]] for name in NAMED})
    return Offer(meant, frozenset(offered))


@cached(16)
def _offered(offered: frozenset[str]) -> tuple[Options, Collection[str]]:
    """Return the options that these filters offer, and those with too many names to offer. Two queries at most."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for sort, key, value, _, _ in _offer(offered)() if offered else ():
        found[sort].append((key, value))
    first_names = {name: [key for key, _ in found[_FIRST.format(name)]] for name in NAMED}
    many = {name for name in NAMED if name not in offered or len(first_names[name]) > NAMES_OFFERED}
    options = _known({name: keys for name, keys in first_names.items() if name not in many})
    options["language"] = [language_option(code) for code in sorted({value for _, value in found["language"]})]
    years = [int(year) for _, year in found["year"]]
    options["year"] = [Option(y, str(y), str(y)) for y in range(max(years), min(years) - 1, -1)] if years else []
    return options, many


def option_of(record: Named) -> Option:
    """Return the option that represents `record`."""
    return Option(record.pk, record.slug, record.local_name)


def options_of(keys: Mapping[str, Sequence[int]]) -> dict[tuple[str, int], Option]:
    """Return the options of these keys, by filter and key. One query, or none."""
    wanted = [(name, key) for name in NAMED for key in keys.get(name, ())]
    return cached_each(options_of, wanted, _options_of, most=NAMES_KEPT)


def _options_of(wanted: Sequence[tuple[str, int]]) -> dict[tuple[str, int], Option]:
    given: dict[str, list[int]] = {name: [] for name in NAMED}
    for name, key in wanted:
        given[name].append(key)
    rows = _OF_KEYS(**given)
    return {(name, key): Option(key, slug, choose_text(label, names)) for name, key, slug, label, names in rows}


def language_option(code: str) -> Option:
    """Return the option that represents a language of transcripts."""
    return Option(code, code, _LANGUAGES.get(code, code))


def _known(keys: Mapping[str, Sequence[int]]) -> Options:
    """Return the public names among these, by filter and key, sorted by label. One query, or none."""
    options: Options = {name: [] for name in NAMED}
    given = {name: list(keys.get(name, ())) for name in NAMED}
    for name, key, value, label, names in _KNOWN(**given) if any(given.values()) else ():
        options[name].append(Option(key, value, choose_text(label, names)))
    return {name: sorted(found, key=lambda option: option.label.casefold()) for name, found in options.items()}


@cache
def _picked(picked: Collection[str]) -> PreparedQuery:
    """Build the query for the chosen names, by the slugs that are given under the kind."""
    return PreparedQuery(
        lambda: _joined([_rows(name, _published(name).filter(AnyOf("slug", name))) for name in NAMED if name in picked])
    )


@cache
def _offer(offered: frozenset[str]) -> PreparedQuery:
    """Build the query for what these filters offer."""

    def make() -> QuerySet[Any, Any]:
        parts = [_first(name) for name in NAMED if name in offered]
        parts += [_languages()] if "language" in offered else []
        parts += _years() if "year" in offered else []
        return _joined(parts)

    return PreparedQuery(make)


# The names of each kind that have the keys which are given under the kind: all, and those that the public knows.
_OF_KEYS = PreparedQuery(
    lambda: _joined([_rows(name, model._default_manager.filter(AnyOf("pk", name))) for name, model in NAMED.items()]),
    is_planned_once=True,
)
_KNOWN = PreparedQuery(
    lambda: _joined([_rows(name, _published(name).filter(AnyOf("pk", name))) for name in NAMED]), is_planned_once=True
)


def _joined(parts: Sequence[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    return parts[0].union(*parts[1:], all=True)


def _first(name: str) -> QuerySet[Any, Any]:
    """Select the first names by slug, one more than are offered, whether public or not."""
    everything: Any = NAMED[name]._default_manager
    first = everything.order_by("slug").values("pk")[: NAMES_OFFERED + 1]
    return _rows(_FIRST.format(name), everything.filter(pk__in=first))


def _published(name: str) -> QuerySet[Any]:
    model: Any = NAMED[name]
    return model.objects.published(NOW)


def _rows(sort: str, found: QuerySet[Any]) -> QuerySet[Any, Any]:
    return found.annotate(sort=_text(sort), key=F("pk"), value=F("slug")).order_by().values_list(*_COLUMNS)


def _languages() -> QuerySet[Any, Any]:
    newest = Conference.objects.published(NOW).closed().newest_first().values("pk")[:LANGUAGES_SEEN_IN]
    found = Conference.objects.filter(pk__in=newest).order_by()
    return _plain(found, "language", F("language")).distinct()


def _years() -> list[QuerySet[Any, Any]]:
    """Select the years of the newest and of the oldest conference; both are found by the index on the date."""
    newest = Conference.objects.published(NOW).closed().order_by("-date", "-pk").values("pk")[:1]
    oldest = Conference.objects.published(NOW).closed().order_by("date", "pk").values("pk")[:1]
    year = Cast(ExtractYear("date"), CharField())
    return [_plain(Conference.objects.filter(pk__in=ends).order_by(), "year", year) for ends in (newest, oldest)]


def _plain(found: QuerySet[Conference], sort: str, value: Any) -> QuerySet[Any, Any]:
    return found.annotate(
        sort=_text(sort),
        key=Value(0),
        value=value,
        name=_text(""),
        names=Cast(_text("{}"), JSONField()),
    ).values_list(*_COLUMNS)


def _text(text: str) -> Value:
    return Value(text, output_field=CharField())


def _follow(meant: dict[str, dict[str, Option]], unknown: Mapping[str, Sequence[str]]) -> None:
    """Add the records for old slugs (changed, or of merged records) and for names in another form.

    Of several with the same name, the one entered first is taken.
    """
    if not any(unknown.values()):
        return
    typed = {name: {search.name_key(text): text for text in texts} for name, texts in unknown.items()}
    moved = Redirect.objects.filter(_any_of("kind", "old", unknown)).annotate(found=F("new"))
    named = NameKey.objects.filter(_any_of("kind", "key", typed)).annotate(found=Cast("record", CharField()))
    rows = list(
        moved.order_by().values_list("kind", "old", "found").union(named.order_by().values_list("kind", "key", "found"))
    )
    for name, texts in unknown.items():
        slugs = {new: old for kind, old, new in rows if kind == name and old in texts}
        keys = {int(record): typed[name][key] for kind, key, record in rows if kind == name and key in typed[name]}
        if slugs or keys:
            model: Any = NAMED[name]
            for record in model.objects.published().filter(Q(slug__in=slugs) | Q(pk__in=keys)).order_by("pk"):
                text = slugs.get(record.slug) or keys[record.pk]
                meant[name].setdefault(text, option_of(record))


def _any_of(kind: str, field: str, wanted: Mapping[str, Collection[str]]) -> Q:
    """Return the condition that the field has one of the values wanted for its kind."""
    return reduce(or_, (Q(**{kind: name, f"{field}__in": list(values)}) for name, values in wanted.items() if values))
