"""Likely duplicates among names: found name by name, saved as pairs, dismissed for good where they are two.

Each record is checked once after its names were made or changed (`UNSEEN` among its keys), so that the list of pairs
can be read without going through all names.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from transcripts.actions.change import Change
from transcripts.actions.name_keys import UNSEEN
from transcripts.models import NameKey, NamePair, Participation
from transcripts.models.name_key import KEYED, kind_name
from transcripts.reading.name_similarity import (
    SimilarityReason,
    exact_keys,
    is_within,
    near_keys,
    short_key,
    similarity_reason,
    within_keys,
    words_of,
)

LOOKED_AT = 100  # records that are checked in one go
MOST_KEYS = 2000  # keys in one query
MOST_ROWS = 4000  # rows that one query may return
MOST_NEAR = 20  # pairs of one record
MOST_COMPARED = 200  # speakers with similar names whose roles are compared in one go
ORDER = list(SimilarityReason)

Names = Mapping[int, Iterable[str]]
Found = dict[tuple[int, int], SimilarityReason]


def count_unchecked(kind: str) -> int:
    """Return how many records of a kind are not yet checked. One query."""
    return NameKey.objects.filter(kind=kind, key=UNSEEN).count()


@transaction.atomic
def find_pairs(kind: str, *, most: int = LOOKED_AT) -> int:
    """Look for duplicates of at most `most` unchecked records; return how many records were checked.

    Some twelve queries and two for each thousand keys; a record has some sixty.
    """
    waiting = NameKey.objects.filter(kind=kind, key=UNSEEN).order_by("pk").values_list("pk", "record")[:most]
    unseen = dict(waiting)
    if not unseen:
        return 0
    names = names_of(kind, unseen.values())
    found = _alike(kind, names)
    if kind == "speaker":
        found = _same_role(names) | found
    _keep_pairs(kind, set(unseen.values()), found)
    NameKey.objects.filter(pk__in=unseen).delete()
    return len(unseen)


def names_of(kind: str, records: Iterable[int]) -> dict[int, list[str]]:
    """Return the present names of each record, in any language. One query."""
    rows = NameKey.objects.filter(kind=kind, record__in=list(records), key__startswith="= ").order_by("pk")
    names: dict[int, list[str]] = defaultdict(list)
    for record, name in rows.values_list("record", "name"):
        if name not in names[record]:
            names[record].append(name)
    return dict(names)


def compare_names(one: Iterable[str], other: Iterable[str]) -> list[tuple[SimilarityReason, str, str]]:
    """Return the reasons why two records may be one, each with its two names, the strongest first."""
    others = list(other)
    found = {(why, name, its) for name in one for its in others if (why := _reason(name, its))}
    return sorted(found, key=lambda reason: (ORDER.index(reason[0]), reason[1:]))


@transaction.atomic
def dismiss_pair(pair: NamePair, change: Change) -> None:
    """Mark a pair as different, for good. One query."""
    pair.dismissed_at, pair.dismissed_by_name = timezone.now(), change.name
    pair.save(update_fields=["dismissed_at", "dismissed_by_name"])


@transaction.atomic
def reopen_pair(pair: NamePair) -> None:
    """Reopen a dismissed pair. One query."""
    pair.dismissed_at, pair.dismissed_by_name = None, ""
    pair.save(update_fields=["dismissed_at", "dismissed_by_name"])


def delete_pairs(records: Iterable[Any]) -> None:
    """Delete the pairs of records that are about to be deleted. One query for each."""
    for record in records:
        if isinstance(record, KEYED):
            either = Q(one=record.pk) | Q(other=record.pk)
            NamePair.objects.filter(either, kind=kind_name(type(record))).delete()


def roles_of(speakers: Iterable[int]) -> dict[int, set[tuple[int | None, str]]]:
    """Return each speaker's (series, role as printed) pairs. One query."""
    participants = Participation.objects.filter(speaker__in=list(speakers)).exclude(role_as_printed="").order_by()
    roles: dict[int, set[tuple[int | None, str]]] = defaultdict(set)
    for speaker, series, role in participants.values_list(
        "speaker", "conference__series", "role_as_printed"
    ).distinct():
        roles[speaker].add((series, role))
    return roles


