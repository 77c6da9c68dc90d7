"""What the tests of alerts start from: a mail server, and a key for addresses."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.alerts.mail_server import MailServer
from transcripts.alerts import writing
from transcripts.views import form_limits


@pytest.fixture(scope="session")
def one_mail_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    server = MailServer(tmp_path_factory.mktemp("mail") / "accepted")
    yield server
    server.stop()


@pytest.fixture
def mail_server(one_mail_server: MailServer, settings: Any) -> MailServer:
    """A mail server that the site sends to, with nothing accepted yet."""
    for path in one_mail_server.folder.glob("*.eml"):
        path.unlink()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", one_mail_server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    return one_mail_server


@pytest.fixture(autouse=True)
def _alerts(settings: Any, tmp_path: Path) -> None:
    settings.HAS_MAIL = True
    settings.ALERTS_KEY = "a key of the tests that is long enough"
    settings.ALERTS_BOUNCES = "bounces@press.example.org"
    settings.DATA_DIR = tmp_path
    writing._write_news.cache_clear()
    form_limits.forget()
