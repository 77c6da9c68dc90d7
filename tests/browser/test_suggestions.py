"""Names are offered while one is typed: by keyboard, by pointer, in Chinese, and never in the way of the form."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_access import EVERY_RULE, FOUND

COMPOSING = """input => {
  input.value = '林海';
  input.dispatchEvent(new InputEvent('input', {isComposing: true, bubbles: true}));
}"""


@pytest.mark.parametrize(
    ("path", "field"), [("/", "#front-q"), ("/conferences/", "#masthead-q"), ("/search/", "#search-q")]
)
def test_arrows_choose_a_name_and_enter_leads_to_what_was_said(
    page: Page, press_room: str, complaints: list[str], path: str, field: str
) -> None:
    page.goto(press_room + path)
    search, options = page.locator(field), page.locator(".suggest [role=option]")
    expect(search).to_have_attribute("aria-expanded", "false")
    search.press_sequentially("hadr")
    expect(options).to_have_text(["Emil Hadrick Speaker · 埃米尔·哈德里克"])
    expect(search).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").filter(has_text="Suggestions: 1")).to_be_attached()
    search.press("ArrowDown")
    chosen = page.locator("[aria-selected=true]")
    expect(search).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "none")
    page.evaluate(Axe().axe_script)
    assert page.evaluate(FOUND, EVERY_RULE) == []
    search.press("ArrowDown")
    expect(chosen).to_have_count(0)  # past the last one is the field again
    search.press("ArrowUp")
    search.press("Enter")
    page.wait_for_url("**/search/?speaker=emil-hadrick")
    assert complaints == []


def test_escape_and_leaving_close_the_list_and_enter_searches_for_the_words(page: Page, press_room: str) -> None:
    page.goto(f"{press_room}/zh-hans/")
    search, options = page.locator("#front-q"), page.locator(".suggest [role=option]")
    search.press_sequentially("hadr")
    expect(options.first).to_be_visible()
    search.press("Escape")
    expect(options.first).to_be_hidden()
    expect(search).to_have_value("hadr")
    search.press("ArrowDown")
    expect(options.first).to_be_visible()
    search.blur()
    expect(options.first).to_be_hidden()
    search.press("Enter")
    page.wait_for_url("**/zh-hans/search/?q=hadr")


def test_a_name_is_chosen_with_a_pointer(page: Page, press_room: str) -> None:
    page.goto(f"{press_room}/zh-hans/")
    page.locator("#front-q").fill("海月")
    page.get_by_role("option", name="林海月 发言人 · Lin Haiyue").click()
    page.wait_for_url("**/zh-hans/search/?speaker=lin-haiyue")


def test_nothing_is_asked_before_a_chinese_word_is_composed(page: Page, press_room: str) -> None:
    page.goto(press_room)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/suggest/" in request.url else None)
    search = page.locator("#front-q")
    search.evaluate(COMPOSING)
    search.dispatch_event("compositionend")
    expect(page.locator(".suggest [role=option]")).to_have_count(1)
    assert len(asked) == 1


def test_without_a_script_the_form_finds_and_names_the_person(plain_page: Page, press_room: str) -> None:
    plain_page.goto(press_room)
    plain_page.locator("#front-q").fill("hadrick")
    plain_page.locator("#front-q").press("Enter")
    plain_page.wait_for_url("**/search/?q=hadrick")
    plain_page.locator(".hint").get_by_role("link", name="Emil Hadrick").click()
    plain_page.wait_for_url("**/speakers/emil-hadrick/")
