"""The recording's file: whole and in ranges, behind the conference's gate, by few threads at once."""

from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client

from tests.builders import make_conference, make_draft, make_recording, make_scheduled, make_withdrawn, webm
from transcripts import actions, attachment_files
from transcripts.models import Attachment, Conference

pytestmark = pytest.mark.django_db
SIZE = 300_000
DATA = webm(SIZE).getvalue()


@pytest.fixture
def recording() -> Attachment:
    return make_recording(make_conference(), size=SIZE)


def leave(response: Any) -> None:
    """Close a response as a server does when its reader goes, but for the test's connection to the database."""
    with patch.object(connection, "close_if_unusable_or_obsolete"):
        response.close()


def ask(client: Client, recording: Attachment, *, is_open: bool = False, **headers: str) -> Any:
    """Ask for the recording, and read all that is sent, unless the answer stays open."""
    said = {name.replace("_", "-"): each for name, each in headers.items()}
    response: Any = client.get(recording.get_absolute_url(), headers=said)
    if not is_open:
        response.read = b"".join(response.streaming_content) if response.streaming else response.content
        leave(response)
    return response


def body(response: Any) -> bytes:
    """What was sent."""
    read: bytes = response.read
    return read


def test_all_of_it_is_sent_to_whoever_asks_for_all(client: Client, recording: Attachment) -> None:
    response = ask(client, recording)
    assert (response.status_code, response["Content-Type"], response["Accept-Ranges"]) == (200, "audio/webm", "bytes")
    assert response["Content-Length"] == str(SIZE)
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate, s-maxage=60"
    assert "Content-Disposition" not in response
    assert body(response) == DATA


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-1", 0, 1),
        ("bytes=0-", 0, SIZE - 1),
        ("bytes=100-199", 100, 199),
        ("bytes=299999-", 299_999, 299_999),
        ("bytes=299990-999999999999999999", 299_990, 299_999),
        ("bytes=-10", 299_990, 299_999),
        ("bytes=-999999999", 0, SIZE - 1),
        ("BYTES = 5-6", 5, 6),
    ],
)
def test_a_range_is_sent_as_that(client: Client, recording: Attachment, asked: str, first: int, last: int) -> None:
    response = ask(client, recording, range=asked)
    assert (response.status_code, response["Content-Range"]) == (206, f"bytes {first}-{last}/{SIZE}")
    assert response["Content-Length"] == str(last - first + 1)
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate, s-maxage=60"
    assert body(response) == DATA[first : last + 1]


@pytest.mark.parametrize("asked", ["bytes=300000-", "bytes=999999999999999999-", "bytes=-0"])
def test_a_range_past_the_end_is_refused_with_the_size(client: Client, recording: Attachment, asked: str) -> None:
    response = ask(client, recording, range=asked)
    assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{SIZE}")
    assert (response["Cache-Control"], body(response)) == ("no-store", b"")


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=0-1,5-6",
        "bytes=5-4",
        "bytes=-",
        "bytes=a-b",
        "lines=1-2",
        "bytes 0-1",
        "bytes=٣-٤",
        "bytes=" + "9" * 4_000 + "-",
    ],
)
def test_what_is_no_single_range_is_ignored(client: Client, recording: Attachment, asked: str) -> None:
    response = ask(client, recording, range=asked.encode().decode("latin-1"))
    assert (response.status_code, len(body(response))) == (200, SIZE)


def test_who_asks_for_the_rest_gets_the_next_piece(client: Client, recording: Attachment, monkeypatch: Any) -> None:
    monkeypatch.setattr(attachment_files, "LARGEST_PIECE", 100_000)
    got = b""
    while len(got) < SIZE:
        response = ask(client, recording, range=f"bytes={len(got)}-")
        assert response.status_code == 206
        got += body(response)
    assert got == DATA
    assert len(body(ask(client, recording, range="bytes=0-199999"))) == 200_000


