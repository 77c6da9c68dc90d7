"""Transcripts that were exported from a table: rows whose cells a tab parts, under a row of headings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transcripts.intake.source import Source, SourceLine
from transcripts.intake.vocabulary import SPEAKER_HEADINGS, WORDS_HEADINGS
from transcripts.text import fold

_TWICE_QUOTED = re.compile('""')
_QUOTED = "\u0001"  # stands for a quotation mark of the words


@dataclass(frozen=True, slots=True)
class _Table:
    """The place of a table's headings, and the columns that hold the speaker and the words."""

    at: int
    speaker: int
    words: int


@dataclass(slots=True)
class _Row:
    """A row in the making: its first line, its cells, and whether its last cell is an open quotation."""

    number: int
    cells: list[list[tuple[int, str]]]
    is_open: bool


def part_columns(source: Source) -> tuple[Source, tuple[SourceLine, ...]]:
    """Return the source with each row's speaker as a table's first cell and its words as the second.

    Lines over the headings have “word: value, value” for cells. Rows in which nobody speaks are left out, and returned.
    A source without such a row of headings stays as it is.
    """
    table = _find_table(source.lines)
    if table is None:
        return source, ()
    lines = list(_facts_over(source.lines[: table.at]))
    left_out: list[SourceLine] = []
    for row in _rows(source.lines[table.at + 1 :], table):
        speaker = (
            " ".join(text for _, text in row.cells[table.speaker]).strip() if len(row.cells) > table.speaker else ""
        )
        words = row.cells[table.words] if len(row.cells) > table.words else []
        if not speaker:
            said = " ".join(text for cell in row.cells for _, text in cell).strip()
            if said:
                left_out.append(SourceLine(row.number, said))
            continue
        lines.append(SourceLine(row.number, speaker, cell=1))
        lines.extend(SourceLine(number, text, cell=2 if at == 0 else 0) for at, (number, text) in enumerate(words))
    return Source(tuple(lines), source.url, source.language, source.form, source.title, source.posted_on), tuple(
        left_out
    )


def _find_table(lines: Sequence[SourceLine]) -> _Table | None:
    """Return the first row that has a heading for the speaker and, further right, one for the words."""
    for at, line in enumerate(lines):
        if "\t" not in line.text:
            continue
        cells = [fold(cell) for cell in line.text.split("\t")]
        speaker = next((index for index, cell in enumerate(cells) if cell in SPEAKER_HEADINGS), None)
        words = next((index for index, cell in enumerate(cells) if cell in WORDS_HEADINGS), None)
        if speaker is not None and words is not None and speaker < words:
            return _Table(at, speaker, words)
    return None


def _facts_over(lines: Sequence[SourceLine]) -> Iterator[SourceLine]:
    """Yield the lines over a table: “Speakers:⇥Name⇥role” reads as “Speakers: Name, role”."""
    for line in lines:
        cells = [cell.strip() for cell in line.text.split("\t")]
        first, rest = cells[0], ", ".join(cell for cell in cells[1:] if cell)
        yield SourceLine(line.number, f"{first} {rest}".strip() if first else rest)


def _rows(lines: Sequence[SourceLine], table: _Table) -> Iterator[_Row]:
    """Yield the rows. A last cell that a quotation mark opens goes on until a line ends with one, or has cells."""
    row: _Row | None = None
    for line in lines:
        if row is not None and row.is_open and line.text.count("\t") < table.words:
            text = _TWICE_QUOTED.sub(_QUOTED, line.text)
            row.is_open = not text.rstrip().endswith('"')
            text = text if row.is_open else text.rstrip()[:-1]
            row.cells[-1].append((line.number, text.replace(_QUOTED, '"')))
            continue
        if row is not None:
            yield row
        cells = line.text.split("\t")
        row = _Row(line.number, [[(line.number, _unquoted(cell))] for cell in cells], _opens(cells[-1]))
    if row is not None:
        yield row


def _opens(cell: str) -> bool:
    """Return whether a quotation mark opens a cell and no other is in it; “""” is a mark of the words."""
    text = _TWICE_QUOTED.sub(_QUOTED, cell.strip())
    return text.startswith('"') and text.count('"') == 1


def _unquoted(cell: str) -> str:
    """Return a cell without the quotation marks around it; one with others between them is as it was printed."""
    text = _TWICE_QUOTED.sub(_QUOTED, cell.strip())
    around = text.startswith('"') and text.endswith('"') and text.count('"') == len('""')
    if not around and not _opens(cell):
        return cell
    return text.strip('"').replace(_QUOTED, '"')
