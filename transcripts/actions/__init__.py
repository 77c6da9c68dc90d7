"""The actions: all writes, one a function, each in one transaction. (WRITES: imports search and below.)"""

from typing import TYPE_CHECKING

from transcripts.late_names import make_getattr

if TYPE_CHECKING:
    from transcripts.actions import alerts
    from transcripts.actions.accounts.erasing import ErasedEditor, erase_editor
    from transcripts.actions.accounts.events import (
        forget_account_events,
        forget_desk_log,
        note_second_factor,
        record_account_event,
    )
    from transcripts.actions.accounts.personal_data import collect_personal_data
    from transcripts.actions.accounts.sessions import begin_session, end_sessions, forget_sessions, see_session
    from transcripts.actions.accounts.written_names import WrittenName, find_written
    from transcripts.actions.archiving.archive import write_archive
    from transcripts.actions.archiving.contents import OPTIONS as ARCHIVE_OPTIONS
    from transcripts.actions.archiving.integrity import find_damaged_files, find_orphaned_files, sweep_orphaned_files
    from transcripts.actions.archiving.restore import restore_archive, verify_archive
    from transcripts.actions.archiving.streams import ArchiveError
    from transcripts.actions.change import (
        Change,
        DocumentRefusedError,
        NoteRequiredError,
        RemovalRefusedError,
        WordsRemovedError,
        WrongStateError,
        bump_edition,
        find_user,
        take_note_of_time,
    )
    from transcripts.actions.freed_pages import overwrite_freed_pages
    from transcripts.actions.import_bases import (
        FoundBase,
        ImportConflictError,
        ImportPart,
        Resolution,
        find_base,
        imported_digests,
        merge_incoming,
        parts_of,
        save_import_bases,
    )
    from transcripts.actions.imports.import_batches import (
        confirm_quiet_drafts,
        create_import_batch,
        discard_import_batch,
        go_on,
    )
    from transcripts.actions.imports.import_drafts import (
        ConferenceChangedError,
        DraftChangedError,
        confirm_import_draft,
        create_import_drafts,
        delete_expired_drafts,
        discard_import_draft,
        hints_token,
        import_target_of,
        revision_number_of,
        update_import_draft,
    )
    from transcripts.actions.imports.import_warnings import resolve_import_warnings, save_import_warnings
    from transcripts.actions.imports.importing import (
        Imported,
        ImportRefusedError,
        find_conference,
        group_pages,
        head_of,
        import_transcripts,
        part_by_conference,
        put_in_order,
    )
    from transcripts.actions.imports.kept_hints import parts_of_draft, resolution_of
    from transcripts.actions.name_keys import save_all_name_keys
    from transcripts.actions.name_resolution import find_or_make
    from transcripts.actions.names.bulk_names import NameRow, save_names
    from transcripts.actions.names.deletion import remove_names
    from transcripts.actions.names.duplicates import (
        compare_names,
        count_unchecked,
        dismiss_pair,
        find_pairs,
        names_of,
        reopen_pair,
        roles_of,
    )
    from transcripts.actions.names.merge_names import conferences_of, find_merge_obstacle, merge_names
    from transcripts.actions.names.name_edits import sync_after_name_edit
    from transcripts.actions.names.restoring import LONGEST_REASON, differing_fields, restore_name
    from transcripts.actions.names.seed_names import seed_names, seed_site_identity
    from transcripts.actions.names.undo_merge import find_undo_obstacle, undo_merge
    from transcripts.actions.names.unused import find_removed, find_unused, remove_unused, restore_removed
    from transcripts.actions.old_addresses import Taken, take_old_addresses
    from transcripts.actions.purge import forget_files_left_behind
    from transcripts.actions.recordings.times import set_times
    from transcripts.actions.redirects import find_foreign_ids, keep_old_address, kind_of
    from transcripts.actions.replacing.replacing import (
        apply_replacement,
        choose_places,
        discard_replacement,
        forget_prepared_replacements,
        prepare_replacement,
        undo_replacement,
    )
    from transcripts.actions.transcript.copies import find_copies
    from transcripts.actions.transcript.deletion import remove_exchanges, remove_turns
    from transcripts.actions.transcript.erasure import Erased, erase_words, find_erased, plan_erasure, require_erasable
    from transcripts.actions.transcript.headings_and_topics import Description, set_headings_and_topics
    from transcripts.actions.transcript.integrity import find_damage
    from transcripts.actions.transcript.ordering import append, move_participation, move_turn, renumber
    from transcripts.actions.transcript.proposals import (
        ConflictError,
        apply_proposal,
        change_from,
        decline_proposal,
        propose,
        restore_revision,
    )
    from transcripts.actions.transcript.reconcile import reconcile, write_document
    from transcripts.actions.transcript.removal import Cut, plan_removal, remove_words
    from transcripts.actions.transcript.revision_notes import LONGEST_NOTE, edit_revision_note
    from transcripts.actions.transcript.revisions import record_revision
    from transcripts.actions.transcript.row_edits import (
        bring_in_order,
        move_exchange,
        sync_after_edit,
        sync_after_site_edit,
    )
    from transcripts.actions.transcript.second_eyes import find_other_editors, is_sole_editor, may_act_alone
    from transcripts.actions.transcript.splitting import join_exchanges, part_exchange, split_exchange
    from transcripts.actions.versions import find_damaged_log, find_damaged_versions, write_head
    from transcripts.actions.workflow.added_forms import claim_form, keep_added
    from transcripts.actions.workflow.announcements import (
        Plan,
        announce,
        cancel_announced,
        change_announcement,
        head_for_announcement,
        plan_of,
        update_announcement,
        withdraw_announcement,
    )
    from transcripts.actions.workflow.attachments import delete_orphaned_files, save_attachments
    from transcripts.actions.workflow.caption_feeds import (
        find_caption_feed,
        open_caption_feed,
        receive_captions,
        revoke_caption_feed,
    )
    from transcripts.actions.workflow.comments import (
        CommentRefusedError,
        add_comment,
        delete_comment,
        may_delete_comment,
    )
    from transcripts.actions.workflow.mistake_reports import (
        Mistake,
        close_report,
        dismiss_reports,
        forget_reports,
        forget_senders,
        mail_answer,
        report_mistake,
    )
    from transcripts.actions.workflow.presence import mark_absent, mark_present
    from transcripts.actions.workflow.preview_links import revoke_previews
    from transcripts.actions.workflow.queue import Typed, change_queued, check_queued, drop_queued, enqueue, release
    from transcripts.actions.workflow.record_status import set_record_status
    from transcripts.actions.workflow.recordings import read_recording, type_of_address
    from transcripts.actions.workflow.running import close_running, correct_released, start_running
    from transcripts.actions.workflow.states import (
        NotReadyError,
        publish,
        return_to_draft,
        reword_withdrawal,
        submit,
        withdraw,
    )
    from transcripts.actions.workflow.translations import mark_translation_up_to_date
    from transcripts.actions.workflow.trash import empty_old_trash, empty_trash, move_to_trash, restore_from_trash
    from transcripts.actions.workflow.upload_errors import UploadRefusedError
    from transcripts.actions.workflow.uploads import Upload, read_handout, read_logo, read_photo
    from transcripts.presentation.editors import ERASED_EDITOR
