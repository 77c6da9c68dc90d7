"""List entries of conferences: each with its participants or matching exchanges, and its translations."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from operator import and_, or_
from typing import Any

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

from transcripts.document import Kind
from transcripts.models import Conference, Exchange, Participation, Turn
from transcripts.presentation import Attribution, attribute

OPENING_LENGTH = 160
EXCHANGES_SHOWN = 4


@dataclass(slots=True)
class Entry:
    """One conference in a list.

    `exchanges` are the first of those that match, when a filter applies to exchanges; `more` is the number of others.
    """

    conference: Conference
    people: list[Participation] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)
    more: int = 0
    translations: list[Conference] = field(default_factory=list)


def make_entries(found: QuerySet[Conference], *, exchanges: Sequence[Q] = (), people: Q | None = None) -> list[Entry]:
    """Return a list entry for each conference of `found`. Three queries, or four; five at most.

    With `exchanges`, those that meet all of these conditions, and where there are none, those that meet any of them;
    with `people` or without either, those who took part.
    """
    total = Exchange.objects.filter(conference=OuterRef("pk")).order_by().values("conference")
    found = found.select_related("series").annotate(
        exchange_total=Coalesce(Subquery(total.annotate(n=Count("pk")).values("n")), Value(0))
    )
    entries = {conference.pk: Entry(conference) for conference in found}
    if not exchanges or people is not None:
        participants = Participation.objects.published().filter(people or Q(), conference__in=entries)
        for participant in participants.select_related("speaker").order_by("position"):
            entries[participant.conference_id].people.append(participant)
    if exchanges:
        _add_exchanges(reduce(and_, exchanges), entries)
        others = {pk: entry for pk, entry in entries.items() if not entry.exchanges}
        if others and len(exchanges) > 1:
            _add_exchanges(reduce(or_, exchanges), others)
    _add_translations(list(entries.values()))
    return list(entries.values())


def one_a_translation_group(
    found: QuerySet[Conference], language: str, *, among: QuerySet[Conference] | None = None
) -> QuerySet[Conference]:
    """Keep one conference of each translation group: in `language` if `found` has it, else the first entered.

    `among` are the same conferences as `found`, queried in the way that is quicker for a few of them.
    """
    rank = Case(When(language=language, then=0), default=1, output_field=IntegerField())
    better = (
        (found if among is None else among)
        .order_by()
        .filter(translation_group=OuterRef("translation_group"))
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


def translations_of(conferences: Sequence[Conference]) -> dict[str, list[Conference]]:
    """Return the published conferences of each translation group among `conferences`. One query, or none."""
    groups = {conference.translation_group for conference in conferences} - {""}
    found: dict[str, list[Conference]] = defaultdict(list)
    if groups:
        for conference in Conference.objects.published().filter(translation_group__in=groups).order_by("pk"):
            found[conference.translation_group].append(conference)
    return found


def _add_translations(entries: list[Entry]) -> None:
    found = translations_of([entry.conference for entry in entries])
    for entry in entries:
        group = found.get(entry.conference.translation_group, [])
        entry.translations = [other for other in group if other.pk != entry.conference.pk]


def _add_exchanges(condition: Q, entries: Mapping[int, Entry]) -> None:
    for exchange in _first_exchanges(condition, entries):
        entry = entries[exchange.conference_id]
        exchange.conference = entry.conference
        entry.exchanges.append(exchange)
        entry.more = exchange.of - len(entry.exchanges)


def _first_exchanges(condition: Q, conferences: Iterable[int]) -> QuerySet[Any]:
    """Return the first exchanges of each conference that meet the condition, each with `of`, the number that do."""
    row = Window(RowNumber(), partition_by=F("conference"), order_by=F("position").asc())
    of = Window(Count("pk"), partition_by=F("conference"))
    found = Exchange.objects.published().filter(condition, conference__in=conferences)
    return with_openings(found.annotate(row=row, of=of).filter(row__lte=EXCHANGES_SHOWN)).order_by("position")
