"""The desk, as far as a machine can tell whether everybody can use it; and its first page by keyboard alone."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize

from tests.browser.test_access import AXE, COLOURS, EVERY_RULE, RING
from tests.builders import make_author, make_conference, make_draft, make_exchange, make_scheduled, make_speaker
from transcripts import actions
from transcripts.actions import Change
from transcripts.models import Replacement
from transcripts.reading.transcript import read

WIDE, TABLET = ViewportSize(width=1280, height=900), ViewportSize(width=768, height=1024)
# Not ours to mend: the widget that completes names brings a field of its own without a name, beside which a name can be
# typed; a table's column for what stands across it has no head; the field of a search is named by a picture alone.
NOT_OURS = [".select2-container", "th.original", "#searchbar"]
FOUND = """([exclude, options]) => axe.run({exclude: exclude.map(one => [one])}, options).then(found =>
  found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)}`)))"""


def log_in(page: Page, site: str) -> None:
    User.objects.create_superuser("administrator", password="correct horse")
    page.goto(f"{site}/admin/")
    page.fill("[name=username]", "administrator")
    page.fill("[name=password]", "correct horse")
    page.click("[type=submit]")


def make_press_room() -> dict[str, str]:
    """Something of everything that the desk shows, and the address of a page of each type."""
    user, author = User.objects.get(username="administrator"), make_author()
    original = make_conference("Night ferries", translation_group="a", exchanges=2, published_at=timezone.now())
    translation = make_conference("夜间轮渡", translation_group="a", language="zh-hans", exchanges=2)
    for each in (original, translation):
        actions.sync_after_edit(each, Change(user))
    original.exchanges.get(position=1).turns.filter(position=2).update(text="At two o’clock.")
    actions.sync_after_edit(original, Change(user, "Misheard.", is_major=False))
    actions.submit(make_draft("Handed in"), change=Change(author))
    actions.sync_after_edit(make_draft("Mine"), Change(user))
    later = make_scheduled("Under embargo", published_at=timezone.now() + timedelta(hours=3), exchanges=1)
    actions.move_to_trash(make_draft("Given up"), change=Change(user))
    actions.add_comment(translation, "Shall this be sent to the translators?", change=Change(author))
    document = replace(read(original), title="Night boats")
    proposal = actions.propose(
        original, document, base=original.revision_number, change=Change(author, "As it was called.", is_major=False)
    )
    places = actions.prepare_replacement(Replacement(find="boat", replace_by="ferry"), change=Change(user))
    make_exchange(make_conference("Ports"), speaker=make_speaker("Ines Caldor"))
    turn = translation.exchanges.get(position=1).turns.get(position=2)
    translation.refresh_from_db()
    removal = actions.remove_words(
        translation,
        [actions.Cut(turn.public_id, 0)],
        reason="住址。",
        is_repeated=False,
        base=translation.revision_number,
        change=Change(user),
    )
    speaker = make_speaker("Ines Calder")
    records = "/admin/transcripts"
    mine, theirs, person = (
        f"{records}/conference/{original.pk}",
        f"{records}/conference/{translation.pk}",
        f"{records}/speaker/{speaker.pk}",
    )
    exchange = original.exchanges.get(position=1)
    return {
        "front": "/admin/",
        "sessions": "/admin/account/sessions/",
        "second factor": "/admin/account/second-factor/",
        "confirm": "/admin/account/confirm/",
        "old addresses": f"{records}/oldaddress/add/",
        "list": f"{records}/conference/",
        "bin": f"{records}/conference/?state=bin",
        "empty the trash": f"{records}/conference/bin/empty/",
        "import": f"{records}/conference/import/",
        "conference": f"{theirs}/change/",
        "new conference": f"{records}/conference/add/",
        "exchange": f"{records}/exchange/{exchange.pk}/change/",
        "sheet": f"{mine}/sheet/",
        "headings and topics": f"{mine}/headings/",
        "history": f"{mine}/history/",
        "note": f"{mine}/history/2/note/",
        "remove words": f"{mine}/remove/",
        "erase": f"{theirs}/history/{removal.revision.number}/erase/",
        "restoring": f"{mine}/history/1/restore/",
        "schedule": f"{records}/conference/{later.pk}/schedule/",
        "preview link": f"{records}/conference/{later.pk}/preview/",
        "compare": f"{mine}/history/compare/?to=2",
        "proposal": f"{mine}/proposals/{proposal.pk}/",
        "withdraw": f"{mine}/withdraw/",
        "find and replace": f"{records}/conference/replace/",
        "places to replace": f"{records}/conference/replace/{places.pk}/",
        "speakers": f"{records}/speaker/",
        "speaker": f"{person}/change/",
        "history of a name": f"{person}/history/",
        "merge": f"{person}/merge/",
        "duplicates": f"{records}/speaker/duplicates/",
        "upload": f"{records}/speaker/upload/",
    }


def test_axe_finds_nothing_on_the_desk(page: Page, site: str) -> None:
    """In English, wide and light, by every rule; in Chinese, narrow and dark, what those change.

    Each page is looked at in one of the two; with AXE=all in both (`make drill`).
    """
    log_in(page, site)
    faults: dict[str, Any] = {}
    addresses = make_press_room()
    looks = (("", WIDE, EVERY_RULE), ("/zh-hans", TABLET, COLOURS))
    for look, (prefix, viewport, options) in enumerate(looks):
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme="dark" if prefix else "light")
        for number, (name, address) in enumerate(addresses.items()):
            if AXE != "all" and number % 2 != look:
                continue
            answer = page.goto(f"{site}{prefix}{address}")
            assert answer is not None
            assert answer.status == 200, address
            page.evaluate(Axe().axe_script)
            found = page.evaluate(FOUND, [NOT_OURS, options])
            if page.evaluate("document.documentElement.scrollWidth") > viewport["width"]:
                found.append("it scrolls sideways")
            if found:
                faults[f"{prefix} {name}"] = found
    assert faults == {}


def test_the_first_page_is_walked_by_keyboard(page: Page, site: str) -> None:
    log_in(page, site)
    make_press_room()
    page.goto(f"{site}/admin/")
    reached = []
    for _ in range(150):
        page.keyboard.press("Tab")
        ring = page.evaluate(RING)
        if ring["is_body"]:
            break
        reached.append(ring)
    assert [ring["html"] for ring in reached if ring["line"] == "none" or ring["width"] < 2] == []
    walked = [ring["html"] for ring in reached]
    wanted = ["skip-to-content", "import/", "Handed in", "Night ferries", "Mine", "Under embargo", "夜间轮渡"]
    places = [next(place for place, html in enumerate(walked) if words in html) for words in wanted]
    assert places == sorted(places)
    page.goto(f"{site}/admin/")
    page.get_by_role("link", name="Handed in").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/")


def test_the_buttons_never_cover_a_long_title(page: Page, site: str) -> None:
    log_in(page, site)
    conference = make_conference("Briefing on the plan for the northern harbour research park " * 4, exchanges=1)
    for path in ("change/", "history/"):
        page.goto(f"{site}/admin/transcripts/conference/{conference.pk}/{path}")
        titles = [title.bounding_box() for title in page.locator("#content > :is(h1, h2)").all()]
        for button in page.locator(".object-tools a").all():
            box = button.bounding_box()
            assert box is not None
            assert all(title is None or box["y"] >= title["y"] + title["height"] for title in titles)
