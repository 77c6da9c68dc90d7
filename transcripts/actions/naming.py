"""From names in a document to the people, outlets, topics and series of the records; and their new addresses."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Q

from transcripts.document import TranscriptDocument
from transcripts.models import Conference, Named, Outlet, Redirect, Series, Speaker, Topic, new_public_id

N = TypeVar("N", bound=Named)
TRIES = 5
ALIASED: tuple[type[Named], ...] = (Speaker, Outlet)


def find_or_make(model: type[N], names: Iterable[str]) -> dict[str, N]:
    """Return the record of each name, made where there is none. Two queries, and a few for each record made.

    A record is found by its name in either language, by another name that it is known by, or by one that it had.
    """
    wanted = list(dict.fromkeys(name for name in names if name))
    if not wanted:
        return {}
    found = find_known(model, wanted)
    for name in wanted:
        if name not in found:
            found[name] = _make(model, name)
    return found


def find_known(model: type[N], names: Iterable[str]) -> dict[str, N]:
    """Return the records that go by one of `names` now, or else did before they were renamed. Four queries at most."""
    wanted = {name for name in names if name}
    found = {name: record for name, record in _known(model, list(wanted)).items() if name in wanted}
    if missing := wanted - set(found):
        history: Any = model.history  # type: ignore[attr-defined]
        rows = history.filter(Q(name__in=missing) | Q(name_zh_hans__in=missing)).order_by("history_id")
        former = {name: row.id for row in rows for name in (row.name, row.name_zh_hans) if name in missing}
        records = model._default_manager.in_bulk(set(former.values())) if former else {}
        found |= {name: records[key] for name, key in former.items() if key in records}
    return found


def without_names(document: TranscriptDocument) -> TranscriptDocument:
    """Return `document` without the names of its series, outlets and topics."""
    exchanges = (
        replace(exchange, topics=(), turns=tuple(replace(turn, outlet="") for turn in exchange.turns))
        for exchange in document.exchanges
    )
    return replace(document, series="", exchanges=tuple(exchanges))


def by_records(document: TranscriptDocument) -> TranscriptDocument:
    """Return `document` with the record's key for each series, outlet and topic that is known.

    Two documents that differ only by a renaming are then equal. Twelve queries at the most.
    """

    def keys(model: type[Named], names: Iterable[str]) -> dict[str, str]:
        found = find_known(model, names)
        return {name: f"#{found[name].pk}" if name in found else name for name in {*names, ""}}

    series = keys(Series, [document.series])
    outlets = keys(Outlet, [turn.outlet for turn in document.turns])
    topics = keys(Topic, [topic for exchange in document.exchanges for topic in exchange.topics])
    return replace(
        document,
        series=series[document.series],
        exchanges=tuple(
            replace(
                exchange,
                topics=tuple(topics[topic] for topic in exchange.topics),
                turns=tuple(replace(turn, outlet=outlets[turn.outlet]) for turn in exchange.turns),
            )
            for exchange in document.exchanges
        ),
    )


def _make(model: type[N], name: str) -> N:
    """Make the record, or return the one that somebody else has made at this very moment."""
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return model._default_manager.create(name=name, slug=model.free_slug(name))
        except IntegrityError:  # their slug was free when we asked
            if known := _known(model, [name]).get(name):
                return known
    return model._default_manager.create(name=name, slug=f"{model.free_slug(name)}-{new_public_id()}")


def _known(model: type[N], names: list[str]) -> dict[str, N]:
    """Return the records that go by one of `names`; the lowest key wins where two do."""
    condition = Q(name__in=names) | Q(name_zh_hans__in=names)
    if model in ALIASED:
        condition |= Q(aliases__name__in=names)
    records = model._default_manager.filter(condition).distinct().order_by("pk")
    if model in ALIASED:
        records = records.prefetch_related("aliases")
    known: dict[str, N] = {}
    for record in records:
        aliases = [alias.name for alias in record.aliases.all()] if model in ALIASED else []  # type: ignore[attr-defined]
        for name in (record.name, record.name_zh_hans, *aliases):
            known.setdefault(name, record)
    return known


@transaction.atomic
def keep_old_address(kind: Redirect.Kind, old: str, new: str) -> None:
    """Make the address `old` lead to `new` from now on, and whatever led to `old` as well. Three queries."""
    if old == new:
        return
    Redirect.objects.filter(kind=kind, old=new).delete()  # the address is in use again
    Redirect.objects.filter(kind=kind, new=old).update(new=new)
    Redirect.objects.update_or_create(kind=kind, old=old, defaults={"new": new})


@transaction.atomic
def leave_behind(conference: Conference, kind: Redirect.Kind, successors: Mapping[str, str]) -> None:
    """Keep the public ids of what is gone from `conference`: each leads to its successor, or to nothing.

    They are never given to anything else. What led to one of them leads on. Three queries, and one for each
    successor.
    """
    gone = list(successors)
    stood = {"conference": conference, "revision": conference.version}
    for old, new in successors.items():
        if new:
            Redirect.objects.filter(kind=kind, new=old).update(new=new)
    Redirect.objects.filter(kind=kind, new__in=gone).update(new="", **stood)
    Redirect.objects.filter(kind=kind, old__in=gone).delete()
    Redirect.objects.bulk_create(Redirect(kind=kind, old=old, new=new, **stood) for old, new in successors.items())


def take_back_ids(conference: Conference, kind: Redirect.Kind, public_ids: Iterable[str]) -> set[str]:
    """Return those of `public_ids` that were `conference`'s own once, and are its own again. Two queries."""
    rows = Redirect.objects.filter(kind=kind, conference=conference, old__in=[name for name in public_ids if name])
    back = set(rows.values_list("old", flat=True))
    rows.delete()
    return back


def kind_of(record: Named | Conference) -> Redirect.Kind:
    """Return under which kind the old addresses of `record` are kept."""
    return Redirect.Kind(type(record)._meta.model_name or "")