def test_a_range_of_another_state_of_the_file_is_all_of_it(client: Client, recording: Attachment) -> None:
    tag = ask(client, recording)["ETag"]
    assert ask(client, recording, range="bytes=5-6", if_range=tag).status_code == 206
    for other in ('"another"', f"W/{tag}", "Mon, 30 Nov 2026 07:00:00 GMT"):
        response = ask(client, recording, range="bytes=5-6", if_range=other)
        assert (response.status_code, body(response)) == (200, DATA)


def test_whoever_has_it_is_told_so(client: Client, recording: Attachment) -> None:
    tag = ask(client, recording)["ETag"]
    assert ask(client, recording, if_none_match=tag, range="bytes=5-6").status_code == 304
    assert ask(client, recording, if_match='"another"').status_code == 412


def test_head_says_what_get_would(client: Client, recording: Attachment) -> None:
    response = client.head(recording.get_absolute_url(), headers={"range": "bytes=5-6"})
    assert (response.status_code, response["Content-Length"], response["Accept-Ranges"]) == (200, str(SIZE), "bytes")
    assert response.content == b""
    assert client.post(recording.get_absolute_url()).status_code == 405


def test_a_third_listener_is_told_to_come_back(client: Client, recording: Attachment) -> None:
    first = ask(client, recording, is_open=True)
    second = ask(client, recording, is_open=True, range="bytes=0-")
    third = ask(client, recording, range="bytes=9-")
    assert (third.status_code, third["Retry-After"], third["Cache-Control"]) == (503, "3", "no-store")
    # What sends no bytes takes no thread.
    assert client.head(recording.get_absolute_url()).status_code == 200
    assert ask(client, recording, if_none_match=first["ETag"]).status_code == 304
    assert ask(client, recording, range="bytes=999999-").status_code == 416
    leave(first)
    leave(first)
    assert body(ask(client, recording)) == DATA
    leave(second)
    again = [ask(client, recording, is_open=True) for _ in range(2)]
    assert [response.status_code for response in again] == [200, 200]
    assert ask(client, recording).status_code == 503
    for response in again:
        leave(response)


def test_a_listener_who_leaves_gives_the_thread_back(client: Client, recording: Attachment) -> None:
    given = []  # the test client closes what it streams once it is forgotten, which here is later
    for _ in range(5):
        response = ask(client, recording, is_open=True)
        chunks = iter(response.streaming_content)
        assert next(chunks)
        leave(response)
        given.append(chunks)
    assert body(ask(client, recording)) == DATA


@pytest.mark.parametrize("maker", [make_draft, make_scheduled])
def test_nobody_hears_what_is_not_public(maker: Any, client: Client) -> None:
    recording = make_recording(maker())
    for headers in ({}, {"range": "bytes=0-1"}, {"range": "bytes=999999999-"}, {"if_none_match": "*"}):
        assert ask(client, recording, **headers).status_code == 404


def test_a_withdrawn_recording_is_gone_in_pieces_too(client: Client, recording: Attachment) -> None:
    tag = ask(client, recording)["ETag"]
    actions.withdraw(Conference.objects.get(), reason="It was another meeting.")
    for headers in ({}, {"range": "bytes=0-1"}, {"if_none_match": tag}, {"range": "bytes=0-1", "if_range": tag}):
        assert ask(client, recording, **headers).status_code == 410
    assert make_recording(make_withdrawn("Another")).conference.attachments.count() == 1


def test_behind_a_server_that_sends_files_it_is_handed_over_after_the_gate(
    client: Client, recording: Attachment, settings: Any
) -> None:
    settings.X_ACCEL_REDIRECT = "/uploads/"
    response = ask(client, recording, range="bytes=5-6")
    assert response["X-Accel-Redirect"] == f"/uploads/attachments/{recording.folder}/recording.webm"
    assert (response.status_code, response["Content-Type"], body(response)) == (200, "audio/webm", b"")
    hidden = make_recording(make_draft("Hidden"))
    refused = ask(client, hidden)
    assert (refused.status_code, refused.has_header("X-Accel-Redirect")) == (404, False)
