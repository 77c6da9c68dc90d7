"""From parsed files to conferences: which conference a file is, which files are its pages, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from transcripts.actions.doubts import keep_doubts
from transcripts.actions.draft_reading import place_warnings
from transcripts.actions.linking import Choices, NameLink, link_names, settle
from transcripts.actions.merging import merge
from transcripts.actions.reconcile import reconcile
from transcripts.actions.recording import Change, insist
from transcripts.actions.states import publish
from transcripts.document import Differences, TranscriptDocument
from transcripts.intake import ParsedTranscript, join_pages
from transcripts.models import CONTENT_LANGUAGES, Conference, Status
from transcripts.reading import read
from transcripts.text import fold_letters

TRIES = 3


class ImportRefusedError(Exception):
    """An import that cannot be done; the message is a sentence for the editor."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did with one conference."""

    conference: Conference
    differences: Differences
    exchanges: int
    is_new: bool
    is_newly_public: bool
    links: tuple[NameLink, ...] = ()


def group_pages(files: Sequence[tuple[Path, ParsedTranscript]], *, slug: str = "") -> list[ParsedTranscript]:
    """Join the files that are pages of one conference, in the order in which each conference comes first.

    With `slug`, all files are said to be of that one conference. Raises ImportRefusedError when two files are of one
    conference but not different pages of it.
    """
    return [join_pages([parsed for _, parsed in group]) for group in group_files(files, slug=slug)]


def group_files(
    files: Sequence[tuple[Path, ParsedTranscript]], *, slug: str = ""
) -> list[list[tuple[Path, ParsedTranscript]]]:
    """Return the files of each conference, its pages in their order. Raises ImportRefusedError as above."""
    groups: list[list[tuple[Path, ParsedTranscript]]] = []
    for path, parsed in files:
        for group in groups:
            if slug or _is_same(group[0][1].document, parsed.document):
                group.append((path, parsed))
                break
        else:
            groups.append([(path, parsed)])
    for group in groups:
        _put_in_order(group)
    return groups


def _put_in_order(group: list[tuple[Path, ParsedTranscript]]) -> None:
    """Sort the pages of one conference, and refuse files that are no pages of one."""
    if len(group) == 1:
        return
    group.sort(key=lambda item: _natural(item[0].name))
    seen: dict[int, str] = {}
    for path, parsed in group:
        if not parsed.is_partial:
            others = ", ".join(other.name for other, _ in group if other != path)
            raise ImportRefusedError(
                gettext("%(name)s and %(others)s are of one conference, but %(name)s is no page of several.")
                % {"name": path.name, "others": others}
            )
        if parsed.page is not None and parsed.page in seen:
            raise ImportRefusedError(
                gettext("%(name)s and %(other)s are both page %(page)d.")
                % {"name": seen[parsed.page], "other": path.name, "page": parsed.page}
            )
        if parsed.page is not None:
            seen[parsed.page] = path.name


def _natural(name: str) -> list[tuple[int, int | str]]:
    """The sort key in which page-2 stands before page-10."""
    key: list[tuple[int, int | str]] = []
    digits = ""
    for char in f"{name}\0":
        if char.isdecimal():
            digits += char
            continue
        if digits:
            key.append((0, int(digits)))
            digits = ""
        key.append((1, char))
    return key


def _is_same(one: TranscriptDocument, other: TranscriptDocument) -> bool:
    """Say whether two documents are of one conference: the same source, or title, language and a date in common."""
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
    """Return the conference that the document is: by source address, else title, language and date. Two queries."""
    if document.source_url:
        found = Conference.objects.kept().filter(source_url=document.source_url, language=document.language).first()
        if found:
            return found
    same = Conference.objects.kept().filter(language=document.language)
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
) -> list[Imported]:
    """Bring each parsed transcript into the records: all of them, or on any error none.

    `slug` names the conference of a transcript that is not otherwise known. A conference that is
    new starts as a draft. Raises ImportRefusedError, DocumentRefusedError,
    NotReadyError, NoteRequiredError, PermissionDenied.
    """
    change = change or Change()
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return [
                    _import_one(parsed, series=series, slug=slug, and_publish=and_publish, change=change)
                    for parsed in transcripts
                ]
        except IntegrityError:
            continue  # somebody has entered the same conference at this very moment: now it is found
    raise ImportRefusedError("Somebody else is importing the same conference just now; try again.")


def _import_one(parsed: ParsedTranscript, *, series: str, slug: str, and_publish: bool, change: Change) -> Imported:
    document = replace(parsed.document, series=series or parsed.document.series)
    check_head(document)
    conference = find_conference(document)
    if slug:
        conference = _named(slug, conference)
    is_new = conference is None
    links = link_names(document, conference)
    conference, differences = take_in(document, conference, change, is_partial=parsed.is_partial)
    warnings = place_warnings(parsed.parts or (parsed,))
    said = [replace(one, message=other.message) for one, other in zip(warnings, parsed.warnings, strict=True)]
    keep_doubts(conference, said, document, is_partial=parsed.is_partial)
    if differences and conference.is_published:
        insist(change, "publish_conference")
    is_newly_public = False
    if and_publish and conference.status != Status.PUBLISHED:
        if conference.status == Status.WITHDRAWN:
            raise ImportRefusedError(
                f"“{conference.title}” is withdrawn; only an editor can publish it again, in the admin."
            )
        publish(conference, change=change, even_alone=True)
        is_newly_public = True
    return Imported(conference, differences, len(document.exchanges), is_new, is_newly_public, links)


def check_head(document: TranscriptDocument) -> None:
    """Refuse what no conference can be made of. Raises ImportRefusedError."""
    if not document.title:
        raise ImportRefusedError(
            gettext("The file has no title; write one in its first line, such as “Title: Night ferries”.")
        )
    if document.language not in dict(CONTENT_LANGUAGES):
        raise ImportRefusedError(
            gettext("The language “%(language)s” is not one that transcripts are kept in.")
            % {"language": document.language}
        )


def take_in(
    document: TranscriptDocument,
    conference: Conference | None,
    change: Change,
    *,
    is_partial: bool,
    choices: Choices | None = None,
) -> tuple[Conference, Differences]:
    """Make the records hold the document beside what only they state; without a conference it is a new draft.

    `choices` are an editor's, whom the document's names mean. Must be in a transaction. Raises what `reconcile` raises.
    """
    document, chosen = settle(document, choices or {})
    if conference is None:
        conference = Conference(status=Status.DRAFT)
    else:
        # Lock the row first, so that what is read below is what is replaced.
        conference = Conference.objects.select_for_update().get(pk=conference.pk)
        document = merge(read(conference), document, is_partial=is_partial)
    return conference, reconcile(conference, document, change, chosen=chosen)


def _named(slug: str, found: Conference | None) -> Conference:
    """Return the conference that the editor named, unless the file is plainly another's."""
    named = Conference.objects.kept().filter(slug=slug).first()
    if named is None:
        raise ImportRefusedError(f"There is no conference with the slug “{slug}”.")
    if found and found != named:
        raise ImportRefusedError(
            f"The file is a transcript of “{found.slug}”, not of “{slug}”: their source or title and date are the same."
        )
    return named
