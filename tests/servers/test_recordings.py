"""Recordings behind nginx: the press room decides who may hear one, nginx sends it; and by gunicorn alone."""

import http.client
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.builders import webm
from tests.servers.conftest import Place
from tests.servers.machines import Gunicorn, Nginx, manage
from tests.servers.people import get

SIZE = 20_000_000  # more than two sockets hold
DATA = webm(SIZE).getvalue()
SCRIPT = """
from pathlib import Path
from django.core.files.base import ContentFile
from transcripts import actions
from transcripts.models import Attachment, Conference
for conference in Conference.objects.filter(attachments__isnull=True):
    upload = actions.read_recording(ContentFile(Path({path!r}).read_bytes(), "recording.webm"))
    row = Attachment(conference=conference, kind="recording")
    change = actions.Change(note="Heard", is_major=False)
    actions.save_attachments(conference, [row], uploads={{0: upload}}, change=change)
"""


@pytest.fixture(scope="module")
def recording(place: Place, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the recording of the first conference."""
    path = tmp_path_factory.mktemp("recording") / "recording.webm"
    path.write_bytes(DATA)
    manage(place.environment(), "shell", "--command", SCRIPT.format(path=str(path)))
    key, _ = place.conference()
    [(public_id,)] = place.primary.ask(
        f"SELECT public_id FROM transcripts_attachment WHERE kind = 'recording' AND conference_id = {key}"
    )
    return f"/attachments/{public_id}/recording.webm"


@pytest.fixture(scope="module")
def alone(place: Place, recording: str) -> Iterator[Gunicorn]:
    server = Gunicorn(place.environment(), workers=1)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def nginx(place: Place, recording: str) -> Iterator[Nginx]:
    site = Gunicorn(place.environment(X_ACCEL_REDIRECT="/uploads/"), workers=1)
    server = Nginx(place.path / "nginx-recordings", site.port, uploads=place.path / "data" / "media")
    yield server
    server.stop()
    site.stop()


def ask(site: str, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=60)
    connection.request("GET", path, headers={name.replace("_", "-"): each for name, each in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def test_nginx_sends_it_whole_and_in_ranges_with_the_headers_of_safety(nginx: Nginx, recording: str) -> None:
    status, headers, body = ask(nginx.address, recording)
    assert (status, headers["content-type"], body == DATA) == (200, "audio/webm", True)
    assert headers["cache-control"] == "public, max-age=0, must-revalidate, s-maxage=60"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "default-src 'none'"
    assert "x-accel-redirect" not in headers
    status, headers, part = ask(nginx.address, recording, Range="bytes=19999990-")
    assert (status, headers["content-range"], part) == (206, f"bytes 19999990-19999999/{SIZE}", DATA[-10:])
    assert ask(nginx.address, recording, Range=f"bytes={SIZE}-")[0] == 416
    assert ask(nginx.address, recording, Range="bytes=0-1", If_Range='"another"')[2] == DATA
    assert ask(nginx.address, recording, Range="bytes=0-1", If_Range=headers["etag"])[2] == DATA[:2]
    assert ask(nginx.address, recording, If_None_Match=headers["etag"])[0] == 304


def test_nobody_reaches_the_files_beside_the_gate(place: Place, nginx: Nginx, recording: str) -> None:
    [folder] = (each.name for each in (place.path / "data" / "media" / "attachments").iterdir() if _is_of(place, each))
    for path in (f"/uploads/attachments/{folder}/recording.webm", "/uploads/", "/uploads/../pressroom.sqlite3"):
        assert ask(nginx.address, path)[0] == 404


def _is_of(place: Place, folder: Path) -> bool:
    key, _ = place.conference()
    rows = place.primary.ask(f"SELECT folder FROM transcripts_attachment WHERE conference_id = {key}")
    return (folder.name,) in rows


def test_what_is_withdrawn_is_gone_at_nginx_on_the_next_request(place: Place, nginx: Nginx, recording: str) -> None:
    key, _ = place.conference()
    editor = place.editor(nginx.address)
    assert ask(nginx.address, recording, Range="bytes=0-9")[0] == 206
    editor.withdraw(key)
    try:
        for headers in ({}, {"Range": "bytes=0-9"}, {"If_None_Match": "*"}):
            assert ask(nginx.address, recording, **headers)[0] == 410
    finally:
        editor.publish(key)
    assert ask(nginx.address, recording, Range="bytes=0-9")[0] == 206


def test_two_listeners_who_read_nothing_leave_the_site_to_the_others(alone: Gunicorn, recording: str) -> None:
    waiting = []
    for _ in range(2):
        connection = http.client.HTTPConnection(urlsplit(alone.address).netloc, timeout=60)
        connection.request("GET", recording)
        waiting.append((connection, connection.getresponse()))
    status, headers, _ = ask(alone.address, recording, Range="bytes=0-9")
    assert (status, headers["retry-after"]) == (503, "3")
    assert [get(alone.address, "/about/").status for _ in range(5)] == [200] * 5
    for connection, answer in waiting:
        answer.close()
        connection.close()
    end = time.monotonic() + 30
    while (status := ask(alone.address, recording, Range="bytes=0-9")[0]) == 503 and time.monotonic() < end:
        time.sleep(0.2)
    assert status == 206
