"""What 200 readers of a running transcript cost: the share of one core that gunicorn takes while they all poll.

    PYTHONPATH=. .venv/bin/python tools/bench_running.py [READERS] [SECONDS]

The site is served as `make run` does, with the demonstration content on SQLite. Each reader has the page open and asks
every ten seconds whether there is more, over a connection of its own; nothing is. Half-way an exchange is released,
which all of them then fetch. CPU time is that of all of gunicorn's processes, from /proc.
"""

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

EVERY = 10  # seconds
_TICK = os.sysconf("SC_CLK_TCK")


def cpu_of(port: int) -> float:
    """Return the seconds of CPU that the processes of the server at this port have taken."""
    total = 0
    for folder in Path("/proc").iterdir():
        try:
            if f"127.0.0.1:{port}".encode() in (folder / "cmdline").read_bytes():
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


RELEASE = """
import django; django.setup()
from transcripts import actions
from transcripts.models import Conference
for row in Conference.objects.running(): actions.release(row, change=actions.Change())
"""


def main() -> None:
    """Serve, poll, and print the figures."""
    readers_number, seconds = (
        (int(text) for text in [*sys.argv[1:3], "200", "60"][:2]) if len(sys.argv) != 2 else (int(sys.argv[1]), 60)
    )
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as site:
        port = int(urlsplit(site).port or 0)
        found = re.search(r'id="running-title".*?href="(/conferences/[^"]+/)"', read(f"{site}/")[1], re.DOTALL)
        if not found:
            raise SystemExit("Nothing is running in the demonstration.")
        readers = [Reader(f"127.0.0.1:{port}", found[1]) for _ in range(readers_number)]
        poll(readers, EVERY)  # the first answer, which is no 304
        for what in ("nothing is new", "an exchange is released at the beginning"):
            if "released" in what:
                environ = os.environ | {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "production_settings"}
                environ["PYTHONPATH"] = os.pathsep.join([folder, str(BASE)])
                subprocess.run([sys.executable, "-c", RELEASE], cwd=BASE, env=environ, check=True)
            for reader in readers:
                reader.answers.clear()
            before, begin = cpu_of(port), time.monotonic()
            poll(readers, seconds)
            taken, lasted = cpu_of(port) - before, time.monotonic() - begin
            answers = sum((reader.answers for reader in readers), Counter())
            each = 1000 * taken / max(1, answers.total())
            print(
                f"{len(readers)} readers, {lasted:.0f} s, {what}: {dict(answers)}, "
                f"{100 * taken / lasted:.1f} % of one core, {each:.2f} ms each"
            )


if __name__ == "__main__":
    main()
