"""Measure writing: `make bench`, or ON_POSTGRES=postgres://… python tools/bench_writing.py.

Saving a form of the admin is measured against two units in the same run: the bare view of `bench_pages`, and Django's
own admin saving one row of one column. Rounds alternate; printed are medians of this process's processor time, in
milliseconds and as ratios, with the number of statements. Imports are in exchanges for each second of the processor's
time, reading of the files included; the last line is what `manage.py --version` takes of it.
"""

import io
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from tools.bench_pages import PAGE_CACHE, application, ask, connection, settings
from tools.bench_pages import urlpatterns as _urls

# isort: split
# Above, the environment is read and Django set up.
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.urls import path

from tests.admin.forms import read_form, url
from transcripts import actions
from transcripts.document import ExchangeText, Kind, Person, TranscriptDocument, TurnText
from transcripts.intake import render_sheet
from transcripts.models import Conference, Status

ROUNDS = int(os.environ.get("ROUNDS", "7"))
SIZES = (10, 100, 300)  # exchanges of a conference
IMPORTED = 600  # exchanges of each measured import
STARTS = 5
_SAID = (
    "the harbour authority said that night ferries would run until one and that tolls on the bridge were to rise by "
    "two per cent next year subject to approval by the regional assembly in spring"
)


class PlainAdmin(admin.ModelAdmin):
    """Django's admin of one row, of which one column is shown."""

    fields = ["name"]


plain = admin.AdminSite("plain")
plain.register(Group, PlainAdmin)
urlpatterns = [path("plain/", plain.urls), *_urls]


def write_document(title: str, size: int) -> TranscriptDocument:
    """Return a transcript of `size` exchanges: each a question and an answer of two paragraphs, some 100 words."""

    def paragraph(seed: int) -> str:
        said = _SAID.split()
        return " ".join(said[(seed * 7 + at * (seed % 5 + 1)) % len(said)] for at in range(40)).capitalize() + "."

    def exchange(number: int) -> ExchangeText:
        asks, says = f"Courier {number % 9}", f"Ines Calder {number % 4}"
        question = TurnText(Kind.QUESTION, asks, (paragraph(number),), outlet=asks, journalist="A. Writer")
        answer = TurnText(Kind.ANSWER, says, (paragraph(number + 1), paragraph(number + 2)), speaker=says)
        return ExchangeText((question, answer), f"Heading {number}", (f"Topic {number % 7}",))

    return TranscriptDocument(
        title=title,
        series="Briefings",
        held_on=date(2024, 3, 12),
        people=tuple(Person(f"Ines Calder {number}", "Minister") for number in range(4)),
        exchanges=tuple(map(exchange, range(size))),
    )


def make_conference(size: int, *, is_public: bool, user: User) -> Conference:
    """Enter a conference, and publish it if it is to be public."""
    conference = Conference(status=Status.DRAFT)
    document = write_document(f"{'Public' if is_public else 'Draft'} {size}", size)
    actions.reconcile(conference, document, actions.Change(user))
    if is_public:
        actions.publish(conference, change=actions.Change(user))
    return Conference.objects.get(pk=conference.pk)


def make_saves(client: Client, conference: Conference) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what an editor does to a conference, by name: each saves its form once more, with other words."""
    middle = conference.exchanges.order_by("position")[conference.exchanges.count() // 2]
    for name, address, field in (
        ("exchange", url("exchange", "change", middle.pk), "turns-1-text"),
        ("head", url("conference", "change", conference.pk), "venue"),
    ):
        typed = {key: value for key, value in read_form(client, address).items() if value is not None}
        yield f"{name} saved", partial(_save, client, address, conference.pk, field, typed)
        yield f"{name} shown", partial(client.get, address)


def _save(client: Client, address: str, pk: int, field: str, typed: dict[str, Any]) -> None:
    number = Conference.objects.values_list("revision_number", flat=True).get(pk=pk)
    said = {"revision_number": number, "note": "Misheard.", "is_major": "0", "_save": "1"}
    if client.post(address, typed | said | {field: f"Word {number}."}).status_code != 302:
        sys.exit(f"{address} was not saved")


def measure(run: Callable[[], object]) -> float:
    """Return milliseconds of the processor."""
    begun = time.process_time()
    run()
    return (time.process_time() - begun) * 1000


def print_saves(user: User) -> None:
    """Print the table of forms."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    group = Group.objects.create(name="One row")
    bare = partial(ask, application(MIDDLEWARE=[name for name in settings.MIDDLEWARE if name != PAGE_CACHE]), "/bare/")
    row = partial(client.post, f"/plain/auth/group/{group.pk}/change/", {"name": "One row", "_save": "1"})
    print(f"{'':40}{'ms':>8}{'bare views':>12}{'rows saved':>12}{'statements':>12}")
    for is_public in (False, True):
        for size in SIZES:
            conference = make_conference(size, is_public=is_public, user=user)
            for name, run in make_saves(client, conference):
                times: dict[str, list[float]] = {"bare": [], "row": [], "run": []}
                with CaptureQueriesContext(connection) as captured:
                    run()
                statements = len(captured)  # now, for the next request begins the list again
                for _ in range(ROUNDS):
                    times["bare"].append(measure(lambda: [bare() for _ in range(8)]) / 8)
                    times["row"].append(measure(row))
                    times["run"].append(measure(run))
                took = statistics.median(times["run"])
                ratios = [took / statistics.median(times[unit]) for unit in ("bare", "row")]
                label = f"{'public' if is_public else 'draft'}, {size} exchanges: {name}"
                print(f"{label:40}{took:8.1f}{ratios[0]:12.1f}{ratios[1]:12.1f}{statements:12}", flush=True)


def print_imports() -> None:
    """Print exchanges a second: of new files, and of the same files with a word changed in each."""
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            documents = [
                replace(write_document(f"Imported {size} {number}", size), held_on=date(2020, 1, 1) + timedelta(number))
                for number in range(IMPORTED // size)
            ]
            paths = [Path(folder) / f"{size}-{number}.txt" for number in range(len(documents))]
            rates = []
            for changed in ("", "ferries"):
                for file, document in zip(paths, documents, strict=True):
                    file.write_text(render_sheet(document).replace(changed or "\0", "boats", 1), encoding="utf-8")
                quiet = {"stdout": io.StringIO(), "stderr": io.StringIO()}
                took = measure(partial(call_command, "import_transcript", *map(str, paths), **quiet))
                rates.append(IMPORTED / took * 1000)
            print(f"imports of {size} exchanges: {rates[0]:.0f} a second new, {rates[1]:.0f} changed", flush=True)


def print_start() -> None:
    """Print the processor time that a command takes which does nothing."""
    times = []
    for _ in range(STARTS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "manage.py", "--version"], check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    print(f"manage.py --version: {statistics.median(times):.2f} s")


def main() -> None:
    """Print all of it."""
    call_command("migrate", verbosity=0)
    settings.ROOT_URLCONF = settings.READERS_URLCONF = "tools.bench_writing"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    setup_test_environment()  # forms are read from the contexts of their pages
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    user = User.objects.create_superuser("bench")
    print(f"\nWriting on {connection.vendor}, {ROUNDS} rounds")
    print_saves(user)
    print_imports()
    print_start()


if __name__ == "__main__":
    main()
