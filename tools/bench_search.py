"""Measure the search: `make bench`, or EXCHANGES=1000000 DATABASE_URL=postgres://… make bench.

Makes a synthetic archive unless the database holds one, then asks every kind of question and prints, in milliseconds:
the middle and the 95th percentile of the search page, what it takes of the processor in this process and in
PostgreSQL's (which is told where the server runs on this machine), the same of `search.find`, and beside them the
cheapest SQL that answers the same question, with the ratio of the two. Then the same of pages that list.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROUNDS = int(os.environ.get("ROUNDS", "20"))
EXCHANGES = int(os.environ.get("EXCHANGES", "20000"))
RESULTS = 20  # on a page

if "DATABASE_URL" not in os.environ:
    os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pressroom.settings")

import django  # noqa: E402 (the settings are read from the environment above)

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import OperationalError, connection  # noqa: E402
from django.test import Client, override_settings  # noqa: E402

from pressroom.memory import freeze_after_load  # noqa: E402
from transcripts import search  # noqa: E402
from transcripts.models import Conference, Exchange, Speaker, Topic, Turn  # noqa: E402


def prepare() -> None:
    """Make tables, archive and index where they are missing, and say how long it took."""
    call_command("migrate", verbosity=0)
    if not Conference.objects.exists():
        timed("generate_corpus", EXCHANGES, lambda: call_command("generate_corpus", exchanges=EXCHANGES, seed=1))
    if search.check().missing:
        timed("rebuild_search", Turn.objects.count(), lambda: call_command("rebuild_search"))


def timed(name: str, count: int, run: Callable[[], object]) -> None:
    """Run it, and print how many a second it did."""
    start = time.perf_counter()
    run()
    print(f"{name}: {count / (time.perf_counter() - start):,.0f} a second")


def questions() -> dict[str, dict[str, str]]:
    """Return each kind of question as the page's parameters."""
    speaker = Speaker.objects.order_by("pk").first()
    common, other = "the", "of"
    rare = one("turns BETWEEN 15 AND 25 ORDER BY word")
    some, more = "minister", "budget"
    late = max(1, min(50, search.find(common).total // RESULTS))
    return {
        "rare word": {"q": rare},
        "common word": {"q": common},
        "two common words": {"q": f"{common} {other}"},
        "two less common words": {"q": f"{some} {more}"},
        "phrase": {"q": f'"{some} question"'},
        "phrase of common words": {"q": f'"{common} {other}"'},
        "rare phrase of common words": {"q": f'"{some} {common} {more}"'},
        "Chinese, two characters": {"q": "发展"},
        "Chinese, one character": {"q": "发"},
        "common word, one speaker": {"q": common, "speaker": speaker.slug if speaker else ""},
        "common word, one year": {"q": common, "year": "2012"},
        "newest first": {"q": common, "sort": "newest"},
        "oldest first": {"q": common, "sort": "oldest"},
        f"page {late}": {"q": common, "page": str(late)},
    }


def one(where: str) -> str:
    """Return the first word of the index's vocabulary where that holds."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT word FROM transcripts_search_vocabulary WHERE {where} LIMIT 1")  # noqa: S608
        return str(cursor.fetchone()[0])


def ask(parameters: dict[str, str]) -> Callable[[], search.Results]:
    """Return the call of `search.find` that the page makes."""
    first, last = (date(2012, 1, 1), date(2012, 12, 31)) if "year" in parameters else (None, None)
    slug = parameters.get("speaker")
    speakers = tuple(Speaker.objects.filter(slug=slug).values_list("pk", flat=True)) if slug else ()
    filters = search.Filters(speakers=speakers, first=first, last=last)
    sort = search.Sort(parameters.get("sort", "relevance"))
    offset = RESULTS * (int(parameters.get("page", "1")) - 1)
    return lambda: search.find(parameters["q"], filters, sort=sort, offset=offset)


def statements(run: Callable[[], object]) -> list[tuple[str, Any]]:
    """Return the SQL that a call sends."""
    sent: list[tuple[str, Any]] = []

    def keep(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        sent.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(keep):
        run()
    return sent


def send(sent: list[tuple[str, Any]]) -> None:
    """Send SQL and fetch what it returns."""
    with connection.cursor() as cursor:
        for sql, parameters in sent:
            cursor.execute(sql, parameters)
            if cursor.description:
                cursor.fetchall()


def cheapest(run: Callable[[], object]) -> float:
    """Return the middle time of the cheapest SQL: the search's own, or one plain statement where that is cheaper."""
    sent = statements(run)
    own = statistics.median(times(lambda: send(sent), ROUNDS // 2))
    walk = next((each for each in sent if "LATERAL" in each[0]), None)
    if not walk:
        return own
    # PostgreSQL: all matches at once, newest first, as one would write it; of a common word it takes many seconds.
    _, (_, query, first, last, *visibility, _) = walk
    sql = walk[0].partition("LATERAL (")[2].rpartition(") AS found")[0].replace(" AND words @@ slice", "")
    plain = [*(each for each in sent if "LATERAL" not in each[0]), (sql, [query, first, last, *visibility])]
    try:
        send([(f"SET statement_timeout = {round(own * 3) + 1}", None)])
        send(plain)
        return min(own, statistics.median(times(lambda: send(plain), ROUNDS // 2)))
    except OperationalError:
        return own
    finally:
        send([("SET statement_timeout = 0", None)])


def times(run: Callable[[], object], rounds: int) -> list[float]:
    """Return how many milliseconds each of the rounds took, after two to warm up."""
    run()
    run()
    found = []
    for _ in range(max(rounds, 3)):
        start = time.perf_counter()
        run()
        found.append((time.perf_counter() - start) * 1000)
    return found


def measured(run: Callable[[], object]) -> str:
    """Return the middle and the 95th percentile of ROUNDS, and what one takes of the processor, here and there."""
    run()
    own, theirs = time.process_time(), backend_time()
    found = times(run, ROUNDS)
    calls = len(found) + 2
    own, theirs = (time.process_time() - own) * 1000 / calls, (backend_time() - theirs) * 1000 / calls
    return f"{statistics.median(found):8.1f}{late(found):8.1f}{own:7.1f}{theirs:7.1f}"


def backend_time() -> float:
    """Return the seconds of processor time that PostgreSQL's process for this connection has had; 0 when unknown."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    try:
        name, _, fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")
    except OSError:
        return 0
    ticks = sum(map(int, fields.split()[11:13])) if "(postgres" in name else 0
    return ticks / os.sysconf("SC_CLK_TCK")


def late(found: list[float]) -> float:
    """Return the 95th percentile."""
    return sorted(found)[min(len(found) - 1, round(len(found) * 0.95))]


def main() -> None:
    """Prepare, then measure as in production; static files go by their own names, for nobody asks for them."""
    prepare()
    freeze_after_load()
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=settings.STORAGES | plain):
        measure()


def measure() -> None:
    """Ask each question ROUNDS times, and print a line about it; then the same of lists."""
    client = Client(headers={"host": "localhost"})
    size = f"{Exchange.objects.count():,} exchanges, {Turn.objects.count():,} turns"
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"{size} on {connection.vendor}; {ROUNDS} rounds; load {load}; page and find: p50, p95, CPU here and there")
    print(
        f"{'':28}{'page':>8}{'p95':>8}{'CPU':>7}{'DB':>7}{'find':>8}{'p95':>8}{'CPU':>7}{'DB':>7}{'SQL':>8}{'ratio':>7}"
    )
    for name, parameters in questions().items():
        page = measured(open_page(client, f"/search/?{urlencode(parameters)}"))
        run = ask(parameters)
        find = measured(run)
        raw = cheapest(run)
        ratio = statistics.median(times(run, ROUNDS // 2)) / raw
        results = search.find(parameters["q"]) if len(parameters) == 1 else run()
        total = f"{results.total}{'+' if results.is_capped else ''}"
        print(f"{name:28}{page}{find}{raw:8.1f}{ratio:7.2f}  {total}")
    speaker, topic = Speaker.objects.order_by("pk")[0].slug, Topic.objects.order_by("pk")[0].slug
    for address in ("/search/", "/conferences/", "/conferences/?year=2012"):
        print(f"{address:28}{measured(open_page(client, address))}")
    for parameters in ({"speaker": speaker}, {"topic": topic}):
        name = f"/conferences/?{'&'.join(parameters)}=…"
        print(f"{name:28}{measured(open_page(client, f'/conferences/?{urlencode(parameters)}'))}")


def open_page(client: Client, address: str) -> Callable[[], object]:
    """Return the call that opens a page, which has been seen to be there."""
    if client.get(address).status_code != 200:
        sys.exit(f"{address} gives no page.")
    return lambda: client.get(address)


if __name__ == "__main__":
    main()
