"""Going back in the browser to a form that was saved, and saving again, adds nothing twice."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_desk import ANSWER, QUESTION, add_conference, log_in
from transcripts.models import Comment, Conference, Exchange

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(params=["with scripts", "without"])
def desk(request: pytest.FixtureRequest, page: Page, plain_page: Page) -> Page:
    return page if request.param == "with scripts" else plain_page


def add_exchange(desk: Page) -> None:
    desk.click("text=Add an exchange")
    desk.fill("[name=turns-0-text]", QUESTION)
    desk.fill("[name=turns-1-text]", ANSWER)
    desk.fill("[name=turns-1-speaker_name]", "Ines Calder")
    desk.click("input[name=_save]")
    expect(desk.locator("#exchanges tbody tr")).to_have_count(1)


@pytest.mark.parametrize("button", ["_save", "_continue", "_addanother"])
def test_back_and_save_never_make_a_second_exchange(desk: Page, site: str, button: str) -> None:
    log_in(desk, site)
    add_conference(desk)
    add_exchange(desk)
    desk.go_back()
    desk.click(f"input[name={button}]")
    desk.wait_for_load_state()
    assert Exchange.objects.count() == 1
    assert [turn.text for turn in Exchange.objects.get().turns.order_by("position")] == [QUESTION, ANSWER]


def test_what_is_changed_after_going_back_changes_the_one_exchange_or_is_shown(desk: Page, site: str) -> None:
    log_in(desk, site)
    add_conference(desk)
    add_exchange(desk)
    desk.go_back()
    desk.fill("[name=turns-1-text]", "At two o’clock.")
    desk.click("input[name=_save]")
    desk.wait_for_load_state()
    words = desk.content() + Exchange.objects.get().turns.get(position=2).text
    assert "At two o’clock." in words


def test_back_and_save_never_make_a_second_conference(desk: Page, site: str) -> None:
    log_in(desk, site)
    add_conference(desk)
    desk.go_back()
    desk.click("input[name=_save]")
    desk.wait_for_load_state()
    assert Conference.objects.count() == 1


def test_back_and_send_never_make_a_second_comment(desk: Page, site: str) -> None:
    log_in(desk, site)
    add_conference(desk)
    desk.fill("#desk-comment", "Who is that?")
    desk.click("text=Add a comment")
    expect(desk.locator(".desk-comment-words")).to_have_count(1)
    desk.go_back()
    desk.fill("#desk-comment", "Who is that?")
    desk.click("text=Add a comment")
    expect(desk.locator(".desk-comment-words")).to_have_count(1)
    assert Comment.objects.count() == 1
