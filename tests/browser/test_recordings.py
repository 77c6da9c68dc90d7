"""The recording beside the words: played, followed, linked to and closed, by mouse, by keys and without scripts."""

import re
import time
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.production import PRICES
from tests.builders import make_conference, make_recording
from transcripts import actions
from transcripts.models import Conference, Paragraph

SOON = 15_000  # milliseconds in which a busy machine has begun to play


def media(page: Page, name: str) -> Any:
    return page.evaluate(f"document.querySelector('#player audio').{name}")


def wait_until(page: Page, condition: str) -> None:
    """Wait until it is so of `media`; the policy of the page forbids Playwright's own way, which evaluates a text."""
    end = time.monotonic() + SOON / 1000
    told = f"(() => {{ const media = document.querySelector('#player audio'); return {condition}; }})()"
    while not page.evaluate(told):
        assert time.monotonic() < end, condition
        page.wait_for_timeout(100)


def test_nothing_of_it_is_loaded_before_it_is_played(page: Page, press_room: str, complaints: list[str]) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{press_room}{PRICES}2/")
    page.wait_for_timeout(300)
    assert [url for url in asked if "/attachments/" in url or url.endswith(".vtt")] == []
    page.goto(f"{press_room}/conferences/")
    assert [url for url in asked[1:] if "/recording/" in url] != []
    asked.clear()
    page.reload()
    assert [url for url in asked if "/recording/" in url] == []
    assert complaints == []


def test_a_paragraph_is_heard_followed_and_closed(page: Page, press_room: str, complaints: list[str]) -> None:
    page.goto(f"{press_room}{PRICES}2/")
    player, times = page.locator("#player"), page.locator(".spoken")
    start = int(str(times.nth(1).get_attribute("href")).partition("#t=")[2])
    times.nth(1).click()
    wait_until(page, f"!media.paused && media.currentTime > {start}")
    expect(player).to_have_class(re.compile("player--docked"))
    expect(page.locator(".is-heard")).to_have_count(1)
    expect(page.locator(".is-heard")).to_have_attribute("aria-current", "true")
    assert page.locator(".spoken + .is-heard").inner_text().startswith("By counting four hundred")
    box = player.bounding_box()
    assert box is not None
    assert box["height"] < 100
    assert box["y"] + box["height"] == pytest.approx(900, abs=1)
    # The words that come are marked in their turn, and kept in sight.
    page.evaluate("document.querySelector('#player audio').currentTime = 66")
    expect(page.locator(".is-heard")).to_contain_text("Who bears the loss?", timeout=SOON)
    heard = page.locator(".is-heard").bounding_box()
    assert heard is not None
    assert heard["y"] + heard["height"] <= box["y"]
    # Past this page's words a link leads on.
    page.evaluate("document.querySelector('#player audio').currentTime = 100")
    away = player.get_by_role("link", name="These words are on another page")
    expect(away).to_be_visible(timeout=SOON)
    expect(page.locator(".is-heard")).to_have_count(0)
    away_address = str(away.get_attribute("href"))
    assert re.search(r"\?t=10\d$", away_address)
    player.get_by_role("button", name="Close").click()
    assert media(page, "paused")
    expect(player).not_to_have_class(re.compile("player--docked"))
    expect(away).to_be_hidden()
    page.goto(away_address)
    assert re.fullmatch(rf"{press_room}{PRICES}3/\?t=10\d#\w+", page.url)
    assert media(page, "currentTime") >= 100
    assert media(page, "paused")
    expect(page.locator(".is-heard")).to_have_count(1)
    assert complaints == []


def test_whoever_scrolls_is_left_where_they_read(page: Page, press_room: str) -> None:
    page.goto(f"{press_room}{PRICES}full/")
    page.locator(".spoken").first.click()
    wait_until(page, "!media.paused && media.readyState > 2")
    follow = page.get_by_label("Follow the words")
    expect(follow).to_be_checked()
    page.mouse.wheel(0, 200)
    expect(follow).not_to_be_checked()
    page.wait_for_timeout(300)
    before = page.evaluate("scrollY")
    page.evaluate("document.querySelector('#player audio').currentTime = 100")
    expect(page.locator(".is-heard")).to_have_count(1, timeout=SOON)
    assert page.evaluate("scrollY") == before
    follow.check()
    wait_until(page, f"scrollY > {before}")


