"""URL patterns of the conference pages, beyond those that Django's admin has by itself."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from transcripts.admin.conference.announcement import (
    announcement_view,
    cancel_announced_view,
    update_announcement_view,
    withdraw_announcement_view,
)
from transcripts.admin.conference.attachments import attachment_view
from transcripts.admin.conference.comments import comment_view, uncomment_view
from transcripts.admin.conference.headings import headings_view
from transcripts.admin.conference.preview_links import preview_view, see_view
from transcripts.admin.conference.publishing import publish_view, schedule_view
from transcripts.admin.conference.record_status import record_status_view
from transcripts.admin.conference.removal import remove_words_view
from transcripts.admin.conference.reorder import join_exchange_view, move_exchange_view
from transcripts.admin.conference.sheet import sheet_preview_view, sheet_view
from transcripts.admin.conference.translations import up_to_date_view
from transcripts.admin.conference.trash import empty_trash_view, restore_view
from transcripts.admin.conference.workflow import draft_view, reword_view, submit_view, withdraw_view
from transcripts.admin.editing.presence import presence_view
from transcripts.admin.imports.batches import batch_view
from transcripts.admin.imports.import_warnings import resolve_warnings_view
from transcripts.admin.imports.views import import_draft_view, import_view
from transcripts.admin.recordings.times import times_view
from transcripts.admin.replacing.views import replace_view, replacement_view
from transcripts.admin.revisions.erasing import erase_words_view
from transcripts.admin.revisions.history import compare_view, restore_revision_view
from transcripts.admin.revisions.notes import edit_note_view
from transcripts.admin.revisions.proposals import proposal_view
from transcripts.admin.running.closing import close_running_view
from transcripts.admin.running.queue_page import running_view

View = Callable[..., HttpResponseBase]

# Address, view, and name without “transcripts_conference_”.
PAGES: list[tuple[str, View, str]] = [
    ("attachments/<str:public_id>/<str:name>", attachment_view, "attachment"),
    ("bin/empty/", empty_trash_view, "empty_trash"),
    ("import/", import_view, "import"),
    ("import/batch/<slug:key>/", batch_view, "import_batch"),
    ("import/<slug:key>/", import_draft_view, "import_draft"),
    ("replace/", replace_view, "replace"),
    ("replace/<int:key>/", replacement_view, "replacement"),
    ("<int:object_id>/submit/", submit_view, "submit"),
    ("<int:object_id>/announcement/", announcement_view, "announcement"),
    ("<int:object_id>/announcement/update/", update_announcement_view, "update_announcement"),
    ("<int:object_id>/announcement/cancel/", cancel_announced_view, "cancel_announced"),
    ("<int:object_id>/announcement/withdraw/", withdraw_announcement_view, "withdraw_announcement"),
    ("<int:object_id>/running/", running_view, "running"),
    ("<int:object_id>/running/close/", close_running_view, "close_running"),
    ("<int:object_id>/publish/", publish_view, "publish"),
    ("<int:object_id>/schedule/", schedule_view, "schedule"),
    ("<int:object_id>/withdraw/", withdraw_view, "withdraw"),
    ("<int:object_id>/reword/", reword_view, "reword"),
    ("<int:object_id>/draft/", draft_view, "draft"),
    ("<int:object_id>/restore/", restore_view, "restore"),
    ("<int:object_id>/record-status/", record_status_view, "record_status"),
    ("<int:object_id>/settle/", resolve_warnings_view, "settle"),
    ("<int:object_id>/see/", see_view, "see"),
    ("<int:object_id>/see/<int:key>/", see_view, "see_proposal"),
    ("<int:object_id>/preview/", preview_view, "preview"),
    ("<int:object_id>/exchanges/<int:exchange_id>/move/", move_exchange_view, "move_exchange"),
    ("<int:object_id>/exchanges/<int:exchange_id>/join/", join_exchange_view, "join_exchange"),
    ("<int:object_id>/remove/", remove_words_view, "remove_words"),
    ("<int:object_id>/headings/", headings_view, "headings"),
    ("<int:object_id>/times/", times_view, "times"),
    ("<int:object_id>/sheet/", sheet_view, "sheet"),
    ("<int:object_id>/sheet/preview/", sheet_preview_view, "sheet_preview"),
    ("<int:object_id>/history/compare/", compare_view, "compare"),
    ("<int:object_id>/history/<int:number>/restore/", restore_revision_view, "restore_revision"),
    ("<int:object_id>/history/<int:number>/erase/", erase_words_view, "erase_words"),
    ("<int:object_id>/history/<int:number>/note/", edit_note_view, "edit_note"),
    ("<int:object_id>/proposals/<int:key>/", proposal_view, "proposal"),
    ("<int:object_id>/presence/", presence_view, "presence"),
    ("<int:object_id>/up-to-date/", up_to_date_view, "up_to_date"),
    ("<int:object_id>/comments/", comment_view, "comment"),
    ("<int:object_id>/comments/<int:key>/delete/", uncomment_view, "uncomment"),
]


def conference_urls(guard: Callable[[View], View]) -> list[URLPattern]:
    """Return the patterns; `guard` is the admin site's `admin_view`, which requires a login."""
    return [path(address, guard(view), name=f"transcripts_conference_{name}") for address, view, name in PAGES]
