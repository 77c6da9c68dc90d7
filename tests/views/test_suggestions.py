"""Names while one is typed, for the site's own field and for browsers; and how a browser searches here."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from lxml import etree

from tests.builders import make_conference, make_draft, make_exchange, make_outlet, make_speaker, make_topic
from tests.views.pages import links_of, tags_of, text_of
from transcripts import actions
from transcripts.models import Conference, SiteIdentity, Speaker, SpeakerAlias

pytestmark = pytest.mark.django_db

OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def publish(*speakers: Speaker, **also: Any) -> Conference:
    """A published conference at which the speakers answer."""
    conference = make_conference()
    for speaker in speakers:
        make_exchange(conference, speaker=speaker, **also)
    actions.save_all_name_keys()
    return conference


def ask(client: Client, text: str, prefix: str = "") -> list[str]:
    """The names suggested for a text; the shape is that of the OpenSearch suggestions extension 1.1."""
    response = client.get(f"{prefix}/search/suggest/?q={quote(text)}")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/x-suggestions+json; charset=utf-8"
    typed, names, kinds, urls = json.loads(response.content)
    assert typed == text
    assert len(names) == len(kinds) == len(urls) <= 8
    return names


@pytest.mark.parametrize(
    "text",
    ["in", "Ines C", "calder", "CALDÉR", "Calder, I", "伊", "丝·卡", "卡尔", "inés calder", "Madam C", "港口夫人"],
)
def test_a_speaker_is_found_by_any_word_of_any_name(client: Client, text: str) -> None:
    calder = make_speaker("Inés Calder", names={"zh-hans": "伊内丝·卡尔德"})
    for alias in ("Madam Calder", "港口夫人"):
        SpeakerAlias.objects.create(speaker=calder, name=alias)
    publish(calder)
    assert ask(client, text) == ["Inés Calder"]


@pytest.mark.parametrize(
    "text", ["", " ", "c", "alder", "calder x", "!!!", '"', "\x00", "%", "_", "\ud7ff", "x" * 5000]
)
def test_nothing_is_suggested_for_what_begins_no_name(client: Client, text: str) -> None:
    publish(make_speaker("Ines Calder"))
    assert ask(client, text) == []


def test_traditional_characters_find_simplified_ones(client: Client) -> None:
    publish(make_speaker("Lin Haiyue", names={"zh-hans": "林海阅"}))
    assert ask(client, "海閱", "/zh-hans") == ["林海阅"]


def test_each_name_says_what_it_is_and_leads_to_what_was_said(client: Client) -> None:
    publish(
        make_speaker("Porter Reyl", names={"zh-hans": "波特"}),
        outlet=make_outlet("Port Weekly"),
        topics=(make_topic("Ports"),),
    )
    _, names, kinds, urls = json.loads(client.get("/search/suggest/?q=port").content)
    assert list(zip(names, kinds, urls, strict=True)) == [
        ("Porter Reyl", "Speaker · 波特", "http://127.0.0.1:8000/search/?speaker=porter-reyl"),
        ("Ports", "Topic", "http://127.0.0.1:8000/search/?topic=ports"),
        ("Port Weekly", "Outlet", "http://127.0.0.1:8000/search/?outlet=port-weekly"),
    ]
    _, names, kinds, urls = json.loads(client.get("/zh-hans/search/suggest/?q=porter").content)
    assert (names, kinds) == (["波特"], ["发言人 · Porter Reyl"])
    assert urls == ["http://127.0.0.1:8000/zh-hans/search/?speaker=porter-reyl"]


def test_only_public_names_are_suggested(client: Client) -> None:
    make_exchange(make_draft(), speaker=make_speaker("Ines Calder"))
    conference = publish(make_speaker("Ines Harrow"))
    assert ask(client, "ines") == ["Ines Harrow"]
    actions.withdraw(conference, reason="Another meeting.")
    assert ask(client, "ines") == []


def test_a_name_that_is_changed_is_found_by_the_new_one_at_once(client: Client) -> None:
    calder = make_speaker("Ines Calder")
    publish(calder)
    calder.name = "Ines Quill"
    calder.save()
    actions.sync_after_name_edit(calder)
    assert (ask(client, "quill"), ask(client, "calder")) == (["Ines Quill"], [])


def test_the_whole_name_comes_first_and_every_kind_has_a_place(client: Client) -> None:
    speakers = [make_speaker(f"Port {letter * 3}") for letter in "abcdefghij"]
    publish(*speakers, make_speaker("Ann Port"), make_speaker("Port"), topics=(make_topic("Port dues"),))
    assert ask(client, "port") == [
        *("Port", "Port aaa", "Port bbb", "Port ccc", "Port ddd", "Port eee", "Port fff"),
        "Port dues",
    ]


def test_suggestions_cost_two_queries_and_may_be_kept_for_a_minute(
    client: Client, django_assert_num_queries: Any
) -> None:
    publish(make_speaker("Ines Calder"))
    with django_assert_num_queries(2):
        response = client.get("/search/suggest/?q=calder")
    assert response.headers["Cache-Control"] == "public, max-age=60"


def test_without_a_script_the_results_lead_to_whoever_is_called_so(client: Client) -> None:
    publish(make_speaker("Ines Calder"), topics=(make_topic("Calder Bridge"),))
    page = client.get("/search/?q=calder")
    assert "Speakers, topics and outlets of that name: Ines Calder ; Calder Bridge" in text_of(page)
    assert {"/speakers/ines-calder/", "/topics/calder-bridge/"} <= set(links_of(page))
    assert "of that name" not in text_of(client.get("/search/?q=boat"))
    assert "of that name" not in text_of(client.get("/search/?speaker=ines-calder"))


def test_every_field_that_searches_what_was_said_says_where_suggestions_are(client: Client) -> None:
    for path, prefix in (("/", ""), ("/zh-hans/about/", "/zh-hans"), ("/search/", "")):
        assert f'data-suggest="{prefix}/search/suggest/"' in client.get(path).content.decode()


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_a_browser_is_told_how_to_search_here(client: Client, prefix: str) -> None:
    SiteIdentity(name="Harbour & Estuary Press Room", texts={"zh-hans": {"name": "海港新闻发布厅"}}).save()
    [link] = [tag for tag in tags_of(client.get(f"{prefix}/"), "link") if 'rel="search"' in tag]
    assert f'href="{prefix}/opensearch.xml"' in link
    assert ("海港新闻发布厅" if prefix else "Harbour &amp; Estuary Press Room") in link
    response = client.get(f"{prefix}/opensearch.xml")
    assert response.headers["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    tree = etree.fromstring(response.content)
    assert tree.tag == f"{OPENSEARCH}OpenSearchDescription"
    assert 0 < len(tree.findtext(f"{OPENSEARCH}ShortName")) <= 16
    assert len(tree.findtext(f"{OPENSEARCH}LongName")) <= 48
    assert tree.findtext(f"{OPENSEARCH}InputEncoding") == "UTF-8"
    urls = {url.get("type"): url.get("template") for url in tree.findall(f"{OPENSEARCH}Url")}
    site = f"http://127.0.0.1:8000{prefix}"
    assert urls["text/html"] == f"{site}/search/?q={{searchTerms}}"
    assert urls["application/x-suggestions+json"] == f"{site}/search/suggest/?q={{searchTerms}}"
    for kind in ("text/html", "application/x-suggestions+json", "application/atom+xml"):
        address = urls[kind].removeprefix("http://127.0.0.1:8000").replace("{searchTerms}", "boat")
        assert client.get(address).headers["Content-Type"].startswith(kind)
