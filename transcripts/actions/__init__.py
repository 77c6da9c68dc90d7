"""Every write, one deed a function, one transaction. (DEEDS: imports search and below.)"""

from transcripts.actions.attaching import save_attachments
from transcripts.actions.bin import empty_bin, put_in_bin, take_from_bin
from transcripts.actions.draft_reading import DraftText, DraftWarning, read_draft
from transcripts.actions.drafts import (
    ConferenceChangedError,
    aim_draft,
    begin_drafts,
    confirm_draft,
    correct_draft,
    drop_draft,
    sweep_drafts,
    target_of,
    version_of,
)
from transcripts.actions.importing import Imported, ImportRefusedError, find_conference, group_pages, import_transcripts
from transcripts.actions.integrity import find_damage
from transcripts.actions.likeness import Why
from transcripts.actions.linking import Choices, NameLink, Near, Standing, apply_choices, describe_links, link_names
from transcripts.actions.merging import merge
from transcripts.actions.name_keys import keep_all_keys
from transcripts.actions.naming import find_or_make, keep_old_address, kind_of
from transcripts.actions.ordering import append, move_participation, move_turn, renumber
from transcripts.actions.people import merge_outlets, merge_speakers
from transcripts.actions.reconcile import DocumentRefusedError, reconcile
from transcripts.actions.recording import (
    Change,
    NoteRequiredError,
    bump_edition,
    find_user,
    record_event,
    record_revision,
)
from transcripts.actions.removing import (
    RemovalRefusedError,
    remove_exchanges,
    remove_names,
    remove_turns,
)
from transcripts.actions.revising import (
    ConflictError,
    apply_proposal,
    change_from,
    decline_proposal,
    propose,
    restore_revision,
)
from transcripts.actions.saving import move_exchange, record_change, record_name, record_site
from transcripts.actions.setting_up import introduce_site, keep_names
from transcripts.actions.states import (
    NotReadyError,
    WrongStateError,
    find_problems,
    publish,
    return_to_draft,
    submit,
    withdraw,
)
from transcripts.actions.uploads import Upload, UploadRefusedError, read_handout, read_photo

__all__ = [
    "Change",
    "Choices",
    "ConferenceChangedError",
    "ConflictError",
    "DocumentRefusedError",
    "DraftText",
    "DraftWarning",
    "ImportRefusedError",
    "Imported",
    "NameLink",
    "Near",
    "NotReadyError",
    "NoteRequiredError",
    "RemovalRefusedError",
    "Standing",
    "Upload",
    "UploadRefusedError",
    "Why",
    "WrongStateError",
    "aim_draft",
    "append",
    "apply_choices",
    "apply_proposal",
    "begin_drafts",
    "bump_edition",
    "change_from",
    "confirm_draft",
    "correct_draft",
    "decline_proposal",
    "describe_links",
    "drop_draft",
    "empty_bin",
    "find_conference",
    "find_damage",
    "find_or_make",
    "find_problems",
    "find_user",
    "group_pages",
    "import_transcripts",
    "introduce_site",
    "keep_all_keys",
    "keep_names",
    "keep_old_address",
    "kind_of",
    "link_names",
    "merge",
    "merge_outlets",
    "merge_speakers",
    "move_exchange",
    "move_participation",
    "move_turn",
    "propose",
    "publish",
    "put_in_bin",
    "read_draft",
    "read_handout",
    "read_photo",
    "reconcile",
    "record_change",
    "record_event",
    "record_name",
    "record_revision",
    "record_site",
    "remove_exchanges",
    "remove_names",
    "remove_turns",
    "renumber",
    "restore_revision",
    "return_to_draft",
    "save_attachments",
    "submit",
    "sweep_drafts",
    "take_from_bin",
    "target_of",
    "version_of",
    "withdraw",
]
