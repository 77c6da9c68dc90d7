"""What the head of every type of page says of it: description, card, addresses in other languages, structured data."""

import json
import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from tests.builders import (
    make_announced,
    make_conference,
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
)
from transcripts import search
from transcripts.document import Kind
from transcripts.models import Announcement, Conference

pytestmark = pytest.mark.django_db

HOSTILE = "Are </script><script>alert(1)</script> & <b>boats</b> late?"
TYPES = {
    "AboutPage",
    "Answer",
    "BreadcrumbList",
    "CollectionPage",
    "DefinedTerm",
    "EntryPoint",
    "Event",
    "EventSeries",
    "ItemList",
    "ListItem",
    "Organization",
    "Person",
    "Place",
    "ProfilePage",
    "QAPage",
    "Question",
    "SearchAction",
    "SearchResultsPage",
    "WebPage",
    "WebSite",
}


class Head(HTMLParser):
    """The head of a page, as a parser of HTML reads it."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.meta: dict[str, list[str]] = {}
        self.links: list[dict[str, str]] = []
        self.scripts: list[str] = []
        self._inside = False
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "meta":
            name = found.get("name") or found.get("property") or ""
            self.meta.setdefault(name, []).append(found.get("content", ""))
        elif tag == "link":
            self.links.append(found)
        elif tag == "script" and found.get("type") == "application/ld+json":
            assert set(found) == {"type"}
            self._inside = True
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts[-1] += data

    @property
    def graph(self) -> list[dict[str, Any]]:
        (script,) = self.scripts
        return json.loads(script)["@graph"]

    def alternates(self) -> dict[str, str]:
        return {link["hreflang"]: link["href"] for link in self.links if "hreflang" in link}

    def canonical(self) -> str:
        (link,) = [link["href"] for link in self.links if link.get("rel") == "canonical"]
        return link


def head_of(client: Client, path: str) -> Head:
    page = client.get(path)
    assert page.status_code == 200, path
    assert "charset=utf-8" in page["Content-Type"]
    body = page.content.decode()
    assert body.index("<meta charset") < 200
    return Head(body)


def nodes(thing: Any) -> list[dict[str, Any]]:
    """Every thing of a graph, however deep."""
    if isinstance(thing, list):
        return [node for each in thing for node in nodes(each)]
    if not isinstance(thing, dict):
        return []
    return [thing, *(node for value in thing.values() for node in nodes(value))]


@pytest.fixture
def world() -> Conference:
    speaker, outlet, topic = make_speaker("Ines Calder"), make_outlet("Evening Courier"), make_topic("Ferries")
    conference = make_conference(
        "Night ferries",
        series=make_series("Ports", description="Weekly."),
        venue="Town hall",
        summary="On boats at night.",
        translation_group="night",
    )
    make_participation(conference, speaker)
    for question in (HOSTILE, "When does the first boat leave?"):
        exchange = make_exchange(conference, question=question, speaker=speaker, outlet=outlet, topics=(topic,))
        make_turn(exchange, Kind.ANSWER, "At six on Sundays.", speaker=speaker)
    make_version(conference)
    make_conference("夜航", translation_group="night", language="zh-hans", exchanges=1)
    make_conference("Fares", exchanges=1, language="fr")
    make_draft("Unsaid quillwort", translation_group="night", language="fr")
    make_announced(plan=make_plan("What boats will cost"))
    running = make_running("As it is spoken", summary="On tides.", slug="as-it-is-spoken")
    make_participation(running, speaker)
    for question in ("Is the tide in?", "When is it out?"):
        make_exchange(running, question=question, answer=f"Soon, as to {question}", speaker=speaker)
    for each in Conference.objects.all():
        search.index(each.pk)
    return conference


def paths(conference: Conference) -> list[str]:
    root = conference.get_absolute_url()
    exchange = conference.exchanges.get(position=2)
    return [
        "/",
        "/about/",
        "/conferences/",
        "/conferences/?topic=ferries",
        "/calendar/",
        Announcement.objects.get().get_absolute_url(),
        "/conferences/as-it-is-spoken/",
        "/conferences/as-it-is-spoken/2/",
        "/conferences/as-it-is-spoken/full/",
        root,
        f"{root}2/",
        f"{root}full/",
        f"{root}versions/",
        f"{root}cite/",
        f"{exchange.get_permanent_url()}cite/",
        "/speakers/",
        "/speakers/ines-calder/",
        "/topics/",
        "/topics/ferries/",
        "/outlets/",
        "/outlets/evening-courier/",
        "/series/",
        "/series/ports/",
        "/search/?q=boat",
        "/corrections/",
        "/statistics/",
        "/versions/",
    ]


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_the_head_of_every_type_of_page_is_whole(client: Client, world: Conference, prefix: str) -> None:
    said: dict[str, str] = {}
    types: set[str] = set()
    for path in paths(world):
        head = head_of(client, prefix + path)
        one = {name: value for name, (value, *more) in head.meta.items() if not more}
        assert one["description"], path
        assert one["description"] not in said, (path, said.get(one["description"]))
        said[one["description"]] = path
        assert len(one["description"]) <= 200
        assert one["og:description"] == one["description"]
        assert one["og:url"] == head.canonical()
        assert one["og:image"].startswith(f"{settings.SITE_URL}/cards/")
        assert client.get(urlsplit(one["og:image"]).path)["Content-Type"] == "image/png", path
        assert head.alternates()["x-default"].startswith(settings.SITE_URL)
        assert head.canonical() in head.alternates().values() or "cite" in path
        for node in nodes(head.graph):
            assert node.get("@type", "WebPage") in TYPES
            for name in ("@id", "url", "item"):
                assert urlsplit(node.get(name, settings.SITE_URL)).netloc, (path, node)
            assert set(node) != {"@type"}
            types.add(node.get("@type", ""))
        pages = [node for node in head.graph if node["@type"].endswith("Page")]
        assert [page["url"] for page in pages] == [head.canonical()], path
        trail = [node["itemListElement"] for node in head.graph if node["@type"] == "BreadcrumbList"]
        assert len(trail) == (path != "/")
        for steps in trail:
            assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
            assert steps[-1]["item"] == head.canonical()
    assert types - {""} == TYPES


def test_an_exchange_is_a_question_with_its_answers(client: Client, world: Conference) -> None:
    head = head_of(client, world.get_absolute_url())
    (page,) = [node for node in head.graph if node["@type"] == "QAPage"]
    question = page["mainEntity"]
    assert question["text"] == HOSTILE
    assert question["author"] == {
        "@type": "Organization",
        "name": "Evening Courier",
        "url": f"{settings.SITE_URL}/outlets/evening-courier/",
    }
    assert (question["answerCount"], len(question["suggestedAnswer"])) == (2, 1)
    assert question["acceptedAnswer"]["text"] == "At one o’clock."
    (event,) = [node for node in head.graph if node["@type"] == "Event"]
    assert event["@id"] == settings.SITE_URL + world.get_permanent_url()
    assert (event["startDate"], event["location"]["name"]) == ("2024-03-12", "Town hall")
    assert [(person["name"], person["jobTitle"]) for person in event["performer"]] == [
        ("Ines Calder", "deputy mayor of Northbank")
    ]
    assert event["superEvent"]["name"] == "Ports"


def test_words_end_neither_the_script_nor_an_attribute(client: Client, world: Conference) -> None:
    body = client.get(world.get_absolute_url()).content.decode()
    script = re.search(r'<script type="application/ld\+json">(.*?)</script>', body, re.DOTALL)
    assert script
    assert "<" not in script[1]
    assert HOSTILE in json.dumps(json.loads(script[1]), ensure_ascii=False)
    assert "<script>alert" not in body


def test_translations_name_each_other_and_one_page_for_everybody_else(client: Client, world: Conference) -> None:
    english = head_of(client, world.get_absolute_url()).alternates()
    chinese = Conference.objects.get(language="zh-hans")
    assert head_of(client, f"/zh-hans{chinese.get_absolute_url()}").alternates() == english
    assert english.keys() == {"en", "zh-Hans", "x-default"}
    assert english["x-default"] == english["en"] == settings.SITE_URL + world.get_absolute_url()


def test_versions_previews_and_errors_say_nothing_of_themselves(client: Client, world: Conference) -> None:
    for path in (f"{world.get_absolute_url()}?version=1", "/nowhere/"):
        head = Head(client.get(path).content.decode())
        assert head.scripts == []
        assert "og:title" not in head.meta
        assert "x-default" not in head.alternates()
