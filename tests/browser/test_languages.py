"""Two languages of the interface, and more of the content: each as its readers are used to."""

import re
from typing import Any
from urllib.parse import quote, unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.production import CHINESE, CUSTOMS, PAGES, PARK, read

STORM = "/conferences/2026-10-06-earlier-by-an-hour-the-new-storm-surge-warning-service/"  # without a translation
KEPT = ["home", "list-filtered", "cite", "search-narrowed", "speaker", "about"]


@pytest.mark.parametrize("name", KEPT)
def test_the_switch_keeps_the_page_and_its_query(either_page: Page, press_room: str, name: str) -> None:
    page = either_page
    page.goto(press_room + quote(PAGES[name], safe="/?=&%"))
    page.click("header >> text=中文")
    assert unquote(page.url) == f"{press_room}/zh-hans{PAGES[name]}"
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    page.click("header >> text=English")
    assert unquote(page.url) == press_room + PAGES[name]
    expect(page.locator("html")).to_have_attribute("lang", "en")


SWITCHED = [
    (CUSTOMS, "中文", f"/zh-hans{CHINESE}"),
    (f"{CUSTOMS}2/", "中文", f"/zh-hans{CHINESE}2/"),
    (f"{CUSTOMS}full/", "中文", f"/zh-hans{CHINESE}full/"),
    (f"{CUSTOMS}2/?with=zh-hans", "中文", f"/zh-hans{CHINESE}2/?with=en"),
    (f"/zh-hans{CHINESE}full/", "English", f"{CUSTOMS}full/"),
    # The interface of the words is asked for: the page stays.
    (CHINESE, "中文", f"/zh-hans{CHINESE}"),
    (f"/zh-hans{CUSTOMS}2/", "English", f"{CUSTOMS}2/"),
]


@pytest.mark.parametrize(("path", "label", "expected"), SWITCHED)
def test_the_switch_leads_to_the_translation_as_hreflang_says(
    plain_page: Page, press_room: str, path: str, label: str, expected: str
) -> None:
    plain_page.goto(press_room + quote(path, safe="/?="))
    named = plain_page.eval_on_selector_all("link[hreflang]", "all => all.map((e) => [e.hreflang, e.href])")
    plain_page.click(f"header >> text={label}")
    assert unquote(plain_page.url) == press_room + expected
    tag = "en" if label == "English" else "zh-Hans"
    assert unquote(dict(named)[tag]).endswith(expected.partition("?")[0])
    for words in ("h1", ".turn__words"):
        assert plain_page.locator(words).first.evaluate("e => e.closest('[lang]').lang") == tag


def test_without_a_translation_the_switch_keeps_the_page_and_says_which_language_it_is_in(
    plain_page: Page, press_room: str
) -> None:
    plain_page.goto(press_room + STORM)
    switch = plain_page.locator("header >> text=中文")
    expect(switch).to_have_text("简体中文（正文：English）")
    switch.click()
    assert unquote(plain_page.url) == f"{press_room}/zh-hans{STORM}"
    expect(plain_page.locator(".facts")).to_contain_text("正文：English")
    expect(plain_page.locator(".masthead nav >> text=English")).to_have_text("English")


def offered(browser: Browser, locale: str, address: str) -> tuple[BrowserContext, Page, Locator]:
    context = browser.new_context(locale=locale, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address)
    return context, page, page.get_by_role("complementary", name="中文" if locale[:2] == "zh" else "English")


@pytest.mark.parametrize("locale", ["zh-CN", "zh-TW"])
def test_who_asks_for_chinese_is_offered_it_once(browser: Browser, press_room: str, locale: str) -> None:
    context, page, offer = offered(browser, locale, press_room + CUSTOMS)
    expect(offer.get_by_role("link")).to_have_text("用中文阅读本页")
    assert offer.evaluate("e => e.lang") == "zh-Hans"
    shifts = "() => performance.getEntriesByType('layout-shift').length"
    top = "() => document.querySelector('h1').getBoundingClientRect().top"
    before = page.evaluate(top)
    offer.get_by_role("button", name="不用了").click()
    expect(offer).to_have_count(0)
    assert (page.evaluate(top), page.evaluate(shifts)) == (before, 0)
    page.reload()
    page.goto(press_room + PARK)
    expect(page.locator(".masthead nav")).to_be_visible()
    expect(offer).to_have_count(0)
    assert context.cookies() == []
    context.close()


def test_the_offer_leads_to_the_translation_and_the_keyboard_meets_it_first(browser: Browser, press_room: str) -> None:
    context, page, offer = offered(browser, "zh-CN", press_room + CUSTOMS)
    expect(offer).to_be_visible()
    for _ in range(2):  # past the link to the text
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "用中文阅读本页"
    page.keyboard.press("Enter")
    page.wait_for_url(f"{press_room}/zh-hans/**")
    assert unquote(page.url) == f"{press_room}/zh-hans{CHINESE}"
    expect(page.locator(".offer")).to_have_count(0)
    context.close()


def test_where_nothing_is_translated_the_interface_is_offered(browser: Browser, press_room: str) -> None:
    context, _, offer = offered(browser, "zh-CN", press_room + STORM)
    expect(offer.get_by_role("link")).to_have_text("使用中文界面")
    context.close()


