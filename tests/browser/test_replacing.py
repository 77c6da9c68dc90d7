"""Find and replace over several conferences in a browser: by its buttons alone, with and without JavaScript."""

from typing import Any

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.actions.replacing.test_replacing import enter
from tests.browser.test_desk_access import log_in
from transcripts.models import Conference
from transcripts.reading.transcript import read

NARROW = ViewportSize(width=390, height=844)


@pytest.mark.parametrize("has_script", [False, True])
def test_words_are_replaced_everywhere_and_taken_back(site: str, browser: Browser, has_script: bool) -> None:
    enter(1)
    enter(2, publish=False)
    context: Any = browser.new_context(viewport=NARROW, java_script_enabled=has_script)
    page = context.new_page()
    log_in(page, site)
    page.goto(f"{site}/admin/transcripts/conference/")
    page.click("text=Find and replace")
    page.fill("[name=find]", "Kiev")
    page.fill("[name=replace_by]", "Kyiv")
    page.click("text=Show the places")
    assert page.locator("[name=place]:checked").count() == 12
    page.uncheck("[name=place] >> nth=0")
    page.click("text=Replace the selected places")
    assert "enter a note" in page.inner_text("#content")
    assert page.locator("[name=place]:checked").count() == 11
    page.fill("[name=note]", "The spelling that the city itself uses.")
    page.check("[name=is_major][value='0']")
    page.click("text=Replace the selected places")
    assert "2 conferences were changed." in page.inner_text("body")
    assert {row.title for row in Conference.objects.all()} == {"On Kiev 2", "On Kyiv 1"}
    page.click("summary")
    page.fill("[name=note]", "Not yet.")
    page.check("[name=is_major][value='0']")
    page.click("[name=_undo]")
    assert page.inner_text("#content").count("undone") == 2
    assert all("Kyiv" not in str(read(row)) for row in Conference.objects.all())
