"""Public corrections: made by a major revision, and closed by the revision that changes their words again."""

from collections.abc import Container, Mapping
from typing import Any

from transcripts.document import (
    HEAD,
    Differences,
    How,
    Outcome,
    TranscriptDocument,
    TurnText,
    outcome_of,
    people_text,
)
from transcripts.document.times import without_times
from transcripts.models import Correction, Revision

_PART_OF_EXCHANGE = (": heading", ": topics")


def publish_corrections(
    revision: Revision, differences: Differences, *, only: Container[tuple[str, str]] | None = None
) -> None:
    """Make a public correction of each turn and each public field that differs. One query.

    `only` names those that are meant: each the permanent id of a turn, or the name of a field, and the other empty.
    """
    rows: list[dict[str, Any]] = [
        {
            "turn_public_id": change.turn.public_id,
            "label": change.turn.label,
            **_was_and_now(change.old, change.new),
        }
        for change in differences.changed_turns
        if change.how != How.MOVED and (only is None or (change.turn.public_id, "") in only)
    ]
    rows += [
        {"field": field.name, "was": field.old, "now": field.new}
        for field in differences.fields
        if is_public_field(field.name) and (only is None or ("", field.name) in only)
    ]
    Correction.objects.bulk_create(
        Correction(revision=revision, position=position, **row) for position, row in enumerate(rows, start=1)
    )


def close_corrections(revision: Revision, last: Revision) -> None:
    """Close the earlier corrections of the conference whose words `revision` changed again since `last`, or took back.

    One query for those that are open, and one where any is closed.
    """
    open_ones = Correction.objects.filter(revision__conference=revision.conference_id, closed_by=None)
    if not (waiting := list(open_ones.exclude(revision=revision))):
        return
    before, after = without_times(last.transcript), without_times(revision.transcript)
    closed = []
    elsewhere = {paragraph for turn in after.turns for paragraph in turn.paragraphs}
    old, new = _by_id(before), _by_id(after)
    for correction in waiting:
        outcome = _outcome(correction, (before, old), (after, new), elsewhere)
        if outcome != Outcome.STANDS:
            correction.closed_by = revision
            correction.is_taken_back = outcome == Outcome.TAKEN_BACK
            closed.append(correction)
    if closed:
        Correction.objects.bulk_update(closed, ["closed_by", "is_taken_back"], batch_size=200)


_Known = tuple[TranscriptDocument, Mapping[str, TurnText]]


def _outcome(correction: Correction, before: _Known, after: _Known, elsewhere: set[str]) -> Outcome:
    """Return what became of the correction between two documents; what did not change between them remains."""
    if correction.field and correction.field != "label":
        return _outcome_of_field(correction, before[0], after[0])
    key = correction.turn_public_id
    then, until = after[1].get(key), before[1].get(key)
    if then == until:
        return Outcome.STANDS
    if correction.field == "label":
        said = then.label if then else correction.now
        return _outcome_of_value(correction, said)
    return outcome_of(correction.was, correction.now, then.text if then else "", elsewhere)


def _outcome_of_field(correction: Correction, before: TranscriptDocument, after: TranscriptDocument) -> Outcome:
    """Return what became of a field of the head, the people, or of an exchange, which is found by its number."""
    name = correction.field
    if name.endswith(_PART_OF_EXCHANGE):
        until, then = (_values_of_exchanges(name, document) for document in (before, after))
        if correction.now in then or then == until:
            return Outcome.STANDS
        return Outcome.TAKEN_BACK if correction.was in then else Outcome.CHANGED
    if name != "people" and name not in HEAD:
        return Outcome.STANDS  # an exchange that came or went: its turns say what became of it
    if _value(name, before) == _value(name, after):
        return Outcome.STANDS
    return _outcome_of_value(correction, _value(name, after))


def _outcome_of_value(correction: Correction, then: str) -> Outcome:
    if then == correction.now:
        return Outcome.STANDS
    return Outcome.TAKEN_BACK if then == correction.was else Outcome.CHANGED


def _value(name: str, document: TranscriptDocument) -> str:
    return people_text(document) if name == "people" else HEAD[name].to_text(getattr(document, name))


def _values_of_exchanges(name: str, document: TranscriptDocument) -> list[str]:
    """Return the headings, or the topics, of all exchanges as text: exchanges change their numbers."""
    if name.endswith(": heading"):
        return [exchange.heading for exchange in document.exchanges]
    return ["; ".join(exchange.topics) for exchange in document.exchanges]


def _by_id(document: TranscriptDocument) -> dict[str, TurnText]:
    return {turn.public_id: turn for turn in document.turns}


def _was_and_now(old: TurnText | None, new: TurnText | None) -> dict[str, str]:
    """Return a turn's old and new text; where no word differs, the old and the new speaker."""
    if old and new and old.text == new.text:
        return {"field": "label", "was": old.label, "now": new.label}
    return {"was": old.text if old else "", "now": new.text if new else ""}


def is_public_field(name: str) -> bool:
    """Return whether readers see a field that differs: one of the head, the people, or one of an exchange."""
    return HEAD[name].is_public if name in HEAD else not name.endswith((": page", ": position"))
