"""What a page may be: at most so many bytes of HTML, so many compressed, and so many templates rendered for it.

The archive is that of `test_query_budgets`, which counts queries; `test_statement_steps` counts what SQLite does for
them. None of these depends on the machine.
"""

import pytest
from django.test import Client

from tests.test_query_budgets import FIRST, build

pytestmark = pytest.mark.django_db

SLACK = 6  # includes that a page may gain
# Page: bytes, bytes in Brotli, templates.
BUDGETS = {
    "/": (12_000, 2_500, 26 + SLACK),
    "/conferences/": (23_500, 3_200, 68 + SLACK),
    FIRST: (14_500, 3_800, 39 + SLACK),
    f"{FIRST}2/": (14_000, 3_600, 39 + SLACK),
    f"{FIRST}full/": (20_500, 4_000, 63 + SLACK),
    f"{FIRST}2/?with=zh-hans": (17_500, 3_900, 50 + SLACK),
    f"{FIRST}cite/": (7_500, 2_200, 7 + SLACK),
    f"{FIRST}versions/": (6_500, 2_000, 10 + SLACK),
    "/corrections/": (27_500, 2_900, 96 + SLACK),
    "/speakers/": (5_000, 1_700, 11 + SLACK),
    "/speakers/ines-calder/": (22_000, 3_300, 44 + SLACK),
    "/topics/river-crossings/": (22_000, 3_000, 45 + SLACK),
    "/outlets/evening-courier/": (22_000, 3_100, 45 + SLACK),
    "/series/ports/": (21_000, 2_900, 63 + SLACK),
    "/search/?q=boat": (22_000, 3_500, 41 + SLACK),
    "/feed/": (33_500, 2_700, 50 + SLACK),
    "/about/": (4_500, 1_500, 5 + SLACK),
}


def test_pages_keep_to_their_budgets_of_bytes_and_templates(client: Client) -> None:
    build(100)
    over = {}
    for path, budget in BUDGETS.items():
        page = client.get(path)
        packed = client.get(path, headers={"accept-encoding": "br"})
        counted = (len(page.content), len(packed.content), len(page.templates))
        if any(number > most for number, most in zip(counted, budget, strict=True)):
            over[path] = counted
    assert not over, over
