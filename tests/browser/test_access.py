"""WCAG 2.2 AA as far as a machine can tell: every type of page, both languages, light and dark, wide and narrow."""

import os
from collections.abc import Iterator
from itertools import pairwise, product
from typing import Literal
from urllib.parse import quote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.production import ERRORS, LOOKED_UP, PAGES, STRANGE_HOST, look_up

WIDE = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)
# All rules that axe knows, with the one for the size of targets, which it leaves out unless asked; the files it would
# fetch ahead are for a rule that is on trial.
OPTIONS = {"resultTypes": ["violations"], "preload": False}
EVERY_RULE = OPTIONS | {"rules": {"target-size": {"enabled": True}}}
COLOURS = OPTIONS | {"runOnly": ["color-contrast", "link-in-text-block"]}  # what a scheme changes
BUT_COLOURS = OPTIONS | {"rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}}}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
AXE = os.environ.get("AXE", "")
FOUND = """options => axe.run(options).then(found =>
  found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 200)}`)))"""
LANGUAGES = {"en": "", "zh": "/zh-hans"}
ADDRESSES = PAGES | ERRORS | {"400": "/"} | dict.fromkeys(LOOKED_UP, "")
# Pages of a type that is looked at in both languages anyway.
ENGLISH_ONLY = {
    "list-empty",
    "list-ignored",
    "search-narrowed",
    "search-nothing",
    "statistics-word",
    "404-past-the-end",
}
OPENED = [f"{name}-{code}" for name in ADDRESSES for code in LANGUAGES if code == "en" or name not in ENGLISH_ONLY]


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    """One page for all audits: what differs is set before each."""
    context = browser.new_context(viewport=WIDE)
    yield context.new_page()
    context.close()


def open_at(reader: Page, press_room: str, name: str, language: str) -> None:
    host = f"http://{STRANGE_HOST}:{urlsplit(press_room).port}" if name == "400" else press_room
    path = ADDRESSES[name] or look_up(press_room, name)
    answer = reader.goto(host + LANGUAGES[language] + quote(path, safe="/?=&%"))
    assert answer is not None
    assert answer.status == (int(name[:3]) if name[:3].isdigit() else 200)


@pytest.fixture(scope="module", params=OPENED)
def opened(request: pytest.FixtureRequest, reader: Page, press_room: str) -> Page:
    """Each type of page in each language, opened once for all the tests that look at it."""
    name, _, language = request.param.rpartition("-")
    open_at(reader, press_room, name, language)
    reader.evaluate(Axe().axe_script)
    return reader


def test_axe_finds_nothing(opened: Page) -> None:
    """Each page in all combinations of scheme and width: in two in English, in the other two in Chinese.

    A language changes no colour, and the contrasts take axe longest. With AXE=all both get all four (`make drill`).
    """
    is_chinese = "/zh-hans/" in opened.url
    found = []
    for scheme, viewport in product(SCHEMES, (WIDE, PHONE)):
        if AXE == "all" or ((scheme == "light") == (viewport is WIDE)) != is_chinese:
            opened.set_viewport_size(viewport)
            opened.emulate_media(color_scheme=scheme)
            rules = EVERY_RULE if scheme == "light" else COLOURS
            found += [f"{scheme}, {viewport['width']}: {each}" for each in opened.evaluate(FOUND, rules)]
    assert found == []


BEYOND_THE_EDGE = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')]
  .filter(e => e.checkVisibility() && !e.matches('.unseen, .unseen *, .skip'))
  .map(e => ({box: e.getBoundingClientRect(), html: e.outerHTML.slice(0, 120)}))
  .filter(it => it.box.width && (it.box.left < -1 || it.box.right > innerWidth + 1)).map(it => it.html)"""


def test_a_page_needs_no_sideways_scrolling(opened: Page) -> None:
    """320 px are also what is left of 1280 px at 400 %."""
    opened.set_viewport_size({"width": 320, "height": 256})
    assert opened.evaluate("document.documentElement.scrollWidth") <= 320
    assert opened.evaluate(BEYOND_THE_EDGE) == []


OUTLINE = """() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(e => Number(e.tagName[1]))"""


def test_landmarks_and_headings_are_in_order(opened: Page) -> None:
    levels = opened.evaluate(OUTLINE)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    for landmark in ("main", "body > header"):
        assert opened.locator(landmark).count() == 1
    names = opened.eval_on_selector_all("nav", "all => all.map(e => e.ariaLabel || e.getAttribute('aria-labelledby'))")
    assert all(names)
    assert len(set(names)) == len(names)


@pytest.fixture
def light(reader: Page) -> Page:
    """The page as most have it: light and wide."""
    reader.set_viewport_size(WIDE)
    reader.emulate_media(color_scheme="light", forced_colors="none", reduced_motion="no-preference")
    return reader


RING = """() => {
  const e = document.activeElement, style = getComputedStyle(e);
  // What scrolls by itself must leave room for the ring beside it.
  const box = e.getBoundingClientRect(), room = e.closest('.reading__side, .reading__rail')?.getBoundingClientRect();
  return {html: e.outerHTML.slice(0, 120), width: parseFloat(style.outlineWidth), line: style.outlineStyle,
          is_body: e === document.body, opacity: Number(style.opacity),
          is_cut: room && (box.left - 4 < room.left || box.right + 4 > room.right)};
}"""


@pytest.mark.parametrize(
    ("name", "colours"),
    [(name, "none") for name in ("home", "list-filtered", "exchange", "search-results", "speaker", "404")]
    + [(name, "active") for name in ("home", "list-filtered", "exchange")],
)
def test_whatever_the_tab_key_reaches_shows_it(
    light: Page, press_room: str, name: str, colours: Literal["none", "active"]
) -> None:
    open_at(light, press_room, name, "en")
    light.emulate_media(forced_colors=colours)
    reached = []
    for _ in range(60):
        light.keyboard.press("Tab")
        ring = light.evaluate(RING)
        if ring["is_body"]:
            break
        reached.append(ring)
    assert "skip" in reached[0]["html"]
    assert [ring["html"] for ring in reached if ring["is_cut"]] == []
    unseen = [ring["html"] for ring in reached if ring["line"] == "none" or ring["width"] < 2 or not ring["opacity"]]
    assert [
        html for html in unseen if 'type="date"' not in html
    ] == []  # its parts are the browser's, and it marks them


def test_the_skip_link_leads_past_the_masthead(light: Page, press_room: str) -> None:
    open_at(light, press_room, "list", "en")
    light.keyboard.press("Tab")
    light.keyboard.press("Enter")
    light.wait_for_url("**#content")
    light.keyboard.press("Tab")
    assert light.evaluate("!!document.activeElement.closest('main')")


def test_nothing_moves_for_those_who_asked_for_less_motion(light: Page, press_room: str) -> None:
    open_at(light, press_room, "exchange", "en")
    light.emulate_media(reduced_motion="reduce")
    assert light.evaluate("document.getAnimations().length") == 0
    moving = (
        "all => all.filter(e => getComputedStyle(e).transitionDuration !== '0s').map(e => e.outerHTML.slice(0, 80))"
    )
    assert light.eval_on_selector_all("*", moving) == []
    assert light.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
