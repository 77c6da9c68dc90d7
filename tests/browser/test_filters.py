"""Narrowing the list of conferences and widening it again, wide and on a phone, with scripts and without."""

import re

from playwright.sync_api import Locator, Page, ViewportSize, expect

PHONE = ViewportSize(width=390, height=844)


def count_of(page: Page) -> int:
    found = re.search(r"\d+", page.locator(".listing__count").inner_text())
    assert found
    return int(found[0])


def facet(page: Page, label: str) -> Locator:
    return page.locator("fieldset", has=page.locator("legend", has_text=label))


def test_a_reader_filters_and_clears(either_page: Page, press_room: str) -> None:
    page = either_page
    page.goto(f"{press_room}/conferences/")
    everything = count_of(page)
    page.fill("#filter-q", "harbour")
    page.press("#filter-q", "Enter")
    expect(page.locator(".chips")).to_contain_text("harbour")
    with_words = count_of(page)
    assert 0 < with_words < everything
    speaker = facet(page, "Speaker").locator("li").first
    promised = int(speaker.locator(".counts__n").inner_text())
    speaker.locator("a").click()
    expect(page.locator(".chip--off")).to_have_count(2)
    assert count_of(page) == promised <= with_words
    page.click(".chip--off >> nth=1")
    expect(page.locator(".chip--off")).to_have_count(1)
    assert count_of(page) == with_words
    page.go_back()
    page.click("text=Clear all")
    expect(page).to_have_url(f"{press_room}/conferences/")
    assert count_of(page) == everything


def test_a_column_of_the_year_strip_filters_and_takes_itself_off(either_page: Page, press_room: str) -> None:
    page = either_page
    page.goto(f"{press_room}/conferences/")
    everything = count_of(page)
    page.click(".columns a[aria-label^='2023']")
    expect(page).to_have_url(f"{press_room}/conferences/?year=2023")
    expect(page.locator(".columns [aria-current]")).to_have_attribute("aria-label", re.compile("^2023"))
    for when in page.locator(".entry__when time").all():
        assert (when.get_attribute("datetime") or "").startswith("2023-")
    assert 0 < count_of(page) < everything
    page.click(".chip--off")
    expect(page).to_have_url(f"{press_room}/conferences/")


def test_nothing_found_says_what_to_do_next(either_page: Page, press_room: str) -> None:
    page = either_page
    page.goto(f"{press_room}/conferences/?q=unicorn")
    expect(page.locator(".entry")).to_have_count(0)
    page.click(".empty >> text=See all conferences")
    expect(page).to_have_url(f"{press_room}/conferences/")


def test_on_a_phone_the_filters_are_in_a_drawer(either_page: Page, press_room: str) -> None:
    page = either_page
    page.set_viewport_size(PHONE)
    page.goto(f"{press_room}/conferences/")
    expect(page.locator("#filter-q")).not_to_be_visible()
    page.click(".filters > summary")
    page.fill("#filter-q", "harbour")
    page.click("text=Show results")
    expect(page.locator(".chip--off")).to_contain_text("harbour")


def test_on_a_phone_search_is_one_link_away(either_page: Page, press_room: str) -> None:
    page = either_page
    page.set_viewport_size(PHONE)
    page.goto(f"{press_room}/about/")
    expect(page.locator("header form")).not_to_be_visible()
    page.click(".masthead__find")
    page.fill("main [name=q] >> visible=true", "boat")
    page.press("main [name=q] >> visible=true", "Enter")
    expect(page.locator("mark").first).to_be_visible()


def test_the_masthead_searches_from_every_page(either_page: Page, press_room: str) -> None:
    page = either_page
    page.goto(f"{press_room}/topics/")
    page.fill("#masthead-q", "last boat")
    page.press("#masthead-q", "Enter")
    expect(page).to_have_url(f"{press_room}/search/?q=last+boat")
    expect(page.locator("mark").first).to_be_visible()
    page.click(".found__title a >> nth=0")
    expect(page.locator(".turn--answer, .turn--statement").first).to_be_visible()
