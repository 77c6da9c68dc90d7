"""Importing parsed files: group the pages of a conference, find the conference, write it, report the result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from transcripts.actions.change import Change, require_permission
from transcripts.actions.import_bases import (
    ImportConflictError,
    ImportPart,
    Resolution,
    find_base,
    merge_incoming,
    parts_of,
    save_import_bases,
)
from transcripts.actions.imports.import_warnings import save_import_warnings
from transcripts.actions.imports.kept_hints import find_by_base, parts_of_draft, resolution_of, take_kept_hints
from transcripts.actions.transcript.reconcile import reconcile
from transcripts.actions.workflow.states import publish
from transcripts.document import Differences, TranscriptDocument
from transcripts.document.merging.import_merge import SITE, ImportConflict
from transcripts.intake import ParsedTranscript, Source, join_pages, to_source_form
from transcripts.models import CONTENT_LANGUAGES, Conference, ImportDraft, Status
from transcripts.reading.checklist import find_dates_to_ask
from transcripts.reading.import_preview import PlacedWarning, place_warnings, preview_import
from transcripts.reading.name_matching import Choices, NameLink, link_names, resolve_choices
from transcripts.reading.name_resolution import KnownNames
from transcripts.reading.removals import find_removed_elsewhere
from transcripts.reading.transcript import read
from transcripts.text import fold_letters, natural_key

TRIES = 3


class ImportRefusedError(Exception):
    """The import cannot be done; the message is a sentence for the editor."""


@dataclass(frozen=True, slots=True)
class Imported:
    """The result of an import for one conference."""

    conference: Conference
    differences: Differences
    exchanges: int
    is_new: bool
    is_newly_public: bool
    links: tuple[NameLink, ...] = ()
    is_same: bool = False  # the very files that were imported last
    dates_to_ask: tuple[str, ...] = ()  # sentences about dates that are hardly ever right, in what was imported
    removed_elsewhere: tuple[str, ...] = ()  # sentences about words in it that were removed from other conferences
    is_corrected: bool = False  # editors' corrections of the last version were applied
    lost: tuple[str, ...] = ()  # the lines of those corrections that apply no longer


def group_pages(files: Sequence[tuple[Path, ParsedTranscript]], *, slug: str = "") -> list[ParsedTranscript]:
    """Return the transcripts, with files that are pages of one conference joined, each where its first file was.

    With `slug`, all files are said to be of that one conference. Raises ImportRefusedError when two files are of one
    conference but not different pages of it.
    """
    return [join_pages([parsed for _, parsed in group]) for group in group_files(files, slug=slug)]


def group_files(
    files: Sequence[tuple[Path, ParsedTranscript]], *, slug: str = ""
) -> list[list[tuple[Path, ParsedTranscript]]]:
    """Return the files of each conference, its pages in their order. Raises ImportRefusedError as above."""
    groups = part_by_conference(files, slug=slug)
    for group in groups:
        put_in_order(group)
    return groups


def part_by_conference(
    files: Sequence[tuple[Path, ParsedTranscript]], *, slug: str = ""
) -> list[list[tuple[Path, ParsedTranscript]]]:
    """Return the files of each conference, whatever they are of it, each conference where its first file was."""
    groups: list[list[tuple[Path, ParsedTranscript]]] = []
    alike: dict[tuple[str, ...], list[list[tuple[Path, ParsedTranscript]]]] = {}
    for path, parsed in files:
        document = parsed.document
        keys: list[tuple[str, ...]] = [("title", document.language, fold_letters(document.title))]
        keys += [("url", document.source_url)] if document.source_url else []
        found = next(
            (group for key in keys for group in alike.get(key, ()) if _is_same(group[0][1].document, document)), None
        )
        if slug and groups:
            found = groups[0]
        if found is None:
            found = []
            groups.append(found)
            for key in keys:
                alike.setdefault(key, []).append(found)
        found.append((path, parsed))
    return groups


def head_of(parsed: ParsedTranscript) -> ParsedTranscript:
    """Return as much of a parse as tells of which conference a file is, without its words."""
    names = ("title", "language", "held_on", "posted_on", "source_url")
    document = TranscriptDocument(**{name: getattr(parsed.document, name) for name in names})
    return ParsedTranscript(document, page=parsed.page, is_partial=parsed.is_partial, digest=parsed.digest)


def put_in_order(group: list[tuple[Path, ParsedTranscript]]) -> None:
    """Sort the pages of one conference. Raises ImportRefusedError for files that are no pages of one."""
    if len(group) == 1:
        return
    group.sort(key=lambda item: natural_key(item[0].name))
    seen: dict[int, str] = {}
    for path, parsed in group:
        if not parsed.is_partial:
            others = ", ".join(other.name for other, _ in group if other != path)
            raise ImportRefusedError(
                gettext("%(name)s and %(others)s belong to one conference, but %(name)s is not one of several pages.")
                % {"name": path.name, "others": others}
            )
        if parsed.page is not None and parsed.page in seen:
            raise ImportRefusedError(
                gettext("%(name)s and %(other)s are both page %(page)d.")
                % {"name": seen[parsed.page], "other": path.name, "page": parsed.page}
            )
        if parsed.page is not None:
            seen[parsed.page] = path.name


def _is_same(one: TranscriptDocument, other: TranscriptDocument) -> bool:
    """Return whether two documents are of one conference: the same source, or title, language and a date in common."""
    if one.source_url and one.source_url == other.source_url:
        return True
    if one.language != other.language or fold_letters(one.title) != fold_letters(other.title):
        return False
    return _share_a_date(one, other)


def _share_a_date(one: TranscriptDocument | Conference, other: TranscriptDocument) -> bool:
    if not (one.held_on or one.posted_on or other.held_on or other.posted_on):
        return True
    return bool((one.held_on and one.held_on == other.held_on) or (one.posted_on and one.posted_on == other.posted_on))


def find_conference(document: TranscriptDocument) -> Conference | None:
    """Return the conference of the document: by source address, else title, language and date. Two queries."""
    if document.source_url:
        found = (
            Conference.objects.not_in_trash().filter(source_url=document.source_url, language=document.language).first()
        )
        if found:
            return found
    same = Conference.objects.not_in_trash().filter(language=document.language)
    dates = [day for day in (document.held_on, document.posted_on) if day]
    same = (
        same.filter(held_on__in=dates) | same.filter(posted_on__in=dates)
        if dates
        else same.filter(held_on=None, posted_on=None, title__iexact=document.title)
    )
    title = fold_letters(document.title)
    for conference in same.order_by("pk"):
        if fold_letters(conference.title) == title and _share_a_date(conference, document):
            return conference
    return None


def import_transcripts(
    transcripts: Sequence[ParsedTranscript],
    *,
    series: str = "",
    slug: str = "",
    and_publish: bool = False,
    change: Change | None = None,
    resolution: Resolution | None = None,
    files: Mapping[str, tuple[str, Source]] | None = None,
) -> list[Imported]:
    """Import each parsed transcript into the records: all of them, or on any error none.

    `files` are the names and the lines of its files by their digests: where editors corrected the last version of them,
    their corrections are applied to these.
    `slug` names the conference of a transcript that is not otherwise known. A conference that is
    new starts as a draft. What was imported before is merged with what the site holds now; `resolution` decides
    where both changed the same. Raises ImportConflictError, with all conflicts of all conferences,
    ImportRefusedError, DocumentRefusedError, NotReadyError, NoteRequiredError, PermissionDenied.
    """
    change, resolution = change or Change(), resolution or Resolution()
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                one_by_one = _Import(series, slug, and_publish, change, resolution, KnownNames(), files or {})
                done = [one_by_one.take(parsed) for parsed in transcripts]
                if one_by_one.conflicts:
                    raise ImportConflictError(one_by_one.conflicts, done)
                return done
        except IntegrityError:
            continue  # somebody has entered the same conference at this very moment: now it is found
    raise ImportRefusedError(gettext("Somebody else is importing the same conference right now; try again."))


@dataclass(frozen=True, slots=True)
class _Read:
    """What is written of one conference's files: with editors' corrections of their last version, if there are any."""

    document: TranscriptDocument
    parts: tuple[ImportPart, ...]
    resolution: Resolution
    is_partial: bool
    choices: Choices = field(default_factory=dict)
    warnings: tuple[PlacedWarning, ...] = ()
    is_corrected: bool = False
    lost: tuple[str, ...] = ()


@dataclass(slots=True)
class _Import:
    """One import of several conferences, and the conflicts found so far; until they are decided, the site wins."""

    series: str
    slug: str
    and_publish: bool
    change: Change
    resolution: Resolution
    known: KnownNames
    files: Mapping[str, tuple[str, Source]]
    conflicts: list[tuple[Conference, ImportConflict]] = field(default_factory=list)

    def take(self, parsed: ParsedTranscript) -> Imported:
        """Import one transcript. Raises what `import_transcripts` raises, but for conflicts."""
        document = self._with_series(parsed.document)
        check_head(document)
        conference = find_conference(document) or find_by_base(parsed.document)
        if self.slug:
            conference = _named(self.slug, conference)
        is_new = conference is None
        read = _Read(document, parts_of(parsed), self.resolution, parsed.is_partial)
        is_same = bool(conference and not self.resolution.reads_again and find_base(conference, read.parts).is_same)
        if conference and not is_same:
            read = self._corrected(parsed, conference, read)
        document = read.document
        links = () if is_same else link_names(document, conference, self.known)
        conference, differences = self._take_in(read, conference)
        warnings = () if is_same else read.warnings
        if not (is_same or read.is_corrected):
            placed = place_warnings(parsed.parts or (parsed,))
            warnings = tuple(
                replace(one, message=other.message) for one, other in zip(placed, parsed.warnings, strict=True)
            )
        if warnings or not (is_same or is_new):
            save_import_warnings(conference, warnings, document, is_partial=read.is_partial)
        if differences and conference.is_published:
            require_permission(self.change, "publish_conference")
        is_newly_public = self._publish(conference)
        dates = find_dates_to_ask(conference) if differences or is_newly_public else []
        removed = find_removed_elsewhere(conference) if differences else []
        return Imported(
            conference,
            differences,
            len(document.exchanges),
            is_new,
            is_newly_public,
            links,
            is_same,
            tuple(dates),
            tuple(each.sentence for each in removed),
            read.is_corrected,
            read.lost,
        )

    def _with_series(self, document: TranscriptDocument) -> TranscriptDocument:
        return replace(document, series=self.series or document.series)

    def _corrected(self, parsed: ParsedTranscript, conference: Conference, read: "_Read") -> "_Read":
        """Return the files read with what editors said of their last version; as they were where nobody said anything.

        One query.
        """
        own = [self.files.get(one.digest) for one in parsed.parts or (parsed,)]
        files = [{"name": name, "source": to_source_form(source)} for name, source in filter(None, own)]
        draft = ImportDraft(files=files)
        if len(files) < len(own) or not take_kept_hints(draft, conference, parsed):
            return read
        text = preview_import(draft)
        kept = resolution_of(draft)
        return _Read(
            self._with_series(text.document),
            parts_of_draft(draft, text),
            replace(self.resolution, with_hints=kept.with_hints),
            text.is_partial,
            choices=draft.choices,
            warnings=text.warnings,
            is_corrected=True,
            lost=tuple(draft.hints.get("lost", ())),
        )

    def _take_in(self, read: "_Read", conference: Conference | None) -> tuple[Conference, Differences]:
        """Call `take_in`; where something conflicts, note the conflict and go on with the site's text."""
        change, resolution = self.change, read.resolution
        take = partial(
            take_in,
            read.document,
            conference,
            is_partial=read.is_partial,
            choices=read.choices,
            parts=read.parts,
            known=self.known,
        )
        try:
            return take(change=change, resolution=resolution)
        except ImportConflictError as error:
            self.conflicts += error.conflicts
            # All of it will be undone, so no reason is required: the conflicts are to be reported first.
            change = replace(change, note=change.note or str(error), is_major=bool(change.is_major))
            return take(change=change, resolution=replace(resolution, prefer=SITE))

    def _publish(self, conference: Conference) -> bool:
        """Publish the conference if that is wanted and it is not public yet; return whether it was published."""
        if not self.and_publish or conference.status == Status.PUBLISHED:
            return False
        if conference.status == Status.WITHDRAWN:
            raise ImportRefusedError(
                gettext("“%(title)s” is withdrawn; only an Editor can publish it again, in the admin.")
                % {"title": conference.title}
            )
        if removed := find_removed_elsewhere(conference):
            said = gettext("This cannot be confirmed here: publish it in the admin.")
            raise ImportRefusedError(f"{removed[0].sentence} {said}")
        publish(conference, change=self.change, even_alone=True)
        return True


