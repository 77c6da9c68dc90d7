"""Import bases: the document parsed from an import's files, with which the next version of the files is merged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone, translation
from django.utils.translation import gettext

from transcripts.actions.change import Change
from transcripts.document import TranscriptDocument, to_json
from transcripts.document.merging.import_merge import (
    HEAD,
    ImportConflict,
    ImportMerge,
    add_extract,
    merge_import,
    pages_of,
)
from transcripts.intake import ParsedTranscript
from transcripts.models import Conference, ImportBase, Revision

_AT_MOST_BEFORE = timedelta(minutes=1)  # a revision was made that long before the log says so


@dataclass(frozen=True, slots=True)
class ImportPart:
    """The result of one file, or of a whole transcript's: the key of its base, the files' digests, the document.

    `hints` are the editor's, as they are kept; None where no editor was asked: those of the last import then stay.
    `corrected` is the document with them.
    """

    key: str
    digests: tuple[str, ...]
    document: TranscriptDocument
    hints: Mapping[str, Any] | None = None
    corrected: TranscriptDocument | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """The decisions on a re-import: choices by conflict, the preferred side, whether to read the same bytes again.

    `with_hints` says that the hints of the last import were applied to the files, all of them.
    """

    choices: Mapping[str, str] = field(default_factory=dict)
    prefer: str = ""
    reads_again: bool = False
    with_hints: bool = False


@dataclass(frozen=True, slots=True)
class FoundBase:
    """The bases of the import before: the document of each part that has one, and the parts with the same bytes."""

    documents: Mapping[str, TranscriptDocument] = field(default_factory=dict)
    same: frozenset[str] = frozenset()
    is_same: bool = False  # all parts are
    made_at: datetime | None = None


class ImportConflictError(Exception):
    """A file and the site changed the same words; `conflicts` are the undecided ones, by conference.

    `done` is the result that the import would have if the site's text were kept in all of them.
    """

    def __init__(self, conflicts: Sequence[tuple[Conference, ImportConflict]], done: Sequence[Any] = ()) -> None:
        self.conflicts, self.done = list(conflicts), list(done)
        super().__init__(gettext("The file and the site have both changed the same text. Choose which to keep."))


def parts_of(parsed: ParsedTranscript) -> tuple[ImportPart, ...]:
    """Return the parts of an import that have a base each: the whole, or its pages and what has no page number."""
    files = parsed.parts or (parsed,)
    document = parsed.document
    if not parsed.is_partial:
        return (ImportPart("", tuple(one.digest for one in files), document),)
    pages = {one.page: one.digest for one in files if one.page is not None}
    numbered = [ImportPart(str(page), (found,), pages_of(document, [page])) for page, found in sorted(pages.items())]
    rest = tuple(one.digest for one in files if one.page is None)
    if not rest:
        return tuple(numbered)
    others = replace(document, exchanges=tuple(one for one in document.exchanges if one.page not in pages))
    return (*numbered, ImportPart(ImportBase.EXTRACT, rest, others))


def find_base(conference: Conference, parts: Sequence[ImportPart], *, with_hints: bool = False) -> FoundBase:
    """Return the bases that an import of these parts is compared with. One query; without any base four.

    `with_hints` takes the documents with their hints, as these files were read with them too.

    A page without a base of its own has its part of the whole's, and a whole without one has those of its pages. Of an
    import that was made before bases were kept, it is the document of the revision that the history says it made.
    """
    if not parts:
        return FoundBase()
    rows = {row.part: row for row in conference.import_bases.current()}
    for row in rows.values() if with_hints else ():
        row.document = row.corrected or row.document
    found = {part.key: _base_of(part.key, rows) for part in parts}
    if not rows and (made := _made_by_import(conference)):
        found = {part.key: _part_of(made, part.key) for part in parts}
    same = frozenset(part.key for part in parts if _is_same(part, rows.get(part.key)))
    return FoundBase(
        documents=_with_one_head({key: one for key, one in found.items() if one}, parts[0].document),
        same=same,
        is_same=len(same) == len(parts),
        made_at=max((rows[part.key].made_at for part in parts if part.key in rows), default=None),
    )


def imported_digests() -> frozenset[str]:
    """Return the digests of the files of all conferences that are not in the trash. One query."""
    kept = ImportBase.objects.current().filter(conference__binned_at=None)
    return frozenset(digest for digests in kept.values_list("digests", flat=True) for digest in digests)


def hints_kept(conference: Conference, parts: Sequence[ImportPart]) -> list[Mapping[str, Any]]:
    """Return the editor hints that were kept with the last import of these parts. One query."""
    rows = {row.part: row.hints for row in conference.import_bases.current()}
    found = {part.key if part.key in rows else "" for part in parts} & set(rows)
    return [rows[key] for key in sorted(found) if rows[key]]


def _with_one_head(
    documents: Mapping[str, TranscriptDocument], new: TranscriptDocument
) -> dict[str, TranscriptDocument]:
    """Return the documents, each with the head and people of all: each page may state another part of them."""
    if len(documents) < 2:
        return dict(documents)
    everyone = tuple(person for document in documents.values() for person in document.people)
    head: dict[str, Any] = {}
    for name in HEAD:
        values = [getattr(document, name) for document in documents.values()]
        now = getattr(new, name)
        head[name] = now if now in values else next((value for value in values if value), values[0])
    return {key: replace(one, **head, people=everyone) for key, one in documents.items()}


def _is_same(part: ImportPart, row: ImportBase | None) -> bool:
    return bool(row and all(part.digests) and sorted(row.digests) == sorted(part.digests))


def _base_of(key: str, rows: Mapping[str, ImportBase]) -> TranscriptDocument | None:
    """Return the base of one part: its own, else one made from the bases of the other parts."""
    if key in rows:
        return rows[key].transcript
    if "" in rows:
        return _part_of(rows[""].transcript, key)
    pages = sorted((row for part, row in rows.items() if part.isdecimal()), key=lambda row: int(row.part))
    if not pages or key.isdecimal():
        return None
    documents = [row.transcript for row in pages]
    return replace(documents[0], exchanges=tuple(one for document in documents for one in document.exchanges))


def _part_of(document: TranscriptDocument, key: str) -> TranscriptDocument:
    return pages_of(document, [int(key)]) if key.isdecimal() else document


def _made_by_import(conference: Conference) -> TranscriptDocument | None:
    """Return the document of the last revision that an import made, according to the history. Three queries.

    Only imports make revisions at the command line; of those in the admin its log says so.
    """
    said = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said |= {gettext("Imported."), gettext("Imported again.")}
    logged = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Conference),
        object_id=str(conference.pk),
        change_message__in=said,
    ).first()
    rows = conference.revisions.applied().order_by("-number")
    found = [rows.filter(made_by=None, made_by_name=Change().name).first()]
    if logged:
        since = logged.action_time - _AT_MOST_BEFORE
        found.append(rows.filter(made_by=logged.user_id, made_at__range=(since, logged.action_time)).first())
    last = max((row for row in found if row), key=lambda row: row.number or 0, default=None)
    return last.transcript if last else None


def merge_incoming(
    records: TranscriptDocument,
    document: TranscriptDocument,
    found: FoundBase,
    parts: Sequence[ImportPart],
    *,
    is_partial: bool,
    resolution: Resolution,
) -> ImportMerge:
    """Return the document of the records with an import merged in, one part after the other. No query.

    `document` is what was read, with the editor hints applied. Parts that are the same to the byte change nothing,
    unless they are to be read again.
    """
    merged = records
    conflicts: dict[str, ImportConflict] = {}
    numbered = {int(part.key) for part in parts if part.key.isdecimal()}
    for part in parts or (ImportPart(ImportBase.EXTRACT if is_partial else "", (), document),):
        if part.key in found.same and not resolution.reads_again:
            continue
        if part.key.isdecimal():
            new = pages_of(document, [int(part.key)])
        else:
            new = replace(document, exchanges=tuple(one for one in document.exchanges if one.page not in numbered))
        done = merge_import(
            found.documents.get(part.key),
            new,
            merged,
            is_partial=is_partial,
            is_extract=part.key == ImportBase.EXTRACT,
            choices=resolution.choices,
            prefer=resolution.prefer,
        )
        merged = done.document
        conflicts |= {one.conflict.place: one for one in done.conflicts}
    return ImportMerge(merged, tuple(conflicts.values()))


def save_import_bases(
    conference: Conference, parts: Sequence[ImportPart], *, proposal: Revision | None = None, is_first: bool = False
) -> None:
    """Save the documents of an import's parts as bases, replacing those of the same parts. Three queries or so.

    One query where it `is_first`, and there are none to replace.

    What an extract states is added to its base. With `proposal` the import waits: the old bases stay until it is
    applied. Must be in a transaction.
    """
    needs_last = not is_first and any(part.key == ImportBase.EXTRACT or part.hints is None for part in parts)
    rows = {row.part: row for row in conference.import_bases.current()} if needs_last else {}
    if proposal is None and not is_first:
        _forget(conference, [part.key for part in parts])
    number = conference.revision_number
    if not is_first:
        number = Conference.objects.values_list("revision_number", flat=True).get(pk=conference.pk)
    ImportBase.objects.bulk_create(
        ImportBase(
            conference=conference,
            part=part.key,
            document=to_json(_to_keep(part, rows)),
            digests=list(part.digests),
            hints=part.hints if part.hints is not None else rows[part.key].hints if part.key in rows else {},
            corrected=to_json(part.corrected) if part.corrected else None,
            release=settings.RELEASE,
            number=number if proposal is None else 0,
            proposal=proposal,
            made_at=timezone.now(),
        )
        for part in parts
    )


def _to_keep(part: ImportPart, rows: Mapping[str, ImportBase]) -> TranscriptDocument:
    if part.key != ImportBase.EXTRACT:
        return part.document
    return add_extract(_base_of(part.key, rows), part.document)


def adopt_bases(proposal: Revision) -> None:
    """Put the bases of a proposed import in force, now that it was applied, unless there was a later import.

    One query, or five.
    """
    waiting = list(proposal.import_bases.all())
    if not waiting:
        return
    if proposal.conference.import_bases.current().filter(made_at__gt=waiting[0].made_at).exists():
        drop_bases(proposal)
        return
    _forget(proposal.conference, [base.part for base in waiting])
    proposal.import_bases.update(proposal=None, number=proposal.number or 0)


def drop_bases(proposal: Revision) -> None:
    """Delete the bases of an import that was proposed and declined. One query."""
    proposal.import_bases.all().delete()


def _forget(conference: Conference, keys: Sequence[str]) -> None:
    """Delete the bases of these parts; the base of the whole counts as all parts."""
    rows = conference.import_bases.current()
    (rows if "" in keys else rows.filter(part__in=keys)).delete()
