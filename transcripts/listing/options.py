"""What a filter offers, and what a slug in an address means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, F, IntegerField, QuerySet, Value, When, Window
from django.db.models.functions import Cast, ExtractYear, RowNumber
from django.utils.translation import get_language

from transcripts.models import CONTENT_LANGUAGES, Conference, Named, Outlet, Redirect, Series, Speaker, Topic

NAMED: dict[str, type[Named]] = {"series": Series, "speaker": Speaker, "topic": Topic, "outlet": Outlet}
OPTIONS_SHOWN = 200  # for one filter; all the others are on the pages that list speakers, topics, outlets
LANGUAGES_SEEN_IN = 500  # the newest conferences, whose languages are offered
_COLUMNS = ("sort", "key", "value", "first", "second", "chosen")
_LANGUAGES = dict(CONTENT_LANGUAGES)


@dataclass(frozen=True, slots=True)
class Option:
    """A value that a filter can take: `key` for the database, `value` for the address, `label` for people."""

    key: Any
    value: str
    label: str


Options = dict[str, list[Option]]


def load_options(chosen: Mapping[str, Sequence[str]], *, only: bool = False) -> Options:
    """Return the options of each filter, those among the slugs `chosen` first. One query.

    Up to six more when a slug among them is unknown, to follow the names that were changed. With `only`, none but
    the chosen names, which costs the same however many there are.
    """
    parts = [(_picked if only else _named)(name, chosen.get(name, ())) for name in NAMED]
    rows = parts[0].union(*parts[1:], *([] if only else [_languages(), *_years()]), all=True)
    options: Options = {name: [] for name in (*NAMED, "language", "year")}
    for sort, key, value, first, second, _chosen in sorted(rows, key=_by_label):
        if sort in NAMED:
            options[sort].append(Option(key, value, local_label(first, second)))
        elif sort == "language":
            options[sort].append(language_option(value))
        else:
            options["year"].append(Option(int(value), value, value))
    years = [option.key for option in options["year"]]
    options["year"] = [Option(y, str(y), str(y)) for y in range(max(years), min(years) - 1, -1)] if years else []
    _follow_old_slugs(options, chosen)
    return options


def option_of(record: Named) -> Option:
    """Return the option that stands for `record`."""
    return Option(record.pk, record.slug, record.local_name)


def options_of(keys: Mapping[str, Sequence[int]]) -> dict[tuple[str, int], Option]:
    """Return the options of these keys, by filter and key. One query."""
    columns = ("kind", "pk", "slug", "name", "name_zh_hans")
    parts = [
        model._default_manager.filter(pk__in=keys.get(name, ()))
        .annotate(kind=_text(name))
        .order_by()
        .values_list(*columns)
        for name, model in NAMED.items()
    ]
    rows = parts[0].union(*parts[1:], all=True)
    return {(name, key): Option(key, slug, local_label(first, second)) for name, key, slug, first, second in rows}


def language_option(code: str) -> Option:
    """Return the option that stands for a language of transcripts."""
    return Option(code, code, _LANGUAGES.get(code, code))


def _named(name: str, chosen: Sequence[str]) -> QuerySet[Any, Any]:
    picked = Case(When(slug__in=chosen, then=0), default=1, output_field=IntegerField())
    model: Any = NAMED[name]
    return (
        model.objects.published()
        .annotate(sort=_text(name), key=F("pk"), value=F("slug"), first=F("name"), second=F("name_zh_hans"))
        .annotate(chosen=picked, row=Window(RowNumber(), order_by=[picked.asc(), F("name").asc()]))
        .filter(row__lte=OPTIONS_SHOWN + len(chosen))
        .order_by()
        .values_list(*_COLUMNS)
    )


def _picked(name: str, chosen: Sequence[str]) -> QuerySet[Any, Any]:
    model: Any = NAMED[name]
    return (
        model.objects.published()
        .filter(slug__in=chosen)
        .annotate(sort=_text(name), key=F("pk"), value=F("slug"), first=F("name"), second=F("name_zh_hans"))
        .annotate(chosen=Value(0))
        .order_by()
        .values_list(*_COLUMNS)
    )


def _languages() -> QuerySet[Any, Any]:
    newest = Conference.objects.published().newest_first().values("pk")[:LANGUAGES_SEEN_IN]
    found = Conference.objects.filter(pk__in=newest).order_by()
    return _plain(found, "language", F("language")).distinct()


def _years() -> list[QuerySet[Any, Any]]:
    """The years of the newest and of the oldest conference; both are found by the index on the date."""
    newest = Conference.objects.published().order_by("-date", "-pk").values("pk")[:1]
    oldest = Conference.objects.published().order_by("date", "pk").values("pk")[:1]
    year = Cast(ExtractYear("date"), CharField())
    return [_plain(Conference.objects.filter(pk__in=ends).order_by(), "year", year) for ends in (newest, oldest)]


def _plain(found: QuerySet[Conference], sort: str, value: Any) -> QuerySet[Any, Any]:
    return found.annotate(
        sort=_text(sort),
        key=Value(0),
        value=value,
        first=_text(""),
        second=_text(""),
        chosen=Value(1),
    ).values_list(*_COLUMNS)


def _text(text: str) -> Value:
    return Value(text, output_field=CharField())


def _by_label(row: tuple[Any, ...]) -> tuple[int, str]:
    return (row[5], local_label(row[3], row[4]).casefold())


def local_label(name: str, name_zh_hans: str) -> str:
    """Return the name in the interface's language, else the other."""
    return name_zh_hans if name_zh_hans and get_language() == "zh-hans" else name


def _follow_old_slugs(options: Options, chosen: Mapping[str, Sequence[str]]) -> None:
    """Let a slug that was changed, or whose record was merged, stand for what it is called now."""
    known = {name: {option.value for option in options[name]} for name in NAMED}
    unknown = {(name, slug) for name in NAMED for slug in chosen.get(name, ()) if slug not in known[name]}
    if not unknown:
        return
    moved = Redirect.objects.filter(kind__in={name for name, _ in unknown}, old__in={slug for _, slug in unknown})
    for redirect in moved:
        if (redirect.kind, redirect.old) in unknown:
            model: Any = NAMED[redirect.kind]
            for record in model.objects.published().filter(slug=redirect.new):
                options[redirect.kind].append(Option(record.pk, redirect.old, record.local_name))
