"""Two records of one person are found, made one and made two again; a list is uploaded. Seen, and checked by axe."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_access import EVERY_RULE, FOUND
from tests.browser.test_desk import log_in
from tests.builders import make_conference, make_exchange, make_participation, make_speaker
from transcripts import actions
from transcripts.models import Merge, NamePair, Speaker

DESK_WIDTH = 768
# What Django's own pages of the admin bring with them: no words of ours stand outside their landmarks.
NOT_OURS = ("region", "landmark")


def look(page: Page) -> None:
    """What axe finds on the page's content, and whether the page is wider than the screen."""
    expect(page.locator("#footer")).to_be_attached()  # the page is read to its end
    page.evaluate(Axe().axe_script)
    options: dict[str, Any] = {**EVERY_RULE}
    found = [each for each in page.evaluate(FOUND, options) if not each.startswith(NOT_OURS)]
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") <= DESK_WIDTH


def enter_twice() -> None:
    kept, gone = make_speaker("Ines Calder", names={"zh-hans": "卡尔德"}), make_speaker("I. Calder")
    for number, speaker in enumerate((kept, kept, gone)):
        conference = make_conference(f"Night ferries {number}")
        make_exchange(conference, speaker=speaker)
        make_participation(conference, speaker)
        actions.sync_after_edit(conference)
    actions.save_all_name_keys()


@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_duplicates_are_merged_and_separated_without_a_script(
    plain_page: Page, page: Page, site: str, complaints: list[str], language: str
) -> None:
    enter_twice()
    for desk in (plain_page, page):
        desk.set_viewport_size({"width": DESK_WIDTH, "height": 900})
    log_in(page, site)
    plain_page.context.add_cookies(page.context.cookies())
    page.goto(f"{site}{language}/admin/transcripts/speaker/duplicates/")
    look(page)
    page.click(".desk-pair-actions a")
    look(page)
    plain_page.goto(page.url)
    plain_page.keyboard.press("Tab")
    plain_page.locator("button[name=confirm]").focus()
    plain_page.keyboard.press("Enter")
    expect(plain_page.locator(".messagelist")).to_contain_text("I. Calder")
    kept = Speaker.objects.get(name="Ines Calder")
    assert not NamePair.objects.exists()
    page.goto(f"{site}{language}/admin/transcripts/speaker/{kept.pk}/history/")
    look(page)
    page.click("a[href$='/undo/']")
    look(page)
    page.keyboard.press("Tab")
    page.locator("#content-main button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("I. Calder")
    assert Merge.objects.get().undone_at
    assert complaints == []


@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_a_list_is_uploaded(page: Page, site: str, complaints: list[str], language: str) -> None:
    make_speaker("Ines Calder")
    page.set_viewport_size({"width": DESK_WIDTH, "height": 900})
    log_in(page, site)
    page.goto(f"{site}{language}/admin/transcripts/speaker/")
    page.click("a[href$='/upload/']")
    look(page)
    rows = "slug,name,aliases\nines-calder,Ines Roux,I. Roux\n,Tomas Reyl,\nnobody,Joram Kest,\n"
    file: Any = {"name": "speakers.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    page.set_input_files("[name=file]", file)
    page.click("#content-main input[type=submit]")
    expect(page.locator(".desk-bulk tbody tr")).to_have_count(3)
    look(page)
    assert Speaker.objects.count() == 1
    page.click("button[name=confirm]")
    expect(page.locator(".messagelist")).to_be_visible()
    assert set(Speaker.objects.values_list("name", flat=True)) == {"Ines Roux", "Tomas Reyl"}
    assert complaints == []
