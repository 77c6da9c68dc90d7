"""A reader on a phone, or with a screen reader, gets to the words."""

import os
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.production import CHINESE, CUSTOMS, PARK
from tests.builders import make_conference, make_exchange, make_speaker, make_turn
from transcripts.document import Kind

PHONE = ViewportSize(width=390, height=664)  # what a phone of 390 × 844 leaves between the browser's bars
LONG = "Briefing on the plan for the northern harbour research park, its crossings and its housing, " * 3
LONG_CHINESE = "关于北港科研园区规划、跨港交通与住房建设及其对周边社区影响的新闻发布会" * 3
# The characters of the transcript that are on the first screen.
SEEN = """() => [...document.querySelectorAll('.turn__words p')].flatMap(p => [...p.childNodes])
  .filter(node => node.nodeType === Node.TEXT_NODE).map(node => {
    const range = document.createRange();
    let seen = 0;
    for (const word of node.data.matchAll(/\\S/g)) {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + 1);
      if (range.getBoundingClientRect().bottom > innerHeight) break;
      seen++;
    }
    return seen;
  }).reduce((one, other) => one + other, 0)"""
LINES = "e => Math.round(e.offsetHeight / parseFloat(getComputedStyle(e).lineHeight))"


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, locale="en-GB")
    yield context.new_page()
    context.close()


def pages_of_conferences(press_room: str, phone: Page) -> list[str]:
    """The pages of every conference of the demonstration, in the language of its words."""
    found = []
    for page in (1, 2):
        phone.goto(f"{press_room}/conferences/?page={page}")
        links: list[Any] = phone.eval_on_selector_all(
            ".entry h2", "all => all.map(e => [e.firstElementChild.getAttribute('href'), e.lang])"
        )
        found += [("/zh-hans" if lang.startswith("zh") else "") + href for href, lang in links]
    pages = []
    for address in found:
        phone.goto(press_room + address)
        pages += phone.eval_on_selector_all(".spine li > a", "all => all.map(e => e.getAttribute('href'))")
    return pages


def test_words_stand_on_the_first_screen_of_every_page_after_the_first(phone: Page, press_room: str) -> None:
    """Every third of the pages; with PHONES=all each of them (`make drill`)."""
    later = [each for each in pages_of_conferences(press_room, phone) if re.search(r"/\d+/$", each)]
    assert len(later) > 50
    later = later if os.environ.get("PHONES") == "all" else later[::3]
    few = {}
    for address in later:
        phone.goto(press_room + address)
        seen = phone.evaluate(SEEN)
        least = 30 if "zh-hans" in address else 60
        if phone.locator(".player").count():  # which takes the height of two lines
            least = least * 2 // 3
        if seen < least or phone.locator("h1").evaluate(LINES) > 2:
            few[address] = seen
    assert few == {}


@pytest.mark.parametrize(("title", "language"), [(LONG, "en"), (LONG_CHINESE, "zh-hans")], ids=["english", "chinese"])
def test_a_long_title_leaves_room_for_words(phone: Page, site: str, title: str, language: str) -> None:
    conference = make_conference(
        title[:250], language=language, exchanges=2, venue=title[:200], summary=title, series=None
    )
    prefix = "/zh-hans" if language.startswith("zh") else ""
    exchange = conference.exchanges.get(position=2)
    exchange.heading = title[:60]
    exchange.save()
    phone.goto(f"{site}{prefix}{conference.get_absolute_url()}2/")
    heading = phone.locator("h1")
    expect(heading).to_have_text(title[:250].strip())  # all of it is there for whoever hears it
    assert heading.bounding_box()["height"] < 60  # type: ignore[index]
    assert phone.evaluate(SEEN) > 10
    facts = phone.locator(".head details")
    expect(facts.locator(".facts")).not_to_be_visible()
    facts.locator("summary").click()
    expect(facts.locator(".facts")).to_be_visible()
    phone.set_viewport_size({"width": 1280, "height": 900})
    phone.reload()
    expect(facts.locator(".facts")).to_be_visible()


@pytest.mark.parametrize("address", [f"{PARK}9/", f"{CUSTOMS}full/"], ids=["exchange", "full"])
def test_the_skip_link_lands_on_the_text_and_the_contents_can_be_skipped(
    phone: Page, press_room: str, address: str
) -> None:
    for width in (390, 1280):
        phone.set_viewport_size({"width": width, "height": 800})
        phone.goto(press_room + address)
        phone.keyboard.press("Tab")
        phone.keyboard.press("Enter")
        assert phone.evaluate("document.activeElement.matches('.reading__text')")
        phone.keyboard.press("Tab")
        assert phone.evaluate("!!document.activeElement.closest('.reading__text')")
        if width == 390:
            phone.click(".spine summary")
        skip = phone.get_by_role("link", name="Skip the contents")
        skip.focus()
        expect(skip).to_be_in_viewport()
        assert skip.bounding_box()["height"] > 20  # type: ignore[index]
        phone.keyboard.press("Enter")
        assert phone.evaluate("document.activeElement.matches('.reading__text')")


