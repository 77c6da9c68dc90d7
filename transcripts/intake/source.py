"""The source: the output of the file readers for the parsers, lines as in the file with their typography."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from transcripts.intake.left_out import FilePart, LeftOut, Reason
from transcripts.intake.messages import from_message_form, to_message_form

Form = Literal["text", "akoma-ntoso", "recording"]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of the source. `number` counts from 1, blank lines included.

    `bold` is how many of the first characters of `text` are bold, italic type not counted; `heading` is the level of
    a heading, 1 to 6, or 0; `cell` is the place of a table's cell in its row, from 1, or 0 outside tables. `time` is
    the second of the recording at which its words begin, where a format states it. `italic` means that the paragraph's
    style, or all of the line, is italic.
    """

    number: int
    text: str
    bold: int = 0
    heading: int = 0
    cell: int = 0
    time: int | None = None
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """The lines of a file, and facts that the file states outside them: its address and its language (BCP 47).

    `form` is the kind of the lines: words as on a page or in a sheet, the XML of Akoma Ntoso, or the voices (bold) and
    paragraphs of a recording. `title`, `posted_on` and `held_on` are used where the words do not state them.
    `warnings` are the reader's, on the file as a whole.
    `left_out` are the words of the file that the reader left out of the lines, in their order.
    `digest` is the SHA-256 of the file's bytes, or of the text that was pasted, in hexadecimal digits.
    """

    lines: tuple[SourceLine, ...]
    url: str = ""
    language: str = ""
    form: Form = "text"
    title: str = ""
    posted_on: date | None = None
    held_on: date | None = None
    warnings: tuple[str, ...] = ()
    digest: str = field(default="", compare=False)
    left_out: tuple[LeftOut, ...] = ()

    @property
    def text(self) -> str:
        """The words alone, a line each."""
        return "\n".join(line.text for line in self.lines)


def plain_source(text: str) -> Source:
    """Return `text` as a source without typography."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    digest = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
    return Source(tuple(SourceLine(number, line) for number, line in enumerate(lines, start=1)), digest=digest)


def to_source_form(source: Source) -> dict[str, Any]:
    """Return a source as JSON can hold it in either database: a list for each line, without the zeros at its end."""
    lines = []
    for line in source.lines:
        row: list[Any] = [line.number, line.text.replace("\0", ""), line.bold, line.heading, line.cell]
        while line.time is None and row[-1] == 0:
            row.pop()
        row += [] if line.time is None else [line.time]
        if line.italic:
            row = [line.number, line.text.replace("\0", ""), line.bold, line.heading, line.cell, line.time, 1]
        lines.append(row)
    return {
        "lines": lines,
        "url": source.url,
        "language": source.language,
        "form": source.form,
        "title": source.title,
        "posted_on": source.posted_on.isoformat() if source.posted_on else None,
        "held_on": source.held_on.isoformat() if source.held_on else None,
        "warnings": [to_message_form(warning) for warning in source.warnings],
        "digest": source.digest,
        "left_out": [
            [one.line, one.text.replace("\0", ""), one.reason.value, one.part.value, one.before.replace("\0", "")]
            for one in source.left_out
        ],
    }


def from_source_form(form: dict[str, Any]) -> Source:
    """Return the source that a JSON form holds; all but its lines may be missing."""
    posted, held = form.get("posted_on"), form.get("held_on")
    return Source(
        lines=tuple(SourceLine(*row[:6], *map(bool, row[6:])) for row in form["lines"]),
        url=form.get("url", ""),
        language=form.get("language", ""),
        form=form.get("form", "text"),
        title=form.get("title", ""),
        posted_on=date.fromisoformat(posted) if posted else None,
        held_on=date.fromisoformat(held) if held else None,
        warnings=tuple(from_message_form(warning) for warning in form.get("warnings", ())),
        digest=form.get("digest", ""),
        left_out=tuple(
            LeftOut(line, text, Reason(reason), FilePart(part), before)
            for line, text, reason, part, before in form.get("left_out", ())
        ),
    )
