"""List entries of conferences: each with its participants or matching exchanges, and its translations."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache, reduce
from operator import and_, or_
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, JSONObject, RowNumber, Substr
from django.utils.translation import gettext

from transcripts.document import Kind
from transcripts.listing.filtering.filters import BY_PARAMETER
from transcripts.models import (
    NOW,
    AnyOf,
    Conference,
    Exchange,
    Param,
    Participation,
    PreparedQuery,
    Turn,
    address,
    addresses,
    choose_text,
    exchange_address,
)
from transcripts.presentation import Attribution, attribute

OPENING_LENGTH = 160
EXCHANGES_SHOWN = 4


class Link(NamedTuple):
    """A name in the reader's language, and the address of its page."""

    local_name: str
    get_absolute_url: str


class Version(NamedTuple):
    """A listed conference in another language."""

    pk: int
    slug: str
    language: str
    translation_group: str

    def get_absolute_url(self) -> str:
        return address("transcripts:conference-detail", self.slug)


class Listed(NamedTuple):
    """What lists and feeds show of a conference, with its series, if it is of one, and the address of its page."""

    pk: int
    slug: str
    title: str
    language: str
    date: date
    summary: str
    translation_group: str
    published_at: datetime
    created_at: datetime
    exchange_total: int
    series: Link | None
    url: str

    def get_absolute_url(self) -> str:
        return self.url


class Participant(NamedTuple):
    """Somebody who took part in a listed conference, with name and role as printed that day."""

    conference: int
    name_as_printed: str
    role_as_printed: str
    part: str
    speaker_id: int
    speaker_slug: str
    speaker_name: str
    speaker_names: Mapping[str, str]

    @property
    def speaker(self) -> Link:
        """The speaker, as on record."""
        name = choose_text(self.speaker_name, self.speaker_names)
        return Link(name, address("transcripts:speaker-detail", self.speaker_slug))


@dataclass(slots=True)
class ListedExchange:
    """An exchange of a listed conference. `asking` and `opening` stand in for a heading that was not printed."""

    conference: Listed
    position: int
    heading: str
    asking: Mapping[str, str | None] | None
    opening: str | None

    def __str__(self) -> str:
        return self.heading or gettext("Exchange %(number)d") % {"number": self.position}

    def get_absolute_url(self) -> str:
        return exchange_address(self.conference.url, self.position)


@dataclass(slots=True)
class Entry:
    """One conference in a list.

    `exchanges` are the first of those that match, when a filter applies to exchanges; `more` is the number of others.
    """

    conference: Listed
    people: list[Participant] = field(default_factory=list)
    exchanges: list[ListedExchange] = field(default_factory=list)
    more: int = 0
    translations: list[Version] = field(default_factory=list)


def make_entries(keys: Sequence[int], *, asked: Mapping[str, Sequence[int]] | None = None) -> list[Entry]:
    """Return a list entry for each of the public conferences with these keys, in this order. Three queries; four most.

    Where `asked` has keys of filters that apply to exchanges, with the exchanges that meet all of these, and where
    there are none, with those that meet any of them; else with who took part.
    """
    rows = {listed.pk: Entry(listed) for listed in _listed_of(keys)} if keys else {}
    entries = {key: rows[key] for key in keys if key in rows}
    if not asked:
        for row in _PARTICIPANTS(keys=list(entries)) if entries else ():
            entries[row[0]].people.append(Participant._make(row))
    else:
        _add_exchanges(entries, asked, is_any=False)
        others = {key: entry for key, entry in entries.items() if not entry.exchanges}
        if others and len(asked) > 1:
            _add_exchanges(others, asked, is_any=True)
    _add_translations(list(entries.values()))
    return list(entries.values())


def first_exchanges(conference: Listed, most: int) -> list[ListedExchange]:
    """Return the first exchanges of a conference. One query."""
    return [ListedExchange(conference, *row) for row in _CONTENTS.page(0, most, conference=conference.pk)]


def one_a_translation_group(
    found: QuerySet[Conference], language: str | Param, *, among: QuerySet[Conference] | None = None
) -> QuerySet[Conference]:
    """Keep one conference of each translation group: in `language` if `found` has it, else the first entered.

    `among` are the same conferences as `found`, queried in the way that is quicker for a few of them.
    """
    rank = Case(When(language=language, then=0), default=1, output_field=IntegerField())
    better = (
        (found if among is None else among)
        .order_by()
        .filter(translation_group=OuterRef("translation_group"))
        .filter(~Q(translation_group=""), binned_at=None)  # as the index of those in groups says, which are few
        .annotate(rank=rank)
        .filter(Q(rank__lt=OuterRef("rank")) | Q(rank=OuterRef("rank"), pk__lt=OuterRef("pk")))
    )
    return found.annotate(rank=rank).filter(Q(translation_group="") | ~Exists(better))


def with_openings(exchanges: QuerySet[Exchange]) -> QuerySet[Exchange]:
    """Annotate `asking` and `opening`, the first asker and question, which stand in for a heading that was not printed.

    `asking` is what `attribution_of` takes.
    """
    questions = Turn.objects.filter(exchange=OuterRef("pk"), kind=Kind.QUESTION).order_by("position")
    turns = Turn.objects.filter(exchange=OuterRef("pk")).order_by("position")
    begin = Substr("text", 1, OPENING_LENGTH)
    return exchanges.annotate(
        asking=first_attribution(Kind.QUESTION),
        opening=Coalesce(Subquery(questions.values(words=begin)[:1]), Subquery(turns.values(words=begin)[:1])),
    )


