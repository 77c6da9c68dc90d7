"""Who changes something and why, and what every change leaves behind beside a revision: an event, a new edition."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from transcripts.models import Conference, Edition, Event


@dataclass(frozen=True, slots=True)
class Change:
    """Who changes something and why; without a user, it is somebody at the command line."""

    user: User | None = None
    note: str = ""
    is_major: bool = False

    @property
    def name(self) -> str:
        """The name that is kept, even when the account is gone one day."""
        return self.user.get_username() if self.user else "command line"


def require_permission(change: Change, permission: str) -> None:
    """Refuse a deed of somebody who lacks `permission`. The command line may do everything.

    Raises Django's PermissionDenied with a sentence.
    """
    if change.user and not change.user.has_perm(f"transcripts.{permission}"):
        raise PermissionDenied(gettext("“%(name)s” does not have permission to do this.") % {"name": change.name})


def find_user(username: str) -> User | None:
    """Return the user of that name, if there is one. One query."""
    return User.objects.filter(username=username).first()


class NoteRequiredError(Exception):
    """What is public was to be changed without a note; the message is a sentence."""

    def __init__(self) -> None:
        super().__init__(gettext("This is public: enter a note explaining the change."))


def record_event(conference: Conference, what: Event.What, change: Change) -> Event:
    """Keep who took this step in the conference's life. One query."""
    return Event.objects.create(
        conference=conference, what=what, made_by=change.user, made_by_name=change.name, note=change.note.strip()
    )


@transaction.atomic
def bump_edition() -> None:
    """Say that the public sees something new. Two queries at the most; the last deed of a transaction."""
    if not Edition.objects.filter(pk=1).update(number=F("number") + 1):
        Edition.objects.get_or_create(pk=1, defaults={"number": 1})


class WrongStateError(Exception):
    """A step that the conference's state does not allow; the message is a sentence."""


class RemovalRefusedError(Exception):
    """A removal that would take from the public what it has seen; the message is a sentence."""
