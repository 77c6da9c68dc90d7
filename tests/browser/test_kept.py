"""What a form that stays open does: it keeps what is typed for its editor alone, and says that it is open."""

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import open_page
from tests.browser.test_desk import log_in
from tests.builders import make_draft, make_editor, make_exchange
from transcripts import actions
from transcripts.models import Exchange

KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('desk:')).length"
ANSWER = "At one o’clock, and not before."


def wait_for_kept(page: Page, number: int) -> None:
    """Wait until so many entries are kept. A page's own policy forbids what Playwright waits with."""
    look = f"const look = () => {KEPT} === {number} ? done() : setTimeout(look, 20)"
    page.evaluate(f"new Promise((done) => {{ {look}; look(); }})")


def begin(page: Page, site: str) -> str:
    """Log in, and return the address of an exchange's form, which is open."""
    log_in(page, site)
    exchange = make_exchange(make_draft(), heading="Boats")
    actions.sync_after_edit(exchange.conference)
    address = f"{site}/admin/transcripts/exchange/{exchange.pk}/change/"
    page.goto(address)
    return address


def type_answer(page: Page) -> None:
    page.fill("[name=turns-1-text]", ANSWER)
    wait_for_kept(page, 1)


def reopen(page: Page, address: str) -> Page:
    """Close the tab without being asked, and open the address in another."""
    context: BrowserContext = page.context
    page.close()
    other = open_page(context, [])
    other.goto(address)
    return other


def test_a_closed_tab_loses_nothing_and_nothing_is_put_back_unasked(page: Page, site: str) -> None:
    address = begin(page, site)
    page.click("text=Add another Turn")
    page.fill("[name=turns-3-text]", "A turn that nobody had before.")
    page.select_option("[name=turns-3-kind]", "note")
    page.fill("[name=heading]", "Ships")
    type_answer(page)
    page = reopen(page, address)
    bar = page.locator(".desk-kept")
    expect(bar).to_contain_text("You have unsaved changes")
    expect(page.locator("[name=heading]")).to_have_value("Boats")
    expect(page.locator("[name=turns-1-text]")).to_have_value("At one o’clock.")
    bar.get_by_text("Show").click()
    expect(bar.locator("dl")).to_contain_text(ANSWER)
    expect(page.locator("[name=heading]")).to_have_value("Boats")
    bar.get_by_text("Restore").click()
    expect(bar).to_have_count(0)
    expect(page.locator("[name=turns-1-text]")).to_have_value(ANSWER)
    expect(page.locator("[name=turns-2-text]")).to_have_value("A turn that nobody had before.")
    page.click("input[name=_continue]")
    expect(page.locator(".messagelist")).to_contain_text("was")
    expect(bar).to_have_count(0)
    assert page.evaluate(KEPT) == 0
    exchange = Exchange.objects.get()
    assert exchange.heading == "Ships"
    assert [turn.kind for turn in exchange.turns.all()] == ["question", "answer", "note"]


