"""What an imported document becomes beside the one that the records hold. Pure: no database.

An import never erases what its file does not state: a role or a heading that an editor added stays.
"""

from dataclasses import fields, replace

from transcripts.document import Exchange, Person, TranscriptDocument
from transcripts.document.matching import Match, match

_STATED = [
    field.name for field in fields(TranscriptDocument) if field.name not in {"people", "exchanges", "title", "language"}
]


def with_heard_people(document: TranscriptDocument) -> TranscriptDocument:
    """Return the document with everybody who speaks among its people, the unlisted ones last."""
    known = {person.name for person in document.people}
    heard = dict.fromkeys(turn.speaker for turn in document.turns if turn.speaker and turn.speaker not in known)
    return replace(document, people=(*document.people, *(Person(name) for name in heard)))


def merge(old: TranscriptDocument, new: TranscriptDocument, *, is_partial: bool) -> TranscriptDocument:
    """Return `new` with the ids of `old` and what only `old` states; if partial, with the rest of `old` too."""
    found = match(old, new)
    head = {name: getattr(new, name) or getattr(old, name) for name in _STATED}
    exchanges = [_merge_exchange(old, exchange, number, found) for number, exchange in enumerate(new.exchanges)]
    if is_partial:
        exchanges = _interleave(old, exchanges, found)
    return replace(
        new,
        **head,
        title=new.title or old.title,
        people=_merge_people(old, new, is_partial=is_partial),
        exchanges=tuple(exchanges),
    )


def _merge_exchange(old: TranscriptDocument, exchange: Exchange, number: int, found: Match) -> Exchange:
    before = old.exchanges[found.exchanges[number]] if number in found.exchanges else Exchange()
    turns = tuple(
        replace(turn, public_id=found.turns[number, index].turn.public_id) if (number, index) in found.turns else turn
        for index, turn in enumerate(exchange.turns)
    )
    return replace(
        exchange,
        turns=turns,
        heading=exchange.heading or before.heading,
        topics=exchange.topics or before.topics,
        page=exchange.page or before.page,
        public_id=before.public_id or exchange.public_id,
    )


def _interleave(old: TranscriptDocument, exchanges: list[Exchange], found: Match) -> list[Exchange]:
    """Put the imported exchanges where they were, or behind the last of an earlier source page, else at the end."""
    replaced = {before: exchanges[number] for number, before in found.exchanges.items()}
    claimed = {turn.public_id for exchange in exchanges for turn in exchange.turns if turn.public_id}
    merged: list[Exchange] = []
    for index, exchange in enumerate(old.exchanges):
        if index in replaced:
            merged.append(replaced[index])
            continue
        # A turn that now stands on the imported page does not stand here as well.
        left = tuple(turn for turn in exchange.turns if turn.public_id not in claimed)
        if left or not exchange.turns:
            merged.append(replace(exchange, turns=left))
    for number, exchange in enumerate(exchanges):
        if number not in found.exchanges:
            merged.insert(_place_for(exchange, merged), exchange)
    return merged


def _place_for(exchange: Exchange, merged: list[Exchange]) -> int:
    if exchange.page is not None:
        for index, other in enumerate(merged):
            if other.page is not None and other.page > exchange.page:
                return index
    return len(merged)


def _merge_people(old: TranscriptDocument, new: TranscriptDocument, *, is_partial: bool) -> tuple[Person, ...]:
    """Those whom the file lists, with the roles known before; all of the old ones too, unless it lists everybody."""
    before = {person.name: person for person in old.people}
    people = {person.name: _merge_person(before.get(person.name), person) for person in new.people}
    if new.people and not is_partial:
        return tuple(people.values())
    listed_late = bool(new.people) and not any(person.role for person in old.people)
    if listed_late:
        return (*people.values(), *(person for person in old.people if person.name not in people))
    return (*(people.pop(person.name, person) for person in old.people), *people.values())


def _merge_person(before: Person | None, person: Person) -> Person:
    return replace(person, role=before.role, part=before.part) if before and not person.role else person
