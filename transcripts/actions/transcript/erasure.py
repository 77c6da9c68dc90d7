"""Erasing removed words from the records too, so that nobody has them any more."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from transcripts.actions.change import Change, WrongStateError, record_event, require_permission
from transcripts.actions.sealed_names import seal_name, sealed_name
from transcripts.actions.transcript.copies import as_text, in_slug, wipe_copies
from transcripts.actions.transcript.revision_notes import find_first_note
from transcripts.document import (
    FormError,
    RemovedWords,
    TranscriptDocument,
    blank,
    blank_text,
    digest,
    finds,
    from_json,
    pair_leaves,
    texts_of,
    to_json,
)
from transcripts.intake import message, to_message_form
from transcripts.models import (
    BatchFile,
    Conference,
    Erasure,
    Event,
    ImportDraft,
    OldAddress,
    Redirect,
    Removal,
    Revision,
    Version,
)
from transcripts.reading.removals import as_removed_words

# What an import base has in the place of erased words. Neither the site nor a file says this, so the next import finds
# that both changed the text, and asks, where else it would take the file's words for a change and bring them back.
ERASED = "[erased]"


_ERASED_FILE = message("Words have since been erased from the site, so this file was deleted. Upload it again.")


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure takes: the numbers of the revisions, and how many import bases, import drafts and old addresses.

    `uploads` is the number of attached files, which are not read.
    """

    revisions: Sequence[int]
    bases: int
    drafts: int
    addresses: int
    uploads: int


def plan_erasure(removal: Removal) -> Erased:
    """Return what erasing the removed words would take; writes nothing. Reads every revision and import draft."""
    removed, conference = as_removed_words(removal), removal.conference
    return Erased(
        [revision.number or 0 for revision in _revisions_with(conference, removed)],
        sum(1 for base in conference.import_bases.all() if finds(as_text([base.document, base.corrected]), [removed])),
        len(_drafts_with(removed)),
        len(_addresses_with(conference, removed)),
        conference.attachments.exclude(kind="video").count(),
    )


@transaction.atomic
def erase_words(removal: Removal, *, because: str, change: Change) -> Erased:
    """Erase the words of a removal from the records for ever; return what it took.

    Every revision that held them keeps number, author, time, digest and place in the chain, and an `Erasure` that
    seals what is left of it. Import bases lose them too; import drafts that hold them are deleted, and so are old
    addresses. The salts of their leaves go, so that nobody can try words against them. Nothing recognises the words
    afterwards. Reads every revision. Raises WrongStateError, PermissionDenied.
    """
    require_permission(change, "erase_words")
    conference = Conference.objects.select_for_update().get(pk=removal.conference_id)
    row = Removal.objects.select_for_update().get(pk=removal.pk)
    require_erasable(row, because)
    removed = as_removed_words(row)
    plan = plan_erasure(row)
    wipe_copies(conference, removed, change)  # whatever was typed since
    row.erased_at, row.erased_by, row.erased_by_name = timezone.now(), change.user, change.name
    row.erased_because = because.strip()
    seal_name(row, "erased_by")
    _drop_salts(conference, removed)
    for revision in _revisions_with(conference, removed):
        _erase_from_revision(revision, row, removed)
    for base in conference.import_bases.all():
        base.document = _erased_form(base.document, removed, mark=ERASED)
        base.corrected = _erased_form(base.corrected, removed, mark=ERASED) if base.corrected else None
        base.save(update_fields=["document", "corrected"])
    ImportDraft.objects.filter(pk__in=_drafts_with(removed)).delete()
    freed: dict[str, Any] = {"state": BatchFile.State.REFUSED, "data": None, "source": None, "facts": {}, "title": ""}
    BatchFile.objects.filter(pk__in=_batch_files_with(removed)).update(**freed, sentence=to_message_form(_ERASED_FILE))
    Redirect.objects.filter(pk__in=_addresses_with(conference, removed)).delete()
    OldAddress.objects.filter(pk__in=_old_paths_with(conference, removed)).delete()
    _erase_from_removals(conference, removed)
    row.words, row.forms, row.copies = [], {}, []
    row.save()
    removal.refresh_from_db()
    record_event(conference, Event.What.ERASED, Change(change.user, row.erased_because))
    return plan


def require_erasable(removal: Removal, because: str) -> None:
    """Refuse to erase what was not removed without repeating, is erased, or has no reason. Raises WrongStateError."""
    if removal.is_repeated:
        raise WrongStateError(gettext("Corrections and earlier versions still show these words, as was chosen."))
    if removal.erased_at:
        raise WrongStateError(gettext("These words were erased already."))
    if not because.strip():
        raise WrongStateError(gettext("Enter the reason."))
    if finds(because, [as_removed_words(removal)]):
        raise WrongStateError(gettext("The reason repeats the words that are to be removed."))


def _revisions_with(conference: Conference, removed: RemovedWords) -> Iterator[Revision]:
    """Yield the applied revisions whose stored document, or whose notes, hold the words. Two queries."""
    rows = conference.revisions.applied().prefetch_related("note_edits", "erasures").order_by("number")
    for revision in rows.iterator(chunk_size=20):
        notes = [revision.note, *(text for edit in revision.note_edits.all() for text in (edit.was, edit.now))]
        if any(finds(note, [removed]) for note in notes) or _holds(revision, removed):
            yield revision


