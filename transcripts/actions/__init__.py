"""Every write, one deed a function, one transaction. (DEEDS: imports search and below.)"""

from transcripts.actions.bin import empty_bin, put_in_bin, take_from_bin
from transcripts.actions.importing import Imported, ImportRefusedError, find_conference, group_pages, import_transcripts
from transcripts.actions.integrity import find_damage
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

__all__ = [
    "Change",
    "ConflictError",
    "DocumentRefusedError",
    "ImportRefusedError",
    "Imported",
    "NotReadyError",
    "NoteRequiredError",
    "RemovalRefusedError",
    "WrongStateError",
    "append",
    "apply_proposal",
    "bump_edition",
    "change_from",
    "decline_proposal",
    "empty_bin",
    "find_conference",
    "find_damage",
    "find_or_make",
    "find_problems",
    "find_user",
    "group_pages",
    "import_transcripts",
    "introduce_site",
    "keep_names",
    "keep_old_address",
    "kind_of",
    "merge_outlets",
    "merge_speakers",
    "move_exchange",
    "move_participation",
    "move_turn",
    "propose",
    "publish",
    "put_in_bin",
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
    "submit",
    "take_from_bin",
    "withdraw",
]
