"""What readers see of an announcement: on its page, on the front page, in the calendar, and once it is withdrawn."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.builders import make_announced, make_conference, make_plan
from transcripts import actions
from transcripts.actions import Change
from transcripts.models import Announcement

pytestmark = pytest.mark.django_db


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def event_of(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    graph = json.loads(found[1])["@graph"]
    return next(each for each in graph if each["@type"] == "Event")


def test_its_page_says_what_is_announced_and_that_it_was_moved(client: Client) -> None:
    plan = make_plan(place="Quay 4", people="Ines Calder, minister\nTomas Reyl", accreditation="By Friday.")
    conference = make_announced("Hidden", plan=plan, summary="Hidden as well.")
    old = conference.slug
    page = text(client, conference.get_absolute_url())
    for words in ("Quay 4", "Ines Calder, minister", "By Friday.", "Lisbon time", "Announced"):
        assert words in page
    assert "Hidden" not in page
    assert event_of(page)["eventStatus"] == "https://schema.org/EventScheduled"
    later = replace(plan, starts_at=plan.starts_at + timedelta(days=1), ends_at=plan.ends_at + timedelta(days=1))
    actions.change_announcement(conference, later, change=Change(note="The hall is flooded."))
    assert client.get(f"/conferences/{old}/").status_code == 301
    page = text(client, conference.get_absolute_url())
    assert "The hall is flooded." in page
    event = event_of(page)
    assert event["eventStatus"] == "https://schema.org/EventRescheduled"
    assert str(event["previousStartDate"]) < str(event["startDate"])
    actions.cancel_announced(conference, change=Change(note="A storm."))
    page = text(client, conference.get_absolute_url())
    assert "This conference was cancelled" in page
    assert "A storm." in page


def test_once_the_planned_end_has_passed_the_transcript_is_awaited(client: Client) -> None:
    now = timezone.now()
    plan = make_plan(starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=1))
    conference = make_announced(plan=plan)
    for path in (conference.get_absolute_url(), "/calendar/"):
        assert "The transcript is not published yet" in text(client, path)
    assert plan.title not in text(client, "/")


def test_what_is_to_come_stands_on_the_front_page_and_in_the_calendar_and_in_no_list(client: Client) -> None:
    conference = make_announced()
    held = make_conference("Night ferries", held_on=timezone.localdate() - timedelta(days=3), starts_at="15:00")
    for path in ("/", "/calendar/", "/zh-hans/calendar/"):
        assert conference.slug in text(client, path), path
    page = text(client, "/calendar/")
    assert held.slug in page
    assert ", 15:00</time>" in page  # in which zone, nobody said
    for path in ("/conferences/", "/sitemap-conferences-0.xml", "/feed/", "/versions/log.jsonl"):
        content = client.get(path).getvalue().decode()
        assert conference.slug not in content, path


def test_a_withdrawn_announcement_is_gone_and_says_why(client: Client) -> None:
    conference = make_announced("Hidden")
    actions.withdraw_announcement(conference, change=Change(note="Made in error."))
    for path in (conference.get_absolute_url(), conference.get_permanent_url(), f"/conferences/{conference.slug}.ics"):
        response = client.get(path)
        assert response.status_code == 410
        page = response.content.decode()
        assert "Made in error." in page
        assert "Hidden" not in page
    assert conference.slug not in text(client, "/calendar/")


def test_two_languages_are_one_entry(client: Client) -> None:
    plan = make_plan()
    english = make_announced(plan=plan, translation_group="costs")
    told = replace(plan, title="海港要花多少钱", language="zh-hans")
    chinese = make_announced("未说", plan=told, translation_group="costs", language="zh-hans")
    page = text(client, "/calendar/")
    assert page.count('class="entry event"') == 1
    assert english.slug in page
    assert 'hreflang="zh-Hans"' in page
    page = text(client, "/zh-hans/calendar/")
    assert "海港要花多少钱" in page
    assert "里斯本时间" in page
    assert "Read in" in text(client, english.get_absolute_url())
    assert "海港" in chinese.slug


def test_the_transcript_takes_the_place_of_the_announcement(client: Client) -> None:
    conference = make_announced("Now said")
    conference.status, conference.published_at = "published", timezone.now()
    conference.save()
    actions.bump_edition()
    assert "Now said" in text(client, conference.get_absolute_url())
    assert not Announcement.objects.announced().exists()
