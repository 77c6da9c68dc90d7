"""Measure the search: `make bench`, or EXCHANGES=1000000 DATABASE_URL=postgres://… make bench.

Makes a synthetic archive unless the database holds one, then asks every kind of question and prints, in milliseconds of
this process: the middle and the 95th percentile of the search page and of `search.find`, and beside them the cheapest
SQL that answers the same question, with the ratio of the two.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

ROUNDS = int(os.environ.get("ROUNDS", "20"))
EXCHANGES = int(os.environ.get("EXCHANGES", "20000"))

if "DATABASE_URL" not in os.environ:
    os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pressroom.settings")

import django  # noqa: E402 (the settings are read from the environment above)

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client, override_settings  # noqa: E402

from transcripts import search  # noqa: E402
from transcripts.models import Conference, Exchange, Speaker, Turn  # noqa: E402


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


def questions() -> dict[str, dict[str, Any]]:
    """Return each kind of question as the page's parameters."""
    speaker = Speaker.objects.order_by("pk").first()
    common, other = "the", "of"
    rare = one("turns BETWEEN 15 AND 25 ORDER BY word")
    some, more = "minister", "budget"
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
        "page 50": {"q": common, "page": "50"},
    }


def one(where: str) -> str:
    """Return the first word of the index's vocabulary where that holds."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT word FROM transcripts_search_vocabulary WHERE {where} LIMIT 1")  # noqa: S608
        return str(cursor.fetchone()[0])


def ask(parameters: dict[str, str]) -> Callable[[], object]:
    """Return the call of `search.find` that the page makes."""
    first, last = (date(2012, 1, 1), date(2012, 12, 31)) if "year" in parameters else (None, None)
    slug = parameters.get("speaker")
    speakers = tuple(Speaker.objects.filter(slug=slug).values_list("pk", flat=True)) if slug else ()
    filters = search.Filters(speakers=speakers, first=first, last=last)
    sort = search.Sort(parameters.get("sort", "relevance"))
    offset = 20 * (int(parameters.get("page", "1")) - 1)
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
            cursor.fetchall()


def cheapest(run: Callable[[], object]) -> float:
    """Return the middle time of the cheapest SQL: the search's own, or one plain statement where that is cheaper."""
    sent = statements(run)
    tries = [sent]
    walk = next((each for each in sent if "LATERAL" in each[0]), None)
    if walk:  # PostgreSQL: all matches at once, newest first, as one would write it
        _, (_, query, first, last, *gate, _) = walk
        plain = walk[0].partition("LATERAL (")[2].rpartition(") AS found")[0].replace(" AND words @@ slice", "")
        tries.append([*(each for each in sent if each is not walk), (plain, [query, first, last, *gate])])
    return min(statistics.median(times(lambda chosen=each: send(chosen), ROUNDS // 2)) for each in tries)


def times(run: Callable[[], object], rounds: int) -> list[float]:
    """Return how many milliseconds each of the rounds took, after one to warm up."""
    run()
    found = []
    for _ in range(max(rounds, 3)):
        start = time.perf_counter()
        run()
        found.append((time.perf_counter() - start) * 1000)
    return found


def late(found: list[float]) -> float:
    """Return the 95th percentile."""
    return sorted(found)[min(len(found) - 1, round(len(found) * 0.95))]


def main() -> None:
    """Prepare, then measure; static files are served by their own names, for nobody asks for them."""
    prepare()
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=settings.STORAGES | plain):
        measure()


def measure() -> None:
    """Ask each question ROUNDS times, and print a line about it."""
    client = Client(headers={"host": "localhost"})
    size = f"{Exchange.objects.count():,} exchanges, {Turn.objects.count():,} turns"
    print(f"{size} on {connection.vendor}; {ROUNDS} rounds")
    print(f"{'':28}{'page p50':>10}{'p95':>8}{'find p50':>10}{'p95':>8}{'SQL':>8}{'ratio':>7}  found")
    for name, parameters in questions().items():
        address = f"/search/?{urlencode(parameters)}"
        if client.get(address).status_code != 200:
            sys.exit(f"{address} gives no page.")
        page = times(lambda address=address: client.get(address), ROUNDS)
        run = ask(parameters)
        find = times(run, ROUNDS)
        raw = cheapest(run)
        middle = statistics.median(find)
        results = search.find(parameters["q"]) if len(parameters) == 1 else run()
        total = f"{results.total}{'+' if results.is_capped else ''}"
        print(
            f"{name:28}{statistics.median(page):10.1f}{late(page):8.1f}{middle:10.1f}{late(find):8.1f}"
            f"{raw:8.1f}{middle / raw:7.2f}  {total}"
        )


if __name__ == "__main__":
    main()
