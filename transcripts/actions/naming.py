"""From names in a document to the people, outlets, topics and series of the records; and their new addresses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Q

from transcripts.actions.likeness import bare_name, exact_keys, office_and_name, short_key
from transcripts.actions.name_keys import KEYED, keep_keys, kind_name
from transcripts.document import TranscriptDocument
from transcripts.models import (
    Conference,
    Exchange,
    Named,
    NameKey,
    Outlet,
    Participation,
    Redirect,
    Series,
    Speaker,
    Topic,
    Turn,
    new_public_id,
)
from transcripts.text import fold

N = TypeVar("N", bound=Named)
TRIES = 5
MOST_SHORT = 2000  # rows that are looked at for short forms; where there are more, nothing is certain
NEW = "new"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which record a name of a document means: its key, or NEW for one that is yet to be made."""

    speakers: Mapping[str, int | str] = field(default_factory=dict)
    outlets: Mapping[str, int | str] = field(default_factory=dict)


def find_or_make(model: type[N], names: Iterable[str], chosen: Mapping[str, int | str] | None = None) -> dict[str, N]:
    """Return the record of each name, made where there is none. Six queries at most, and a few for each made.

    A record is found by its name in either language, by another name that it is known by, or by one that it had;
    `chosen` says for a name which record is meant, or that it is a new one.
    """
    wanted = list(dict.fromkeys(name for name in names if name))
    if not wanted:
        return {}
    picked = _picked(model, chosen or {})
    found = find_known(model, [name for name in wanted if name not in picked])
    for name in wanted:
        if record := picked.get(name):
            found[name] = record
        elif name not in found:
            found[name] = _make(model, name, is_new=name in picked)
    return found


def find_known(model: type[N], names: Iterable[str]) -> dict[str, N]:
    """Return the records that certainly go by one of `names`; of several, the one first entered."""
    return {name: records[0] for name, records in find_claims(model, names).items()}


def find_claims(model: type[N], names: Iterable[str]) -> dict[str, list[N]]:
    """Return all records that one of `names` certainly means, the first entered first. Eight queries at most.

    It means whoever is called so now, or else was before a renaming, or is called so in other letters or behind a
    title ("Mr. Taro Kono"), or is the one speaker with this surname and this office ("Minister Kono").
    """
    wanted = {name for name in names if name}
    found = _called(model, wanted)
    if missing := wanted - set(found):
        history: Any = model.history  # type: ignore[attr-defined]
        rows = history.filter(Q(name__in=missing) | Q(name_zh_hans__in=missing)).order_by("history_id")
        former = {name: row.id for row in rows for name in (row.name, row.name_zh_hans) if name in missing}
        records = model._default_manager.in_bulk(set(former.values())) if former else {}
        found |= {name: [records[key]] for name, key in former.items() if key in records}
    if model in KEYED and (missing := wanted - set(found)):
        found |= _in_other_letters(model, missing)
    if model is Speaker and (missing := wanted - set(found)):
        found |= _in_short(model, missing)
    return found


def _picked(model: type[N], chosen: Mapping[str, int | str]) -> dict[str, N | None]:
    """Return the record that was chosen for each name, or None for a new one. One query, or none."""
    pks = [int(choice) for choice in chosen.values() if choice != NEW]
    records = model._default_manager.in_bulk(pks) if pks else {}
    return {
        name: None if choice == NEW else records[int(choice)]
        for name, choice in chosen.items()
        if choice == NEW or int(choice) in records
    }


def _called(model: type[N], names: set[str]) -> dict[str, list[N]]:
    """Return the records that are called so to the letter. Two queries at most."""
    if not names:
        return {}
    condition = Q(name__in=names) | Q(name_zh_hans__in=names)
    if model in KEYED:
        condition |= Q(aliases__name__in=names)
    records = model._default_manager.filter(condition).distinct().order_by("pk")
    if model in KEYED:
        records = records.prefetch_related("aliases")
    called: dict[str, list[N]] = {}
    for record in records:
        aliases = [alias.name for alias in record.aliases.all()] if model in KEYED else []  # type: ignore[attr-defined]
        for name in {record.name, record.name_zh_hans, *aliases} & names:
            called.setdefault(name, []).append(record)
    return called


