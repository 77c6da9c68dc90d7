"""Renamed participants: giving documents the same names, so that a merge recognises the same people. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from transcripts.document.transcript import TranscriptDocument


@dataclass(frozen=True, slots=True)
class Names:
    """The names under which three documents know one participant; None where the document does not."""

    base: str | None
    mine: str | None
    theirs: str | None

    @property
    def merged(self) -> str | None:
        """The name under which a merge finds the participant in all three."""
        return self.mine if self.theirs in (None, self.base) and self.mine else self.theirs or self.base

    @property
    def conflict(self) -> bool:
        """Whether both sides renamed the participant, or one did and the other removed them."""
        sides = {self.mine, self.theirs} - {self.base}
        return self.base is not None and len(sides) == 2


Three = tuple[TranscriptDocument, TranscriptDocument, TranscriptDocument]  # base, mine and theirs


def align_people(sides: Three, people: Iterable[Names]) -> Three:
    """Return the three documents, with participants and speakers under the names that a merge keeps."""
    documents = list(sides)
    for known in people:
        if known.base is None or known.merged is None:
            continue
        for at, name in enumerate((known.base, known.mine, known.theirs)):
            if name is not None and name != known.merged:
                documents[at] = rename_person(documents[at], name, known.merged)
    return documents[0], documents[1], documents[2]


def rename_person(document: TranscriptDocument, name: str, new: str) -> TranscriptDocument:
    """Return the document with the participant `name` called `new`, on the list and in the turns; labels stay."""
    return replace(
        document,
        people=tuple(replace(person, name=new) if person.name == name else person for person in document.people),
        exchanges=tuple(
            replace(
                exchange,
                turns=tuple(replace(turn, speaker=new) if turn.speaker == name else turn for turn in exchange.turns),
            )
            for exchange in document.exchanges
        ),
    )
