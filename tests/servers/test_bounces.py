"""Mail that comes back, by Postfix as docs/alerts.md sets it up: sent on, refused by the next server, and counted."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.alerts.mail_server import MailServer
from tests.browser.production import BASE, free_port
from tests.servers.conftest import IS_LONG, Place
from tests.servers.machines import manage, missing, run, wait_until

pytestmark = [
    pytest.mark.skipif(not IS_LONG and bool(missing("postfix")), reason="Postfix is not installed."),
    pytest.mark.skipif(os.geteuid() != 0, reason="Postfix is started by root alone."),
]
HOST = "press.example.org"
SERVICES = """
{port}    inet  n - n - - smtpd
pickup    unix  n - n 60 1 pickup
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
proxymap  unix  - - n - - proxymap
smtp      unix  - - n - - smtp
error     unix  - - n - - error
retry     unix  - - n - - error
local     unix  - n n - - local
anvil     unix  - - n - 1 anvil
scache    unix  - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
"""


def block(name: str) -> str:
    """What docs/alerts.md writes into the file of this name."""
    page = (BASE / "docs" / "alerts.md").read_text(encoding="utf-8")
    [found] = re.findall(rf"(?s)`{re.escape(name)}`:\n\n```\w+\n(.*?)```", page)
    return str(found)


def interpreter() -> str:
    """A Python that every user may run, with the packages of this one: a developer's may lie in a closed folder."""
    own = Path(sys.executable).resolve()
    if all(folder.stat().st_mode & 1 for folder in own.parents):
        return str(sys.executable)
    packages = sysconfig.get_paths()["purelib"]
    return f'env PYTHONPATH="$PYTHONPATH:{packages}" /usr/bin/python{sys.version_info.major}.{sys.version_info.minor}'


class Postfix:
    """Postfix with a folder and a port of its own, which sends on to another server of this machine."""

    def __init__(self, path: Path, onward: int, environ: dict[str, str]) -> None:
        self.port, self.etc, self.log = free_port(), path / "etc", path / "log"
        for name in ("etc", "queue", "data"):
            (path / name).mkdir(parents=True)
        shutil.chown(path / "data", "postfix")
        script = path / "bounce.sh"
        settings = path / "pressroom.env"
        settings.write_text("".join(f"{name}='{value}'\n" for name, value in environ.items() if "'" not in value))
        settings.chmod(0o644)
        said = block("/opt/pressroom/bounce.sh").replace("/etc/pressroom.env", str(settings))
        script.write_text(said.replace("/opt/pressroom", str(BASE)).replace(".venv/bin/python", interpreter()))
        script.chmod(0o755)
        own = {
            "compatibility_level": "3.6",
            "queue_directory": path / "queue",
            "data_directory": path / "data",
            "maillog_file": self.log,
            "maillog_file_prefixes": path,
            "myhostname": HOST,
            "mydestination": HOST,
            "inet_interfaces": "127.0.0.1",
            "inet_protocols": "ipv4",
            "smtp_host_lookup": "native",
            "relayhost": f"[127.0.0.1]:{onward}",
            "alias_maps": "",
        }
        asked = block("/etc/postfix/main.cf").replace("/etc/postfix", str(self.etc))
        (self.etc / "main.cf").write_text("".join(f"{name} = {value}\n" for name, value in own.items()) + asked)
        pipe = block("/etc/postfix/master.cf").replace("user=pressroom", "user=postgres")
        pipe = pipe.replace("/opt/pressroom/bounce.sh", str(script))
        (self.etc / "master.cf").write_text(SERVICES.format(port=f"127.0.0.1:{self.port}") + pipe)
        (self.etc / "transport").write_text(block("/etc/postfix/transport"))
        run("postfix", "-c", self.etc, "start")

    def stop(self) -> None:
        subprocess.run(["postfix", "-c", self.etc, "stop"], capture_output=True, timeout=60, check=False)  # noqa: S607


@pytest.fixture
def onward(tmp_path: Path) -> Iterator[MailServer]:
    """The next server, which knows no mailbox that is called gone."""
    server = MailServer(tmp_path / "accepted")
    yield server
    server.stop()


def test_mail_that_comes_back_through_postfix_is_counted_and_the_third_ends_it(
    place: Place, onward: MailServer, tmp_path: Path
) -> None:
    data = place.path / "bounces"
    data.mkdir()
    bounced = {"ALERTS_KEY": "k" * 50, "ALERTS_BOUNCES": f"bounces@{HOST}"}
    environ = place.environment(EMAIL_FROM=f"press@{HOST}", SITE_URL="http://127.0.0.1:8000", **bounced)
    postfix = Postfix(place.path / "postfix", onward.port, environ | {"DATA_DIR": str(data)})
    shutil.copy(place.path / "data" / "production_settings.py", data)
    shutil.chown(data, "postgres")
    environ["EMAIL_URL"] = f"smtp://127.0.0.1:{postfix.port}"
    ask = (
        "from transcripts import actions; from transcripts.models import Subscription as S;"
        "[actions.alerts.ask_for_alerts(kind='everything', query='', address=f'{who}@example.org', rhythm='daily',"
        " language='en') for who in ('gone', 'there')];"
        "[actions.alerts.confirm_alerts(row) for row in S.objects.all()]"
    )

    def bounces() -> list[object]:
        rows = place.primary.ask("SELECT bounces FROM transcripts_subscription ORDER BY bounces")
        return [count for (count,) in rows]

    try:
        for number in range(1, 4):
            manage(environ, "shell", "--no-imports", "-c", ask)
            manage(environ, "send_alerts")
            expected = [0, number] if number < 3 else [0]
            try:
                wait_until(lambda expected=expected: bounces() == expected)
            except AssertionError:
                pytest.fail(postfix.log.read_text())
        assert [each.recipient for each in onward.accepted()] == ["there@example.org"] * 3
    finally:
        postfix.stop()
        place.primary.ask("DELETE FROM transcripts_alertmessage; DELETE FROM transcripts_subscription")