def test_a_server_that_is_away_while_one_saves_loses_nothing(page: Page, site: str) -> None:
    address = begin(page, site)
    type_answer(page)
    page.route(address, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    with page.expect_event("requestfailed"):
        page.click("input[name=_save]", no_wait_after=True)
    page.unroute(address)
    page = reopen(page, address)
    expect(page.locator("[name=turns-1-text]")).to_have_value("At one o’clock.")
    page.locator(".desk-kept").get_by_text("Restore").click()
    page.click("input[name=_continue]")
    expect(page.locator("[name=turns-1-text]")).to_have_value(ANSWER)
    assert page.evaluate(KEPT) == 0


def test_a_session_that_ends_before_saving_and_another_who_saves_lose_nothing(page: Page, site: str) -> None:
    address = begin(page, site)
    type_answer(page)
    page.context.clear_cookies(name="sessionid")
    page.click("input[name=_save]")
    expect(page.locator("[name=password]")).to_be_visible()
    assert page.evaluate(KEPT) == 1
    turn = Exchange.objects.get().turns.get(position=2)
    turn.text = "At two o’clock."
    turn.save()
    actions.sync_after_edit(turn.exchange.conference, actions.Change(make_editor("other")))
    page.goto(f"{site}/admin/login/")
    page.fill("[name=username]", "editor")
    page.fill("[name=password]", "correct horse")
    page.click("[type=submit]")
    page.goto(address)
    bar = page.locator(".desk-kept")
    expect(bar).to_contain_text("Others have saved since")
    bar.get_by_text("Restore").click()
    page.click("input[name=_save]")
    expect(page.locator(".desk-conflict-mine")).to_contain_text("and not before")
    expect(page.locator(".desk-conflict-theirs")).to_contain_text("two")
    expect(bar).to_have_count(0)
    page.click("input[name=_save]")
    expect(page.locator(".messagelist")).to_contain_text("was")
    assert page.evaluate(KEPT) == 0


def test_nobody_else_sees_it_and_logging_out_clears_it(page: Page, site: str) -> None:
    address = begin(page, site)
    type_answer(page)
    page.context.clear_cookies(name="sessionid")
    make_editor("other")
    page = reopen(page, f"{site}/admin/login/")
    page.fill("[name=username]", "other")
    page.fill("[name=password]", "correct horse")
    page.click("[type=submit]")
    page.goto(address)
    page.fill("[name=heading]", "Ships")
    expect(page.locator(".desk-kept")).to_have_count(0)
    wait_for_kept(page, 2)
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("#logout-form button")
    wait_for_kept(page, 1)
    page.goto(f"{site}/admin/login/")
    page.fill("[name=username]", "editor")
    page.fill("[name=password]", "correct horse")
    page.click("[type=submit]")
    page.goto(address)
    expect(page.locator(".desk-kept")).to_have_count(1)
    page.get_by_role("button", name="Discard").click()
    assert page.evaluate(KEPT) == 0
    expect(page.locator("[name=heading]")).to_have_value("Boats")
    page.evaluate("localStorage.setItem('desk:1:old', JSON.stringify({at: Date.now() - 8 * 24 * 3600 * 1000}))")
    page.reload()
    assert page.evaluate(KEPT) == 0


def test_the_sheet_is_kept_too_also_after_a_look_at_the_changes(page: Page, site: str) -> None:
    begin(page, site)
    address = f"{site}/admin/transcripts/conference/{Exchange.objects.get().conference_id}/sheet/"
    page.goto(address)
    sheet = page.locator("[name=sheet]")
    text = sheet.input_value().replace("At one o’clock.", ANSWER)
    sheet.fill(text)
    page.click(".sheet-bar [name=_look]")
    expect(page.locator(".desk-look")).to_be_visible()
    page = reopen(page, address)
    expect(page.locator("[name=sheet]")).not_to_have_value(text)
    page.get_by_role("button", name="Restore").click()
    expect(page.locator("[name=sheet]")).to_have_value(text)
    page.click(".sheet-bar [name=_look]")
    page.click("[name=_save]")
    expect(page.locator(".messagelist")).to_contain_text("was")
    assert page.evaluate(KEPT) == 0


def test_a_comment_is_kept_until_it_is_sent_apart_from_the_form_above(page: Page, site: str) -> None:
    begin(page, site)
    address = f"{site}/admin/transcripts/conference/{Exchange.objects.get().conference_id}/change/"
    page.goto(address)
    page.fill("#desk-comment", "Who checked the figures?")
    wait_for_kept(page, 1)
    page = reopen(page, address)
    bar = page.locator("#comments .desk-kept")
    expect(page.locator(".desk-kept")).to_have_count(1)
    expect(page.locator("#desk-comment")).to_have_value("")
    bar.get_by_text("Restore").click()
    expect(page.locator("#desk-comment")).to_have_value("Who checked the figures?")
    page.get_by_role("button", name="Add a comment").click()
    expect(page.locator(".desk-comment-words")).to_have_text("Who checked the figures?")
    assert page.evaluate(KEPT) == 0


def test_a_browser_that_can_keep_nothing_does_no_harm(page: Page, site: str, complaints: list[str]) -> None:
    page.add_init_script("""const set = Storage.prototype.setItem;
        Storage.prototype.setItem = function (key, value) {
            if (key.startsWith("desk:")) { throw new DOMException("full", "QuotaExceededError"); }
            set.call(this, key, value);
        };""")
    begin(page, site)
    page.fill("[name=turns-1-text]", ANSWER)
    page.click("input[name=_save]")
    expect(page.locator(".messagelist")).to_contain_text("was changed")
    assert complaints == []


def test_another_who_has_it_open_is_named_until_the_page_is_left(
    browser: Browser, page: Page, site: str, complaints: list[str]
) -> None:
    address = begin(page, site)
    make_editor("weilin")
    context = browser.new_context()
    other = open_page(context, complaints)
    other.goto(f"{site}/admin/login/")
    other.fill("[name=username]", "weilin")
    other.fill("[name=password]", "correct horse")
    other.click("[type=submit]")
    other.goto(address)
    expect(other.locator("#desk-presence")).to_contain_text("editor has had this conference open")
    page.goto(f"{site}/admin/")  # the page before says with its last breath that it was closed
    for _ in range(50):
        other.reload()
        if not other.locator("#desk-presence p").count():
            break
    expect(other.locator("#desk-presence p")).to_have_count(0)
    context.close()
    assert complaints == []
