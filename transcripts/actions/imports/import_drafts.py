"""Import drafts: create, correct, confirm and discard them. Nothing else is saved before one is confirmed."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext

from transcripts.actions.change import Change
from transcripts.actions.import_bases import ImportPart, Resolution, find_base, hints_kept, parts_of
from transcripts.actions.imports.import_warnings import save_import_warnings
from transcripts.actions.imports.importing import ImportRefusedError, check_head, find_conference, group_files, take_in
from transcripts.document import Differences, TranscriptDocument
from transcripts.intake import IntakeError, Source, join_pages, parse, to_source_form
from transcripts.models import Conference, ImportBase, ImportDraft
from transcripts.reading.import_hints import apply_kept, keep_hints
from transcripts.reading.import_preview import ImportPreview, preview_import, put_together, read_as_given
from transcripts.text import fold_letters

MOST_DRAFTS = 50  # that one editor may have under way
MOST_CHARACTERS = 4_000_000  # in all files that are uploaded at once; a long transcript has a tenth of it
_WORD = [
    "hints",
    "fields",
    "choices",
    "conference",
    "is_new",
    "conflict_choices",
    "reads_again",
]  # fields that hold the editor's corrections


class ConferenceChangedError(Exception):
    """The conference has changed since the editor saw the differences; the message is a sentence."""

    def __init__(self) -> None:
        super().__init__(gettext("The conference has been changed since. Check the changes below, then save."))


class DraftChangedError(Exception):
    """The import draft was changed in another window meanwhile; the message is a sentence."""

    def __init__(self) -> None:
        super().__init__(
            gettext(
                "This import was changed in another window, so your corrections here were not applied. Its "
                "current state is shown below; the title, dates and note are as you entered them."
            )
        )


@transaction.atomic
def create_import_drafts(
    owner: User, files: Sequence[tuple[str, Source]], *, series: str = "", language: str = ""
) -> list[ImportDraft]:
    """Create an import draft for each conference that the files are of; nothing else is saved.

    `files` are names and what was read under them. Expired import drafts are deleted. Raises IntakeError,
    ImportRefusedError.
    """
    delete_expired_drafts()
    if ImportDraft.objects.filter(owner=owner).count() + len(files) > MOST_DRAFTS:
        raise ImportRefusedError(gettext("You have too many import drafts. Finish or discard some of them first."))
    if sum(len(line.text) for _, source in files for line in source.lines) > MOST_CHARACTERS:
        raise ImportRefusedError(gettext("The text is too long for a transcript. Import it in smaller parts."))
    parsed = [parse(source, name=name, language=language or None) for name, source in files]
    sources = {id(one): source for (_, source), one in zip(files, parsed, strict=True)}
    stated = {name: value for name, value in (("series", series), ("language", language)) if value}
    drafts = []
    for group in group_files([(Path(name), one) for (name, _), one in zip(files, parsed, strict=True)]):
        kept = [{"name": path.name, "source": to_source_form(sources[id(one)])} for path, one in group]
        names = ", ".join(path.name for path, _ in group if path.name)
        draft = ImportDraft(owner=owner, files=kept, names=names, fields=dict(stated))
        text = put_together(draft, tuple(one for _, one in group))
        target = find_conference(text.document)
        if target is None:
            target = draft.conference = find_by_base(text.read)
        if _take_kept_hints(draft, target, text):
            text = preview_import(draft)
        draft.title = text.document.title[:400]
        draft.save()
        drafts.append(draft)
    return drafts


def find_by_base(document: TranscriptDocument) -> Conference | None:
    """Return the conference of that day whose files stated this title and language before an editor corrected them.

    Two queries at the most.
    """
    dates = [day for day in (document.held_on, document.posted_on) if day]
    if not dates:
        return None
    of_that_day = Conference.objects.kept().filter(Q(held_on__in=dates) | Q(posted_on__in=dates))
    rows = ImportBase.objects.current().filter(conference__in=of_that_day, document__language=document.language)
    title = fold_letters(document.title)
    for key, stated in rows.order_by("pk").values_list("conference", "document__title"):
        if title and fold_letters(stated or "") == title:
            return Conference.objects.get(pk=key)
    return None


def _take_kept_hints(draft: ImportDraft, target: Conference | None, text: ImportPreview) -> bool:
    """Give the draft what editors said of the last version of its files; return whether they did. One query."""
    kept = hints_kept(target, parts_of(join_pages(text.parsed))) if target else []
    if kept:
        apply_kept(draft, kept)
    return bool(kept)


def update_import_draft(
    draft: ImportDraft,
    *,
    hints: Mapping[str, Any] | None = None,
    fields: Mapping[str, str] | None = None,
    choices: Mapping[str, Any] | None = None,
    aim: tuple[Conference | None, bool] | None = None,
    conflict_choices: Mapping[str, str] | None = None,
    reads_again: bool | None = None,
    note: str = "",
    is_major: bool | None = None,
    before: ImportPreview | None = None,
) -> ImportPreview:
    """Save the editor's corrections of an import draft, and return its new preview. Three queries.

    `aim` says which conference it is: a certain one, a new one, or, without either, the one that is found. `before` is
    the preview until now. Raises DraftChangedError when the row is no longer as `draft` has it, and IntakeError when
    nothing would be left of the import; then nothing is saved.
    """
    as_it_was = hints_token(draft)
    kept = {name: getattr(draft, name) for name in _WORD}
    draft.hints = dict(hints) if hints is not None else draft.hints
    draft.fields = dict(fields) if fields is not None else draft.fields
    draft.choices = dict(choices) if choices is not None else draft.choices
    is_aimed = bool(aim and aim[0] and aim[0] != draft.conference and not draft.hints)
    draft.conference, draft.is_new = aim if aim is not None else (draft.conference, draft.is_new)
    draft.conflict_choices = dict(conflict_choices) if conflict_choices is not None else draft.conflict_choices
    draft.reads_again = reads_again if reads_again is not None else draft.reads_again
    try:
        text = preview_import(draft, before)
        if is_aimed and _take_kept_hints(draft, draft.conference, text):
            text = preview_import(draft)
    except IntakeError:
        for name, value in kept.items():
            setattr(draft, name, value)
        raise
    draft.title = text.document.title[:400]
    draft.note, draft.is_major = note, is_major
    with transaction.atomic():
        row = ImportDraft.objects.select_for_update().defer("files").filter(pk=draft.pk).first()
        if row is None or hints_token(row) != as_it_was:
            raise DraftChangedError
        draft.save(update_fields=["title", *_WORD, "note", "is_major"])
    return text


def hints_token(draft: ImportDraft) -> str:
    """Return a token for the editor's corrections as they are: it changes whenever they do."""
    word = [draft.hints, draft.fields, draft.choices, draft.conference_id, draft.is_new]
    word += [draft.conflict_choices, draft.reads_again]
    return hashlib.sha256(json.dumps(word, sort_keys=True).encode()).hexdigest()[:16]


