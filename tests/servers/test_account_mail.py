"""Mail about accounts, by a real mail server: a forgotten password, a new browser; and that no transcript is in it."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from tests.browser.production import free_port
from tests.servers.conftest import PASSWORD, Place
from tests.servers.machines import Gunicorn, manage, wait_until
from tests.servers.people import Editor, get

controller = pytest.importorskip("aiosmtpd.controller")
ANOTHER = "another correct horse"
# Words of all that is at the desk and of nobody's mail: titles, texts, people.
CANARIES = "tidal|ferry|crossing|harbour|Quillwort|Saxifrage"


class Box:
    """What the mail server has accepted."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  (aiosmtpd's name)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"


@pytest.fixture
def box() -> Iterator[tuple[Box, int]]:
    kept, port = Box(), free_port()
    server = controller.Controller(kept, hostname="127.0.0.1", port=port)
    server.start()
    yield kept, port
    server.stop()


def test_a_forgotten_password_is_set_anew_by_mail_which_tells_nothing_else(place: Place, box: tuple[Box, int]) -> None:
    kept, port = box
    environ = place.environment(EMAIL_URL=f"smtp://127.0.0.1:{port}", SITE_URL="http://127.0.0.1:8000")
    make = "from django.contrib.auth.models import User; from transcripts import actions; "
    make += "from transcripts.document import TranscriptDocument; from transcripts.models import Conference; "
    make += f"User.objects.create_superuser('keeper', 'keeper@example.org', '{PASSWORD}'); "
    make += "actions.reconcile(Conference(slug='saxifrage'), TranscriptDocument(title='Quillwort'))"
    manage(environ, "shell", "--no-imports", "-c", make)
    server = Gunicorn(environ, workers=1)
    try:
        site = server.address
        reader = Editor(site, "keeper", PASSWORD)
        asked = [reader.post("/admin/password-reset/", {"email": f"{who}@example.org"}) for who in ("keeper", "nobody")]
        assert {page.headers["location"] for page in asked} == {"/admin/password-reset/done/"}
        wait_until(lambda: kept.mails)
        (mail,) = kept.mails
        assert (mail["To"], mail["From"]) == ("keeper@example.org", "press-room@127.0.0.1")
        text = mail.get_content()
        link = re.search(r"http://127\.0\.0\.1:8000(/admin/password-reset/\S+/)", text)
        assert link
        set_anew = get(site, link[1]).headers["location"]
        stranger = Editor.__new__(Editor)
        stranger.site, stranger.cookies = site, reader.cookies.__class__()
        stranger.get(link[1])
        form = stranger.get(set_anew).body
        assert "new_password1" in form
        assert re.search(r'id="site-name">\s*<a [^>]*>[^<\s]', form)  # the desk's own head
        done = stranger.post(set_anew, {"new_password1": ANOTHER, "new_password2": ANOTHER})
        assert done.headers["location"].endswith("/password-reset/complete/")
        assert "new_password1" not in stranger.get(link[1]).body  # it is good for once
        again = Editor(site, "keeper", ANOTHER)  # a browser that was not seen before
        assert again.get("/admin/").status == 200
        wait_until(lambda: len(kept.mails) >= 2)
        for each in kept.mails:
            said = f"{each}"
            assert not re.search(CANARIES, said, re.IGNORECASE), said
            assert ANOTHER not in said
            assert PASSWORD not in said
        assert "/password-reset/" not in kept.mails[-1].get_content()
    finally:
        server.stop()
