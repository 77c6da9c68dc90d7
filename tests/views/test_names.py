from datetime import date

import pytest
from django.test import Client

from tests.builders import (
    make_conference,
    make_draft,
    make_exchange,
    make_outlet,
    make_participation,
    make_scheduled,
    make_series,
    make_speaker,
    make_topic,
    make_withdrawn,
)
from tests.views.pages import links_of, text_of
from transcripts.models import Redirect

pytestmark = pytest.mark.django_db
LISTS = ["speakers", "topics", "outlets", "series"]


def make_all(conference_maker: object, word: str) -> None:
    """One conference whose series, speaker, topic and outlet nothing else has."""
    conference = conference_maker(f"{word} title", series=make_series(f"{word} series"))  # type: ignore[operator]
    speaker = make_speaker(f"{word} speaker")
    make_participation(conference, speaker)
    make_exchange(
        conference,
        heading=f"{word} heading",
        speaker=speaker,
        outlet=make_outlet(f"{word} outlets"),
        topics=(make_topic(f"{word} topics"),),
    )


@pytest.mark.parametrize("noun", LISTS)
def test_a_list_names_only_what_the_public_knows(client: Client, noun: str) -> None:
    make_all(make_conference, "Shown")
    for maker, word in ((make_draft, "Drafted"), (make_scheduled, "Embargoed"), (make_withdrawn, "Withdrawn")):
        make_all(maker, word)
    words = text_of(client.get(f"/{noun}/"))
    assert "Shown" in words
    for hidden in ("Drafted", "Embargoed", "Withdrawn"):
        assert hidden not in words


@pytest.mark.parametrize("noun", LISTS)
@pytest.mark.parametrize("maker", [make_draft, make_scheduled, make_withdrawn])
def test_who_is_known_from_the_unpublished_only_is_nothing(client: Client, noun: str, maker: object) -> None:
    make_all(maker, "Hidden")
    slug = {"speakers": "hidden-speaker", "series": "hidden-series"}.get(noun, f"hidden-{noun}")
    page, nothing = client.get(f"/{noun}/{slug}/"), client.get(f"/{noun}/unknown/")
    assert (page.status_code, page.content) == (404, nothing.content)


@pytest.mark.parametrize("noun", LISTS)
def test_a_page_lists_the_conferences(client: Client, noun: str) -> None:
    make_all(make_conference, "Shown")
    slug = {"speakers": "shown-speaker", "series": "shown-series"}.get(noun, f"shown-{noun}")
    words = text_of(client.get(f"/{noun}/{slug}/"))
    assert "Shown title" in words
    assert "1 conference" in words
    assert ("Shown heading" in words) == (noun != "series")


def test_a_speaker_stands_with_the_latest_role_and_each_role_as_printed_then(client: Client) -> None:
    speaker = make_speaker("Ines Calder")
    for year, role in ((2019, "city councillor"), (2023, "deputy mayor"), (2021, "head of transport")):
        conference = make_conference(f"In {year}", held_on=date(year, 1, 1))
        make_participation(conference, speaker, role=role)
    make_participation(make_draft(held_on=date(2025, 1, 1)), speaker, role="mayor-elect")
    assert "Ines Calder deputy mayor 3 conferences" in text_of(client.get("/speakers/"))
    words = text_of(client.get(speaker.get_absolute_url()))
    assert all(role in words for role in ("city councillor", "deputy mayor", "head of transport"))
    assert "mayor-elect" not in words


def test_names_stand_under_their_letters(client: Client) -> None:
    for name in ("Zoë", "Émile", "eve", "李明"):
        make_exchange(make_conference(), speaker=make_speaker(name))
    groups = client.get("/speakers/").context["groups"]
    assert [letter for letter, _ in groups] == ["E", "Z", ""]


def test_names_are_the_readers(client: Client) -> None:
    make_exchange(make_conference(), topics=(make_topic("Customs", name_zh_hans="海关"),))
    assert "海关" in text_of(client.get("/zh-hans/topics/"))
    assert "海关" not in text_of(client.get("/topics/"))


def test_a_count_takes_a_translation_for_one(client: Client) -> None:
    topic = make_topic()
    for title, language in (("Night ferries", "en"), ("夜航", "zh-hans")):
        make_exchange(make_conference(title, language=language, translation_group="night"), topics=(topic,))
    assert "River crossings 1 exchange" in text_of(client.get("/topics/"))
    assert "1 conference" in text_of(client.get(topic.get_absolute_url()))


def test_a_renamed_or_merged_record_redirects(client: Client) -> None:
    speaker = make_speaker("Ines Calder")
    make_exchange(make_conference(), speaker=speaker)
    Redirect.objects.create(kind="speaker", old="i-calder", new=speaker.slug)
    page = client.get("/zh-hans/speakers/i-calder/?page=1")
    assert page.status_code == 301
    assert page["Location"] == f"/zh-hans{speaker.get_absolute_url()}?page=1"
    assert client.get("/topics/i-calder/").status_code == 404


def test_a_redirect_to_who_is_not_public_is_nothing(client: Client) -> None:
    make_participation(make_draft(), make_speaker("Hidden Name"))
    Redirect.objects.create(kind="speaker", old="old", new="hidden-name")
    page = client.get("/speakers/old/")
    assert (page.status_code, page.content) == (404, client.get("/speakers/unknown/").content)


@pytest.mark.parametrize("path", ["/speakers/", "/speakers/ines-calder/", "/series/", "/topics/", "/outlets/"])
def test_past_the_end_there_is_a_way_back_and_a_wrong_page_is_ignored(client: Client, path: str) -> None:
    make_exchange(make_conference(series=make_series()), topics=(make_topic(),))
    page = client.get(f"{path}?page=2")
    assert page.status_code == 404
    assert path in links_of(page)
    page = client.get(f"{path}?page=x")
    assert page.status_code == 200
    assert "ignored" in text_of(page)


def test_a_speakers_page_searches_what_was_said_by_them(client: Client) -> None:
    speaker = make_speaker()
    make_exchange(make_conference(), speaker=speaker)
    page = client.get(speaker.get_absolute_url())
    assert '<input type="hidden" name="speaker" value="ines-calder">' in page.content.decode()
    assert "/search/?speaker=ines-calder" in links_of(page)


def test_unicode_slugs_are_found(client: Client) -> None:
    topic = make_topic("过江交通")
    make_exchange(make_conference("北港发布会", language="zh-hans"), topics=(topic,))
    assert client.get("/topics/过江交通/").status_code == 200
    assert client.get(topic.get_absolute_url()).status_code == 200
    assert client.get("/conferences/2024-03-12-北港发布会/").status_code == 200
