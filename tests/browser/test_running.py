"""A running transcript in two browsers: an editor types with the keyboard alone, and a reader's open page grows."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.actions.workflow.test_running import ANSWER, NOBODY, QUESTION, started
from tests.browser.conftest import open_page
from tests.browser.test_desk import log_in
from transcripts import actions
from transcripts.models import Conference, QueuedTurn, Turn

SOON = 15_000  # milliseconds within which a reader sees what was released


@pytest.fixture
def reader(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield open_page(context, complaints)
    context.close()


def desk_of(conference: Conference, site: str) -> str:
    return f"{site}/admin/transcripts/conference/{conference.pk}/running/"


def test_an_editor_types_with_keys_alone_and_a_reader_sees_it_soon(
    page: Page, reader: Page, site: str, complaints: list[str]
) -> None:
    conference = started()
    reader.goto(f"{site}{conference.get_absolute_url()}")
    expect(reader.locator("[data-running-empty]")).to_be_visible()
    log_in(page, site)
    page.goto(desk_of(conference, site))
    page.keyboard.press("0")
    page.keyboard.type("Evening Courier")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type(QUESTION.text)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".live__queue li")).to_have_count(1)
    expect(page.locator("[data-live]")).to_be_focused()
    page.keyboard.press("1")
    page.keyboard.type(ANSWER.text)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".live__queue li")).to_have_count(2)
    assert not Turn.objects.exists()
    page.keyboard.press("r")
    expect(page.locator(".live__recent li")).to_have_count(2)
    expect(reader.locator(".chapter")).to_contain_text([ANSWER.text], timeout=SOON)
    expect(reader.locator("[data-running-said]")).to_have_text("Added: exchange 1.")
    expect(reader.locator("[data-running-empty]")).to_have_count(0)

    page.keyboard.press("c")
    page.keyboard.press("1")
    expect(page.locator("textarea[name=text]")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("At two o’clock.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".live__recent")).to_contain_text("At two o’clock.")
    expect(reader.locator(".chapter")).to_contain_text(["At two o’clock."], timeout=SOON)
    expect(reader.locator(".chapter")).to_have_count(1)
    assert complaints == []


def test_a_reader_pauses_and_goes_on(reader: Page, site: str, complaints: list[str]) -> None:
    conference = started()
    reader.goto(f"{site}{conference.get_absolute_url()}")
    reader.click("text=Pause")
    actions.enqueue(conference, ANSWER, change=NOBODY)
    actions.release(conference, change=NOBODY)
    reader.wait_for_timeout(500)
    expect(reader.locator(".chapter")).to_have_count(0)
    reader.click("text=Go on")
    expect(reader.locator(".chapter")).to_have_count(1)
    assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert complaints == []


def test_desk_and_page_work_without_scripts(plain_page: Page, site: str, complaints: list[str]) -> None:
    conference = started()
    log_in(plain_page, site)
    desk = desk_of(conference, site)
    plain_page.goto(desk)
    plain_page.check("[name=who][value=question]")
    plain_page.fill("[name=outlet]", "Evening Courier")
    plain_page.fill("[name=text]", QUESTION.text)
    plain_page.click("button[value=type]")
    plain_page.check("[data-live-digit='1']")
    plain_page.fill("[name=text]", ANSWER.text)
    plain_page.click("button[value=type]")
    assert QueuedTurn.objects.count() == 2
    plain_page.click("button[value=release]")
    plain_page.goto(f"{site}{conference.get_absolute_url()}")
    expect(plain_page.locator(".chapter")).to_contain_text([ANSWER.text])
    actions.enqueue(conference, ANSWER, change=NOBODY)
    actions.release(conference, change=NOBODY)
    plain_page.click("text=Newer >> nth=0")
    expect(plain_page.locator(".chapter")).to_have_count(1)
    plain_page.click("text=Newer >> nth=0")
    expect(plain_page.locator("main")).to_contain_text("Nothing has come after exchange 2 yet.")
    plain_page.goto(desk)
    plain_page.click("text=Close it")
    plain_page.click("text=Close and publish")
    expect(plain_page.locator("#desk-state")).to_contain_text("Public since")
    assert not Conference.objects.get(pk=conference.pk).is_running
    assert complaints == []
