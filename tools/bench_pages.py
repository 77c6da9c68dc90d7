"""Measure pages: `make bench`, or EXCHANGES=20000 ON_POSTGRES=postgres://… python tools/bench_pages.py.

Each page type is measured with nothing cached (fresh), with the parts cached that it shares with other pages of the
edition or that show its own conference alone (other), as a cached page, and answered with 304,
through the site's own WSGI application. The unit is a bare view in the same run: one query by primary key and 400
bytes, behind the same middleware but for kept pages, Brotli included. Rounds alternate; printed are medians of this
process's processor time, with their spread (half of the distance between the quartiles), and the time on the clock, in
which a database of its own is waited for.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg.sql import SQL, Identifier

ROUNDS = int(os.environ.get("ROUNDS", "9"))
EXCHANGES = int(os.environ.get("EXCHANGES", "2000"))
REPEATS = 4  # of cheap answers in a round


def make_database(server: str) -> str:
    """Make a database again, on a PostgreSQL server, beside the one given: `NAME_bench`. Return its address."""
    place = urlsplit(server)
    name = f"{place.path.lstrip('/')}_bench"
    with psycopg.connect(server, autocommit=True) as session:
        session.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(name)))
        session.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    return place._replace(path=f"/{name}").geturl()


if "ON_POSTGRES" in os.environ:
    os.environ["DATABASE_URL"] = make_database(os.environ.pop("ON_POSTGRES"))  # processes of a rebuild take that one
if "DATABASE_URL" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="bench-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pressroom.settings")

import django  # noqa: E402 (the settings are read from the environment above)

django.setup()

from django.conf import settings  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.test import override_settings  # noqa: E402
from django.urls import path  # noqa: E402

from pressroom.memory import freeze_after_load  # noqa: E402
from pressroom.urls import urlpatterns as _urls  # noqa: E402
from tools.figures import keep_figures  # noqa: E402
from transcripts import actions, search  # noqa: E402
from transcripts.models import Conference, Outlet, Series, Speaker, Topic  # noqa: E402

Answer = tuple[int, dict[str, str], bytes]
PAGE_CACHE = "transcripts.middleware.PageCacheMiddleware"


def bare(request: HttpRequest) -> HttpResponse:
    """Answer with a name, found by its primary key."""
    return HttpResponse(f"<p>{Series.objects.get(pk=1).name}</p>" * 16)


urlpatterns = [path("bare/", bare), *_urls]


def ask(application: WSGIHandler, address: str, tag: str = "", cookie: str = "") -> Answer:
    """Return status, headers and body of a GET, as a server would send them."""
    where, _, query = address.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": where,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_ACCEPT_ENCODING": "br, gzip",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
    }
    if tag:
        environ["HTTP_IF_NONE_MATCH"] = tag
    if cookie:
        environ["HTTP_COOKIE"] = cookie  # with one the page is always made
    begun: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], error: Any = None, /) -> Callable[[bytes], object]:
        begun.extend([int(status[:3]), dict(headers)])
        return begun.append

    response: Any = application(environ, start)
    body = b"".join(response)
    response.close()
    return begun[0], begun[1], body


def timed(run: Callable[[], object], repeats: int) -> tuple[float, float]:
    """Return milliseconds of the processor and of the clock, for one of the repeats."""
    clock, processor = time.perf_counter(), time.process_time()
    for _ in range(repeats):
        run()
    return (time.process_time() - processor) * 1000 / repeats, (time.perf_counter() - clock) * 1000 / repeats


def page_types() -> dict[str, str]:
    """Return an address of each type of page."""
    by_length = Conference.objects.published().order_by("pk")
    conference = by_length[min(20, by_length.count() - 1)].get_absolute_url()
    named: dict[str, str] = {}
    for model in (Speaker, Topic, Outlet, Series):
        record: Any = model._default_manager.order_by("pk").first()
        named[str(model._meta.model_name)] = record.get_absolute_url()
    return {
        "home": "/",
        "list": "/conferences/",
        "exchange": f"{conference}2/",
        "full": f"{conference}full/",
        "JSON": f"{conference[:-1]}.json",
        "feed": "/feed/",
        "speaker": named["speaker"],
        "topic": named["topic"],
        "outlet": named["outlet"],
        "series": named["series"],
        "speakers A to Z": "/speakers/",
        "topics A to Z": "/topics/",
        "search": "/search/?q=minister",
        "corrections": "/corrections/",
    }


def prepare() -> None:
    """Make tables, archive and index where they are missing."""
    call_command("migrate", verbosity=0)
    if not Conference.objects.exists():
        call_command("generate_corpus", exchanges=EXCHANGES, seed=1, corrections=True, stdout=sys.stderr)
    if search.check().missing:
        call_command("rebuild_search", stdout=sys.stderr)
    actions.bump_edition()


def application(**changed: Any) -> WSGIHandler:
    """Return the site's application with other settings."""
    with override_settings(ROOT_URLCONF="tools.bench_pages", READERS_URLCONF="tools.bench_pages", **changed):
        return WSGIHandler()


