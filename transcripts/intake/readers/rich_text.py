"""Reader of rich text (.rtf), by Microsoft's specification, version 1.9.1, and as LibreOffice and macOS write it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from transcripts.intake.left_out import FilePart, Reason
from transcripts.intake.messages import message
from transcripts.intake.parsed import IntakeError
from transcripts.intake.readers.page_builder import PageBuilder
from transcripts.intake.readers.rich_text_words import ASIDE, CHARSETS, LOOKS, PAGES, READ, SIGNS, SKIPPED, SYMBOLS
from transcripts.intake.source import Source
from transcripts.text import is_chinese

DEEPEST = 400  # groups inside each other
_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<newline>[\r\n\x00]+)|(?P<text>[^\\{}\r\n\x00]+)|(?P<odd>\\)",
    re.DOTALL,
)
_HEADING = re.compile(r"(?:heading|überschrift|titre|título|标题|標題)\s?([1-6])\b", re.IGNORECASE)


@dataclass(slots=True)
class _State:
    """What holds inside a group."""

    bold: bool = False
    asian_bold: bool = False
    hidden: bool = False
    struck: bool = False
    deleted: bool = False
    font: int = -1
    fallback: int = 1  # characters that stand behind a \u for those who cannot read it
    skipped: bool = False
    group: str = ""
    starred: bool = False
    aside: list[str] | None = None
    kind: tuple[Reason, FilePart] | None = None


@dataclass(slots=True)
class _Reading:
    """The reading of a file: the page that is built, its fonts and styles, the groups that are open."""

    page: PageBuilder = field(default_factory=PageBuilder)
    stack: list[_State] = field(default_factory=list)
    state: _State = field(default_factory=_State)
    fonts: dict[int, str] = field(default_factory=dict)
    default_font: int = 0
    encoding: str = "cp1252"
    headings: dict[int, int] = field(default_factory=dict)
    pending: bytearray = field(default_factory=bytearray)
    surrogate: int = 0
    unread: int = 0
    style: int = 0
    style_name: list[str] = field(default_factory=list)
    heading: int = 0
    is_open: bool = False
    in_table: bool = False
    table: int = 0  # 1 in a table, 2 in a row, 3 in a cell
    pictures: int = 0
    changes: bool = False


def read_rich_text(data: bytes, name: str) -> Source:
    """Return the lines of an .rtf. Raises IntakeError.

    Left out and listed are notes, comments, running heads and feet, what was deleted with changes tracked, hidden and
    struck out words.
    """
    if not data.lstrip().startswith(b"{\\rtf"):
        raise IntakeError(
            message("%(name)s cannot be read: it is damaged, or not of the kind that its name says.", name=name)
        )
    reading = _Reading()
    at = 0
    while found := _TOKEN.match(data, at):
        at = found.end()
        if found["brace"] == b"{":
            _flush(reading)
            reading.unread = 0
            if len(reading.stack) >= DEEPEST:
                raise IntakeError(message("%(name)s cannot be read: its elements are nested too deeply.", name=name))
            reading.stack.append(reading.state)
            reading.state = replace(reading.state, group="", starred=False)
        elif found["brace"]:
            _close_group(reading)
        elif found["word"]:
            at = _take_word(reading, found, at, len(data))
        else:
            _take_characters(reading, found)
    _flush(reading)
    _end_table(reading)
    return reading.page.make_source(tuple(_warnings(reading)))


def _warnings(reading: _Reading) -> Iterator[str]:
    if reading.pictures:
        yield (
            message("A picture was left out.")
            if reading.pictures == 1
            else message("%(count)d pictures were left out.", count=reading.pictures)
        )
    if reading.changes:
        yield message("The file contains tracked changes: insertions were read, deletions were not.")


def _close_group(reading: _Reading) -> None:
    _flush(reading)
    reading.unread = 0
    state = reading.state
    outer = reading.stack.pop() if reading.stack else _State()
    if state.group == "stylesheet-entry" and reading.style_name:
        found = _HEADING.search("".join(reading.style_name))
        if found:
            reading.headings[reading.style] = int(found[1])
        reading.style_name = []
    if state.kind is not None and state.aside is not None and state.aside is not outer.aside:
        reading.page.leave_out("".join(state.aside), *state.kind)
    reading.state = outer


def _take_characters(reading: _Reading, found: re.Match[bytes]) -> None:
    if found["hex"]:
        if reading.unread:
            reading.unread -= 1
            return
        reading.pending += bytes.fromhex(found["hex"].decode())
    elif found["text"]:
        text = found["text"]
        drop = min(reading.unread, len(text))
        reading.unread -= drop
        reading.pending += text[drop:]
    elif found["sign"]:
        sign = found["sign"]
        if sign == b"*":
            reading.state.starred = True
        elif sign in (b"\n", b"\r"):
            _flush(reading)
            _end_paragraph(reading)
        elif sign in SYMBOLS:
            _flush(reading)
            if reading.unread:
                reading.unread -= 1
            else:
                _say(reading, SYMBOLS[sign])


def _take_word(reading: _Reading, found: re.Match[bytes], at: int, end: int) -> int:
    """Obey a control word; return where to read on."""
    _flush(reading, keeps_surrogate=found["word"] == b"u")
    word, state = found["word"].decode(), reading.state
    number = int(found["number"]) if found["number"] else None
    if word == "bin":
        return min(end, at + max(0, number or 0))
    if word == "u" and number is not None:
        _say_code(reading, number & 0xFFFF)
        reading.unread = state.fallback
        return at
    reading.unread = 0
    if not state.group:
        _name_group(reading, word)
    if word == "uc":
        state.fallback = min(max(number or 0, 0), 9)
    elif word in LOOKS:
        setattr(state, LOOKS[word], number != 0)
    elif word == "plain":
        state.bold = state.asian_bold = state.hidden = state.struck = state.deleted = False
        state.font = reading.default_font
    elif word == "f" and number is not None:
        state.font = number
    elif word == "deff":
        reading.default_font = number or 0
    elif word in ("fcharset", "cpg", "ansicpg", "mac", "pc", "pca"):
        _set_encoding(reading, word, number)
    elif not (state.skipped or state.group.startswith(("fonttbl", "stylesheet"))):
        _take_layout(reading, word, number)
    elif word == "s" and state.group.startswith("stylesheet"):
        reading.style, state.group = number or 0, "stylesheet-entry"
    return at


def _set_encoding(reading: _Reading, word: str, number: int | None) -> None:
    if word in ("fcharset", "cpg"):
        known = CHARSETS if word == "fcharset" else PAGES
        reading.fonts[reading.state.font] = known.get(-1 if number is None else number, reading.encoding)
        return
    names = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
    if word in names:
        reading.encoding = names[word]
        return
    page = PAGES.get(number or 0, f"cp{number}")
    try:
        "".encode(page)
    except LookupError:
        return
    reading.encoding = page


def _name_group(reading: _Reading, word: str) -> None:
    """Learn from its first control word what a group holds."""
    state = reading.state
    outer = reading.stack[-1] if reading.stack else _State()
    state.group = word
    if outer.group in ("fonttbl", "stylesheet"):
        state.group = f"{outer.group}-entry"
        if word == "s":
            return
    elif word in ("fonttbl", "stylesheet"):
        return
    lowered = word.lower()
    if word == "pict":
        reading.pictures += not state.skipped
    if lowered in SKIPPED:
        state.skipped = True
    elif word in ASIDE and not state.skipped and state.aside is None:
        state.aside, state.kind = [], ASIDE[word]
    elif state.starred and lowered not in READ and not state.group.endswith("-entry"):
        state.skipped = True
    elif word == "upr":
        state.group = "upr"
    elif outer.group == "upr" and word != "ud":
        state.skipped = True


def _take_layout(reading: _Reading, word: str, number: int | None) -> None:
    """Obey a control word that is a character, or ends a line, a paragraph, a cell or a row."""
    state = reading.state
    if word in SIGNS:
        _say(reading, SIGNS[word])
    elif word in _ENDS:
        _ENDS[word](reading)
    elif word == "pard":
        reading.heading, reading.in_table = 0, False
    elif word == "s":
        reading.heading = reading.headings.get(number or 0, 0)
    elif word == "outlinelevel" and state.aside is None:
        reading.heading = min(6, number + 1) if number is not None and 0 <= number < 9 else reading.heading
    elif word == "intbl" or (word == "trowd" and reading.table == 0):
        reading.in_table = True


def _say_code(reading: _Reading, code: int) -> None:
    """Say a character by its number; two halves of one beyond the first plane come one after the other."""
    if 0xD800 <= code < 0xDC00:
        reading.surrogate = code
        return
    if 0xDC00 <= code < 0xE000:
        high, reading.surrogate = reading.surrogate, 0
        if high:
            _say(reading, chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)))
        return
    if 0xF000 <= code < 0xF100:
        code -= 0xF000  # of a font of symbols
    _say(reading, chr(code) if code >= 32 else " ")


def _flush(reading: _Reading, *, keeps_surrogate: bool = False) -> None:
    """Say the bytes that wait, in the encoding of their font."""
    if not keeps_surrogate:
        reading.surrogate = 0
    if not reading.pending:
        return
    encoding = reading.fonts.get(reading.state.font, reading.encoding)
    data = bytes(reading.pending)
    if encoding == "cp1252" and reading.encoding != "cp1252" and max(data) > 127:
        encoding = reading.encoding
    reading.pending.clear()
    _say(reading, data.decode(encoding, errors="replace").replace("\ufffd", ""))


def _say(reading: _Reading, text: str) -> None:
    state = reading.state
    if state.group == "stylesheet-entry":
        reading.style_name.append(text)
    is_older = not state.group and reading.stack and reading.stack[-1].group == "upr"  # what \\*\\ud says again
    if state.skipped or is_older or state.group.startswith(("fonttbl", "stylesheet")):
        return
    if state.aside is not None:
        state.aside.append(text)
        return
    aside = (
        (Reason.DELETED, FilePart.BODY)
        if state.deleted
        else (Reason.HIDDEN, FilePart.HIDDEN)
        if state.hidden
        else (Reason.STRUCK, FilePart.BODY)
        if state.struck
        else None
    )
    reading.changes = reading.changes or state.deleted
    _open_paragraph(reading)
    if aside:
        reading.page.leave_out(text, *aside, is_run=True)
    else:
        reading.page.add(text, bold=state.bold or (state.asian_bold and is_chinese(text)))


def _open_paragraph(reading: _Reading) -> None:
    if reading.is_open:
        return
    if reading.in_table:
        while reading.table < 3:
            reading.page.open(("table", "tr", "td")[reading.table])
            reading.table += 1
    else:
        _end_table(reading)
    reading.page.open_paragraph(0 if reading.in_table else reading.heading)
    reading.is_open = True


def _end_paragraph(reading: _Reading) -> None:
    state = reading.state
    if state.aside is not None:
        state.aside.append(" ")
        return
    if state.skipped:
        return
    _open_paragraph(reading)
    reading.page.close_paragraph()
    reading.is_open = False


def _end_cell(reading: _Reading) -> None:
    if reading.state.aside is not None:
        reading.state.aside.append(" ")
        return
    reading.in_table = True
    _open_paragraph(reading)
    reading.page.close()
    reading.is_open = False
    reading.table = 2


def _end_row(reading: _Reading) -> None:
    while reading.table >= 2:
        reading.page.close()
        reading.table -= 1
    reading.is_open = False


def _end_table(reading: _Reading) -> None:
    while reading.table:
        reading.page.close()
        reading.table -= 1


_ENDS = {"par": _end_paragraph, "sect": _end_paragraph, "cell": _end_cell, "row": _end_row, "nestrow": _end_row}
