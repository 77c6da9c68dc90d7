import json
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from tests.builders import make_conference, make_correction, make_draft, make_scheduled, make_series, make_withdrawn
from tests.documents import document
from tests.views.pages import links_of
from transcripts.actions import reconcile
from transcripts.document import ExchangeText, from_json
from transcripts.exports import FORMATS
from transcripts.intake import parse_text
from transcripts.models import Conference, Redirect, SiteIdentity
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db


def kept() -> Conference:
    """A published conference of three exchanges."""
    conference = make_conference()
    reconcile(conference, document(series="Ports", source="Gazette"))
    return conference


def test_the_text_is_a_sheet_that_reads_back_as_the_document(client: Client) -> None:
    conference = kept()
    page = client.get(f"/conferences/{conference.slug}.txt")
    assert page.status_code == 200
    assert parse_text(page.content.decode()).document == read(conference)


@pytest.mark.slow
def test_every_demo_conference_survives_the_journey(client: Client) -> None:
    call_command("load_demo", verbosity=0)
    conferences = list(Conference.objects.published())
    assert len(conferences) > 10
    for conference in conferences:
        text = client.get(f"/conferences/{conference.slug}.txt").content.decode()
        assert parse_text(text).document == read(conference), conference.slug
        form = json.loads(client.get(f"/conferences/{conference.slug}.json").content)
        assert from_json(form) == read(conference), conference.slug


def test_the_json_holds_what_the_page_holds(client: Client) -> None:
    conference = kept()
    form = json.loads(client.get(f"/conferences/{conference.slug}.json").content)
    assert form["title"] == "Night ferries"
    assert (form["language"], form["held_on"], form["posted_on"], form["source"]) == (
        "en",
        "2024-03-12",
        None,
        "Gazette",
    )
    person = {"name": "Ines Calder", "role": "deputy mayor of Northbank", "part": "speaker"}
    assert form["people"] == [person | {"url": f"{settings.SITE_URL}/speakers/ines-calder/"}]
    assert form["url"] == f"{settings.SITE_URL}/c/{conference.public_id}/"
    assert [each["position"] for each in form["exchanges"]] == [1, 2, 3]
    first = conference.exchanges.get(position=1)
    assert form["exchanges"][0]["public_id"] == first.public_id
    assert form["exchanges"][0]["heading"] == "Pier 1"
    turn = form["exchanges"][0]["turns"][1]
    assert turn["public_id"] == first.turns.get(position=2).public_id
    assert (turn["kind"], turn["label"]) == ("answer", "Ines Calder")
    assert turn["paragraphs"] == ["Pier 1 has 1 boats after midnight.", "That is all about pier 1."]


def test_one_exchange_is_a_document_with_nothing_else(client: Client) -> None:
    conference = kept()
    second = conference.exchanges.get(position=2)
    form = json.loads(client.get(f"/exchanges/{second.public_id}.json").content)
    assert [(each["position"], each["public_id"]) for each in form["exchanges"]] == [(2, second.public_id)]
    whole = read(conference)
    text = client.get(f"/exchanges/{second.public_id}.txt").content.decode()
    assert parse_text(text).document == replace(whole, exchanges=whole.exchanges[1:2])
    assert "Pier 1" not in text


@pytest.mark.parametrize(("suffix", "kind"), [("txt", "text/plain"), ("json", "application/json")])
def test_files_say_what_they_are(client: Client, suffix: str, kind: str) -> None:
    conference = kept()
    page = client.get(f"/conferences/{conference.slug}.{suffix}")
    assert page["Content-Type"] == f"{kind}; charset=utf-8"
    assert page["Content-Disposition"] == f'inline; filename="{conference.slug}.{suffix}"'
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Content-Language"] == "en"
    assert not page.cookies
    second = conference.exchanges.get(position=2)
    page = client.get(f"/exchanges/{second.public_id}.{suffix}")
    assert page["Content-Disposition"] == f'inline; filename="{conference.slug}-2.{suffix}"'


def test_a_chinese_file_has_a_chinese_name(client: Client) -> None:
    conference = make_conference("夜航", language="zh-hans", exchanges=1)
    for prefix in ("", "/zh-hans"):
        page = client.get(f"{prefix}/conferences/{conference.slug}.txt")
        assert page["Content-Disposition"] == f"inline; filename*=utf-8''{quote(conference.slug)}.txt"
        assert page["Content-Language"] == "zh-hans"
        assert "夜航" in page.content.decode()


@pytest.mark.parametrize("make", [make_draft, make_scheduled])
def test_what_is_not_public_is_nothing(client: Client, make: Any) -> None:
    hidden = make("Hidden", exchanges=1)
    public_id = hidden.exchanges.get().public_id
    for suffix in FORMATS:
        for path in (f"/conferences/{hidden.slug}.{suffix}", f"/exchanges/{public_id}.{suffix}"):
            assert client.get(path).status_code == 404, path


