"""The pages of alerts, and their mail as a mail program shows it: by axe, light and dark, wide and narrow."""

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from playwright.sync_api import Page, expect

from tests.browser.test_access import EVERY_RULE, FOUND, PHONE, SCHEMES, WIDE
from tests.builders import make_conference, make_exchange, make_speaker
from transcripts import actions, alerts
from transcripts.models import Conference, Subscription


@pytest.fixture
def mailing(site: str, settings: Any, tmp_path: Path) -> str:
    """The address of a site that sends mail."""
    settings.HAS_MAIL, settings.DATA_DIR, settings.SITE_URL = True, tmp_path, site
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    make_speaker("Ines Calder")
    make_exchange(make_conference(), heading="The last boat")
    actions.alerts.alert_progress()
    return site


def violations(page: Page) -> list[str]:
    page.evaluate(Axe().axe_script)
    found = []
    for scheme, viewport in product(SCHEMES, (WIDE, PHONE)):
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        found += [f"{page.url} {scheme} {viewport['width']}: {each}" for each in page.evaluate(FOUND, EVERY_RULE)]
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    return found


def show_mail(page: Page) -> None:
    """Show the last mail's HTML by itself, under no policy of the site's."""
    page.goto("about:blank")
    page.set_content(str(mail.outbox[-1].alternatives[0][0]))  # type: ignore[attr-defined]


def test_a_reader_follows_a_speaker_from_page_to_mail_and_leaves(page: Page, mailing: str) -> None:
    page.goto(f"{mailing}/speakers/ines-calder/")
    page.get_by_role("main").get_by_role("link", name="Follow by e-mail").click()
    found = violations(page)
    page.get_by_label("Your mail address").fill("reader@example.org")
    page.get_by_label("How often").select_option("at_once")
    page.get_by_role("button", name="Ask for these alerts").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your mail")
    found += violations(page)
    alerts.send_due()
    row = Subscription.objects.get()
    show_mail(page)
    found += [each for each in violations(page) if "landmark" not in each and "region" not in each]
    page.goto(f"{mailing}/alerts/{row.token}/")
    found += violations(page)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your alerts")
    found += violations(page)
    conference = Conference.objects.get(pk=make_conference("Fares", published_at=None, status="draft").pk)
    make_exchange(conference, heading="What it costs", question="And the fare?", answer="Two crowns.")
    actions.sync_after_edit(conference, actions.Change())
    actions.publish(conference)
    alerts.send_due()
    show_mail(page)
    expect(page.get_by_text("Two crowns.")).to_be_visible()
    found += [each for each in violations(page) if "landmark" not in each and "region" not in each]
    page.goto(f"{mailing}/alerts/{row.token}/")
    page.get_by_role("button", name="End these alerts").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("These alerts have ended")
    page.goto(f"{mailing}/zh-hans/alerts/")
    found += violations(page)
    assert found == [], "\n".join(found)
    assert not Subscription.objects.exists()
