"""Two languages of the interface, and more of the content: each as its readers are used to."""

import re
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.production import CHINESE, CUSTOMS, PAGES, PARK, read

KEPT = ["home", "list-filtered", "exchange", "full-chinese", "search-narrowed", "speaker", "about"]


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
    assert set(named) == {"en", "zh-Hans"}
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
