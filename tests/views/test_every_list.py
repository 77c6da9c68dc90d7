"""Every list of the demonstration in every format, as its page links to it, followed to the end: the same everywhere.

A few lists of each kind here; `make drill` takes all of them.
"""

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from lxml import etree

from transcripts import actions
from transcripts.models import Conference, Exchange, Outlet, Series, Speaker, Topic
from transcripts.views.listings.listing_files import TABLES

pytestmark = pytest.mark.django_db

SITE = settings.SITE_URL
TOMBSTONES = "{http://purl.org/atompub/tombstones/1.0}"
ATOM = "{http://www.w3.org/2005/Atom}"
ROW = re.compile(rf"{re.escape(SITE)}(?:/[a-z-]+)?/(?:turns|c)/[0-9a-z]+/")
LISTS = ["/conferences/", "/search/?q=harbour", "/corrections/"]
MORE = ["/search/?kind=answer", "/search/?q=档案"]
FILTERS = 1  # of each page, here


@pytest.fixture
def _short_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files be cut early, so that each list has several."""
    monkeypatch.setattr("transcripts.views.listings.listing_files.MOST_TURNS", 30)
    monkeypatch.setattr("transcripts.views.listings.listing_files.MOST_CONFERENCES", 7)
    monkeypatch.setattr("transcripts.views.listings.listing_files.AT_ONCE", 12)


def body_of(response: Any) -> str:
    return bytes(b"".join(response.streaming_content) if response.streaming else response.content).decode()


def urls_in(suffix: str, body: str) -> list[str]:
    """The permanent links of a file's rows, in order."""
    if suffix == "csv":
        return [row["url"] for row in csv.DictReader(io.StringIO(body.removeprefix("\ufeff"), newline=""))]
    if suffix in {"json", "jsonl"}:
        rows = json.loads(body) if suffix == "json" else [json.loads(line) for line in body.splitlines()]
        return [row["url"] for row in rows]
    return ROW.findall(body)


def walk_files(client: Client, address: str, suffix: str) -> list[str]:
    """The links in all files of a list, the first and those that it leads to."""
    found: list[str] = []
    is_part = False
    while address:
        response = client.get(address)
        assert (response.status_code, response["Content-Type"]) == (200, TABLES[suffix].content_type), address
        body = body_of(response)
        assert body, address
        following = re.fullmatch(rf'<{re.escape(SITE)}(.+)>; rel="next"', response.get("Link", ""))
        is_part = is_part or bool(following)
        assert ("-part-" in response["Content-Disposition"]) == is_part, address
        here = urls_in(suffix, body)
        assert here or not is_part
        found += here
        address = following[1] if following else ""
    return found


def walk_feed(client: Client, address: str) -> list[str]:
    """The ids of all entries of a feed."""
    found: list[str] = []
    while address:
        response = client.get(address.removeprefix(SITE))
        assert (response.status_code, response["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
        feed = etree.fromstring(response.content)
        gone = {each.get("ref") for each in feed.iter(f"{TOMBSTONES}deleted-entry")}
        ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
        found += [each for each in ids if each not in gone]  # what was withdrawn is an entry as well
        (address, *_) = [*(link.get("href") for link in feed.findall(f"{ATOM}link[@rel='next']")), ""]
    return found


def walk_api(client: Client, name: str, query: str) -> list[dict[str, Any]]:
    """All results of one list of the API."""
    found: list[dict[str, Any]] = []
    address = f"/api/v1/{name}/?{query}&size=100"
    while address:
        response = client.get(address.removeprefix(SITE))
        assert response.status_code == 200, (address, response.content)
        page = response.json()
        found += page["results"]
        address = page["next"] or ""
    return found


def pages(*, every: bool) -> Iterator[tuple[str, str, str]]:
    """Addresses of lists, each with the filter and the slug of its name, if it is one's."""
    yield from ((path, "", "") for path in (LISTS + MORE if every else LISTS))
    models: Any = {"speaker": Speaker, "topic": Topic, "outlet": Outlet, "series": Series}
    for noun, model in models.items():
        for record in model.objects.published().order_by("pk")[: None if every else 1]:
            yield record.get_absolute_url(), noun, record.slug


@pytest.mark.usefixtures("_short_files")
@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.drill)])
def test_a_list_is_the_same_in_every_format(client: Client, every: bool) -> None:
    call_command("load_demo", verbosity=0)
    # The page of a search shows what is running, and no file does.
    for each in Conference.objects.running():
        actions.withdraw(each, reason="It was another day.")
    wrong, seen = [], set()
    for prefix in ("", "/zh-hans"):
        for path, noun, slug in pages(every=every):
            plain = prefix + path.removeprefix("/zh-hans")
            body = client.get(plain).content.decode()
            start = re.escape(plain.partition("?")[0])
            links = dict.fromkeys(unescape(link) for link in re.findall(rf'href="({start}\?[^"#]+)"', body))
            narrowed = [link for link in links if link != plain and not re.search(r"[?&](page|as)=", link)]
            for address in [plain, *narrowed[: None if every else FILTERS]]:
                seen.add(address)
                wrong += [(address, each) for each in differing(client, address, noun, slug)]
    assert wrong == []
    assert len(seen) > (100 if every else 20)


