"""What a reader of files hands to the parsers: the lines as they stand in the source, with their typography."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of the source. `number` counts from 1, blank lines included.

    `bold` is how many of the first characters of `text` are bold, italic type not counted; `heading` is the level of
    a heading, 1 to 6, or 0; `cell` is the place of a table's cell in its row, from 1, or 0 outside tables.
    """

    number: int
    text: str
    bold: int = 0
    heading: int = 0
    cell: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """The lines of a file, and what the file says of itself outside them: its address and its language (BCP 47)."""

    lines: tuple[SourceLine, ...]
    url: str = ""
    language: str = ""

    @property
    def text(self) -> str:
        """The words alone, a line each."""
        return "\n".join(line.text for line in self.lines)


def plain_source(text: str) -> Source:
    """Return `text` as a source without typography."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return Source(tuple(SourceLine(number, line) for number, line in enumerate(lines, start=1)))
