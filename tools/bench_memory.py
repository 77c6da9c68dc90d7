"""Measure memory: PYTHONPATH=. python tools/bench_memory.py, or with ON_POSTGRES=postgres://….

One worker of gunicorn answers REQUESTS mixed requests of an archive of EXCHANGES exchanges: pages of every type, files,
feeds, lists, the API, searches for words of its own, and what does not exist. Printed is what it holds (resident, in
MB) as it goes on. Then each command that reads or writes the whole archive runs on one of a tenth and on all of it;
printed is the most that it held.
"""

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.servers.machines import Gunicorn, environment
from tools import bench_pages  # it makes the database, and sets Django up
from tools.bench_servers import Asker, processes

# isort: split
from django.db import connection

from transcripts.exports import FORMATS
from transcripts.models import Conference, Exchange, Speaker, Topic

REQUESTS = int(os.environ.get("REQUESTS", "20000"))
LISTS = ("conferences", "speakers", "topics", "outlets", "corrections", "versions", "statistics", "calendar")
RESOURCES = ("conferences", "exchanges", "turns", "speakers", "topics", "outlets", "series", "changes")
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "rebuild_search": (),
    "make_data": (),
    "check_integrity": (),
    "tidy": (),
    "find_duplicates": (),
    "archive": ("{folder}/site.tar.gz",),
    "restore": ("--verify", "{folder}/site.tar.gz"),
}


def addresses(chance: random.Random) -> list[str]:
    """Return addresses of every kind, shuffled, as many as are asked for."""
    public = Conference.objects.published()
    slugs = list(public.values_list("slug", flat=True)[:400])
    exchanges = list(Exchange.objects.filter(conference__in=public[:200]).values_list("public_id", flat=True)[:400])
    names = [one.get_absolute_url() for model in (Speaker, Topic) for one in model._default_manager.all()[:100]]
    words = [word for text in public.values_list("title", flat=True)[:200] for word in text.split()]
    suffixes = [suffix for suffix in FORMATS if suffix != "pdf"]  # which a process of its own makes

    def one() -> str:
        slug, exchange, name = (chance.choice(each) for each in (slugs, exchanges, names))
        kinds = (
            "/",
            f"/{chance.choice(LISTS)}/?page={chance.randrange(1, 9)}",
            f"/conferences/{slug}/{chance.randrange(1, 6)}/",
            f"/conferences/{slug}/full/",
            f"/conferences/{slug}.{chance.choice(suffixes)}",
            f"/exchanges/{exchange}/",
            name,
            f"{name}feed/",
            f"/search/?q={chance.choice(words)}+{chance.choice(words)}",
            f"/api/v1/{chance.choice(RESOURCES)}/",
            "/feed/",
            "/sitemap.xml",
            f"/nothing/{chance.random()}/",
        )
        return chance.choice(kinds)

    return [one() for _ in range(REQUESTS)]


def resident(pid: int) -> float:
    """Return the resident memory of a process in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def print_worker(environ: Mapping[str, str]) -> None:
    """Print what a worker holds as it answers."""
    site = Gunicorn(environ, workers=1)
    asker = Asker(site.port)
    (worker,) = processes(site.process.pid)[1:]
    statuses: dict[int, int] = {}
    print(f"a worker at its start: {resident(worker):.0f} MB", flush=True)
    try:
        for number, address in enumerate(addresses(random.Random(1)), start=1):  # noqa: S311 (no secret)
            status, *_ = asker.ask(address, {"Accept-Encoding": "br"})
            statuses[status] = statuses.get(status, 0) + 1
            if number in {1000, REQUESTS} or number % 5000 == 0:
                print(f"after {number:,} requests: {resident(worker):.0f} MB", flush=True)
    finally:
        site.stop()
    print("answers:", ", ".join(f"{count:,} of {status}" for status, count in sorted(statuses.items())))


def most_held(environ: Mapping[str, str], *command: str) -> float:
    """Run one of the site's commands; return the most memory that it held, in MB. It says so where it fails."""
    run = [sys.executable, "-m", "django", *command]
    # A process of its own, for what is known of children is the most of them all.
    said = "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:], capture_output=True, text=True);"
    said += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, done.returncode, done.stderr[-500:])"
    done = subprocess.run(  # (our own words)
        [sys.executable, "-c", said, *run], env=dict(environ), capture_output=True, text=True, check=True
    )
    held, status, *error = done.stdout.split(maxsplit=2)
    if status != "0":
        print(f"{command[0]} failed: {error}")
    return int(held) / 1024


def print_commands(folder: Path) -> None:
    """Print the most that commands hold, on two archives that are made for it."""
    sizes = (bench_pages.EXCHANGES // 10, bench_pages.EXCHANGES)
    held: dict[str, list[float]] = {name: [] for name in ("generate_corpus", *COMMANDS)}
    for size in sizes:
        data = folder / f"commands-{size}"
        environ = environment(data, DATABASE_URL=f"sqlite:///{data / 'site.sqlite3'}")
        most_held(environ, "migrate", "--verbosity=0")
        held["generate_corpus"].append(most_held(environ, "generate_corpus", f"--exchanges={size}", "--verbosity=0"))
        for name, arguments in COMMANDS.items():
            held[name].append(most_held(environ, name, *(each.format(folder=data) for each in arguments)))
    print(f"{'':18}" + "".join(f"{f'{size:,}':>10}" for size in sizes) + "  MB at most")
    for name, found in held.items():
        print(f"{name:18}" + "".join(f"{each:10.0f}" for each in found), flush=True)


def main() -> None:
    """Print all of it."""
    bench_pages.prepare()
    folder = Path(tempfile.mkdtemp(prefix="bench-memory-"))
    url = os.environ.get("DATABASE_URL", f"sqlite:///{connection.settings_dict['NAME']}")
    print(f"\n{connection.vendor}, {bench_pages.EXCHANGES:,} exchanges")
    print_worker(environment(folder / "data", DATABASE_URL=url, GUNICORN_CMD_ARGS="--keep-alive 75"))
    print_commands(folder)


if __name__ == "__main__":
    main()