def _holds(revision: Revision, removed: RemovedWords) -> bool:
    """Return whether the document as stored holds the words; of one that cannot be read, all its texts count."""
    try:
        document = revision.transcript
    except FormError:
        return finds(as_text(revision.document), [removed]) is not None
    return blank(document, [removed]) != document or finds(as_text(revision.document), [removed]) is not None


def _drafts_with(removed: RemovedWords) -> list[int]:
    """Return the keys of import drafts, anybody's, that hold the words. One query."""
    fields = ("files", "hints", "fields", "choices", "conflict_choices", "title", "names", "note")
    return [key for key, *values in ImportDraft.objects.values_list("pk", *fields) if finds(_texts(values), [removed])]


def _batch_files_with(removed: RemovedWords) -> list[int]:
    """Return the keys of files of import batches, anybody's, that hold the words or were not read yet. One query."""
    rows = BatchFile.objects.values_list("pk", "data", "source", "facts", "title", "sentence")
    return [key for key, data, *values in rows if data or finds(_texts(values), [removed])]


def _texts(values: Sequence[object]) -> str:
    return "\n\n".join(as_text(value) for value in values)


def _addresses_with(conference: Conference, removed: RemovedWords) -> list[int]:
    """Return the keys of the conference's old addresses that hold the words. One query."""
    rows: QuerySet[Redirect] = Redirect.objects.filter(kind=Redirect.Kind.CONFERENCE, new=conference.slug)
    return [row.pk for row in rows if in_slug(row.old, removed)]


def _old_paths_with(conference: Conference, removed: RemovedWords) -> list[int]:
    """Return the keys of the conference's addresses on a former site that hold the words. One query."""
    rows = OldAddress.objects.filter(conference=conference)
    return [row.pk for row in rows if finds(re.sub(r"[^\w]+|_", " ", row.path), [removed]) is not None]


def _drop_salts(conference: Conference, removed: RemovedWords) -> None:
    """Take away the salt of each leaf whose text held the words; of a version that is damaged, all of them."""
    for version in Version.objects.filter(conference=conference).select_related("revision"):
        leaves: set[str] = set()

        def note(text: str, leaf: str, leaves: set[str] = leaves) -> None:
            if finds(text, [removed]):
                leaves.add(leaf)

        try:
            pair_leaves(texts_of(version.revision.transcript), version.structure, note)
        except ValueError:
            leaves = set(version.salts)
        if leaves & version.salts.keys():
            version.salts = {leaf: salt for leaf, salt in version.salts.items() if leaf not in leaves}
            version.save(update_fields=["salts"])


def _erase_from_revision(revision: Revision, removal: Removal, removed: RemovedWords) -> None:
    """Free a revision's document and notes of the words, and seal what is left."""
    language = removal.conference.language
    edits = list(revision.note_edits.all())
    for edit in edits:
        edit.was = blank_text(edit.was, [removed], language=language)
        edit.now = blank_text(edit.now, [removed], language=language)
        edit.save(update_fields=["was", "now"])
    revision.note = blank_text(revision.note, [removed], language=language)
    revision.document = _erased_form(revision.document, removed)
    revision.save(update_fields=["document", "note"])
    earlier = list(revision.erasures.all())
    made = Erasure(revision=revision, removal=removal, edits=len(edits))
    made.digest = seal_erasure(revision, made, after=earlier[-1].digest if earlier else revision.digest)
    made.save()


def _erased_form(form: dict[str, object], removed: RemovedWords, *, mark: str = "") -> dict[str, object]:
    """Return a stored document without the words; one that cannot be read is emptied, if it holds them."""
    try:
        document = from_json(form)
    except FormError:
        return to_json(TranscriptDocument()) if finds(as_text(form), [removed]) else form
    blanked = blank(document, [removed], mark=mark)
    return to_json(blanked) if blanked != document or finds(as_text(form), [removed]) else form


def _erase_from_removals(conference: Conference, removed: RemovedWords) -> None:
    """Free what other removals of the conference are found by of the words, as the revisions were."""

    def clean(text: str) -> str:
        return blank_text(text, [removed], language=conference.language)

    for other in Removal.objects.filter(conference=conference):
        other.words = [clean(text) for text in other.words]
        other.forms = {clean(old): clean(new) for old, new in other.forms.items()}
        other.copies = [[place, clean(text)] for place, text in other.copies]
        other.save(update_fields=["words", "forms", "copies"])


def seal_erasure(revision: Revision, erasure: Erasure, *, after: str) -> str:
    """Return the digest that `erasure` must have, for what is left of the revision; `after` is the one before it."""
    removal = erasure.removal
    at = removal.erased_at.astimezone(UTC).isoformat() if removal.erased_at else ""
    notes = [find_first_note(revision), *(edit.now for edit in list(revision.note_edits.all())[: erasure.edits])]
    about = [str(revision.number), sealed_name(removal, "erased_by"), at, removal.erased_because, *notes]
    return digest(revision.document, after=after, about=json.dumps(about, ensure_ascii=False))


def find_erased(conference: Conference) -> Iterator[str]:
    """Yield a sentence for each revision that words were erased from, with who, when and why. One query."""
    rows = Erasure.objects.filter(revision__conference=conference).select_related("removal", "revision")
    for row in rows.defer("revision__document").order_by("revision__number", "pk"):
        by, at = row.removal.erased_by_name, row.removal.erased_at
        yield (
            f"Words were erased from revision {row.revision.number} on {at:%Y-%m-%d} by {by}, because: "
            f"{row.removal.erased_because}"
        )
