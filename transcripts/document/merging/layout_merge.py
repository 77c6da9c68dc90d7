"""The order of exchanges and turns, merged three-way: two changes of it are both kept where they do not conflict."""

from collections.abc import Collection, Hashable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from transcripts.document.transcript import ExchangeText, TranscriptDocument, TurnText

T = TypeVar("T")
Key = Hashable  # a public id, or a unique object for an exchange or turn that has none
Layout = list[tuple[Key, list[Key]]]  # each exchange, and the turns in it
_Token = tuple[str, Key]


class Side:
    """One document's exchanges and turns by key, and their order."""

    def __init__(self, document: TranscriptDocument) -> None:
        self.exchanges: dict[Key, ExchangeText] = {}
        self.turns: dict[Key, TurnText] = {}
        self.layout: Layout = []
        for exchange in document.exchanges:
            key: Key = exchange.public_id or object()
            keys: list[Key] = [turn.public_id or object() for turn in exchange.turns]
            self.exchanges[key] = exchange
            self.turns.update(zip(keys, exchange.turns, strict=True))
            self.layout.append((key, keys))

    def rename(self, exchanges: dict[Key, Key], turns: dict[Key, Key]) -> None:
        """Replace the keys of exchanges and turns with those that another side uses."""
        self.exchanges = {exchanges.get(key, key): value for key, value in self.exchanges.items()}
        self.turns = {turns.get(key, key): value for key, value in self.turns.items()}
        self.layout = [(exchanges.get(key, key), [turns.get(turn, turn) for turn in keys]) for key, keys in self.layout]

    def bring_back(self, key: Key, base: "Side") -> None:
        """Undo the removal of an exchange of `base`: its turns are in it again, with this side's words."""
        keys = next(keys for known, keys in base.layout if known == key)
        left = [(known, turns, [turn for turn in turns if turn not in keys]) for known, turns in self.layout]
        self.layout = [(known, stay) for known, turns, stay in left if stay or not turns or known in base.exchanges]
        self.turns = {**{turn: base.turns[turn] for turn in keys}, **self.turns}
        self.exchanges[key] = base.exchanges[key]
        self.layout.insert(_place_behind(key, base.layout, self.layout), (key, list(keys)))

    def tokens(self, common: Collection[Key]) -> list[_Token]:
        """Return the order of the turns in `common`, with a token where an exchange with any of them begins."""
        found: list[_Token] = []
        for key, keys in self.layout:
            shared = [turn for turn in keys if turn in common]
            found += [("exchange", key), *(("turn", turn) for turn in shared)] if shared else []
        return found


def join_same_additions(mine: Side, theirs: Side, base: Side) -> None:
    """Join additions that both sides made alike: the same new turn at one place, an exchange split at one turn."""
    exchanges: dict[Key, Key] = {}
    turns: dict[Key, Key] = {}
    new = {key for key in theirs.exchanges if key not in base.exchanges and key not in mine.exchanges}
    before: Key = None
    by_first = {keys[0]: key for key, keys in theirs.layout if key in new and keys and keys[0] in base.turns}
    by_place: dict[Key, list[Key]] = {}
    for key, _ in theirs.layout:
        by_place.setdefault(before, []).append(key)
        before = key
    before = None
    for key, keys in mine.layout:
        if key not in base.exchanges and key not in theirs.exchanges:
            same = by_first.pop(keys[0], None) if keys else None
            if same is None:
                behind = [one for one in by_place.get(before, []) if one in new]
                same = next((one for one in behind if theirs.exchanges[one] == mine.exchanges[key]), None)
            if same is not None and same not in exchanges.values():
                exchanges[key] = same
        before = exchanges.get(key, key)
    mine.rename(exchanges, {})
    known = dict(theirs.layout)
    for key, keys in mine.layout:
        others = known.get(key, [])
        behind_which = {(others[at - 1] if at else None): turn for at, turn in enumerate(others)}
        last: Key = None
        for turn in keys:
            same = behind_which.get(last)
            is_new = turn not in base.turns and turn not in theirs.turns
            if is_new and same is not None and same not in base.turns and same not in mine.turns:
                turns |= {turn: same} if theirs.turns[same] == mine.turns[turn] else {}
            last = turns.get(turn, turn)
    mine.rename({}, turns)


def merge_order(base: Side, mine: Side, theirs: Side, kept: Collection[Key]) -> list[_Token] | None:
    """Return the order of those turns in `kept` that all three sides have, or None where two changes conflict."""
    common = base.turns.keys() & mine.turns.keys() & theirs.turns.keys() & set(kept)
    merged = merge_sequences(*(side.tokens(common) for side in (base, mine, theirs)))
    if merged is None or len(set(merged)) < len(merged) or (merged and merged[0][0] != "exchange"):
        return None
    return merged if sum(what == "turn" for what, _ in merged) == len(common) else None


