"""The turn and the exchange of a sheet that are still being read."""

from dataclasses import dataclass, field

from transcripts.document import Kind, TurnText
from transcripts.intake.sheet.grammar import Parts, default_reading, stated_reading


@dataclass(slots=True)
class OpenTurn:
    """A turn whose words are still being read. `given` are the statements in its square brackets."""

    label: str
    line: int
    given: dict[str, str]
    paragraphs: list[list[str]] = field(default_factory=list)
    times: list[int | None] = field(default_factory=list)
    time: int | None = None
    after_blank: bool = True

    @property
    def begins(self) -> bool:
        """Whether a paragraph begins with the next line."""
        return self.after_blank or not self.paragraphs

    def add(self, text: str) -> None:
        """Add a line to the current paragraph, or begin one after a blank line; it has the time that was read last."""
        if self.begins:
            self.paragraphs.append([])
            self.times.append(self.time)
            self.time = None
        self.paragraphs[-1].append(text)
        self.after_blank = False

    def close(self, parts: Parts, asked: bool) -> TurnText:
        """Return the turn as its square brackets state, else as its label means."""
        stated = {name: self.given[name] for name in ("speaker", "outlet", "journalist") if name in self.given}
        kind = Kind(self.given["kind"]) if "kind" in self.given else None
        alone = default_reading(self.label, parts, asked, kind)
        reading = stated_reading(parts, asked, **stated) if stated else alone
        return TurnText(
            kind=kind or reading.kind,
            label=self.label,
            paragraphs=tuple("\n".join(lines).strip() for lines in self.paragraphs),
            speaker=reading.speaker,
            outlet=reading.outlet,
            journalist=reading.journalist,
            public_id=self.given.get("id", ""),
            times=tuple(self.times),
        )


@dataclass(slots=True)
class OpenExchange:
    """An exchange that is still being read."""

    heading: str = ""
    topics: tuple[str, ...] = ()
    page: int | None = None
    public_id: str = ""
    turns: list[TurnText] = field(default_factory=list)
    asked: bool = False
