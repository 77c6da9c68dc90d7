"""A real SMTP server in a process of its own, which keeps each message that it accepts as a file."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True, slots=True)
class Accepted:
    """A message that the server has accepted."""

    sender: str
    recipient: str
    mail: EmailMessage

    @property
    def text(self) -> str:
        return self.part("plain")

    @property
    def html(self) -> str:
        return self.part("html")

    def part(self, kind: str) -> str:
        part = self.mail.get_body((kind,))
        assert part is not None
        return str(part.get_content()).replace("\r\n", "\n")


class MailServer:
    """The server, and what it accepted, in order."""

    def __init__(self, folder: Path, **ways: Any) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.ways = ways
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.alerts.mail_server", str(self.port), str(self.folder)]
        self.process = subprocess.Popen([*command, json.dumps(self.ways)])  # noqa: S603 (our own)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise TimeoutError

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)

    def accepted(self) -> list[Accepted]:
        """Return what was accepted so far."""
        found = []
        for path in sorted(self.folder.glob("*.eml")):
            envelope, _, body = path.read_bytes().partition(b"\n")
            said = json.loads(envelope)
            mail = message_from_bytes(body, policy=policy.default)
            found.append(Accepted(said["from"], said["to"][0], mail))  # type: ignore[arg-type]
        return found


class _Keeper:
    """Keeps what is sent; refuses recipients whose address says so, and loses connections where it is told to."""

    def __init__(self, folder: Path, ways: dict[str, Any]) -> None:
        self.folder, self.ways, self.count = folder, ways, len(list(folder.glob("*.eml")))

    async def handle_MAIL(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("refused"):
            return "550 5.7.1 sender refused"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("gone"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("relay"):
            return "554 5.7.1 relay access denied"
        if address.startswith("later"):
            return "451 4.7.1 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.count += 1
        said = json.dumps({"from": envelope.mail_from, "to": envelope.rcpt_tos}).encode()
        path = self.folder / f"{self.count:06}.eml"
        beside = path.with_suffix(".new")
        beside.write_bytes(said + b"\n" + bytes(envelope.original_content or b""))
        beside.rename(path)
        return "250 OK"


def _serve(port: int, folder: Path, ways: dict[str, Any]) -> None:
    controller = Controller(_Keeper(folder, ways), hostname="127.0.0.1", port=port)
    controller.start()
    signal.sigwait([signal.SIGTERM, signal.SIGINT])
    os._exit(0)


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM, signal.SIGINT])
    _serve(int(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3]))