def merge_sequences(base: Sequence[T], mine: Sequence[T], theirs: Sequence[T]) -> list[T] | None:
    """Merge two changes of a list, or return None where both changed the same stretch of it in different ways."""
    if mine in (base, theirs):
        return list(theirs)
    if theirs == base:
        return list(mine)
    in_mine, in_theirs = _stays(base, mine), _stays(base, theirs)
    merged: list[T] = []
    start = (0, 0, 0)
    for at in [*(at for at in range(len(base)) if at in in_mine and at in in_theirs), len(base)]:
        ends = (at, in_mine.get(at, len(mine)), in_theirs.get(at, len(theirs)))
        was, my, their = (
            list(side[first:last]) for side, first, last in zip((base, mine, theirs), start, ends, strict=True)
        )
        if my not in (was, their) and their != was:
            return None
        merged += [*(their if my in (was, their) else my), *base[at : at + 1]]
        start = (ends[0] + 1, ends[1] + 1, ends[2] + 1)
    return merged


def _stays(base: Sequence[T], other: Sequence[T]) -> dict[int, int]:
    """Return the position of each item of `base` in the other list, for those that stayed in order."""
    blocks = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def place_all(order: Sequence[_Token], base: Side, mine: Side, theirs: Side, kept: Collection[Key]) -> Layout:
    """Return the layout of all turns `kept`: in `order`, one side's own turns after those they follow there."""
    placed: Layout = []
    for what, key in order:
        if what == "exchange":
            placed.append((key, []))
        else:
            placed[-1][1].append(key)
    added: set[Key] = set()
    for side, other in ((theirs, mine), (mine, theirs)):
        _place_turns(side, placed, kept, added)
        there = {key for key, _ in placed}
        stands = {turn for _, turns in placed for turn in turns}
        for key, keys in side.layout:
            if key not in there and _stays_empty(key, stands.intersection(keys), base, side, other):
                placed.insert(_place_behind(key, side.layout, placed), (key, []))
    gone = {key for key in base.exchanges if key not in mine.exchanges or key not in theirs.exchanges}
    return [(key, keys) for key, keys in placed if keys or key not in gone]


def _stays_empty(key: Key, elsewhere: Collection[Key], base: Side, side: Side, other: Side) -> bool:
    """Return whether an exchange stays without a turn: nobody removed it, or it is new and complete.

    `elsewhere` are those of its turns that are now in other exchanges. A new exchange whose turns are gone stays only
    if it has a heading or topics and none of its turns is elsewhere.
    """
    if key in base.exchanges:
        return key in other.exchanges
    exchange = side.exchanges[key]
    return not elsewhere and (not exchange.turns or bool(exchange.heading or exchange.topics))


def _place_turns(side: Side, placed: Layout, kept: Collection[Key], added: set[Key]) -> None:
    """Place the remaining turns of one side beside their neighbours on that side."""
    where = {turn: number for number, (_, turns) in enumerate(placed) for turn in turns}
    for key, keys in side.layout:
        for at, turn in enumerate(keys):
            if turn in where or turn not in kept:
                continue
            earlier = next((other for other in reversed(keys[:at]) if other in where), None)
            later = next((other for other in keys[at + 1 :] if other in where), None)
            own = next((number for number, (known, _) in enumerate(placed) if known == key), None)
            if earlier is not None:
                number = where[earlier]
                turns = placed[number][1]
                index = turns.index(earlier) + 1
                while index < len(turns) and turns[index] in added and turns[index] not in side.turns:
                    index += 1
            elif own is not None:
                number, index = own, 0
            elif later is not None:
                number = where[later]
                index = placed[number][1].index(later)
            else:
                number, index = _place_behind(key, side.layout, placed), 0
                placed.insert(number, (key, []))
                where = {turn: at for at, (_, turns) in enumerate(placed) for turn in turns}
            placed[number][1].insert(index, turn)
            where[turn] = number
            added.add(turn)


def _place_behind(key: Key, layout: Layout, placed: Layout) -> int:
    """Return the index in `placed` at which an exchange comes after those that it follows in `layout`.

    Where the one before it was split by the other side, it comes after all the parts.
    """
    known = {other: number for number, (other, _) in enumerate(placed)}
    turns = {turn: number for number, (_, keys) in enumerate(placed) for turn in keys}
    own = {other for other, _ in layout}
    number = next(number for number, (other, _) in enumerate(layout) if other == key)
    for other, keys in reversed(layout[:number]):
        stands = [known[other]] if other in known else [turns[turn] for turn in keys if turn in turns]
        if stands:
            last = max(stands)
            while last + 1 < len(placed) and placed[last + 1][0] not in own and set(keys) & set(placed[last + 1][1]):
                last += 1
            return last + 1
    return 0
