"""The pages of docs/operating.md, followed to the letter beside a server that answers: a new release, a new key.

Those of backups and of restoring are followed in `tests/upgrade/test_archives.py`.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.production import BASE
from tests.servers.conftest import IS_LONG, Place
from tests.servers.machines import Gunicorn, wait_until
from tests.servers.people import crowd, get

OLD, NEW = "s" * 50, "n" * 50


def blocks(heading: str) -> list[str]:
    """The commands of a chapter, block by block."""
    page = (BASE / "docs" / "operating.md").read_text(encoding="utf-8")
    chapter = re.split(r"(?m)^## ", page.partition(f"\n## {heading}\n")[2])[0]
    return [re.sub(r"(?m)^ +", "", each) for each in re.findall(r"(?s)```sh\n(.*?)```", chapter)]


def follow(commands: str, environ: dict[str, str]) -> str:
    """Run commands as somebody would who copies them; return what they print."""
    done = subprocess.run(
        ["/bin/sh", "-e", "-c", commands],
        cwd=BASE,
        env=environ,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def environ(place: Place) -> dict[str, str]:
    return place.environment(PATH=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.skipif(not IS_LONG, reason="Takes long: a part of the drill.")
def test_a_new_release_is_put_in_while_readers_read(place: Place, environ: dict[str, str], tmp_path: Path) -> None:
    (commands,) = blocks("A new release")
    server = Gunicorn(environ, workers=2)
    try:
        commands = commands.replace("/var/backups/pressroom --recipient age1…", str(tmp_path))
        commands = commands.replace("systemctl reload pressroom", f"kill -HUP {server.process.pid}")
        commands = commands.replace("pip install", "pip install --dry-run")  # the tests' own environment stays as it is
        _, path = place.conference()
        with crowd(server.address, ["/", path]) as readers:
            follow(commands, environ)
            wait_until(lambda: server.log.read_text().count("Worker exiting") >= 2)
        assert readers.errors() == []
        assert len(list(tmp_path.glob("press-*.archive"))) == 1
        assert '"migrations": "ok"' in get(server.address, "/health/ready/").body
    finally:
        server.stop()


def test_a_key_is_changed_and_sessions_stand_until_the_old_one_goes(place: Place, environ: dict[str, str]) -> None:
    make, end = blocks("A new secret key")
    assert len(follow(make, environ).strip()) >= 50
    server = Gunicorn(environ | {"SECRET_KEY": OLD}, workers=1)
    editor = place.editor(server.address)
    server.stop()
    server = Gunicorn(environ | {"SECRET_KEY": NEW, "SECRET_KEY_FALLBACKS": OLD}, workers=1)
    editor.site = server.address
    assert editor.get("/admin/").status == 200
    follow(end, environ)
    assert editor.get("/admin/").status == 302
    editor = place.editor(server.address)
    (lost,) = blocks("When something happens")
    follow(lost.replace("NAME", "editor"), environ)
    assert editor.get("/admin/").status == 200
    server.stop()


def test_the_key_of_addresses_is_changed_and_links_in_older_mail_work(place: Place, environ: dict[str, str]) -> None:
    (encrypt,) = blocks("A new key for subscribers' addresses")
    key = "0" * 24
    make = (
        "from transcripts.models import Subscription as S;"
        f"row = S(key='{key}', kind='everything', rhythm='daily', language='en');"
        "row.set_address('reader@example.org'); row.save(); print(row.token)"
    )
    read = f"from transcripts.models import Subscription as S; print(S.objects.get(key='{key}').mail_address)"
    run = ".venv/bin/python manage.py shell --no-imports -c"
    token = follow(f'{run} "{make}"', environ | {"ALERTS_KEY": OLD}).strip()
    changed = environ | {"ALERTS_KEY": NEW, "ALERTS_KEY_FALLBACKS": OLD}
    assert "1 addresses of subscribers were encrypted again" in follow(encrypt, changed)
    assert "encrypted again" not in follow(encrypt, changed)
    assert follow(f'{run} "{read}"', environ | {"ALERTS_KEY": NEW}) == "reader@example.org\n"
    for keys, status in ((changed, 200), (environ | {"ALERTS_KEY": NEW}, 404)):
        server = Gunicorn(keys, workers=1)
        assert get(server.address, f"/alerts/{token}/").status == status
        server.stop()
