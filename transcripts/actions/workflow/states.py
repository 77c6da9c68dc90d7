"""Actions that change a conference's state: draft, submitted, published or scheduled, withdrawn."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from transcripts import search
from transcripts.actions.change import (
    Change,
    WrongStateError,
    bump_edition,
    record_event,
    refuse_removed_elsewhere,
    require_permission,
)
from transcripts.actions.purge import purge_caches
from transcripts.actions.transcript.publication import make_published_version
from transcripts.actions.transcript.second_eyes import is_sole_editor, may_act_alone
from transcripts.actions.versions import drop_prepared, write_due_lines
from transcripts.actions.workflow.running_end import end_running
from transcripts.models import Conference, Event, Status
from transcripts.reading.checklist import find_problems

SOON = timedelta(minutes=10)  # longer than any transaction


class NotReadyError(Exception):
    """The conference may not be published yet; `problems` are sentences that say why not."""

    def __init__(self, conference: Conference, problems: list[str]) -> None:
        self.problems = problems
        words = {"title": conference.title, "problems": " ".join(problems)}
        super().__init__(gettext("“%(title)s”: %(problems)s") % words)


@transaction.atomic
def submit(conference: Conference, *, change: Change | None = None) -> None:
    """Submit a draft to the Editors. Raises WrongStateError."""
    row = _lock(conference)
    if row.status != Status.DRAFT or row.binned_at:
        raise WrongStateError(gettext("Only a draft can be submitted."))
    _save(conference, row, status=Status.SUBMITTED)
    record_event(row, Event.What.SUBMITTED, change or Change())


@transaction.atomic
def return_to_draft(conference: Conference, *, change: Change | None = None) -> None:
    """Return a submitted or scheduled conference to draft. Raises WrongStateError."""
    row = _lock(conference)
    if row.binned_at or not (row.status == Status.SUBMITTED or row.is_scheduled):
        raise WrongStateError(gettext("Only a submitted or scheduled conference can be returned to draft."))
    _save(conference, row, status=Status.DRAFT, published_at=None)
    drop_prepared(row)
    record_event(row, Event.What.RETURNED, change or Change())


@transaction.atomic
def publish(
    conference: Conference, *, change: Change | None = None, at: datetime | None = None, even_alone: bool = False
) -> None:
    """Publish the conference now, or from the time `at` on.

    A conference that is public already keeps its time. Where the office asks for a second pair of eyes, whoever wrote
    it needs a permission, or `even_alone`, and the history says so. What was removed from the same conference under
    another name is refused. Raises NotReadyError, WrongStateError, WordsRemovedError, PermissionDenied.
    """
    change = change or Change()
    require_permission(change, "publish_conference")
    row = _lock(conference)
    now = timezone.now()
    if row.is_running:
        raise WrongStateError(gettext("It is running: it is published as a whole when it is closed."))
    if row.is_published:
        if at and at > now:
            raise WrongStateError(gettext("It is already public: it can be withdrawn, but not scheduled."))
        return
    if row.binned_at:
        raise WrongStateError(gettext("It is in the trash; restore it first."))
    is_later = at is not None and at > now
    if is_later and row.status == Status.WITHDRAWN:
        raise WrongStateError(gettext("A conference that was once public can be published again, but not scheduled."))
    alone = is_sole_editor(row, change)
    if alone and not (even_alone or may_act_alone(change)):
        raise WrongStateError(gettext("You wrote this transcript, so somebody else must publish it."))
    if problems := find_problems(row):
        raise NotReadyError(row, problems)
    refuse_removed_elsewhere(row)
    _save(conference, row, status=Status.PUBLISHED, published_at=at if is_later else now, withdrawal_reason="")
    make_published_version(row)
    if at and is_later:
        record_event(row, Event.What.SCHEDULED, replace(change, note=change.note.strip() or _time_sentence(at)))
    else:
        record_event(row, Event.What.PUBLISHED, change)
    if alone:
        record_event(row, Event.What.ALONE, Change(change.user))
    if not is_later or (at and at < now + SOON):
        # The end of an embargo needs no new edition: the edition's stamp names the time as well, and so do copies,
        # unless it passes before this is committed.
        bump_edition(row)


@transaction.atomic
def withdraw(conference: Conference, *, reason: str, change: Change | None = None) -> None:
    """Withdraw a public conference; its page then shows only title, date and `reason`.

    Raises WrongStateError, PermissionDenied.
    """
    change = change or Change()
    require_permission(change, "withdraw_conference")
    row = _lock(conference)
    if not row.is_published:
        raise WrongStateError(gettext("Only a public conference can be withdrawn."))
    write_due_lines()  # while it is public: its own may be among them
    if row.is_running:
        end_running(row, change)
        conference.running_since = conference.added_at = None
    _give_reason(conference, row, reason, Event.What.WITHDRAWN, change)
    purge_caches()


@transaction.atomic
def reword_withdrawal(conference: Conference, *, reason: str, change: Change | None = None) -> None:
    """Change the reason that the public reads in the place of a withdrawn conference; the history keeps the old one.

    Raises WrongStateError, PermissionDenied.
    """
    change = change or Change()
    require_permission(change, "withdraw_conference")
    row = _lock(conference)
    if row.status != Status.WITHDRAWN or row.binned_at:
        raise WrongStateError(gettext("The reason can be changed only for a withdrawn conference."))
    if reason.strip() != row.withdrawal_reason:
        _give_reason(conference, row, reason, Event.What.REWORDED, change)


def _give_reason(conference: Conference, row: Conference, reason: str, what: Event.What, change: Change) -> None:
    if not reason.strip():
        raise WrongStateError(gettext("Enter a reason for the withdrawal; readers will see it."))
    _save(conference, row, status=Status.WITHDRAWN, withdrawal_reason=reason.strip())
    record_event(row, what, replace(change, note=reason))
    bump_edition(row)


def _time_sentence(at: datetime) -> str:
    """Return a time as the history keeps it, whatever the language: in the office's time zone, which it names."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M} {timezone.get_current_timezone_name()}"


def _lock(conference: Conference) -> Conference:
    """Return the row as it is now, locked until the transaction ends."""
    return Conference.objects.select_for_update().get(pk=conference.pk)


def _save(conference: Conference, row: Conference, **values: object) -> None:
    """Save `values` in the row, copy them to the caller's object, and update the index's state of publication."""
    for name, value in values.items():
        setattr(row, name, value)
        setattr(conference, name, value)
    row.save(update_fields=[*values, "updated_at"])
    if "published_at" in values or "withdrawal_reason" in values:
        search.index(row.pk)
