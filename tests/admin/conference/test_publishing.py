"""Publishing is confirmed by a second press, on a page that shows what is worth a look."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.admin.forms import messages, url
from tests.builders import make_draft, make_exchange, make_topic, make_withdrawn
from transcripts import actions
from transcripts.intake import Message, to_message_form
from transcripts.models import Conference, SavedWarning, Status


def press(client: Client, conference: Conference, **sent: object) -> object:
    return client.post(url("conference", "publish", conference.pk), sent)


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_first_press_shows_dates_checklist_and_warnings_and_the_second_publishes(editor: Client) -> None:
    conference = make_draft(held_on=timezone.localdate() + timedelta(days=365))
    make_exchange(conference, answer="On Friday, 12 March 2024, it left.")
    SavedWarning.objects.create(conference=conference, sentence=to_message_form(Message.of("No pager.")), line=7)
    page = press(editor, conference)
    shown = words(page)
    assert page.status_code == 200
    for sentence in ("which is in the future", "12 March 2024 is a Tuesday", "No exchange has a topic", "No pager."):
        assert sentence in shown
    conference.refresh_from_db()
    assert conference.status == Status.DRAFT
    assert messages(editor, press(editor, conference, **page.context["hidden"])) == "Published."
    conference.refresh_from_db()
    assert conference.is_published


def test_where_nothing_needs_a_look_a_second_press_is_asked_for_as_well(editor: Client) -> None:
    conference = make_draft()
    make_exchange(conference, topics=(make_topic(),))
    assert "Nothing else needs a look." in words(press(editor, conference))
    conference.refresh_from_db()
    assert conference.status == Status.DRAFT
    press(editor, conference, confirm="1")
    conference.refresh_from_db()
    assert conference.is_published


def test_what_was_changed_since_is_shown_again(editor: Client) -> None:
    conference = make_draft(exchanges=1)
    actions.sync_after_edit(conference)
    hidden = press(editor, conference).context["hidden"]
    Conference.objects.filter(pk=conference.pk).update(held_on=date(2100, 3, 12))
    actions.sync_after_edit(conference)
    again = words(press(editor, conference, **hidden))
    assert "It has been changed since. Check it again." in again
    assert "which is in the future" in again
    conference.refresh_from_db()
    assert conference.status == Status.DRAFT


def test_what_was_withdrawn_is_published_again_by_a_second_press(editor: Client) -> None:
    conference = make_withdrawn(exchanges=1)
    page = press(editor, conference)
    assert 'value="Publish again"' in words(page)
    press(editor, conference, **page.context["hidden"])
    conference.refresh_from_db()
    assert conference.is_published


def test_scheduling_shows_it_too(editor: Client) -> None:
    conference = make_draft(exchanges=1, held_on=date(2024, 3, 12), posted_on=date(2024, 3, 11))
    shown = words(editor.get(url("conference", "schedule", conference.pk)))
    assert "Are these dates right?" in shown
    assert "after it was posted" in shown


def test_the_status_panel_names_the_dates_before_anybody_publishes(editor: Client) -> None:
    conference = make_draft(exchanges=1, posted_on=date(2024, 3, 11))
    panel = editor.get(url("conference", "change", conference.pk)).context["panel"]
    assert [item.url.partition("#")[2] for item in panel.dates] == ["id_held_on"]
    assert panel.to_look_at == 2


@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_the_page_works_without_a_script(editor: Client, language: str) -> None:
    conference = make_draft(exchanges=1)
    page = words(editor.post(language + url("conference", "publish", conference.pk)))
    content = page.partition('id="content-main"')[2].partition("</main>")[0]
    assert "<script" not in content
    assert 'name="confirm" value="1"' in content
