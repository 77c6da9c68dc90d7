"""Letter-spaced lines: “P R E S S   C O N F E R E N C E”."""

import re
from dataclasses import replace

from transcripts.intake.source import Source, SourceLine

LEAST_LETTERS = 5  # of a line that is spaced; fewer may be initials
_SPACED = re.compile(r"\S(?:\s+\S)+")
_WIDE = re.compile(r"\s{2,}|[\t\u2000-\u2003\u3000]")


def close_up(text: str) -> str:
    """Return a line without the spaces between its letters; a wider gap parts words. Other lines stay as they are."""
    line = text.strip()
    if not _SPACED.fullmatch(line) or sum(char.lower() != char.upper() for char in line) < LEAST_LETTERS:
        return text
    if any(char.isalpha() and char.lower() == char.upper() for char in line):
        return text  # in Chinese and Korean each character may stand alone
    return " ".join("".join(word.split()) for word in _WIDE.split(line) if word)


def with_closed_lines(source: Source) -> Source:
    """Return a source whose letter-spaced lines are closed up."""
    lines = tuple(_closed(line) for line in source.lines)
    return source if lines == source.lines else replace(source, lines=lines)


def _closed(line: SourceLine) -> SourceLine:
    text = close_up(line.text)
    return line if text is line.text else replace(line, text=text, bold=len(text) if line.bold else 0)
