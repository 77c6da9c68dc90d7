"""What 200 readers of a running transcript cost: the share of one core that gunicorn takes while they all poll.

    PYTHONPATH=. .venv/bin/python tools/bench_running.py [READERS] [SECONDS] [--database URL] [--nginx]

The site is served as `make run` does, with the demonstration content on SQLite, or in the empty PostgreSQL database of
a URL; with --nginx behind nginx and its cache, as in deploy/. Each reader has the page open and asks every ten seconds
whether there is more, over a connection of its own; nothing is. Half-way an exchange is released, which all of them
then fetch. CPU time is that of all processes of each server, from /proc; PostgreSQL's is that of this database's
sessions.
"""

import argparse
import http.client
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from tests.browser.production import BASE, read, serve
from tests.servers.machines import Nginx

EVERY = 10  # seconds
_TICK = os.sysconf("SC_CLK_TCK")


def cpu_of(named: str) -> float:
    """Return the seconds of CPU that the processes with this in their command line have taken, and their children."""
    total, parents = 0, set()
    for folder in sorted(Path("/proc").glob("[0-9]*"), key=lambda each: int(each.name)):
        try:
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
            if named.encode() in (folder / "cmdline").read_bytes() or parent in parents:
                parents.add(folder.name)
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                total += int(fields[11]) + int(fields[12])
        except (OSError, ValueError):
            continue
    return total / _TICK


class Reader:
    """A reader who has the page open: what it was told last, and its tag."""

    def __init__(self, host: str, path: str) -> None:
        self.host, self.path, self.tag, self.after = host, path, "", 0
        self.answers: Counter[int] = Counter()

    def ask(self) -> None:
        connection = http.client.HTTPConnection(self.host, timeout=30)
        headers = {"Accept-Encoding": "gzip, br"} | ({"If-None-Match": self.tag} if self.tag else {})
        connection.request("GET", f"{self.path}running.json?after={self.after}", headers=headers)
        answer = connection.getresponse()
        answer.read()
        self.tag = answer.headers.get("ETag", "")
        self.answers[answer.status] += 1
        connection.close()


def poll(readers: list[Reader], seconds: float) -> None:
    """Let each reader ask every ten seconds, evenly over time."""
    begin, number = time.monotonic(), 0
    step = EVERY / len(readers)
    workers: list[threading.Thread] = []
    while (now := time.monotonic()) < begin + seconds:
        due = begin + number * step
        if due > now:
            time.sleep(due - now)
        worker = threading.Thread(target=readers[number % len(readers)].ask)
        worker.start()
        workers.append(worker)
        number += 1
    for worker in workers:
        worker.join()


class Costs:
    """The CPU time of each server since the beginning."""

    def __init__(self, servers: dict[str, str]) -> None:
        self.servers = servers
        self.before, self.began = self._now(), time.monotonic()

    def _now(self) -> dict[str, float]:
        return {name: cpu_of(named) for name, named in self.servers.items()}

    def said(self) -> str:
        """Say the share of one core that each has taken."""
        lasted = time.monotonic() - self.began
        # A session of the database that has ended takes its time along.
        shares = {name: 100 * max(0, now - self.before[name]) / lasted for name, now in self._now().items()}
        each = ", ".join(f"{name} {share:.1f} %" for name, share in shares.items())
        return f"{sum(shares.values()):.1f} % of one core ({each})"


RELEASE = """
import django; django.setup()
from transcripts import actions
from transcripts.models import Conference
for row in Conference.objects.running(): actions.release(row, change=actions.Change())
"""


def main() -> None:
    """Serve, poll, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("readers", type=int, nargs="?", default=200)
    parser.add_argument("seconds", type=int, nargs="?", default=60)
    parser.add_argument("--database", default="", help="URL of an empty database; SQLite without it")
    parser.add_argument("--nginx", action="store_true", help="nginx in front, as in deploy/")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, serve(Path(name), database=given.database) as site:
        os.chmod(name, 0o755)  # noqa: S103  (nginx's workers are another user)
        port = int(urlsplit(site).port or 0)
        servers = {"gunicorn": f"127.0.0.1:{port}"}
        if given.database:
            servers["PostgreSQL"] = f"{urlsplit(given.database).path.strip('/')} 127.0.0.1("
        front = Nginx(Path(name) / "nginx", port) if given.nginx else None
        try:
            if front:
                servers["nginx"] = f"-c {front.path}/nginx.conf"
            measure(given, front.port if front else port, servers, Path(name))
        finally:
            if front:
                front.stop()


def measure(given: argparse.Namespace, port: int, servers: dict[str, str], folder: Path) -> None:
    """Let the readers poll at the port while nothing is new, and while something is."""
    found = re.search(
        r'id="running-title".*?href="(/conferences/[^"]+/)"', read(f"http://127.0.0.1:{port}/")[1], re.DOTALL
    )
    if not found:
        raise SystemExit("Nothing is running in the demonstration.")
    readers = [Reader(f"127.0.0.1:{port}", found[1]) for _ in range(given.readers)]
    poll(readers, EVERY)  # the first answer, which is no 304
    for what in ("nothing is new", "an exchange is released at the beginning"):
        if "released" in what:
            environ = os.environ | {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "production_settings"}
            environ |= {"PYTHONPATH": os.pathsep.join([str(folder), str(BASE)])}
            environ |= {"DATABASE_URL": given.database} if given.database else {}
            subprocess.run([sys.executable, "-c", RELEASE], cwd=BASE, env=environ, check=True)
        for reader in readers:
            reader.answers.clear()
        costs = Costs(servers)
        poll(readers, given.seconds)
        answers = sum((reader.answers for reader in readers), Counter())
        print(f"{len(readers)} readers, {given.seconds} s, {what}: {dict(answers)}, {costs.said()}")
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
