"""Three-way merge of documents: changes of one side are kept, and changes of both are conflicts.

Exchanges and turns are told apart by their public ids; those without one are new. Each field has a rule of its own:
topics are a set to which either side adds and from which either takes; a turn is merged field by field, and its words
are one field, whose times follow them and are merged one by one; participants are told apart by their names; all else
is one value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, TypeVar

from transcripts.document.field_text import field_text
from transcripts.document.merging.layout_merge import Key, Side, join_same_additions, merge_order, place_all
from transcripts.document.times import merge_times, times_text
from transcripts.document.transcript import ExchangeText, Kind, Part, Person, TranscriptDocument, TurnText

T = TypeVar("T")

# The fields of a turn and of a person that change together: a questioner is an outlet and its journalist, or a speaker.
_TURN: Sequence[tuple[str, ...]] = (("paragraphs",), ("kind",), ("label",), ("speaker", "outlet", "journalist"))
_PERSON: Sequence[tuple[str, ...]] = (("role",), ("part",))


class ConflictKind(StrEnum):
    """The subject of a conflict; its `place` is, in this order: a field, a name, an id and a field, an id, “order”."""

    HEAD = "head"
    PERSON = "person"
    EXCHANGE = "exchange"
    TURN = "turn"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """One field of a turn or a person that both sides changed, and its three values as text."""

    name: str
    mine: str
    theirs: str
    base: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A change on both sides: the turn's public id, or the name of the field or person, and all three texts.

    Of a turn, the texts are its words, or, when both have the same, those of its `fields` that conflict. A text is
    empty where the side removed what it is about.
    """

    place: str
    mine: str
    theirs: str
    base: str = ""
    kind: ConflictKind = ConflictKind.HEAD
    fields: tuple[FieldConflict, ...] = ()


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

    `choices` map places where both would conflict to the side whose text wins: `mine` or `theirs`.
    """
    if base == mine:
        return Merged(theirs, ())
    merger = _Merger(choices or {})
    head = {
        field.name: merger.pick(field.name, *(getattr(side, field.name) for side in (base, mine, theirs)))
        for field in fields(TranscriptDocument)
        if field.name not in {"people", "exchanges"}
    }
    people = merger.merge_people(base.people, mine.people, theirs.people)
    exchanges = merger.merge_exchanges(Side(base), Side(mine), Side(theirs))
    return Merged(replace(theirs, **head, people=people, exchanges=exchanges), tuple(merger.conflicts))


def merge_topics(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    """Return the topics of `theirs` with those that `mine` added and without those it removed; never a conflict."""
    return tuple(sorted((set(theirs) | (set(mine) - set(base))) - (set(base) - set(mine))))


class _Merger:
    """The merge under way: the choices that were made, and the conflicts that are still open."""

    def __init__(self, choices: Mapping[str, str]) -> None:
        self.choices = choices
        self.conflicts: list[Conflict] = []

    def pick(self, place: str, base: T, mine: T, theirs: T, kind: ConflictKind = ConflictKind.HEAD) -> T:
        """Return the changed value, that of both or the chosen one; else record a conflict and return `theirs`."""
        if mine in (base, theirs):
            return theirs
        choice = "mine" if theirs == base else self.choices.get(place)
        if choice is None:
            self.conflicts.append(Conflict(place, field_text(mine), field_text(theirs), field_text(base), kind))
        return mine if choice == "mine" else theirs

    def pick_parts(self, place: str, base: Any, mine: Any, theirs: Any, kind: ConflictKind) -> Any:
        """Merge a turn or a person, each None where a side has none, field by field; one choice is for all of it."""
        if mine is None or theirs is None:
            return self.pick(place, base, mine, theirs, kind)
        if base is None:
            base = _common(mine, theirs)
        parts = _PERSON if kind == ConflictKind.PERSON else _TURN
        merged: dict[str, Any] = {}
        met: list[str] = []
        for names in parts:
            was, my, their = ([getattr(side, name) for name in names] for side in (base, mine, theirs))
            if my not in (was, their) and their != was:
                met += [name for name in names if getattr(mine, name) != getattr(theirs, name)]
            if my not in (was, their) and (their == was or self.choices.get(place) == "mine"):
                merged |= dict(zip(names, my, strict=True))
                if "paragraphs" in names:
                    merged["paragraph_ids"] = mine.paragraph_ids
        if kind == ConflictKind.TURN:
            words = merged.get("paragraphs", theirs.paragraphs)
            times, own, times_met = merge_times((base, mine, theirs), words)
            merged["times"] = own if self.choices.get(place) == "mine" else times
            met += ["times"] if times_met else []
        if met and place not in self.choices:
            found = tuple(_field_conflict(name, base, mine, theirs) for name in met)
            words = found[0] if len(found) == 1 or found[0].name == "text" else _joined(found)
            self.conflicts.append(Conflict(place, words.mine, words.theirs, words.base, kind, found))
        return replace(theirs, **merged)

    def merge_people(
        self, base: Sequence[Person], mine: Sequence[Person], theirs: Sequence[Person]
    ) -> tuple[Person, ...]:
        """Merge the participants, told apart by their names, in the order of `theirs` unless only `mine` changed it."""
        was, my, their = ({person.name: person for person in side} for side in (base, mine, theirs))
        frame, other = (my, their) if list(their) == list(was) else (their, my)
        people = []
        for name in [*frame, *(name for name in other if name not in frame)]:
            sides = was.get(name), my.get(name), their.get(name)
            people.append(self.pick_parts(name, *sides, ConflictKind.PERSON))
        return tuple(person for person in people if person)

    def merge_exchanges(self, base: Side, mine: Side, theirs: Side) -> tuple[ExchangeText, ...]:
        """Merge the turns one by one, then put them in the order of the side that changed it, or of both."""
        join_same_additions(mine, theirs, base)
        self._merge_removed(base, mine, theirs)
        turns: dict[Key, TurnText] = {}
        for key in [*theirs.turns, *(key for key in mine.turns if key not in theirs.turns)]:
            place = key if isinstance(key, str) else "turn"
            was, my, their = base.turns.get(key), mine.turns.get(key), theirs.turns.get(key)
            turn = self.pick_parts(place, was, my, their, ConflictKind.TURN)
            if turn:
                turns[key] = turn
        order = merge_order(base, mine, theirs, turns)
        if order is None:
            if "order" not in self.choices:
                texts = _orders_as_text(mine, theirs, base)
                self.conflicts.append(Conflict("order", *texts, ConflictKind.ORDER))
            leader = mine if self.choices.get("order") == "mine" else theirs
            order = leader.tokens(base.turns.keys() & mine.turns.keys() & theirs.turns.keys() & turns.keys())
        placed = place_all(order, base, mine, theirs, turns)
        sides = [[side.exchanges.get(key) for side in (base, mine, theirs)] for key, _ in placed]
        return tuple(
            self._fill(was, my, their, [turns[turn] for turn in keys])
            for (was, my, their), (_, keys) in zip(sides, placed, strict=True)
        )

    def _merge_removed(self, base: Side, mine: Side, theirs: Side) -> None:
        """Restore, as chosen, exchanges that one side removed while the other edited their heading or topics."""
        for key, was in base.exchanges.items():
            if (key in mine.exchanges) == (key in theirs.exchanges):
                continue
            keeps, removed = (mine, theirs) if key in mine.exchanges else (theirs, mine)
            now = keeps.exchanges[key]
            if (now.heading, now.topics) == (was.heading, was.topics):
                continue
            place = f"{key} heading"
            if place not in self.choices:
                texts = field_text(mine.exchanges.get(key)), field_text(theirs.exchanges.get(key)), field_text(was)
                self.conflicts.append(Conflict(place, *texts, ConflictKind.EXCHANGE))
            if self.choices.get(place, "theirs") == ("mine" if keeps is mine else "theirs"):
                removed.bring_back(key, base)

    def _fill(
        self,
        base: ExchangeText | None,
        mine: ExchangeText | None,
        theirs: ExchangeText | None,
        turns: Sequence[TurnText],
    ) -> ExchangeText:
        """Return the exchange with these turns, its heading, topics and page merged."""
        known = theirs or mine or ExchangeText()
        was = base or (ExchangeText() if mine and theirs else known)
        my, their = mine or was, theirs or was
        place = f"{known.public_id} ".lstrip()
        kind = ConflictKind.EXCHANGE
        return replace(
            known,
            turns=tuple(turns),
            heading=self.pick(f"{place}heading", was.heading, my.heading, their.heading, kind),
            topics=merge_topics(was.topics, my.topics, their.topics),
            page=self.pick(f"{place}page", was.page, my.page, their.page, kind),
        )


def _common(mine: Any, theirs: Any) -> Any:
    """Return the shared values of a turn or a person that both added; a value that only one has is taken."""
    common: dict[str, Any] = {}
    for field in fields(mine):
        my, their = getattr(mine, field.name), getattr(theirs, field.name)
        if my == their or not field.compare:
            common[field.name] = their
        elif isinstance(my, Kind | Part):  # neither value, for there is no empty one
            common[field.name] = next(value for value in type(my) if value not in (my, their))
        else:
            common[field.name] = type(my)()
    return replace(theirs, **common)


def _field_conflict(name: str, base: Any, mine: Any, theirs: Any) -> FieldConflict:
    if name == "times":
        return FieldConflict(name, *(times_text(side.times) for side in (mine, theirs, base)))
    shown = "text" if name == "paragraphs" else name
    return FieldConflict(shown, *(field_text(getattr(side, shown)) for side in (mine, theirs, base)))


def _joined(found: Sequence[FieldConflict]) -> FieldConflict:
    """Return the texts of several fields side by side, empty ones left out."""
    sides = ([one.mine for one in found], [one.theirs for one in found], [one.base for one in found])
    return FieldConflict("", *("; ".join(filter(None, side)) for side in sides))


def _orders_as_text(mine: Side, theirs: Side, base: Side) -> tuple[str, str, str]:
    """Return the order of each side: a line an exchange, with its heading and its labels; where all agree, nothing."""
    texts = [
        [_line(side.exchanges[key], [side.turns[turn] for turn in keys]) for key, keys in side.layout]
        for side in (mine, theirs, base)
    ]
    while all(texts) and len({lines[0] for lines in texts}) == 1:
        texts = [lines[1:] for lines in texts]
    while all(texts) and len({lines[-1] for lines in texts}) == 1:
        texts = [lines[:-1] for lines in texts]
    my, their, was = ("\n".join(lines) for lines in texts)
    return my, their, was


def _line(exchange: ExchangeText, turns: Sequence[TurnText]) -> str:
    said = "; ".join(turn.label or turn.text[:40] for turn in turns)
    return ": ".join(filter(None, (exchange.heading, said)))
