"""A third language of the interface is a line of the settings: French is added here, and no code knows it."""

import csv
import io
import json

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from tests.admin.forms import save, url
from tests.admin.names.test_bulk import upload
from tests.builders import (
    make_conference,
    make_editor,
    make_exchange,
    make_outlet,
    make_series,
    make_speaker,
    make_topic,
)
from tests.views.pages import text_of
from transcripts.actions import Change, save_all_name_keys, sync_after_edit
from transcripts.models import SiteIdentity, Speaker
from transcripts.reading.name_resolution import find_known
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db

IDENTITY = "/admin/transcripts/siteidentity/1/change/"


@pytest.fixture(autouse=True)
def french(settings: LazySettings) -> None:
    settings.LANGUAGES = [*settings.LANGUAGES, ("fr", "French")]


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(make_editor())
    return client


def test_a_name_typed_at_the_desk_shows_on_the_pages_of_that_language(editor: Client, client: Client) -> None:
    speaker = make_speaker("Ines Calder", names={"zh-hans": "伊内丝·考尔德"})
    make_exchange(make_conference(), speaker=speaker)
    form = editor.get(url("speaker", "change", speaker.pk)).content.decode()
    assert "Name in French:" in form
    assert "Name in Simplified Chinese:" in form
    save(editor, url("speaker", "change", speaker.pk), name_fr="Inès de Caldère")
    speaker.refresh_from_db()
    assert speaker.names == {"zh-hans": "伊内丝·考尔德", "fr": "Inès de Caldère"}
    history = editor.get(url("speaker", "history", speaker.pk)).content.decode()
    assert "Name in French" in history
    names = editor.get(url("speaker", "changelist"), {"q": "Caldère"})
    assert list(names.context["cl"].result_list) == [speaker]
    other = make_speaker("Zoe Kint", names={"fr": "Agnès Kint"})
    by_french_name = editor.get(url("speaker", "changelist"), {"o": "3"})
    assert list(by_french_name.context["cl"].result_list) == [other, speaker]
    for root, name in (("", "Ines Calder"), ("/zh-hans", "伊内丝·考尔德"), ("/fr", "Inès de Caldère")):
        assert name in text_of(client.get(f"{root}/speakers/{speaker.slug}/"))
        assert name in text_of(client.get(f"{root}/speakers/"))


def test_a_name_is_found_suggested_and_listed_by_its_letters(client: Client) -> None:
    speaker = make_speaker("Ines Calder", names={"fr": "Inès de Caldère"})
    topic = make_topic("Customs", names={"fr": "Douane"})
    outlet = make_outlet("Evening Courier", names={"fr": "Courrier du soir"})
    conference = make_exchange(make_conference(), speaker=speaker, outlet=outlet, topics=(topic,)).conference
    sync_after_edit(conference, Change(note="Entered"))
    save_all_name_keys()
    assert find_known(Speaker, ["Inès de Caldère"]) == {"Inès de Caldère": speaker}
    assert conference.title in text_of(client.get("/search/", {"q": "douane"}))
    suggested = client.get("/fr/search/suggest/", {"q": "courr"})
    assert "Courrier du soir" in suggested.content.decode()
    assert "Evening Courier" in suggested.content.decode()
    assert "Inès de Caldère" in text_of(client.get("/fr/speakers/", {"q": "caldere"}))


def test_a_transcript_in_that_language_uses_its_names() -> None:
    series = make_series("Ports", names={"fr": "Les ports"})
    outlet = make_outlet("Evening Courier", names={"fr": "Courrier du soir", "zh-hans": "晚报"})
    conference = make_conference(language="fr", series=series)
    make_exchange(conference, outlet=outlet, topics=(make_topic("Customs", names={"fr": "Douane"}),))
    document = read(conference)
    assert document.series == "Les ports"
    assert document.exchanges[0].topics == ("Douane",)
    assert {turn.outlet for turn in document.turns} & {"Courrier du soir"}


def test_a_list_of_names_has_a_column_for_it(editor: Client) -> None:
    make_speaker("Ines Calder", names={"fr": "Inès de Caldère"})
    rows = list(csv.reader(io.StringIO(editor.get(url("speaker", "download", "csv")).content.decode("utf-8-sig"))))
    assert rows == [
        ["slug", "name", "name_zh_hans", "name_fr", "sort name", "family name", "aliases"],
        ["ines-calder", "Ines Calder", "", "Inès de Caldère", "", "", ""],
    ]
    for heading, name in (("name_fr", "I. Caldère"), ("Name in French", "Mme Caldère")):
        upload(editor, f"name,{heading}\nInes Calder,{name}\n")
        assert Speaker.objects.get().names == {"fr": name}


def test_machines_and_readers_are_led_to_it(client: Client) -> None:
    robots = client.get("/robots.txt").content.decode().splitlines()
    for root in ("", "/zh-hans", "/fr"):
        assert f"Disallow: {root}/admin/" in robots
        assert f"Disallow: {root}/search/" in robots
    page = client.get("/about/").content.decode()
    assert 'hreflang="fr"' in page
    assert "Français" in page
    assert client.get("/fr/about/")["Content-Language"] == "fr"
    assert client.get("/fr/feeds/conferences.atom").status_code == client.get("/feeds/conferences.atom").status_code


def test_the_office_has_texts_in_it(editor: Client, client: Client) -> None:
    save(
        editor, IDENTITY, name="Harbour Press Room", name_fr="Salle de presse", about="Who we are.", about_fr="Bonjour."
    )
    site = SiteIdentity.objects.get()
    assert site.texts["fr"] == {"name": "Salle de presse", "about": "Bonjour."}
    assert "Bonjour." in text_of(client.get("/fr/about/"))
    assert "Who we are." in text_of(client.get("/about/"))
    assert "Who we are." in text_of(client.get("/zh-hans/about/"))
    assert "Salle de presse" in editor.get("/fr/admin/").content.decode()


def test_a_page_costs_no_more(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    speaker = make_speaker("Ines Calder", names={"fr": "Inès de Caldère"})
    make_exchange(make_conference(), speaker=speaker)
    address = f"/speakers/{speaker.slug}/"
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    with django_assert_num_queries(len(seen)):
        client.get(f"/fr{address}")


def test_a_text_in_a_language_that_the_interface_no_longer_has_is_kept(editor: Client, settings: LazySettings) -> None:
    speaker = make_speaker("Ines Calder", names={"fr": "Inès de Caldère"})
    settings.LANGUAGES = settings.LANGUAGES[:2]
    save(editor, url("speaker", "change", speaker.pk), name_zh_hans="卡尔德")
    speaker.refresh_from_db()
    assert json.dumps(speaker.names, sort_keys=True) == json.dumps({"fr": "Inès de Caldère", "zh-hans": "卡尔德"})