@lru_cache
def first_attribution(*kinds: Kind) -> Subquery:
    """Return an expression, for a queryset of exchanges, for `attribution_of`: the first turn of these kinds."""
    participants = Participation.objects.filter(
        conference=OuterRef("exchange__conference"), speaker=OuterRef("speaker")
    )
    parts = JSONObject(
        printed=Subquery(participants.values("name_as_printed")[:1]),
        label="label_as_printed",
        known="outlet__name",
        journalist="journalist",
    )
    turns = Turn.objects.filter(exchange=OuterRef("pk"), kind__in=kinds).order_by("position")
    return Subquery(turns.values(who=parts)[:1], output_field=JSONField())


def attribution_of(found: Mapping[str, str | None] | None) -> Attribution:
    """Return the attribution of the turn that `first_attribution` found; an empty one where it found none."""
    return attribute(**{name: text or "" for name, text in (found or {}).items()})


def _listed() -> QuerySet[Any, Any]:
    total = Exchange.objects.filter(conference=OuterRef("pk")).order_by().values("conference")
    return (
        Conference.objects.published(NOW)
        .filter(AnyOf("pk", "keys"))
        .annotate(exchange_total=Coalesce(Subquery(total.annotate(n=Count("pk")).values("n")), Value(0)))
        .order_by()
        .values_list(
            *Listed._fields[:10],
            *(f"series__{name}" for name in ("slug", "name", "names")),
        )
    )


def _listed_of(keys: Sequence[int]) -> Iterator[Listed]:
    """Yield what lists show of the public conferences with these keys. One query."""
    of_page, of_series = addresses("transcripts:conference-detail"), addresses("transcripts:series-detail")
    for *fields, slug, name, names in _LISTED(keys=list(keys)):
        series = Link(choose_text(name, names), of_series(slug)) if slug else None
        yield Listed._make((*fields, series, of_page(fields[1])))


_LISTED = PreparedQuery(_listed, is_planned_once=True)
_PARTICIPANTS = PreparedQuery(
    lambda: (
        Participation.objects.published(NOW)
        .filter(AnyOf("conference", "keys"))
        .order_by("position")
        .values_list(*Participant._fields[:5], *(f"speaker__{name}" for name in ("slug", "name", "names")))
    ),
    is_planned_once=True,
)
_TRANSLATIONS = PreparedQuery(
    lambda: (
        Conference.objects.published(NOW)
        .filter(AnyOf("translation_group", "groups"))
        .order_by("pk")
        .values_list(*Version._fields)
    ),
    is_planned_once=True,
)


def _contents() -> QuerySet[Any, Any]:
    found: Any = with_openings(Exchange.objects.published(NOW).filter(conference=Param("conference")))
    contents: QuerySet[Any, Any] = found.order_by("position").values_list("position", "heading", "asking", "opening")
    return contents


_CONTENTS = PreparedQuery(_contents, is_planned_once=True)


def _add_translations(entries: list[Entry]) -> None:
    """Add the public conferences of each translation group. One query, or none."""
    groups = {entry.conference.translation_group for entry in entries} - {""}
    found: dict[str, list[Version]] = defaultdict(list)
    for row in _TRANSLATIONS(groups=sorted(groups)) if groups else ():
        version = Version._make(row)
        found[version.translation_group].append(version)
    for entry in entries:
        group = found.get(entry.conference.translation_group, ())
        entry.translations = [other for other in group if other.pk != entry.conference.pk]


def _add_exchanges(entries: Mapping[int, Entry], asked: Mapping[str, Sequence[int]], *, is_any: bool) -> None:
    given: dict[str, list[Any]] = {name: list(keys) for name, keys in asked.items()}
    for conference, of, *row in _matching(tuple(asked), is_any)(conferences=list(entries), **given):
        entry = entries[conference]
        entry.exchanges.append(ListedExchange(entry.conference, *row))
        entry.more = of - len(entry.exchanges)


@lru_cache(maxsize=32)  # names of filters that apply to exchanges, twice
def _matching(names: Sequence[str], is_any: bool) -> PreparedQuery:
    """Build the query for the first exchanges of each conference that meet all or any of the filters.

    Each row has the conference and the number of its exchanges that do.
    """

    def make() -> QuerySet[Any, Any]:
        filters = [BY_PARAMETER[name] for name in names]
        conditions = [each.inside(Param(each.parameter)) for each in filters if each.inside]
        row = Window(RowNumber(), partition_by=F("conference"), order_by=F("position").asc())
        of = Window(Count("pk"), partition_by=F("conference"))
        found: Any = Exchange.objects.published(NOW).filter(
            reduce(or_ if is_any else and_, conditions), AnyOf("conference", "conferences")
        )
        found = with_openings(found.annotate(row=row, of=of).filter(row__lte=EXCHANGES_SHOWN)).order_by("position")
        rows: QuerySet[Any, Any] = found.values_list("conference", "of", "position", "heading", "asking", "opening")
        return rows

    return PreparedQuery(make)
