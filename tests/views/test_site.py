import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError
from django.template.loader import render_to_string
from django.test import Client
from PIL import Image

from tests.builders import make_conference, make_draft, make_exchange, make_participation, make_speaker, make_topic
from tests.views.pages import links_of, markup, tags_of, text_of
from transcripts.caching import edition_stamp
from transcripts.document import Part
from transcripts.models import SiteIdentity

pytestmark = pytest.mark.django_db


def test_the_front_page_leads_with_the_latest(client: Client) -> None:
    make_conference("Earlier", held_on="2020-01-01")
    latest = make_conference("Latest", held_on="2024-01-01", summary="What it was about.")
    speaker = make_speaker()
    make_participation(latest, speaker)
    make_exchange(latest, heading="The last boat", speaker=speaker, topics=(make_topic(),))
    page = client.get("/")
    words = text_of(page)
    assert words.index("Latest") < words.index("Earlier conferences")
    for shown in ("What it was about.", "The last boat", "River crossings", "Ines Calder", "deputy mayor of Northbank"):
        assert shown in words


def test_the_front_page_draws_how_topics_went_up_and_down(client: Client) -> None:
    topic = make_topic()
    for year, exchanges in ((2021, 3), (2024, 1)):
        conference = make_conference(f"In {year}", held_on=f"{year}-01-01")
        for _ in range(exchanges):
            make_exchange(conference, topics=(topic,))
    make_exchange(make_draft(held_on="2022-01-01"), topics=(topic,))
    page = client.get("/")
    assert "Exchanges: 2021: 3, 2022: 0, 2023: 0, 2024: 1" in text_of(page)
    assert '<svg viewBox="0 0 40 100"' in markup(page)


def test_the_front_page_names_who_answered_last_and_no_chair(client: Client) -> None:
    for year, name in ((2020, "Ines Calder"), (2024, "Tomas Reyl")):
        conference = make_conference(held_on=f"{year}-01-01")
        make_participation(conference, make_speaker(name))
        make_participation(conference, make_speaker("Ruo Lan"), part=Part.CHAIR)
    page = client.get("/")
    assert [participant.speaker.local_name for participant, _ in page.context["people"]] == [
        "Tomas Reyl",
        "Ines Calder",
    ]


def test_an_empty_site_has_a_front_page(client: Client) -> None:
    assert "No transcript has been published yet." in text_of(client.get("/"))


def test_the_office_names_itself_in_the_readers_language(client: Client) -> None:
    SiteIdentity(
        name="Harbour Press Room", texts={"zh-hans": {"name": "海港新闻发布厅"}}, tagline="Word for word."
    ).save()
    assert "Harbour Press Room" in text_of(client.get("/"))
    assert "海港新闻发布厅" in text_of(client.get("/zh-hans/"))
    assert "Word for word." in text_of(client.get("/zh-hans/about/"))


def test_about_says_what_the_office_wrote(client: Client) -> None:
    SiteIdentity(about="We write.\n\n<b>All</b> of it.", contact="press@harbour.example", licence="Free.").save()
    page = client.get("/about/")
    assert "We write." in text_of(page)
    assert "&lt;b&gt;All" in page.content.decode()
    assert "mailto:press@harbour.example" in links_of(page)


def test_pages_set_no_cookie_and_vary_on_nothing(client: Client) -> None:
    conference = make_conference(exchanges=2)
    for path in ("/", "/conferences/", conference.get_absolute_url(), "/search/?q=x", "/speakers/", "/nowhere/"):
        for prefix in ("", "/zh-hans"):
            page = client.get(prefix + path, HTTP_ACCEPT_LANGUAGE="zh-hans", HTTP_COOKIE=f"sessionid={'k' * 32}")
            assert not page.cookies
            assert "Set-Cookie" not in page.headers
            vary = page.headers.get("Vary", "").lower()
            assert "cookie" not in vary
            assert "accept-language" not in vary


def test_no_header_changes_the_language(client: Client) -> None:
    assert '<html lang="en">' in client.get("/", HTTP_ACCEPT_LANGUAGE="zh-hans").content.decode()
    assert '<html lang="zh-Hans">' in client.get("/zh-hans/", HTTP_ACCEPT_LANGUAGE="en").content.decode()


