"""A form adds its record once, also when the browser goes back to it and it is sent again."""

from typing import Any

import pytest
from django.test import Client

from tests.admin.conftest import log_in
from tests.admin.forms import read_form, url
from tests.builders import make_author, make_conference, make_draft
from transcripts import actions
from transcripts.models import AddedForm, Comment, Conference, Exchange

TOKEN = "k2k3k4k5k6k7k"


def exchange_form(client: Client, conference: Conference, **typed: Any) -> tuple[str, dict[str, Any]]:
    address = f"{url('exchange', 'add')}?conference={conference.pk}"
    typed = {name.replace("__", "-"): value for name, value in typed.items()}
    return address, read_form(client, address) | {"turns-0-text": "When?", "form_token": TOKEN, "_save": "1"} | typed


def test_an_exchange_that_is_sent_again_is_added_once(editor: Client) -> None:
    conference = make_draft()
    address, sent = exchange_form(editor, conference)
    assert editor.post(address, sent).url.endswith(f"{url('conference', 'change', conference.pk)}#exchanges")
    again = editor.post(address, sent)
    exchange = Exchange.objects.get()
    assert (again.status_code, again.url) == (302, url("exchange", "change", exchange.pk))
    assert "already been saved" in editor.get(again.url).content.decode()
    assert conference.revisions.count() == 1


def test_what_was_typed_since_is_not_lost_nor_added(editor: Client) -> None:
    address, sent = exchange_form(editor, make_draft())
    editor.post(address, sent)
    page = editor.post(address, sent | {"turns-0-text": "When, exactly?"})
    shown = page.content.decode()
    exchange = Exchange.objects.get()
    assert "When, exactly?" in shown
    assert f'href="{url("exchange", "change", exchange.pk)}"' in shown
    assert exchange.turns.get().text == "When?"


def test_a_form_that_was_refused_is_sent_again_and_saved(editor: Client) -> None:
    conference = make_conference(exchanges=1)
    actions.sync_after_edit(conference)
    address, sent = exchange_form(editor, conference)
    assert "enter a note" in editor.post(address, sent).content.decode()
    assert not AddedForm.objects.exists()
    assert editor.post(address, sent | {"note": "It was forgotten", "is_major": "0"}).status_code == 302
    assert conference.exchanges.count() == 2


def test_an_address_with_a_token_leads_to_what_was_added(editor: Client) -> None:
    conference = make_draft()
    address, sent = exchange_form(editor, conference)
    opened = editor.get(address, headers={"sec-fetch-mode": "navigate"})
    assert opened.status_code == 302
    token = opened.url.rpartition("form_token=")[2]
    assert f'name="form_token" value="{token}"' in editor.get(opened.url).content.decode()
    editor.post(opened.url, sent | {"form_token": token})
    back = editor.get(opened.url, headers={"sec-fetch-mode": "navigate"})
    assert back.url == url("exchange", "change", Exchange.objects.get().pk)


def test_two_forms_add_two_even_with_the_same_words(editor: Client) -> None:
    conference = make_draft()
    address, sent = exchange_form(editor, conference)
    editor.post(address, sent)
    editor.post(address, sent | {"form_token": "z" * 13})
    assert conference.exchanges.count() == 2


@pytest.mark.parametrize("token", ["", "x", "'; --", "a" * 40])
def test_what_is_no_token_is_none(editor: Client, token: str) -> None:
    conference = make_draft()
    address, sent = exchange_form(editor, conference)
    assert editor.post(address, sent | {"form_token": token}).status_code == 302
    assert conference.exchanges.count() == 1
    assert not AddedForm.objects.exists()


def test_a_conference_that_is_sent_again_is_added_once(editor: Client) -> None:
    sent = read_form(editor, url("conference", "add"))
    sent |= {"title": "Night ferries", "held_on": "2024-03-12", "form_token": TOKEN, "_save": "1"}
    for _ in range(2):
        response = editor.post(url("conference", "add"), sent)
    assert response.url == url("conference", "change", Conference.objects.get().pk)


def test_a_proposal_to_add_is_made_once(editor: Client) -> None:
    conference = make_conference(exchanges=1)
    actions.sync_after_edit(conference)
    author = log_in(make_author())
    address, sent = exchange_form(author, conference, note="It was forgotten", is_major="0")
    first, second = author.post(address, sent), author.post(address, sent)
    assert first.url == second.url
    assert conference.revisions.proposed().count() == 1


def test_a_comment_that_is_sent_again_is_added_once(editor: Client, author: Client) -> None:
    conference = make_draft()
    address = url("conference", "comment", conference.pk)
    for client in (editor, editor, author):
        client.post(address, {"text": "Who is that?"})
    assert Comment.objects.count() == 2
    editor.post(address, {"text": "Ah."})
    editor.post(address, {"text": "Who is that?"})
    assert Comment.objects.count() == 4
