"""Publishing, scheduling and withdrawing at the desk: who may, what it changes, and what it refuses."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from tests.admin.forms import messages, url
from tests.builders import make_conference, make_draft, make_exchange, make_scheduled, make_withdrawn
from transcripts.models import Conference, Status


def steps(client: Client, conference: Conference) -> tuple[str, ...]:
    shown: tuple[str, ...] = client.get(url("conference", "change", conference.pk)).context["panel"].steps
    return shown


def ready_draft(**fields: object) -> Conference:
    conference = make_draft(**fields)
    make_exchange(conference)
    return conference


def test_an_editor_publishes_a_draft_and_confirms_it(editor: Client) -> None:
    conference = ready_draft()
    response = editor.post(url("conference", "publish", conference.pk), {"confirm": "1"})
    assert messages(editor, response) == "Published."
    conference.refresh_from_db()
    assert conference.is_published
    assert LogEntry.objects.get().change_message == "Published."
    assert editor.get(conference.get_absolute_url()).status_code == 200


def test_what_is_not_ready_stays_a_draft_and_the_editor_reads_why(editor: Client) -> None:
    conference = make_draft()
    panel = editor.get(url("conference", "change", conference.pk)).context["panel"]
    assert [item.sentence for item in panel.problems] == ["No turns yet."]
    assert "publish" not in panel.steps
    response = editor.post(url("conference", "publish", conference.pk))
    assert "No turns yet" in messages(editor, response)
    conference.refresh_from_db()
    assert conference.status == Status.DRAFT
    assert not LogEntry.objects.exists()


def test_an_author_submits_and_takes_back_but_neither_publishes_nor_withdraws(author: Client) -> None:
    conference = ready_draft()
    assert steps(author, conference) == ("submit",)
    author.post(url("conference", "submit", conference.pk))
    conference.refresh_from_db()
    assert conference.status == Status.SUBMITTED
    assert steps(author, conference) == ("draft",)
    author.post(url("conference", "draft", conference.pk))
    conference.refresh_from_db()
    assert conference.status == Status.DRAFT


@pytest.mark.parametrize("step", ["publish", "schedule", "withdraw"])
def test_an_author_is_refused_what_only_editors_may(author: Client, step: str) -> None:
    draft, public = ready_draft(), make_conference(exchanges=1)
    for conference in (draft, public):
        before = conference.status
        data = {"at": "2100-01-01T10:00", "reason": "Because"}
        assert author.post(url("conference", step, conference.pk), data).status_code == 403
        assert author.get(url("conference", step, conference.pk)).status_code == 403
        conference.refresh_from_db()
        assert conference.status == before
    assert steps(author, public) == ()


def test_an_author_cannot_end_an_embargo(author: Client) -> None:
    conference = make_scheduled(exchanges=1)
    assert steps(author, conference) == ()
    assert author.post(url("conference", "draft", conference.pk)).status_code == 403


def test_an_editor_schedules_and_the_embargo_holds(editor: Client) -> None:
    conference = ready_draft()
    assert editor.get(url("conference", "schedule", conference.pk)).status_code == 200
    response = editor.post(url("conference", "schedule", conference.pk), {"at": "2100-01-02T10:00"})
    assert "Scheduled for" in messages(editor, response)
    conference.refresh_from_db()
    assert conference.is_scheduled
    assert editor.get(conference.get_absolute_url()).status_code == 404
    assert steps(editor, conference) == ("publish", "schedule", "draft")
    editor.post(url("conference", "publish", conference.pk), {"confirm": "1"})
    conference.refresh_from_db()
    assert conference.is_published


def test_a_time_that_has_passed_is_refused(editor: Client) -> None:
    conference = ready_draft()
    past = (timezone.now() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    response = editor.post(url("conference", "schedule", conference.pk), {"at": past})
    assert "That time has passed" in response.content.decode()
    response = editor.post(url("conference", "schedule", conference.pk), {"at": "soon"})
    assert response.status_code == 200
    conference.refresh_from_db()
    assert conference.status == Status.DRAFT


def test_a_scheduled_conference_returns_to_draft(editor: Client) -> None:
    conference = make_scheduled(exchanges=1)
    editor.post(url("conference", "draft", conference.pk))
    conference.refresh_from_db()
    assert (conference.status, conference.published_at) == (Status.DRAFT, None)


def test_an_editor_withdraws_with_a_reason_and_publishes_again(editor: Client) -> None:
    conference = make_conference(exchanges=1)
    assert steps(editor, conference) == ("withdraw",)
    refused = editor.post(url("conference", "withdraw", conference.pk), {"reason": " "})
    assert refused.status_code == 200
    editor.post(url("conference", "withdraw", conference.pk), {"reason": "The recording was of another meeting."})
    conference.refresh_from_db()
    assert conference.status == Status.WITHDRAWN
    page = editor.get(url("conference", "change", conference.pk)).content.decode()
    assert "The recording was of another meeting." in page
    assert "Publish again" in page
    editor.post(url("conference", "publish", conference.pk), {"confirm": "1"})
    conference.refresh_from_db()
    assert conference.is_published


def test_an_editor_finds_better_words_for_a_withdrawal_and_the_history_keeps_both(editor: Client) -> None:
    conference = make_conference(exchanges=1)
    editor.post(url("conference", "withdraw", conference.pk), {"reason": "The recording was of another meting."})
    assert steps(editor, conference) == ("publish", "reword")
    address = url("conference", "reword", conference.pk)
    assert "another meting." in editor.get(address).content.decode()
    editor.post(address, {"reason": "The recording was of another meeting."})
    assert "of another meeting." in editor.get(conference.get_absolute_url()).content.decode()
    history = editor.get(url("conference", "history", conference.pk)).content.decode()
    assert "another meting." in history
    assert "of another meeting." in history
    assert editor.post(address, {"reason": " "}).status_code == 200


def test_a_step_that_the_state_does_not_allow_is_refused_in_a_sentence(editor: Client) -> None:
    conference = make_withdrawn(exchanges=1)
    response = editor.post(url("conference", "submit", conference.pk))
    assert messages(editor, response) == "Only a draft can be submitted."
    response = editor.post(url("conference", "withdraw", conference.pk), {"reason": "Again"})
    assert messages(editor, response) == "Only a public conference can be withdrawn."
    response = editor.post(url("conference", "reword", make_conference("Open").pk), {"reason": "Again"})
    assert messages(editor, response) == "The reason can be changed only for a withdrawn conference."
    conference.refresh_from_db()
    assert conference.status == Status.WITHDRAWN


@pytest.mark.parametrize("step", ["publish", "submit", "draft"])
def test_a_link_changes_nothing(editor: Client, step: str) -> None:
    conference = ready_draft()
    assert editor.get(url("conference", step, conference.pk)).status_code == 405
    conference.refresh_from_db()
    assert conference.status == Status.DRAFT


def test_a_step_of_no_conference_is_not_found(editor: Client) -> None:
    assert editor.post(url("conference", "publish", 4711)).status_code == 404


def test_the_steps_are_guarded_against_forged_forms(editor: Client) -> None:
    conference = ready_draft()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = editor.cookies
    assert strict.post(url("conference", "publish", conference.pk)).status_code == 403


def test_a_stranger_is_sent_to_log_in(client: Client, db: None) -> None:
    conference = ready_draft()
    response = client.post(url("conference", "publish", conference.pk))
    assert (response.status_code, response.url.split("?")[0]) == (302, "/admin/login/")


def test_the_standing_is_said_in_one_step_and_readers_see_it(editor: Client, author: Client, client: Client) -> None:
    conference = make_conference(exchanges=1)
    form, address = (url("conference", view, conference.pk) for view in ("change", "record_status"))
    assert "Preliminary transcript" in client.get(conference.get_absolute_url()).content.decode()
    assert 'value="final"' in editor.get(form).content.decode()
    assert "now: checked transcript" in messages(editor, editor.post(address, {"record_status": "checked"}))
    assert "Checked transcript" in client.get(conference.get_absolute_url()).content.decode()
    assert "checked transcript" in editor.get(url("conference", "history", conference.pk)).content.decode()
    assert "Invalid status" in messages(editor, editor.post(address, {"record_status": "x"}))
    assert editor.get(address).status_code == 405
    assert author.post(address, {"record_status": "final"}).status_code == 403
    assert 'name="record_status"' not in author.get(form).content.decode()
    draft = make_draft("Another")
    author.post(url("conference", "record_status", draft.pk), {"record_status": "checked"})
    draft.refresh_from_db()
    assert draft.record_status == "checked"


def test_the_trash_and_the_history_are_one_click_away(editor: Client) -> None:
    conference = make_conference(exchanges=1)
    exchange = conference.exchanges.get()
    history, bin_ = url("conference", "history", conference.pk), f"{url('conference', 'changelist')}?state=bin"
    pages = [url("conference", "change", conference.pk), url("conference", "sheet", conference.pk)]
    pages += [url("conference", "withdraw", conference.pk), history]
    for page in pages:
        html = editor.get(page).content.decode()
        assert history in html or page == history
        assert bin_ in html
    assert (
        url("exchange", "history", exchange.pk) in editor.get(url("exchange", "change", exchange.pk)).content.decode()
    )
