"""The contents of an archive: a row for every model; a test fails for a model without one."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.apps.registry import Apps
from django.db.models import Field, Model

ALWAYS = "always"
NEVER = "never"
PASSWORDS = "passwords"
SECOND_FACTORS = "second-factors"
SENDERS = "senders"  # names and mail addresses of readers who sent something
SUBSCRIBERS = "subscribers"  # who follows what by e-mail, encrypted, and what waits for them
# What goes in only when it is asked for.
OPTIONS = (PASSWORDS, SECOND_FACTORS, SENDERS, SUBSCRIBERS)

# Each model, and when its rows go in: always, never, or when one of OPTIONS is asked for. A model may be here before
# its app is installed.
MODELS = {
    "account.EmailAddress": ALWAYS,
    "account.EmailConfirmation": NEVER,  # links that log somebody in
    "admin.LogEntry": ALWAYS,
    "auth.Group": ALWAYS,
    "auth.Group_permissions": ALWAYS,
    "auth.Permission": ALWAYS,
    "auth.User": ALWAYS,
    "auth.User_groups": ALWAYS,
    "auth.User_user_permissions": ALWAYS,
    "contenttypes.ContentType": ALWAYS,
    "mfa.Authenticator": SECOND_FACTORS,
    "sessions.Session": NEVER,  # whoever has the file must not be logged in by it
    "transcripts.AccountEvent": ALWAYS,
    "transcripts.AddedForm": ALWAYS,
    "transcripts.AlertMessage": SUBSCRIBERS,
    "transcripts.AlertProgress": SUBSCRIBERS,
    "transcripts.Announcement": ALWAYS,
    "transcripts.ArchiveCount": NEVER,  # summed again with the index
    "transcripts.Attachment": ALWAYS,
    "transcripts.BatchFile": ALWAYS,
    "transcripts.CaptionFeed": NEVER,  # leave to send something in
    "transcripts.Comment": ALWAYS,
    "transcripts.Conference": ALWAYS,
    "transcripts.ConferenceCount": NEVER,  # counted again with the index
    "transcripts.Correction": ALWAYS,
    "transcripts.DeskSession": NEVER,
    "transcripts.Edition": ALWAYS,
    "transcripts.Erasure": ALWAYS,
    "transcripts.Event": ALWAYS,
    "transcripts.Exchange": ALWAYS,
    "transcripts.Exchange_topics": ALWAYS,
    "transcripts.HistoricalAnnouncement": ALWAYS,
    "transcripts.HistoricalOutlet": ALWAYS,
    "transcripts.HistoricalSeries": ALWAYS,
    "transcripts.HistoricalSpeaker": ALWAYS,
    "transcripts.HistoricalTopic": ALWAYS,
    "transcripts.ImportBase": ALWAYS,
    "transcripts.ImportBatch": ALWAYS,
    "transcripts.ImportDraft": ALWAYS,
    "transcripts.KnownDevice": ALWAYS,
    "transcripts.MailedConference": SUBSCRIBERS,
    "transcripts.Merge": ALWAYS,
    "transcripts.MistakeReport": ALWAYS,
    "transcripts.NameKey": ALWAYS,
    "transcripts.NamePair": ALWAYS,
    "transcripts.NoteEdit": ALWAYS,
    "transcripts.OldAddress": ALWAYS,
    "transcripts.Outlet": ALWAYS,
    "transcripts.OutletAlias": ALWAYS,
    "transcripts.Paragraph": ALWAYS,
    "transcripts.Participation": ALWAYS,
    "transcripts.Presence": NEVER,  # who has which form open now
    "transcripts.PublicChange": ALWAYS,
    "transcripts.QueuedTurn": ALWAYS,
    "transcripts.ReceivedCue": ALWAYS,
    "transcripts.Redirect": ALWAYS,
    "transcripts.ReleasedTurn": ALWAYS,
    "transcripts.Removal": ALWAYS,
    "transcripts.ReplacedConference": ALWAYS,
    "transcripts.Replacement": ALWAYS,
    "transcripts.Revision": ALWAYS,
    "transcripts.RunningCorrection": ALWAYS,
    "transcripts.SavedWarning": ALWAYS,
    "transcripts.Series": ALWAYS,
    "transcripts.SiteIdentity": ALWAYS,
    "transcripts.Speaker": ALWAYS,
    "transcripts.SpeakerAlias": ALWAYS,
    "transcripts.Subscription": SUBSCRIBERS,
    "transcripts.ToldConference": SUBSCRIBERS,
    "transcripts.Topic": ALWAYS,
    "transcripts.TopicAlias": ALWAYS,
    "transcripts.Turn": ALWAYS,
    "transcripts.Version": ALWAYS,
}
# Columns that go in only when they are asked for, whatever becomes of the row.
COLUMNS = {
    ("auth.User", "password"): PASSWORDS,
    ("transcripts.MistakeReport", "name"): SENDERS,
    ("transcripts.MistakeReport", "email"): SENDERS,
}
# What `migrate` makes in an empty database: rows of these are no content that a restore could destroy.
MADE_BY_MIGRATING = {
    "auth.Group",
    "auth.Group_permissions",
    "auth.Permission",
    "contenttypes.ContentType",
    "transcripts.Edition",
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the database and those of its fields that go in, the primary key among them."""

    model: type[Model]
    fields: "tuple[Field[Any, Any], ...]"

    @property
    def name(self) -> str:
        """The name of the table in the database."""
        return self.model._meta.db_table

    @property
    def columns(self) -> list[str]:
        """The names of the columns in the database."""
        return [str(field.column) for field in self.fields]


def models_of(registry: Apps = apps) -> list[type[Model]]:
    """Return all models that have a table, in the order of their tables' names."""
    models = registry.get_models(include_auto_created=True)
    return sorted((each for each in models if each._meta.managed and not each._meta.proxy), key=_table)


def unlisted_models() -> set[str]:
    """Return the models that do not say whether they go in."""
    return {str(model._meta.label) for model in models_of()} - set(MODELS)


def tables_of(options: Collection[str]) -> Iterator[Table]:
    """Yield the tables that go in, with what is asked for of OPTIONS."""
    for model in models_of():
        label = model._meta.label
        if MODELS[label] == ALWAYS or MODELS[label] in options:
            fields = (field for field in model._meta.concrete_fields)
            kept = (each for each in fields if COLUMNS.get((label, each.attname), ALWAYS) in {ALWAYS, *options})
            yield Table(model, tuple(kept))


def _table(model: type[Model]) -> str:
    return model._meta.db_table