@pytest.mark.parametrize(
    "address",
    [f"{PARK}9/", f"{CUSTOMS}full/", f"{CUSTOMS}2/?with=zh-hans", f"/zh-hans{CHINESE}full/"],
    ids=["exchange", "full", "side-by-side", "chinese"],
)
def test_every_link_and_button_of_a_turn_names_whose_it_is(phone: Page, press_room: str, address: str) -> None:
    phone.goto(press_room + quote(address, safe="/?="))
    names = [
        str(name)
        for name in phone.eval_on_selector_all(
            ".turn__do > *, .pilcrow",
            """all => all.map(e => e.getAttribute("aria-labelledby")?.split(" ").map(
                id => (it => it.ariaLabel || it.textContent)(document.getElementById(id))).join(" ")
                || e.ariaLabel || e.textContent)""",
        )
    ]
    assert len(names) > 10
    assert len(set(names)) == len(names)
    turns = phone.eval_on_selector_all(".turn", "all => all.map(e => e.ariaLabel)")
    assert len(set(turns)) == len(turns)
    assert all(any(turn in name for turn in turns) for name in names)
    assert phone.get_by_role("article", name=turns[0], exact=True).count() == 1
    assert phone.get_by_role("link", name=names[-1], exact=True).count() == 1  # as the browser itself names it


def test_the_answers_of_one_person_are_told_apart(phone: Page, site: str) -> None:
    conference, calder = make_conference("Night ferries", exchanges=0), make_speaker("Ines Calder")
    exchange = make_exchange(conference, heading="The last boat", question="When?", answer=None)
    for text in ("At one.\n\nEvery night.", "Every night of the week."):
        make_turn(exchange, Kind.ANSWER, text, speaker=calder)
    phone.goto(site + conference.get_absolute_url())
    for name in (
        "Copy link to answer 1 of Ines Calder",
        "Copy quote from answer 2 of Ines Calder",
        "Cite answer 2 of Ines Calder",
        "Copy link to the question of Evening Courier",
        "Link to paragraph 2 of answer 1 of Ines Calder",
    ):
        expect(phone.get_by_label(name, exact=True)).to_have_count(1)


@pytest.mark.parametrize("width", [390, 1280])
def test_chinese_headlines_break_at_words(phone: Page, press_room: str, width: int) -> None:
    phone.set_viewport_size({"width": width, "height": 800})
    for address in ("/zh-hans/conferences/", "/zh-hans/", f"/zh-hans{CHINESE}", f"/zh-hans{CHINESE}2/"):
        phone.goto(press_room + address)
        wrong = phone.eval_on_selector_all(":is(h1, h2, .neighbours__label):has(wbr)", BROKEN)
        assert wrong == []
        assert phone.evaluate("getComputedStyle(document.body).wordBreak") == "normal"  # other words break anywhere


# Headlines with a line that ends inside a word, or whose last line is a single character.
BROKEN = """all => all.flatMap(heading => {
  const walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  const range = document.createRange(), wrong = [];
  let top = null, mayBreak = true, onLine = 0;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeName === 'WBR') { mayBreak = true; continue; }
    if (node.nodeType !== Node.TEXT_NODE) continue;
    for (let at = 0; at < node.length; at++) {
      if (!node.data[at].trim()) { mayBreak = true; continue; }
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const box = range.getBoundingClientRect();
      if (top !== null && box.top > top + box.height / 2) {
        if (!mayBreak && !/[，、：；！？。》”]/.test(node.data[at - 1] ?? '')) wrong.push(heading.textContent);
        onLine = 0;
      }
      top = box.top;
      mayBreak = false;
      onLine++;
    }
  }
  return onLine === 1 ? [...wrong, heading.textContent] : wrong;
})"""


def test_the_numbers_of_wrapped_contents_stand_at_the_first_line(phone: Page, press_room: str) -> None:
    """A marker cannot be measured; it stands at the first baseline of its item, so the link has to begin there."""
    phone.goto(f"{press_room}/conferences/")
    shifted = phone.eval_on_selector_all(
        ".entry__exchanges li > a",
        "all => all.filter(e => getComputedStyle(e).display !== 'block').map(e => e.textContent)",
    )
    assert shifted == []
    phone.goto(press_room + PARK)
    phone.click(".spine summary")
    for line in phone.locator(".spine li > a").all():
        number, label = line.locator(".spine__n").bounding_box(), line.locator(".spine__label").bounding_box()
        assert number is not None
        assert label is not None
        assert abs(number["y"] - label["y"]) < 3
