"""What a page may be: at most so many bytes of HTML, so many compressed, and so many functions called to make it again.

The archive is that of `test_query_budgets`, which counts queries; `test_statement_steps` counts what SQLite does for
them. None of these depends on the machine. Pages are compressed as those that are kept. Functions are Python's,
middleware and the test's client included, once all that is kept in the process is there.
"""

import pytest
from django.test import Client, override_settings

from tests.calls import calls_of
from tests.test_query_budgets import FIRST, build

pytestmark = pytest.mark.django_db

# Page: bytes, bytes in Brotli, functions called.
BUDGETS = {
    "/": (13_800, 2_800, 9_400),  # with one announced conference
    "/conferences/": (23_500, 3_300, 6_400),
    FIRST: (17_000, 4_000, 7_200),
    f"{FIRST}2/": (17_000, 3_900, 7_200),
    f"{FIRST}full/": (21_500, 4_100, 8_100),
    f"{FIRST}2/?with=zh-hans": (19_700, 4_100, 9_900),
    f"{FIRST}cite/": (8_500, 2_300, 5_100),
    f"{FIRST}versions/": (7_500, 2_100, 8_400),
    "/corrections/": (23_500, 2_800, 22_500),
    "/speakers/": (5_600, 1_800, 2_400),
    "/speakers/ines-calder/": (22_500, 3_500, 5_850),
    "/topics/river-crossings/": (22_500, 3_200, 5_350),
    "/outlets/evening-courier/": (22_500, 3_200, 5_450),
    "/series/ports/": (21_500, 3_100, 5_700),
    "/search/?q=boat": (20_500, 4_400, 8_200),  # made for one reader, and compressed less
    "/feed/": (18_500, 1_500, 5_600),
    "/about/": (5_500, 1_800, 1_750),
}


def test_pages_keep_to_their_budgets_of_bytes_and_calls(client: Client) -> None:
    build(100)
    with override_settings(CACHE_URL=""):
        reader = Client(headers={"accept-encoding": "br"})
        packed = {path: reader.get(path).content for path in BUDGETS}
    over = {}
    for path, budget in BUDGETS.items():
        page = client.get(path)
        calls = calls_of(lambda path=path: client.get(path), of_python_alone=True)
        counted = (len(page.content), len(packed[path]), calls)
        if any(number > most for number, most in zip(counted, budget, strict=True)):
            over[path] = counted
    assert not over, "\n".join(f"{path}: {counted}" for path, counted in over.items())
