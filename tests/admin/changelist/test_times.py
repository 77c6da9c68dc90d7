"""Times at the desk: the office's zone spelt out, how long it is until then, and hours that clocks skip or repeat."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from tests.admin.forms import messages, url
from tests.builders import make_draft, make_scheduled
from transcripts.admin.changelist.times import moment, until, zone_name
from transcripts.models import Conference

SUMMER = datetime(2060, 7, 1, 12, tzinfo=UTC)
WINTER = datetime(2060, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "at", "said"),
    [
        ("UTC", SUMMER, "UTC"),
        ("Asia/Shanghai", SUMMER, "Asia/Shanghai, UTC+8"),
        ("Europe/London", SUMMER, "Europe/London, UTC+1"),
        ("Europe/London", WINTER, "Europe/London, UTC+0"),
        ("Asia/Kolkata", WINTER, "Asia/Kolkata, UTC+5:30"),
        ("America/St_Johns", WINTER, "America/St_Johns, UTC−3:30"),
    ],
)
def test_the_zone_is_said_by_name_and_offset(settings: Any, zone: str, at: datetime, said: str) -> None:
    settings.TIME_ZONE = zone
    assert zone_name(at) == said


def test_a_moment_is_said_on_the_offices_clocks(settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"
    assert moment(WINTER) == "1 January 2060, 20:00 (Asia/Shanghai, UTC+8)"


@pytest.mark.parametrize(
    ("lasts", "english", "chinese"),
    [
        (timedelta(hours=3), "in 3 hours", "3小时后"),
        (timedelta(hours=1), "in 1 hour", "1小时后"),
        (timedelta(days=2, hours=5), "in 2 days, 5 hours", "2日、5小时后"),
        (timedelta(minutes=1), "in 1 minute", "1分钟后"),
        (timedelta(seconds=20), "in less than a minute", "一分钟之内"),
    ],
)
def test_how_long_it_is_is_said_in_both_languages(lasts: timedelta, english: str, chinese: str) -> None:
    for language, said in (("en", english), ("zh-hans", chinese)):
        with translation.override(language):
            words = until(timezone.now() + lasts)
        assert (words if language == "en" else words.replace(" ", "")) == said


def schedule(editor: Client, conference: Conference, at: str) -> Any:
    return editor.post(url("conference", "schedule", conference.pk), {"at": at})


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2060-03-28T01:30", "Clocks in Europe/London go forward then: 01:30 does not exist on that day."),
        ("2060-10-31T01:30", "Clocks in Europe/London go back then: 01:30 occurs twice on that day."),
    ],
)
def test_an_hour_that_the_clocks_skip_or_repeat_is_refused(editor: Client, settings: Any, at: str, said: str) -> None:
    settings.TIME_ZONE = "Europe/London"
    conference = make_draft(exchanges=1)
    assert said in schedule(editor, conference, at).content.decode()
    conference.refresh_from_db()
    assert not conference.is_scheduled


@pytest.mark.parametrize("at", ["9999-12-31T23:59", "0001-01-01T00:00", "2060-13-01T00:00", "", "\x00", "2060-01-01"])
def test_whatever_is_typed_is_no_error_of_the_site(editor: Client, settings: Any, at: str) -> None:
    settings.TIME_ZONE = "America/New_York"
    conference = make_draft(exchanges=1)
    assert schedule(editor, conference, at).status_code in ({400} if at == "\x00" else {200, 302})
    conference.refresh_from_db()
    assert conference.published_at is None or conference.published_at.year == 2060


def test_the_time_is_kept_as_the_offices_clocks_show_it_and_said_back(editor: Client, settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"
    conference = make_draft(exchanges=1)
    page = editor.get(url("conference", "schedule", conference.pk)).content.decode()
    assert "Office time, currently Asia/Shanghai, UTC+8." in page
    said = messages(editor, schedule(editor, conference, "2060-01-02T08:00"))
    assert said.startswith("Scheduled for 2 January 2060, 08:00 (Asia/Shanghai, UTC+8), in ")
    conference.refresh_from_db()
    assert conference.published_at == datetime(2060, 1, 2, tzinfo=UTC)
    history = editor.get(url("conference", "history", conference.pk)).content.decode()
    assert "2060-01-02 08:00 Asia/Shanghai" in history


def test_panel_and_list_say_how_long_it_is(editor: Client) -> None:
    conference = make_scheduled(exchanges=1, published_at=timezone.now() + timedelta(hours=3))
    panel = editor.get(url("conference", "change", conference.pk)).context["panel"]
    assert panel.note == "It will be published automatically in 3 hours. Until then it is visible to editors only."
    assert "in 3 hours" in editor.get(url("conference", "changelist")).content.decode()
