"""A running transcript in two browsers: an editor types with the keyboard alone, and a reader's open page grows."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.actions.workflow.test_running import ANSWER, NOBODY, QUESTION, started
from tests.browser.conftest import open_page
from tests.browser.test_desk import log_in
from transcripts import actions
from transcripts.actions import Typed
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


def type_turn(page: Page, key: str, words: str) -> None:
    page.keyboard.press(key)
    page.keyboard.type(words)
    page.keyboard.press("Control+Enter")


def test_what_is_typed_is_never_lost(page: Page, site: str) -> None:
    """Not to haste, a turn that is corrected meanwhile, captions that come in, a lost connection, or a logout."""
    conference = started()
    log_in(page, site)
    page.goto(desk_of(conference, site))
    words = page.locator("textarea[name=text]")
    queue, last = page.locator(".live__queue"), page.locator(".live__recent")
    for number in range(4):  # without waiting for an answer
        type_turn(page, "1", f"Sentence {number}.")
    page.keyboard.press("r")
    expect(last).to_contain_text("Sentence 3.")
    assert [turn.text for turn in Turn.objects.order_by("position")] == [f"Sentence {number}." for number in range(4)]

    page.keyboard.press("1")
    page.keyboard.type("Half of a")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.keyboard.press("2")
    expect(words).to_have_value("Sentence 2.")
    page.keyboard.type(" Indeed.")
    page.keyboard.press("Control+Enter")
    expect(last).to_contain_text("Sentence 2. Indeed.")
    expect(words).to_have_value("Half of a")
    expect(page.locator("[data-live-digit='1']")).to_be_checked()
    expect(words).to_be_focused()

    actions.enqueue(conference, Typed("By another editor.", speaker="Ines Calder"), change=NOBODY)
    expect(queue).to_contain_text("By another editor.", timeout=SOON)
    expect(page.locator(".live__said")).to_have_text("Queue: 1 turn")
    expect(words).to_be_focused()
    page.keyboard.type(" turn.")

    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".messagelist")).to_contain_text("Not saved")
    expect(words).to_have_value("Half of a turn.")
    page.context.set_offline(False)
    page.keyboard.press("Control+Enter")
    expect(queue.locator("li")).to_have_count(2)
    expect(words).to_have_value("")

    page.context.clear_cookies()
    type_turn(page, "1", "Typed without leave.")
    expect(page.locator(".messagelist")).to_contain_text("you are logged out")
    expect(words).to_have_value("Typed without leave.")


def test_an_editor_is_shown_what_another_made_of_the_same_turn(page: Page, site: str) -> None:
    conference = started()
    log_in(page, site)
    page.goto(desk_of(conference, site))
    turn = actions.enqueue(conference, ANSWER, change=NOBODY)
    turn.is_checked = False
    turn.save()
    expect(page.locator(".live__turn--unchecked")).to_have_count(1, timeout=SOON)
    page.keyboard.press("e")
    words = page.locator("textarea[name=text]")
    expect(words).to_have_value(ANSWER.text)
    actions.change_queued(turn, Typed("At two o’clock.", speaker="Ines Calder"), was=ANSWER.text, change=NOBODY)
    page.keyboard.press("Control+A")
    page.keyboard.type("At three o’clock.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".live__stands")).to_contain_text("At two o’clock.")
    expect(words).to_have_value("At three o’clock.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".live__queue")).to_contain_text("At three o’clock.")
    page.keyboard.press("r")
    expect(page.locator(".live__recent")).to_contain_text("At three o’clock.")
    page.keyboard.press("c")
    page.keyboard.press("1")
    expect(words).to_have_value("At three o’clock.")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(words).to_have_value("")
    expect(page.locator(".live__entry h2")).to_have_text("Next turn")


def test_chinese_that_is_being_composed_has_the_keys_to_itself(page: Page, site: str) -> None:
    conference = started()
    log_in(page, site)
    page.goto(desk_of(conference, site))
    page.keyboard.press("0")
    outlet = page.locator("[name=outlet]")
    for key in ("Enter", "Escape"):
        init = f"{{ key: '{key}', isComposing: true, bubbles: true, cancelable: true }}"
        outlet.evaluate(f"each => each.dispatchEvent(new KeyboardEvent('keydown', {init}))")
        expect(outlet).to_be_focused()


def test_a_reader_is_told_once_that_the_site_is_away_and_then_no_more(reader: Page, site: str) -> None:
    conference = started()
    reader.goto(f"{site}{conference.get_absolute_url()}")
    told = reader.locator("[data-running-said]")
    reader.context.set_offline(True)
    reader.click("[data-running-newer] >> nth=0")
    expect(told).to_have_text("The site cannot be reached just now.")
    reader.context.set_offline(False)
    reader.click("[data-running-newer] >> nth=0")
    expect(told).to_have_text("Nothing newer yet.")
    actions.enqueue(conference, ANSWER, change=NOBODY)
    actions.release(conference, change=NOBODY)
    reader.click("[data-running-newer] >> nth=0")
    expect(reader.locator(".chapter")).to_be_focused()
    actions.close_running(conference, weights={}, change=NOBODY)
    reader.click("[data-running-newer] >> nth=0")
    expect(told).to_have_text("The transcript is no longer running. Load the page again")
    expect(reader.locator("[data-running-pause]")).to_have_count(0)
    reader.click("text=Load the page again")
    expect(reader.locator(".running")).to_have_count(0)
