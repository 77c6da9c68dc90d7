"""Control and other non-text characters: removed from a source or replaced, and reported."""

import re
from dataclasses import replace

from transcripts.intake.messages import Message, message
from transcripts.intake.parsed import IntakeWarning
from transcripts.intake.source import Source, SourceLine

MOST_CONTROLS = 0.01  # of a text's characters; what holds more is no text
LEAST_ALLOWED = 3  # a short text may hold as many
MOST_NAMED = 5  # different ones in a warning
# Tabs and line ends stay; so do Windows-1252's punctuation marks, which are put right.
_CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
# What readers of PDF files write for a hyphen at the end of a line.
_HYPHEN = re.compile("[\x02\ufffe]")
_HYPHEN_AT_END = re.compile("(?<=[^\\W\\d_])[\x02\ufffe][ \t]*$")
_FIRST_WORD = re.compile(r"\s*(?P<word>[^\W\d_]\S*)\s?")
_WINDOWS = {code: bytes((code,)).decode("cp1252") for code in (0x80, 0x82, 0x84, 0x8B, *range(0x91, 0x98), 0x9B)}


def is_text(text: str) -> bool:
    """Return whether so few characters are no text that the rest is one."""
    return len(_CONTROL.findall(text)) <= max(LEAST_ALLOWED, MOST_CONTROLS * len(text))


def without_odd_characters(source: Source) -> tuple[Source, list[IntakeWarning]]:
    """Return a source of text only, and a warning at the first line that held something else."""
    odd = [line.number for line in source.lines if _CONTROL.search(line.text)]
    if not odd:
        return source, []
    found: dict[str, None] = {}
    count = 0
    lines: list[SourceLine] = []
    carried = ""  # the end of a word that a hyphen parted
    for line in source.lines:
        signs = _CONTROL.findall(line.text)
        found.update(dict.fromkeys(signs))
        count += len(signs)
        text = line.text
        if carried and (first := _FIRST_WORD.match(text)):
            lines[-1] = replace(lines[-1], text=f"{carried}{first['word']}")
            text = text[first.end() :]
        elif carried:
            lines[-1] = replace(lines[-1], text=carried)
        hyphen = _HYPHEN_AT_END.search(text)
        carried = _put_right(text[: hyphen.start()]) if hyphen else ""
        lines.append(replace(line, text=_put_right(text)))
    return replace(source, lines=tuple(lines)), [IntakeWarning(odd[0], _named(list(found), count))]


def _put_right(text: str) -> str:
    """Return a text with spaces for what is no text, and with the marks that were meant by Windows' codes."""
    return _CONTROL.sub(lambda match: _WINDOWS.get(ord(match[0]), " "), _HYPHEN.sub("", text))


def _named(found: list[str], count: int) -> Message:
    """Return the sentence that names characters by their codes."""
    signs = ", ".join(f"U+{ord(sign):04X}" for sign in found[:MOST_NAMED])
    if count == 1:
        return message("A character that is not text (%(signs)s) was removed here.", signs=signs)
    return message(
        "%(count)d characters that are not text (%(signs)s) were removed from here on.", count=count, signs=signs
    )
