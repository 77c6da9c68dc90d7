"""Copies of the site: a cache of HTTP, readers of feeds, harvesters."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree
from sickle import Sickle

XSD = Path(__file__).parents[1] / "schemas" / "akomantoso30.xsd"
FEEDS = ("/feed/", "/search/feed/?q=harbour", "/corrections/feed/", "/versions/feed/", "/topics/archives/feed/")
LANGUAGES = ("", "/zh-hans")


def test_a_cache_asks_again_and_is_told_that_nothing_changed(site: str, conferences: list[str]) -> None:
    requests_cache = pytest.importorskip("requests_cache", reason="requests-cache is not installed")
    session = requests_cache.CachedSession(backend="memory", cache_control=True)
    paths = ["/", "/conferences/", "/feed/", "/topics/", "/conferences.csv", "/api/v1/turns/", "/oai?verb=Identify"]
    files = [f"{conferences[0].rstrip('/')}.{suffix}" for suffix in ("json", "txt", "pdf", "epub")]
    addresses = [*(site + path for path in paths), *files]
    for address in addresses:
        first, again = session.get(address), session.get(address)
        assert (first.status_code, first.from_cache) == (200, False), address
        policy = first.headers["Cache-Control"]
        assert "max-age" in policy.replace("s-maxage", "") or "no-cache" in policy, address
        assert again.revalidated or not again.from_cache, address  # it is not believed without asking
        assert again.content == first.content
    for path in ("/", "/conferences/", "/feed/"):
        tags = {session.get(f"{site}{language}{path}").headers["ETag"] for language in LANGUAGES}
        assert len(tags) == len(LANGUAGES)


def addresses_in(value: Any, name: str = "") -> Iterator[str]:
    """Everything that is called an address in an object of JSON."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from addresses_in(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from addresses_in(each, name)
    elif isinstance(value, str) and (name in {"url", "next"} or name.endswith("_url")) and value:
        yield value


def test_every_address_in_json_and_feeds_is_absolute(
    site: str, conferences: list[str], fetch: Callable[[str], bytes]
) -> None:
    files = [f"{page.rstrip('/')}.json" for page in conferences]
    lists = ("conferences", "turns", "corrections", "versions", "speakers", "announcements")
    files += [f"{site}/api/v1/{name}/" for name in lists]
    files += [f"{site}/search.json?q=harbour", f"{site}/speakers/ines-calder.json", f"{site}/conferences.json"]
    for address in files:
        found = list(addresses_in(json.loads(fetch(address))))
        assert found, address
        assert [each for each in found if not each.startswith("http")] == [], address
    for path in FEEDS:
        tree = etree.fromstring(fetch(site + path))
        assert all(link.get("href").startswith("http") for link in tree.iter("{http://www.w3.org/2005/Atom}link"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_readers_of_feeds_take_every_entry(site: str, language: str, fetch: Callable[[str], bytes]) -> None:
    atoma = pytest.importorskip("atoma", reason="atoma is not installed")
    for path in FEEDS:
        address, ids = f"{site}{language}{path}", []
        while address:
            body = fetch(address)
            read = feedparser.parse(body)
            assert not read.bozo
            assert [entry.id_ for entry in atoma.parse_atom_bytes(body).entries] == [each.id for each in read.entries]
            ids += [each.id for each in read.entries]
            address = next((link.href for link in read.feed.links if link.rel == "next"), "")
        assert ids, path


def test_a_program_that_follows_feeds_is_sent_nothing_twice(site: str) -> None:
    for path in FEEDS:
        first = feedparser.parse(site + path)
        assert feedparser.parse(site + path, etag=first.etag).status == 304, path


@pytest.mark.parametrize("prefix", ["oai_dc", "akn"])
def test_harvesters_take_the_whole_record(site: str, prefix: str, conferences: list[str]) -> None:
    harvester = Sickle(f"{site}/oai")
    records = list(harvester.ListRecords(metadataPrefix=prefix))
    standing = [record for record in records if not record.deleted]
    assert len(standing) == len(conferences)
    assert len(records) == len({record.header.identifier for record in records}) > len(standing)
    if prefix == "akn":
        schema = etree.XMLSchema(etree.parse(XSD))
        for record in standing:
            (debate,) = record.xml.iter("{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}akomaNtoso")
            schema.assertValid(etree.fromstring(etree.tostring(debate)))
    scythe = pytest.importorskip("oaipmh_scythe", reason="oaipmh-scythe is not installed")
    with scythe.Scythe(f"{site}/oai") as other:
        again = [record.header.identifier for record in other.list_records(metadata_prefix=prefix)]
    assert again == [record.header.identifier for record in records]
