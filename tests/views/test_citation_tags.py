"""What Zotero reads of a page's head, by the rules that its translator of embedded metadata follows (of June 2024)."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.builders import make_conference, make_exchange, make_participation, make_series, make_speaker, make_turn
from tests.views.test_page_heads import Head
from transcripts.models import Conference

pytestmark = pytest.mark.django_db

FIELDS = {
    "citation_title": "title",
    "citation_publication_date": "date",
    "citation_conference_title": "meeting",
    "citation_publisher": "publisher",
    "citation_public_url": "url",
    "citation_language": "language",
}


def read_as_zotero(head: Head) -> dict[str, Any]:
    """The record: a type of Dublin Core or Open Graph outweighs the meeting, but for “article”, which is a guess."""
    meta = head.meta
    kind = {"website": "webpage", "book": "book"}.get(meta.get("og:type", [""])[0], "")
    kind = kind or next((value for name in ("DC.type", "dc:type") for value in meta.get(name, [])), "")
    if not kind:
        kind = "conferencePaper" if "citation_conference_title" in meta else "journalArticle"
    found: dict[str, Any] = {field: ", ".join(meta[name]) for name, field in FIELDS.items() if name in meta}
    return found | {"type": kind, "creators": creators(meta.get("citation_author", []))}


def creators(given: list[str]) -> list[tuple[str, str]]:
    """The people: parted at semicolons; of one element alone at a comma too that stands between words and words."""
    people: list[str] = []
    for element in given:
        names = re.split(r"\s*;\s*", element)
        parts = re.split(r"\s*,\s*", element)
        if len(names) == len(given) == 1 and len(parts) > 1 and " " in parts[0] and " " in parts[1]:
            names = parts
        people += [name for name in names if re.search(r"[^\s,-.;]", name)]
    return [clean(name) for name in people]


def clean(name: str) -> tuple[str, str]:
    """Family and given name: around a comma, else the last word and the others; a word alone is the whole name."""
    if "," in name:
        family, _, given = name.partition(",")
        return family.strip(), given.strip()
    given, _, family = name.rpartition(" ")
    return family, given


@pytest.fixture
def conference() -> Conference:
    found = make_conference("Night ferries", series=make_series("Ports"))
    lin = make_speaker("Lin Haiyue", family_name="Lin")
    make_participation(found, lin)
    exchange = make_exchange(found, heading="The last boat", speaker=lin)
    make_turn(exchange, speaker=make_speaker("Ines Calder"))
    return found


def test_an_exchange_is_a_paper_of_its_conference(client: Client, conference: Conference) -> None:
    exchange = conference.exchanges.get()
    head = Head(client.get(conference.get_absolute_url()).content.decode())
    assert read_as_zotero(head) == {
        "type": "conferencePaper",
        "title": "The last boat",
        "creators": [("Lin", "Haiyue"), ("Calder", "Ines")],
        "date": "2024-03-12",
        "meeting": "Night ferries",
        "publisher": "Press Room",
        "language": "en",
        "url": settings.SITE_URL + exchange.get_permanent_url(),
    }
    for name, core in (("title", "DC.title"), ("author", "DC.creator"), ("public_url", "DC.identifier")):
        assert head.meta[f"citation_{name}"] == head.meta[core]
    assert "DC.type" not in head.meta
    assert "Z3988" not in client.get(conference.get_absolute_url()).content.decode()


def test_a_whole_conference_is_one_of_its_series(client: Client, conference: Conference) -> None:
    head = Head(client.get(f"{conference.get_absolute_url()}full/").content.decode())
    found = read_as_zotero(head)
    assert (found["type"], found["title"], found["meeting"]) == ("conferencePaper", "Night ferries", "Ports")
    assert found["url"] == settings.SITE_URL + conference.get_permanent_url()


def test_a_name_in_characters_stays_whole(client: Client) -> None:
    conference = make_conference("夜航", language="zh-hans")
    make_exchange(conference, speaker=make_speaker("林海月", family_name="林"))
    page = client.get(f"/zh-hans{conference.get_absolute_url()}")
    assert read_as_zotero(Head(page.content.decode()))["creators"] == [("林海月", "")]


def test_a_long_name_alone_is_one_person(client: Client) -> None:
    conference = make_conference("Night ferries")
    speaker = make_speaker("Ludwig Maria van der Berg", family_name="van der Berg")
    make_participation(conference, speaker)
    make_exchange(conference, speaker=speaker)
    head = Head(client.get(conference.get_absolute_url()).content.decode())
    assert read_as_zotero(head)["creators"] == [("van der Berg", "Ludwig Maria")]
    assert head.meta["DC.creator"] == ["van der Berg, Ludwig Maria"]


def test_other_pages_are_no_papers(client: Client) -> None:
    for path in ("/", "/about/", "/speakers/"):
        assert read_as_zotero(Head(client.get(path).content.decode()))["type"] == "webpage"


def test_the_keys_of_files_are_permanent_ids(client: Client, conference: Conference) -> None:
    text = client.get(f"{conference.get_absolute_url()}cite.bib").content.decode()
    assert text.startswith(f"@misc{{{conference.public_id},")
    for line in ("  title     = {{Night ferries}}", "  url       = {", "  urldate   = {", "howpublished"):
        assert (line in text) == (line != "howpublished")
