"""The list of all places that can hold words of a published transcript, by which removed words are found and wiped.

What is not on it holds no words of a transcript, or says in KEPT why it may. Whoever adds a model with a text adds it
here: a test compares the list with the models. What outputs are made from is here, so that they follow.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from transcripts import search
from transcripts.actions.change import Change
from transcripts.actions.redirects import keep_old_address
from transcripts.actions.transcript.revision_notes import amend_note
from transcripts.document import HEAD_FIELDS, RemovedWords, blank, blank_text, finds, from_json, to_json
from transcripts.models import (
    Announcement,
    Attachment,
    Comment,
    Conference,
    Correction,
    Event,
    Exchange,
    ImportBase,
    MistakeReport,
    Participation,
    QueuedTurn,
    Redirect,
    ReplacedConference,
    Replacement,
    Revision,
    SavedWarning,
    Turn,
)

Row = Any
Put = Callable[[Conference, Row, str, RemovedWords, Change], None]


@dataclass(frozen=True, slots=True)
class Copy:
    """One kind of place: the `fields` of a model's rows that belong to a conference. `put` frees one field of one row.

    `rows` are those of a conference.
    """

    name: str
    model: type[Model]
    fields: tuple[str, ...]
    rows: Callable[[Conference], "QuerySet[Any]"]
    put: Put
    holds_parts: bool = False  # of the words, by which they cannot be found: it is freed of all that it holds

    def find(self, conference: Conference, removed: RemovedWords) -> Iterator[tuple[Row, str, str]]:
        """Yield each row and field that holds the words, and its text. One query."""
        for row in self.rows(conference):
            for name in self.fields:
                text = as_text(getattr(row, name))
                if finds(text, [removed]) or (name == "slug" and in_slug(text, removed)) or (text and self.holds_parts):
                    yield row, name, text

    def wipe(self, conference: Conference, removed: RemovedWords, change: Change) -> list[list[str]]:
        """Free the rows of the words; return the place and the former text of each."""
        found = list(self.find(conference, removed))
        for row, name, _ in found:
            self.put(conference, row, name, removed, change)
        return [[f"{self.name}: {name}", text] for _, name, text in found]


def as_text(value: Any) -> str:
    """Return what a field holds as a text; of JSON all its texts, a line each."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "\n\n".join(as_text(each) for each in value.values())
    if isinstance(value, list):
        return "\n\n".join(as_text(each) for each in value)
    return ""


def _put_text(conference: Conference, row: Row, name: str, removed: RemovedWords, _change: Change) -> None:
    """Put “[removed]” in the place of the words. One query."""
    column = row._meta.get_field(name)
    text = blank_text(getattr(row, name), [removed], language=conference.language)
    setattr(row, name, text[: column.max_length] if column.max_length else text)
    type(row)._default_manager.filter(pk=row.pk).update(**{name: getattr(row, name)})


def _put_slug(conference: Conference, row: Row, name: str, removed: RemovedWords, _change: Change) -> None:
    """Give the conference its permanent id for an address, which holds no words; the old address leads there."""
    if name != "slug":
        _put_text(conference, row, name, removed, _change)
        return
    old = row.slug
    row.slug = row.public_id
    row.save(update_fields=["slug"])
    conference.slug = row.slug
    keep_old_address(Redirect.Kind.CONFERENCE, old, row.slug)


def _put_note(conference: Conference, row: Row, _name: str, removed: RemovedWords, change: Change) -> None:
    """Amend the note of an applied revision, whose first wording the digest seals; else replace it."""
    note = blank_text(row.note, [removed], language=conference.language)
    if row.state == Revision.State.APPLIED:
        amend_note(row, note, change=change)
    else:
        Revision.objects.filter(pk=row.pk).update(note=note)


def _put_document(_conference: Conference, row: Row, _name: str, removed: RemovedWords, _change: Change) -> None:
    """Blank the document of a proposal, which nothing seals."""
    type(row)._default_manager.filter(pk=row.pk).update(document=to_json(blank(from_json(row.document), [removed])))


def _delete(_conference: Conference, row: Row, _name: str, _removed: RemovedWords, _change: Change) -> None:
    type(row)._default_manager.filter(pk=row.pk).delete()


def _forget(_conference: Conference, row: Row, name: str, _removed: RemovedWords, _change: Change) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(**{name: {}})


def in_slug(slug: str, removed: RemovedWords) -> bool:
    """Return whether an address made of a title holds the words."""
    return finds(slug.replace("-", " "), [removed]) is not None


def _logged(conference: Conference) -> "QuerySet[LogEntry]":
    """Return what Django's log says of the conference and its exchanges."""
    kinds = ContentType.objects.get_for_models(Conference, Exchange)
    keys = [str(key) for key in conference.exchanges.values_list("pk", flat=True)]
    return LogEntry.objects.filter(
        Q(content_type=kinds[Conference], object_id=str(conference.pk))
        | Q(content_type=kinds[Exchange], object_id__in=keys)
    )


def _of(model: Any, path: str = "conference", **also: Any) -> Callable[[Conference], "QuerySet[Any]"]:
    return lambda conference: model.objects.filter(**{path: conference}, **also)


