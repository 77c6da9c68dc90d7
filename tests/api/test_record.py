"""The API: its lists by the pages' filters, its errors, its schema, and what it costs."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator
from rest_framework.test import APIClient

from tests.builders import (
    make_announced,
    make_conference,
    make_correction,
    make_draft,
    make_exchange,
    make_outlet,
    make_participation,
    make_plan,
    make_running,
    make_series,
    make_speaker,
    make_topic,
    make_turn,
    make_version,
    make_withdrawn,
)
from transcripts import actions, search
from transcripts.api.schema import openapi
from transcripts.api.shapes import SHAPES
from transcripts.document import Kind
from transcripts.models import Conference, Redirect, Turn

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> dict[str, Any]:
    """Five conferences, one with everything and one withdrawn."""
    speaker, outlet, topic = make_speaker("Ines Calder"), make_outlet("Evening Courier"), make_topic("River crossings")
    first = make_conference(
        "Night ferries", series=make_series("Ports"), translation_group="night", held_on=date(2024, 3, 12)
    )
    make_participation(first, speaker)
    for number in range(3):
        exchange = make_exchange(first, heading=f"Heading {number}", speaker=speaker, outlet=outlet, topics=(topic,))
    make_turn(exchange, Kind.QUESTION, "Again?", outlet=outlet, journalist="Ann Vale")
    make_correction(first, exchange.turns.get(position=2))
    make_version(first, summary="Then.")
    for number in range(3):
        make_conference(f"Budget {number}", exchanges=2, held_on=date(2025, 1, 1) + timedelta(days=number))
    gone = make_withdrawn("Pilot fees", exchanges=1)
    make_announced("Unsaid")
    actions.bump_edition(gone)
    search.index(*[turn.exchange.conference_id for turn in Turn.objects.select_related("exchange")])
    return {"first": first, "exchange": exchange, "gone": gone}


LISTS = (
    "conferences",
    "exchanges",
    "turns",
    "speakers",
    "outlets",
    "topics",
    "series",
    "corrections",
    "versions",
    "announcements",
    "changes",
)


def get(client: Client, path: str, status: int = 200) -> Any:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == status, answer.content
    return answer.json()


def walk(client: Client, path: str) -> Iterator[Any]:
    """Yield what every page has, by `next`."""
    address = f"/api/v1/{path}"
    while address:
        page = client.get(address).json()
        yield from page["results"]
        address = (page["next"] or "").partition("8000")[2]


def assert_fits(name: str, value: Any) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": SHAPES}}
    Draft202012Validator(schema).validate(value)


def test_the_schema_is_valid_and_without_warnings(tmp_path: Any) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yml"))
    assert openapi()["openapi"].startswith("3.1")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_the_shape_that_the_schema_says_and_can_be_walked(client: Client, world: Any, name: str) -> None:
    ref = openapi()["paths"][f"/api/v1/{name}/"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    page = get(client, f"{name}/?size=100")
    assert_fits(ref["$ref"].rpartition("/")[2], page)
    assert page["results"]
    if name != "changes":
        assert list(walk(client, f"{name}/?size=1")) == page["results"]
        assert list(walk(client, f"{name}/?size=2&page=1")) == page["results"]


@pytest.mark.parametrize("path", ["corrections/?", "search/?sort=newest&kind=answer&"])
def test_a_cursor_leads_behind_what_is_counted(
    client: Client, world: Any, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    for turn in Turn.objects.filter(exchange__conference=world["first"])[:3]:
        make_correction(world["first"], turn)
    whole = list(walk(client, f"{path}size=100"))
    monkeypatch.setattr("transcripts.search.finding.COUNT_CAP", 2)
    monkeypatch.setattr("transcripts.listing.corrections.COUNT_CAP", 2)
    assert len(whole) > 2
    assert list(walk(client, f"{path}size=1")) == whole
    assert len(list(walk(client, f"{path}size=1&page=1"))) == 2


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("conferences/?expand=exchanges", "ConferencePage"),
        ("exchanges/?expand=turns,conference", "ExchangePage"),
        ("turns/?expand=conference,exchange", "TurnPage"),
        ("search/?q=boat&expand=exchange", "FoundPage"),
        ("search/?q=ferries", "FoundPage"),
        ("changes/?expand=conference", "ChangePage"),
        ("changes/?expand=conference,announcement", "ChangePage"),
        ("announcements/", "AnnouncementPage"),
        ("", "Root"),
    ],
)
def test_what_is_expanded_has_the_shape_too(client: Client, world: Any, path: str, shape: str) -> None:
    page = get(client, path)
    assert_fits(shape, page)
    assert page.get("results") != []


def test_filters_mean_what_they_mean_on_pages(client: Client, world: Any) -> None:
    titles = {each["title"] for each in walk(client, "conferences/?speaker=ines-calder&series=ports&year=2024")}
    assert titles == {"Night ferries"}
    assert [each["title"] for each in walk(client, "conferences/?q=ferries")] == ["Night ferries"]
    assert [each["date"] for each in walk(client, "conferences/?from=2025-01-02&sort=oldest")] == [
        "2025-01-02",
        "2025-01-03",
    ]
    asked = list(walk(client, "turns/?outlet=evening-courier&kind=question&year=2024&size=3"))
    assert [each["paragraphs"][0]["text"] for each in asked] == ["When does the last boat leave?"] * 3 + ["Again?"]
    assert asked[-1]["journalist"] == "Ann Vale"
    assert len(list(walk(client, "exchanges/?topic=river-crossings"))) == 3
    assert len(list(walk(client, "turns/?topic=river-crossings&speaker=ines-calder"))) == 3


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("conferences/?speaker=nobody&colour=red", {"speaker", "colour"}),
        ("conferences/?year=24", {"year"}),
        ("conferences/?page=0", {"page"}),
        ("conferences/?page=1&cursor=2024-01-01.1", {"cursor"}),
        ("conferences/?cursor=x", {"cursor"}),
        ("conferences/?cursor=2024-02-31.1", {"cursor"}),
        ("conferences/?expand=people", {"expand"}),
        ("turns/?q=boat", {"q"}),
        ("turns/?size=101", {"size"}),
        ("speakers/?colour=red", {"colour"}),
        ("speakers/?cursor=_", {"cursor"}),
        ("corrections/?revision=1", {"revision"}),
        ("corrections/?kind=joke", {"kind"}),
        ("versions/?conference=nothing", {"conference"}),
        ("search/?q=boat&cursor=1", {"cursor"}),
        ("search/?q=boat&sort=newest&cursor=x", {"cursor"}),
        ("search/?q=boat&sort=newest&cursor=1&page=1", {"cursor"}),
        ("corrections/?cursor=1.2", {"cursor"}),
        ("corrections/?cursor=1.2.9999999999999999999", {"cursor"}),
        ("versions/?cursor=1&page=2", {"cursor"}),
        ("conferences/?updated_since=1", {"updated_since"}),
        ("changes/?updated_since=yesterday", {"updated_since"}),
        ("changes/?updated_since=", {"updated_since"}),
        ("turns/?year=%202024", {"year"}),
        ("schema/?format=yaml", {"format"}),
        ("?colour=red", {"colour"}),
    ],
)
def test_wrong_parameters_are_named(client: Client, world: Any, path: str, wrong: set[str]) -> None:
    problem = get(client, path, 400)
    assert_fits("Problem", problem)
    assert set(problem["parameters"]) == wrong
    assert all(name in problem["detail"] for name in wrong)


def test_a_page_behind_the_last_and_nothing_are_404(client: Client, world: Any) -> None:
    for path in (
        "conferences/?page=9",
        "turns/?page=99",
        "topics/?page=9",
        "nowhere/",
        "conferences/nowhere/",
        "turns/1/",
    ):
        assert_fits("Problem", get(client, path, 404))


def test_each_thing_stands_at_its_id(client: Client, world: Any) -> None:
    first, exchange = world["first"], world["exchange"]
    for key in (first.public_id, first.slug):
        assert get(client, f"conferences/{key}/")["title"] == "Night ferries"
    assert get(client, f"exchanges/{exchange.public_id}/?expand=conference")["conference"]["slug"] == first.slug
    turn = exchange.turns.get(position=3)
    assert get(client, f"turns/{turn.public_id}/")["exchange"] == exchange.public_id
    assert get(client, "speakers/ines-calder/")["name"] == "Ines Calder"
    Redirect.objects.create(kind="speaker", old="i-calder", new="ines-calder")
    assert client.get("/api/v1/speakers/i-calder/")["Location"] == "/api/v1/speakers/ines-calder/"
    Redirect.objects.create(kind="conference", old="old-ferries", new=first.slug)
    assert client.get("/api/v1/conferences/old-ferries/")["Location"] == f"/api/v1/conferences/{first.slug}/"


def test_a_search_counts_nothing_that_is_running(client: Client, world: Any) -> None:
    before = client.get("/api/v1/search/?kind=answer").json()
    running = make_running("Fog", exchanges=1)
    search.index(running.pk)
    after = client.get("/api/v1/search/?kind=answer").json()
    assert after == before
    assert len(after["results"]) == after["count"]["total"]
    assert client.get("/search/?kind=answer").context["listing"].count.total == after["count"]["total"] + 1


def test_what_was_withdrawn_leaves_a_tombstone(client: Client, world: Any) -> None:
    gone = world["gone"]
    problem = get(client, f"conferences/{gone.public_id}/", 410)
    assert_fits("Problem", problem)
    assert problem["tombstone"]["reason"] == gone.withdrawal_reason
    assert get(client, f"exchanges/{gone.exchanges.get().public_id}/", 410)["tombstone"]["title"] == "Pilot fees"


def test_it_is_read_only_and_open_to_other_sites(client: Client, world: Any) -> None:
    for method in ("post", "put", "patch", "delete"):
        assert getattr(APIClient(), method)("/api/v1/conferences/").status_code == 405
    answer = client.get("/api/v1/conferences/", headers={"accept": "text/html"})
    assert (answer["Access-Control-Allow-Origin"], answer["Content-Type"]) == ("*", "application/json")
    again = client.get("/api/v1/conferences/", headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again["Access-Control-Allow-Origin"]) == (304, "*")
    asked = {"origin": "https://a.example", "access-control-request-method": "GET"}
    assert client.options("/api/v1/turns/", headers=asked)["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert client.get(f"/conferences/{world['first'].slug}.json")["Access-Control-Allow-Origin"] == "*"
    for path in ("/", "/search/?q=boat", f"/conferences/{world['first'].slug}/", "/admin/login/"):
        assert not client.get(path).has_header("Access-Control-Allow-Origin")
    assert not answer.cookies


def test_a_walk_neither_repeats_nor_leaves_out_while_the_site_grows(client: Client, world: Any) -> None:
    before = [each["public_id"] for each in walk(client, "turns/?size=100")]
    seen = []
    for number, turn in enumerate(walk(client, "turns/?size=2")):
        seen.append(turn["public_id"])
        if number % 3 == 0:
            make_conference(f"New {number}", exchanges=1, held_on=date(2026, 1, 1))
    assert seen == before


def test_whoever_follows_the_changes_learns_of_moves_and_of_a_new_beginning(client: Client, world: Any) -> None:
    since = get(client, "changes/?size=100")["updated_since"]
    assert get(client, f"changes/?updated_since={since}")["results"] == []
    kept, gone = make_speaker("Ines Calder"), make_speaker("I. Calder")
    make_exchange(world["first"], speaker=gone)
    make_participation(make_conference("Third"), gone)
    actions.merge_names(kept, gone)
    page = get(client, f"changes/?updated_since={since}&expand=conference")
    assert_fits("ChangePage", page)
    moved = [each for each in page["results"] if each["state"] == "moved"]
    assert [(each["type"], each["key"], each["moved_to"]) for each in moved] == [("speaker", "i-calder", "ines-calder")]
    assert world["first"].public_id in {each["key"] for each in page["results"]}
    epoch, _, rest = since.partition("-")
    assert "again" in get(client, f"changes/?updated_since=x{epoch[1:]}-{rest}", 410)["detail"]


def announcements(page: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Key, state and title of each announcement on a page of changes."""
    rows = [each for each in page["results"] if each["type"] == "announcement"]
    return [(each["key"], each["state"], (each["announcement"] or {"title": ""})["title"]) for each in rows]


