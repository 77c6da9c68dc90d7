"""One browser that keeps its cache, through changes and their undoing: it sees what is so now, each time."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import production
from tests.builders import make_conference, make_draft, make_exchange, make_outlet, make_speaker
from transcripts import actions
from transcripts.actions import Change
from transcripts.models import Conference, Outlet, Speaker

TRIES = 2  # the second look is the one that a cache could answer


@pytest.fixture
def keeping(browser: Browser, site: str, tmp_path: Path) -> Iterator[Page]:
    """A page of a browser whose profile is on disk, with its cache."""
    context: BrowserContext = browser.browser_type.launch_persistent_context(
        str(tmp_path / "profile"), executable_path=production.HEADLESS, args=production.ARGUMENTS
    )
    yield context.pages[0]
    context.close()


def look(page: Page, address: str) -> tuple[int, str]:
    """Open the address twice, from elsewhere each time; return the status and the path where it ends."""
    seen = set()
    for _ in range(TRIES):
        page.goto("about:blank")
        answer = page.goto(address)
        assert answer
        seen.add((answer.status, page.url.partition("//")[2].partition("/")[2]))
    assert len(seen) == 1
    return seen.pop()


def published(title: str = "Night ferries", **who: Any) -> Conference:
    who = {"outlet": make_outlet(), "speaker": make_speaker()} | who
    conference = make_draft(title)
    make_exchange(conference, heading="Boats", **who)
    make_exchange(conference, heading="Fares", **who)
    actions.sync_after_edit(conference)
    actions.publish(conference)
    return conference


def test_withdraw_look_publish_again(site: str, keeping: Page) -> None:
    conference = published()
    path = conference.get_absolute_url()
    turn = conference.exchanges.get(position=1).turns.get(position=2).get_permanent_url()
    for _ in range(2):
        assert look(keeping, site + path)[0] == 200
        actions.withdraw(conference, reason="The recording was of another meeting.")
        for gone in (path, f"{path}full/", turn):
            assert look(keeping, site + gone) == (410, gone.removeprefix("/"))
        expect(keeping.locator("main")).to_contain_text("The recording was of another meeting.")
        actions.publish(conference)
        assert look(keeping, site + path) == (200, path.removeprefix("/"))
        assert look(keeping, f"{site}{path}full/")[0] == look(keeping, site + turn)[0] == 200
        expect(keeping.locator("main")).to_contain_text("Boats")


@pytest.mark.parametrize("model", [Speaker, Outlet])
def test_merge_look_undo(site: str, keeping: Page, model: Any) -> None:
    published("Night ferries")
    speaker, outlet = make_speaker("Lin Haiyue"), make_outlet("Radio Estuary")
    published("Piers in winter", outlet=outlet, speaker=speaker)
    gone: Any = speaker if model is Speaker else outlet
    kept: Any = make_speaker() if model is Speaker else make_outlet()
    old, new = gone.get_absolute_url(), kept.get_absolute_url()
    for _ in range(2):
        assert look(keeping, site + old) == (200, old.removeprefix("/"))
        merge = actions.merge_names(kept, gone)
        assert merge
        assert look(keeping, site + old) == (200, new.removeprefix("/"))
        gone = actions.undo_merge(merge)
        kept.refresh_from_db()
        assert look(keeping, site + old) == (200, old.removeprefix("/"))
        expect(keeping.locator("h1")).to_contain_text(gone.name)


def test_rename_look_restore(site: str, keeping: Page) -> None:
    published()
    outlet = make_outlet()
    first, second = outlet.slug, "night-courier"
    for old, new in [(first, second), (second, first)] * 2:
        assert look(keeping, f"{site}/outlets/{old}/") == (200, f"outlets/{old}/")
        outlet.slug = new
        outlet.save()
        actions.sync_after_name_edit(outlet, old_slug=old)
        assert look(keeping, f"{site}/outlets/{old}/") == (200, f"outlets/{new}/")
        assert look(keeping, f"{site}/outlets/{new}/") == (200, f"outlets/{new}/")


def test_remove_look_restore(site: str, keeping: Page) -> None:
    conference = published()
    path = conference.get_absolute_url()
    second = conference.exchanges.get(position=2)
    link, answer = second.get_permanent_url(), second.turns.get(position=2).get_permanent_url()
    whole = conference.revisions.applied().latest("number")
    for _ in range(2):
        assert look(keeping, site + link)[0] == look(keeping, site + answer)[0] == 200
        assert look(keeping, f"{site}{path}2/")[0] == 200
        change = Change(note="Of another meeting.", is_major=False)
        actions.remove_exchanges(list(conference.exchanges.filter(position=2)), change=change)
        assert [look(keeping, site + each)[0] for each in (link, answer, f"{path}2/")] == [410, 410, 404]
        actions.restore_revision(whole, change=Change(note="It was of this one after all.", is_major=False))
        assert [look(keeping, site + each)[0] for each in (link, answer, f"{path}2/")] == [200, 200, 200]
        expect(keeping.locator("h1, h2").filter(has_text="Fares").first).to_be_visible()


def test_what_was_not_there_and_is_published(site: str, keeping: Page) -> None:
    conference = make_draft("Night ferries")
    make_exchange(conference, heading="Boats")
    actions.sync_after_edit(conference)
    path = conference.get_absolute_url()
    assert look(keeping, site + path)[0] == 404
    actions.publish(conference)
    assert look(keeping, site + path)[0] == 200


def test_a_new_slug_and_the_old_one_again(site: str, keeping: Page) -> None:
    conference = make_conference("Night ferries", exchanges=1)
    first, second = conference.slug, "2024-03-12-ferries-at-night"
    for old, new in [(first, second), (second, first)] * 2:
        assert look(keeping, f"{site}/conferences/{old}/") == (200, f"conferences/{old}/")
        Conference.objects.filter(pk=conference.pk).update(slug=new)
        actions.keep_old_address(actions.kind_of(conference), old, new)
        actions.sync_after_edit(conference, head_changed=True)
        assert look(keeping, f"{site}/conferences/{old}/") == (200, f"conferences/{new}/")
