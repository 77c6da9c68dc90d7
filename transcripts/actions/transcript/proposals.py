"""Proposals: make, apply and decline them; restore a revision; merge changes that two people made at once."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from transcripts.actions.change import Change, WrongStateError, record_event, refuse_removed, require_permission
from transcripts.actions.import_bases import adopt_bases, drop_bases
from transcripts.actions.transcript.reconcile import reconcile
from transcripts.actions.transcript.second_eyes import is_sole_editor, may_act_alone
from transcripts.document import Differences, TranscriptDocument, to_json
from transcripts.document.merging.three_way import Conflict, merge_three
from transcripts.models import Conference, Event, Revision
from transcripts.reading.transcript import read


class ConflictError(Exception):
    """Two people changed the same words; `conflicts` holds both texts of each place."""

    def __init__(self, conflicts: tuple[Conflict, ...]) -> None:
        self.conflicts = conflicts
        super().__init__(gettext("Somebody else has changed the same text."))


@transaction.atomic
def change_from(
    conference: Conference,
    document: TranscriptDocument,
    *,
    base: int,
    change: Change,
    choices: Mapping[str, str] | None = None,
) -> Differences:
    """Write the changes from revision `base` to `document` to the records, merged with those made since.

    `choices` says whose text is kept where both changed the same: `mine` or `theirs`, by the conflict's place.
    Raises ConflictError for undecided conflicts, NoteRequiredError, WrongStateError.
    """
    row = Conference.objects.select_for_update().get(pk=conference.pk)
    return reconcile(row, rebase(row, document, base, choices), change)


@transaction.atomic
def propose(conference: Conference, document: TranscriptDocument, *, base: int, change: Change) -> Revision:
    """Save a change of the transcript as a proposal, unseen by the public, until an Editor applies or declines it.

    Raises WordsRemovedError.
    """
    refuse_removed(conference, document)
    return Revision.objects.create(
        conference=conference,
        state=Revision.State.PROPOSED,
        base=base,
        document=to_json(document),
        made_by=change.user,
        made_by_name=change.name,
        made_at=timezone.now(),
        note=change.note.strip(),
        is_major=bool(change.is_major),
    )


@transaction.atomic
def apply_proposal(proposal: Revision, *, change: Change, choices: Mapping[str, str] | None = None) -> Differences:
    """Make a proposed revision the present one, together with what was changed since it was made.

    `choices` is as in `change_from`; what was proposed is `mine`. `change` says whether it is major; without a note,
    the proposal's is used. The revision keeps the names of who proposed and who applied it. Raises ConflictError,
    WrongStateError, NoteRequiredError, PermissionDenied.
    """
    require_permission(change, "publish_conference")
    row = Conference.objects.select_for_update().get(pk=proposal.conference_id)
    proposal = _waiting(proposal)
    alone = is_sole_editor(row, change, proposal)
    if alone and not may_act_alone(change):
        raise WrongStateError(gettext("You made this proposal, so somebody else must apply it."))
    document = rebase(row, proposal.transcript, proposal.base, choices)
    applied = Change(change.user, change.note.strip() or proposal.note, change.is_major)
    proposal.decided_by_name = change.name
    differences = reconcile(row, document, applied, proposal=proposal)
    if not differences:  # everything that it proposed has been changed meanwhile
        _decline(proposal, change)
        return differences
    adopt_bases(proposal)
    if alone:
        record_event(row, Event.What.ALONE, Change(change.user))
    return differences


@transaction.atomic
def decline_proposal(proposal: Revision, *, change: Change) -> None:
    """Decline a proposal: keep it for the record, never to be applied. Raises WrongStateError, PermissionDenied."""
    require_permission(change, "publish_conference")
    Conference.objects.select_for_update().get(pk=proposal.conference_id)
    _decline(_waiting(proposal), change)


@transaction.atomic
def restore_revision(
    revision: Revision, *, change: Change, base: int | None = None, choices: Mapping[str, str] | None = None
) -> Differences:
    """Restore the records to their state at `revision`; this makes a new revision.

    `base` is the revision at which the conference was seen when that was decided: what others changed since stays, and
    `choices` is as in `change_from`, with what is restored as `mine`. Without it, everything since is undone.
    Raises ConflictError, NoteRequiredError, WrongStateError.
    """
    row = Conference.objects.select_for_update().get(pk=revision.conference_id)
    if revision.state != Revision.State.APPLIED:
        raise WrongStateError(gettext("Only an applied revision can be restored."))
    document = revision.transcript
    return reconcile(row, document if base is None else rebase(row, document, base, choices), change)


def rebase(
    conference: Conference, document: TranscriptDocument, base: int, choices: Mapping[str, str] | None
) -> TranscriptDocument:
    """Return `document`, which was made from revision `base`, merged with changes since. Raises ConflictError."""
    if base == conference.revision_number:
        return document
    merged = merge_three(transcript_at(conference, base), document, read(conference), choices)
    if merged.conflicts:
        raise ConflictError(merged.conflicts)
    return merged.document


def transcript_at(conference: Conference, number: int) -> TranscriptDocument:
    """Return the document at a revision, or as the records hold it at the present one. Raises WrongStateError."""
    if number == conference.revision_number:
        return read(conference)
    revision = conference.revisions.applied().filter(number=number).first()
    if revision is None:
        raise WrongStateError(gettext("There is no revision %(number)d to compare with.") % {"number": number})
    return revision.transcript


def _waiting(proposal: Revision) -> Revision:
    """Return the proposal's row as it is now. Raises WrongStateError when somebody has already decided on it."""
    row = Revision.objects.select_for_update().get(pk=proposal.pk)
    if row.state != Revision.State.PROPOSED:
        raise WrongStateError(gettext("This proposal has already been applied or declined."))
    return row


def _decline(proposal: Revision, change: Change) -> None:
    proposal.state = Revision.State.DECLINED
    proposal.decided_by_name = change.name
    proposal.save(update_fields=["state", "decided_by_name"])
    drop_bases(proposal)
