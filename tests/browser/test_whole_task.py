"""Whole tasks, counted in clicks: from a Word file to the site, by forms alone, a major correction and back."""

from collections.abc import Callable, Iterator
from time import monotonic

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import open_page
from tests.browser.test_desk import ANSWER, FOLLOW_UP, QUESTION
from tests.builders import make_author, make_conference, make_editor, make_exchange, make_topic
from tests.files import make_docx
from transcripts import actions

# Eleven questions, each with its answer. What a reader would look for stands in the words.
ASKED = [
    ("Northbank Daily", "When does the night ferry begin in winter?", "On the first of November, as last year."),
    ("Evening Courier", "What will a ticket for the night ferry cost?", "Three crowns; nothing for children."),
    ("Radio Estuary", "How many piers are open on holidays?", "All nine, from six in the morning until midnight."),
    ("Northbank Daily", "Who pays for the ice boat?", "The town does; it stands in the budget for next year."),
    ("Market Ledger", "Is the budget larger than before?", "By a tenth, for the price of fuel has risen."),
    ("Evening Courier", "Are the old piers safe in a flood?", "Two are being raised; flood defences come first."),
    ("Radio Estuary", "When will the flood defences be finished?", "In the spring, if the frost is short."),
    ("Market Ledger", "Does the ferry carry lorries at night?", "Only with food and medicine on board."),
    ("Northbank Daily", "Will dogs be allowed on board?", "Yes, on the upper deck and on a lead."),
    ("Evening Courier", "What of those at the research park?", "The boat stops there twice, at ten and at one."),
    ("Radio Estuary", "May we come along on the first night?", "You are all invited; bring a warm coat."),
]  # fmt: skip
SAID = [turn for outlet, question, answer in ASKED for turn in ((outlet, (question,)), ("Ines Calder", (answer,)))]
TOPICS = ("Night ferry", "Budget", "Flood defences")


class Hand:
    """One person's mouse: it counts the clicks, and the two that the system's own file dialog asks for."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.start = page, 0, monotonic()

    def click(self, what: "str | Locator") -> None:
        (self.page.locator(what).first if isinstance(what, str) else what).click()
        self.clicks += 1

    def choose_file(self, field: str, name: str, data: bytes) -> None:
        mime = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        self.page.set_input_files(field, {"name": name, "mimeType": mime, "buffer": data})
        self.clicks += 2


@pytest.fixture
def other_page(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    """Somebody else's browser."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield open_page(context, complaints)
    context.close()


def log_in(page: Page, site: str, name: str) -> Hand:
    page.goto(f"{site}/admin/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", "correct horse")
    page.click("[type=submit]")
    return Hand(page)


def test_eleven_exchanges_in_a_word_file_are_published_with_topics_in_twelve_clicks(
    page: Page, other_page: Page, site: str, complaints: list[str], record_property: Callable[[str, object], None]
) -> None:
    make_author(), make_editor()
    topics = tuple(make_topic(name) for name in TOPICS)
    make_exchange(make_conference("Summer service"), topics=topics)
    for topic in topics:
        actions.sync_after_name_edit(topic)
    author = log_in(page, site, "author")
    author.click("a:text-is('Import a transcript')")
    author.choose_file("[name=uploads]", "briefing.docx", make_docx(SAID))
    author.click("input[value='Preview']")
    author.click("text=Save as draft")
    expect(page.locator("#exchanges tbody tr")).to_have_count(11)
    author.click("text=Headings and topics")
    author.click("text=Add all suggestions")
    author.click(".headings-bar [name=_save]")
    author.click("text=Submit")
    expect(page.locator("#desk-state")).to_have_text("Submitted")

    editor = log_in(other_page, site, "editor")
    editor.click(".desk-work a:has-text('winter plan')")
    editor.click("text=Publish now")
    editor.click("input[value='Publish now']")
    expect(other_page.locator("#desk-state")).to_contain_text("Public since")
    assert author.clicks + editor.clicks <= 12
    record_property("clicks", author.clicks + editor.clicks)
    record_property("seconds", round(monotonic() - author.start, 1))

    other_page.click(".viewsitelink")
    expect(other_page.locator(".pager")).to_contain_text("11")
    expect(other_page.locator("main")).to_contain_text("Night ferry")
    other_page.click("text=On one page")
    for words in (*TOPICS, ASKED[0][1], ASKED[10][2]):
        expect(other_page.locator("main")).to_contain_text(words)
    assert complaints == []


def test_a_conference_is_entered_by_forms_alone(
    plain_page: Page, site: str, record_property: Callable[[str, object], None]
) -> None:
    make_editor()
    page = plain_page
    hand = log_in(page, site, "editor")
    hand.click("a:text-is('Add a conference')")
    page.fill("[name=title]", "Night ferries")
    page.fill("[name=held_on]", "2024-03-12")
    hand.click("input[name=_save]")
    hand.click("text=Add an exchange")
    page.fill("[name=turns-0-outlet_name]", "Evening Courier")
    page.fill("[name=turns-0-text]", QUESTION)
    page.fill("[name=turns-1-speaker_name]", "Ines Calder")
    page.fill("[name=turns-1-text]", ANSWER)
    page.fill("[name=turns-2-speaker_name]", "Ines Calder")
    page.fill("[name=turns-2-text]", FOLLOW_UP)
    hand.click("input[name=_save]")
    hand.click("text=Publish now")
    hand.click("input[value='Publish now']")
    expect(page.locator("#desk-state")).to_contain_text("Public since")
    assert hand.clicks <= 7
    record_property("clicks", hand.clicks)
    record_property("seconds", round(monotonic() - hand.start, 1))
    page.click(".viewsitelink")
    for words in (QUESTION, ANSWER, FOLLOW_UP):
        expect(page.locator("main")).to_contain_text(words)


def test_a_published_conference_goes_through_a_major_correction_and_a_restore(
    page: Page, other_page: Page, site: str, complaints: list[str]
) -> None:
    """The correction stands in place with what was and is; after the restoring, the words of old, and both notes."""
    make_editor()
    conference = make_conference()
    exchange = make_exchange(conference, answer="The ferry sails at one.")
    actions.sync_after_edit(conference)
    hand, public = log_in(page, site, "editor"), f"{site}{exchange.get_absolute_url()}"
    page.goto(f"{site}/admin/transcripts/exchange/{exchange.pk}/change/")
    text = page.locator("[name^=turns-][name$=-text]", has_text="sails at one").last
    text.fill("The ferry sails at two.")
    page.fill("[name=note]", "The recording has two, not one.")
    hand.click("[name=is_major][value='1']")
    hand.click("input[name=_save]")
    other_page.goto(public)
    expect(other_page.locator("main del")).to_contain_text("one")
    expect(other_page.locator("main ins").last).to_contain_text("two")
    expect(other_page.locator("main")).to_contain_text("The recording has two, not one.")

    hand.click(".historylink")
    hand.click("tbody tr:last-child >> text=Restore")
    page.fill("[name=note]", "The recording was of another day.")
    hand.click("[name=is_major][value='1']")
    hand.click("input[value=Restore]")
    expect(page.locator(".messagelist")).to_contain_text("Restored revision 1.")
    other_page.goto(public)
    expect(other_page.locator("main")).to_contain_text("The ferry sails at one.")
    other_page.goto(f"{site}/corrections/")
    for note in ("The recording has two, not one.", "The recording was of another day."):
        expect(other_page.locator("main")).to_contain_text(note)
    assert hand.clicks == 6
    assert complaints == []
