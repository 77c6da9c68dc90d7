"""Matching of the turns and exchanges of two documents. Pure: no database.

Unchanged turns are found by their words, edited ones by similarity between their neighbours, moved ones anywhere.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from transcripts.document.transcript import TranscriptDocument, TurnText
from transcripts.text import fold

_WORD = re.compile(r"\w+")
ALIKE = 0.5  # the share of words in common from which two turns count as one, edited
ALIKE_IN_PLACE = 0.3  # the same within one exchange, where there are fewer to mistake it for
MOST_COMPARED = 2_500  # pairs of turns compared word by word between two anchors; beyond, only position counts


@dataclass(frozen=True, slots=True)
class Place:
    """A turn in a document: the exchange's index, the turn's index in it, and the turn."""

    exchange: int
    index: int
    turn: TurnText


@dataclass(frozen=True, slots=True)
class Match:
    """The matched old turn or exchange, or None, for each new one by index."""

    turns: dict[tuple[int, int], Place]
    exchanges: dict[int, int]


def match(old: TranscriptDocument, new: TranscriptDocument) -> Match:
    """Match the turns, then the exchanges, of `new` to those of `old`. An old one is matched once at the most."""
    before, after = _places(old), _places(new)
    pairs = _by_id(before, after)
    anchors = _by_words(before, after, pairs)
    _by_text(before, after, pairs)
    exchanges = _match_exchanges(old, new, _as_places(before, after, pairs))
    _by_likeness(before, after, pairs, _same_exchange(before, after, pairs, exchanges), ALIKE_IN_PLACE)
    _by_place(before, after, pairs, exchanges)
    _by_likeness(before, after, pairs, _between_anchors(before, after, pairs, anchors), ALIKE)
    turns = _as_places(before, after, pairs)
    return Match(turns, _match_exchanges(old, new, turns))


def _as_places(before: Sequence[Place], after: Sequence[Place], pairs: dict[int, int]) -> dict[tuple[int, int], Place]:
    return {(after[new].exchange, after[new].index): before[old] for new, old in pairs.items()}


def _places(document: TranscriptDocument) -> list[Place]:
    return [
        Place(number, index, turn)
        for number, exchange in enumerate(document.exchanges)
        for index, turn in enumerate(exchange.turns)
    ]


def _by_id(before: Sequence[Place], after: Sequence[Place]) -> dict[int, int]:
    """Pair the turns that carry the same public id."""
    known = {place.turn.public_id: index for index, place in enumerate(before) if place.turn.public_id}
    pairs: dict[int, int] = {}
    for index, place in enumerate(after):
        found = known.pop(place.turn.public_id, None) if place.turn.public_id else None
        if found is not None:
            pairs[index] = found
    return pairs


def _by_words(before: Sequence[Place], after: Sequence[Place], pairs: dict[int, int]) -> dict[int, int]:
    """Pair turns with the same words: first those in the same order, which are returned, then the moved ones."""
    taken = set(pairs.values())
    old = [index for index in range(len(before)) if index not in taken]
    new = [index for index in range(len(after)) if index not in pairs]
    blocks = SequenceMatcher(
        None, [_words_key(before[i].turn) for i in old], [_words_key(after[i].turn) for i in new], autojunk=False
    ).get_matching_blocks()
    for block in blocks:
        for step in range(block.size):
            pairs[new[block.b + step]] = old[block.a + step]
    anchors = dict(pairs)
    taken = set(pairs.values())
    waiting: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index in reversed(old):
        if index not in taken:
            waiting[_words_key(before[index].turn)].append(index)
    for index in new:
        if index not in pairs and (found := waiting.get(_words_key(after[index].turn))):
            pairs[index] = found.pop()
    return anchors


def _by_text(before: Sequence[Place], after: Sequence[Place], pairs: dict[int, int]) -> None:
    """Pair unmatched turns whose text occurs once in each document: moved, and given to another speaker."""
    taken = set(pairs.values())
    times = [Counter(place.turn.text for place in places) for places in (before, after)]
    old = {place.turn.text: index for index, place in enumerate(before) if index not in taken}
    for new, place in enumerate(after):
        text = place.turn.text
        if new not in pairs and text in old and times[0][text] == times[1][text] == 1:
            pairs[new] = old[text]


def _words_key(turn: TurnText) -> tuple[str, str]:
    return fold(turn.label), fold(turn.text)


def _by_likeness(
    before: Sequence[Place],
    after: Sequence[Place],
    pairs: dict[int, int],
    runs: Iterable[tuple[list[int], list[int]]],
    least: float,
) -> None:
    """Pair the turns left in each run of old and new ones that are alike at `least`, the most alike first."""
    for old, new in runs:
        if len(old) * len(new) > MOST_COMPARED:
            scored = [(-1.0, n, o) for n, o in zip(new, old, strict=False) if _same_label(before[o], after[n])]
        else:
            words = {o: _words(before[o].turn) for o in old}
            scored = []
            for n in new:
                mine = _words(after[n].turn)
                for o in old:
                    score = _likeness(words[o], mine) + (0.1 if _same_label(before[o], after[n]) else 0.0)
                    if score >= least:
                        scored.append((-score, n, o))
        taken = set(pairs.values())
        for _, n, o in sorted(scored):
            if n not in pairs and o not in taken:
                pairs[n] = o
                taken.add(o)


def _same_exchange(
    before: Sequence[Place], after: Sequence[Place], pairs: dict[int, int], exchanges: dict[int, int]
) -> Iterator[tuple[list[int], list[int]]]:
    """Return the unmatched turns in the two exchanges of each pair of exchanges."""
    taken = set(pairs.values())
    old: dict[int, list[int]] = defaultdict(list)
    new: dict[int, list[int]] = defaultdict(list)
    for index, place in enumerate(before):
        if index not in taken:
            old[place.exchange].append(index)
    for index, place in enumerate(after):
        if index not in pairs and place.exchange in exchanges:
            new[place.exchange].append(index)
    for number, left in new.items():
        yield old[exchanges[number]], left


def _by_place(
    before: Sequence[Place], after: Sequence[Place], pairs: dict[int, int], exchanges: dict[int, int]
) -> None:
    """Pair turns that are left alone between the same neighbours, under the same label: a “Yes.” that became a “No.”"""
    taken = {old: old for old in pairs.values()}
    waiting: dict[int, list[int]] = defaultdict(list)
    for old, place in enumerate(before):
        if old not in taken:
            waiting[place.exchange].append(old)
    for new, place in enumerate(after):
        if new in pairs:
            continue
        for old in waiting[exchanges.get(place.exchange, -1)]:
            alone = old not in taken and _neighbours(before, old, taken) == _neighbours(after, new, pairs)
            if alone and _same_label(before[old], place):
                pairs[new] = taken[old] = old
                break


def _neighbours(places: Sequence[Place], index: int, known: dict[int, int]) -> tuple[int | None, int | None]:
    """Return the old turns right before and after a turn in its exchange, None at its ends, -1 where unknown."""
    around: list[int | None] = []
    for other in (index - 1, index + 1):
        inside = 0 <= other < len(places) and places[other].exchange == places[index].exchange
        around.append(known.get(other, -1 - other) if inside else None)
    return around[0], around[1]


def _same_label(old: Place, new: Place) -> bool:
    return fold(old.turn.label) == fold(new.turn.label)


def _words(turn: TurnText) -> Counter[str]:
    """Count the words of a turn; text without spaces, as in Chinese, is counted by the character."""
    words = _WORD.findall(fold(turn.text)) or [fold(turn.text)]
    return Counter(unit for word in words for unit in ([word] if word.isascii() else word))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return the share of words in common, from 0 to 1."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def _between_anchors(
    before: Sequence[Place], after: Sequence[Place], pairs: dict[int, int], anchors: dict[int, int]
) -> Iterator[tuple[list[int], list[int]]]:
    """Return the unmatched turns between neighbours that are in the same order on both sides."""
    taken = set(pairs.values())
    edges = [(-1, -1)]
    for new, old in sorted(anchors.items()):
        if old > edges[-1][0]:
            edges.append((old, new))
    edges.append((len(before), len(after)))
    for (old_from, new_from), (old_to, new_to) in pairwise(edges):
        old_left = [index for index in range(old_from + 1, old_to) if index not in taken]
        new_left = [index for index in range(new_from + 1, new_to) if index not in pairs]
        if old_left and new_left:
            yield old_left, new_left


def _match_exchanges(
    old: TranscriptDocument, new: TranscriptDocument, turns: dict[tuple[int, int], Place]
) -> dict[int, int]:
    """Match exchanges by id, by the words they share, as equals, by heading, by source page, in this order."""
    matched: dict[int, int] = {}
    ids = {exchange.public_id: index for index, exchange in enumerate(old.exchanges) if exchange.public_id}
    for index, exchange in enumerate(new.exchanges):
        if exchange.public_id in ids and ids[exchange.public_id] not in matched.values():
            matched[index] = ids[exchange.public_id]
    votes: Counter[tuple[int, int]] = Counter()
    for (number, _), place in turns.items():
        votes[number, place.exchange] += 1 + len(place.turn.text)
    taken = set(matched.values())
    for (number, before), _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0])):
        if number not in matched and before not in taken:
            matched[number] = before
            taken.add(before)
    for key_of in (lambda exchange: exchange, lambda exchange: fold(exchange.heading), lambda exchange: exchange.page):
        waiting: dict[object, list[int]] = defaultdict(list)
        for before, exchange in reversed(list(enumerate(old.exchanges))):
            if before not in taken and (key := key_of(exchange)):
                waiting[key].append(before)
        for number, exchange in enumerate(new.exchanges):
            if number not in matched and (found := waiting.get(key_of(exchange))):
                matched[number] = found.pop()
                taken.add(matched[number])
    return matched
