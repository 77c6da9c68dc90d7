"""The desk of a running transcript, and the address to which captions are sent."""

import pytest
from django.test import Client

from tests.actions.workflow.test_running import (
    ANSWER,
    CUES,
    NOBODY,
    QUESTION,
    correct,
    long_after,
    released,
    started,
    vtt,
)
from tests.builders import make_author, make_draft, make_editor, make_participation, make_speaker
from transcripts import actions
from transcripts.models import Conference, Correction, QueuedTurn, Turn

pytestmark = pytest.mark.django_db


def desk(conference: Conference, tail: str = "") -> str:
    return f"/admin/transcripts/conference/{conference.pk}/running/{tail}"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def text_of(client: Client, conference: Conference, tail: str = "") -> str:
    return " ".join(client.get(desk(conference, tail)).content.decode().split())


def test_an_editor_sets_a_draft_running_and_an_author_cannot(client: Client) -> None:
    conference = make_draft()
    make_participation(conference, make_speaker())
    client.force_login(make_author())
    assert "Set it running" not in text_of(client, conference)
    assert client.post(desk(conference), {"do": "start"}).status_code == 403
    client.force_login(make_editor())
    assert "publishes its head at once" in text_of(client, conference)
    client.post(desk(conference), {"do": "start"})
    assert Conference.objects.get(pk=conference.pk).is_running


def test_what_is_typed_wrong_is_still_there(editor: Client) -> None:
    conference = started()
    response = editor.post(desk(conference), {"do": "type", "text": "At one o’clock."})
    assert "Choose who speaks." in response.content.decode()
    assert "At one o’clock." in response.content.decode()
    participation = str(conference.participations.first().pk)
    assert editor.post(desk(conference), {"do": "type", "who": participation, "text": "At one."}).status_code == 302
    assert QueuedTurn.objects.get().speaker == "Ines Calder"


def test_turns_of_the_queue_are_changed_given_up_and_released(editor: Client) -> None:
    conference = started()
    first, second = (actions.enqueue(conference, one, change=NOBODY) for one in (QUESTION, ANSWER))
    shown = text_of(editor, conference, f"?turn={first.pk}")
    assert 'value="Bo Lindqvist"' in shown
    typed = {"do": "type", "key": first.pk, "was": first.text, "who": "question", "outlet": "Radio", "text": "When?"}
    editor.post(desk(conference), typed)
    editor.post(desk(conference), {"do": "release"})
    turn = Turn.objects.get(position=1)
    assert (turn.text, turn.outlet and turn.outlet.name) == ("When?", "Radio")
    third = actions.enqueue(conference, ANSWER, change=NOBODY)
    editor.post(desk(conference), {"do": "drop", "key": third.pk})
    assert not QueuedTurn.objects.exists()
    shown = text_of(editor, conference, f"?correct={turn.public_id}")
    assert "Correct a released turn" in shown
    fix = {"do": "type", "public_id": turn.public_id, "was": "When?", "who": "question", "text": "When, please?"}
    editor.post(desk(conference), fix | {"outlet": "Radio"})
    assert Turn.objects.get(position=1).text == "When, please?"
    assert second.text == ANSWER.text


def test_keys_that_are_none_do_nothing(editor: Client) -> None:
    conference = started()
    for data in ({"do": "check", "key": "x"}, {"do": "drop", "key": "9" * 30}, {"do": "revoke"}, {"do": "nothing"}, {}):
        assert editor.post(desk(conference), data).status_code == 302
    for tail in ("?turn=x", "?turn=999999999999999999999", "?correct=x"):
        assert editor.get(desk(conference, tail)).status_code == 200


def test_closing_asks_about_each_change(editor: Client) -> None:
    conference = released()
    long_after(conference)
    correct("At two o’clock.")
    page = editor.get(desk(conference, "close/")).content.decode()
    assert "weight-" in page
    editor.post(desk(conference, "close/"), {})
    assert Conference.objects.get(pk=conference.pk).is_running
    key = conference.running_corrections.get().pk
    editor.post(desk(conference, "close/"), {f"weight-{key}": "major"})
    assert not Conference.objects.get(pk=conference.pk).is_running
    assert Correction.objects.count() == 1
    assert editor.get(desk(conference, "close/")).status_code == 302


def test_a_token_is_shown_once(editor: Client) -> None:
    conference = started()
    editor.post(desk(conference), {"do": "token"})
    assert "pressroom-captions-" in text_of(editor, conference)
    assert "pressroom-captions-" not in text_of(editor, conference)
    feed = conference.caption_feeds.get()
    editor.post(desk(conference), {"do": "revoke", "key": feed.pk})
    feed.refresh_from_db()
    assert feed.revoked_at


def send(client: Client, token: str, body: str):
    headers = {"authorization": f"Bearer {token}"}
    return client.post("/captions/", body, content_type="text/vtt", headers=headers)


def test_captions_are_taken_by_token_again_and_again(client: Client) -> None:
    conference = started()
    token = actions.open_caption_feed(conference, change=NOBODY)
    answers = [send(client, token, vtt(*CUES[:n])) for n in (2, 2, 4)]
    assert [(each.status_code, each.json()["queued"]) for each in answers] == [(201, 1), (200, 0), (201, 2)]
    assert not Turn.objects.exists()
    assert send(client, token, "Nothing of the kind.").status_code == 400
    long = vtt(*[f"<v Ines Calder>Sentence {n} of many that are spoken this morning." for n in range(1, 60)] * 20)
    assert len(long) > 64 * 1024
    assert send(client, token, long).status_code in {200, 201}


@pytest.mark.parametrize("token", ["", "x", "pressroom-captions-"])
def test_without_a_token_nothing_is_told(client: Client, token: str) -> None:
    started()
    response = send(client, token, vtt(*CUES))
    assert (response.status_code, response.content) == (401, b"This token opens nothing.\n")
    assert response["Cache-Control"] == "no-store"
    assert not QueuedTurn.objects.exists()
    assert client.get("/captions/").status_code == 405
