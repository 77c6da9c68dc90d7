"""A whole transcript is edited: the preview follows what is typed, and every id stays. With scripts, and without."""

import pytest
from playwright.sync_api import Page, expect

from tests.admin.forms import url
from tests.browser.test_desk import log_in
from tests.builders import make_draft, make_exchange, make_topic
from tests.documents import document
from transcripts import actions
from transcripts.models import Conference, Turn
from transcripts.reading.transcript import read

OLD, NEW = "Pier 2 has 2 boats", "Pier 2 has seven ferries"


@pytest.fixture
def conference(site: str) -> Conference:
    conference = make_draft()
    actions.reconcile(conference, document())
    return conference


def open_sheet(page: Page, site: str, conference: Conference) -> None:
    log_in(page, site)
    page.goto(site + url("conference", "change", conference.pk))
    page.click("#exchanges >> text=Edit transcript")


def look_and_save(page: Page) -> None:
    page.click(".sheet-bar >> text=Review changes")
    expect(page.locator(".sheet-changes ins").first).to_contain_text("seven")
    page.click("button:text-is('Save changes')")
    expect(page.locator(".messagelist")).to_contain_text("The transcript was saved.")


def put_cursor(page: Page, before: str) -> None:
    page.evaluate(
        "before => { const text = document.querySelector('[name=sheet]'); const at = text.value.indexOf(before);"
        " text.focus(); text.setSelectionRange(at, at); }",
        before,
    )


def test_the_preview_follows_what_is_typed_and_every_id_stays(
    page: Page, site: str, conference: Conference, complaints: list[str]
) -> None:
    ids = set(Turn.objects.values_list("public_id", flat=True))
    open_sheet(page, site, conference)
    words = page.locator("#sheet-words")
    expect(page.locator(".sheet-lines > div")).to_have_count(len(page.input_value("[name=sheet]").split("\n")))
    put_cursor(page, OLD)
    page.keyboard.type("Mind you: ")
    expect(words).to_contain_text(f"Mind you: {OLD}")
    expect(page.locator(".preview-here")).to_contain_text("Mind you")
    put_cursor(page, "2024-03-12")
    page.keyboard.type("x")
    expect(page.locator(".sheet-error")).to_contain_text("“x2024-03-12” is not a date")
    expect(words).to_contain_text("Mind you")
    put_cursor(page, "=== Pier 3")
    page.click(".sheet-error [data-line]")
    page.keyboard.type("Held: 2024-03-12")
    expect(page.locator(".sheet-error")).to_have_count(0)
    page.fill("[name=sheet]", page.input_value("[name=sheet]").replace(f"Mind you: {OLD}", NEW))
    expect(words).to_contain_text(NEW)
    look_and_save(page)
    assert set(Turn.objects.values_list("public_id", flat=True)) == ids
    assert Turn.objects.filter(text__startswith=NEW).count() == 1
    assert complaints == []


def test_without_a_script_the_preview_comes_when_the_changes_are_looked_at(
    plain_page: Page, site: str, conference: Conference
) -> None:
    page = plain_page
    ids = set(Turn.objects.values_list("public_id", flat=True))
    open_sheet(page, site, conference)
    page.fill("[name=sheet]", page.input_value("[name=sheet]").replace(OLD, NEW))
    page.click(".sheet-bar >> text=Review changes")
    expect(page.locator("#sheet-words")).to_contain_text(NEW)
    look_and_save(page)
    assert set(Turn.objects.values_list("public_id", flat=True)) == ids


def test_the_end_of_the_session_is_said_and_what_was_typed_stays(page: Page, site: str, conference: Conference) -> None:
    open_sheet(page, site, conference)
    expect(page.locator(".sheet-lines > div").first).to_be_visible()  # the script is there
    page.context.clear_cookies(name="sessionid")
    put_cursor(page, OLD)
    page.keyboard.type("Mind you: ")
    expect(page.locator("#sheet-status")).to_contain_text("You have been logged out.")
    assert f"Mind you: {OLD}" in page.input_value("[name=sheet]")


def test_an_offered_topic_is_put_into_its_field_and_saved(
    either_page: Page, site: str, conference: Conference, complaints: list[str]
) -> None:
    page = either_page
    topic = make_topic("Boats")
    make_exchange(make_draft("Other"), topics=(topic,))
    actions.sync_after_name_edit(topic)
    log_in(page, site)
    page.goto(site + url("conference", "change", conference.pk))
    page.click("#exchanges >> text=Headings and topics")
    page.fill("[name=form-0-heading]", "The first pier")
    page.click("[name=_offer] >> nth=1")
    expect(page.locator("[name=form-1-topics]")).to_have_value("Boats")
    page.click("text=Select all")
    expect(page.locator("[name=form-2-ticked]")).to_be_checked()
    page.fill("[name=topic]", "Piers")
    page.click("[name=_add]")
    expect(page.locator("[name=form-1-topics]")).to_have_value("Boats; Piers")
    page.click(".headings-bar [name=_save]")
    expect(page.locator(".messagelist")).to_contain_text("Headings and topics were saved.")
    first, second, _third = read(conference).exchanges
    assert (first.heading, first.topics, second.topics) == ("The first pier", ("Piers",), ("Boats", "Piers"))
    assert complaints == []
