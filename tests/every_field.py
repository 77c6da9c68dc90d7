"""Rows with words in every field, made from the models as they are: a model that is built later joins by itself."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

from transcripts.models import Conference

NUMBERS = count(1)  # part of every text, since some may be there only once
# Columns that hold nothing which anybody typed, and may stand in what is public; whoever adds another says it here.
KEYS = {
    *("AddedForm: token", "AddedForm: digest", "AddedForm: address"),
    *("AlertMessage: message_id", "AlertMessage: sender"),
    *("Announcement: zone", "HistoricalAnnouncement: zone", "ArchiveCount: of"),
    *(f"Attachment: {name}" for name in ("public_id", "folder", "suffix", "content_type", "digest")),
    "CaptionFeed: token_digest",
    *("Conference: public_id", "Conference: preview_key", "Conference: translation_group"),
    *("Correction: turn_public_id", "Correction: field"),
    *("DeskSession: key", "Edition: epoch", "Erasure: digest", "Erasure: resealed", "Exchange: public_id"),
    *("ImportBase: part", "ImportBase: digests", "ImportBase: release"),
    *("ImportBatch: public_id", "ImportDraft: public_id", "KnownDevice: digest"),
    *("MistakeReport: turn_public_id", "MistakeReport: paragraph_public_id", "MistakeReport: key"),
    *(
        "NameKey: kind",
        "NameKey: name",
        "NameKey: key",
        "NamePair: why",
        "OldAddress: public_id",
        "Paragraph: public_id",
        "PublicChange: key",
    ),
    *(f"NoteEdit: {name}" for name in ("digest", "resealed", "made_by_salt", "made_by_leaf")),
    *("ReceivedCue: digest", "Redirect: old", "ReleasedTurn: turn_public_id"),
    *("Removal: turns", "Removal: erased_by_salt", "Removal: erased_by_leaf"),
    *(f"Revision: {name}" for name in ("digest", "resealed", "made_by_salt", "made_by_leaf")),
    *("RunningCorrection: turn_public_id", "RunningCorrection: field"),
    *(f"Subscription: {name}" for name in ("key", "address", "address_digest", "language")),
    *("ToldConference: turns", "MailedConference: turns", "Turn: public_id"),
    *(f"Version: {name}" for name in ("structure", "salts", "digest", "previous")),  # digests of the words
    "User: password",
}
# Columns that hold words which are public once they are there.
PUBLIC = {
    *("Announcement: reason", "HistoricalAnnouncement: reason", "Conference: withdrawal_reason", "Removal: reason"),
    *(f"SiteIdentity: {name}" for name in ("name", "tagline", "logo", "about", "contact", "licence", "privacy")),
    *("SiteIdentity: texts", "NoteEdit: now"),
}


def holds_words(field: "models.Field[Any, Any]") -> bool:
    """Return whether somebody's words can stand in a column."""
    kinds = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField)
    return isinstance(field, kinds) and not field.choices


def label_of(field: "models.Field[Any, Any]") -> str:
    """Return how a column is called in the lists above."""
    return f"{field.model._meta.object_name}: {field.name}"


def models_with_words() -> list[type[models.Model]]:
    return [*apps.get_app_config("transcripts").get_models(), LogEntry, User]


def fields_of_words() -> Iterator[tuple[type[models.Model], "models.Field[Any, Any]"]]:
    """Yield every column of the site's tables, the desk's log and the accounts that can hold words nobody may read."""
    for model in models_with_words():
        for field in model._meta.concrete_fields:
            if holds_words(field) and label_of(field) not in KEYS | PUBLIC:
                yield model, field


def texts(value: Any) -> str:
    """Return all that a column holds as one text."""
    if isinstance(value, dict):
        return "\n".join(texts(each) for pair in value.items() for each in pair)
    if isinstance(value, list):
        return "\n".join(map(texts, value))
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode(errors="replace")
    return str(value)


def fill(model: type[models.Model], word: str, near: dict[type[models.Model], Any], **given: Any) -> Any:
    """Save a row with `word` in every text, past all forms; what it refers to is one of `near`, or made likewise."""
    row = model(**given)
    for field in model._meta.concrete_fields:
        if field.name in given or (field.primary_key and not holds_words(field)):
            continue
        setattr(row, field.attname, _value(field, word, near))
    model._base_manager.bulk_create([row])
    near.setdefault(model, row)
    return row


def _value(field: "models.Field[Any, Any]", word: str, near: dict[type[models.Model], Any]) -> Any:
    """Return what goes into a column: words, where they can stand there; else the least that the table takes."""
    if isinstance(field, models.ForeignKey):
        return _key_of(field, word, near)
    if field.choices:
        return field.get_default() if field.has_default() else next(value for value, _ in field.flatchoices if value)
    if holds_words(field):
        return _words(field, f"{word}{field.name}{next(NUMBERS)}")
    if field.null or isinstance(field, models.BooleanField):
        return field.get_default()
    now = timezone.now()
    if isinstance(field, models.DateField):  # of times as well
        return now if isinstance(field, models.DateTimeField) else now.date()
    return next(NUMBERS)


def _words(field: "models.Field[Any, Any]", text: str) -> Any:
    if isinstance(field, models.JSONField):
        return {text: text} if field.get_default() in ({}, None) else [text]
    if isinstance(field, models.BinaryField):
        return text.encode()
    if field.has_default() and callable(field.default):  # an id, which the site makes
        return field.get_default()
    return text[-(field.max_length or len(text)) :]


def _key_of(field: Any, word: str, near: dict[type[models.Model], Any]) -> Any:
    model = field.related_model
    if model not in near and (kept := _of_conference(model, near)):
        near[model] = kept
    if model not in near and not (field.null and model is not User):
        fill(model, word, near)
    return near[model].pk if model in near else None


def _of_conference(model: Any, near: dict[type[models.Model], Any]) -> Any:
    names = {field.name for field in model._meta.concrete_fields}
    return model._base_manager.filter(conference=near[Conference]).first() if "conference" in names else None


def fill_the_rest(word: str, conferences: dict[str, tuple[Conference, str]]) -> None:
    """Give each model that has no row yet one with `word`; what belongs to a conference one for each, with its own."""
    empty = {model for model, _ in fields_of_words() if not model._base_manager.exists()}
    rows: dict[str, dict[type[models.Model], Any]] = {}
    for state, (conference, own) in conferences.items():
        near = rows[state] = dict(_parts(conference))
        for model in sorted(empty, key=lambda each: each._meta.label):
            if model not in near and (reaches_conference(model) or state == next(iter(conferences))):
                fill(model, f"{word}{own}", near)


def reaches_conference(model: type[models.Model]) -> bool:
    """Return whether a row belongs to a conference, itself or by what it belongs to."""
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and isinstance(field.related_model, type):
            if field.related_model is Conference:
                return True
            if field.related_model is not model and reaches_conference(field.related_model):
                return True
    return False


def _parts(conference: Conference) -> Iterator[tuple[type[models.Model], Any]]:
    yield Conference, conference
    exchange = conference.exchanges.first()
    assert exchange
    turn = exchange.turns.first()
    assert turn
    yield type(exchange), exchange
    yield type(turn), turn
    revision = conference.revisions.first()
    if revision:
        yield type(revision), revision
