"""Reader of a saved web page: its encoding, its facts, and the transcript on it."""

import codecs
import re

from lxml import etree

from transcripts.intake.languages import guess_language
from transcripts.intake.left_out import FilePart, LeftOut, Reason
from transcripts.intake.messages import message
from transcripts.intake.parsed import IntakeError
from transcripts.intake.readers.encoding import Decoded, decode
from transcripts.intake.readers.flow import read_flow
from transcripts.intake.readers.line_builder import number_lines, take_colour
from transcripts.intake.readers.main_text import find_main_text
from transcripts.intake.readers.markup import parse_html, words_in
from transcripts.intake.readers.page_facts import PageFacts, declared_encoding, read_facts
from transcripts.intake.readers.page_styles import PageStyles
from transcripts.intake.source import Source

# The encodings that browsers use for these names, which pages use loosely.
_ALIASES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "utf8": "utf-8",
    "unicode": "utf-16",
}
_SITE = re.compile(r"\s+[|–—_-]\s+|\s*_\s*")
MOST_UNREADABLE = 0.005  # of a page's characters; a page with more is in another encoding


def read_web_page(data: bytes, name: str) -> Source:
    """Return the lines of the transcript on a saved page. Raises IntakeError."""
    decoded, warnings = _decode_page(data, name)
    root = parse_html(decoded.text, name)
    facts = read_facts(root, decoded.text)
    body = next(root.iter("body"), root)
    styles = PageStyles.of(root)
    pieces = read_flow(body, styles)
    if styles.is_coloured:
        take_colour(pieces, read_flow(body, PageStyles.of(root, by_colour=True)))
    if all(piece.reason for piece in pieces):
        raise IntakeError(message("%(name)s is empty: there is no text on the page.", name=name))
    lines, left_out = number_lines(find_main_text(body, pieces, facts.titles))
    return Source(
        lines=lines,
        url=facts.url,
        language=_believed(facts.language, " ".join(line.text for line in lines)),
        title=_own_title(facts),
        posted_on=facts.posted_on,
        held_on=facts.held_on,
        warnings=tuple(warnings),
        left_out=(*_beside_body(root), *left_out),
    )


def _beside_body(root: etree._Element) -> list[LeftOut]:
    """Return the words of a page's head, which a browser shows in its own frame, if at all."""
    return [
        LeftOut(1, words, Reason.FURNITURE, FilePart.HEAD)
        for element in root.iterfind("head/*")
        if element.tag not in ("script", "style") and (words := words_in(element))
    ]


def _own_title(facts: PageFacts) -> str:
    """Return the page's title without the site's name behind it."""
    return _SITE.split(facts.titles[0].strip(" |–—_-"))[0].strip() if facts.titles else ""


def _believed(language: str, text: str) -> str:
    """Return the language that a page states, unless its own letters speak against it."""
    guessed = guess_language(text)
    if guessed == "en":
        return "" if language.partition("-")[0] in ("zh", "ja", "ko", "ru", "ar") else language
    return language if language == guessed else ""


def _decode_page(data: bytes, name: str) -> tuple[Decoded, list[str]]:
    """Return a page's text, decoded by its mark, as UTF-8, as declared, or as plausible; with warnings."""
    declared = _known(declared_encoding(data))
    if declared and not _is_utf_8(data):
        text = _strictly(data, declared)
        if text is not None:
            return Decoded(text, declared), []
    try:
        decoded = decode(data, name)
    except IntakeError:
        return _leniently(data, declared or "utf-8", name)
    if decoded.is_doubtful and declared:
        # A few broken bytes in what the page declares are likelier than another encoding.
        return _leniently(data, declared, name, otherwise=decoded)
    return decoded, warning_of(decoded)


def warning_of(decoded: Decoded) -> list[str]:
    """Return a warning where an encoding was a last resort."""
    if not decoded.is_doubtful:
        return []
    return [
        message(
            "The file does not state its encoding; it was read as %(encoding)s: check the accented letters.",
            encoding=decoded.encoding,
        )
    ]


def _known(declared: str) -> str:
    """Return the encoding that a page means by the declared name; nothing for one that Python does not know."""
    name = declared.lower()
    name = _ALIASES.get(name, name)
    try:
        info = codecs.lookup(name)
    except LookupError:
        return ""
    # UTF-16 that could state its name in single bytes is none; codecs that make no text are no encodings.
    return "" if info.name.startswith(("utf-16", "utf-32")) or not info._is_text_encoding else info.name


def _is_utf_8(data: bytes) -> bool:
    return data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or (
        _strictly(data, "utf-8") is not None
    )


def _strictly(data: bytes, encoding: str) -> str | None:
    if b"\x00" in data:
        return None
    try:
        return data.decode(encoding)
    except (UnicodeError, ValueError):
        return None


def _leniently(data: bytes, encoding: str, name: str, *, otherwise: Decoded | None = None) -> tuple[Decoded, list[str]]:
    """Return a page of which a few characters are broken, with a warning that counts them. Raises IntakeError.

    When more are broken, the text is `otherwise`, if that is given.
    """
    text = data.decode(encoding, errors="replace")
    broken = text.count("\ufffd")
    if broken > MOST_UNREADABLE * len(text) or "\x00" in text:
        if otherwise:
            return otherwise, warning_of(otherwise)
        raise IntakeError(message("%(name)s is not text in a known encoding: save it as UTF-8.", name=name))
    if broken == 1:
        return Decoded(text, encoding), [
            message("One character in the file is damaged and could not be read: look for %(sign)s.", sign="\ufffd")
        ]
    return Decoded(text, encoding), [
        message(
            "%(count)d characters in the file are damaged and could not be read: look for %(sign)s.",
            count=broken,
            sign="\ufffd",
        )
    ]
