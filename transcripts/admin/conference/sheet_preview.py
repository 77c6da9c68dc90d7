"""Preview of a transcript sheet that is being edited, with warnings and the error by their lines."""

from bisect import bisect_left
from dataclasses import dataclass, field

from django.utils.text import Truncator
from django.utils.translation import gettext

from transcripts import actions
from transcripts.admin.imports.messages import translate
from transcripts.admin.imports.transcript_preview import ShownExchange, ShownWarning, show_exchanges
from transcripts.intake import IntakeError, IntakeWarning, Message, ParsedTranscript, parse_sheet
from transcripts.models import Conference
from transcripts.presentation import TranscriptView, make_view

QUOTED = 80  # characters of a line that is quoted


@dataclass(slots=True)
class SheetPreview:
    """The preview of a sheet, or the reason why it cannot be read."""

    transcript: TranscriptView | None = None
    exchanges: list[ShownExchange] = field(default_factory=list)
    warnings: list[ShownWarning] = field(default_factory=list)
    error: ShownWarning | None = None


def read_sheet(text: str) -> ParsedTranscript:
    """Parse an editor's sheet and return the result. Raises IntakeError, naming the line."""
    return parse_sheet(text, name=gettext("Text of the transcript"))


def preview_sheet(conference: Conference, text: str) -> SheetPreview:
    """Return the preview of a sheet of `conference`. Three queries, or none."""
    try:
        return preview_parsed(conference, text, read_sheet(text))
    except IntakeError as error:
        return preview_error(text, error)


def preview_error(text: str, error: IntakeError) -> SheetPreview:
    """Return the preview of a sheet that cannot be read: the error at its line, if it has one."""
    parts = error.sentence.parts if isinstance(error.sentence, Message) else {}
    if not isinstance(parts.get("line"), int):
        return SheetPreview(error=ShownWarning(0, translate(error.sentence), ""))
    return SheetPreview(error=_show(0, IntakeWarning(parts["line"], parts["message"]), _lines_of(text), ""))


def preview_parsed(conference: Conference, text: str, parsed: ParsedTranscript) -> SheetPreview:
    """Return the preview of a sheet that could be read. Three queries, or none."""
    strange = actions.find_foreign_ids(conference, parsed.ids)
    warnings = [
        *parsed.warnings,
        *(IntakeWarning(line, _foreign_id_sentence(name)) for name, line in parsed.ids.items() if name in strange),
    ]
    lines = _lines_of(text)
    places = [str(line) for line in parsed.lines]
    warned: dict[int, list[ShownWarning]] = {}
    shown = []
    for number, warning in enumerate(sorted(warnings, key=lambda warning: warning.line or 0), start=1):
        index = min(bisect_left(parsed.lines, warning.line or 0), len(places) - 1)
        shown.append(_show(number, warning, lines, places[index]))
        warned.setdefault(index, []).append(shown[-1])
    view = make_view(parsed.document)
    return SheetPreview(view, list(show_exchanges(view, places, warned)), shown)


def _foreign_id_sentence(public_id: str) -> str:
    return gettext("The ID “%(id)s” does not belong to this conference; a new one will be assigned here.") % {
        "id": public_id
    }


def _lines_of(text: str) -> list[str]:
    """Return the lines of the text as the parser counts them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _show(number: int, warning: IntakeWarning, lines: list[str], place: str) -> ShownWarning:
    """Return a warning with its line, which is quoted."""
    line = warning.line or 1
    quote = lines[line - 1].strip() if line <= len(lines) else ""
    where = gettext("Line %(line)d") % {"line": line}
    return ShownWarning(
        number, translate(warning.message), where, line=line, quote=Truncator(quote).chars(QUOTED), place=place
    )
