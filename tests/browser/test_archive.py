"""What holds for the demonstration holds for an archive of twenty-two years, imported, with long names."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.archive import PAGES, YEARS
from tests.browser.test_access import AXE, BEYOND_THE_EDGE, BUT_COLOURS, FOUND, PHONE, WIDE
from tests.browser.test_phones import LINES, SEEN
from tests.browser.test_phones import PHONE as ONE_HAND

LANDMARKS = """() => [...document.querySelectorAll('[role=search], nav, aside, section[aria-labelledby]')]
  .filter(e => e.checkVisibility())
  .map(e => [e.role || e.localName, e.ariaLabel || document.getElementById(e.getAttribute('aria-labelledby'))
    ?.textContent.trim()].join(': '))"""


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=WIDE, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", ["", "/zh-hans"], ids=["en", "zh"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_an_old_archive_is_for_everybody(reader: Page, old_press_room: str, name: str, language: str) -> None:
    """English on a wide screen, Chinese on a phone; with AXE=all both on both (`make drill`)."""
    reader.goto(old_press_room + language + PAGES[name])
    reader.evaluate(Axe().axe_script)
    for viewport in (WIDE, PHONE) if AXE == "all" else (PHONE if language else WIDE,):
        reader.set_viewport_size(viewport)
        assert reader.evaluate(FOUND, BUT_COLOURS) == []
        named = reader.evaluate(LANDMARKS)
        assert len(set(named)) == len(named)
        narrow = "all => all.filter(e => e.checkVisibility() && e.getBoundingClientRect().width < 24).length"
        assert reader.eval_on_selector_all(".columns a", narrow) == 0
    if not name.startswith("404"):  # pages of errors are not described to anybody
        description = reader.get_attribute("meta[name=description]", "content")
        assert description
        assert len(description) <= 200
    reader.set_viewport_size({"width": 320, "height": 256})
    assert reader.evaluate("document.documentElement.scrollWidth") <= 320
    assert reader.evaluate(BEYOND_THE_EDGE) == []


@pytest.mark.parametrize("language", ["", "/zh-hans"], ids=["en", "zh"])
def test_words_stand_on_a_phones_first_screen_below_the_longest_names(
    browser: Browser, old_press_room: str, language: str
) -> None:
    context = browser.new_context(viewport=ONE_HAND, locale="en-GB")
    page = context.new_page()
    page.goto(old_press_room + language + PAGES["exchange-later"])
    assert page.evaluate(SEEN) > 10
    assert page.locator(".masthead nav").evaluate(LINES) == 1
    context.close()


def test_every_year_has_its_column(reader: Page, old_press_room: str) -> None:
    reader.goto(f"{old_press_room}/conferences/")
    assert reader.locator(".columns > li").count() == len(YEARS)
