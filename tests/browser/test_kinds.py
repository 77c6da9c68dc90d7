"""One file of each kind goes through the admin: uploaded, previewed, saved, published, read."""

import os

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_desk import log_in
from tests.browser.test_importing import hand_over, publish_and_read
from tests.kinds import FILES, HEAD, SAID
from transcripts.models import Conference, Turn

# The drill takes all of them (KINDS=all). Word files go the same way in test_importing.py.
SOME = ("html", "json", "pdf", "srt")


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(SOME) or os.environ.get("KINDS") == "all"])
def test_a_file_of_each_kind_becomes_a_published_conference(
    page: Page, site: str, complaints: list[str], name: str
) -> None:
    log_in(page, site)
    hand_over(page, site, name, FILES[name])
    if name.endswith((".vtt", ".srt", ".json")):
        page.fill("[name=title]", HEAD[0])
        page.fill("[name=held_on]", "2026-03-12")
        page.press("[name=held_on]", "Tab")
        expect(page.locator("#import-status")).to_have_text("The preview has been updated.")
    if name.endswith(".json"):
        for label, name_of in (("SPEAKER_00", "Ines Calder"), ("SPEAKER_01", "Northern Star")):
            field = page.locator(f".import-labels > li:has(input[value='{label}']) input[name^=name-]")
            field.fill(name_of)
            with page.expect_response(lambda answer: answer.request.method == "POST"):
                field.press("Tab")
            expect(page.locator("#import-status")).to_have_text("The preview has been updated.")
    page.click("text=Save as draft")
    expect(page.locator(".messagelist")).to_contain_text("It is a draft.")
    publish_and_read(page, [words for _label, words in SAID])
    assert [turn.text for turn in Turn.objects.order_by("exchange__position", "position")] == [
        words for _, words in SAID
    ]
    assert Conference.objects.get().is_published
    if name.endswith(".json"):
        assert next(turn.speaker and turn.speaker.name for turn in Turn.objects.order_by("pk")) == SAID[0][0]
        assert Turn.objects.get(outlet__name=SAID[1][0]).label_as_printed == "SPEAKER_01"
    if name.endswith((".vtt", ".srt", ".json")):
        times = [row.time for turn in Turn.objects.order_by("pk") for row in turn.paragraph_rows.all()]
        assert times == [3, 10, 17]
    assert complaints == []
