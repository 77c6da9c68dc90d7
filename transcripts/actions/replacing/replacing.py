"""Find and replace: preparing, choosing places, carrying out as one action, and undoing as one.

Each conference is changed in a transaction of its own, all or nothing, and says what became of it; whatever stops the
action leaves the others open, and carrying it out again goes on with these.
"""

from collections.abc import Callable, Collection, Mapping

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from transcripts.actions.change import (
    Change,
    DocumentRefusedError,
    NoteRequiredError,
    WordsRemovedError,
    WrongStateError,
    require_permission,
    require_reason,
)
from transcripts.actions.replacing.finding import find_holdings
from transcripts.actions.transcript.reconcile import reconcile
from transcripts.document import FormError, TranscriptDocument
from transcripts.document.merging.three_way import merge_three
from transcripts.document.replacing import EmptiedError, find_places, replace_places
from transcripts.models import Conference, RecordStatus, ReplacedConference, Replacement
from transcripts.reading.name_resolution import Chosen
from transcripts.reading.removals import find_removed_elsewhere
from transcripts.reading.transcript import read

_Outcome = ReplacedConference.Outcome


@transaction.atomic
def prepare_replacement(replacement: Replacement, *, change: Change) -> Replacement:
    """Look for the words, and save the replacement with all places that were found, each of them chosen.

    Raises WrongStateError, PermissionDenied. Its queries are those of `find_holdings`, and three.
    """
    _require_permissions(change)
    if replacement.find == replacement.replace_by:
        raise WrongStateError(gettext("Both texts are the same."))
    replacement.made_by, replacement.made_by_name = change.user, change.name
    holdings = find_holdings(replacement)
    replacement.older = holdings.older
    replacement.save()
    rows = []
    for position, holding in enumerate(holdings.found, start=1):
        row = ReplacedConference(
            replacement=replacement,
            conference=holding.conference,
            position=position,
            revision_number=holding.conference.revision_number,
            places=len(holding.places),
        )
        if holding.too_many:
            row.outcome = _Outcome.LEFT
            row.sentence = gettext("The words occur there %(number)d times: search for a longer passage.") % {
                "number": holding.too_many
            }
        rows.append(row)
    ReplacedConference.objects.bulk_create(rows)
    return replacement


@transaction.atomic
def choose_places(replacement: Replacement, left: Mapping[int, Collection[int]]) -> None:
    """Keep which places are not to be replaced: their numbers, by the key of the replacement's conference.

    Conferences that are not named stay as they were chosen. Raises WrongStateError.
    """
    row = Replacement.objects.select_for_update().get(pk=replacement.pk)
    _require_state(row, Replacement.State.PREPARED)
    changed = list(row.conferences.filter(pk__in=left, outcome=_Outcome.OPEN))
    for each in changed:
        each.left = sorted({number for number in left[each.pk] if 0 <= number < each.places})
    ReplacedConference.objects.bulk_update(changed, ["left"])


@transaction.atomic
def discard_replacement(replacement: Replacement) -> None:
    """Delete a replacement that was not carried out. Raises WrongStateError."""
    row = Replacement.objects.select_for_update().get(pk=replacement.pk)
    _require_state(row, Replacement.State.PREPARED)
    row.delete()


def forget_prepared_replacements() -> int:
    """Delete replacements that nobody carried out in time; return how many."""
    return Replacement.objects.expired().delete()[1].get("transcripts.Replacement", 0)


def apply_replacement(replacement: Replacement, *, change: Change) -> None:
    """Replace the chosen places, as one revision of each conference; what cannot be done is said of each.

    A note, and whether it is major, are required where any conference is public. Of an action that was stopped, the
    note is the first one, and the conferences that are still open are done. Some eighty queries a conference.
    Raises WrongStateError, NoteRequiredError, PermissionDenied.
    """
    _require_permissions(change)
    with transaction.atomic():
        row = Replacement.objects.select_for_update().get(pk=replacement.pk)
        if row.state == Replacement.State.PREPARED:
            chosen = [each for each in row.conferences.select_related("conference") if each.chosen]
            if not chosen:
                raise WrongStateError(gettext("Choose at least one place."))
            if any(each.conference.is_published for each in chosen if each.outcome == _Outcome.OPEN):
                require_reason(change)
            row.state, row.note, row.is_major = Replacement.State.APPLIED, change.note.strip(), change.is_major
            row.applied_at, row.applied_by_name = timezone.now(), change.name
            row.save()
        elif row.state != Replacement.State.APPLIED or not row.conferences.filter(outcome=_Outcome.OPEN).exists():
            raise WrongStateError(gettext("This was already carried out."))
    made = Change(change.user, row.note, row.is_major)
    for key in row.conferences.filter(outcome=_Outcome.OPEN).values_list("pk", flat=True):
        _settle(key, "outcome", lambda each: _replace(row, each, made))
    replacement.refresh_from_db()