def test_whoever_follows_the_changes_learns_what_is_announced_and_what_became_of_it(client: Client) -> None:
    one, other = make_announced("Draft"), make_announced("Another draft", plan=make_plan("Ports"))
    asked = "changes/?expand=conference,announcement"
    first = get(client, f"{asked}&size=100")
    assert_fits("ChangePage", first)
    told = (one.public_id, "published", "What the harbour will cost")
    assert announcements(first) == [told, (other.public_id, "published", "Ports")]
    seen, following = [], f"{asked}&size=1"
    while following:
        page = get(client, following)
        seen += announcements(page)
        following = (page["next"] or "").partition("/api/v1/")[2]
    assert seen == announcements(first)
    since = first["updated_since"]
    assert get(client, f"{asked}&updated_since={since}")["results"] == []
    actions.cancel_announced(one, change=actions.Change(note="A storm."))
    actions.withdraw_announcement(other, change=actions.Change(note="In error."))
    second = get(client, f"{asked}&updated_since={since}")
    assert announcements(second) == [told, (other.public_id, "withdrawn", "")]
    assert second["results"][0]["announcement"]["state"] == "cancelled"
    actions.change_announcement(one, make_plan("Ports again"), change=actions.Change(note="It was calm."))
    Conference.objects.filter(pk=one.pk).update(status="published", published_at=timezone.now(), held_on=date.today())
    third = get(client, f"{asked}&updated_since={second['updated_since']}")
    assert [(each["type"], each["key"]) for each in third["results"]] == [("conference", one.public_id)]


