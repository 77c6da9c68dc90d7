"""A document in other forms. One table of formats; each is a function from document to bytes. (SHAPES.)"""

import json
from collections.abc import Callable
from dataclasses import dataclass

from transcripts.document import TranscriptDocument, to_form
from transcripts.intake import render_sheet


@dataclass(frozen=True, slots=True)
class Format:
    """What a download is called, what it is sent as, and how it is made."""

    suffix: str
    name: str
    content_type: str
    render: Callable[[TranscriptDocument], bytes]


def _render_text(document: TranscriptDocument) -> bytes:
    """The transcript sheet, without ids, as `import_transcript` reads it."""
    return render_sheet(document).encode()


def _render_json(document: TranscriptDocument) -> bytes:
    """The versioned JSON form, with permanent ids."""
    return (json.dumps(to_form(document), ensure_ascii=False, indent=1) + "\n").encode()


FORMATS = {
    form.suffix: form
    for form in (
        Format("txt", "Text", "text/plain; charset=utf-8", _render_text),
        Format("json", "JSON", "application/json", _render_json),
    )
}

__all__ = ["FORMATS", "Format"]
