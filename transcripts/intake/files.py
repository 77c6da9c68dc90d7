"""From a file to text, and to the parser that its first line calls for."""

import codecs
import re
from dataclasses import replace
from pathlib import Path

from transcripts.intake.page import parse_page
from transcripts.intake.parsed import IntakeError, ParsedTranscript
from transcripts.intake.sheet import is_sheet, parse_sheet
from transcripts.text import is_chinese

ACCEPTED_SUFFIXES = (".txt",)
LARGEST_FILE = 20 * 1024 * 1024  # bytes; the longest real transcripts stay below one megabyte
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# GB18030 decodes almost any bytes, so the text must also hold what every Chinese page holds.
_EVERYDAY_CHINESE = re.compile("[的一是在不了有和人这中大为上国我们来到时会，。：]")


def read_file(path: Path, *, language: str | None = None) -> ParsedTranscript:
    """Return the parse of the file at `path`. Raises IntakeError.

    `language` is a BCP 47 tag; without it the text's own script decides.
    """
    path = Path(path)
    text = decode(_read_bytes(path), path.name)
    return parse_text(text, name=path.name, language=language)


def parse_text(text: str, *, name: str = "", language: str | None = None) -> ParsedTranscript:
    """Return the parse of `text`; `name` is the file's, for messages and for its page number. Raises IntakeError."""
    shown = name or "The text"
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise IntakeError(f"{shown} is empty.")
    if _CONTROLS.search(text):
        raise IntakeError(f"{shown} is not text: it holds control characters.")
    parsed = parse_sheet(text, name=name, language=language) if is_sheet(text) else parse_page(text, name=name)
    if language and parsed.document.language != language:
        parsed = replace(parsed, document=replace(parsed.document, language=language))
    return parsed


def decode(data: bytes, name: str) -> str:
    """Return `data` as text: UTF-8, UTF-16 with its mark, or GB18030 that reads as Chinese. Raises IntakeError."""
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    everyday = len(_EVERYDAY_CHINESE.findall(text))
    if is_chinese(text) and everyday * 25 >= len(text) and not _CONTROLS.search(text):
        return text
    raise IntakeError(f"{name} is not text that can be read: save it as UTF-8.")


def _read_bytes(path: Path) -> bytes:
    """Return what the file holds, once it is known to be a file of an accepted kind and size."""
    name = path.name or str(path)
    try:
        if path.is_dir():
            raise IntakeError(f"{name} is a folder, not a file.")
        if not path.exists():
            raise IntakeError(f"{path} does not exist.")
    except OSError as error:
        raise IntakeError(f"{name[:60]}… cannot be opened: {(error.strerror or 'unknown reason').lower()}.") from error
    if path.suffix.lower() not in ACCEPTED_SUFFIXES:
        accepted = ", ".join(ACCEPTED_SUFFIXES)
        raise IntakeError(f"{name} is of a kind that cannot be read: accepted is {accepted}.")
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise IntakeError(f"{name} is too large: a transcript holds at most {LARGEST_FILE // 1024**2} megabytes.")
        data = path.read_bytes()
    except OSError as error:
        raise IntakeError(f"{name} cannot be opened: {(error.strerror or 'unknown reason').lower()}.") from error
    if b"\x00" in data and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise IntakeError(f"{name} is not text: it holds binary data.")
    return data
