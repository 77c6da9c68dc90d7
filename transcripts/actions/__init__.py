"""Every write, one deed a function, one transaction. (DEEDS: imports search and below.)"""

from transcripts.actions.attaching import forget_strays, save_attachments
from transcripts.actions.bin import empty_bin, put_in_bin, take_from_bin
from transcripts.actions.bulk_names import NameRow, save_names
from transcripts.actions.checklist import Checklist, Item, find_problems, make_checklist
from transcripts.actions.commenting import CommentRefusedError, add_comment, delete_comment, may_delete_comment
from transcripts.actions.describing import Description, describe_exchanges
from transcripts.actions.doubts import keep_doubts, settle_doubts
from transcripts.actions.draft_reading import DraftText, DraftWarning, read_draft
from transcripts.actions.drafts import (
    ConferenceChangedError,
    DraftChangedError,
    begin_drafts,
    confirm_draft,
    correct_draft,
    drop_draft,
    parts_of_draft,
    resolution_of,
    standing_of,
    sweep_drafts,
    target_of,
    version_of,
)
from transcripts.actions.duplicates import (
    compare_names,
    count_unseen,
    dismiss_pair,
    find_pairs,
    names_of,
    reopen_pair,
    roles_of,
)
from transcripts.actions.import_bases import (
    FoundBase,
    ImportConflictError,
    ImportPart,
    Resolution,
    adopt_bases,
    drop_bases,
    find_base,
    keep_bases,
    merge_incoming,
    parts_of,
)
from transcripts.actions.importing import Imported, ImportRefusedError, find_conference, group_pages, import_transcripts
from transcripts.actions.integrity import find_damage
from transcripts.actions.likeness import Why
from transcripts.actions.linking import Choices, NameLink, Near, Standing, apply_choices, describe_links, link_names
from transcripts.actions.name_keys import keep_all_keys
from transcripts.actions.naming import Chosen, find_claims, find_or_make, find_strange_ids, keep_old_address, kind_of
from transcripts.actions.noting import LONGEST_NOTE, edit_note
from transcripts.actions.ordering import append, move_participation, move_turn, renumber
from transcripts.actions.people import conferences_of, find_hindrance, merge_names
from transcripts.actions.presence import leave, stay
from transcripts.actions.previewing import revoke_previews
from transcripts.actions.reconcile import DocumentRefusedError, reconcile, write_document
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
from transcripts.actions.restoring import LONGEST_REASON, differing_fields, restore_name
from transcripts.actions.revising import (
    ConflictError,
    apply_proposal,
    change_from,
    decline_proposal,
    propose,
    restore_revision,
)
from transcripts.actions.saving import bring_in_order, move_exchange, record_change, record_name, record_site
from transcripts.actions.second_eyes import find_others, is_alone, may_be_alone
from transcripts.actions.setting_up import introduce_site, keep_names
from transcripts.actions.splitting import join_exchanges, part_exchange, split_exchange
from transcripts.actions.standing import set_standing
from transcripts.actions.states import (
    NotReadyError,
    WrongStateError,
    publish,
    return_to_draft,
    reword_withdrawal,
    submit,
    withdraw,
)
from transcripts.actions.topic_offers import offer_topics, topics_of_late
from transcripts.actions.translating import say_up_to_date
from transcripts.actions.unmerging import find_undo_hindrance, undo_merge
from transcripts.actions.uploads import Upload, UploadRefusedError, read_handout, read_photo

__all__ = [
    "LONGEST_NOTE",
    "LONGEST_REASON",
    "Change",
    "Checklist",
    "Choices",
    "Chosen",
    "CommentRefusedError",
    "ConferenceChangedError",
    "ConflictError",
    "Description",
    "DocumentRefusedError",
    "DraftChangedError",
    "DraftText",
    "DraftWarning",
    "FoundBase",
    "ImportConflictError",
    "ImportPart",
    "ImportRefusedError",
    "Imported",
    "Item",
    "NameLink",
    "NameRow",
    "Near",
    "NotReadyError",
    "NoteRequiredError",
    "RemovalRefusedError",
    "Resolution",
    "Standing",
    "Upload",
    "UploadRefusedError",
    "Why",
    "WrongStateError",
    "add_comment",
    "adopt_bases",
    "append",
    "apply_choices",
    "apply_proposal",
    "begin_drafts",
    "bring_in_order",
    "bump_edition",
    "change_from",
    "compare_names",
    "conferences_of",
    "confirm_draft",
    "correct_draft",
    "count_unseen",
    "decline_proposal",
    "delete_comment",
    "describe_exchanges",
    "describe_links",
    "differing_fields",
    "dismiss_pair",
    "drop_bases",
    "drop_draft",
    "edit_note",
    "empty_bin",
    "find_base",
    "find_claims",
    "find_conference",
    "find_damage",
    "find_hindrance",
    "find_or_make",
    "find_others",
    "find_pairs",
    "find_problems",
    "find_strange_ids",
    "find_undo_hindrance",
    "find_user",
    "forget_strays",
    "group_pages",
    "import_transcripts",
    "introduce_site",
    "is_alone",
    "join_exchanges",
    "keep_all_keys",
    "keep_bases",
    "keep_doubts",
    "keep_names",
    "keep_old_address",
    "kind_of",
    "leave",
    "link_names",
    "make_checklist",
    "may_be_alone",
    "may_delete_comment",
    "merge_incoming",
    "merge_names",
    "move_exchange",
    "move_participation",
    "move_turn",
    "names_of",
    "offer_topics",
    "part_exchange",
    "parts_of",
    "parts_of_draft",
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
    "reopen_pair",
    "resolution_of",
    "restore_name",
    "restore_revision",
    "return_to_draft",
    "revoke_previews",
    "reword_withdrawal",
    "roles_of",
    "save_attachments",
    "save_names",
    "say_up_to_date",
    "set_standing",
    "settle_doubts",
    "split_exchange",
    "standing_of",
    "stay",
    "submit",
    "sweep_drafts",
    "take_from_bin",
    "target_of",
    "topics_of_late",
    "undo_merge",
    "version_of",
    "withdraw",
    "write_document",
]
