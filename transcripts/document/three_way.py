"""Two changes of one document made one: what only one side changed is kept, and what both did is a conflict.

Exchanges and turns are told apart by their public ids; those without one are new.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from transcripts.document.transcript import Exchange, Person, TranscriptDocument, Turn

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Conflict:
    """What both sides changed: the turn's public id, or the name of what it is, and all three texts."""

    place: str
    mine: str
    theirs: str
    base: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    """The document that holds both changes; where they conflict, it holds `theirs`."""

    document: TranscriptDocument
    conflicts: tuple[Conflict, ...]


def merge_three(
    base: TranscriptDocument,
    mine: TranscriptDocument,
    theirs: TranscriptDocument,
    choices: Mapping[str, str] | None = None,
) -> Merged:
    """Return `theirs` with the changes that lead from `base` to `mine`.

    `choices` says of places at which both would conflict whose text stands: `mine` or `theirs`.
    """
    if base == mine:
        return Merged(theirs, ())
    merger = _Merger(base, mine, theirs, choices or {})
    document = replace(
        theirs,
        **{
            field.name: merger.pick(field.name, *(getattr(side, field.name) for side in (base, mine, theirs)))
            for field in fields(TranscriptDocument)
            if field.name not in {"people", "exchanges"}
        },
        people=merger.merge_people(),
        exchanges=merger.merge_exchanges(),
    )
    return Merged(document, tuple(merger.conflicts))


class _Merger:
    """Three documents, and the conflicts found so far."""

    def __init__(
        self,
        base: TranscriptDocument,
        mine: TranscriptDocument,
        theirs: TranscriptDocument,
        choices: Mapping[str, str],
    ) -> None:
        self.base, self.mine, self.theirs = base, mine, theirs
        self.choices = choices
        self.conflicts: list[Conflict] = []

    def pick(self, place: str, base: T, mine: T, theirs: T, as_text: Callable[[T], str] = str) -> T:
        """Return what one side changed, else what both have or was chosen; else note the conflict, return `theirs`."""
        if mine in (base, theirs):
            return theirs
        choice = "mine" if theirs == base else self.choices.get(place)
        if choice is None:
            self.conflicts.append(Conflict(place, as_text(mine), as_text(theirs), as_text(base)))
        return mine if choice == "mine" else theirs

    def merge_people(self) -> tuple[Person, ...]:
        """Merge the participants, told apart by their names; the order is theirs unless only I changed it."""
        sides = [{person.name: person for person in side.people} for side in (self.base, self.mine, self.theirs)]
        base, mine, theirs = sides
        frame, other = (mine, theirs) if list(theirs) == list(base) else (theirs, mine)
        people = {}
        for name in [*frame, *(name for name in other if name not in frame)]:
            person = self.pick(name, base.get(name), mine.get(name), theirs.get(name), _person_as_text)
            if person:
                people[name] = person
        return tuple(people.values())

    def merge_exchanges(self) -> tuple[Exchange, ...]:
        """Merge the turns one by one, then set them in the order of the side that changed it."""
        base, mine, theirs = (_Side(document) for document in (self.base, self.mine, self.theirs))
        turns: dict[object, Turn] = {}
        for key in [*theirs.turns, *(key for key in mine.turns if key not in theirs.turns)]:
            place = key if isinstance(key, str) else "turn"
            turn = self.pick(place, base.turns.get(key), mine.turns.get(key), theirs.turns.get(key), _turn_as_text)
            if turn:
                turns[key] = turn
        common = base.turns.keys() & mine.turns.keys() & theirs.turns.keys()
        orders = [side.order(common, base) for side in (base, mine, theirs)]
        mine_leads = orders[2] == orders[0]
        if not mine_leads and orders[1] not in (orders[0], orders[2]):
            mine_leads = self.choices.get("order") == "mine"
            if "order" not in self.choices:
                self.conflicts.append(Conflict("order", "", ""))
        frame, other = (mine, theirs) if mine_leads else (theirs, mine)
        placed = _place(frame, other, turns)
        return tuple(self._fill(key, keys, turns, (base, mine, theirs)) for key, keys in placed)

    def _fill(
        self, key: object, keys: Iterable[object], turns: dict[object, Turn], sides: "tuple[_Side, _Side, _Side]"
    ) -> Exchange:
        base, mine, theirs = (side.exchanges.get(key) for side in sides)
        known = theirs or mine or Exchange()
        merged: dict[str, Any] = {}
        for name in ("heading", "topics", "page"):
            values = [getattr(side or base or known, name) for side in (base, mine, theirs)]
            merged[name] = self.pick(f"{known.public_id} {name}".strip(), *values)
        return replace(known, **merged, turns=tuple(turns[turn] for turn in keys))


class _Side:
    """One document's exchanges and turns by key: the public id, or for new ones something of their own."""

    def __init__(self, document: TranscriptDocument) -> None:
        self.exchanges: dict[object, Exchange] = {}
        self.turns: dict[object, Turn] = {}
        self.layout: list[tuple[object, list[object]]] = []
        for exchange in document.exchanges:
            key: object = exchange.public_id or object()
            self.exchanges[key] = exchange
            keys: list[object] = [turn.public_id or object() for turn in exchange.turns]
            self.turns.update(zip(keys, exchange.turns, strict=True))
            self.layout.append((key, keys))

    def order(self, common: Iterable[object], base: "_Side") -> list[object]:
        """The order of what every side has: known exchanges, each followed by its turns."""
        shared = set(common)
        return [
            (key if key in base.exchanges else None, [turn for turn in keys if turn in shared])
            for key, keys in self.layout
            if any(turn in shared for turn in keys)
        ]


def _place(frame: _Side, other: _Side, turns: dict[object, Turn]) -> list[tuple[object, list[object]]]:
    """Set the merged turns in the frame's order; what only the other side has comes behind what it stood behind."""
    placed = [(key, [turn for turn in keys if turn in turns]) for key, keys in frame.layout]
    before: object = None
    for key, keys in other.layout:
        missing = [turn for turn in keys if turn in turns and turn not in frame.turns]
        if key in frame.exchanges:
            at = next(index for index, (known, _) in enumerate(placed) if known == key)
            _insert(placed[at][1], keys, missing)
        elif missing:
            at = next((index + 1 for index, (known, _) in enumerate(placed) if known == before), 0)
            placed.insert(at, (key, missing))
        before = key if key in frame.exchanges or missing else before
    empty = {key for key, keys in placed if not keys}
    gone = {key for key in empty if key not in other.exchanges and frame.exchanges[key].turns}
    emptied = {key for key in empty if key in other.exchanges and not other.exchanges[key].turns} - gone
    return [(key, keys) for key, keys in placed if keys or key in emptied or (key not in gone and key in empty)]


def _insert(keys: list[object], theirs: Sequence[object], missing: list[object]) -> None:
    """Insert each of `missing` into `keys` behind the one that it follows in `theirs`."""
    for index, key in enumerate(theirs):
        if key in missing:
            earlier = [keys.index(other) for other in theirs[:index] if other in keys]
            keys.insert(max(earlier, default=-1) + 1, key)


def _person_as_text(person: Person | None) -> str:
    return f"{person.name}, {person.role}" if person else ""


def _turn_as_text(turn: Turn | None) -> str:
    return turn.text if turn else ""