def import_target_of(draft: ImportDraft, text: ImportPreview) -> Conference | None:
    """Return the conference that the import would change; None when it makes a new one. Two queries at most."""
    if draft.is_new:
        return None
    chosen = draft.conference
    if chosen and chosen.binned_at is None:
        return chosen
    return find_conference(text.document)


def confirm_import_draft(
    draft: ImportDraft, *, seen: tuple[int, int] | None, change: Change, before: ImportPreview | None = None
) -> tuple[Conference, Differences]:
    """Write the import to the records, as a draft conference when it is new, and delete the import draft.

    `seen` is the key and the revision number of the conference with which the editor was shown the differences;
    `before` is the preview at that time. Must be in a transaction: it is all or nothing. Raises ConferenceChangedError
    when the conference is another or a later one, DraftChangedError, ImportConflictError, ImportRefusedError,
    DocumentRefusedError, NoteRequiredError, IntakeError, and ImportDraft.DoesNotExist when it was confirmed before.
    """
    row = ImportDraft.objects.select_for_update().get(pk=draft.pk)
    if hints_token(row) != hints_token(draft):
        raise DraftChangedError
    text = preview_import(row, before)
    target = import_target_of(row, text)
    if target:
        target = Conference.objects.select_for_update().get(pk=target.pk)
    if seen != revision_number_of(target):
        raise ConferenceChangedError
    check_head(text.document)
    parts = parts_of_draft(row, text)
    is_same = bool(target and not row.reads_again and find_base(target, parts).is_same)
    try:
        with transaction.atomic():
            done = take_in(
                text.document,
                target,
                change,
                is_partial=text.is_partial,
                choices=row.choices,
                parts=parts,
                resolution=resolution_of(row),
            )
            if not is_same:
                files = [file["name"] for file in row.files]
                save_import_warnings(done[0], text.warnings, text.document, files=files, is_partial=text.is_partial)
    except IntegrityError as error:
        raise ConferenceChangedError from error  # somebody has entered the same conference at this very moment
    row.delete()
    return done


def parts_of_draft(draft: ImportDraft, text: ImportPreview) -> tuple[ImportPart, ...]:
    """Return the parts that an import's files give by themselves; the editor's corrections are in `hints`. No query."""
    given = parts_of(join_pages(read_as_given(draft, text)))
    if not draft.hints:
        return tuple(replace(part, hints=keep_hints(draft, text, ())) for part in given)
    corrected = parts_of(replace(join_pages(text.corrected), document=text.read))
    return tuple(
        replace(
            part,
            hints=keep_hints(draft, text, [file for file, one in enumerate(text.parsed) if _is_of(part, one.page)]),
            corrected=own.document,
        )
        for part, own in zip(given, corrected, strict=True)
    )


def _is_of(part: ImportPart, page: int | None) -> bool:
    """Return whether a file with this page number is of a part."""
    if part.key.isdecimal():
        return page == int(part.key)
    return not part.key or page is None


def resolution_of(draft: ImportDraft) -> Resolution:
    """Return the editor's decisions on what both the file and the site changed."""
    hints = draft.hints
    with_hints = bool(hints.get("kept") and not hints.get("lost"))
    return Resolution(draft.conflict_choices, reads_again=draft.reads_again, with_hints=with_hints)


def revision_number_of(conference: Conference | None) -> tuple[int, int] | None:
    """Return the key and the revision number of a conference, which identify its state."""
    return (conference.pk, conference.revision_number) if conference else None


def discard_import_draft(draft: ImportDraft) -> None:
    """Delete an import draft without saving anything of it. One query."""
    ImportDraft.objects.filter(pk=draft.pk).delete()


def delete_expired_drafts() -> int:
    """Delete the import drafts that have expired; return how many. One query."""
    return ImportDraft.objects.expired().delete()[0]
