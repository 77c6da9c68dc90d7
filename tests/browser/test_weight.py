"""What a page costs on a first visit, and that it stays where it is while it loads."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.production import PAGES

LIMIT = 60 * 1024
WEIGHED = ["home", "list", "exchange", "exchange-chinese", "full", "side-by-side", "search-results", "speaker", "topic"]
WEIGHED += ["statistics", "data", "api-docs", "calendar"]
SHIFTS = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(e => sum += e.value))
    .observe({type: 'layout-shift', buffered: true});
  document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(sum))));
})"""


@pytest.fixture
def visitor(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Somebody who was never here."""
    context = browser.new_context(viewport=request.param)
    yield context.new_page()
    context.close()


def visit(page: Page, address: str) -> dict[str, int]:
    """Open the page; return the bytes of each answer, headers included, as they came over the wire."""
    weights: dict[str, int] = {}
    addresses: dict[str, str] = {}
    session = page.context.new_cdp_session(page)
    session.on("Network.responseReceived", lambda it: addresses.update({it["requestId"]: it["response"]["url"]}))
    session.on(
        "Network.loadingFinished",
        lambda it: weights.update({addresses.get(it["requestId"], it["requestId"]): it["encodedDataLength"]}),
    )
    session.send("Network.enable")
    page.goto(address, wait_until="networkidle")
    return weights


@pytest.mark.parametrize("visitor", [{"width": 390, "height": 844}], indirect=True, ids=["phone"])
@pytest.mark.parametrize("language", ["", "/zh-hans"], ids=["en", "zh"])
@pytest.mark.parametrize("name", WEIGHED)
def test_a_first_visit_weighs_at_most_60_kb(visitor: Page, press_room: str, name: str, language: str) -> None:
    weights = visit(visitor, press_room + language + quote(PAGES[name], safe="/?=&%"))
    assert len([address for address in weights if "/static/css/" in address]) == 1
    assert sum(weights.values()) <= LIMIT, weights
    print(f"{language}{name}: {sum(weights.values()):,}")  # noqa: T201  (shown with -s: the figures of the docs)


@pytest.mark.parametrize(
    "visitor", [{"width": 390, "height": 844}, {"width": 1280, "height": 900}], indirect=True, ids=["phone", "wide"]
)
@pytest.mark.parametrize("name", ["home", "list", "exchange", "full", "search-results", "speaker"])
def test_nothing_shifts_while_a_page_loads(visitor: Page, press_room: str, name: str) -> None:
    font_comes_late(visitor)
    visitor.goto(press_room + quote(PAGES[name], safe="/?=&%"))
    assert visitor.evaluate(SHIFTS) < 0.005


def font_comes_late(page: Page) -> None:
    """Let the words be drawn in the stand-in first."""

    def hold(route: object) -> None:
        page.wait_for_timeout(300)
        route.continue_()  # type: ignore[attr-defined]

    page.route("**/*.woff2", hold)