def test_pages_hold_nothing_inline_and_nothing_from_elsewhere(client: Client) -> None:
    conference = make_conference(exchanges=12)
    for path in ("/", "/conferences/", f"{conference.get_absolute_url()}3/", "/search/?q=x", "/speakers/", "/about/"):
        page = client.get(path)
        body = page.content.decode()
        scripts = tags_of(page, "script")
        data = ['<script type="application/ld+json">']  # which no browser runs
        assert [tag for tag in scripts if 'src="/static/' not in tag] == data
        assert "<style" not in body
        assert " style=" not in body
        assert "default-src 'self'" in page["Content-Security-Policy"]
        for tag in tags_of(page, "link"):
            if not re.search(r'rel="(canonical|alternate|next|prev|search)"', tag):
                assert 'href="/static/' in tag


def test_health_answers_after_asking_the_database(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):
        page = client.get("/health/")
    assert json.loads(page.content) == {"status": "ok", "edition": edition_stamp(), "search_index": "ok"}
    assert "no-store" in page["Cache-Control"]
    assert client.get("/zh-hans/health/").status_code == 404


def test_health_fails_with_the_database(client: Client, monkeypatch: Any) -> None:
    def fail() -> None:
        raise DatabaseError

    monkeypatch.setattr("transcripts.views.health.edition_stamp", fail)
    assert client.get("/health/").status_code == 503


def test_robots_are_kept_from_the_desk_and_from_searches(client: Client) -> None:
    page = client.get("/robots.txt")
    assert page["Content-Type"].startswith("text/plain")
    assert "Disallow: /admin/" in page.content.decode()


@pytest.fixture
def media(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def save_logo(name: str, data: bytes) -> None:
    identity = SiteIdentity.current()
    identity.logo.save(name, ContentFile(data))


def test_the_logo_is_served_with_its_type(client: Client, media: Path) -> None:
    data = BytesIO()
    Image.new("RGB", (200, 50), "red").save(data, "PNG")
    save_logo("office.png", data.getvalue())
    page = client.get("/logo/")
    assert page.status_code == 200
    assert page["Content-Type"] == "image/png"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert "max-age=3600" in page["Cache-Control"]
    assert b"".join(page.streaming_content) == data.getvalue()
    shown = re.compile(r'src="/logo/\?file=office\w*\.png" alt="" width="112" height="28"')
    assert shown.search(client.get("/").content.decode())


@pytest.mark.parametrize("data", [b"", b"<svg onload='x'></svg>", b"<html><script>", b"%PDF-1.7"])
def test_a_logo_that_is_no_plain_picture_is_not_served(client: Client, media: Path, data: bytes) -> None:
    save_logo("office.svg", data)
    assert client.get("/logo/").status_code == 404
    assert client.get("/").status_code == 200


def test_without_a_logo_there_is_none(client: Client, media: Path) -> None:
    assert client.get("/logo/").status_code == 404
    identity = SiteIdentity(logo="identity/gone.png")
    identity.save()
    assert client.get("/logo/").status_code == 404
    assert '<span class="seal">' in client.get("/").content.decode()


@pytest.mark.parametrize("name", ["400.html", "500.html", "403_csrf.html"])
def test_error_pages_need_neither_request_nor_database(name: str, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert "<h1>" in render_to_string(name)


def test_a_failure_shows_the_sites_own_page(client: Client, monkeypatch: Any) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("transcripts.views.site.newest_conferences", fail)
    client.raise_request_exception = False
    page = client.get("/zh-hans/")
    assert page.status_code == 500
    assert '<html lang="zh-Hans">' in page.content.decode()


def test_nothing_is_found_in_the_sites_dress(client: Client) -> None:
    page = client.get("/nowhere/")
    assert page.status_code == 404
    assert "There is nothing at this address" in text_of(page)
    assert "nowhere" not in page.content.decode()
    assert "/conferences/" in links_of(page)


@pytest.mark.parametrize(("prefix", "by"), [("", "They are published by Port office."), ("/zh-hans", "由港务局发布")])
def test_an_empty_site_says_who_publishes_and_how_to_reach_them(client: Client, prefix: str, by: str) -> None:
    SiteIdentity(name="Port office", about="We keep the ferries.", contact="press@ports.example.org").save()
    SiteIdentity.objects.update(texts={"zh-hans": {"name": "港务局"}})
    for address in ("/", "/conferences/", "/speakers/"):
        shown = text_of(client.get(prefix + address))
        for words in (by, "We keep the ferries.", "press@ports.example.org"):
            assert words in shown
    make_conference(exchanges=1)
    assert "press@ports.example.org" not in text_of(client.get(f"{prefix}/"))


def test_an_empty_site_whose_office_said_nothing_yet_is_whole(client: Client) -> None:
    shown = text_of(client.get("/"))
    assert "They are published by Press Room." in shown


def test_about_says_that_nobody_is_watched(client: Client) -> None:
    page = client.get("/about/")
    assert "set no cookie, load nothing from other sites" in text_of(page)
    assert not page.cookies
