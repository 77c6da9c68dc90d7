"""The plain path: an editor enters an exchange by hand and sees it on the site. With scripts, and without."""

from playwright.sync_api import Browser, Page, expect

from tests.builders import make_editor, make_outlet, make_speaker

QUESTION = "When does the last boat leave?"
ANSWER = "At one o’clock."
FOLLOW_UP = "But at midnight in winter."


def log_in(page: Page, site: str) -> None:
    make_editor()
    page.goto(f"{site}/admin/")
    page.fill("[name=username]", "editor")
    page.fill("[name=password]", "correct horse")
    page.click("[type=submit]")


def add_conference(page: Page) -> None:
    page.click("#content a[href$='/conference/add/'] >> nth=0")
    page.fill("[name=title]", "Night ferries")
    page.fill("[name=held_on]", "2024-03-12")
    page.click("input[name=_save]")
    expect(page.locator("#desk-state")).to_have_text("Draft")


def publish_and_read(page: Page) -> None:
    expect(page.locator("#exchanges tbody tr")).to_have_count(1)
    page.click("text=Publish now")
    page.click("input[value='Publish now']")
    expect(page.locator("#desk-state")).to_contain_text("Public since")
    page.click(".viewsitelink")
    main = page.locator("main")
    for words in ("Night ferries", "Evening Courier", "Mia Toft", QUESTION, "Ines Calder", ANSWER, FOLLOW_UP):
        expect(main).to_contain_text(words)
    text = main.inner_text()
    assert text.index(QUESTION) < text.index(ANSWER) < text.index(FOLLOW_UP)


def choose(page: Page, field: str, typed: str, name: str) -> None:
    page.click(f"#id_{field} + .select2-container .select2-selection")
    page.fill(".select2-dropdown .select2-search__field", typed)
    page.click(f".select2-results__option:has-text('{name}')")


def test_an_editor_enters_a_three_turn_exchange_and_sees_it_on_the_site(
    page: Page, site: str, complaints: list[str]
) -> None:
    log_in(page, site)
    make_speaker(), make_speaker("Joram Kest"), make_outlet()
    add_conference(page)
    page.click("text=Add an exchange")
    choose(page, "turns-0-outlet", "even", "Evening Courier")
    page.fill("[name=turns-0-journalist]", "Mia Toft")
    page.fill("[name=turns-0-text]", QUESTION)
    choose(page, "turns-1-speaker", "cald", "Ines Calder")
    page.fill("[name=turns-1-text]", ANSWER)
    choose(page, "turns-2-speaker", "ines", "Ines Calder")
    page.fill("[name=turns-2-text]", FOLLOW_UP)
    page.click("input[name=_save]")
    publish_and_read(page)
    assert complaints == []


def test_an_editor_without_javascript_does_the_same_by_typing_names(plain_page: Page, site: str) -> None:
    page = plain_page
    log_in(page, site)
    add_conference(page)
    page.click("text=Add an exchange")
    page.fill("[name=turns-0-outlet_name]", "Evening Courier")
    page.fill("[name=turns-0-journalist]", "Mia Toft")
    page.fill("[name=turns-0-text]", QUESTION)
    page.fill("[name=turns-1-speaker_name]", "Ines Calder")
    page.fill("[name=turns-1-text]", ANSWER)
    page.fill("[name=turns-2-speaker_name]", "Ines Calder")
    page.fill("[name=turns-2-text]", FOLLOW_UP)
    page.click("input[name=_save]")
    publish_and_read(page)


def test_enter_in_a_field_saves_and_moves_nothing(plain_page: Page, site: str) -> None:
    page = plain_page
    log_in(page, site)
    add_conference(page)
    page.click("text=Add an exchange")
    page.fill("[name=turns-0-text]", QUESTION)
    page.fill("[name=turns-1-text]", ANSWER)
    page.click("input[name=_continue]")
    page.fill("[name=heading]", "The last boat")
    page.press("[name=heading]", "Enter")
    page.click("#exchanges tbody a")
    expect(page.locator("[name=heading]")).to_have_value("The last boat")
    expect(page.locator("[name=turns-0-text]")).to_have_value(QUESTION)
    page.fill("[name=turns-0-text]", FOLLOW_UP)
    page.click("#turns-1 >> text=Up")
    expect(page.locator("[name=turns-0-text]")).to_have_value(ANSWER)
    expect(page.locator("[name=turns-1-text]")).to_have_value(FOLLOW_UP)


def test_leaving_with_something_unsaved_is_asked_about(page: Page, site: str, complaints: list[str]) -> None:
    log_in(page, site)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    add_conference(page)
    page.click("text=Add an exchange")
    page.click("#header >> text=Topics")
    assert asked == []
    page.go_back()
    page.click("[name=heading]")
    page.keyboard.type("Fares")
    page.click("#header >> text=Topics")
    expect(page).to_have_url(f"{site}/admin/transcripts/topic/")
    assert asked == ["beforeunload"]
    assert complaints == []


def test_two_editors_meet_without_javascript_and_both_texts_are_seen(
    browser: Browser, plain_page: Page, site: str, complaints: list[str]
) -> None:
    mine = plain_page
    log_in(mine, site)
    add_conference(mine)
    mine.click("text=Add an exchange")
    mine.fill("[name=turns-0-text]", QUESTION)
    mine.fill("[name=turns-1-text]", ANSWER)
    mine.fill("[name=turns-1-speaker_name]", "Ines Calder")
    mine.click("input[name=_save]")
    mine.click("text=Publish now")
    mine.click("input[value='Publish now']")
    mine.click("#exchanges tbody a")
    context = browser.new_context(storage_state=mine.context.storage_state(), java_script_enabled=False)
    theirs = context.new_page()
    theirs.goto(mine.url)
    theirs.fill("[name=turns-1-text]", "At two o’clock.")
    theirs.click("input[name=_save]")
    expect(theirs.locator("#id_note_error")).to_contain_text("enter a note explaining")
    theirs.fill("[name=note]", "Misheard")
    theirs.click("[name=is_major][value='1']")
    theirs.click("input[name=_save]")
    mine.fill("[name=turns-1-text]", "At one o’clock, or later.")
    mine.fill("[name=note]", "He added something")
    mine.click("[name=is_major][value='1']")
    mine.click("input[name=_save]")
    expect(mine.locator(".desk-conflict-theirs ins")).to_contain_text("two")
    expect(mine.locator(".desk-conflict-mine ins")).to_contain_text("or later")
    expect(mine.locator("[name=turns-1-text]")).to_have_value("At one o’clock, or later.")
    expect(mine.get_by_label("Keep my changes")).to_be_checked()
    mine.get_by_label("Use their changes").check()
    mine.click("input[name=_continue]")
    expect(mine.locator("[name=turns-1-text]")).to_have_value("At two o’clock.")
    mine.fill("[name=turns-1-text]", "At one o’clock, or later.")
    mine.fill("[name=note]", "He added something")
    mine.click("[name=is_major][value='1']")
    mine.click("input[name=_save]")
    mine.click(".object-tools >> text=History")
    mine.click("text=Compare selected revisions")
    expect(mine.locator(".desk-turn del")).to_contain_text("two")
    context.close()
    assert complaints == []
