"""The records: fields, constraints and named querysets. (RECORDS: imports `document` and `text`.)"""

from transcripts.models.attachment import Attachment
from transcripts.models.comment import Comment
from transcripts.models.conference import CONTENT_LANGUAGES, Conference, Participation, RecordStatus, Status
from transcripts.models.doubt import Doubt
from transcripts.models.draft import ImportDraft
from transcripts.models.exchange import Exchange, Turn
from transcripts.models.ids import new_public_id
from transcripts.models.import_base import ImportBase
from transcripts.models.merge import Merge, NamePair
from transcripts.models.name_key import KEY_LENGTH, NameKey
from transcripts.models.names import (
    SORTED_BY,
    Named,
    Outlet,
    OutletAlias,
    Place,
    Series,
    Speaker,
    SpeakerAlias,
    Topic,
    TopicAlias,
)
from transcripts.models.prepared import NOW, Among, Moment, Prepared, Slot
from transcripts.models.presence import Presence
from transcripts.models.preview import Preview
from transcripts.models.redirect import Redirect
from transcripts.models.revision import Correction, Edition, Event, NoteEdit, Revision
from transcripts.models.site import SiteIdentity

__all__ = [
    "CONTENT_LANGUAGES",
    "KEY_LENGTH",
    "NOW",
    "SORTED_BY",
    "Among",
    "Attachment",
    "Comment",
    "Conference",
    "Correction",
    "Doubt",
    "Edition",
    "Event",
    "Exchange",
    "ImportBase",
    "ImportDraft",
    "Merge",
    "Moment",
    "NameKey",
    "NamePair",
    "Named",
    "NoteEdit",
    "Outlet",
    "OutletAlias",
    "Participation",
    "Place",
    "Prepared",
    "Presence",
    "Preview",
    "RecordStatus",
    "Redirect",
    "Revision",
    "Series",
    "SiteIdentity",
    "Slot",
    "Speaker",
    "SpeakerAlias",
    "Status",
    "Topic",
    "TopicAlias",
    "Turn",
    "new_public_id",
]
