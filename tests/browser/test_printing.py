"""Lists and searches on paper: what was found, and nothing that can only be pressed."""

from io import BytesIO

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader


def sheets(page: Page) -> list[str]:
    """The words of each sheet of paper, but for its number."""
    pages = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, format="A4"))).pages
    return [" ".join(each.extract_text().split()) for each in pages]


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/search/?q=harbour", ".found"),
        ("/search/?q=water", ".found"),
        ("/zh-hans/search/?q=港口", ".found"),
        ("/conferences/", ".entry"),
        ("/speakers/emil-hadrick/", ".found"),
    ],
)
def test_printing_a_list_wastes_no_page(page: Page, press_room: str, address: str, found: str) -> None:
    page.goto(press_room + address)
    first = page.locator(f"{found} h2").first.inner_text().replace("\n", " ")
    printed = sheets(page)
    assert first.replace(" ", "") in printed[0].replace(" ", "")
    for number, words in enumerate(printed, start=1):
        assert len(words) > 150, (number, words)
    for absent in ("Filters", "Newest first", "as a table", "Type a name", "Show results"):
        assert absent not in " ".join(printed)
    assert f"1 / {len(printed)}" in printed[0]