else:
    __getattr__ = make_getattr(__name__)

__all__ = [
    "ARCHIVE_OPTIONS",
    "ERASED_EDITOR",
    "LONGEST_NOTE",
    "LONGEST_REASON",
    "ArchiveError",
    "Change",
    "CommentRefusedError",
    "ConferenceChangedError",
    "ConflictError",
    "Cut",
    "Description",
    "DocumentRefusedError",
    "DraftChangedError",
    "Erased",
    "ErasedEditor",
    "FoundBase",
    "ImportConflictError",
    "ImportPart",
    "ImportRefusedError",
    "Imported",
    "Mistake",
    "NameRow",
    "NotReadyError",
    "NoteRequiredError",
    "Plan",
    "RemovalRefusedError",
    "Resolution",
    "Taken",
    "Typed",
    "Upload",
    "UploadRefusedError",
    "WordsRemovedError",
    "WrittenName",
    "WrongStateError",
    "add_comment",
    "alerts",
    "announce",
    "append",
    "apply_proposal",
    "apply_replacement",
    "begin_session",
    "bring_in_order",
    "bump_edition",
    "cancel_announced",
    "change_announcement",
    "change_from",
    "change_queued",
    "check_queued",
    "choose_places",
    "claim_form",
    "close_report",
    "close_running",
    "collect_personal_data",
    "compare_names",
    "conferences_of",
    "confirm_import_draft",
    "confirm_quiet_drafts",
    "correct_released",
    "count_unchecked",
    "create_import_batch",
    "create_import_drafts",
    "decline_proposal",
    "delete_comment",
    "delete_expired_drafts",
    "delete_orphaned_files",
    "differing_fields",
    "discard_import_batch",
    "discard_import_draft",
    "discard_replacement",
    "dismiss_pair",
    "dismiss_reports",
    "drop_queued",
    "edit_revision_note",
    "empty_old_trash",
    "empty_trash",
    "end_sessions",
    "enqueue",
    "erase_editor",
    "erase_words",
    "find_base",
    "find_caption_feed",
    "find_conference",
    "find_copies",
    "find_damage",
    "find_damaged_files",
    "find_damaged_log",
    "find_damaged_versions",
    "find_erased",
    "find_foreign_ids",
    "find_merge_obstacle",
    "find_or_make",
    "find_orphaned_files",
    "find_other_editors",
    "find_pairs",
    "find_removed",
    "find_undo_obstacle",
    "find_unused",
    "find_user",
    "find_written",
    "forget_account_events",
    "forget_desk_log",
    "forget_files_left_behind",
    "forget_prepared_replacements",
    "forget_reports",
    "forget_senders",
    "forget_sessions",
    "go_on",
    "group_pages",
    "head_for_announcement",
    "head_of",
    "hints_token",
    "import_target_of",
    "import_transcripts",
    "imported_digests",
    "is_sole_editor",
    "join_exchanges",
    "keep_added",
    "keep_old_address",
    "kind_of",
    "mail_answer",
    "mark_absent",
    "mark_present",
    "mark_translation_up_to_date",
    "may_act_alone",
    "may_delete_comment",
    "merge_incoming",
    "merge_names",
    "move_exchange",
    "move_participation",
    "move_to_trash",
    "move_turn",
    "names_of",
    "note_second_factor",
    "open_caption_feed",
    "overwrite_freed_pages",
    "part_by_conference",
    "part_exchange",
    "parts_of",
    "parts_of_draft",
    "plan_erasure",
    "plan_of",
    "plan_removal",
    "prepare_replacement",
    "propose",
    "publish",
    "put_in_order",
    "read_handout",
    "read_logo",
    "read_photo",
    "read_recording",
    "receive_captions",
    "reconcile",
    "record_account_event",
    "record_revision",
    "release",
    "remove_exchanges",
    "remove_names",
    "remove_turns",
    "remove_unused",
    "remove_words",
    "renumber",
    "reopen_pair",
    "report_mistake",
    "require_erasable",
    "resolution_of",
    "resolve_import_warnings",
    "restore_archive",
    "restore_from_trash",
    "restore_name",
    "restore_removed",
    "restore_revision",
    "return_to_draft",
    "revision_number_of",
    "revoke_caption_feed",
    "revoke_previews",
    "reword_withdrawal",
    "roles_of",
    "save_all_name_keys",
    "save_attachments",
    "save_import_bases",
    "save_import_warnings",
    "save_names",
    "see_session",
    "seed_names",
    "seed_site_identity",
    "set_headings_and_topics",
    "set_record_status",
    "set_times",
    "split_exchange",
    "start_running",
    "submit",
    "sweep_orphaned_files",
    "sync_after_edit",
    "sync_after_name_edit",
    "sync_after_site_edit",
    "take_note_of_time",
    "take_old_addresses",
    "type_of_address",
    "undo_merge",
    "undo_replacement",
    "update_announcement",
    "update_import_draft",
    "verify_archive",
    "withdraw",
    "withdraw_announcement",
    "write_archive",
    "write_document",
    "write_head",
]
