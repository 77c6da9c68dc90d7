"""Choice of the parser for a source, by its first line."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from transcripts.intake.controls import is_text, without_odd_characters
from transcripts.intake.hints import NO_HINTS, Hints
from transcripts.intake.lines.letter_spaced import with_closed_lines
from transcripts.intake.messages import message
from transcripts.intake.page import parse_page
from transcripts.intake.parsed import NO_DATE, NO_TITLE, IntakeError, IntakeWarning, ParsedTranscript
from transcripts.intake.readers.akoma_ntoso.reader import parse_akoma_ntoso
from transcripts.intake.recordings.hash_codes import take_hash_codes, unused_codes
from transcripts.intake.recordings.parse import find_recording, parse_recording
from transcripts.intake.sheet.parser import is_sheet, parse_sheet
from transcripts.intake.sheet.published import is_published, parse_published
from transcripts.intake.source import Source

QUOTED = 60  # characters of a line that a warning quotes
MOST_LINES = 40_000  # a day of debate in parliament has a tenth; asked before the work that grows with them begins
LEAST_SAID = 12  # of its first characters in the message are enough to find it


def parse(source: Source, *, name: str = "", language: str | None = None, hints: Hints = NO_HINTS) -> ParsedTranscript:
    """Return the parse of `source`, a transcript sheet or a page as a press office publishes it. Raises IntakeError.

    `name` is the file's, for messages and for its page number; `language` is a BCP 47 tag that overrides what the
    text's script suggests. `hints` are editor hints for a page; a sheet states everything itself and ignores them.
    """
    shown = name or message("The text")
    text = source.text
    if source.form == "akoma-ntoso":
        return _completed(parse_akoma_ntoso(source, name=name), source, language)
    if not text.strip("\ufeff \t\r\n\v\f\u00a0\u3000"):
        raise IntakeError(message("%(name)s is empty.", name=shown))
    if len(source.lines) > MOST_LINES:
        raise IntakeError(message("%(name)s holds too much text for a transcript.", name=shown))
    if not is_text(text):
        raise IntakeError(message("%(name)s is not text: it contains control characters.", name=shown))
    source, odd = without_odd_characters(source)
    text = source.text
    if is_sheet(text):
        parsed = parse_sheet(text.removeprefix("\ufeff"), name=name, language=language)
    elif is_published(source):
        parsed = parse_published(source, language=language, hints=hints)
    elif recording := find_recording(source, name=name):
        parsed = parse_recording(recording, source, name=name, hints=hints)
    else:
        coded, codes = take_hash_codes(with_closed_lines(source))
        parsed = parse_page(replace(coded, language=language or source.language), name=name, hints=hints)
        if codes:
            left_out = (*parsed.left_out, *unused_codes(codes, parsed.document))
            parsed = replace(parsed, left_out=tuple(sorted(left_out, key=lambda one: one.line)))
    parsed = replace(parsed, warnings=(*odd, *parsed.warnings))
    return _completed(parsed, source, language)


def _completed(parsed: ParsedTranscript, source: Source, language: str | None) -> ParsedTranscript:
    """Return the parse completed with facts from outside the words, where these lack them, and reader's warnings."""
    document, warnings = parsed.document, list(source.warnings)
    stated: dict[str, Any] = {"language": language or document.language}
    stated["source_url"] = document.source_url or source.url
    settled = set()
    if source.title and not document.title:
        stated["title"] = source.title
        settled.add(NO_TITLE)
        warnings.append(
            message("The title was taken from the page's metadata; no line of the text could be the title.")
        )
    if source.posted_on and not (document.held_on or document.posted_on):
        stated["posted_on"] = source.posted_on
        settled.add(NO_DATE)
        warnings.append(message("The posting date was taken from the page's metadata, not from the text."))
    lines = {line.number: line.text for line in source.lines} if source.form != "akoma-ntoso" else {}
    found = tuple(_quoted(warning, lines) for warning in parsed.warnings if warning.message not in settled)
    said = tuple(IntakeWarning(None, message) for message in warnings)
    completed = replace(document, **stated)
    left_out = tuple(sorted((*source.left_out, *parsed.left_out), key=lambda one: one.line))
    return replace(parsed, document=completed, warnings=(*said, *found), digest=source.digest, left_out=left_out)


def _quoted(warning: IntakeWarning, lines: Mapping[int, str]) -> IntakeWarning:
    """Return the warning with the beginning of its line, where its message does not quote it."""
    words = " ".join(lines.get(warning.line or 0, "").split())
    if not words or words[:LEAST_SAID] in warning.message:
        return warning
    return replace(warning, quote=words if len(words) <= QUOTED else f"{words[:QUOTED].rstrip()}…")
