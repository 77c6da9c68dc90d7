"""A page of which much was misread is mended completely in the preview; its second version needs none of it again."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.admin.imports.test_mending import PAGE, WELCOME
from tests.browser.test_access import COLOURS, EVERY_RULE
from tests.browser.test_desk import log_in
from tests.browser.test_desk_access import FOUND, NOT_OURS, TABLET, WIDE
from tests.browser.test_importing import hand_over
from transcripts.models import Speaker, Turn

SECOND = PAGE.replace("on the fifteenth", "on the sixteenth")
SAID = [
    ("statement", "Tomas Reyl", ""),
    ("moderator", "Lin Wei", ""),
    ("question", "EVENING COURIER", "Jo Marsh"),
    ("answer", "Ines Calder", ""),
    ("question", "EVENING COURIER", "Jo Marsh"),
    ("answer", "Tomas Reyl", ""),
    ("question", "RADIO ESTUARY", ""),
    ("statement", "Tomas Reyl", ""),
]


def turn_with(page: Page, words: str) -> Any:
    return page.locator(f".preview-row:has(.preview-words:has-text('{words}'))")


def field(page: Page, label: str, what: str) -> Any:
    """A field of a label."""
    return page.locator(f".import-labels > li:has(input[name=label][value='{label}']) [name^={what}-]")


def settle(page: Page, *, scripts: bool) -> None:
    """Wait until the preview follows, or ask for it."""
    if scripts:
        expect(page.locator("#import-status")).to_have_text("The preview has been updated.")
        page.evaluate("document.getElementById('import-status').textContent = ''")
    else:
        page.click(".import-look button")


def type_in(page: Page, where: Any, words: str, *, scripts: bool) -> None:
    where.fill(words)
    where.blur()
    settle(page, scripts=scripts)


def choose(page: Page, where: Any, value: str, *, scripts: bool) -> None:
    where.select_option(value)
    settle(page, scripts=scripts)


def press(page: Page, where: Any, *, scripts: bool) -> None:
    where.click()
    if scripts:
        settle(page, scripts=True)


def mend(page: Page, *, scripts: bool) -> None:
    """The opening has no label, the chair no name, an outlet a journalist; a turn hides in another; a kind is wrong."""
    page.click("#left-out-furniture summary")
    press(
        page,
        page.locator(f"#left-out li:has(q:has-text('{WELCOME}')) button:has-text('Make it a turn')"),
        scripts=scripts,
    )
    press(page, page.locator(".turn-panel button:has-text('left out after it')"), scripts=scripts)
    type_in(page, page.locator("#turn-speaker"), "Tomas Reyl", scripts=scripts)
    press(page, page.locator(".turn-panel button:text-is('Done')"), scripts=scripts)
    expect(page.locator(".turn-panel")).to_have_count(0)
    type_in(page, field(page, "主持人", "name"), "Lin Wei", scripts=scripts)
    type_in(page, field(page, "EVENING COURIER", "journalist"), "Jo Marsh", scripts=scripts)
    choose(page, field(page, "INES CALDER", "voice"), "speaker", scripts=scripts)
    press(page, turn_with(page, "fifteenth").locator("button:has-text('Correct')"), scripts=scripts)
    page.click(".turn-panel summary")
    press(page, page.locator(".turn-panel-lines button:text-is('A turn begins here')"), scripts=scripts)
    type_in(page, page.locator("#turn-outlet"), "EVENING COURIER", scripts=scripts)
    type_in(page, page.locator("#turn-journalist"), "Jo Marsh", scripts=scripts)
    press(page, turn_with(page, "About 1,080").locator("button:has-text('Correct')"), scripts=scripts)
    choose(page, page.locator("#turn-kind"), "statement", scripts=scripts)


def said() -> list[tuple[str, str, str]]:
    turns = Turn.objects.order_by("exchange__position", "position").select_related("speaker", "outlet")
    return [(turn.kind, str(turn.speaker or turn.outlet), turn.journalist) for turn in turns]


def walk(page: Page, site: str, *, scripts: bool) -> None:
    log_in(page, site)
    hand_over(page, site, "ferries.txt", PAGE.encode())
    mend(page, scripts=scripts)
    page.click("text=Save as draft")
    expect(page.locator(".messagelist")).to_contain_text("It is a draft.")
    assert said() == SAID
    assert Turn.objects.get(position=1, exchange__position=1).text.startswith(WELCOME)
    hand_over(page, site, "ferries.txt", SECOND.encode())
    expect(page.locator("#desk-state")).to_contain_text("Existing conference")
    expect(page.locator(".import-changes ins")).to_have_count(1)
    page.click("button[name=_confirm]")
    expect(page.locator(".messagelist")).to_contain_text("was updated from the import")
    assert said() == SAID
    assert Turn.objects.filter(text="It will be printed on the sixteenth of the month.").exists()


def test_a_page_is_mended_and_its_second_version_needs_nothing(page: Page, site: str, complaints: list[str]) -> None:
    walk(page, site, scripts=True)
    assert complaints == []


def test_a_page_is_mended_without_javascript(plain_page: Page, site: str, complaints: list[str]) -> None:
    walk(plain_page, site, scripts=False)
    assert complaints == []


@pytest.mark.parametrize(("prefix", "viewport", "rules"), [("", WIDE, EVERY_RULE), ("/zh-hans", TABLET, COLOURS)])
def test_axe_finds_nothing_in_the_preview(page: Page, site: str, prefix: str, viewport: Any, rules: Any) -> None:
    log_in(page, site)
    hand_over(page, site, "ferries.txt", PAGE.encode())
    page.set_viewport_size(viewport)
    page.emulate_media(color_scheme="dark" if prefix else "light")
    page.goto(f"{page.url.replace('/admin/', f'{prefix}/admin/')}?at=0-16")
    page.click("#left-out-furniture summary")
    page.click(".turn-panel summary")
    page.evaluate(Axe().axe_script)
    assert page.evaluate(FOUND, [NOT_OURS, rules]) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_a_turn_is_corrected_by_keyboard_and_any_name_of_a_large_house_is_found(page: Page, site: str) -> None:
    Speaker.objects.bulk_create(Speaker(name=f"Abel {n:03}", slug=f"abel-{n}") for n in range(320))
    Speaker.objects.create(name="Zora Quill", slug="zora-quill")
    log_in(page, site)
    hand_over(page, site, "ferries.txt", PAGE.encode())
    turn_with(page, "About 1,080").locator("button:has-text('Correct')").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#turn-kind")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#turn-speaker")).to_be_focused()
    assert page.locator("#import-speakers option[value='Zora Quill']").count() == 0
    page.keyboard.press("Control+A")
    page.keyboard.type("Zora")
    expect(page.locator("#import-speakers option[value='Zora Quill']")).to_have_count(1)
    page.keyboard.type(" Quill")
    page.keyboard.press("Enter")
    settle(page, scripts=True)
    expect(turn_with(page, "About 1,080").locator(".preview-by strong")).to_have_text("Zora Quill")
    expect(page.locator("#turn-speaker")).to_be_focused()