def test_nobody_else_is_offered_anything(browser: Browser, press_room: str) -> None:
    for locale, path in (
        ("en-GB", CUSTOMS),
        ("fr-FR", CUSTOMS),
        ("zh-CN", f"/zh-hans{CHINESE}"),
        ("zh-CN", "/nowhere/"),
    ):
        context, page, _ = offered(browser, locale, press_room + quote(path))
        expect(page.locator(".masthead nav")).to_be_visible()
        expect(page.locator(".offer")).to_have_count(0)
        context.close()
    context, page, _ = offered(browser, "zh-CN", press_room + "/")
    page.evaluate("localStorage.clear()")
    page.click("header >> text=中文")  # who chose is not asked
    page.goto(press_room + "/")
    expect(page.locator(".masthead nav")).to_be_visible()
    expect(page.locator(".offer")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_offer_is_large_enough_and_covers_no_focus(
    browser: Browser, press_room: str, width: int, scheme: Any
) -> None:
    context = browser.new_context(locale="zh-CN", viewport={"width": width, "height": 664}, color_scheme=scheme)
    page = context.new_page()
    page.goto(press_room + CUSTOMS)
    page.evaluate(Axe().axe_script)
    found = page.evaluate(
        "axe.run({rules: {'target-size': {enabled: true}}}).then(({violations}) => violations.map(({id}) => id))"
    )
    assert found == []
    offer = page.locator(".offer")
    for part in offer.locator("> *").all():
        box = part.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24
    place = offer.bounding_box()
    assert place
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= width
    for _ in range(25):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "(() => { const e = document.activeElement; const b = e.getBoundingClientRect();"
            " return [!!e.closest('.offer'), b.top, b.bottom]; })()"
        )
        assert here[0] or here[2] <= place["y"] or here[1] < 0, here
    context.close()


def test_words_keep_their_own_language_whatever_the_interface_speaks(page: Page, press_room: str) -> None:
    for prefix, path, tag in (("/zh-hans", f"{PARK}9/", "en"), ("", f"{CHINESE}2/", "zh-Hans")):
        page.goto(press_room + prefix + quote(path))
        for words in (".turn__words", ".turn__name", ".turn__by .role", "h1"):
            spoken = page.eval_on_selector_all(words, "all => all.map(e => e.closest('[lang]').lang)")
            assert spoken, words
            assert set(spoken) == {tag}, words


def alternates_of(address: str) -> dict[str, str]:
    status, body = read(address)
    assert status == 200
    return dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', body))


@pytest.mark.parametrize("path", [CUSTOMS, f"{CUSTOMS}2/", f"{CUSTOMS}full/", "/conferences/?year=2025", "/speakers/"])
def test_each_translation_names_all_of_them(press_room: str, path: str) -> None:
    named = alternates_of(press_room + path)
    assert set(named) == {"en", "zh-Hans", "x-default"}
    for address in named.values():
        assert alternates_of(address) == named


SETTING = """(tag) => {
  const e = document.querySelector('main').appendChild(document.createElement('p'));
  e.lang = tag;
  e.innerHTML = '<em>词</em>';
  const one = getComputedStyle(e), em = getComputedStyle(e.firstChild);
  e.style.fontFamily = 'var(--sans)';
  const sans = one.fontFamily;
  e.style.fontFamily = 'var(--serif)';
  return {sans, serif: one.fontFamily, style: em.fontStyle, dots: em.textEmphasisStyle,
          breaks: one.lineBreak};
}"""


def test_each_script_has_its_own_faces(page: Page, press_room: str) -> None:
    for prefix in ("", "/zh-hans"):
        page.goto(f"{press_room}{prefix}/about/")
        english, simplified, traditional = (page.evaluate(SETTING, tag) for tag in ("en", "zh-Hans", "zh-Hant"))
        assert english["serif"].startswith('"Press Serif"')
        assert "SC" not in english["serif"] + english["sans"]
        assert '"Songti SC"' in simplified["serif"]
        assert '"PingFang SC"' in simplified["sans"]
        assert '"Songti TC"' in traditional["serif"]
        assert '"PingFang TC"' in traditional["sans"]
        assert "SC" not in traditional["serif"] + traditional["sans"]


def test_stress_is_slanted_in_english_and_dotted_in_chinese(page: Page, press_room: str) -> None:
    page.goto(f"{press_room}/about/")
    english, chinese = page.evaluate(SETTING, "en"), page.evaluate(SETTING, "zh-Hans")
    assert (english["style"], english["dots"]) == ("italic", "none")
    assert (chinese["style"], chinese["dots"]) == ("normal", "dot")
    assert chinese["breaks"] == "strict"


# How many characters stand on each line of the longest answer, but for the lines that end a paragraph.
LINES = """() => {
  const counts = [];
  for (const p of document.querySelectorAll('.turn--answer .turn__words p, .turn--statement .turn__words p')) {
    const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT), tops = new Map();
    for (let node; node = walker.nextNode();) for (let i = 0; i < node.length; i++) {
      const range = document.createRange();
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const box = range.getBoundingClientRect();
      if (box.height) tops.set(Math.round(box.bottom / 8), (tops.get(Math.round(box.bottom / 8)) || 0) + 1);
    }
    counts.push(...[...tops.values()].slice(0, -1));
  }
  return counts;
}"""


def test_lines_are_as_long_as_reading_wants_them(page: Page, press_room: str) -> None:
    page.goto(press_room + f"{PARK}full/")
    english = page.evaluate(LINES)
    assert 60 <= sum(english) / len(english) <= 70
    page.goto(press_room + quote(f"{CHINESE}full/"))
    chinese = page.evaluate(LINES)
    assert 33 <= sum(chinese) / len(chinese) <= 39
    assert max(chinese) <= 42


def test_days_and_numbers_are_those_of_the_language(plain_page: Page, press_room: str) -> None:
    plain_page.goto(press_room + CUSTOMS)
    expect(plain_page.locator(".facts")).to_contain_text("12 June 2025")
    plain_page.goto(f"{press_room}/zh-hans{CUSTOMS}")
    expect(plain_page.locator(".facts")).to_contain_text("2025年6月12日")
