"""A zip file of transcripts: read to its end, imported by one button, and one of them published; also in Chinese."""

from playwright.sync_api import Page, expect

from tests.admin.imports.pages import PAGE
from tests.browser.test_desk import log_in
from tests.browser.test_importing import publish_and_read
from tests.zips import make_zip
from transcripts.models import Conference

OTHER = PAGE.replace("winter ferries", "spring bridges").replace("12 March", "13 April")
FILES = {"a.txt": PAGE, "b.txt": OTHER, "c.txt": "Nobody says anything here.\n\nNothing at all."}
WIDE = "document.documentElement.scrollWidth > window.innerWidth"


def test_a_zip_file_becomes_published_conferences(page: Page, site: str, complaints: list[str]) -> None:
    log_in(page, site)
    page.goto(f"{site}/admin/")
    page.click("text=Import a transcript")
    data = make_zip({name: text.encode() for name, text in FILES.items()})
    page.set_input_files("[name=uploads]", {"name": "march.zip", "mimeType": "application/zip", "buffer": data})
    page.click("input[value='Preview']")
    expect(page.locator("#batch-files tbody tr")).to_have_count(len(FILES))
    expect(page.locator("#batch-on")).to_have_count(0)  # it has read on by itself
    english = page.url
    for address, words in (
        (english.replace("/admin/", "/zh-hans/admin/"), "导入2份"),
        (english, "Import the 2 previews"),
    ):
        page.goto(address)
        expect(page.locator("button[name=_import]")).to_contain_text(words)
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert not page.evaluate(WIDE), (address, width)
    page.click("button[name=_import]")
    expect(page.locator(".messagelist")).to_contain_text("2 transcripts were imported as drafts.")
    expect(page.locator("button[name=_import]")).to_have_count(0)
    assert Conference.objects.count() == 2
    page.click("#batch-files tbody tr:nth-child(2) a")
    publish_and_read(page, ["spring bridges"])
    assert Conference.objects.get(status="published").title.endswith("spring bridges")
    assert complaints == []
