"""How long browsers and shared caches may keep an answer that is no view's own; `test_public_doors` walks the views."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.builders import make_conference, make_draft, make_editor, make_photo
from transcripts import actions
from transcripts.models import Outlet

pytestmark = pytest.mark.django_db
PAGE = "public, max-age=0, must-revalidate, s-maxage=60"


@pytest.mark.parametrize(
    ("path", "status", "expected"),
    [
        ("/conferences", 301, "no-cache"),  # Django adds the slash
        ("/zh-hans", 301, "no-cache"),
        ("/admin", 301, "no-cache"),
        ("/nowhere/", 404, "no-cache"),
        ("/static/nothing.css", 404, "no-cache"),
        ("/robots.txt", 200, PAGE),
        ("/admin/", 302, "no-store"),
        ("/admin/login/", 200, "no-store"),
        ("/admin/nowhere/", 302, "no-store"),
    ],
)
def test_answers_that_no_view_makes_say_it_too(client: Client, path: str, status: int, expected: str) -> None:
    response = client.get(path)
    assert (response.status_code, response["Cache-Control"]) == (status, expected)


def test_refusals_and_failures_are_not_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.post("/")["Cache-Control"] == "no-store"
    assert client.get("/", headers={"host": "strange.example"})["Cache-Control"] == "no-store"
    monkeypatch.setattr("transcripts.views.site.topic_trends", lambda found: 1 / 0)
    client.raise_request_exception = False
    response = client.get("/")
    assert (response.status_code, response["Cache-Control"]) == (500, "no-store")


def test_nothing_that_an_editor_sees_is_kept(client: Client) -> None:
    client.force_login(make_editor())
    photo = make_photo(make_draft())
    paths = [
        reverse("admin:index"),
        reverse("admin:transcripts_conference_changelist"),
        reverse("admin:transcripts_conference_change", args=[photo.conference_id]),
        reverse("admin:jsi18n"),
        "/admin/nowhere/",
    ]
    assert {path: client.get(path)["Cache-Control"] for path in paths} == dict.fromkeys(paths, "no-store")


def test_a_head_request_and_an_unchanged_feed_say_the_same_as_the_answer_itself(client: Client) -> None:
    make_conference()
    feed = client.get("/feed/")
    again = client.get("/feed/", headers={"if-none-match": feed["ETag"]})
    assert (again.status_code, again["ETag"], again["Cache-Control"]) == (304, feed["ETag"], PAGE)
    assert client.head("/")["Cache-Control"] == client.get("/")["Cache-Control"] == PAGE


def test_a_draft_is_answered_with_the_headers_of_nothing(client: Client) -> None:
    conference = make_draft(exchanges=1)
    exchange = conference.exchanges.get()
    for path, nothing in [
        (conference.get_absolute_url(), "/conferences/nothing/"),
        (exchange.get_permanent_url(), "/exchanges/2222222222222/"),
        (f"/conferences/{conference.slug}", "/conferences/nothing"),
    ]:
        known, unknown = client.get(path), client.get(nothing)
        assert known.status_code == unknown.status_code
        headers = [{name: value for name, value in each.items() if name != "Location"} for each in (known, unknown)]
        assert headers[0] == headers[1], path


def test_a_renamed_and_restored_outlet_is_no_redirect_loop(client: Client) -> None:
    outlet = Outlet.objects.create(name="Evening Courier", slug="evening-courier")
    conference = make_conference(exchanges=1)
    conference.exchanges.get().turns.filter(position=1).update(outlet=outlet)
    for old, new in [("evening-courier", "night-courier"), ("night-courier", "evening-courier")] * 2:
        Outlet.objects.update(slug=new)
        actions.keep_old_address(actions.kind_of(outlet), old, new)
        assert client.get(f"/outlets/{new}/").status_code == 200
        moved = client.get(f"/outlets/{old}/")
        assert (moved.status_code, moved["Location"], moved["Cache-Control"]) == (301, f"/outlets/{new}/", "no-cache")
