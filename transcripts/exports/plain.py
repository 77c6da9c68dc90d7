"""A transcript as a transcript sheet, and as JSON."""

import json
from collections.abc import Sequence
from json.encoder import encode_basestring as quote
from typing import Any

from transcripts.document import TranscriptDocument, to_json
from transcripts.intake import render_sheet
from transcripts.presentation import Imprint


def render_text(document: TranscriptDocument, imprint: Imprint) -> bytes:
    """Return the transcript sheet, without ids, as `import_transcript` reads it; a part has a note that it is one."""
    as_of = imprint.made_at.isoformat(timespec="minutes") if imprint.is_running and imprint.made_at else ""
    return render_sheet(document, is_extract=imprint.is_extract, as_of=as_of).encode()


def render_json(document: TranscriptDocument, imprint: Imprint) -> bytes:
    """Return the versioned JSON form with public ids, permanent addresses, licence, version and corrections.

    An exchange and a turn that have an id have their `url`; a participant has the address of the profile.
    """
    form = to_json(document, first=imprint.first or 1)
    form |= {
        "url": imprint.address,
        "publisher": imprint.publisher,
        "licence": imprint.licence,
        "record_status": imprint.record_status,
        "version": imprint.version or None,
        "version_time": imprint.made_at.isoformat(timespec="seconds") if imprint.made_at else None,
        "corrections": [
            {"day": each.day.isoformat(), "note": each.note, "turns": list(each.turns), "is_removal": each.is_removal}
            for each in imprint.corrections
        ],
    }
    for person in form["people"]:
        if address := imprint.profiles.get(person["name"]):
            person["url"] = address
    if imprint.root:
        _set_addresses(form["exchanges"], imprint)
    return render_object(form)


def _set_addresses(exchanges: Sequence[dict[str, Any]], imprint: Imprint) -> None:
    """Give exchanges and turns that have an id their permanent addresses."""
    for exchange in exchanges:
        if exchange["public_id"]:
            exchange["url"] = imprint.exchange(exchange["public_id"])
        for turn in exchange["turns"]:
            if turn["public_id"]:
                turn["url"] = imprint.turn(turn["public_id"])


def render_object(form: dict[str, Any]) -> bytes:
    """Return a JSON object as a file."""
    return f"{_in_lines(form)}\n".encode()


def _in_lines(value: Any, end: str = "\n") -> str:
    """Return what `json.dumps` returns with an indent of 1, which is slow: it makes a generator of each value."""
    inner = f"{end} "
    if isinstance(value, dict) and value:
        lines = [
            f"{inner}{quote(key)}: {quote(each) if type(each) is str else _in_lines(each, inner)}"
            for key, each in value.items()
        ]
        return f"{{{','.join(lines)}{end}}}"
    if isinstance(value, list | tuple) and value:
        lines = [f"{inner}{quote(each) if type(each) is str else _in_lines(each, inner)}" for each in value]
        return f"[{','.join(lines)}{end}]"
    return "null" if value is None else _encode(value)


_encode = json.JSONEncoder(ensure_ascii=False).encode