def _alike(kind: str, names: Names) -> Found:
    """Return the pairs with similar names, each with the strongest reason."""
    wanted = {
        record: {name: {*exact_keys(name), *near_keys(name), *within_keys(name)} for name in own}
        for record, own in names.items()
    }
    by_key = _rows_with(kind, {key for own in wanted.values() for keys in own.values() for key in keys})
    found: Found = {}
    for record, own in wanted.items():
        near: dict[int, SimilarityReason] = {}
        for name, keys in own.items():
            for other, its in sorted({row for key in keys for row in by_key.get(key, ())}):
                why = _reason(name, its) if other != record else None
                if why and (other not in near or ORDER.index(why) < ORDER.index(near[other])):
                    near[other] = why
        for other in sorted(near, key=lambda pk: (ORDER.index(near[pk]), pk))[:MOST_NEAR]:
            found[min(record, other), max(record, other)] = near[other]
    return found


def _reason(name: str, other: str) -> SimilarityReason | None:
    """Return the reason why two names may be one; here also that one is in the other."""
    return similarity_reason(name, other) or (SimilarityReason.WITHIN if is_within(name, other) else None)


def _rows_with(kind: str, keys: set[str]) -> dict[str, list[tuple[int, str]]]:
    """Return for each key the records that have it, with the name it was made of. A query for every MOST_KEYS."""
    wanted = sorted(keys)
    by_key: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for at in range(0, len(wanted), MOST_KEYS):
        rows = NameKey.objects.filter(kind=kind, key__in=wanted[at : at + MOST_KEYS])
        for key, record, name in rows.values_list("key", "record", "name")[:MOST_ROWS]:
            by_key[key].append((record, name))
    return by_key


def _same_role(names: Names) -> Found:
    """Return the pairs that share a first or last name and had the same role in the same series. Three queries."""
    keys: dict[str, set[int]] = defaultdict(set)
    for record, own in names.items():
        for name in own:
            words = words_of(name)
            for word in {words[0], words[-1]} if len(words) > 1 else ():
                keys[short_key(word)].add(record)
    by_key = _rows_with("speaker", set(keys))
    pairs = {
        (min(record, other), max(record, other))
        for key, rows in by_key.items()
        for record in keys[key]
        for other, _ in rows
        if other != record
    }
    few = sorted(pairs)[:MOST_COMPARED]
    roles = roles_of({record for pair in few for record in pair}) if few else {}
    return {pair: SimilarityReason.ROLE for pair in few if roles.get(pair[0], set()) & roles.get(pair[1], set())}


def _keep_pairs(kind: str, looked_at: set[int], found: Found) -> None:
    """Save the pairs; delete those of checked records that are no longer similar, unless dismissed. Three queries."""
    about = Q(one__in=looked_at) | Q(other__in=looked_at)
    known = {(pair.one, pair.other): pair for pair in NamePair.objects.filter(about, kind=kind)}
    gone = [pair.pk for key, pair in known.items() if key not in found and not pair.dismissed_at]
    NamePair.objects.filter(pk__in=gone).delete()
    changed = []
    for key in known.keys() & found.keys():
        pair, why = known[key], found[key]
        if pair.why != why:
            pair.why, pair.rank = why, ORDER.index(why)
            changed.append(pair)
    NamePair.objects.bulk_update(changed, ["why", "rank"], batch_size=LOOKED_AT)
    new = [
        NamePair(kind=kind, one=one, other=other, why=why, rank=ORDER.index(why))
        for (one, other), why in sorted(found.items())
        if (one, other) not in known
    ]
    NamePair.objects.bulk_create(new, batch_size=LOOKED_AT, ignore_conflicts=True)
