"""One archive of `tools/bench_growth.py`: EXCHANGES=20000 DATABASE_URL=… python tools/growth_site.py.

Makes the archive where there is none, prints the addresses of its page types as JSON, then answers each address given
on standard input with what making that page took of the processor, in milliseconds: of this process, and of the
database's own for this connection. PLANNER says what the database knows of its tables: `usual`, as the site leaves it;
`analysed`, as ANALYZE does; `nothing`, as an archive that grew by imports.
"""

import json
import logging
import os
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench_pages import EXCHANGES, application, ask, prepare  # type: ignore[import-not-found] # isort: skip
from django.conf import settings
from django.db import connection
from django.test import override_settings

from pressroom.memory import freeze_after_load
from transcripts.models import Conference, Correction, Exchange, Outlet, Series, Speaker, Topic
from transcripts.models.database.statistics import set_statistics

FAR = 1 << 20  # no list has so many pages


def addresses(answer: Any) -> dict[str, str]:
    """Return an address of each page type, of lists the first, a middle and the last page."""
    conference = Conference.objects.published().order_by("pk")[9].get_absolute_url()
    (speaker, rare), (topic, other), (outlet, _), (series, _) = map(two_of, (Speaker, Topic, Outlet, Series))
    exchange = Exchange.objects.order_by("pk")[99].public_id
    corrected = Correction.objects.order_by("pk").select_related("revision__conference").first()
    lists = {
        "conferences": "/conferences/",
        "of a year": "/conferences/?year=2012",
        "of a speaker": f"/conferences/?speaker={speaker.slug}",
        "of a rare speaker": f"/conferences/?speaker={rare.slug}",
        "of a topic": f"/conferences/?topic={topic.slug}",
        "of an outlet": f"/conferences/?outlet={outlet.slug}",
        "of a series": f"/conferences/?series={series.slug}",
        "in a language": "/conferences/?language=zh-hant",
        "of two names": f"/conferences/?speaker={speaker.slug}&topic={topic.slug}",
        "with words": "/conferences/?q=minister",
        "oldest first": "/conferences/?sort=oldest",
        "speaker": speaker.get_absolute_url(),
        "speaker in a year": f"{speaker.get_absolute_url()}?year=2012",
        "speaker on a topic": f"{speaker.get_absolute_url()}?topic={topic.slug}",
        "topic": topic.get_absolute_url(),
        "topic in a year": f"{topic.get_absolute_url()}?year=2012",
        "outlet": outlet.get_absolute_url(),
        "one series": series.get_absolute_url(),
        "speakers A to Z": "/speakers/",
        "speakers with letters": "/speakers/?q=an",
        "topics A to Z": "/topics/",
        "outlets A to Z": "/outlets/",
        "series A to Z": "/series/",
        "search": "/search/?q=minister",
        "search, common word": "/search/?q=the",
        "search, phrase": "/search/?q=%22minister+question%22",
        "search, Chinese": f"/search/?q={quote('发展')}",
        "search, one speaker": f"/search/?q=the&speaker={speaker.slug}",
        "search, newest first": "/search/?q=the&sort=newest",
        "corrections": "/corrections/",
    }
    found = {
        "home": "/",
        "exchange": f"{conference}2/",
        "first exchange": conference,
        "full": f"{conference}full/",
        "JSON": f"{conference[:-1]}.json",
        "text": f"{conference[:-1]}.txt",
        "citation": f"{conference}cite/",
        "versions": f"{corrected.revision.conference.get_absolute_url() if corrected else conference}versions/",
        "permanent link": f"/exchanges/{exchange}/",
        "rare speaker": rare.get_absolute_url(),
        "rare topic": other.get_absolute_url(),
        "search form": "/search/",
        "suggestions": "/search/suggest/?q=an",
        "feed": "/feed/",
        "feed of a speaker": f"{speaker.get_absolute_url()}feed/",
        "feed of a topic": f"{topic.get_absolute_url()}feed/",
        "feed of an outlet": f"{outlet.get_absolute_url()}feed/",
        "feed of a series": f"{series.get_absolute_url()}feed/",
        "feed of a search": "/search/feed/?q=minister",
        "feed of corrections": "/corrections/feed/",
        "feed of versions": "/versions/feed/",
        "log of versions": "/versions/",
        "statistics": "/statistics/",
        "statistics of a year": "/statistics/?year=2012",
        "calendar": "/calendar/",
        "about": "/about/",
    }
    for name, address in lists.items():
        last = last_page(answer, address)
        mark = "&" if "?" in address else "?"
        found[name] = address
        if last > 2:
            found[f"{name}, middle"] = f"{address}{mark}page={(last + 1) // 2}"
        if last > 1:
            found[f"{name}, last"] = f"{address}{mark}page={last}"
    return found


def two_of(model: Any) -> tuple[Any, Any]:
    """Return a frequent name and a rare one; those of the corpus are in this order."""
    known = list(model.objects.published().order_by("pk"))
    return known[0], known[len(known) * 4 // 5]


def last_page(answer: Any, address: str) -> int:
    """Return the number of a list's last page."""
    mark = "&" if "?" in address else "?"
    low, high = 1, 2
    while high < FAR and answer(f"{address}{mark}page={high}")[0] == 200:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        if answer(f"{address}{mark}page={middle}")[0] == 200:
            low = middle
        else:
            high = middle
    return low


def set_planner(kind: str) -> None:
    """Let the database know of its tables what PLANNER says."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            set_statistics(connection)
            if kind == "analysed":
                cursor.execute("ANALYZE")
            elif kind == "nothing":
                cursor.execute("DELETE FROM sqlite_stat1")
            connection.close()
        elif kind == "nothing":
            cursor.execute("DELETE FROM pg_statistic")
            cursor.execute("UPDATE pg_class SET reltuples = -1, relpages = 0 WHERE relname LIKE 'transcripts%'")
        else:
            cursor.execute("ANALYZE")


def database_time() -> float:
    """Return the milliseconds of processor time that PostgreSQL's process for this connection has had; else 0."""
    if connection.vendor != "postgresql":
        return 0
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="utf-8").split()[0]) / 1e6


def main() -> None:
    """Prepare, then serve; static files go by their own names, for nobody asks for them."""
    logging.disable(logging.WARNING)  # pages are looked for until there is none
    prepare()
    set_planner(os.environ.get("PLANNER", "usual"))
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    urls = "tools.bench_pages"
    with override_settings(ROOT_URLCONF=urls, READERS_URLCONF=urls, STORAGES=settings.STORAGES | plain):
        serve()


def serve() -> None:
    """Print the addresses, then answer each line of standard input."""
    answer = partial(ask, application(CACHE_URL="dummy://"))
    print(json.dumps(addresses(answer) | {"vendor": connection.vendor, "exchanges": EXCHANGES}), flush=True)
    freeze_after_load()
    for line in sys.stdin:
        own, theirs, clock = time.process_time(), database_time(), time.perf_counter()
        status, _, body = answer(line.strip())
        took = {
            "worker": (time.process_time() - own) * 1000,
            "database": database_time() - theirs,
            "clock": (time.perf_counter() - clock) * 1000,
        }
        print(json.dumps({"status": status, "bytes": len(body), **took}), flush=True)


if __name__ == "__main__":
    main()
