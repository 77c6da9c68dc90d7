"""Erasing an editor's personal data: the name and the addresses go from every table, and every chain holds."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from transcripts.actions.accounts.events import record_account_event
from transcripts.actions.accounts.personal_data import as_words, find_left, names_of_editor, namings
from transcripts.actions.accounts.sessions import end_sessions
from transcripts.actions.accounts.written_names import replace_written, words_of_editor
from transcripts.actions.change import Change, WrongStateError
from transcripts.actions.freed_pages import overwrite_while_freeing
from transcripts.actions.sealed_names import free_name
from transcripts.actions.transcript.erasure import seal_erasure
from transcripts.actions.transcript.integrity import find_damage
from transcripts.actions.transcript.revision_notes import find_first_note, seal_edit
from transcripts.actions.transcript.revisions import seal
from transcripts.models import (
    AccountEvent,
    Conference,
    ImportBatch,
    ImportDraft,
    KnownDevice,
    NoteEdit,
    Presence,
    Removal,
    Revision,
)
from transcripts.presentation.editors import ERASED_EDITOR

_SEALED = {(Revision, "made_by_name"), (NoteEdit, "made_by_name"), (Removal, "erased_by_name")}


@dataclass(frozen=True, slots=True)
class ErasedEditor:
    """The result of erasing an editor: how many rows lost the name, and how many of them were sealed again.

    `replaced` says in how many texts that somebody wrote it was replaced; `left` how many rows still hold the name or
    an address in such a text, by model and field.
    """

    rows: int
    resealed: int
    replaced: int = 0
    left: dict[str, int] = field(default_factory=dict)


@transaction.atomic
def erase_editor(user: User, *, change: Change, written: Collection[str] = ()) -> ErasedEditor:
    """Erase an editor's name, addresses and devices from every table; return what that took. It cannot be undone.

    “An editor (erased)” replaces the name. What the editor wrote and did stays, and so does the account, without name
    and groups, and locked. Revisions, edits of notes and erasures seal a leaf of the name, whose salt is deleted; older
    ones, which seal the name itself, are sealed again. `written` are the keys of the places of `find_written` in which
    the name is replaced too. Reads every conference with such a place. Raises WrongStateError for damaged rows,
    PermissionDenied.
    """
    _require(user, change)
    row = User.objects.select_for_update().get(pk=user.pk)
    names = names_of_editor(row)
    words = words_of_editor(row)
    overwrite_while_freeing()
    end_sessions(row)
    number = resealed = 0
    for naming in namings():
        rows = naming.rows(row, names)
        if (naming.model, naming.name) in _SEALED:
            done, again = _free_sealed(naming.model, rows)
            number, resealed = number + done, resealed + again
        else:
            number += rows.update(**{naming.name: ERASED_EDITOR})
    replaced = replace_written(words, written, change=change)
    _free_logs(row, words)
    _free_account(row)
    record_account_event(AccountEvent.What.ACCOUNT, change.user, f"{row.username}: −")
    return ErasedEditor(number, resealed, replaced, find_left(words))


def _require(user: User, change: Change) -> None:
    by = change.user
    if by and not (by.has_perm("auth.change_user") and (by.is_superuser or not user.is_superuser)):
        raise PermissionDenied
    if by and by.pk == user.pk:
        raise WrongStateError(gettext("Nobody can erase their own account: ask somebody else to."))
    if user.username.startswith(ERASED_EDITOR):
        raise WrongStateError(gettext("This account has already been erased."))


def _free_sealed(model: Any, rows: Any) -> tuple[int, int]:
    """Free rows whose names are sealed; return how many, and how many of them had to be sealed again."""
    if model is Removal:
        return _free_removals(rows.filter(erased_at__isnull=False))
    path = "revision__conference" if model is NoteEdit else "conference"
    _require_whole(rows.filter(made_by_leaf="").values_list(path, flat=True).distinct())
    number = again = 0
    for row in rows.iterator(chunk_size=100):
        number += 1
        if model is Revision and row.state != Revision.State.APPLIED:
            Revision.objects.filter(pk=row.pk).update(made_by_name=ERASED_EDITOR)
            continue
        if free_name(row):
            again += 1
            if model is Revision:
                row.resealed = seal(row, after=row.digest, note=find_first_note(row))
            else:
                row.resealed = seal_edit(row, after=row.digest)
        row.save(update_fields=["made_by_name", "made_by_salt", "made_by_leaf", "resealed"])
    return number, again


def _free_removals(rows: Iterable[Removal]) -> tuple[int, int]:
    number = again = 0
    for row in rows:
        number += 1
        is_old = not row.erased_by_leaf
        if is_old:
            _require_whole([row.conference_id])
        free_name(row, "erased_by")
        row.save(update_fields=["erased_by_name", "erased_by_salt", "erased_by_leaf"])
        for erasure in row.erasures.select_related("revision") if is_old else ():
            erasure.removal = row
            erasure.resealed = seal_erasure(erasure.revision, erasure, after=erasure.digest)
            erasure.save(update_fields=["resealed"])
            again += 1
    return number, again


def _require_whole(conferences: Iterable[int]) -> None:
    """Refuse to seal again what is not what was sealed: that would hide it. Raises WrongStateError."""
    for conference in Conference.objects.filter(pk__in=list(conferences)).order_by("pk"):
        if next(find_damage(conference), None):
            said = gettext("The revisions of “%(title)s” are damaged: run check_integrity and repair them first.")
            raise WrongStateError(said % {"title": conference.title})


def _free_logs(user: User, words: set[str]) -> None:
    """Free the log of accounts and Django's log of the words."""
    pattern = as_words(words)
    condition = Q()
    for word in words:
        condition |= Q(about__icontains=word)
    for event in AccountEvent.objects.filter(condition):
        AccountEvent.objects.filter(pk=event.pk).update(about=pattern.sub(ERASED_EDITOR, event.about))
    kind = ContentType.objects.get_for_model(User)
    for entry in LogEntry.objects.filter(content_type=kind, object_id=str(user.pk)):
        said = pattern.sub(ERASED_EDITOR, entry.change_message)
        LogEntry.objects.filter(pk=entry.pk).update(object_repr=ERASED_EDITOR, change_message=said)


def _free_account(user: User) -> None:
    """Leave of the account what others' rows point to: it has no name, no address and no way in."""
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    KnownDevice.objects.filter(user=user).delete()
    Presence.objects.filter(user=user).delete()
    ImportDraft.objects.filter(owner=user).delete()
    ImportBatch.objects.filter(owner=user).delete()
    user.username = f"{ERASED_EDITOR} {user.pk}"
    user.first_name = user.last_name = user.email = ""
    user.last_login = None
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.user_permissions.clear()
