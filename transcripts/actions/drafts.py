"""Imports under way: begun, corrected, confirmed, dropped. Nothing else is saved before one is confirmed."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from transcripts.actions.draft_reading import DraftText, read_draft
from transcripts.actions.importing import ImportRefusedError, check_head, find_conference, group_files, take_in
from transcripts.actions.recording import Change
from transcripts.document import Differences
from transcripts.intake import IntakeError, Source, parse, to_source_form
from transcripts.models import Conference, ImportDraft

MOST_DRAFTS = 50  # that one editor may have under way


class ConferenceChangedError(Exception):
    """The conference is no longer as the editor was shown; the message is a sentence."""

    def __init__(self) -> None:
        super().__init__(
            gettext("The conference was changed meanwhile. This is what would change now: look at it, then save.")
        )


@transaction.atomic
def begin_drafts(
    owner: User, files: Sequence[tuple[str, Source]], *, series: str = "", language: str = ""
) -> list[ImportDraft]:
    """Keep what the files hold, one import under way for each conference that they are of; nothing else is saved.

    `files` are names and what was read under them. Imports that have expired are swept away. Raises IntakeError,
    ImportRefusedError.
    """
    sweep_drafts()
    if ImportDraft.objects.filter(owner=owner).count() + len(files) > MOST_DRAFTS:
        raise ImportRefusedError(gettext("You have too many imports under way. Finish or drop some of them first."))
    parsed = [parse(source, name=name, language=language or None) for name, source in files]
    sources = {id(one): source for (_, source), one in zip(files, parsed, strict=True)}
    stated = {name: value for name, value in (("series", series), ("language", language)) if value}
    drafts = []
    for group in group_files([(Path(name), one) for (name, _), one in zip(files, parsed, strict=True)]):
        kept = [{"name": path.name, "source": to_source_form(sources[id(one)])} for path, one in group]
        names = ", ".join(path.name for path, _ in group if path.name)
        draft = ImportDraft(owner=owner, files=kept, names=names, fields=dict(stated))
        draft.title = read_draft(draft).document.title[:400]
        draft.save()
        drafts.append(draft)
    return drafts


def correct_draft(
    draft: ImportDraft,
    *,
    hints: Mapping[str, Any] | None = None,
    fields: Mapping[str, str] | None = None,
    choices: Mapping[str, Any] | None = None,
    note: str = "",
    is_major: bool = False,
) -> DraftText:
    """Keep the editor's word on an import under way, and return what it comes to. One query.

    Raises IntakeError when nothing would be left of it; then nothing is kept.
    """
    before = (draft.hints, draft.fields, draft.choices)
    draft.hints = dict(hints) if hints is not None else draft.hints
    draft.fields = dict(fields) if fields is not None else draft.fields
    draft.choices = dict(choices) if choices is not None else draft.choices
    try:
        text = read_draft(draft)
    except IntakeError:
        draft.hints, draft.fields, draft.choices = before
        raise
    draft.title = text.document.title[:400]
    draft.note, draft.is_major = note, is_major
    draft.save(update_fields=["title", "hints", "fields", "choices", "note", "is_major"])
    return text


def aim_draft(draft: ImportDraft, conference: Conference | None, *, is_new: bool) -> None:
    """Say which conference it is: this one, a new one, or, without either, the one that is found. One query."""
    draft.conference, draft.is_new = conference, is_new
    draft.save(update_fields=["conference", "is_new"])


def target_of(draft: ImportDraft, text: DraftText) -> Conference | None:
    """Return the conference that the import would change; None when it makes a new one. Two queries at most."""
    if draft.is_new:
        return None
    chosen = draft.conference
    if chosen and chosen.binned_at is None:
        return chosen
    return find_conference(text.document)


def confirm_draft(
    draft: ImportDraft, *, seen: tuple[int, int] | None, change: Change
) -> tuple[Conference, Differences]:
    """Make the records hold the import, as a draft when it is new, and be done with it; all in one transaction.

    `seen` is the key and the version of the conference with which the editor was shown the differences. Must be in a
    transaction. Raises ConferenceChangedError when it is another or a later one, ImportRefusedError,
    DocumentRefusedError, NoteRequiredError, IntakeError, and ImportDraft.DoesNotExist when it was confirmed before.
    """
    row = ImportDraft.objects.select_for_update().get(pk=draft.pk)
    text = read_draft(row)
    target = target_of(row, text)
    if target:
        target = Conference.objects.select_for_update().get(pk=target.pk)
    if seen != version_of(target):
        raise ConferenceChangedError
    check_head(text.document)
    try:
        with transaction.atomic():
            done = take_in(text.document, target, change, is_partial=text.is_partial, choices=row.choices)
    except IntegrityError as error:
        raise ConferenceChangedError from error  # somebody has entered the same conference at this very moment
    row.delete()
    return done


def version_of(conference: Conference | None) -> tuple[int, int] | None:
    """Return by what a conference's state is known: its key and its version."""
    return (conference.pk, conference.version) if conference else None


def drop_draft(draft: ImportDraft) -> None:
    """Be done with an import without saving anything of it. One query."""
    ImportDraft.objects.filter(pk=draft.pk).delete()


def sweep_drafts() -> int:
    """Remove the imports that have expired; return how many. One query."""
    return ImportDraft.objects.expired().delete()[0]
