"""Editor hints kept with an import: found for the next version of its files, and given to it."""

from dataclasses import replace

from django.db.models import Q

from transcripts.actions.import_bases import ImportPart, Resolution, hints_kept, parts_of
from transcripts.document import TranscriptDocument
from transcripts.intake import ParsedTranscript, join_pages
from transcripts.models import Conference, ImportBase, ImportDraft
from transcripts.reading.import_hints import apply_kept, keep_hints
from transcripts.reading.import_preview import ImportPreview, read_as_given
from transcripts.text import fold_letters


def find_by_base(document: TranscriptDocument) -> Conference | None:
    """Return the conference of that day whose files stated this title and language before an editor corrected them.

    Two queries at the most.
    """
    dates = [day for day in (document.held_on, document.posted_on) if day]
    if not dates:
        return None
    of_that_day = Conference.objects.not_in_trash().filter(Q(held_on__in=dates) | Q(posted_on__in=dates))
    rows = ImportBase.objects.current().filter(conference__in=of_that_day, document__language=document.language)
    title = fold_letters(document.title)
    for key, stated in rows.order_by("pk").values_list("conference", "document__title"):
        if title and fold_letters(stated or "") == title:
            return Conference.objects.get(pk=key)
    return None


def take_kept_hints(draft: ImportDraft, target: Conference | None, read: ParsedTranscript) -> bool:
    """Give the draft what editors said of the last version of its files; return whether they did. One query.

    `read` are its files, joined.
    """
    kept = hints_kept(target, parts_of(read)) if target else []
    if kept:
        apply_kept(draft, kept)
    return bool(kept)


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
