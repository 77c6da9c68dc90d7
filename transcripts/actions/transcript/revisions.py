"""Revisions: the record of every change of a transcript, with public corrections, a new edition and an event."""

from dataclasses import replace
from datetime import UTC
from typing import Any

from django.utils import timezone

from transcripts import search
from transcripts.actions.change import Change, bump_edition, refuse_removed, require_reason, take_note_of_time
from transcripts.actions.purge import purge_caches
from transcripts.actions.sealed_names import seal_name, sealed_name
from transcripts.actions.transcript.corrections import close_corrections, publish_corrections
from transcripts.actions.transcript.running_changes import follow_running
from transcripts.actions.versions import make_version, prepare_version
from transcripts.document import (
    HEAD_FIELDS,
    TranscriptDocument,
    changed_part,
    compare,
    digest,
    from_json,
    to_json,
)
from transcripts.document.times import without_times
from transcripts.models import Conference, Param, PreparedModels, Revision, Status
from transcripts.reading.name_resolution import with_record_names, without_record_names
from transcripts.reading.transcript import read


def last_revision(conference: Conference) -> Revision | None:
    """Return the applied revision that the records held last. One query."""
    return next(iter(_LAST(conference=conference.pk)), None)


_LAST: PreparedModels[Revision] = PreparedModels(
    lambda: Revision.objects.applied().filter(conference=Param("conference")).order_by("-number")[:1]
)


def record_revision(
    conference: Conference, change: Change, *, proposal: Revision | None = None, last: Revision | None = None
) -> Revision | None:
    """Save the document that the records hold now as the next revision; return it, or None when nothing changed.

    Must be the last write of the caller's transaction; the words that changed are indexed here. A public conference
    requires the note, and to be told whether the change is major, unless times alone changed; a major one becomes a
    correction. A running one requires neither: its corrections are settled when it is closed. `proposal` is the
    proposed revision that this one applies, `last` the `last_revision`, if the caller has it. About ten queries, and
    those of the index. Raises NoteRequiredError, and WordsRemovedError for what would bring back removed words.
    """
    document = read(conference)
    last = last or last_revision(conference)
    form = to_json(document)
    if last and is_same(last.document, form):
        return None
    if last:
        refuse_removed(conference, document)
    is_public = conference.is_published
    was, now = map(from_json, changed_part(last.document, form)) if last else (TranscriptDocument(), document)
    asks = is_public and not conference.is_running
    if asks and last and not is_same(to_json(without_times(was)), to_json(without_times(now))):
        require_reason(change)
    revision = proposal or Revision(conference=conference, made_by=change.user, made_by_name=change.name)
    revision.note, revision.is_major = change.note.strip(), bool(change.is_major)
    revision.state = Revision.State.APPLIED
    revision.number = (last.number or 0) + 1 if last else 1
    revision.base = last.number or 0 if last else 0
    revision.hold(document, form)
    revision.made_at = timezone.now()
    seal_name(revision)
    revision.digest = seal(revision, after=last.digest if last else "")
    revision.save()
    conference.revision_number = revision.number
    if not last or _words(was) != _words(now):
        conference.words_at = revision.made_at
    Conference.objects.filter(pk=conference.pk).update(revision_number=revision.number, words_at=conference.words_at)
    search.index_changes(conference.pk, last.document if last else {}, form)
    if last and (is_public or conference.status == Status.WITHDRAWN):
        close_corrections(revision, last)
    if is_public:
        _show(conference, revision, last, is_major=bool(change.is_major))
        if last and _turn_ids(was) - _turn_ids(now):
            purge_caches()
    elif conference.status == Status.WITHDRAWN and last and _named_as(was) != _named_as(now):
        bump_edition(conference)
    else:
        if conference.status == Status.PUBLISHED:
            prepare_version(conference, revision)
        take_note_of_time()
    return revision


def _show(conference: Conference, revision: Revision, last: Revision | None, *, is_major: bool) -> None:
    """Let readers see a revision of a public conference, with what it corrects; a closed one gets a version by it."""
    if conference.is_running:
        if last:
            follow_running(revision, last)
    else:
        if last and is_major:
            publish_corrections(revision, compare(without_times(last.transcript), without_times(revision.transcript)))
        if not last or not is_same_to_readers(last.document, revision.document):
            make_version(conference, revision, at=revision.made_at)
    bump_edition(conference)


def _named_as(document: TranscriptDocument) -> tuple[object, ...]:
    """Return what readers are still told of a withdrawn transcript that is in its document."""
    return document.title, document.language, document.series, document.held_on, document.posted_on, document.venue


def is_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Return whether two documents in their JSON form are the same, ids and all, but for the names of renamed records.

    A key that one of them lacks reads as empty, and ids of paragraphs that only one of them has are not compared. No
    query when they are the same to the letter, or differ in more than names. Raises FormError.
    """
    if one == other:
        return True
    has_ids = _has_paragraph_ids(one) and _has_paragraph_ids(other)
    first, second = map(from_json, changed_part(one, other))
    if not has_ids:
        first, second = _without_paragraph_ids(first), _without_paragraph_ids(second)
    if to_json(without_record_names(first)) != to_json(without_record_names(second)):
        return False
    return to_json(with_record_names(first)) == to_json(with_record_names(second))


def is_same_to_readers(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Return whether readers see the same in two documents, in their JSON form, but for the names of renamed records.

    Ids make no difference, nor does what is not public. No query, unless they differ in names. Raises FormError.
    """
    first, second = (_to_readers(from_json(part)) for part in changed_part(one, other))
    if first == second:
        return True
    if without_record_names(first) != without_record_names(second):
        return False
    return with_record_names(first) == with_record_names(second)


def _to_readers(document: TranscriptDocument) -> TranscriptDocument:
    """Return the document without what no reader sees, and without times, which are no words."""
    hidden: dict[str, Any] = {field.name: field.empty for field in HEAD_FIELDS if not field.is_public}
    exchanges = tuple(replace(exchange, page=None) for exchange in without_times(document).exchanges)
    return replace(document, **hidden, exchanges=exchanges)


def _has_paragraph_ids(form: dict[str, Any]) -> bool:
    turns = (turn for exchange in form.get("exchanges", ()) for turn in exchange.get("turns", ()))
    return any(any(turn.get("paragraph_ids", ())) for turn in turns)


def _without_paragraph_ids(document: TranscriptDocument) -> TranscriptDocument:
    exchanges = (
        replace(one, turns=tuple(replace(turn, paragraph_ids=()) for turn in one.turns)) for one in document.exchanges
    )
    return replace(document, exchanges=tuple(exchanges))


def seal(revision: Revision, *, after: str, note: str | None = None) -> str:
    """Return the digest that `revision`, its document as stored, must have if it follows one whose digest is `after`.

    `note` is the note that it was made with, where that was changed since.
    """
    about = [str(revision.number), sealed_name(revision), revision.made_at.astimezone(UTC).isoformat()]
    about += ["major" if revision.is_major else "minor", revision.note if note is None else note]
    return digest(revision.document, after=after, about="|".join(about))


def _words(document: TranscriptDocument) -> tuple[object, ...]:
    """Return the parts that a translator translates: a change of anything else does not outdate a translation."""
    people = [(person.name, person.role) for person in document.people]
    turns = [
        (exchange.heading, [(turn.kind, turn.label, turn.paragraphs) for turn in exchange.turns])
        for exchange in document.exchanges
    ]
    return (document.title, document.summary, people, turns)


def _turn_ids(document: TranscriptDocument) -> set[str]:
    return {turn.public_id for exchange in document.exchanges for turn in exchange.turns}
