"""The records: fields, constraints and named querysets. (RECORDS: imports `document` and `text`.)"""

from transcripts.models.addresses import address, addresses, exchange_address
from transcripts.models.announcement import Announcement, current_announcement
from transcripts.models.archive_count import ArchiveCount
from transcripts.models.attachment import Attachment
from transcripts.models.conference import (
    SILENT_AFTER,
    Conference,
    ConferenceQuerySet,
    Participation,
    RecordStatus,
    Status,
)
from transcripts.models.conference_count import ConferenceCount
from transcripts.models.database.direct import fetch, fetch_alike
from transcripts.models.database.disk import DiskState, disk_state, refused_by_disk
from transcripts.models.database.prepared import NOW, AnyOf, AsOf, Param, PreparedModels, PreparedQuery
from transcripts.models.database.replica import PRIMARY, REPLICA, ReplicaState, reading, reading_from, replica_watch
from transcripts.models.database.table_release import are_older, came_of_release, is_migrated, watch_tables
from transcripts.models.desk.account import AccountEvent, DeskSession, KnownDevice
from transcripts.models.desk.added_form import AddedForm
from transcripts.models.desk.comment import Comment
from transcripts.models.desk.import_base import ImportBase
from transcripts.models.desk.import_batch import BatchFile, ImportBatch
from transcripts.models.desk.import_draft import ImportDraft
from transcripts.models.desk.import_warning import SavedWarning
from transcripts.models.desk.merge import Merge, NamePair
from transcripts.models.desk.presence import Presence
from transcripts.models.desk.preview import Preview
from transcripts.models.desk.replacement import KEPT_PREPARED, ReplacedConference, Replacement
from transcripts.models.exchange import Exchange, Turn
from transcripts.models.ids import new_public_id
from transcripts.models.languages import (
    CONTENT_LANGUAGES,
    choose_text,
    current_language,
    field_name,
    has_letters_in_name,
    has_name,
    has_name_like,
    interface_language,
    label_in,
    name_lookups,
    names_of,
    other_languages,
    own_name,
    text_in,
    with_text,
)
from transcripts.models.name_key import KEY_LENGTH, NameKey
from transcripts.models.names import (
    Named,
    Outlet,
    OutletAlias,
    Place,
    Series,
    Speaker,
    SpeakerAlias,
    Topic,
    TopicAlias,
    sort_expression,
)
from transcripts.models.old_address import OldAddress, find_old_address
from transcripts.models.paragraph import Paragraph
from transcripts.models.public_change import PublicChange, public_state
from transcripts.models.readers.alert import AlertMessage, AlertProgress, MailedConference, Subscription, ToldConference
from transcripts.models.readers.mistake_report import MistakeReport
from transcripts.models.readers.sealed_addresses import (
    SealedAddressError,
    digest_of_address,
    is_sealed_now,
    key_of_token,
    token_of,
)
from transcripts.models.redirect import Redirect
from transcripts.models.removal import Erasure, Removal
from transcripts.models.revision import Correction, Edition, Event, NoteEdit, Revision
from transcripts.models.running import CaptionFeed, QueuedTurn, ReceivedCue, ReleasedTurn, RunningCorrection
from transcripts.models.site import IDENTITY_TEXTS, SiteIdentity
from transcripts.models.version import Version

__all__ = [
    "CONTENT_LANGUAGES",
    "IDENTITY_TEXTS",
    "KEPT_PREPARED",
    "KEY_LENGTH",
    "NOW",
    "PRIMARY",
    "REPLICA",
    "SILENT_AFTER",
    "AccountEvent",
    "AddedForm",
    "AlertMessage",
    "AlertProgress",
    "Announcement",
    "AnyOf",
    "ArchiveCount",
    "AsOf",
    "Attachment",
    "BatchFile",
    "CaptionFeed",
    "Comment",
    "Conference",
    "ConferenceCount",
    "ConferenceQuerySet",
    "Correction",
    "DeskSession",
    "DiskState",
    "Edition",
    "Erasure",
    "Event",
    "Exchange",
    "ImportBase",
    "ImportBatch",
    "ImportDraft",
    "KnownDevice",
    "MailedConference",
    "Merge",
    "MistakeReport",
    "NameKey",
    "NamePair",
    "Named",
    "NoteEdit",
    "OldAddress",
    "Outlet",
    "OutletAlias",
    "Paragraph",
    "Param",
    "Participation",
    "Place",
    "PreparedModels",
    "PreparedQuery",
    "Presence",
    "Preview",
    "PublicChange",
    "QueuedTurn",
    "ReceivedCue",
    "RecordStatus",
    "Redirect",
    "ReleasedTurn",
    "Removal",
    "ReplacedConference",
    "Replacement",
    "ReplicaState",
    "Revision",
    "RunningCorrection",
    "SavedWarning",
    "SealedAddressError",
    "Series",
    "SiteIdentity",
    "Speaker",
    "SpeakerAlias",
    "Status",
    "Subscription",
    "ToldConference",
    "Topic",
    "TopicAlias",
    "Turn",
    "Version",
    "address",
    "addresses",
    "are_older",
    "came_of_release",
    "choose_text",
    "current_announcement",
    "current_language",
    "digest_of_address",
    "disk_state",
    "exchange_address",
    "fetch",
    "fetch_alike",
    "field_name",
    "find_old_address",
    "has_letters_in_name",
    "has_name",
    "has_name_like",
    "interface_language",
    "is_migrated",
    "is_sealed_now",
    "key_of_token",
    "label_in",
    "name_lookups",
    "names_of",
    "new_public_id",
    "other_languages",
    "own_name",
    "public_state",
    "reading",
    "reading_from",
    "refused_by_disk",
    "replica_watch",
    "sort_expression",
    "text_in",
    "token_of",
    "watch_tables",
    "with_text",
]
