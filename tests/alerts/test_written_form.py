"""What of a message a mail server sees, to the byte: headers in ASCII, and lines that it need not break."""

import re
from email import message_from_bytes, policy
from typing import Any

import pytest

from tests.alerts.mail_server import MailServer
from tests.alerts.test_alerts import change, corrected, follow, publish, send
from tests.documents import answer, exchange, question
from transcripts import actions
from transcripts.document import ExchangeText
from transcripts.models import SiteIdentity

pytestmark = pytest.mark.django_db
HAN = "北岸市新闻办公室"


@pytest.fixture
def chinese_site(settings: Any) -> None:
    """A site with a Chinese name and sender."""
    settings.DEFAULT_FROM_EMAIL = f"{HAN * 5} <press@example.org>"
    SiteIdentity.objects.create(pk=1, name=HAN * 8)


def raw(server: MailServer) -> list[bytes]:
    return [path.read_bytes().partition(b"\n")[2] for path in sorted(server.folder.glob("*.eml"))]


@pytest.mark.usefixtures("chinese_site")
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_headers_are_ascii_and_no_line_has_998_bytes(mail_server: MailServer, language: str) -> None:
    actions.alerts.alert_progress()
    asked = {"kind": "search", "query": "q=渡轮", "rhythm": "at_once", "language": language}
    actions.alerts.ask_for_alerts(address="reader@例子.中国", **asked)
    send(mail_server)
    follow("search", "q=渡轮", address="other@example.org", language=language)
    spoken = (question("渡轮" * 3_000), answer("word" * 3_000, "渡轮。" * 900 + "\n" + "a" * 1_200))
    whole = ExchangeText(spoken, heading="渡轮" * 120)
    conference = publish(whole, exchange(2), title="渡轮" * 100, language="zh-hans")
    send(mail_server)
    change(conference, corrected(conference, "渡轮" * 2_000), "改正" * 600)
    send(mail_server)
    actions.withdraw(conference.__class__.objects.get(pk=conference.pk), reason="另一次" * 300)
    send(mail_server)
    found = raw(mail_server)
    assert len(found) >= 3
    for data in found:
        lines = data.split(b"\r\n")
        assert max(map(len, lines)) < 998
        assert not any(b"\n" in line or b"\r" in line for line in lines)
        head = data.partition(b"\r\n\r\n")[0]
        assert head.isascii()
        mail = message_from_bytes(data, policy=policy.compat32)
        for name in ("List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Message-ID"):
            value = mail[name]
            if value is None:
                assert name != "Message-ID"
                assert "List-Id" not in mail
                continue
            assert "=?" not in value  # programs compare it as it stands, and decode nothing
            assert re.fullmatch(r"\s*<?[!-~]+>?", value), value
        whole = message_from_bytes(data, policy=policy.default)
        assert HAN in str(whole["From"])
