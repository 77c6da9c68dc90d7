"""Who else has a conference open."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.admin.conftest import log_in
from tests.admin.forms import url
from tests.builders import make_conference, make_editor, make_exchange
from transcripts import actions
from transcripts.models import Conference, Edition, Exchange, Presence


@pytest.fixture
def other(editor: Client) -> Client:
    user = make_editor("weilin")
    user.first_name, user.last_name = "Wei", "Lin"
    user.save()
    return log_in(user)


@pytest.fixture
def exchange(db: None) -> Exchange:
    exchange = make_exchange(make_conference())
    actions.sync_after_edit(exchange.conference, actions.Change(note="Entered", is_major=False))
    return exchange


def forms_of(exchange: Exchange) -> list[str]:
    conference = exchange.conference_id
    return [
        url("conference", "change", conference),
        url("exchange", "change", exchange.pk),
        url("conference", "sheet", conference),
    ]


def shown(response: Any) -> str:
    found = re.search(r'id="desk-presence".*?</div>', response.content.decode(), re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0].partition(">")[2]).split()) if found else ""


def test_each_form_says_who_else_has_the_conference_open(editor: Client, other: Client, exchange: Exchange) -> None:
    for address in forms_of(exchange):
        assert shown(other.get(address)) == ""
    for address in forms_of(exchange):
        assert shown(editor.get(address)).startswith("Wei Lin has had this conference open since ")
    assert shown(editor.get(url("conference", "change", make_conference("Other").pk))) == ""


def test_the_browser_asks_again_and_says_when_it_leaves(editor: Client, other: Client, exchange: Exchange) -> None:
    address = url("conference", "presence", exchange.conference_id)
    other.post(address)
    answer = editor.post(address).content.decode()
    assert "Wei Lin" in answer
    assert "editor" not in answer
    assert other.post(address, {"leave": "1"}).status_code == 204
    assert editor.post(address).content.decode().strip() == ""
    assert editor.get(address).status_code == 405


def test_whoever_was_not_heard_of_for_two_minutes_is_gone(editor: Client, other: Client, exchange: Exchange) -> None:
    address = forms_of(exchange)[0]
    other.get(address)
    Presence.objects.update(seen_at=timezone.now() - timedelta(minutes=3))
    assert shown(editor.get(address)) == ""
    before = Presence.objects.get(user__username="weilin").since
    other.get(address)
    assert Presence.objects.get(user__username="weilin").since > before


def test_since_is_when_it_was_opened_and_old_rows_are_swept(editor: Client, other: Client, exchange: Exchange) -> None:
    address = forms_of(exchange)[0]
    other.get(address)
    opened = timezone.now() - timedelta(minutes=30)
    Presence.objects.update(since=opened, seen_at=timezone.now() - timedelta(minutes=1))
    other.get(forms_of(exchange)[1])
    assert Presence.objects.get().since == opened
    Presence.objects.update(seen_at=timezone.now() - timedelta(hours=2))
    editor.get(address)
    assert [row.user.username for row in Presence.objects.all()] == ["editor"]


def test_opening_a_form_leaves_no_trace_in_the_record(editor: Client, other: Client, exchange: Exchange) -> None:
    Edition.objects.get_or_create(pk=1)
    before = Conference.objects.values().get(), Edition.objects.get().number, exchange.conference.revisions.count()
    for address in forms_of(exchange):
        other.get(address)
    editor.post(url("conference", "presence", exchange.conference_id))
    after = Conference.objects.values().get(), Edition.objects.get().number, exchange.conference.revisions.count()
    assert before == after


def test_asking_again_costs_little(editor: Client, exchange: Exchange) -> None:
    address = url("conference", "presence", exchange.conference_id)
    editor.post(address)
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=45))
    with CaptureQueriesContext(connection) as queries:
        editor.post(address)
    assert len(queries) <= 10


def test_who_may_change_nothing_is_not_noted_and_not_told(client: Client, author: Client, exchange: Exchange) -> None:
    address = url("conference", "presence", exchange.conference_id)
    assert client.post(address).status_code == 302
    exchange.conference.status = "withdrawn"
    exchange.conference.withdrawal_reason = "Another meeting"
    exchange.conference.save()
    assert author.post(address).status_code == 403
    assert shown(author.get(forms_of(exchange)[0])) == ""
    assert author.post(url("conference", "presence", 4711)).status_code == 404
    assert not Presence.objects.exists()