def main() -> None:
    """Print the table."""
    prepare()
    plain = application(MIDDLEWARE=[name for name in settings.MIDDLEWARE if name != PAGE_CACHE])
    fresh, kept = application(CACHE_URL="dummy://"), application(CACHE_URL="")
    freeze_after_load()
    settings.ROOT_URLCONF = settings.READERS_URLCONF = "tools.bench_pages"
    print(f"\n{connection.vendor}, {EXCHANGES:,} exchanges, {ROUNDS} rounds; the bare view is 1")
    ways_shown = f"{'other':>8}{'±':>6}{'kept':>8}{'±':>6}{'304':>8}{'±':>6}"
    print(f"{'':18}{'fresh':>8}{'±':>6}{'ms':>8}{'clock':>8}{ways_shown}{'kB':>8}")
    units: list[float] = []
    figures: dict[str, dict[str, float]] = {}
    for name, address in page_types().items():
        status, headers, body = ask(kept, address)
        if status != 200:
            sys.exit(f"{address} answered {status}")
        ways: dict[str, tuple[Callable[[], Answer], int]] = {
            "bare": (partial(ask, plain, "/bare/"), 4 * REPEATS),
            "fresh": (partial(ask, fresh, address), 1),
            "other": (partial(ask, kept, address, cookie="other=page"), 1),
            "kept": (partial(ask, kept, address), REPEATS),
            "304": (partial(ask, kept, address, headers["ETag"]), REPEATS),
        }
        for run, _ in ways.values():
            run()
        found: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
        for _ in range(ROUNDS):
            for way, (run, repeats) in ways.items():
                found[way].append(timed(run, repeats))
        unit = statistics.median(processor for processor, _ in found["bare"])
        units.append(unit)
        ratios = {way: [processor / unit for processor, _ in found[way]] for way in ways}
        line = f"{name:18}{middle(ratios['fresh'])}{statistics.median(p for p, _ in found['fresh']):8.1f}"
        line += f"{statistics.median(clock for _, clock in found['fresh']):8.1f}"
        kept_shown = "–".rjust(8) + " " * 6 if name == "search" else middle(ratios["kept"])
        line += middle(ratios["other"])
        print(f"{line}{kept_shown}{middle(ratios['304'])}{len(body) / 1000:8.1f}", flush=True)
        shown = [way for way in ways if way != "bare" and (way, name) != ("kept", "search")]
        figures[name] = {way: round(statistics.median(ratios[way]), 2) for way in shown}
    print(f"The bare view: {statistics.median(units):.2f} ms")
    keep_figures(f"pages, {connection.vendor}, {EXCHANGES:,} exchanges", figures)


def middle(ratios: list[float]) -> str:
    """Return the median and its spread in two columns."""
    first, _, third = statistics.quantiles(ratios, n=4)
    return f"{statistics.median(ratios):8.2f}{(third - first) / 2:6.2f}"


if __name__ == "__main__":
    main()