def _in_other_letters(model: type[N], names: set[str]) -> dict[str, list[N]]:
    """Return the records whose name is the same when folded, or else without a title. Two queries at most."""
    keys = {key for name in names for key in exact_keys(name)}
    rows = NameKey.objects.filter(kind=kind_name(model), key__in=keys).order_by("record")
    folded: dict[str, dict[int, None]] = {}
    bare: dict[str, dict[int, None]] = {}
    for row in rows:
        folded.setdefault(fold(row.name), {})[row.record] = None
        bare.setdefault(bare_name(row.name), {})[row.record] = None
    records = model._default_manager.in_bulk({row.record for row in rows}) if rows else {}
    found: dict[str, list[N]] = {}
    for name in names:
        same = folded.get(fold(name)) or (bare.get(bare_name(name)) if model is Speaker else None) or {}
        if meant := [records[key] for key in same if key in records]:
            found[name] = meant
    return found


def _in_short(model: type[N], names: set[str]) -> dict[str, list[N]]:
    """Return the one speaker with this surname, or this full name, who was printed with this office. Three queries.

    Where two bear the name, or nobody had the office, it is not certain who is meant.
    """
    titled = {name: office_and_name(name) for name in names}
    keys = {
        name: short_key(called) if " " not in called else exact_keys(called)[0]
        for name, (office, called) in titled.items()
        if office
    }
    if not keys:
        return {}
    rows = NameKey.objects.filter(kind=kind_name(model), key__in=set(keys.values()))
    pairs = list(rows.values_list("key", "record")[:MOST_SHORT])
    if len(pairs) == MOST_SHORT:
        return {}
    bearers: dict[str, set[int]] = {}
    for key, bearer in pairs:
        bearers.setdefault(key, set()).add(bearer)
    alone = {name: next(iter(bearers[key])) for name, key in keys.items() if len(bearers.get(key, ())) == 1}
    held = Participation.objects.filter(speaker__in=alone.values()).values_list("speaker_id", "role_as_printed")
    offices: dict[int, list[set[str]]] = {}
    for holder, role in held.distinct() if alone else ():
        offices.setdefault(holder, []).append({word.strip(".,;") for word in fold(role).split()})
    meant = {
        name: holder
        for name, holder in alone.items()
        if any(titled[name][0] <= words for words in offices.get(holder, []))
    }
    records = model._default_manager.in_bulk(set(meant.values())) if meant else {}
    return {name: [records[holder]] for name, holder in meant.items() if holder in records}


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


def _make(model: type[N], name: str, *, is_new: bool) -> N:
    """Make the record, or, unless it must be new, return the one that somebody else has made at this very moment."""
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                made = model._default_manager.create(name=name, slug=model.free_slug(name))
        except IntegrityError:  # their slug was free when we asked
            if not is_new and (known := _called(model, {name}).get(name)):
                return known[0]
        else:
            break
    else:
        made = model._default_manager.create(name=name, slug=f"{model.free_slug(name)}-{new_public_id()}")
    keep_keys([made])
    return made


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


def find_strange_ids(conference: Conference, public_ids: Iterable[str]) -> set[str]:
    """Return those of `public_ids` that no turn and no exchange of `conference` has or had. Three queries, or none."""
    strange = set(public_ids)
    if strange:
        strange -= set(Exchange.objects.filter(conference=conference).values_list("public_id", flat=True))
        strange -= set(Turn.objects.filter(exchange__conference=conference).values_list("public_id", flat=True))
        kinds = (Redirect.Kind.EXCHANGE, Redirect.Kind.TURN)
        strange -= set(Redirect.objects.filter(kind__in=kinds, conference=conference).values_list("old", flat=True))
    return strange


def kind_of(record: Named | Conference) -> Redirect.Kind:
    """Return under which kind the old addresses of `record` are kept."""
    return Redirect.Kind(type(record)._meta.model_name or "")
