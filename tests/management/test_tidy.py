"""What is no part of the record is kept as long as the settings say, and no longer."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.management import call_command
from django.utils import timezone

from tests.builders import make_conference, make_draft, make_editor, make_exchange, make_report
from transcripts import actions
from transcripts.models import Conference, ImportBatch, ImportDraft, MistakeReport, Replacement

pytestmark = pytest.mark.django_db


def age(rows: Any, field: str, days: int) -> None:
    rows.update(**{field: timezone.now() - timedelta(days=days, minutes=1)})


@pytest.mark.parametrize("days", [0, 5])
def test_what_was_closed_logged_and_binned_goes_after_its_days_or_never(days: int, settings: Any) -> None:
    settings.REPORT_DAYS = settings.DESK_LOG_DAYS = settings.TRASH_DAYS = days
    editor, conference = make_editor(), make_conference(exchanges=1)
    turn = conference.exchanges.get().turns.first()
    for number in range(2):
        actions.close_report(make_report(turn), answer="No.", change=actions.Change())
        LogEntry.objects.log_actions(editor.pk, [conference], CHANGE, "Changed.", single_object=True)
        actions.move_to_trash(make_draft(f"Draft {number}"), change=actions.Change())
    waiting = make_report(turn)
    everything = (
        (MistakeReport.objects.exclude(pk=waiting.pk), "decided_at"),
        (LogEntry.objects.all(), "action_time"),
        (Conference.objects.in_trash(), "binned_at"),
    )
    for rows, field in everything:
        age(rows.filter(pk=rows.order_by("pk").first().pk), field, 5)
    call_command("tidy")
    left = 1 if days else 2
    assert [rows.count() for rows, _field in everything] == [left, left, left]
    assert MistakeReport.objects.filter(pk=waiting.pk).exists()
    assert Conference.objects.filter(pk=conference.pk).exists()


def test_imports_and_replacements_that_nobody_carried_out_go_after_their_days(settings: Any) -> None:
    settings.IMPORT_DRAFT_DAYS, settings.IMPORT_BATCH_DAYS = 3, 5
    editor = make_editor()
    draft, batch = ImportDraft.objects.create(owner=editor, files=[]), ImportBatch.objects.create(owner=editor)
    assert abs(draft.expires_at - timezone.now() - timedelta(days=3)) < timedelta(minutes=1)
    assert abs(batch.expires_at - timezone.now() - timedelta(days=5)) < timedelta(minutes=1)
    make_exchange(make_draft(), answer="A boat.")
    one = actions.prepare_replacement(Replacement(find="boat", replace_by="ship"), change=actions.Change(editor))
    other = actions.prepare_replacement(Replacement(find="boat", replace_by="ship"), change=actions.Change(editor))
    actions.apply_replacement(other, change=actions.Change(editor))
    call_command("tidy")
    assert (ImportDraft.objects.count(), ImportBatch.objects.count(), Replacement.objects.count()) == (1, 1, 2)
    age(ImportDraft.objects.all(), "expires_at", 0)
    age(ImportBatch.objects.all(), "expires_at", 0)
    age(Replacement.objects.all(), "made_at", 8)
    call_command("tidy")
    assert (ImportDraft.objects.count(), ImportBatch.objects.count()) == (0, 0)
    assert [row.pk for row in Replacement.objects.all()] == [other.pk]
    assert one.pk != other.pk
