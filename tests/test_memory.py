"""What a worker does before its first request."""

import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings
from django.db import connection

from tests.builders import make_conference
from tests.servers.machines import environment
from transcripts import actions, intake

# What the desk, imports and few readers need: it is loaded with their first request.
LOADED_LATER = (
    *("openpyxl", "rapidfuzz", "docx", "redis", "icalendar", "snowballstemmer", "pypdfium2", "typst"),
    *("cryptography", "fido2", "PIL", "citeproc", "drf_spectacular.generators", "allauth.mfa.urls"),
    *("transcripts.admin", "transcripts.intake.files", "transcripts.intake.page", "transcripts.actions.archiving"),
)


def test_what_a_worker_loads_at_its_start_is_never_looked_through_again() -> None:
    said = "import gc, sys, pressroom.wsgi as w; print(gc.get_freeze_count(), 'transcripts.views' in sys.modules, "
    said += f"sorted(set({LOADED_LATER!r}) & sys.modules.keys()))"
    done = subprocess.run(  # noqa: S603 (this interpreter)
        [sys.executable, "-c", said], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    frozen, is_loaded, unused = done.stdout.split()
    assert int(frozen) > 50_000
    assert is_loaded == "True"
    assert unused == "[]"


def test_rooms_whose_names_are_loaded_late_have_them_all() -> None:
    for room in (actions, intake):
        loaded = {name: getattr(room, name) for name in room.__all__}
        modules = [name for name, value in loaded.items() if isinstance(value, ModuleType)]
        assert modules == (["alerts"] if room is actions else [])  # else a module takes the place of what it defines


# Asks a worker for the addresses of its standard input; prints how each was answered, and the modules that it has then.
VISIT = """
import io, json, sys
import pressroom.wsgi
statuses = {}
for address in json.load(sys.stdin):
    path, _, query = address.partition("?")
    server = {"SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": "http"}
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "HTTP_ACCEPT_ENCODING": "br"}
    answer = lambda status, headers, error=None: statuses.update({address: int(status[:3])})
    response = pressroom.wsgi.application({**server, **asked, "wsgi.input": io.BytesIO()}, answer)
    b"".join(response)
    response.close()
print(json.dumps([statuses, list(sys.modules)]))
"""


@pytest.mark.usefixtures("database_for_threads")
def test_no_page_of_the_readers_loads_the_desk(tmp_path: Path) -> None:
    conference = make_conference(exchanges=2)
    place, page = connection.settings_dict, conference.get_absolute_url()
    server = f"{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT']}"
    is_file = connection.vendor == "sqlite"
    url = f"sqlite:///{place['NAME']}" if is_file else f"postgres://{server}/{place['NAME']}"
    lists = ("conferences", "speakers", "topics", "outlets", "corrections", "versions", "statistics", "calendar")
    addresses = ["/", "/zh-hans/", "/about/", "/search/?q=ferry", "/feed/", "/sitemap.xml", "/nothing/", page]
    addresses += [f"{page}{tail}" for tail in ("2/", "full/", "versions/")] + [f"/{each}/" for each in lists]
    addresses += [f"{page[:-1]}.{suffix}" for suffix in ("txt", "json", "xml", "md", "epub")] + ["/conferences.csv"]
    addresses += [f"/api/v1/{each}/" for each in ("conferences", "exchanges", "speakers")] + ["/api/v1/"]
    done = subprocess.run(  # noqa: S603 (this interpreter)
        [sys.executable, "-c", VISIT],
        cwd=settings.BASE_DIR,
        env=environment(tmp_path, DATABASE_URL=url),
        input=json.dumps(addresses),
        capture_output=True,
        text=True,
        check=True,
    )
    statuses, modules = json.loads(done.stdout)
    assert {address for address, status in statuses.items() if status != 200} == {"/nothing/"}
    assert set(LOADED_LATER) & set(modules) == {"snowballstemmer"}  # by the search
    assert len(modules) <= 1_600
