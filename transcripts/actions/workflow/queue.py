"""The queue of a running transcript: turns are added, checked, and released to the public."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext

from transcripts.actions.change import Change, WrongStateError, refuse_removed_elsewhere, require_permission
from transcripts.actions.transcript.reconcile import check_lengths, reconcile
from transcripts.document import ExchangeText, Kind, Part, TranscriptDocument, TurnText, clean_paragraphs
from transcripts.models import Conference, QueuedTurn
from transcripts.reading.transcript import read

MOST_QUEUED = 2_000  # turns of one conference that wait; nobody reads more at once
_KINDS_BY_PART = {Part.CHAIR.value: Kind.MODERATOR}


@dataclass(frozen=True, slots=True)
class Typed:
    """A turn as it is typed: who speaks, and what.

    `speaker` is the printed name of a participant, or `outlet` and `journalist` ask; without a `kind` it follows from
    who speaks, and from what waits before it. `label` names a voice that is nobody's yet.
    """

    text: str
    speaker: str = ""
    outlet: str = ""
    journalist: str = ""
    label: str = ""
    kind: str = ""


@transaction.atomic
def enqueue(conference: Conference, typed: Typed, *, change: Change) -> QueuedTurn:
    """Put a turn at the end of the queue of a running conference. About six queries.

    Raises WrongStateError, DocumentRefusedError, PermissionDenied.
    """
    row = lock_running(conference, change, "change_conference")
    return add_to_queue(row, [typed], name=change.name)[0]


def add_to_queue(
    conference: Conference, turns: Sequence[Typed], *, name: str, is_checked: bool = True
) -> list[QueuedTurn]:
    """Put turns at the end of the queue, in the caller's transaction, which has locked the conference. Three queries.

    Raises WrongStateError, DocumentRefusedError.
    """
    waiting = list(conference.queue.values_list("kind", "is_checked"))
    if len(waiting) + len(turns) > MOST_QUEUED:
        raise WrongStateError(gettext("There are too many turns in the queue. Release or discard some of them."))
    last = conference.queue.aggregate(last=Max("position"))["last"] or 0
    rows = []
    for number, typed in enumerate(turns, start=1):
        has_question = any(kind == Kind.QUESTION for kind, _ in waiting)
        row = QueuedTurn(conference=conference, position=last + number, made_by_name=name, is_checked=is_checked)
        _take(row, typed, conference, has_question=has_question)
        waiting.append((row.kind, is_checked))
        rows.append(row)
    return QueuedTurn.objects.bulk_create(rows)


@transaction.atomic
def change_queued(turn: QueuedTurn, typed: Typed, *, was: str, change: Change) -> None:
    """Change a turn that waits, which is checked by that; `was` is the text that the editor saw.

    Raises WrongStateError, DocumentRefusedError, PermissionDenied.
    """
    row = lock_running(turn.conference, change, "change_conference")
    held = _find(row, turn)
    if held.text != was.replace("\r\n", "\n"):
        raise WrongStateError(gettext("Somebody else has changed the same text."))
    others = row.queue.filter(position__lt=held.position, kind=Kind.QUESTION)
    _take(held, typed, row, has_question=others.exists())
    held.is_checked = True
    held.save()


@transaction.atomic
def check_queued(turn: QueuedTurn, *, change: Change) -> None:
    """Say that a turn that was sent in has been read, and is right. Raises WrongStateError, PermissionDenied."""
    row = lock_running(turn.conference, change, "change_conference")
    held = _find(row, turn)
    held.is_checked = True
    held.save(update_fields=["is_checked"])


@transaction.atomic
def drop_queued(turn: QueuedTurn, *, change: Change) -> None:
    """Discard a turn that waits. Raises WrongStateError, PermissionDenied."""
    row = lock_running(turn.conference, change, "change_conference")
    _find(row, turn).delete()


@transaction.atomic
def release(conference: Conference, *, goes_on: bool = False, change: Change) -> int:
    """Make the turns at the head of the queue public, up to the first that is not checked; return their exchange.

    They are the next exchange or, if it `goes_on`, the end of the last one. One revision, one edition. Raises
    WrongStateError, WordsRemovedError, DocumentRefusedError, PermissionDenied.
    """
    row = lock_running(conference, change, "publish_conference")
    waiting = list(row.queue.order_by("position"))
    ready = list(takewhile(lambda turn: turn.is_checked, waiting))
    if not ready:
        empty = gettext("The queue is empty.")
        raise WrongStateError(gettext("Check the first turn in the queue before it is released.") if waiting else empty)
    turns = tuple(map(_to_turn, ready))
    if any(turn.kind == Kind.ANSWER and not (turn.speaker or turn.outlet or turn.journalist) for turn in turns):
        raise WrongStateError(gettext("An answer in the queue has no speaker."))
    document = read(row)
    exchanges = list(document.exchanges)
    if goes_on and exchanges:
        exchanges[-1] = replace(exchanges[-1], turns=(*exchanges[-1].turns, *turns))
    else:
        exchanges.append(ExchangeText(turns))
    row.queue.filter(pk__in=[turn.pk for turn in ready]).delete()
    reconcile(row, replace(document, exchanges=tuple(exchanges)), change)
    refuse_removed_elsewhere(row)
    conference.revision_number = row.revision_number
    return len(exchanges)


def lock_running(conference: Conference, change: Change, permission: str) -> Conference:
    """Return the row of a running conference, locked. One query. Raises WrongStateError, PermissionDenied."""
    require_permission(change, permission)
    row = Conference.objects.select_for_update().get(pk=conference.pk)
    if not row.is_running:
        raise WrongStateError(gettext("The transcript is not running."))
    return row


def _find(conference: Conference, turn: QueuedTurn) -> QueuedTurn:
    held = conference.queue.filter(pk=turn.pk).first()
    if held is None:
        raise WrongStateError(gettext("This turn is no longer in the queue: it was released or discarded."))
    return held


def _take(row: QueuedTurn, typed: Typed, conference: Conference, *, has_question: bool) -> None:
    """Set the row's fields as a document would clean them. Raises WrongStateError, DocumentRefusedError."""
    text = "\n\n".join(clean_paragraphs([typed.text.replace("\r\n", "\n")]))
    if not text:
        raise WrongStateError(gettext("Type what was said."))
    kind = _kind_of(typed, conference, has_question=has_question)
    label = typed.label or typed.speaker or typed.outlet or typed.journalist
    speaker = typed.speaker
    outlet, journalist = ("", "") if speaker else (typed.outlet, typed.journalist)
    turn = TurnText(kind, label, (text,), speaker, outlet, journalist)
    check_lengths(TranscriptDocument(exchanges=(ExchangeText((turn,)),)))
    row.kind, row.label, row.speaker = turn.kind.value, turn.label, turn.speaker
    row.outlet, row.journalist, row.text = turn.outlet, turn.journalist, text


def _kind_of(typed: Typed, conference: Conference, *, has_question: bool) -> Kind:
    if typed.kind:
        return Kind(typed.kind)
    if typed.speaker:
        part = conference.participations.filter(name_as_printed=typed.speaker).values_list("part", flat=True).first()
        return _KINDS_BY_PART.get(part or "", Kind.ANSWER if has_question else Kind.STATEMENT)
    if typed.outlet or typed.journalist:
        return Kind.QUESTION
    return Kind.STATEMENT if typed.label else Kind.NOTE


def _to_turn(row: QueuedTurn) -> TurnText:
    return TurnText(Kind(row.kind), row.label, (row.text,), row.speaker, row.outlet, row.journalist)
