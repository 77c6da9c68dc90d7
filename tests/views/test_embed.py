"""oEmbed and the frames that other sites show: which addresses, how large, and that nothing else may be framed."""

import json
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.builders import (
    make_conference,
    make_correction,
    make_draft,
    make_exchange,
    make_outlet,
    make_participation,
    make_speaker,
    make_turn,
    make_withdrawn,
)
from transcripts.models import Conference, Exchange, Redirect, Turn

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference() -> Conference:
    speaker = make_speaker("Ines Calder")
    found = make_conference("Night ferries")
    make_participation(found, speaker)
    for question in ("When does the last boat leave?", "Why <so> late?"):
        make_exchange(found, question=question, speaker=speaker, outlet=make_outlet("Evening Courier"))
    return found


def ask(client: Client, url: str, **more: str) -> Any:
    return client.get("/oembed", {"url": url, **more})


def answer_of(conference: Conference) -> Turn:
    return conference.exchanges.get(position=2).turns.get(position=2)


def test_every_address_of_a_transcript_can_be_shown(client: Client, conference: Conference) -> None:
    exchange, turn = conference.exchanges.get(position=2), answer_of(conference)
    root = conference.get_absolute_url()
    expected = {
        root: conference.public_id,
        f"/zh-hans{root}full/": conference.public_id,
        conference.get_permanent_url(): conference.public_id,
        f"{root}2/": exchange.public_id,
        f"{root}2/#{turn.public_id}": turn.public_id,
        exchange.get_permanent_url(): exchange.public_id,
        turn.get_permanent_url(): turn.public_id,
        turn.paragraph_rows.get().get_permanent_url(): turn.public_id,
    }
    for path, key in expected.items():
        response = ask(client, settings.SITE_URL + path)
        assert response.status_code == 200, path
        assert response["Content-Type"] == "application/json; charset=utf-8"
        assert response["Access-Control-Allow-Origin"] == "*"
        said = response.json()
        assert (said["version"], said["type"], type(said["width"]), type(said["height"])) == ("1.0", "rich", int, int)
        frame = ElementTree.fromstring(said["html"].replace('loading="lazy"', ""))  # noqa: S314 (our own)
        assert frame.attrib["src"] == f"{settings.SITE_URL}/embed/{key}/", path
        assert (frame.attrib["width"], frame.attrib["height"]) == (str(said["width"]), str(said["height"]))
        assert client.get(said["thumbnail_url"].removeprefix(settings.SITE_URL))["Content-Type"] == "image/png"
        assert client.get(f"/embed/{key}/").status_code == 200


def test_pages_lead_to_it(client: Client, conference: Conference) -> None:
    root = conference.get_absolute_url()
    for path in (root, f"{root}full/", f"{root}2/"):
        body = client.get(path).content.decode()
        link = body.partition('type="application/json+oembed" href="')[2].partition('"')[0].replace("&amp;", "&")
        said = client.get(link.removeprefix(settings.SITE_URL)).json()
        assert said["provider_name"] == "Press Room"
        assert said["html"] == ask(client, settings.SITE_URL + path).json()["html"], path


def test_a_frame_is_no_larger_than_asked_for(client: Client, conference: Conference) -> None:
    said = ask(client, f"{settings.SITE_URL}{conference.get_absolute_url()}", maxwidth="320", maxheight="200").json()
    assert (said["width"], said["height"]) == (320, 200)
    turn = make_turn(conference.exchanges.get(position=1), text="Boats and more boats. " * 200)
    assert ask(client, settings.SITE_URL + turn.get_permanent_url()).json()["height"] == 460


def test_what_is_not_understood_is_refused(client: Client, conference: Conference) -> None:
    url = settings.SITE_URL + conference.get_absolute_url()
    for query, status in [
        (f"url={quote(url)}&format=xml", 501),
        (f"url={quote(url)}&maxwidth=wide", 400),
        ("", 400),
        (f"url={settings.SITE_URL}/about/", 404),
        ("url=https://example.org/conferences/x/", 404),
        ("url=http://[", 404),
        (f"url={settings.SITE_URL}/exchanges/2222222222222/", 404),
        (f"url={quote(url)}99/", 404),
    ]:
        response = client.get(f"/oembed?{query}")
        assert response.status_code == status, query
        assert json.loads(response.content)["error"]


def test_the_unpublished_is_nothing(client: Client) -> None:
    draft, gone = make_draft(), make_withdrawn()
    for each in (draft, gone):
        make_exchange(each, answer="Quillwort.")
    for turn in Turn.objects.all():
        assert ask(client, settings.SITE_URL + turn.get_permanent_url()).status_code == 404
        page = client.get(f"/embed/{turn.public_id}/")
        assert page.status_code == (410 if turn.exchange.conference == gone else 404)
        assert b"Quillwort" not in page.content
    exchange = Exchange.objects.get(conference=draft)
    page, none = client.get(f"/embed/{exchange.public_id}/"), client.get("/embed/2222222222222/")
    assert (page.status_code, page.content, dict(page.headers)) == (404, none.content, dict(none.headers))


def test_only_frames_may_be_framed(client: Client, conference: Conference) -> None:
    frame = client.get(f"/embed/{answer_of(conference).public_id}/")
    assert "X-Frame-Options" not in frame
    assert "frame-ancestors" not in frame["Content-Security-Policy"]  # even * is less than nothing
    assert "script-src" not in frame["Content-Security-Policy"]
    assert "default-src 'none'" in frame["Content-Security-Policy"]
    assert not frame.cookies
    assert "<script" not in frame.content.decode()
    gone = client.get("/embed/2222222222222/")
    assert "X-Frame-Options" not in gone
    for path in ("/", conference.get_absolute_url(), "/oembed?url=x", "/search/?q=boat", "/nowhere/"):
        page = client.get(path)
        assert page["X-Frame-Options"] == "DENY", path
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"], path
        assert (page.get("Cross-Origin-Resource-Policy") == "cross-origin") == path.startswith("/oembed")


def test_a_frame_shows_the_answer_with_its_question_and_its_correction(client: Client, conference: Conference) -> None:
    turn = answer_of(conference)
    body = client.get(f"/embed/{turn.public_id}/").content.decode()
    for words in ("At one o’clock.", "Why &lt;so&gt; late?", "Ines Calder, deputy mayor of Northbank", "Night ferries"):
        assert words in body
    assert "Corrected on" not in body
    make_correction(conference, turn, was="At two o’clock.", now="At one o’clock.")
    assert "Corrected on" in client.get(f"/embed/{turn.public_id}/").content.decode()


def test_what_was_joined_is_shown_where_it_is_now(client: Client, conference: Conference) -> None:
    turn = answer_of(conference)
    Redirect.objects.create(kind="turn", old="2oldoldoldold", new=turn.public_id, conference=conference)
    assert b"At one" in client.get("/embed/2oldoldoldold/").content
    assert ask(client, f"{settings.SITE_URL}/turns/2oldoldoldold/").status_code == 200


def test_a_running_transcript_says_so_in_its_frame_and_is_kept_for_seconds(
    client: Client, conference: Conference
) -> None:
    now = timezone.now()
    Conference.objects.filter(pk=conference.pk).update(running_since=now, added_at=now)
    exchange = conference.exchanges.latest("position")
    frame = client.get(f"/embed/{exchange.public_id}/")
    assert "<strong>Running transcript</strong>" in frame.content.decode()
    for answer in (frame, ask(client, f"{settings.SITE_URL}{exchange.get_permanent_url()}")):
        assert answer["Cache-Control"].endswith("s-maxage=5")