def test_a_withdrawn_conference_says_why_and_gives_nothing(client: Client) -> None:
    hidden = make_withdrawn("Taken back", exchanges=1)
    public_id = hidden.exchanges.get().public_id
    for suffix in FORMATS:
        for path in (f"/conferences/{hidden.slug}.{suffix}", f"/exchanges/{public_id}.{suffix}"):
            page = client.get(path)
            assert page.status_code == 410, path
            assert "The recording was of another meeting." in page.content.decode(), path
            assert "last boat" not in page.content.decode(), path


def test_old_names_lead_to_the_same_format(client: Client) -> None:
    conference = make_conference(exchanges=1)
    Redirect.objects.create(kind="conference", old="old-name", new=conference.slug)
    page = client.get("/zh-hans/conferences/old-name.json?a=b")
    assert (page.status_code, page["Location"]) == (301, f"/zh-hans/conferences/{conference.slug}.json?a=b")
    public_id = conference.exchanges.get().public_id
    Redirect.objects.create(kind="exchange", old="joined2", new=public_id)
    page = client.get("/exchanges/joined2.txt")
    assert (page.status_code, page["Location"]) == (301, f"/exchanges/{public_id}.txt")
    Redirect.objects.create(kind="exchange", old="removed2", new="")
    assert client.get("/exchanges/removed2.txt").status_code == 410


@pytest.mark.parametrize("suffix", ["exe", "TXT", "txt/", "", "json.txt"])
def test_another_suffix_is_nothing(client: Client, suffix: str) -> None:
    conference = make_conference(exchanges=1)
    for path in (
        f"/conferences/{conference.slug}.{suffix}",
        f"/exchanges/{conference.exchanges.get().public_id}.{suffix}",
    ):
        page = client.get(path)
        assert page.status_code == 404
        assert "There is nothing at this address" in page.content.decode()


def test_files_answer_only_to_reading(client: Client) -> None:
    path = f"/conferences/{make_conference(exchanges=1).slug}.txt"
    assert client.post(path).status_code == 405
    assert client.head(path).status_code == 200


def test_pages_lead_to_every_format(client: Client) -> None:
    conference = make_conference(exchanges=2, series=make_series())
    second = conference.exchanges.get(position=2)
    for prefix in ("", "/zh-hans"):
        page = links_of(client.get(f"{prefix}{second.get_absolute_url()}"))
        full = links_of(client.get(f"{prefix}{conference.get_absolute_url()}full/"))
        for suffix in (suffix for suffix, form in FORMATS.items() if not form.needs_times):
            assert f"{prefix}/exchanges/{second.public_id}.{suffix}" in page
            assert f"{prefix}/conferences/{conference.slug}.{suffix}" in page
            assert f"{prefix}/conferences/{conference.slug}.{suffix}" in full


def test_captions_are_offered_of_words_with_times_alone(client: Client) -> None:
    conference = kept()
    path = f"/conferences/{conference.slug}.vtt"
    assert client.get(path).status_code == 404
    assert path not in links_of(client.get(f"{conference.get_absolute_url()}full/"))
    timed = make_conference("Timed")
    reconcile(timed, replace(document(title="Timed"), exchanges=tuple(map(with_times, document().exchanges))))
    path = f"/conferences/{timed.slug}.vtt"
    page = client.get(path)
    assert (page["Content-Type"], page.content[:7]) == ("text/vtt; charset=utf-8", b"WEBVTT\n")
    assert path in links_of(client.get(f"{timed.get_absolute_url()}full/"))


def with_times(exchange: ExchangeText) -> ExchangeText:
    turns = (replace(turn, times=tuple(range(len(turn.paragraphs)))) for turn in exchange.turns)
    return replace(exchange, turns=tuple(turns))


def test_files_say_who_publishes_them_and_what_was_corrected(client: Client) -> None:
    conference = kept()
    SiteIdentity(name="Northbank Press Office", licence="With the source named.").save()
    turn = conference.exchanges.get(position=2).turns.get(position=2)
    make_correction(conference, turn, note="Misheard.")
    form = json.loads(client.get(f"/conferences/{conference.slug}.json").content)
    assert (form["publisher"], form["licence"]) == ("Northbank Press Office", "With the source named.")
    assert [(each["note"], each["turns"]) for each in form["corrections"]] == [("Misheard.", [turn.public_id])]
    first = conference.exchanges.get(position=1)
    assert json.loads(client.get(f"/exchanges/{first.public_id}.json").content)["corrections"] == []
    assert "Misheard." in client.get(f"/conferences/{conference.slug}.md").content.decode()


def test_a_conference_without_exchanges_can_be_had(client: Client) -> None:
    conference = make_conference()
    assert json.loads(client.get(f"/conferences/{conference.slug}.json").content)["exchanges"] == []
    assert client.get(f"/conferences/{conference.slug}.txt").status_code == 200
