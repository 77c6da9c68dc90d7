"""“Report a mistake”: the form, what it takes and refuses, and what is kept of whoever sends it."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.builders import make_conference, make_exchange, make_turn
from transcripts import actions
from transcripts.document import Kind
from transcripts.models import Conference, MistakeReport, Turn
from transcripts.views import form_limits, reporting

pytestmark = pytest.mark.django_db


@pytest.fixture
def turn() -> Turn:
    exchange = make_exchange(make_conference(), answer="Two boats sail.\n\nNone at night.")
    make_turn(exchange, Kind.QUESTION, "Why not?")
    turn: Turn = exchange.turns.get(position=2)
    return turn


def token_of(page: Any) -> str:
    [token] = re.findall(r'name="token" value="([^"]+)"', page.content.decode())
    return str(token)


def send(client: Client, turn: Turn, *, token: str | None = None, address: str = "127.0.0.1", **fields: str) -> Any:
    path = f"/turns/{turn.public_id}/report/"
    token = token_of(client.get(path)) if token is None else token
    return client.post(path, {"token": token, "message": "It was three.", **fields}, REMOTE_ADDR=address)


def test_the_page_of_an_exchange_leads_to_the_form_with_the_words(turn: Turn) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get(turn.exchange.get_absolute_url()).content.decode()
    first = turn.exchange.turns.get(position=1)
    assert page.count(f'href="/turns/{first.public_id}/report/"') == 2  # beside the exchange, and at its first turn
    assert page.count(f'href="/turns/{turn.public_id}/report/"') == 1
    response = client.get(f"/turns/{turn.public_id}/report/")
    form = response.content.decode()
    assert "Two boats sail." in form
    assert "None at night." in form
    assert "Why not?" not in form
    assert '<meta name="robots" content="noindex">' in form
    assert (response["Cache-Control"], response.cookies, "Cookie" in response.get("Vary", "")) == (
        "no-store",
        {},
        False,
    )
    assert "csrfmiddlewaretoken" not in form


def test_what_is_sent_arrives_with_the_words_and_is_thanked_for(turn: Turn) -> None:
    client = Client(enforce_csrf_checks=True)
    second = turn.paragraph_rows.order_by("position")[1]
    sent = send(client, turn, paragraph=second.public_id, name="A reader", email="reader@example.org")
    assert (sent.status_code, sent["Cache-Control"], sent.cookies) == (303, "no-store", {})
    thanks = client.get(sent["Location"])
    assert (thanks.status_code, thanks["Cache-Control"]) == (200, "no-store")
    report = MistakeReport.objects.get()
    assert (report.words, report.message) == ("None at night.", "It was three.")
    assert (report.name, report.email, report.state) == ("A reader", "reader@example.org", "open")
    assert (report.turn_public_id, report.paragraph_public_id) == (turn.public_id, second.public_id)


def test_one_form_makes_one_report_and_a_name_is_kept_only_if_given(turn: Turn, client: Client) -> None:
    token = token_of(client.get(f"/turns/{turn.public_id}/report/"))
    assert [send(client, turn, token=token).status_code for _ in range(2)] == [303, 303]
    report = MistakeReport.objects.get()
    assert (report.name, report.email) == ("", "")
    assert report.words == turn.text


def test_a_form_without_words_or_with_a_wrong_address_comes_back_with_what_was_typed(
    turn: Turn, client: Client
) -> None:
    empty = send(client, turn, message=" ", name="A reader")
    assert (empty.status_code, empty["Cache-Control"]) == (400, "no-store")
    assert 'value="A reader"' in empty.content.decode()
    assert 'aria-describedby="message-error"' in empty.content.decode()
    for wrong in ({"email": "nowhere"}, {"message": "x" * 4001}, {"message": "a\0b"}):
        assert send(client, turn, **wrong).status_code == 400
    for token in ("", "x", token_of(client.get(f"/turns/{turn.exchange.turns.get(position=1).public_id}/report/"))):
        page = send(client, turn, token=token)
        assert page.status_code == 400
        assert "It was three." in page.content.decode()
    assert not MistakeReport.objects.exists()


def test_words_that_changed_meanwhile_are_read_again_and_an_old_form_too(
    turn: Turn, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = token_of(client.get(f"/turns/{turn.public_id}/report/"))
    Turn.objects.filter(pk=turn.pk).update(text="Three boats sail.\n\nNone at night.")
    assert send(client, turn, token=token).status_code == 400
    monkeypatch.setattr(reporting, "OPEN_FOR", -1)
    assert send(client, turn).status_code == 400
    assert not MistakeReport.objects.exists()


def test_an_address_that_sends_many_must_wait_and_others_need_not(turn: Turn, client: Client) -> None:
    form_limits.forget()
    statuses = [send(client, turn, address="192.0.2.7").status_code for _ in range(reporting.AT_ONCE)]
    late = send(client, turn, address="192.0.2.7")
    assert (set(statuses), late.status_code, late["Cache-Control"]) == ({303}, 429, "no-store")
    assert 0 < int(late["Retry-After"]) <= 600
    assert "It was three." in late.content.decode()
    assert send(client, turn, address="192.0.2.8").status_code == 303
    assert MistakeReport.objects.count() == reporting.AT_ONCE + 1


def test_of_many_posts_few_arrive_from_however_many_networks(turn: Turn, client: Client) -> None:
    form_limits.forget()
    most = reporting.AT_ONCE * form_limits.OF_ALL
    words = reporting.signing.loads(token_of(client.get(f"/turns/{turn.public_id}/report/")), salt=reporting._SALT)[:2]
    statuses = []
    for number in range(most + 10):
        token = reporting.signing.dumps([*words, f"{number}"], salt=reporting._SALT)  # of a form of its own
        statuses.append(send(client, turn, token=token, address=f"203.0.{number}.7").status_code)
    assert statuses[:most] == [303] * most
    assert statuses.count(429) >= 5  # some may arrive again as time passes
    assert MistakeReport.objects.count() == statuses.count(303)


def test_nothing_is_taken_about_what_is_withdrawn(turn: Turn, client: Client) -> None:
    token = token_of(client.get(f"/turns/{turn.public_id}/report/"))
    conference = Conference.objects.get()
    actions.withdraw(conference, reason="By mistake.")
    assert send(client, turn, token=token).status_code == 410
    mistake = actions.Mistake(turn=turn.public_id, words=turn.text, message="Three.")
    assert actions.report_mistake(conference, mistake, key="1") is None
    assert not MistakeReport.objects.exists()
