"""The kinds and names that an editor set for turns and labels in the import preview."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from transcripts.document import Kind, Part, Person, TranscriptDocument, TurnText
from transcripts.intake.corrections import Corrections
from transcripts.intake.parsed import LabelSeen
from transcripts.intake.turns.role_clues import Role
from transcripts.text import fold

_PARTS = {Role.CHAIR.value: Part.CHAIR, Role.INTERPRETER.value: Part.INTERPRETER}


def give_meanings(
    document: TranscriptDocument, places: Sequence[str], labels: Sequence[LabelSeen], corrections: Corrections
) -> TranscriptDocument:
    """Return the document with the kinds and names that an editor gave, by label and by turn.

    A person who is heard no more under the name that a label had takes the label's new name, with role and part.
    """
    if not corrections.names and not corrections.turns:
        return document
    voices = {fold(label.label): label.voice for label in labels}
    names = {fold(label): said for label, said in corrections.names.items()}
    numbered = iter(places)
    renamed: dict[str, str] = {}
    parts: dict[str, Part] = {}
    exchanges = []
    for exchange in document.exchanges:
        turns = []
        for turn in exchange.turns:
            now, key = turn, fold(turn.label)
            if key and key in names:
                now = _named(turn, names[key], asks=voices.get(key) == Role.QUESTIONER.value)
                if now.speaker != turn.speaker:
                    renamed.setdefault(turn.speaker, now.speaker)
                    parts.setdefault(now.speaker, _PARTS.get(voices.get(key, ""), Part.SPEAKER))
            turns.append(_as_said(now, corrections.turns.get(next(numbered), {})))
        exchanges.append(replace(exchange, turns=tuple(turns)))
    before = {turn.speaker for turn in document.turns}
    done = replace(document, exchanges=tuple(exchanges))
    return replace(done, people=tuple(_people(done, before, renamed, parts)))


def _people(
    document: TranscriptDocument, before: Collection[str], renamed: Mapping[str, str], parts: Mapping[str, Part]
) -> Iterator[Person]:
    """Yield the people: who is no longer heard has a new name or goes, unless the page says more than the name."""
    heard = {turn.speaker for turn in document.turns}
    listed = {person.name for person in document.people}
    for person in document.people:
        new = renamed.get(person.name, "")
        if person.name in heard or person.name not in before:
            yield person
        elif new and new not in listed:
            listed.add(new)
            yield replace(person, name=new)
        elif person.role:
            yield person
    for name, part in parts.items():
        if name and name in heard and name not in listed and part is not Part.SPEAKER:
            yield Person(name, "", part)


def _named(turn: TurnText, said: Mapping[str, str], *, asks: bool) -> TurnText:
    """Return a turn with the name that an editor gave its label."""
    name = said.get("name", "")
    if asks:
        outlet = name or turn.outlet
        return replace(
            turn,
            speaker="" if outlet else turn.speaker,
            outlet=outlet,
            journalist=said.get("journalist", turn.journalist),
        )
    return replace(turn, speaker=name, outlet="", journalist="") if name else turn


def _as_said(turn: TurnText, said: Mapping[str, str]) -> TurnText:
    """Return a turn as an editor says that it is."""
    if said.get("kind") in set(Kind):
        turn = replace(turn, kind=Kind(said["kind"]))
    if said.get("speaker"):
        turn = replace(turn, outlet="", journalist="")
    elif said.get("outlet"):
        turn = replace(turn, speaker="")
    return replace(
        turn,
        speaker=said.get("speaker", turn.speaker),
        outlet=said.get("outlet", turn.outlet),
        journalist=said.get("journalist", turn.journalist),
    )