def test_it_is_played_and_linked_to_by_keys_alone(page: Page, press_room: str, complaints: list[str]) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{press_room}{PRICES}2/")
    page.locator(".spoken").first.focus()
    page.keyboard.press("Enter")
    wait_until(page, "!media.paused && media.currentTime > 37")
    # The arrow keys move in the recording, and do not turn the page.
    page.locator("#player audio").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(200)
    assert page.url == f"{press_room}{PRICES}2/"
    page.locator("#player audio").evaluate("audio => audio.pause()")
    page.get_by_role("button", name="Link to this moment").press("Enter")
    expect(page.locator("#player [role=status]")).to_have_text("The link was copied.")
    assert re.fullmatch(rf"{press_room}{PRICES}\?t=\d+", str(page.evaluate("navigator.clipboard.readText()")))
    page.get_by_role("button", name="Close").press("Enter")
    expect(page.locator("#player")).not_to_have_class(re.compile("player--docked"))
    assert complaints == []


def test_on_a_phone_it_stays_small_and_covers_nothing_at_the_end(browser: Browser, press_room: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{press_room}/zh-hans{PRICES}2/")
    page.locator(".spoken").last.click()
    wait_until(page, "!media.paused")
    box = page.locator("#player").bounding_box()
    assert box is not None
    assert box["height"] <= 120
    assert (box["x"], box["width"]) == (0, 390)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    last = page.locator(".footer").bounding_box()
    assert last is not None
    assert last["y"] + last["height"] <= box["y"] + 1
    page.close()


def test_without_scripts_the_browser_plays_it_and_each_time_is_a_link(plain_page: Page, press_room: str) -> None:
    page = plain_page
    page.goto(f"{press_room}{PRICES}?t=70")
    assert re.fullmatch(rf"{press_room}{PRICES}2/\?t=70#\w+", page.url)
    audio = page.locator("#player audio[controls]")
    assert str(audio.get_attribute("src")).endswith(".webm#t=70")
    expect(page.locator("#player button, #player input")).to_have_count(0)
    link = page.locator(".spoken").first
    assert re.fullmatch(r"/attachments/\w+/recording\.webm#t=\d+", str(link.get_attribute("href")))
    assert page.locator("p:target").inner_text().startswith("We know of thirty-one tenancies")


@pytest.fixture
def elsewhere(site: str) -> Conference:
    conference = make_conference("Night ferries", exchanges=1)
    # Nobody listens there, which is enough to see whether the browser asks.
    make_recording(conference, url="https://strange.example:9/briefing.mp3")
    Paragraph.objects.filter(turn__exchange__conference=conference).update(time=5)
    actions.bump_edition(conference)
    return conference


def test_another_site_is_asked_only_after_a_click(
    page: Page, site: str, elsewhere: Conference, complaints: list[str]
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "strange.example" in request.url else None)
    page.goto(site + elsewhere.get_absolute_url())
    page.wait_for_timeout(500)
    assert asked == []
    expect(page.locator("audio")).to_have_count(0)
    expect(page.get_by_role("link", name="Listen at strange.example")).to_be_visible()
    page.get_by_role("button", name="Load from strange.example and listen here").click()
    expect(page.locator("audio")).to_have_count(1)
    page.wait_for_timeout(500)
    assert asked
    assert set(asked) == {"https://strange.example:9/briefing.mp3"}
    assert [each for each in complaints if "Content Security Policy" in each] == []


def test_without_scripts_another_site_is_a_link(plain_page: Page, site: str, elsewhere: Conference) -> None:
    plain_page.goto(site + elsewhere.get_absolute_url())
    expect(plain_page.locator("audio")).to_have_count(0)
    expect(plain_page.get_by_role("link", name="Listen at strange.example")).to_be_visible()
    expect(plain_page.locator("#player button")).to_be_hidden()
