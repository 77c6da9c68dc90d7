"""The time of a publication in words, as it is typed."""

from playwright.sync_api import Page, expect

from tests.browser.test_desk import log_in
from tests.builders import make_draft


def test_the_words_follow_the_time_that_is_typed(page: Page, site: str, complaints: list[str]) -> None:
    log_in(page, site)
    conference = make_draft(exchanges=1)
    page.goto(f"{site}/admin/transcripts/conference/{conference.pk}/schedule/")
    said = page.locator(".desk-moment")
    page.fill("[name=at]", "2060-07-01T10:00")
    expect(said).to_contain_text("1 July 2060")
    expect(said).to_contain_text("months")
    page.fill("[name=at]", "2020-07-01T10:00")
    expect(said).to_have_text("That time has passed. Choose a later one, or publish now.")
    assert not complaints