def check_head(document: TranscriptDocument) -> None:
    """Refuse a document whose head is not enough for a conference. Raises ImportRefusedError."""
    if not document.title:
        raise ImportRefusedError(
            gettext("The file has no title; add one in its first line, such as “Title: Night ferries”.")
        )
    if document.language not in dict(CONTENT_LANGUAGES):
        raise ImportRefusedError(
            gettext("The language “%(language)s” is not supported.") % {"language": document.language}
        )


def take_in(
    document: TranscriptDocument,
    conference: Conference | None,
    change: Change,
    *,
    is_partial: bool,
    choices: Choices | None = None,
    parts: Sequence[ImportPart] = (),
    resolution: Resolution | None = None,
    known: KnownNames | None = None,
) -> tuple[Conference, Differences]:
    """Write the document to the records and keep what only they state; without a conference it is a new draft.

    `choices` are an editor's, of the records that the document's names mean. `parts` are what the files gave, which is
    saved and compared with what they gave before; files that are the same to the byte change nothing. `known` are the
    names that the transaction asked for before. Must be in a transaction. Raises ImportConflictError for what
    `resolution` does not decide, and what `reconcile` raises.
    """
    document, chosen = resolve_choices(document, choices or {})
    chosen = replace(chosen, known=known or chosen.known)
    resolution = resolution or Resolution()
    is_new = conference is None
    if conference is None:
        conference = Conference(status=Status.DRAFT)
    else:
        # Lock the row first, so that what is read below is what is replaced.
        conference = Conference.objects.select_for_update().get(pk=conference.pk)
        found = find_base(conference, parts, with_hints=resolution.with_hints)
        if found.is_same and not resolution.reads_again:
            return conference, Differences((), ())
        merged = merge_incoming(read(conference), document, found, parts, is_partial=is_partial, resolution=resolution)
        if merged.conflicts:
            raise ImportConflictError([(conference, one) for one in merged.conflicts])
        document = merged.document
    differences = reconcile(conference, document, change, chosen=chosen)
    save_import_bases(conference, parts, is_first=is_new)
    return conference, differences


def _named(slug: str, found: Conference | None) -> Conference:
    """Return the conference that the editor named, unless the file is plainly another's."""
    named = Conference.objects.not_in_trash().filter(slug=slug).first()
    if named is None:
        raise ImportRefusedError(gettext("There is no conference with the slug “%(slug)s”.") % {"slug": slug})
    if found and found != named:
        raise ImportRefusedError(
            gettext(
                "The file is a transcript of “%(found)s”, not of “%(slug)s”: "
                "their source or title and date are the same."
            )
            % {"found": found.slug, "slug": slug}
        )
    return named