_ANNOUNCED = ("title", "place", "people", "accreditation", "broadcast_url", "reason")
_REPORTED = ("words", "message", "answer", "name", "email")
COPIES = (
    Copy("turn", Turn, ("text", "label_as_printed", "journalist"), _of(Turn, "exchange__conference"), _put_text),
    Copy("exchange", Exchange, ("heading",), _of(Exchange), _put_text),
    Copy(
        "conference",
        Conference,
        (*(field.name for field in HEAD_FIELDS if field.holds_words), "source_url", "withdrawal_reason", "slug"),
        lambda conference: Conference.objects.filter(pk=conference.pk),
        _put_slug,
    ),
    Copy("participant", Participation, ("role_as_printed", "name_as_printed"), _of(Participation), _put_text),
    Copy("correction", Correction, ("was", "now", "label"), _of(Correction, "revision__conference"), _put_text),
    Copy("note", Revision, ("note",), _of(Revision), _put_note),
    Copy("proposal", Revision, ("document",), _of(Revision, state=Revision.State.PROPOSED), _put_document),
    Copy("declined proposal", Revision, ("document",), _of(Revision, state=Revision.State.DECLINED), _put_document),
    Copy("event", Event, ("note",), _of(Event), _put_text),
    Copy("attachment", Attachment, ("title", "alt", "caption", "credit", "url"), _of(Attachment), _put_text),
    Copy("announcement", Announcement, _ANNOUNCED, _of(Announcement), _put_text),
    Copy("earlier announcement", Announcement.history.model, _ANNOUNCED, _of(Announcement.history.model), _put_text),
    Copy("comment", Comment, ("text",), _of(Comment), _put_text),
    Copy("queue", QueuedTurn, ("text", "label", "speaker", "outlet", "journalist"), _of(QueuedTurn), _put_text),
    Copy("mistake report", MistakeReport, _REPORTED, _of(MistakeReport), _put_text),
    Copy("import warning", SavedWarning, ("sentence", "file"), _of(SavedWarning), _delete),
    Copy("import correction", ImportBase, ("hints",), _of(ImportBase), _forget, holds_parts=True),
    Copy(
        "find and replace",
        Replacement,
        ("find", "replace_by", "note", "undo_note"),
        lambda conference: Replacement.objects.filter(conferences__conference=conference),
        _put_text,
    ),
    Copy("find and replace, outcome", ReplacedConference, ("sentence",), _of(ReplacedConference), _put_text),
    Copy("log", LogEntry, ("object_repr", "change_message"), _logged, _put_text),
)
# Fields that may hold the words until they are erased, and why. Readers see nothing of them; in the admin they need a
# permission. What erasing does to them is in erasure.py.
KEPT: Mapping[str, str] = {
    "revision.document": "sealed; every reader of a past revision blanks it",
    "noteedit.was": "sealed; the history blanks it",
    "noteedit.now": "sealed; the history blanks it",
    "removal.words": "what the words are found by",
    "removal.forms": "what the words are found by",
    "removal.copies": "what other places held",
    "importbase.document": "what the next import is compared with, shown to nobody; erasing frees it",
    "importbase.corrected": "as the document",
    "importdraft.files": "the owner's own files, which expire; what they bring back is refused; erasing deletes them",
    "importdraft.hints": "as the files",
    "importdraft.fields": "as the files",
    "importdraft.choices": "as the files",
    "importdraft.conflict_choices": "as the files",
    "importdraft.title": "as the files",
    "importdraft.note": "as the files",
    "batchfile.source": "the owner's own file, until its import draft holds it; erasing deletes it",
    "batchfile.facts": "as the source",
    "batchfile.title": "as the source",
    "batchfile.sentence": "as the source",
    "version.structure": "digests and ids, no words",
    "version.salts": "shown beside their texts alone, not beside those removed",
    "version.digest": "a digest",
    "version.previous": "a digest",
    "redirect.old": "an address that somebody knows already; no page shows it, and erasing deletes it",
    "oldaddress.path": "an address of another site, which is known already; no page shows it, and erasing deletes it",
    "runningcorrection.field": "the name of a field",
    "receivedcue.digest": "a keyed digest",
    "captionfeed.token_digest": "a digest",
    "removal.erased_because": "it may not repeat the words",
    "erasure.digest": "a digest",
    "subscription.query": "what a reader asked for, shown to that reader alone",
    "subscription.address": "encrypted",
    "subscription.address_digest": "a digest",
    "subscription.key": "random",
    "subscription.language": "a language",
    "alertmessage.message_id": "random",
    "alertmessage.sender": "random",
    "alertmessage.items": "ids; mail is written when it is sent, from what is public then",
    "toldconference.turns": "ids",
    "mailedconference.turns": "ids",
}


def find_copies(conference: Conference, removed: RemovedWords) -> list[tuple[str, str]]:
    """Return the name and field of each place that holds the words, once for each row. One query a place."""
    return [(copy.name, name) for copy in COPIES for _, name, _ in copy.find(conference, removed)]


def wipe_copies(conference: Conference, removed: RemovedWords, change: Change) -> list[list[str]]:
    """Free every place of the words, and the search's index and vocabulary; return what each held, with its place."""
    held = [pair for copy in COPIES for pair in copy.wipe(conference, removed, change)]
    search.index(conference.pk)
    search.forget_words(removed.words, is_still_said=_is_still_said)
    Conference.objects.filter(pk=conference.pk).update(updated_at=timezone.now())
    return held


def _is_still_said(word: str) -> bool:
    """Return whether any transcript still has the word. Three queries at most, over all of them."""
    return (
        Turn.objects.filter(text__icontains=word).exists()
        or Exchange.objects.filter(heading__icontains=word).exists()
        or Conference.objects.filter(title__icontains=word).exists()
    )
