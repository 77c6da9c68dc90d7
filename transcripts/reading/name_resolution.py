"""Name resolution: find the records that a document's names mean, by name, alias, former name, spelling or office."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from django.db.models import Q

from transcripts.document import TranscriptDocument
from transcripts.models import Named, NameKey, Outlet, Participation, Series, Speaker, Topic, has_name, names_of
from transcripts.models.name_key import KEYED, kind_name
from transcripts.reading.name_similarity import bare_name, exact_keys, office_and_name, short_key
from transcripts.text import fold

N = TypeVar("N", bound=Named)


MOST_SHORT = 2000  # rows that are checked for short forms; where there are more, nothing is certain


NEW = "new"


class KnownNames:
    """What names were found to mean so far in one transaction, so that each is asked for once.

    That a name is a record's own stays so while records are only added; all else is forgotten when one was.
    """

    def __init__(self) -> None:
        self._own: dict[tuple[type[Named], str], list[Any]] = {}
        self._other: dict[tuple[type[Named], str], list[Any]] = {}

    def recall(self, model: type[N], names: Iterable[str]) -> dict[str, list[N]]:
        """Return for those of the names that were asked for before the records that they mean, if any."""
        known = ((name, self._own.get((model, name), self._other.get((model, name)))) for name in names)
        return {name: records for name, records in known if records is not None}

    def learn(self, model: type[N], names: Iterable[str], found: Mapping[str, list[N]]) -> None:
        """Keep what `names` were found to mean."""
        for name in names:
            records = found.get(name, [])
            is_own = any(name in record.all_names for record in records)
            (self._own if is_own else self._other)[model, name] = records

    def add(self, model: type[N], made: Mapping[str, N]) -> None:
        """Keep the records that were just made for names."""
        self._other.clear()
        self._own.update({(model, name): [record] for name, record in made.items()})

    def forget_guesses(self) -> None:
        """Forget what names mean that are no record's own, since participants with offices were written."""
        self._other.clear()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The record that each name of a document means: its key, or NEW for one that is yet to be made.

    `known` is what other names were found to mean in the same transaction.
    """

    speakers: Mapping[str, int | str] = field(default_factory=dict)
    outlets: Mapping[str, int | str] = field(default_factory=dict)
    known: KnownNames = field(default_factory=KnownNames, compare=False)


def find_known(model: type[N], names: Iterable[str], known: KnownNames | None = None) -> dict[str, N]:
    """Return for each of `names` the record that it certainly means; of several, the one first entered."""
    return {name: records[0] for name, records in find_candidates(model, names, known).items()}


def find_candidates(model: type[N], names: Iterable[str], known: KnownNames | None = None) -> dict[str, list[N]]:
    """Return for each of `names` all records that it certainly means, the first entered first. At most eight queries.

    It means the records that have this name now; else the one that had it before a renaming; else those that have it
    in other letters or after a title ("Mr. Taro Kono"); else the one speaker with this surname and office ("Minister
    Kono"). With `known`, no name is asked for twice.
    """
    known = known or KnownNames()
    wanted = {name for name in names if name}
    recalled = known.recall(model, wanted)
    if missing := wanted - set(recalled):
        known.learn(model, missing, _find(model, missing))
    return {name: records for name, records in known.recall(model, wanted).items() if records}


def _find(model: type[N], wanted: set[str]) -> dict[str, list[N]]:
    found = _called(model, wanted)
    if missing := wanted - set(found):
        history: Any = model.history  # type: ignore[attr-defined]
        rows = history.filter(has_name(missing)).order_by("history_id")
        former = {name: row.id for row in rows for name in names_of(row.name, row.names) if name in missing}
        records = model._default_manager.in_bulk(set(former.values())) if former else {}
        found |= {name: [records[key]] for name, key in former.items() if key in records}
    if model in KEYED and (missing := wanted - set(found)):
        found |= _in_other_letters(model, missing)
    if model is Speaker and (missing := wanted - set(found)):
        found |= _in_short(model, missing)
    return found


def _called(model: type[N], names: set[str]) -> dict[str, list[N]]:
    """Return the records whose name or alias is exactly this. Two queries at most."""
    if not names:
        return {}
    condition = has_name(names)
    if model in KEYED:
        condition |= Q(aliases__name__in=names)
    records = model._default_manager.filter(condition).distinct().order_by("pk")
    if model in KEYED:
        records = records.prefetch_related("aliases")
    called: dict[str, list[N]] = {}
    for record in records:
        aliases = [alias.name for alias in record.aliases.all()] if model in KEYED else []  # type: ignore[attr-defined]
        for name in {*record.all_names, *aliases} & names:
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

    Where two have the name, or nobody had the office, it is not certain who is meant, and none is returned.
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
    owners: dict[str, set[int]] = {}
    for key, owner in pairs:
        owners.setdefault(key, set()).add(owner)
    alone = {name: next(iter(owners[key])) for name, key in keys.items() if len(owners.get(key, ())) == 1}
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


def without_record_names(document: TranscriptDocument) -> TranscriptDocument:
    """Return `document` without the names of its series, outlets and topics."""
    exchanges = (
        replace(exchange, topics=(), turns=tuple(replace(turn, outlet="") for turn in exchange.turns))
        for exchange in document.exchanges
    )
    return replace(document, series="", exchanges=tuple(exchanges))


def with_record_names(document: TranscriptDocument) -> TranscriptDocument:
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
