"""Reading of files and pasted text into a source and a parse, with the table of accepted kinds of file."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from transcripts.intake.hints import NO_HINTS, Hints
from transcripts.intake.messages import Message, message, template
from transcripts.intake.parsed import IntakeError, ParsedTranscript
from transcripts.intake.parsing import parse
from transcripts.intake.readers.akoma_ntoso.reader import read_akoma_ntoso
from transcripts.intake.readers.encoding import decode
from transcripts.intake.readers.mail import read_mail
from transcripts.intake.readers.markdown import read_markdown
from transcripts.intake.readers.old_word import convert_old_word
from transcripts.intake.readers.open_document import read_open_document
from transcripts.intake.readers.pdf import read_pdf
from transcripts.intake.readers.rich_text import read_rich_text
from transcripts.intake.readers.web_page import read_web_page, warning_of
from transcripts.intake.readers.word import read_word
from transcripts.intake.recordings.recognisers import read_recogniser
from transcripts.intake.source import Source, plain_source

LARGEST_FILE = 20 * 1024 * 1024  # bytes; the longest real transcripts stay below one megabyte, saved pages below ten


def _read_plain(data: bytes, name: str) -> Source:
    """Return the lines of a text file."""
    decoded = decode(data, name)
    return replace(plain_source(decoded.text), warnings=tuple(warning_of(decoded)))


def _read_mail(data: bytes, name: str) -> Source:
    """Return the lines of a mail, or of the file attached to it."""
    return read_mail(data, name, _open_attached)


def _open_attached(data: bytes, name: str) -> Source:
    """Return the source of a part of a mail; a mail inside a mail is not looked into."""
    if Path(name).suffix.lower() == ".eml":
        raise IntakeError(message("%(name)s is a mail inside a mail: save it, and import it by itself.", name=name))
    return open_source(data, name)


def _read_doc(data: bytes, name: str) -> Source:
    """Return the lines of a .doc; many that are called so are rich text, new Word files or web pages."""
    if data.startswith(b"PK"):
        return read_word(data, name)
    if data[:1024].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<html", b"<!doctype html")):
        return read_web_page(data, name)
    return read_word(convert_old_word(data, name), name)


_READERS: dict[str, Callable[[bytes, str], Source]] = {
    ".txt": _read_plain,
    ".md": read_markdown,
    ".docx": read_word,
    ".html": read_web_page,
    ".htm": read_web_page,
    ".doc": _read_doc,
    ".odt": read_open_document,
    ".rtf": read_rich_text,
    ".pdf": read_pdf,
    ".eml": _read_mail,
    ".xml": read_akoma_ntoso,
    ".vtt": _read_plain,
    ".srt": _read_plain,
    ".json": read_recogniser,
}
ACCEPTED_SUFFIXES = tuple(_READERS)

# Kinds of file that editors have but intake does not read, and advice for each.
_TOLD: dict[str, str] = {
    ".msg": template("%(name)s is a mail of Outlook: save it as .eml, or paste its text."),
    ".docm": template("%(name)s contains macros: open it in your word processor and save it as .docx."),
    ".pages": template("%(name)s is a Pages file: export it from Pages as Word."),
    ".mht": template("%(name)s is a web archive: save the page as “web page, HTML only”."),
    ".mhtml": template("%(name)s is a web archive: save the page as “web page, HTML only”."),
    ".webarchive": template("%(name)s is a web archive: save the page as its source, in HTML."),
}
# The kind of a file by its first bytes, whatever its name is.
_SIGNS: dict[bytes, str] = {b"%PDF-": ".pdf", b"{\\rtf": ".rtf"}


def read_file(path: Path, *, language: str | None = None) -> ParsedTranscript:
    """Return the parse of the file at `path`. Raises IntakeError.

    `language` is a BCP 47 tag; without it the text's own script decides.
    """
    path = Path(path)
    source = open_source(bytes_of(path), path.name)
    return parse(source, name=path.name, language=language)


def parse_text(text: str, *, name: str = "", language: str | None = None, hints: Hints = NO_HINTS) -> ParsedTranscript:
    """Return the parse of `text`; `name` is the file's, for messages and for its page number. Raises IntakeError."""
    return parse(plain_source(text.removeprefix("\ufeff")), name=name, language=language, hints=hints)


def open_source(data: bytes, name: str) -> Source:
    """Return the source of the file `name`, which holds `data`, for the parsers. Raises IntakeError.

    The extension decides the kind of file. Nothing is fetched and nothing is run.
    """
    read = _reader_for(name)
    if len(data) > LARGEST_FILE:
        raise IntakeError(too_large(name))
    if not data.strip():
        raise IntakeError(message("%(name)s is empty.", name=name))
    for sign, suffix in _SIGNS.items():
        if data.startswith(sign):
            read = _READERS[suffix]
    return replace(read(data, name), digest=hashlib.sha256(data).hexdigest())


def _reader_for(name: str) -> Callable[[bytes, str], Source]:
    """Return the reader for the extension of `name`. Raises IntakeError when there is none."""
    suffix = Path(name).suffix.lower()
    reader = _READERS.get(suffix)
    if reader is None and suffix in _TOLD:
        raise IntakeError(Message.of(_TOLD[suffix], name=name))
    if reader is None:
        *others, last = ACCEPTED_SUFFIXES
        raise IntakeError(
            message(
                "%(name)s is not a supported type of file: use %(some)s or %(last)s.",
                name=name,
                some=", ".join(others),
                last=last,
            )
        )
    return reader


def too_large(name: str) -> str:
    """Return the sentence that refuses a file for its size."""
    return message(
        "%(name)s is too large: a transcript file can have at most %(most)d MB.",
        name=name,
        most=LARGEST_FILE // 1024**2,
    )


def bytes_of(path: Path) -> bytes:
    """Return the file's bytes, after checks that it is a file of an accepted kind and size."""
    name = path.name or str(path)
    try:
        if path.is_dir():
            raise IntakeError(f"{name} is a folder, not a file.")
        if not path.exists():
            raise IntakeError(f"{path} does not exist.")
    except OSError as error:
        raise IntakeError(f"{name[:60]}… cannot be opened: {(error.strerror or 'unknown reason').lower()}.") from error
    _reader_for(name)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise IntakeError(too_large(name))
        return path.read_bytes()
    except OSError as error:
        raise IntakeError(f"{name} cannot be opened: {(error.strerror or 'unknown reason').lower()}.") from error
