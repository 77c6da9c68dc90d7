"""From a Word file or a saved page to the site, and once more with ten edits: with scripts, and without."""

import re
from collections.abc import Sequence

from playwright.sync_api import Page, expect

from tests.browser.test_desk import log_in
from tests.files import make_docx, make_saved_page
from transcripts.models import Exchange, Turn

Said = list[tuple[str, tuple[str, ...]]]

SAID: Said = [
    ("Tomas Reyl", ("The winter plan was decided on Monday.", "It matters to everybody in the town.")),
    ("Northbank Daily", ("When does the last boat leave in winter, and who pays for it?",)),
    ("Ines Calder", ("Let me take this question. It leaves at one o’clock.", "The town pays, as it did last year.")),
    ("Evening Courier", ("Could you tell us how many piers are open on holidays?",)),
    ("Ines Calder", ("All nine of them are open, from six in the morning until midnight.",)),
    ("Evening Courier", ("And what happens when the river freezes?",)),
    ("Ines Calder", ("Then the ice boat goes before the ferry, as it has for forty years.",)),
    ("Radio Estuary", ("How many passengers did the night boats carry last winter?",)),
    ("Ines Calder", ("About a thousand and eighty a month, which is more than we had expected.",)),
    ("Northbank Daily", ("Will dogs be allowed on board at night?",)),
    ("Ines Calder", ("Yes, on the upper deck and on a lead.",)),
    ("Radio Estuary", ("Is there a plan for those who work at the research park?",)),
    ("Ines Calder", ("The night boat stops there twice, at half past ten and at one.",)),
    ("Evening Courier", ("Where can everybody read the plan?",)),
    ("Tomas Reyl", ("The whole plan is on the town’s site tonight, with a map of the piers.",)),
]
# What stands in the second file in the place of the words of the first.
EDITS = {
    "on Monday": "on Tuesday",
    "one o’clock": "two o’clock",
    "as it did last year": "as it did every year",
    "All nine of them": "All ten of them",
    "until midnight": "until one",
    "river freezes": "river is frozen",
    "forty years": "fifty years",
    "a thousand and eighty": "a thousand and eighteen",
    "on a lead": "on a short lead",
    "half past ten": "half past nine",
}
UNTOUCHED = ("When does the last boat", "Could you tell us", "How many passengers", "Will dogs be", "Is there a plan")


def edited(said: Said) -> Said:
    """The same, with ten edits."""
    return [(label, tuple(edit(text) for text in words)) for label, words in said]


def edit(text: str) -> str:
    for old, new in EDITS.items():
        text = text.replace(old, new)
    return text


def hand_over(page: Page, site: str, name: str, data: bytes) -> None:
    """From the desk's first page to the preview of a file."""
    page.goto(f"{site}/admin/")
    page.click("text=Import a transcript")
    page.set_input_files("[name=uploads]", {"name": name, "mimeType": "application/octet-stream", "buffer": data})
    page.click("input[value='Preview']")
    expect(page.locator("#import-text")).to_be_visible()


def select_of(page: Page, label: str, what: str) -> str:
    """The selector of a label's field."""
    return f".import-labels > li:has(input[value='{label}']) select[name^={what}]"


def kinds_of(page: Page, name: str) -> set[str]:
    """The kinds that the preview shows beside a name."""
    return set(page.locator(f".preview-by:has(strong:text-is('{name}')) .preview-kind").all_inner_texts())


def publish_and_read(
    page: Page,
    said: Sequence[str] = ("Northbank Daily", "When does the last boat leave in winter", "It leaves at one o’clock."),
) -> None:
    """Publish the conference that is open, and find its words on one page."""
    page.click("text=Publish now")
    page.click("input[value='Publish now']")
    expect(page.locator("#desk-state")).to_contain_text("Public since")
    page.click(".viewsitelink")
    page.click("text=On one page")
    for words in said:
        expect(page.locator("main")).to_contain_text(words)


def ids() -> dict[str, str]:
    """The public id of each turn, by its words; and of each exchange, by its place."""
    found = {turn.text: turn.public_id for turn in Turn.objects.all()}
    return found | {f"exchange {exchange.position}": exchange.public_id for exchange in Exchange.objects.all()}


def assert_kept(before: dict[str, str], after: dict[str, str]) -> None:
    """Whatever is untouched keeps its id, and what is edited keeps it as well."""
    untouched = [text for text in before if text.startswith((*UNTOUCHED, "exchange "))]
    assert len(untouched) > len(UNTOUCHED)
    assert {text: after[text] for text in untouched} == {text: before[text] for text in untouched}
    assert set(after.values()) == set(before.values())


