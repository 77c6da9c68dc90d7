"""The site as `make run` serves it, in a process of its own with the demonstration content; and a page of each type."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

BASE = Path(__file__).resolve().parents[2]
SETTINGS = """from pressroom.settings import *
STATIC_ROOT = DATA_DIR / "static"
"""
CUSTOMS = "/conferences/2025-06-12-the-old-customs-house-reopens-as-museum-and-archive/"
CHINESE = "/conferences/2025-06-12-旧海关大楼改作博物馆和档案馆重新开放/"
PRICES = "/conferences/2026-06-16-prices-energy-and-work-in-the-first-quarter-of-2026/"
PARK = "/conferences/2023-09-05-briefing-on-the-plan-for-the-northern-harbour-research-park-and-its/"

# A page of each type. Those that end in an error stand below.
PAGES = {
    "home": "/",
    "list": "/conferences/",
    "list-filtered": "/conferences/?year=2025&topic=archives",
    "list-empty": "/conferences/?year=1999&q=nothing",
    "list-ignored": "/conferences/?year=soon&colour=red",
    "exchange": f"{PARK}9/",
    "exchange-chinese": f"{CHINESE}2/",
    "recording": f"{PRICES}2/",
    "full": f"{CUSTOMS}full/",
    "full-chinese": f"{CHINESE}full/",
    "side-by-side": f"{CUSTOMS}2/?with=zh-hans",
    "side-by-side-full": f"{CUSTOMS}full/?with=zh-hans",
    "cite": f"{PARK}cite/",
    "cite-version": f"{PARK}cite/?version=1",
    "version": f"{PARK}?version=1&with=zh-hans",
    "versions": f"{PARK}versions/",
    "versions-since": f"{PARK}versions/?since=1",
    "version-log": "/versions/",
    "search": "/search/",
    "search-results": "/search/?q=boat",
    "search-narrowed": "/search/?q=harbour&kind=answer&year=2025",
    "search-nothing": "/search/?q=unicorn&kind=answer",
    "speakers": "/speakers/",
    "speaker": "/speakers/emil-hadrick/",
    "topics": "/topics/",
    "topic": "/topics/archives/",
    "outlets": "/outlets/",
    "outlet": "/outlets/evening-courier/",
    "all-series": "/series/",
    "series": "/series/northbank-city-hall-media-sessions/",
    "corrections": "/corrections/",
    "about": "/about/",
    "statistics": "/statistics/?year=2025",
    "statistics-word": "/statistics/?q=boat",
    "data": "/data/",
    "api-docs": "/api/docs/",
    "calendar": "/calendar/",
    "feed": "/feed/?as=page",
}
# Pages whose address another page says: which, the part of it that is looked for, and the address it makes.
LOOKED_UP = {
    "announcement": ("/calendar/", r'id="coming"(?s:.*?)href="/conferences/([-\w]+)/"', "/conferences/{}/"),
    "running": ("/calendar/", r'id="running"(?s:.*?)href="/conferences/([-\w]+)/"', "/conferences/{}/"),
    "report": (f"{PARK}9/", r"/turns/([0-9a-z]+)/report/", "/turns/{}/report/"),
    "embed": (f"{PARK}9/", r"/exchanges/([0-9a-z]+)/", "/embed/{}/"),
}
ERRORS = {
    "404": "/nowhere/",
    "404-past-the-end": "/conferences/?page=99",
    "410": "/conferences/2023-09-19-pilotage-fees-from-january/",
}
# A host that is not the site's own; the browser is told that it lives here (see conftest).
STRANGE_HOST = "strange.example"
# Without windows of its own Chromium opens a page with a quarter of the work; Lighthouse needs the one with windows.
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
HEADLESS = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or CHROMIUM
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    f"--host-resolver-rules=MAP {STRANGE_HOST} 127.0.0.1",
]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def serve(folder: Path, transcripts: Sequence[Path] = (), *, database: str = "") -> Iterator[str]:
    """Serve the site, with its data and its collected files in `folder`; yield its address.

    It has the demonstration content, or what is imported from the files `transcripts`; on SQLite, or in the empty
    `database` of this address.
    """
    (folder / "production_settings.py").write_text(SETTINGS)
    port = free_port()
    environ = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SITE_URL", "DEBUG"}}
    environ |= {"DATA_DIR": str(folder), "PORT": str(port), "DJANGO_SETTINGS_MODULE": "production_settings"}
    environ |= {"PYTHONPATH": os.pathsep.join([str(folder), str(BASE)])}
    environ |= {"DATABASE_URL": database} if database else {}
    imported = ["import_transcript", *map(str, transcripts), "--publish", "--minor"]
    filled = imported if transcripts else ["load_demo"]
    for command in (["collectstatic", "--noinput"], ["migrate"], filled, ["make_data"]):
        arguments = [sys.executable, "-m", "django", *command, "--verbosity", "0"]
        subprocess.run(arguments, cwd=BASE, env=environ, check=True, capture_output=True)  # noqa: S603
    gunicorn = [sys.executable, "-m", "gunicorn", "pressroom.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
    log = folder / "gunicorn.log"
    with log.open("w") as output:
        server = subprocess.Popen(gunicorn, cwd=BASE, env=environ, stdout=output, stderr=output)  # noqa: S603
        try:
            wait_for(f"http://127.0.0.1:{port}/health/", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


def wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Return when `address` answers; raise with what the server said when it does not within half a minute."""
    end = time.monotonic() + 30
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The server did not start: {log.read_text()}")


def look_up(site: str, name: str) -> str:
    """Return the address, without the site, of one of the pages of `LOOKED_UP`."""
    page, pattern, made = LOOKED_UP[name]
    found = re.search(pattern, read(site + page)[1])
    assert found, f"{page} names no {name}"
    return made.format(found[1])


def read(address: str, host: str = "") -> tuple[int, str]:
    """Return the status and the body of a page, whatever the status; `host` is what is asked for, if another."""
    request = urllib.request.Request(address, headers={"Host": host} if host else {})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
