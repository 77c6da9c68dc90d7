"""Export formats of a document, in one table from which addresses and links are made. (OUTPUTS.)"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from transcripts.document import TranscriptDocument, to_json
from transcripts.intake import render_sheet


@dataclass(frozen=True, slots=True)
class Format:
    """An export format: its name, its content type, and the function that renders it.

    `render` takes the document and, when it is a part of one, the position of its first exchange.
    """

    suffix: str
    name: str | Promise
    content_type: str
    render: Callable[[TranscriptDocument, int | None], bytes]


def _render_text(document: TranscriptDocument, first: int | None) -> bytes:
    """Return the transcript sheet, without ids, as `import_transcript` reads it; a part has a note that it is one."""
    return render_sheet(document, is_extract=first is not None).encode()


def _render_json(document: TranscriptDocument, first: int | None) -> bytes:
    """Return the versioned JSON form, with public ids."""
    return render_object(to_json(document, first=first or 1))


def render_object(form: dict[str, Any]) -> bytes:
    """Return a JSON object as a file."""
    return f"{_in_lines(form)}\n".encode()


def _in_lines(value: Any, end: str = "\n") -> str:
    """Return what `json.dumps` returns with an indent of 1, which is slow: it makes a generator of each value."""
    inner = f"{end} "
    if isinstance(value, dict) and value:
        return f"{{{','.join(f'{inner}{_encode(key)}: {_in_lines(each, inner)}' for key, each in value.items())}{end}}}"
    if isinstance(value, list | tuple) and value:
        return f"[{','.join(f'{inner}{_in_lines(each, inner)}' for each in value)}{end}]"
    return _encode(value)


_encode = json.JSONEncoder(ensure_ascii=False).encode


FORMATS = {
    form.suffix: form
    for form in (
        Format("txt", _("Text"), "text/plain; charset=utf-8", _render_text),
        Format("json", "JSON", "application/json; charset=utf-8", _render_json),
    )
}

__all__ = ["FORMATS", "Format", "render_object"]
