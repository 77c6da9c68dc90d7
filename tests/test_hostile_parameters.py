"""Parameters that somebody made up: each repeated hundreds of times, and each with a character no database can hold.

The parameters are those that the views ask for while an address of each kind is opened, so a new one joins by itself.
"""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.admin.forms import read_form
from tests.builders import make_editor
from tests.test_public_doors import addresses, make_world

pytestmark = pytest.mark.django_db

VALUES = 270  # of one parameter; more do not fit into the longest request line that the server takes
_NUMBERS = range(1, VALUES + 1)
MORE_QUERIES = 10  # than without parameters, for all of them together


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Collect the names of the parameters that are read from any query string."""
    names: set[str] = set()
    for method in ("get", "getlist", "__getitem__", "__contains__"):
        plain = getattr(QueryDict, method)

        def read(self: QueryDict, key: Any, *rest: Any, plain: Any = plain) -> Any:
            names.add(key)
            return plain(self, key, *rest)

        monkeypatch.setattr(QueryDict, method, read, raising=False)
    return names


def doors(client: Client, asked: set[str]) -> list[tuple[str, list[str], int]]:
    """An address of each kind that answers or leads on, the parameters that it reads, and its number of queries."""
    found = []
    for paths in addresses(make_world()).values():
        plain = dict.fromkeys(path.partition("?")[0] for path in reversed(paths))
        for path in [path for path in plain if "/gone" not in path and "/old-" not in path]:
            asked.clear()
            with CaptureQueriesContext(connection) as queries:
                status = client.get(path).status_code
            if status in {200, 302}:
                found.append((path, sorted(asked), len(queries)))
                break
    return found


def test_made_up_parameters_cost_no_query_each_and_break_nothing(client: Client, asked: set[str]) -> None:
    walked = set()
    for path, names, number in doors(client, asked):
        made_up = [(name, f"v{each}" if each % 2 else f"1{each}\0") for name in (*names, "other") for each in _NUMBERS]
        query = urlencode([*made_up, *((name, "2024-01-01\0") for name in names)])
        with CaptureQueriesContext(connection) as queries:
            response = client.get(f"{path}?{query}")
        assert response.status_code < 500, (path, names)
        assert len(queries) <= number + MORE_QUERIES, (path, names)
        walked |= {*names}
    assert walked > {"q", "speaker", "conference", "revision", "since", "version", "with", "all", "p", "text", "page"}


def test_a_form_has_no_more_rows_than_were_sent_whatever_it_announces(client: Client) -> None:
    client.force_login(make_editor())
    for kind, rows in (("conference", "participations"), ("exchange", "turns"), ("speaker", "aliases")):
        address = f"/admin/transcripts/{kind}/add/"
        sent = {name: value or "" for name, value in read_form(client, address).items()}
        shown = [
            client.post(address, sent | {f"{rows}-TOTAL_FORMS": number}).content.decode().count(f'name="{rows}-')
            for number in ("9", "999", "9" * 60)
        ]
        assert 0 < shown[0] <= shown[1] == shown[2] < 60 * 12, (kind, shown)