def undo_replacement(replacement: Replacement, *, change: Change) -> None:
    """Take a replacement back in each conference, whatever else was changed since; those that cannot be are named.

    A note, and whether it is major, are required where any of them is public. Raises WrongStateError,
    NoteRequiredError, PermissionDenied.
    """
    _require_permissions(change)
    with transaction.atomic():
        row = Replacement.objects.select_for_update().get(pk=replacement.pk)
        waiting = row.conferences.filter(outcome=_Outcome.DONE, undo=_Outcome.OPEN)
        if row.state == Replacement.State.APPLIED:
            if row.conferences.filter(outcome=_Outcome.OPEN).exists():
                raise WrongStateError(
                    gettext("Some conferences have not been processed yet: continue with them first.")
                )
            if any(each.conference.is_published for each in waiting.select_related("conference")):
                require_reason(change)
            row.state, row.undo_note, row.undo_is_major = (
                Replacement.State.UNDONE,
                change.note.strip(),
                change.is_major,
            )
            row.undone_at, row.undone_by_name = timezone.now(), change.name
            row.save()
        elif row.state != Replacement.State.UNDONE or not waiting.exists():
            raise WrongStateError(gettext("There is nothing to undo."))
    made = Change(change.user, row.undo_note, row.undo_is_major)
    for key in waiting.values_list("pk", flat=True):
        _settle(key, "undo", lambda each: _restore(row, each, made))
    replacement.refresh_from_db()


class _LeftError(Exception):
    """A conference is left as it is; the message is a sentence that says why."""


def _settle(key: int, step: str, action: Callable[[ReplacedConference], int | None]) -> None:
    """Do one conference, all of it or nothing, and save what became of it; another failure is only named."""
    number: int | None = None
    try:
        with transaction.atomic():
            each = ReplacedConference.objects.select_for_update().get(pk=key)
            if getattr(each, step) != _Outcome.OPEN:
                return
            number = action(each)
            _save(each, step, _Outcome.NONE if number is None else _Outcome.DONE, number)
            return
    except (_LeftError, DocumentRefusedError, WrongStateError, NoteRequiredError) as refusal:
        sentence = str(refusal)
    except DatabaseError:
        sentence = gettext("The database could not save it.")
    with transaction.atomic():
        each = ReplacedConference.objects.select_for_update().get(pk=key)
        if getattr(each, step) == _Outcome.OPEN:
            each.sentence = sentence
            _save(each, step, _Outcome.LEFT, None)


def _save(each: ReplacedConference, step: str, outcome: _Outcome, number: int | None) -> None:
    setattr(each, step, outcome)
    setattr(each, "made" if step == "outcome" else "undone", number)
    each.save()


def _replace(replacement: Replacement, each: ReplacedConference, change: Change) -> int | None:
    """Replace a conference's chosen places; return the number of the revision, None if none is chosen."""
    if not each.chosen:
        return None
    conference = _locked(replacement, each, each.revision_number)
    before = read(conference)
    if len(find_places(before, replacement.wanted)) != each.places:
        raise _LeftError(gettext("Somebody changed it meanwhile."))
    chosen = set(range(each.places)) - set(each.left)
    try:
        after = replace_places(before, replacement.wanted, replacement.replace_by, chosen)
    except EmptiedError as error:
        raise _LeftError(gettext("A title, a name or a paragraph would be empty.")) from error
    return _write(conference, before, after, change)


def _restore(replacement: Replacement, each: ReplacedConference, change: Change) -> int:
    """Give a conference the words that it had, and leave other changes since as they are; return the revision’s number.

    Raises _LeftError where somebody changed the same words since, or participants where one was renamed.
    """
    conference = _locked(replacement, each)
    kept = {
        row.number: row for row in conference.revisions.applied().filter(number__in=(each.revision_number, each.made))
    }
    try:
        before, made = kept[each.revision_number].transcript, kept[each.made].transcript
    except (KeyError, FormError) as error:
        raise _LeftError(gettext("Its earlier state is no longer kept.")) from error
    now = read(conference)
    if conference.revision_number == each.made:
        return _write(conference, now, before, change)
    merged = merge_three(made, before, now)
    after = merged.document
    if merged.conflicts or _names(before) != _names(made) or _names(after) != _names(now):
        raise _LeftError(gettext("Somebody changed the same words meanwhile."))
    return _write(conference, now, after, change)


def _names(document: TranscriptDocument) -> list[str]:
    return [person.name for person in document.people]


def _locked(replacement: Replacement, each: ReplacedConference, number: int | None = None) -> Conference:
    """Return the conference, locked, if it is still as it was seen at the revision that is named. Raises _LeftError."""
    row = Conference.objects.select_for_update().get(pk=each.conference_id)
    if row.binned_at:
        raise _LeftError(gettext("It is in the trash."))
    if number is not None and row.revision_number != number:
        raise _LeftError(gettext("Somebody changed it meanwhile."))
    if row.record_status != RecordStatus.PRELIMINARY and not replacement.with_checked:
        raise _LeftError(gettext("Its record status is now checked or final."))
    return row


def _write(conference: Conference, before: TranscriptDocument, after: TranscriptDocument, change: Change) -> int:
    """Make the records hold `after`; people keep their records under their new names. Raises what `reconcile` does."""
    if len(after.people) != len(before.people):
        raise _LeftError(gettext("Two participants would have the same name."))
    keys = dict(conference.participations.values_list("name_as_printed", "speaker"))
    pairs = zip(before.people, after.people, strict=True)
    renamed: dict[str, int | str] = {
        new.name: keys[old.name] for old, new in pairs if old.name != new.name and old.name in keys
    }
    known = {found.removal.pk for found in find_removed_elsewhere(conference)}
    reconcile(conference, after, change, chosen=Chosen(speakers=renamed) if renamed else None)
    for found in find_removed_elsewhere(conference):
        if found.removal.pk not in known:
            raise WordsRemovedError(found.removal)
    conference.refresh_from_db()
    return conference.revision_number


def _require_permissions(change: Change) -> None:
    require_permission(change, "change_conference")
    require_permission(change, "publish_conference")


def _require_state(replacement: Replacement, state: Replacement.State) -> None:
    if replacement.state != state:
        raise WrongStateError(gettext("This was already carried out."))
