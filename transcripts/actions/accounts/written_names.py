"""An editor's name in free text: finding each place, and replacing it.

Comments and reasons are changed like any text. The note of a revision is amended: readers and editors then see the new
one, while its first wording is sealed and stays in the history. Words of a transcript stay too; a name that must not be
in them is removed as other words are, and erased.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model, Q

from transcripts.actions.accounts.personal_data import as_words, names_of_editor
from transcripts.actions.change import Change, bump_edition
from transcripts.actions.public_changes import announcement_of
from transcripts.actions.transcript.revision_notes import amend_note
from transcripts.models import (
    Announcement,
    Comment,
    Conference,
    Event,
    ImportDraft,
    MistakeReport,
    NamePair,
    Replacement,
    Revision,
)
from transcripts.presentation.editors import ERASED_EDITOR

# What editors type about their work. All else that holds texts is what was said, or is sealed.
TYPED: dict[type[Model], tuple[str, ...]] = {
    Announcement: ("reason",),
    Comment: ("text",),
    Conference: ("withdrawal_reason",),
    Event: ("note",),
    ImportDraft: ("note",),
    MistakeReport: ("message", "answer"),
    NamePair: ("why",),
    Replacement: ("note", "undo_note"),
    Revision: ("note",),
}


@dataclass(frozen=True, slots=True)
class WrittenName:
    """A place where the name is in a text: `key` chooses it, `model` says what it is, in the reader's words."""

    key: str
    model: str
    text: str


def words_of_editor(user: User) -> set[str]:
    """Return the names and addresses by which an editor is known, in whatever case."""
    addresses = [user.email, *user.emailaddress_set.values_list("email", flat=True)]  # type: ignore[attr-defined]
    whole = " ".join(part for part in (user.first_name, user.last_name) if part)
    return {*names_of_editor(user), *addresses, whole} - {""}


def find_written(user: User) -> list[WrittenName]:
    """Return each place where the name can be replaced. A query for each kind of text, and some for the names."""
    words = words_of_editor(user)
    return [
        WrittenName(_key(row, name), str(row._meta.verbose_name), getattr(row, name)) for row, name in _places(words)
    ]


def replace_written(words: set[str], chosen: Collection[str], *, change: Change) -> int:
    """Put “an editor (erased)” for the words in the chosen places; return how many they were."""
    pattern, number, changed = as_words(words), 0, list[Revision | Conference | Announcement]()
    for row, name in list(_places(words)) if chosen else ():
        if _key(row, name) not in chosen:
            continue
        text = pattern.sub(ERASED_EDITOR, getattr(row, name))
        number += 1
        if isinstance(row, Revision) and row.state == Revision.State.APPLIED:
            amend_note(row, text, change=change)
        else:
            type(row)._default_manager.filter(pk=row.pk).update(**{name: text})
        if isinstance(row, Revision | Conference | Announcement):
            changed.append(row)
    _show(changed)
    return number


def _show(changed: Iterable[Revision | Conference | Announcement]) -> None:
    """Raise the edition where readers see the note of a revision, the reason of a withdrawal or an announcement."""
    moved = [announcement_of(row.conference) for row in changed if isinstance(row, Announcement)]
    keys = {row.pk if isinstance(row, Conference) else row.conference_id for row in changed}
    states = (Conference.objects.published(), Conference.objects.withdrawn())
    seen = [conference for state in states for conference in state.filter(pk__in=keys)] if keys else []
    if seen or moved:
        bump_edition(*seen, moved=moved)


def _places(words: set[str]) -> Iterator[tuple[Any, str]]:
    pattern = as_words(words)
    for model, names in TYPED.items():
        condition = Q()
        for word in words:
            for name in names:
                condition |= Q(**{f"{name}__icontains": word})
        for row in model._default_manager.filter(condition).order_by("pk"):
            yield from ((row, name) for name in names if pattern.search(getattr(row, name) or ""))


def _key(row: Model, name: str) -> str:
    return f"{row._meta.model_name}.{name}.{row.pk}"
