"""Measure how page types grow with the archive: SIZES="20000 200000 1000000" python tools/bench_growth.py.

Each page is made again, kept nowhere, in an archive of each size: the first, a middle and the last page of each list.
Rounds alternate between the sizes, so that what else the machine does falls on all of them. Printed is the processor
time of worker and database together at the smallest size, and how many times as much it takes at the others.

The archives are made once, in GROWTH_DIR (SQLite) or as databases `pressroom_growth_…` on the server ON_POSTGRES, and
kept: a million exchanges take an hour, or minutes as copies (copy_archive.py). PLANNER is `usual`, `analysed` or
`nothing` (see growth_site.py). With CHART, a file, the figures are added to it (figures.py).
"""

import json
import os
import re
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from tools.figures import keep_figures

ROUNDS = int(os.environ.get("ROUNDS", "9"))
SIZES = [int(size) for size in os.environ.get("SIZES", "20000 200000").split()]
SERVER = os.environ.get("ON_POSTGRES", "")
PLANNER = os.environ.get("PLANNER", "usual")
FOLDER = Path(os.environ.get("GROWTH_DIR", ".make/growth")).resolve()
MOST = 1.3  # times, which no page type should pass


class Site:
    """An archive of one size, in a process of its own."""

    def __init__(self, size: int) -> None:
        folder = FOLDER / str(size)
        folder.mkdir(parents=True, exist_ok=True)
        environ = {**os.environ, "EXCHANGES": str(size), "DATA_DIR": str(folder), "PYTHONPATH": ".", "PLANNER": PLANNER}
        environ.pop("ON_POSTGRES", None)
        environ["DATABASE_URL"] = database(size) if SERVER else f"sqlite:///{folder / 'pressroom.sqlite3'}"
        self.process = subprocess.Popen(
            [sys.executable, "tools/growth_site.py"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environ,
        )
        self.addresses: dict[str, str] = self._read()
        self.vendor = self.addresses.pop("vendor")
        self.addresses.pop("exchanges")
        self.taken: dict[str, list[dict[str, Any]]] = {}

    def ask(self, name: str) -> None:
        """Make the page once, and keep what it took."""
        if self.process.stdin is None:
            raise RuntimeError("The process takes no questions.")
        self.process.stdin.write(self.addresses[name] + "\n")
        self.process.stdin.flush()
        answer = self._read()
        if answer["status"] not in {200, 302}:
            sys.exit(f"{self.addresses[name]} answered {answer['status']}")
        self.taken.setdefault(name, []).append(answer)

    def middle(self, name: str, *parts: str) -> float:
        """Return the median of what the page took, the parts together."""
        return statistics.median(sum(each[part] for part in parts) for each in self.taken[name])

    def _read(self) -> dict[str, Any]:
        line = self.process.stdout.readline() if self.process.stdout else ""
        if not line:
            sys.exit("An archive could not be measured.")
        found: dict[str, Any] = json.loads(line)
        return found


def database(size: int) -> str:
    """Return the address of the archive's database, which is made where it is missing."""
    name = f"pressroom_growth_{size}"
    with psycopg.connect(SERVER, autocommit=True) as session:
        if not session.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            session.execute(f'CREATE DATABASE "{name}"')
    return urlsplit(SERVER)._replace(path=f"/{name}").geturl()


def main() -> None:
    """Measure and print."""
    only = re.compile(os.environ.get("PAGES", ""))
    sites = [Site(size) for size in SIZES]
    names = [name for name in sites[0].addresses if only.search(name) and all(name in s.addresses for s in sites)]
    for turn in range(ROUNDS + 2):
        for name in names:
            for site in sites:
                if turn == 2:
                    site.taken.pop(name, None)  # the first two rounds warm up
                site.ask(name)
    vendor = sites[0].vendor
    print(f"\n{vendor}, statistics: {PLANNER}, {ROUNDS} rounds; worker + database in ms at {SIZES[0]:,} exchanges")
    print(f"{'':28}{'ms':>8}{'of it db':>9}" + "".join(f"{f'{size:,}':>12}" for size in SIZES[1:]))
    grown = []
    for name in names:
        first = sites[0].middle(name, "worker", "database")
        ratios = [site.middle(name, "worker", "database") / first for site in sites[1:]]
        over = "" if all(ratio <= MOST for ratio in ratios) else "  *"
        shown = "".join(f"{ratio:12.2f}" for ratio in ratios)
        print(f"{name:28}{first:8.1f}{sites[0].middle(name, 'database'):9.1f}{shown}{over}", flush=True)
        grown.append((name, first, ratios))
    keep_figures(f"growth, {vendor}, {PLANNER}", {"sizes": SIZES, "pages": grown})


if __name__ == "__main__":
    main()
