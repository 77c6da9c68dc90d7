"""The life of a conference: draft, submitted, published or scheduled, withdrawn."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from transcripts.document import Kind
from transcripts.models import Conference, Status


class NotReadyError(Exception):
    """A conference that may not be published yet; `problems` says in sentences why not."""

    def __init__(self, conference: Conference, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(f"“{conference.title}”: {' '.join(problems)}")


class WrongStateError(Exception):
    """A step that the conference's state does not allow; the message is a sentence."""


def find_problems(conference: Conference) -> list[str]:
    """Return in sentences what keeps the conference from being published. Two queries."""
    problems = []
    exchanges = list(conference.exchanges.prefetch_related("turns").order_by("position"))
    turns = [(exchange, turn) for exchange in exchanges for turn in exchange.turns.all()]
    if not turns:
        return [gettext("Nobody says anything yet: it has no turns.")]
    for exchange, turn in turns:
        place = {"exchange": exchange.position, "turn": turn.position}
        if not turn.text.strip():
            problems.append(gettext("Exchange %(exchange)d, turn %(turn)d has no text.") % place)
        if turn.kind == Kind.ANSWER and not turn.speaker_id and not turn.outlet_id:
            problems.append(gettext("Exchange %(exchange)d, turn %(turn)d is an answer by nobody.") % place)
    for exchange in exchanges:
        if not exchange.turns.all():
            problems.append(gettext("Exchange %(exchange)d has no turns.") % {"exchange": exchange.position})
    return problems


@transaction.atomic
def submit(conference: Conference, *, user: AbstractBaseUser | None = None) -> None:
    """Hand a draft to the Editors. Raises WrongStateError."""
    row = _lock(conference)
    if row.status != Status.DRAFT:
        raise WrongStateError(gettext("Only a draft can be submitted."))
    _save(conference, row, status=Status.SUBMITTED)


@transaction.atomic
def return_to_draft(conference: Conference, *, user: AbstractBaseUser | None = None) -> None:
    """Take back a submission, or a publication whose time has not come. Raises WrongStateError."""
    row = _lock(conference)
    if not (row.status == Status.SUBMITTED or row.is_scheduled):
        raise WrongStateError(gettext("Only what is submitted or scheduled can be a draft again."))
    _save(conference, row, status=Status.DRAFT, published_at=None)


@transaction.atomic
def publish(conference: Conference, *, user: AbstractBaseUser | None = None, at: datetime | None = None) -> None:
    """Show the conference to the public now, or from the time `at` on.

    What is public already stays so and keeps its time. Raises NotReadyError, WrongStateError.
    """
    row = _lock(conference)
    now = timezone.now()
    if row.is_published:
        if at and at > now:
            raise WrongStateError(gettext("It is public already, so it can be withdrawn but no longer scheduled."))
        return
    if problems := find_problems(row):
        raise NotReadyError(row, problems)
    _save(conference, row, status=Status.PUBLISHED, published_at=max(at, now) if at else now, withdrawal_reason="")


@transaction.atomic
def withdraw(conference: Conference, *, reason: str, user: AbstractBaseUser | None = None) -> None:
    """Take a public conference back; its page then says only title, date and `reason`. Raises WrongStateError."""
    row = _lock(conference)
    if not row.is_published:
        raise WrongStateError(gettext("Only what is public can be withdrawn."))
    if not reason.strip():
        raise WrongStateError(gettext("A withdrawal needs a reason, which the public will read."))
    _save(conference, row, status=Status.WITHDRAWN, withdrawal_reason=reason.strip())


def _lock(conference: Conference) -> Conference:
    """Return the row as it is now, locked until the transaction ends."""
    return Conference.objects.select_for_update().get(pk=conference.pk)


def _save(conference: Conference, row: Conference, **values: object) -> None:
    """Save `values` in the row, and show them in the caller's copy."""
    for name, value in values.items():
        setattr(row, name, value)
        setattr(conference, name, value)
    row.save(update_fields=[*values, "updated_at"])
