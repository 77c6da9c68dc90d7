"""Reports of mistakes at the desk: seen, closed with an answer or a correction, and freed of who sent them."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from tests.builders import make_author, make_conference, make_correction, make_exchange, make_report
from transcripts import actions
from transcripts.models import MistakeReport, Revision, Turn

pytestmark = pytest.mark.django_db


@pytest.fixture
def turn() -> Turn:
    exchange = make_exchange(make_conference(), answer="Two boats sail.")
    turn: Turn = exchange.turns.get(position=2)
    return turn


def page_of(report: MistakeReport) -> str:
    return f"/admin/transcripts/mistakereport/{report.pk}/change/"


def test_an_editor_sees_it_on_the_front_page_with_its_words_and_the_way_to_them(turn: Turn, editor: Client) -> None:
    report = make_report(turn, name="A reader")
    front = editor.get("/admin/").content.decode()
    assert report.message in front
    assert page_of(report) in front
    listed = editor.get("/admin/transcripts/mistakereport/?state__exact=open").content.decode()
    assert report.message in listed
    form = editor.get(f"/admin/transcripts/exchange/{turn.exchange_id}/change/").content.decode()
    assert page_of(report) in form  # so that whoever has mended it finds back
    page = editor.get(page_of(report)).content.decode()
    for words in ("Two boats sail.", report.message, "A reader", f"/admin/transcripts/exchange/{turn.exchange_id}/"):
        assert words in page


def test_an_author_neither_sees_nor_closes_it(turn: Turn, author: Client) -> None:
    report = make_report(turn)
    assert report.message not in author.get("/admin/").content.decode()
    assert author.get(page_of(report)).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.close_report(report, answer="No.", change=actions.Change(make_author("another")))


def test_it_is_closed_with_an_answer_which_is_mailed(turn: Turn, editor: Client, settings: Any) -> None:
    settings.HAS_MAIL = True
    report = make_report(turn, email="reader@example.org")
    assert editor.post(page_of(report), {"answer": " ", "reply": "1"}).status_code == 200
    assert editor.post(page_of(report), {"answer": "It was two.", "reply": "1"}).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.answer, report.decided_by_name) == ("answered", "It was two.", "editor")
    [letter] = mail.outbox
    assert letter.to == ["reader@example.org"]
    assert "It was two." in letter.body
    assert report.message in letter.body
    again = editor.post(page_of(report), {"answer": "Another.", "reply": "1"})
    assert again.status_code == 200
    assert "Somebody else has already closed this report." in again.content.decode()
    assert len(mail.outbox) == 1
    report.refresh_from_db()
    assert report.answer == "It was two."


def test_it_became_a_correction_which_its_page_leads_to(turn: Turn, editor: Client) -> None:
    report = make_report(turn)
    without = editor.post(page_of(report), {"answer": "", "correct": "1"})
    assert "Choose the correction" in without.content.decode()
    correction = make_correction(turn.exchange.conference, turn)
    Revision.objects.filter(pk=correction.revision_id).update(made_at=timezone.now())
    assert f'<option value="{correction.revision_id}" selected' in editor.get(page_of(report)).content.decode()
    sent = {"answer": "", "correct": "1", "revision": correction.revision_id}
    thanks = "A reader reported this. Thank you."
    assert thanks not in Client().get("/corrections/").content.decode()
    assert editor.post(page_of(report), sent).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.revision_id) == ("corrected", correction.revision_id)
    assert Client().get("/corrections/").content.decode().count(thanks) == 1
    page = editor.get(page_of(report)).content.decode()
    assert f"revision={correction.revision.number}" in page
    other = make_correction(make_conference("Fares", exchanges=1), field="venue").revision
    with pytest.raises(actions.WrongStateError):
        actions.close_report(make_report(turn), answer="", revision=other, change=actions.Change())


def test_what_is_no_report_is_closed_without_an_answer_one_or_many_and_deleted_later(
    turn: Turn, editor: Client, author: Client, settings: Any
) -> None:
    settings.HAS_MAIL = True
    reports = [make_report(turn, email="victim@example.org") for _ in range(40)]
    closed = make_report(turn)
    actions.close_report(closed, answer="It was two.", change=actions.Change())
    assert editor.post(page_of(reports[0]), {"dismiss": "1", "answer": ""}).status_code == 302
    sent = {"action": "dismiss", "_selected_action": [report.pk for report in [*reports, closed]]}
    assert author.post("/admin/transcripts/mistakereport/", sent).status_code == 403
    page = editor.post("/admin/transcripts/mistakereport/", sent, follow=True)
    assert "39 reports were closed." in page.content.decode()
    states = list(MistakeReport.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["dismissed"] * 40 + ["answered"]
    assert mail.outbox == []
    assert {each.decided_by_name for each in MistakeReport.objects.filter(state="dismissed")} == {"editor"}
    old = timezone.now() - timedelta(days=settings.REPORT_CONTACT_DAYS, minutes=1)
    MistakeReport.objects.update(decided_at=old)
    assert actions.forget_reports() == 40
    assert MistakeReport.objects.get() == closed


def test_who_sent_it_is_forgotten_some_time_after_it_was_closed(turn: Turn, settings: Any) -> None:
    still_open = make_report(turn, name="A", email="a@example.org")
    lately, long_ago = (make_report(turn, name="B", email="b@example.org") for _ in range(2))
    for report in (lately, long_ago):
        actions.close_report(report, answer="It was two.", change=actions.Change())
    old = timezone.now() - timedelta(days=settings.REPORT_CONTACT_DAYS, minutes=1)
    MistakeReport.objects.filter(pk=long_ago.pk).update(decided_at=old)
    assert actions.forget_senders() == 1
    kept = dict(MistakeReport.objects.values_list("pk", "email"))
    assert kept == {still_open.pk: "a@example.org", lately.pk: "b@example.org", long_ago.pk: ""}
    assert MistakeReport.objects.get(pk=long_ago.pk).message == long_ago.message