def test_a_word_file_becomes_a_published_conference_and_ten_edits_keep_every_id(
    page: Page, site: str, complaints: list[str]
) -> None:
    log_in(page, site)
    hand_over(page, site, "briefing.docx", make_docx(SAID))
    page.evaluate("window.isSamePage = true")
    assert kinds_of(page, "Tomas Reyl") != {"moderator"}
    page.select_option(select_of(page, "Tomas Reyl", "voice"), "chair")
    expect(page.locator("#import-status")).to_have_text("The preview has been updated.")
    assert kinds_of(page, "Tomas Reyl") == {"moderator"}
    expect(page.locator(select_of(page, "Tomas Reyl", "voice"))).to_have_value("chair")
    before = page.locator(".preview-exchange").count()
    page.locator(".preview-exchange-head .desk-move").last.click()
    expect(page.locator(".preview-exchange")).to_have_count(before - 1)
    assert page.evaluate("window.isSamePage")
    page.click("text=Save as draft")
    expect(page.locator(".messagelist")).to_contain_text("It is a draft.")
    publish_and_read(page)
    kept = ids()
    assert len([text for text in kept if not text.startswith("exchange ")]) == len(SAID)

    hand_over(page, site, "briefing.docx", make_docx(edited(SAID)))
    expect(page.locator(select_of(page, "Tomas Reyl", "voice"))).to_have_value("chair")
    expect(page.locator(".preview-exchange")).to_have_count(before - 1)
    expect(page.locator("#desk-state")).to_contain_text("Existing conference")
    expect(page.locator(".import-changes ins:has-text('eighteen')")).to_have_count(1)
    page.fill("[name=note]", "Heard again.")
    page.click("[name=is_major][value='0']")
    page.click("button:text-is('Save changes')")
    expect(page.locator(".messagelist")).to_contain_text("was updated from the import")
    assert_kept(kept, ids())
    page.click(".viewsitelink")
    page.click("text=On one page")
    expect(page.locator("main")).to_contain_text("a thousand and eighteen a month")
    assert complaints == []


def test_a_second_window_says_that_the_first_has_changed_the_import(page: Page, site: str) -> None:
    log_in(page, site)
    hand_over(page, site, "briefing.docx", make_docx(SAID))
    other = page.context.new_page()
    other.goto(page.url)
    page.select_option(select_of(page, "Tomas Reyl", "voice"), "chair")
    expect(page.locator("#import-status")).to_have_text("The preview has been updated.")
    other.fill("[name=venue]", "Town hall")
    other.press("[name=venue]", "Tab")
    expect(other.locator(".messagelist")).to_contain_text("changed in another window")
    expect(other.locator("[name=venue]")).to_have_value("Town hall")
    expect(other.locator(select_of(other, "Tomas Reyl", "voice"))).to_have_value("chair")
    other.click(".import-look button")
    expect(other.locator("#import-status")).to_have_text("The preview has been updated.")
    page.reload()
    expect(page.locator("[name=venue]")).to_have_value("Town hall")


def test_what_was_typed_outlives_the_end_of_a_session(page: Page, site: str) -> None:
    log_in(page, site)
    page.goto(f"{site}/admin/transcripts/conference/import/")
    said = "\n\n".join(f"{label}: {' '.join(words)}" for label, words in SAID)
    page.fill("[name=text]", f"Winter plan\n12 March 2024\n\n{said}")
    page.context.clear_cookies(name="sessionid")
    page.click("input[value='Preview']")
    expect(page.locator("#import-status")).to_contain_text("You have been logged out")
    expect(page.locator("[name=text]")).to_have_value(re.compile("^Winter plan"))
    other = page.context.new_page()
    other.goto(f"{site}/admin/")
    other.fill("[name=username]", "editor")
    other.fill("[name=password]", "correct horse")
    other.click("[type=submit]")
    page.click("input[value='Preview']")
    expect(page.locator("[name=title]")).to_have_value("Winter plan")


def test_a_saved_page_goes_the_same_way_without_javascript(plain_page: Page, site: str, complaints: list[str]) -> None:
    page = plain_page
    log_in(page, site)
    hand_over(page, site, "winter.html", make_saved_page(SAID))
    page.select_option(select_of(page, "Tomas Reyl", "voice"), "chair")
    page.click("text=Save as draft")
    expect(page.locator(".messagelist")).to_contain_text("Not saved yet")
    assert kinds_of(page, "Tomas Reyl") == {"moderator"}
    page.click("text=Save as draft")
    publish_and_read(page)
    kept = ids()

    hand_over(page, site, "winter.html", make_saved_page(edited(SAID)))
    page.select_option(select_of(page, "Tomas Reyl", "voice"), "chair")
    page.click(".import-look button")
    expect(page.locator(".import-changes ins:has-text('eighteen')")).to_have_count(1)
    page.click("button:text-is('Save changes')")
    expect(page.locator("#id_note_error")).to_contain_text("enter a note explaining")
    page.fill("[name=note]", "Heard again.")
    page.click("[name=is_major][value='0']")
    page.click("button:text-is('Save changes')")
    expect(page.locator(".messagelist")).to_contain_text("was updated from the import")
    assert_kept(kept, ids())
    assert complaints == []
