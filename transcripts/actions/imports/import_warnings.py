"""Import warnings: saved with the conference, resolved by an editor."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from transcripts.actions.change import Change
from transcripts.document import TranscriptDocument
from transcripts.document.matching import match
from transcripts.intake import NO_DATE, NO_TITLE, Message, to_message_form
from transcripts.models import Conference, SavedWarning, Turn
from transcripts.reading.import_preview import PlacedWarning
from transcripts.reading.transcript import read


@transaction.atomic
def save_import_warnings(
    conference: Conference,
    warnings: Sequence[PlacedWarning],
    document: TranscriptDocument,
    *,
    files: Sequence[str] = (),
    is_partial: bool = False,
) -> None:
    """Save the warnings of an import that the conference now holds, each with the turn that it is about.

    `document` is what was imported, and `files` the names of its files. Warnings that an import of the whole no longer
    gives are deleted; those saved or resolved before are not saved twice. Three queries, seven more when a warning is
    about a turn.
    """
    turns = _turns_of(conference, document) if any(warning.turn is not None for warning in warnings) else {}
    found: dict[tuple[int | None, str], SavedWarning] = {}
    for warning in warnings:
        if _is_answered(warning.message, document):
            continue
        saved = SavedWarning(
            conference=conference,
            turn_id=turns.get(warning.turn) if warning.turn is not None else None,
            sentence=to_message_form(warning.message),
            file=files[warning.file][:200] if warning.file < len(files) else "",
            line=warning.line,
        )
        found.setdefault(_key(saved), saved)
    kept = list(conference.import_warnings.all())
    known = {_key(saved) for saved in kept}
    if not is_partial:
        gone = [saved.pk for saved in kept if saved.settled_at is None and _key(saved) not in found]
        SavedWarning.objects.filter(pk__in=gone).delete()
    SavedWarning.objects.bulk_create(saved for key, saved in found.items() if key not in known)


@transaction.atomic
def resolve_import_warnings(conference: Conference, keys: Sequence[int] | None = None, *, change: Change) -> int:
    """Mark the warnings with these keys, or all, as resolved; return how many were open. One query."""
    warnings = conference.import_warnings.open()
    if keys is not None:
        warnings = warnings.filter(pk__in=keys)
    return warnings.update(settled_at=timezone.now(), settled_by_name=change.name)


def _turns_of(conference: Conference, document: TranscriptDocument) -> dict[int, int]:
    """Return the key of the turn that each turn of an imported document became, by its number. Six queries."""
    places = [
        (number, index) for number, exchange in enumerate(document.exchanges) for index in range(len(exchange.turns))
    ]
    became = match(read(conference), document).turns
    keys = dict(Turn.objects.filter(exchange__conference=conference).values_list("public_id", "pk"))
    return {number: keys[became[place].turn.public_id] for number, place in enumerate(places) if place in became}


def _is_answered(message: str, document: TranscriptDocument) -> bool:
    """Return whether the document now states what the message misses: an editor or another page has added it."""
    if isinstance(message, Message):
        message = message.parts.get("message", message)  # of one page of several
    return bool(
        (message == NO_TITLE and document.title) or (message == NO_DATE and (document.held_on or document.posted_on))
    )


def _key(warning: SavedWarning) -> tuple[int | None, str]:
    """Return the turn and the words of a warning, by which it is recognized."""
    form: Any = warning.sentence
    return warning.turn_id, json.dumps(form, sort_keys=True)