def differing(client: Client, address: str, noun: str, slug: str) -> Iterator[str]:
    """What is not the same in a list's page, files, feed and the API."""
    response = client.get(address)
    listing, body = response.context["listing"], response.content.decode()
    count = listing.count.total if listing.count else 0
    (feed,) = re.findall(r'<link rel="alternate" type="application/atom\+xml" title="[^"]*" href="([^"]+)"', body)[:1]
    entries = walk_feed(client, unescape(feed))
    query = urlsplit(address).query
    if "/corrections/" in address:  # it has a feed, and no files
        yield from unequal("entries", page=count, feed=len(entries), API=len(walk_api(client, "corrections", query)))
        return
    files = re.findall(r'href="([^"]+\.(\w+)(?:\?[^"]*)?)"', body)
    offered = {suffix: unescape(link) for link, suffix in files if suffix in TABLES}
    assert offered.keys() == TABLES.keys(), address
    found = {suffix: walk_files(client, link, suffix) for suffix, link in offered.items()}
    rows = found["jsonl"]
    yield from (f"{suffix} has other rows than JSON Lines" for suffix, urls in found.items() if urls != rows)
    yield from unequal("rows", all=len(rows), different=len(set(rows)))
    ids = [url.split("/")[-2] for url in rows]
    if "/search/" in address:
        results = walk_api(client, "search", query)
        yield from unequal("passages", page=count, API=len(results))
        yield from unequal(
            "turns", file=sorted(ids), API=sorted(row["turn"]["public_id"] for row in results if row["turn"])
        )
        return
    # To the API two topics are either of them, and with both a speaker and an outlet turns are the speaker's.
    is_asked_otherwise = (noun == "outlet" and "speaker=" in query) or (noun and f"{noun}=" in query)
    if not is_asked_otherwise:
        of_name = f"&{noun}={slug}" if noun else ""
        results = walk_api(client, "turns" if noun else "conferences", query + of_name)
        yield from unequal("rows", file=sorted(ids), API=sorted(row["public_id"] for row in results))
    language = "zh-hans" if address.startswith("/zh-hans/") else "en"
    yield from unequal("entries", page=count, feed=len(entries), file=once(ids, language, noun))


def unequal(what: str, **counted: Any) -> Iterator[str]:
    """Say what is not the same of all."""
    first, *others = counted.values()
    if any(each != first for each in others):
        said = {name: each if isinstance(each, int) else len(each) for name, each in counted.items()}
        yield f"{what}: {said}"


def once(ids: list[str], language: str, noun: str) -> int:
    """How many conferences or exchanges the rows are of, of translations of each other those of one.

    That is the one in the reader's language, else the first entered.
    """
    if noun in {"", "series"}:
        of = {"exchanges__turns__public_id__in": ids} if noun else {"public_id__in": ids}
        conferences = Conference.objects.filter(**of).distinct()
        return len({each.translation_group or each.public_id for each in conferences})
    known: Any = Exchange.objects.filter(turns__public_id__in=ids).select_related("conference").distinct()
    groups: dict[str, list[Conference]] = defaultdict(list)
    for each in known:
        groups[each.conference.translation_group or each.conference.public_id].append(each.conference)
    chosen = {min(group, key=lambda each: (each.language != language, each.pk)).pk for group in groups.values()}
    return len([each for each in known if each.conference_id in chosen])
