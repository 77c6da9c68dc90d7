"""The calendar's files, as a calendar program reads them: by another library than the one that writes them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from dateutil.tz import tzical
from django.test import Client
from django.utils import timezone

from tests.builders import make_announced, make_conference, make_plan, make_series, make_version
from transcripts import actions
from transcripts.actions import Change
from transcripts.exports.calendar_file import render_calendar
from transcripts.models import Conference
from transcripts.presentation import EventState, EventView

ORIGIN = "https://press.example.org"
LISBON = ZoneInfo("Europe/Lisbon")
START = datetime(2030, 3, 30, 23, 30, tzinfo=LISBON)
EVENT = EventView(
    public_id="abc23",
    url="/conferences/2030-03-30-boats/",
    title="Boats, nets; and \\ men\x07",
    language="en",
    state=EventState.PLANNED,
    start=START,
    end=datetime(2030, 3, 31, 3, tzinfo=LISBON),
    zone="Europe/Lisbon",
    place="Quay 4\r\nRoom 2",
    people=("Ines Calder, minister",),
    accreditation="By Friday: desk@example.org",
    broadcast_url="https://example.org/live",
    made_at=datetime(2030, 1, 1, tzinfo=UTC),
    changed_at=datetime(2030, 2, 1, 8, tzinfo=UTC),
)
LONG = "关于冬季渡轮、夜班渡轮以及全部票价调整情况的新闻发布会" * 12


def read(body: bytes) -> Any:
    return vobject.readOne(body.decode())


def test_another_library_reads_words_zones_and_times() -> None:
    body = render_calendar(
        [EVENT, replace(EVENT, public_id="zh2", title=LONG, language="zh-hans")], name="部", origin=ORIGIN
    )
    one, other = read(body).vevent_list
    assert one.uid.value == "abc23.conference"
    assert one.summary.value == "Boats, nets; and \\ men"
    assert one.location.value == "Quay 4\nRoom 2"
    assert one.dtstart.params["X-VOBJ-ORIGINAL-TZID"] == ["Europe/Lisbon"]
    assert one.dtstart.value.astimezone(UTC) == START.astimezone(UTC)
    assert one.dtend.value.astimezone(UTC) == datetime(2030, 3, 31, 2, tzinfo=UTC)  # clocks went forward that night
    assert one.dtstamp.value == EVENT.changed_at
    assert one.url.value == ORIGIN + EVENT.url
    assert "desk@example.org" in one.description.value
    assert other.summary.value == LONG
    assert other.summary.params["LANGUAGE"] == ["zh-Hans"]


def test_lines_are_folded_by_bytes_and_never_within_a_character() -> None:
    body = render_calendar([replace(EVENT, title=LONG, language="zh-hans")], name="部", origin=ORIGIN)
    lines = body.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines)
    assert b"\n" not in body.replace(b"\r\n", b"")


def test_a_day_without_an_hour_and_an_assumed_zone() -> None:
    day = replace(EVENT, state=EventState.HELD, start=date(2030, 3, 30), end=None, zone="")
    shanghai = datetime(2030, 3, 30, 15, tzinfo=ZoneInfo("Asia/Shanghai"))
    assumed = replace(EVENT, public_id="x2", state=EventState.HELD, start=shanghai, end=None, is_zone_assumed=True)
    first, second = read(render_calendar([day, assumed], name="", origin=ORIGIN)).vevent_list
    assert first.dtstart.value == date(2030, 3, 30)
    assert not hasattr(first, "x_pressroom_zone_assumed")
    assert second.x_pressroom_zone_assumed.value == "TRUE"
    assert "assumed" in second.comment.value


@pytest.mark.parametrize("zone", ["Europe/Lisbon", "America/New_York", "Australia/Lord_Howe", "Asia/Shanghai"])
def test_a_zone_s_definition_says_what_the_zone_is_in_every_hour(zone: str) -> None:
    start = datetime(2030, 1, 1, tzinfo=ZoneInfo(zone))
    event = replace(EVENT, start=start, end=start + timedelta(hours=1), zone=zone)
    body = render_calendar([event], name="", origin=ORIGIN).decode()
    definition = body[body.index("BEGIN:VTIMEZONE") : body.index("END:VTIMEZONE") + len("END:VTIMEZONE")]
    told = tzical(StringIO(definition)).get(zone)
    moments = (datetime(2029, 6, 1, tzinfo=UTC) + timedelta(hours=hours) for hours in range(365 * 24))
    wrong = [
        time for time in moments if time.astimezone(told).utcoffset() != time.astimezone(ZoneInfo(zone)).utcoffset()
    ]
    assert wrong == []


def test_a_calendar_without_events_is_one() -> None:
    assert read(render_calendar([], name="Ministry", origin=ORIGIN)).contents["x-wr-calname"][0].value == "Ministry"


def events(client: Client, path: str) -> dict[str, Any]:
    response = client.get(path)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = icalendar.Calendar.from_ical(response.content)
    return {str(each["uid"]): each for each in calendar.walk("VEVENT")}


@pytest.mark.django_db
def test_an_event_keeps_its_uid_and_counts_up_from_the_announcement_to_the_transcript(client: Client) -> None:
    start = timezone.now().replace(microsecond=0) + timedelta(days=2)
    plan = make_plan(starts_at=start, ends_at=start + timedelta(hours=1), series=make_series("Ports"))
    conference = make_announced(plan=plan)
    uid = f"{conference.public_id}.conference"
    seen = []

    def look() -> Any:
        path = f"/conferences/{Conference.objects.get().slug}.ics"
        one = events(client, path)[uid]
        everywhere = [events(client, each)[uid].to_ical() for each in ("/calendar.ics", "/series/ports.ics")]
        assert everywhere == [one.to_ical()] * 2
        seen.append((int(one["sequence"]), one["status"], one["dtstart"].dt))
        return one

    look()
    later = replace(plan, starts_at=start + timedelta(days=1), ends_at=plan.ends_at + timedelta(days=1))
    actions.change_announcement(conference, later, change=Change(note="Ill."))
    assert "Moved to this time: Ill." in look()["description"]
    assert events(client, f"/conferences/{conference.slug}.ics")
    actions.cancel_announced(conference, change=Change(note="A storm."))
    look()
    day = (start + timedelta(days=1)).astimezone(LISBON).date()
    state = {"status": "published", "published_at": timezone.now(), "held_on": day, "date": day}
    Conference.objects.update(series=plan.series, **state)
    make_version(conference)
    actions.bump_edition()
    look()
    assert [number for number, *_ in seen] == sorted({number for number, *_ in seen})
    assert [status for _, status, _ in seen] == ["CONFIRMED", "CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert seen[3][2] == later.starts_at  # the record names the day that was announced, and no other hour


@pytest.mark.django_db
def test_the_past_year_is_there_and_nothing_older_nor_of_an_unknown_day(client: Client) -> None:
    today = timezone.localdate()
    new = make_conference("New", held_on=today - timedelta(days=300), starts_at="15:00")
    make_conference("Old", held_on=today - timedelta(days=400))
    unknown = make_conference("Posted", held_on=None, posted_on=today)
    found = events(client, "/calendar.ics")
    assert set(found) == {f"{new.public_id}.conference"}
    assert client.get(f"/conferences/{unknown.slug}.ics").status_code == 404


@pytest.mark.django_db
def test_while_it_runs_the_event_says_so_keeps_who_speaks_and_is_stamped_when_it_is_added_to(client: Client) -> None:
    conference = make_announced(plan=make_plan(people="莫德·科林，处长", language="zh-hans"), language="zh-hans")
    uid, path = f"{conference.public_id}.conference", f"/zh-hans/conferences/{conference.slug}.ics"
    actions.sync_after_edit(conference, Change())
    announced = events(client, path)[uid]
    actions.start_running(conference, change=Change())
    Conference.objects.update(added_at=timezone.now() - timedelta(hours=1))
    running = events(client, path)[uid]
    assert int(running["sequence"]) > int(announced["sequence"])
    assert running["status"] == "CONFIRMED"
    assert "莫德·科林，处长" in running["description"]
    assert "正在刊出现场实录" in running["description"]
    assert running["dtstart"].dt == announced["dtstart"].dt
    actions.enqueue(conference, actions.Typed("大桥开放。", label="科林"), change=Change())
    actions.release(conference, change=Change())
    assert events(client, path)[uid]["dtstamp"].dt > running["dtstamp"].dt
