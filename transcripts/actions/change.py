"""The author and reason of a change, and what a change records besides a revision: an event, a new edition."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext

from transcripts.actions.public_changes import Moved, mark_changed
from transcripts.actions.versions import write_due_lines
from transcripts.document import TranscriptDocument, find_removed
from transcripts.models import Conference, Edition, Event, Removal
from transcripts.reading.removals import find_removed_elsewhere, removals_of


@dataclass(frozen=True, slots=True)
class Change:
    """The user who changes something, and the note that says why; without a user, it is the command line.

    `is_major` is None as long as nobody said whether the change is major or minor: nothing presets it.
    """

    user: User | None = None
    note: str = ""
    is_major: bool | None = None

    @property
    def name(self) -> str:
        """The user's name as it is kept, even when the account is deleted one day."""
        return self.user.get_username() if self.user else "command line"


def require_permission(change: Change, permission: str) -> None:
    """Refuse the change if its user lacks `permission`. The command line may do everything.

    Raises Django's PermissionDenied with a sentence.
    """
    if change.user and not change.user.has_perm(f"transcripts.{permission}"):
        raise PermissionDenied(gettext("“%(name)s” does not have permission to do this.") % {"name": change.name})


def find_user(username: str) -> User | None:
    """Return the user of that name, if there is one. One query."""
    return User.objects.filter(username=username).first()


class NoteRequiredError(Exception):
    """A change of something public came without a note, or without saying whether it is major.

    `missing` has a sentence for each of the two that is missing: by `note`, by `is_major`. The message is all of them.
    """

    def __init__(self, *, note: bool = True, is_major: bool = False) -> None:
        self.missing: dict[str, str] = {}
        if note:
            self.missing["note"] = gettext("This is public: enter a note explaining the change.")
        if is_major:
            self.missing["is_major"] = gettext("This is public: choose whether the change is minor or major.")
        super().__init__(" ".join(self.missing.values()))


def require_reason(change: Change) -> None:
    """Refuse a change of public words that has no note, or does not say whether it is major.

    Raises NoteRequiredError.
    """
    lacks_note, lacks_weight = not change.note.strip(), change.is_major is None
    if lacks_note or lacks_weight:
        raise NoteRequiredError(note=lacks_note, is_major=lacks_weight)


def record_event(conference: Conference, what: Event.What, change: Change) -> Event:
    """Record a step in the conference's life, and who took it, as an event. Two queries."""
    event = Event.objects.create(
        conference=conference, what=what, made_by=change.user, made_by_name=change.name, note=change.note.strip()
    )
    take_note_of_time()
    return event


def take_note_of_time() -> int:
    """Write the lines that became due in the log of versions since the last action; return how many.

    One query if there are none.
    """
    written = write_due_lines()
    if written:
        bump_edition()
    return written


@transaction.atomic
def bump_edition(*changed: Conference, among: QuerySet[Conference] | None = None, moved: Sequence[Moved] = ()) -> None:
    """Raise the edition: the public sees something new. At most three queries; the last action of a transaction.

    The conferences `changed`, those `among` a query, and the addresses of names that `moved` are marked with the new
    edition, so that copies of the site follow. Two queries more, and two for every thousand of the query.
    """
    if not Edition.objects.filter(pk=1).update(number=F("number") + 1):
        Edition.objects.get_or_create(pk=1, defaults={"number": 1})
    mark_changed(changed, among=among, moved=moved)
    write_due_lines()


class WrongStateError(Exception):
    """The conference's state does not allow this step; the message is a sentence."""


class RemovalRefusedError(Exception):
    """A removal would take from the public what it has seen; the message is a sentence."""


class DocumentRefusedError(Exception):
    """A document that the records cannot hold; the message is a sentence that says why."""


class WordsRemovedError(DocumentRefusedError, WrongStateError):
    """A change that would bring back words which were removed; the message is a sentence that names the removal."""

    def __init__(self, removal: Removal) -> None:
        said = {"day": formats.date_format(timezone.localdate(removal.made_at)), "reason": removal.reason}
        super().__init__(
            gettext("This would bring back words that were removed on %(day)s, because: %(reason)s") % said
        )


def refuse_removed_elsewhere(conference: Conference) -> None:
    """Refuse words that were removed from what is plainly the same conference, entered once more.

    One query where nothing was removed anywhere. Raises WordsRemovedError.
    """
    for found in find_removed_elsewhere(conference):
        if found.is_same:
            raise WordsRemovedError(found.removal)


def refuse_removed(conference: Conference, document: TranscriptDocument) -> None:
    """Refuse a document that would bring back what was removed from the conference without repeating it.

    One query, or two. Raises WordsRemovedError.
    """
    found = find_removed(document, removals_of(conference))
    if found:
        raise WordsRemovedError(Removal.objects.get(pk=found.pk))
