"""The access table of the admin: which roles may open each address, by its URL name. A test tries each as every role.

A row decides whether a role is let in at all. What it may do there with one conference, given its state, its author and
the second pair of eyes, is decided in `permissions.py` and by the actions themselves.
"""

from enum import Enum


class Role(Enum):
    """A role in the admin; an account in several groups may do what any of them may."""

    STRANGER = "stranger"
    AUTHOR = "author"
    EDITOR = "editor"
    OFFICE = "office administrator"
    ADMINISTRATOR = "administrator"


STAFF = (Role.AUTHOR, Role.EDITOR, Role.OFFICE, Role.ADMINISTRATOR)
WRITERS = (Role.AUTHOR, Role.EDITOR, Role.ADMINISTRATOR)
EDITORS = (Role.EDITOR, Role.ADMINISTRATOR)
SETTINGS = (Role.EDITOR, Role.OFFICE, Role.ADMINISTRATOR)
ACCOUNTS = (Role.OFFICE, Role.ADMINISTRATOR)
ADMINISTRATORS = (Role.ADMINISTRATOR,)
NOBODY: tuple[Role, ...] = ()
EVERYBODY = tuple(Role)

_ROWS: dict[tuple[Role, ...], str] = {
    EVERYBODY: """
        login logout account_login account_logout mfa_authenticate
        admin_password_reset password_reset_complete password_reset_confirm password_reset_done
    """,
    # Django's general pages, and pages that redirect where there is no such record.
    STAFF: """
        app_list index jsi18n password_change password_change_done transcripts_accountevent_history
        transcripts_oldaddress_history
        transcripts_conference_attachment transcripts_exchange_history transcripts_redirect_history
        transcripts_siteidentity_changelist transcripts_turn_history view_on_site
        account_end_sessions account_reauthenticate account_sessions
        mfa_activate_totp mfa_add_webauthn mfa_deactivate_totp mfa_download_recovery_codes mfa_edit_webauthn
        mfa_generate_recovery_codes mfa_index mfa_list_webauthn mfa_reauthenticate mfa_reauthenticate_webauthn
        mfa_remove_webauthn mfa_view_recovery_codes
    """,
    WRITERS: """
        autocomplete transcripts_conference_add transcripts_conference_change transcripts_conference_changelist
        transcripts_conference_comment transcripts_conference_compare transcripts_conference_draft
        transcripts_conference_headings transcripts_conference_history transcripts_conference_import
        transcripts_conference_import_batch transcripts_conference_import_draft transcripts_conference_join_exchange
        transcripts_conference_move_exchange transcripts_conference_presence transcripts_conference_preview
        transcripts_conference_proposal transcripts_conference_record_status
        transcripts_conference_restore_revision transcripts_conference_running transcripts_conference_see
        transcripts_conference_see_proposal transcripts_conference_settle transcripts_conference_sheet
        transcripts_conference_sheet_preview transcripts_conference_submit transcripts_conference_uncomment
        transcripts_conference_times
        transcripts_conference_up_to_date transcripts_exchange_add transcripts_exchange_change
        transcripts_exchange_changelist transcripts_exchange_delete transcripts_outlet_add transcripts_outlet_change
        transcripts_outlet_changelist transcripts_outlet_download transcripts_outlet_history
        transcripts_outlet_upload transcripts_series_add transcripts_series_change transcripts_series_changelist
        transcripts_series_history transcripts_speaker_add transcripts_speaker_change transcripts_speaker_changelist
        transcripts_speaker_download transcripts_speaker_history transcripts_speaker_upload transcripts_topic_add
        transcripts_topic_change transcripts_topic_changelist transcripts_topic_history transcripts_topic_restore
        transcripts_turn_change transcripts_turn_changelist transcripts_turn_delete
    """,
    EDITORS: """
        transcripts_conference_announcement transcripts_conference_cancel_announced
        transcripts_conference_close_running
        transcripts_conference_update_announcement transcripts_conference_withdraw_announcement
        transcripts_oldaddress_add transcripts_oldaddress_change transcripts_oldaddress_changelist
        transcripts_oldaddress_delete
        transcripts_mistakereport_change transcripts_mistakereport_changelist transcripts_mistakereport_history
        transcripts_conference_edit_note transcripts_conference_publish
        transcripts_conference_remove_words transcripts_conference_replace transcripts_conference_replacement
        transcripts_conference_restore transcripts_conference_reword
        transcripts_conference_schedule transcripts_conference_withdraw transcripts_outlet_delete
        transcripts_outlet_duplicates transcripts_outlet_merge transcripts_outlet_restore
        transcripts_outlet_undo_merge transcripts_outlet_unused transcripts_redirect_change
        transcripts_redirect_changelist transcripts_series_delete transcripts_series_restore
        transcripts_series_unused transcripts_speaker_delete transcripts_speaker_duplicates transcripts_speaker_merge
        transcripts_speaker_restore transcripts_speaker_undo_merge transcripts_speaker_unused
        transcripts_topic_delete transcripts_topic_duplicates transcripts_topic_merge transcripts_topic_undo_merge
        transcripts_topic_unused
    """,
    SETTINGS: """
        alerts
        transcripts_siteidentity_change transcripts_siteidentity_history
    """,
    ACCOUNTS: """
        auth_group_add auth_group_change auth_group_changelist auth_group_history auth_user_add auth_user_change
        auth_user_changelist auth_user_history auth_user_password_change auth_user_personal_data
        transcripts_accountevent_change transcripts_accountevent_changelist
    """,
    # What cannot be undone.
    ADMINISTRATORS: """
        auth_group_delete auth_user_delete transcripts_conference_empty_trash transcripts_conference_erase_words
    """,
    # Records that only the site itself adds or deletes.
    NOBODY: """
        transcripts_accountevent_add transcripts_accountevent_delete transcripts_conference_delete
        transcripts_mistakereport_add transcripts_mistakereport_delete
        transcripts_redirect_add transcripts_redirect_delete transcripts_siteidentity_add
        transcripts_siteidentity_delete transcripts_turn_add
    """,
}
# The roles that may open each address, by its URL name.
ADDRESSES: dict[str, tuple[Role, ...]] = {name: roles for roles, names in _ROWS.items() for name in names.split()}
# The roles that may run each action on the selected rows of a list, by model.
ACTIONS: dict[str, dict[str, tuple[Role, ...]]] = {
    **{
        model: {"delete_selected": EDITORS}
        for model in ("conference", "oldaddress", "outlet", "series", "speaker", "topic")
    },
    "exchange": {"delete_selected": WRITERS},
    "mistakereport": {"dismiss": EDITORS},
    **{model: {"delete_selected": ADMINISTRATORS} for model in ("group", "user")},
}
