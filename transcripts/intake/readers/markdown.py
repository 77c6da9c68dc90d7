"""Reader of Markdown (.md), line by line, as CommonMark and GitHub have it: marks become type, words stay words."""

import html
import re
from dataclasses import dataclass, field, replace

from transcripts.intake.account import ending, words_of
from transcripts.intake.left_out import FilePart, LeftOut, Reason
from transcripts.intake.readers.encoding import decode
from transcripts.intake.readers.web_page import warning_of
from transcripts.intake.sheet.parser import is_sheet
from transcripts.intake.source import Source, SourceLine, plain_source

_HEADING = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
_RULE = re.compile(r"^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_QUOTED = re.compile(r"^ {0,3}(?:> ?)+")
_BULLET = re.compile(r"^[ \t]*[-*+][ \t]+(?=\S)")
_FENCE = re.compile(r"^ {0,3}(?:```+|~~~+)(.*)$")
_DEFINED = re.compile(r"^ {0,3}\[(?!\^)[^\]]+\]:\s+\S.*$")
_NOTE = re.compile(r"^ {0,3}\[\^[^\]]+\]:.*$")
_ROW = re.compile(r"^[ \t]*\|?[ \t]*:?-{3,}:?[ \t]*(?:\|[ \t]*:?-{3,}:?[ \t]*)*\|?[ \t]*$")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_AUTOLINK = re.compile(r"<([a-zA-Z][a-zA-Z0-9+.\-]{1,31}:[^\s<>]*|[\w.!#$%&'*+/=?^`{|}~\-]+@[\w.\-]+)>")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HARD_BREAK = re.compile(r"(?: {2,}|\\)$")
# What is left out of a line, with the part of it that stays.
_ASIDE: tuple[tuple[re.Pattern[str], str, Reason, FilePart], ...] = (
    (re.compile(r"<!--(.*?)-->"), "", Reason.COMMENT, FilePart.COMMENT),
    (re.compile(r"!\[([^\]]*)\](?:\([^()\s]*(?:\s+[^()]*)?\)|\[[^\]]*\])"), "", Reason.CAPTION, FilePart.BOX),
    (re.compile(r"\[\^([^\]]+)\]"), "", Reason.NOTE, FilePart.NOTE),
    (re.compile(r"~~(?=\S)(.+?)(?<=\S)~~"), "", Reason.STRUCK, FilePart.BODY),
)
_LINK = re.compile(r"\[([^\[\]]+)\](?:\(([^()\s]*(?:\s+[^()]*)?)\)|\[([^\]]*)\])")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_WEAK = re.compile(r"(?<![\w*])([*_])(?=\S)(.+?)(?<=\S)\1(?![\w*])")
_CODE = re.compile(r"(`+)(.+?)\1")
_TITLE = re.compile(r"^title:\s*[\"']?(.*?)[\"']?\s*$", re.IGNORECASE)


@dataclass(slots=True)
class _Reading:
    """The lines made so far, and what was left out."""

    lines: list[SourceLine] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    title: str = ""

    def leave_out(self, number: int, text: str, reason: Reason, part: FilePart = FilePart.BODY) -> None:
        text = " ".join(text.split())
        if words_of(text):
            before = next((line.text for line in reversed(self.lines) if line.text), "")
            self.left_out.append(LeftOut(number, text, reason, part, ending(before)))

    def add(self, number: int, text: str, bold: int = 0, heading: int = 0, *, italic: bool = False) -> None:
        self.lines.append(SourceLine(number, text, bold, heading, italic=italic))


def read_markdown(data: bytes, name: str) -> Source:
    """Return the lines of a Markdown file; a transcript sheet in one is left as it is. Raises IntakeError."""
    decoded = decode(data, name)
    warnings = tuple(warning_of(decoded))
    text = decoded.text.removeprefix("\ufeff")
    if is_sheet(text):
        return replace(plain_source(text), warnings=warnings)
    reading = _Reading()
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at = _read_front(reading, lines)
    in_comment = False
    for index in range(at, len(lines)):
        in_comment = _read_line(reading, index + 1, lines[index], in_comment=in_comment)
    return Source(tuple(reading.lines), title=reading.title, warnings=warnings, left_out=tuple(reading.left_out))


def _read_front(reading: _Reading, lines: list[str]) -> int:
    """Read the facts between two rules at the beginning; return the index of the line after them."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    end = next((at for at, line in enumerate(lines[1:100], start=1) if line.rstrip() in ("---", "...")), 0)
    for number, line in enumerate(lines[1:end], start=2):
        found = _TITLE.match(line)
        reading.title = reading.title or (found[1] if found else "")
        reading.leave_out(number, line, Reason.FURNITURE, FilePart.HEAD)
    return end + 1 if end else 0


def _read_line(reading: _Reading, number: int, line: str, *, in_comment: bool) -> bool:
    """Read a line; return whether a comment goes on after it."""
    if in_comment:
        inside, ends, line = line.partition("-->")
        reading.leave_out(number, inside, Reason.COMMENT, FilePart.COMMENT)
        if not ends:
            return True
    head, opens, rest = line.partition("<!--")
    if opens and "-->" not in rest:
        reading.leave_out(number, rest, Reason.COMMENT, FilePart.COMMENT)
        _read_words(reading, number, head)
        return True
    _read_words(reading, number, line)
    return False


def _read_words(reading: _Reading, number: int, line: str) -> None:
    line = _QUOTED.sub("", line).expandtabs(4)
    underline = _UNDERLINE.match(line)
    last = reading.lines[-1] if reading.lines else None
    if underline and last and last.text and not last.heading and last.number == number - 1 and _is_short(last.text):
        reading.lines[-1] = replace(last, heading=1 if "=" in underline[1] else 2)
        return
    fence = _FENCE.match(line)
    if fence or _DEFINED.match(line) or _NOTE.match(line):
        reason = Reason.NOTE if _NOTE.match(line) else Reason.FURNITURE
        reading.leave_out(number, fence[1] if fence else line, reason)
        return
    if _RULE.match(line) or _ROW.match(line):
        reading.add(number, "")
        return
    heading = _HEADING.match(line)
    text = (heading[2] or "") if heading else _BULLET.sub("", _HARD_BREAK.sub("", line))
    words, bold = _plain(reading, number, text)
    slanted = _WEAK.fullmatch(_ESCAPED.sub("x", text.strip()))
    is_italic = slanted is not None and slanted[1] not in slanted[2]
    reading.add(number, words, bold, len(heading[1]) if heading else 0, italic=is_italic)


def _is_short(text: str) -> bool:
    return len(text) <= 200


def _plain(reading: _Reading, number: int, text: str) -> tuple[str, int]:
    """Return the words of a line, and how many of its first characters are bold."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[1])
        return chr(0xE000 + len(kept) - 1) if len(kept) < 6000 else found[1]

    text = _ESCAPED.sub(keep, text)
    for form, stays, reason, part in _ASIDE:
        for found in form.finditer(text):
            reading.leave_out(number, _restore(found[0], kept), reason, part)
        text = form.sub(stays, text)
    for found in _LINK.finditer(text):
        reading.leave_out(number, _restore(found[2] or found[3] or "", kept), Reason.FURNITURE)
    text = _LINK.sub(r"\1", text)
    text = _BREAK.sub("\u2028", text)
    text = _CODE.sub(r"\2", _TAG.sub("", _AUTOLINK.sub(r"\1", text)))
    strong = _STRONG.match(text.lstrip())
    text = _WEAK.sub(r"\2", _STRONG.sub(r"\2", text))
    led = _WEAK.sub(r"\2", strong[2]) if strong else ""
    words = html.unescape(_restore(text, kept))
    bold = len(html.unescape(_restore(led, kept))) + len(words) - len(words.lstrip()) if led else 0
    return words, min(bold, len(words))


def _restore(text: str, kept: list[str]) -> str:
    """Return the text with the characters that a backslash protected."""
    for at, char in enumerate(kept):
        text = text.replace(chr(0xE000 + at), char)
    return text