def test_while_it_runs_the_api_has_what_was_announced_and_says_that_it_runs(client: Client) -> None:
    """In the list, by its id and slug, and in the changes; and so that a copy made by these is the list."""
    plan = make_plan("Ports", people="Ines Calder, mayor", broadcast_url="https://live.example.org/")
    announced, later = make_announced("Ports", plan=plan), make_announced("Draft", plan=make_plan("Later"))
    unannounced = make_draft("Never announced")
    make_participation(unannounced, make_speaker("Ada Bay"), role="minister")
    asked = "changes/?size=100&expand=conference,announcement"
    since = get(client, asked)["updated_since"]
    for each in (announced, unannounced):
        actions.start_running(each, change=actions.Change())
    page = get(client, "announcements/")
    assert_fits("AnnouncementPage", page)
    rows = {each["conference"]: each for each in page["results"]}
    assert [each["state"] for each in page["results"]] == ["running", "running", "planned"]
    assert [get(client, f"announcements/?size=1&page={n}")["results"][0] for n in (1, 2, 3)] == page["results"]
    get(client, "announcements/?size=1&page=4", 404)
    one, other = rows[announced.public_id], rows[unannounced.public_id]
    assert (one["people"], one["broadcast_url"]) == (["Ines Calder, mayor"], "https://live.example.org/")
    assert one["planned_start"]
    assert one["url"].endswith(announced.get_absolute_url())
    assert (other["people"], other["planned_start"], other["announced_at"]) == (["Ada Bay, minister"], None, None)
    for conference in (announced, later, unannounced):
        for key in (conference.public_id, conference.slug):
            assert get(client, f"announcements/{key}/") == rows[conference.public_id]
    for place in (f"{asked}&updated_since={since}", asked):
        told = get(client, place)
        assert_fits("ChangePage", told)
        found = {each["key"]: each["announcement"] for each in told["results"] if each["type"] == "announcement"}
        assert {key: found[key] for key in (one["conference"], other["conference"])} == {
            each["conference"]: each for each in (one, other)
        }
    since = told["updated_since"]
    actions.enqueue(announced, actions.Typed("The port is open.", speaker="Ines Calder"), change=actions.Change())
    actions.release(announced, change=actions.Change())
    (released,) = get(client, f"{asked}&updated_since={since}")["results"]
    assert (released["type"], released["conference"]) == ("announcement", None)
    assert released["announcement"]["changed_at"] >= one["changed_at"]
    assert "The port is open" not in json.dumps(released)
    actions.withdraw(announced, reason="In error.")
    (gone,) = get(client, f"{asked}&updated_since={since}")["results"]
    assert (gone["type"], gone["state"]) == ("conference", "withdrawn")
    get(client, f"announcements/{announced.public_id}/", 410)


