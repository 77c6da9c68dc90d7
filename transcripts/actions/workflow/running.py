"""Running transcripts: starting one, correcting released turns, and closing it."""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from transcripts import search
from transcripts.actions.change import Change, WrongStateError, bump_edition, record_event, require_permission
from transcripts.actions.transcript.publication import make_published_version
from transcripts.actions.transcript.reconcile import reconcile
from transcripts.actions.transcript.running_changes import decide_running_corrections
from transcripts.actions.versions import drop_prepared
from transcripts.actions.workflow.queue import Typed, lock_running
from transcripts.actions.workflow.running_end import clear_queue
from transcripts.actions.workflow.states import NotReadyError
from transcripts.document import Kind, TurnText, clean_paragraphs
from transcripts.models import Conference, Event, SiteIdentity, Status
from transcripts.reading.checklist import find_problems
from transcripts.reading.transcript import read


@transaction.atomic
def start_running(conference: Conference, *, change: Change) -> None:
    """Publish the head of a conference that nobody has seen, and set its transcript running.

    No second pair of eyes is asked for, and the history says so. Raises WrongStateError, PermissionDenied.
    """
    require_permission(change, "publish_conference")
    row = Conference.objects.select_for_update().get(pk=conference.pk)
    if row.binned_at:
        raise WrongStateError(gettext("It is in the trash; restore it first."))
    if row.status not in {Status.DRAFT, Status.SUBMITTED}:
        raise WrongStateError(gettext("Only a draft that was never public can be set running."))
    if row.exchanges.exists():
        raise WrongStateError(
            gettext(
                "It has exchanges, which would be public at once. Only a conference without any can be set running."
            )
        )
    now = timezone.now()
    _save(conference, row, status=Status.PUBLISHED, published_at=now, running_since=now, added_at=now)
    drop_prepared(row)
    record_event(row, Event.What.RUNNING, change)
    if SiteIdentity.current().asks_second_eyes:
        record_event(row, Event.What.ALONE, Change(change.user))
    bump_edition(row)


@transaction.atomic
def correct_released(conference: Conference, turn: str, typed: Typed, *, was: str, change: Change) -> None:
    """Give a released turn, by its permanent id, other words or another speaker; without words it goes.

    No note is needed: changes of words that were public are listed as made while running. `was` is the text that the
    editor saw. Raises WrongStateError, WordsRemovedError, DocumentRefusedError, PermissionDenied.
    """
    row = lock_running(conference, change, "publish_conference")
    document = read(row)
    here = next((each for each in document.turns if each.public_id == turn), None)
    if here is None:
        raise WrongStateError(gettext("This turn is no longer in the transcript."))
    if here.text != was.replace("\r\n", "\n"):
        raise WrongStateError(gettext("Somebody else has changed the same text."))
    now = _typed_over(here, typed)
    exchanges = (
        replace(each, turns=tuple(filter(None, (now if one is here else one for one in each.turns))))
        for each in document.exchanges
    )
    reconcile(row, replace(document, exchanges=tuple(each for each in exchanges if each.turns)), change)
    conference.revision_number = row.revision_number


def _typed_over(turn: TurnText, typed: Typed) -> TurnText | None:
    """Return the turn with other words, by another speaker if one is named; None without words."""
    paragraphs = clean_paragraphs([typed.text.replace("\r\n", "\n")])
    if not paragraphs:
        return None
    ids = turn.paragraph_ids if len(paragraphs) == len(turn.paragraphs) else ()
    turn = replace(turn, paragraphs=paragraphs, paragraph_ids=ids, times=())
    same = (turn.speaker, turn.outlet, turn.journalist) == (typed.speaker, typed.outlet, typed.journalist)
    if same or not (typed.speaker or typed.outlet or typed.journalist):
        return turn
    kind = Kind(typed.kind) if typed.kind else turn.kind
    if typed.speaker:
        return replace(
            turn, kind=kind, label=typed.label or typed.speaker, speaker=typed.speaker, outlet="", journalist=""
        )
    label = typed.label or typed.outlet or typed.journalist
    return replace(turn, kind=kind, label=label, speaker="", outlet=typed.outlet, journalist=typed.journalist)


@transaction.atomic
def close_running(
    conference: Conference, *, weights: Mapping[int, bool], gives_up_queue: bool = False, change: Change
) -> None:
    """Close a running transcript, for ever: it is published as a whole, as version 1.

    `weights` says of each change made while running, by its key, whether it is major; major ones become corrections.
    What still waits in the queue is given up only if that is said. Raises WrongStateError, NotReadyError,
    PermissionDenied.
    """
    row = lock_running(conference, change, "publish_conference")
    if row.queue.exists() and not gives_up_queue:
        raise WrongStateError(gettext("There are still turns in the queue: release or discard them."))
    if problems := find_problems(row):
        raise NotReadyError(row, problems)
    if {*row.running_corrections.values_list("pk", flat=True)} - weights.keys():
        raise WrongStateError(gettext("Choose for each change made while it was running whether it is minor or major."))
    clear_queue(row)
    _save(conference, row, published_at=timezone.now(), running_since=None, added_at=None)
    decide_running_corrections(row, weights, change)
    row.released.all().delete()
    make_published_version(row)
    record_event(row, Event.What.CLOSED, change)
    bump_edition(row)


def _save(conference: Conference, row: Conference, **values: object) -> None:
    """Save `values` in the row, copy them to the caller's object, and tell the index."""
    for name, value in values.items():
        setattr(row, name, value)
        setattr(conference, name, value)
    row.save(update_fields=[*values, "updated_at"])
    search.index(row.pk)
