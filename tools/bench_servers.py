"""Measure whole servers: `make bench`, or EXCHANGES=500 ON_POSTGRES=postgres://… python tools/bench_servers.py.

gunicorn answers with pages that it keeps and with 304, and nginx before it with its own copies; beside them nginx sends
the very same bytes as static files. Counted is the processor time of each server's processes, as Linux knows it to the
nanosecond, so it matters little what else the machine does: of gunicorn's, of PostgreSQL's for its connections, of
nginx's. Whoever asks is not counted. Rounds alternate; printed are medians of microseconds a request, and ratios.
"""

import http.client
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connection

from tests.servers.machines import Gunicorn, Nginx, environment
from tools import bench_pages  # it makes the database, and sets Django up

REQUESTS = int(os.environ.get("REQUESTS", "200"))  # a way, page and round
ROUNDS = bench_pages.ROUNDS
PAGES = ("home", "list", "exchange", "full", "JSON", "speaker")
ASKED = {"Accept-Encoding": "br"}


def processes(root: int) -> list[int]:
    """Return the process and its children."""
    children = Path(f"/proc/{root}/task/{root}/children").read_text().split()
    return [root, *(each for child in children for each in processes(int(child)))]


def spent(pids: Iterable[int]) -> float:
    """Return the microseconds that the threads of the processes have run so far."""
    files = [file for pid in pids for file in Path(f"/proc/{pid}/task").glob("*/schedstat")]
    return sum(int(file.read_text().split()[0]) for file in files) / 1000


def backends() -> list[int]:
    """Return PostgreSQL's processes for the connections to this database, if they run on this machine."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return [pid for (pid,) in cursor.fetchall() if Path(f"/proc/{pid}").exists()]


class Asker:
    """A client with one connection, which it keeps."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def ask(self, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        self.connection.request("GET", quote(path, safe="/?&=%"), headers=headers)
        answer = self.connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def static_nginx(folder: Path, bodies: dict[str, bytes]) -> Nginx:
    """Start an nginx that sends the bodies as files, with the headers that a page has."""
    for name, body in bodies.items():
        (folder / "files").mkdir(exist_ok=True)
        (folder / "files" / name).write_bytes(body)
    location = f"""location /files/ {{
        root {folder};
        default_type text/html;
        add_header Content-Encoding br;
        add_header Vary Accept-Encoding;
        add_header Cache-Control "public, max-age=0, must-revalidate, s-maxage=60";
    }}
    location / {{ return 200; }}"""
    return Nginx(folder / "static", location=location)


def main() -> None:
    """Print the table."""
    bench_pages.prepare()
    pages = {name: address for name, address in bench_pages.page_types().items() if name in PAGES}
    folder = Path(tempfile.mkdtemp(prefix="bench-servers-"))
    folder.chmod(0o755)
    url = os.environ.get("DATABASE_URL", f"sqlite:///{connection.settings_dict['NAME']}")
    environ = environment(folder / "data", DATABASE_URL=url, GUNICORN_CMD_ARGS="--keep-alive 75")
    site = Gunicorn(environ, workers=1)
    front = Nginx(folder / "front", site.port)
    direct, cached = Asker(site.port), Asker(front.port)
    tags, bodies = {}, {}
    for name, address in pages.items():
        status, headers, body = direct.ask(address, ASKED)
        if status != 200:
            sys.exit(f"{address} answered {status}")
        tags[name], bodies[name] = headers["etag"], body
    files = static_nginx(folder, bodies)
    static = Asker(files.port)
    print(f"\n{connection.vendor}, {bench_pages.EXCHANGES:,} exchanges, {ROUNDS} rounds of {REQUESTS} requests")
    print("Microseconds of processor time a request; in brackets PostgreSQL's. The file is nginx's, of the same bytes.")
    print(f"{'':12}{'kB':>7}{'kept':>14}{'304':>14}{'cached':>9}{'file':>8}{'kept/file':>11}{'cached/file':>13}")
    try:
        for name, address in pages.items():
            ways: dict[str, tuple[Callable[[], Any], list[int]]] = {
                "kept": (partial(direct.ask, address, ASKED), processes(site.process.pid)),
                "304": (
                    partial(direct.ask, address, {**ASKED, "If-None-Match": tags[name]}),
                    processes(site.process.pid),
                ),
                "cached": (partial(cached.ask, address, ASKED), processes(front.process.pid)),
                "file": (partial(static.ask, f"/files/{name}", ASKED), processes(files.process.pid)),
            }
            found: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
            for _ in range(ROUNDS):
                for way, (run, pids) in ways.items():
                    run()
                    database = backends()
                    before, asked = spent(pids), spent(database)
                    for _ in range(REQUESTS):
                        run()
                    found[way].append(((spent(pids) - before) / REQUESTS, (spent(database) - asked) / REQUESTS))
            own = {way: statistics.median(each for each, _ in rows) for way, rows in found.items()}
            other = {way: statistics.median(each for _, each in rows) for way, rows in found.items()}
            line = f"{name:12}{len(bodies[name]) / 1000:7.1f}"
            for way in ("kept", "304"):
                line += f"{f'{own[way]:.0f} ({other[way]:.0f})':>14}"
            line += f"{own['cached']:9.0f}{own['file']:8.0f}{own['kept'] / own['file']:11.1f}"
            print(f"{line}{own['cached'] / own['file']:13.1f}", flush=True)
    finally:
        for server in (files, front, site):
            server.stop()


if __name__ == "__main__":
    main()