def test_of_an_announcement_that_was_withdrawn_nothing_shows_when_its_conference_runs(client: Client) -> None:
    made = make_announced("Draft", plan=make_plan(place="The old hall", broadcast_url="https://live.example.org/"))
    actions.withdraw_announcement(made, change=actions.Change(note="In error."))
    get(client, f"announcements/{made.public_id}/", 410)
    actions.start_running(made, change=actions.Change())
    for path in (f"/api/v1/announcements/{made.public_id}/", "/calendar.ics", "/calendar/", made.get_absolute_url()):
        body = client.get(path).content.decode()
        assert "The old hall" not in body, path
        assert "live.example.org" not in body, path
    (row,) = get(client, "announcements/")["results"]
    assert row["planned_start"] is None


def test_the_address_of_an_announcement_leads_to_the_transcript_once_that_is_published(client: Client) -> None:
    conference = make_conference(exchanges=1)
    answer = client.get(f"/api/v1/announcements/{conference.public_id}/")
    assert (answer.status_code, answer["Location"]) == (301, f"/api/v1/conferences/{conference.public_id}/")


def test_a_place_from_before_announcements_were_told_has_them_told_once(client: Client) -> None:
    since = get(client, "changes/?size=100")["updated_since"].rpartition("-")[0]
    made = make_announced("Draft")
    page = get(client, f"changes/?updated_since={since}&expand=announcement")
    assert {key for key, _state, _title in announcements(page)} == {made.public_id}
    assert get(client, f"changes/?updated_since={page['updated_since']}")["results"] == []


def test_a_cancelled_announcement_says_neither_how_to_be_accredited_nor_where_it_is_broadcast(client: Client) -> None:
    plan = make_plan(accreditation="By Monday.", broadcast_url="https://live.example.org/")
    made = make_announced("Draft", plan=plan)
    paths = [made.get_absolute_url(), f"/conferences/{made.slug}.ics", "/calendar.ics", "/api/v1/announcements/"]
    said = [client.get(path).content.decode().replace("\r\n ", "") for path in paths]
    assert all("By Monday." in each and "live.example.org" in each for each in said)
    actions.cancel_announced(made, change=actions.Change(note="A storm."))
    said = [client.get(path).content.decode().replace("\r\n ", "") for path in paths]
    assert all("A storm." in each for each in said)
    assert not any("By Monday." in each or "live.example.org" in each for each in said)
