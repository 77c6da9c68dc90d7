"""What a page may be: at most so many bytes of HTML, so many compressed, and so many functions called to make it anew.

The archive is that of `test_query_budgets`, which counts queries; `test_statement_steps` counts what SQLite does for
them. None of these depends on the machine. Functions are Python's, middleware and the test's client included, once all
that is kept in the process is there.
"""

import sys
from typing import Any

import pytest
from django.test import Client

from tests.test_query_budgets import FIRST, build

pytestmark = pytest.mark.django_db

# Page: bytes, bytes in Brotli, functions called.
BUDGETS = {
    "/": (13_300, 2_700, 10_000),  # with one announced conference
    "/conferences/": (23_500, 3_300, 12_000),
    FIRST: (17_000, 4_000, 8_500),
    f"{FIRST}2/": (17_000, 3_900, 8_500),
    f"{FIRST}full/": (21_500, 4_100, 10_500),
    f"{FIRST}2/?with=zh-hans": (19_700, 4_100, 12_000),
    f"{FIRST}cite/": (8_500, 2_300, 5_500),
    f"{FIRST}versions/": (7_500, 2_100, 9_000),
    "/corrections/": (27_500, 2_900, 38_000),
    "/speakers/": (5_600, 1_800, 3_000),
    "/speakers/ines-calder/": (22_500, 3_500, 9_500),
    "/topics/river-crossings/": (22_500, 3_200, 9_500),
    "/outlets/evening-courier/": (22_500, 3_200, 9_500),
    "/series/ports/": (21_500, 3_100, 9_500),
    "/search/?q=boat": (22_000, 3_500, 10_000),
    "/feed/": (33_500, 2_700, 18_000),
    "/about/": (5_500, 1_800, 2_200),
}


def test_pages_keep_to_their_budgets_of_bytes_and_calls(client: Client) -> None:
    build(100)
    over = {}
    for path, budget in BUDGETS.items():
        packed = client.get(path, headers={"accept-encoding": "br"})
        page, calls = count_calls(client, path)
        counted = (len(page.content), len(packed.content), calls)
        if any(number > most for number, most in zip(counted, budget, strict=True)):
            over[path] = counted
    assert not over, "\n".join(f"{path}: {counted}" for path, counted in over.items())


def count_calls(client: Client, path: str) -> tuple[Any, int]:
    """Return the page, and the number of Python functions that were called for it."""
    calls = 0

    def note(frame: Any, event: str, argument: Any) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(note)
    try:
        page = client.get(path)
    finally:
        sys.setprofile(None)
    return page, calls
