"""The feeds, as a feed reader takes them: valid Atom, the newest first, with ids that never change."""

import html
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote

import feedparser
import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree

from tests.builders import (
    LONG_AGO,
    make_conference,
    make_correction,
    make_draft,
    make_exchange,
    make_outlet,
    make_participation,
    make_scheduled,
    make_series,
    make_speaker,
    make_topic,
    make_version,
    make_withdrawn,
)
from tests.views.pages import markup
from transcripts import actions, search
from transcripts.feeds.atom import ENTRIES
from transcripts.feeds.conferences import WHOLE
from transcripts.models import Conference, Event, Redirect, Speaker, Turn
from transcripts.reading import transcript as reading

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SITE = "http://127.0.0.1:8000"
FEEDS = [
    "/feed/",
    "/search/feed/?q=boat",
    "/corrections/feed/",
    "/versions/feed/",
    "/speakers/ines-calder/feed/",
    "/topics/river-crossings/feed/",
    "/outlets/evening-courier/feed/",
    "/series/ports/feed/",
]


def read(client: Client, path: str, **headers: str) -> Any:
    """The feed at `path`, as a tree, after it was seen to hold what RFC 4287 asks of it."""
    response = client.get(path, **headers)
    assert response.status_code == 200, path
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = etree.fromstring(response.content)
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert len(feed.findall(ATOM + name)) == 1
    assert {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}["self"] == SITE + path
    ids = [feed.findtext(f"{ATOM}id")]
    for entry in feed.findall(f"{ATOM}entry"):
        for name in ("id", "title", "updated"):
            assert [bool(each.text) for each in entry.findall(ATOM + name)] == [True], name
        assert entry.get(LANG)
        assert entry.find(f"{ATOM}link[@rel='alternate']").get("href").startswith(f"{SITE}/")
        ids.append(entry.findtext(f"{ATOM}id"))
    for moment in feed.iter(f"{ATOM}updated", f"{ATOM}published"):
        assert datetime.fromisoformat(moment.text).tzinfo
    assert all(author.findtext(f"{ATOM}name") for author in feed.iter(f"{ATOM}author"))
    assert feed.find(f"{ATOM}author") is not None
    assert len(set(ids)) == len(ids)
    return feed


def entries(feed: Any) -> list[Any]:
    return feed.findall(f"{ATOM}entry")


def texts(feed: Any, name: str) -> list[str]:
    return [entry.findtext(ATOM + name) for entry in entries(feed)]


def words(entry: Any) -> str:
    """The summary as it is read."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", entry.findtext(f"{ATOM}summary"))).split())


@pytest.fixture
def archive() -> Conference:
    """Two conferences on boats, of which the second is in Chinese and newer, and one of each that is not public."""
    calder, ports, topic = make_speaker("Ines Calder"), make_series("Ports"), make_topic("River crossings")
    old = make_conference("Night ferries", series=ports, held_on=date(2022, 3, 1))
    make_participation(old, calder)
    make_exchange(old, heading="Tolls", question="What of tolls & fares?", answer="No change.")
    make_exchange(old, heading="The last boat", answer="The boat leaves at one.", speaker=calder, topics=(topic,))
    new = make_conference("夜航", language="zh-hans", series=ports, held_on=date(2024, 3, 1))
    make_participation(new, calder, role="副市长")
    make_exchange(new, question="boat 何时开航?", answer="boat 一点开航。", speaker=calder, topics=(topic,))
    make_version(new)
    for maker in (make_draft, make_scheduled, make_withdrawn):
        hidden = maker("Hidden boat", series=ports)
        make_exchange(hidden, heading="Hidden boat", answer="Hidden boat.", speaker=calder, topics=(topic,))
        make_correction(hidden, Turn.objects.filter(exchange__conference=hidden)[0], note="Hidden.")
    make_correction(old, Turn.objects.get(exchange__heading="The last boat", position=2), note="It was misheard.")
    for conference in Conference.objects.all():
        search.index(conference.pk)
    return old


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_every_feed_is_valid_and_holds_only_what_is_public(client: Client, prefix: str, path: str) -> None:
    feed = read(client, prefix + path)
    assert entries(feed)
    assert feed.get(LANG) == ("zh-Hans" if prefix else "en")
    assert b"Hidden" not in etree.tostring(feed)


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("path", FEEDS)
def test_ids_are_the_same_in_both_languages(client: Client, path: str) -> None:
    assert texts(read(client, path), "id") == texts(read(client, f"/zh-hans{path}"), "id")


def test_ids_outlive_the_address_of_the_site(client: Client, archive: Conference, settings: Any) -> None:
    before = [texts(read(client, path), "id") for path in FEEDS]
    archive.slug = "renamed"
    archive.save()
    settings.SITE_URL = "https://press.example.org"
    found = [etree.fromstring(client.get(path).content) for path in FEEDS]
    assert [texts(feed, "id") for feed in found] == before
    assert found[0].find(f"{ATOM}link").get("href") == "https://press.example.org/"


def test_a_search_is_followed_by_its_exchanges_the_newest_first(client: Client, archive: Conference) -> None:
    feed = read(client, "/search/feed/?q=boat")
    assert feed.findtext(f"{ATOM}title") == "“boat” · Press Room"
    assert texts(feed, "title") == ["boat 何时开航?", "The last boat"]
    chinese, english = entries(feed)
    assert (chinese.get(LANG), english.get(LANG)) == ("zh-Hans", "en")
    asked = archive.exchanges.get(position=2)
    assert english.find(f"{ATOM}link").get("href") == f"{SITE}{asked.get_permanent_url()}"
    authors = [author.findtext(f"{ATOM}name") for author in english.findall(f"{ATOM}author")]
    assert authors == ["Evening Courier", "Ines Calder, deputy mayor of Northbank"]
    assert "The <mark>boat</mark> leaves at one." in english.findtext(f"{ATOM}summary")
    assert words(english).endswith("Night ferries , 1 March 2022")


@pytest.mark.usefixtures("archive")
def test_all_filters_of_the_search_compose(client: Client) -> None:
    assert texts(read(client, "/search/feed/?q=boat&language=en&kind=answer"), "title") == ["The last boat"]
    assert texts(read(client, "/search/feed/?speaker=ines-calder&from=2023-01-01"), "title") == ["boat 何时开航?"]
    feed = read(client, "/search/feed/?q=boat&speaker=ines-calder")
    assert "follows the search: “boat”; said by Ines Calder." in feed.findtext(f"{ATOM}subtitle")


@pytest.mark.usefixtures("archive")
def test_what_was_not_understood_is_said_and_changes_nothing_unseen(client: Client) -> None:
    feed = read(client, "/search/feed/?q=boat&speaker=nobody&colour=red&sort=oldest")
    subtitle = feed.findtext(f"{ATOM}subtitle")
    for sentence in (
        "“sort” is not a filter of this page, so it was ignored.",
        "“colour” is not a filter of this page, so it was ignored.",
        "Speaker: “nobody” is not known here, so it was ignored.",
    ):
        assert sentence in subtitle
    assert texts(feed, "title") == ["boat 何时开航?", "The last boat"]


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("query", ["", "?q=", "?q=!!!", "?speaker=nobody"])
def test_a_search_for_nothing_is_a_feed_that_says_so(client: Client, query: str) -> None:
    feed = read(client, f"/search/feed/{query}")
    assert not entries(feed)
    assert "Nothing is asked for." in feed.findtext(f"{ATOM}subtitle")


@pytest.mark.parametrize("path", ["/feed/", "/corrections/feed/", "/search/feed/?q=boat"])
def test_a_feed_without_entries_is_valid_and_does_not_change_by_itself(client: Client, path: str) -> None:
    assert read(client, path).findtext(f"{ATOM}updated").startswith("1970")
    make_conference("Elsewhere")
    if path != "/feed/":
        assert read(client, path).findtext(f"{ATOM}updated") == LONG_AGO.isoformat()


@pytest.mark.parametrize(
    "query", ["?q=%00", "?q=%ED%A0%80", "?q=%22", "?q=%0B", "?q=<a>%26", "?page=x", "?sort=x", "?q=" + "a" * 3000]
)
@pytest.mark.usefixtures("archive")
def test_odd_values_never_break_the_xml(client: Client, query: str) -> None:
    for path in ("/search/feed/", "/feed/", "/corrections/feed/", "/speakers/ines-calder/feed/"):
        etree.fromstring(client.get(path + query).content)


def test_what_xml_cannot_hold_is_left_out(client: Client) -> None:
    conference = make_conference("Night\x0b ferries")
    make_participation(conference, make_speaker("Ines\x01 Calder"))
    assert "Night" in texts(read(client, "/feed/"), "title")[0]


def test_a_corrected_turn_makes_its_entry_new(client: Client, archive: Conference) -> None:
    turn = Turn.objects.get(exchange__heading="The last boat", position=2)
    made_at = datetime(2026, 1, 1, tzinfo=UTC)
    make_correction(archive, turn, made_at=made_at)
    for path in ("/search/feed/?q=boat&language=en", "/speakers/ines-calder/feed/"):
        entry = entries(read(client, path))[-1]
        assert entry.findtext(f"{ATOM}updated") == made_at.isoformat()
        assert entry.findtext(f"{ATOM}published") == LONG_AGO.isoformat()


def test_a_correction_says_what_was_and_what_is_and_leads_there(client: Client, archive: Conference) -> None:
    [entry] = entries(read(client, "/corrections/feed/"))
    turn = Turn.objects.get(exchange__heading="The last boat", position=2)
    assert entry.findtext(f"{ATOM}title") == "Corrected: Night ferries"
    assert words(entry).startswith("It was misheard. Ines Calder At [was: two ] [now: one ] .")
    assert entry.find(f"{ATOM}link").get("href") == f"{SITE}{turn.get_permanent_url()}"
    assert f"/corrections/?conference={archive.slug}" in entry.findtext(f"{ATOM}summary")
    feed = read(client, f"/corrections/feed/?conference={archive.slug}")
    assert feed.findtext(f"{ATOM}title").startswith("Corrections: Night ferries")
    assert not entries(read(client, f"/corrections/feed/?conference={quote('2024-03-01-夜航')}"))


@pytest.mark.usefixtures("archive")
def test_the_conferences_are_followed_with_the_filters_of_their_list(client: Client) -> None:
    assert texts(read(client, "/feed/"), "title") == ["夜航", "Night ferries"]
    feed = read(client, "/feed/?language=en&series=ports")
    assert texts(feed, "title") == ["Night ferries"]
    assert feed.findtext(f"{ATOM}title") == "Ports · Press Room"


def walk(client: Client, path: str) -> list[Any]:
    """Every entry of a paged feed, as RFC 5005 leads from page to page, forth and back."""
    found, passed = [], [path]
    while True:
        feed = read(client, passed[-1])
        links = {link.get("rel"): link.get("href").removeprefix(SITE) for link in feed.findall(f"{ATOM}link")}
        assert feed.findtext(f"{ATOM}id") == SITE + path
        assert links.get("first", path) == path
        found += entries(feed)
        if "next" not in links:
            return found
        assert links["next"] not in passed
        passed.append(links["next"])


def test_everything_can_be_walked(client: Client) -> None:
    conference = make_conference("Conference")
    for number in range(ENTRIES + 1):
        make_exchange(conference, heading=f"Heading {number}", speaker=make_speaker("Ines Calder"))
    for number in range(2 * WHOLE):
        make_conference(f"Conference {number}")
    conferences = [entry.findtext(f"{ATOM}id") for entry in walk(client, "/feed/")]
    assert (len(conferences), len(set(conferences))) == (2 * WHOLE + 1, 2 * WHOLE + 1)
    said = {entry.findtext(f"{ATOM}title") for entry in walk(client, "/speakers/ines-calder/feed/")}
    assert said == {f"Heading {number}" for number in range(ENTRIES + 1)}
    assert client.get("/feed/?page=4").status_code == 404


def test_a_walk_goes_on_behind_what_the_page_counts_and_repeats_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However much there is: the bounds of pages are made small here."""
    monkeypatch.setattr("transcripts.listing.figures.exchange_counts.ROWS_READ", 20)
    monkeypatch.setattr("transcripts.listing.figures.exchange_counts.READ_OF_YEAR", 20)
    monkeypatch.setattr("transcripts.search.finding.COUNT_CAP", 60)
    monkeypatch.setattr("transcripts.listing.corrections.COUNT_CAP", 30)
    monkeypatch.setattr("transcripts.listing.conferences.COUNT_CAP", 30)
    calder, ports = make_speaker("Ines Calder"), make_series("Ports")
    topic, outlet = make_topic("River"), make_outlet("E")
    for number in range(45):
        # Entered in another order than held, each day with several.
        held_on = date(2020, 1, 1 + (number * 7) % 15)
        conference = make_conference(f"Boats {number}", series=ports, held_on=held_on)
        make_participation(conference, calder)
        for part in range(3):
            made = make_exchange(
                conference, heading=f"{number}/{part}", answer="A boat.", speaker=calder, topics=(topic,), outlet=outlet
            )
        make_correction(conference, Turn.objects.filter(exchange=made)[0])
        search.index(conference.pk)
    withdrawn = []
    for number in range(40):
        withdrawn.append(make_withdrawn(f"Gone {number}"))
        Event.objects.create(conference=withdrawn[-1], what=Event.What.WITHDRAWN, made_at=LONG_AGO)
    for path, expected in {
        "/feed/": 45 + 20,
        "/feed/?q=boat": 45,
        "/feed/?speaker=ines-calder": 45,
        "/series/ports/feed/": 45,
        "/speakers/ines-calder/feed/": 135,
        "/topics/river/feed/": 135,
        "/outlets/e/feed/": 135,
        "/speakers/ines-calder/feed/?year=2020": 135,
        "/topics/river/feed/?year=2020": 135,
        "/outlets/e/feed/?year=2020": 135,
        "/search/feed/?q=boat": 135,
        "/search/feed/?topic=river": 135,
        "/corrections/feed/": 45 + len(withdrawn),
    }.items():
        ids = [entry.findtext(f"{ATOM}id") for entry in walk(client, path)]
        assert (path, len(set(ids))) == (path, expected)
        assert len(ids) <= expected + (5 if "search" in path else 0), path  # an exchange may stand across two pages


def test_a_walk_is_not_moved_by_what_is_published_meanwhile(client: Client) -> None:
    for number in range(2 * WHOLE):
        make_conference(f"Conference {number}")
    first = read(client, "/feed/")
    [following] = [link.get("href") for link in first.findall(f"{ATOM}link") if link.get("rel") == "next"]
    make_conference("New", held_on=date(2030, 1, 1))
    second = read(client, following.removeprefix(SITE))
    assert not {*texts(first, "id")} & {*texts(second, "id")}
    assert len(entries(second)) == WHOLE


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("path", FEEDS)
def test_a_place_that_is_none_is_said_to_be_ignored(client: Client, path: str) -> None:
    for after in ("x", "-1", "1.2.3.4", "9999999999999999999", "1..2", "٣.1", "3.1&after=y"):
        response = client.get(f"{path}{'&' if '?' in path else '?'}after={after}")
        assert response.status_code == 200
        assert etree.fromstring(response.content).tag == f"{ATOM}feed"
        assert "after: “" in response.content.decode()


TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


def test_whoever_had_an_entry_learns_that_it_is_gone_and_nobody_else_what_it_was(
    client: Client, archive: Conference
) -> None:
    paths = ["/speakers/ines-calder/feed/", "/search/feed/?q=boat", "/series/ports/feed/"]
    before = {path: set(texts(read(client, path), "id")) for path in paths}
    make_exchange(make_conference("Elsewhere"), speaker=make_speaker("Other"))
    actions.withdraw(archive, reason="Another meeting.")
    for path in paths:
        feed = read(client, path)
        gone = {each.get("ref") for each in feed.findall(TOMBSTONE)}
        assert before[path] - set(texts(feed, "id")) <= gone
        assert "Another meeting." not in etree.tostring(feed).decode()
        assert feed.findtext(f"{ATOM}updated") >= max(each.get("when") for each in feed.findall(TOMBSTONE))[:19]
    told = [{each.get("ref") for each in read(client, path).findall(TOMBSTONE)} for path in (paths[0], paths[1])]
    assert told[0] == told[1] == {each.get("ref") for each in read(client, "/speakers/other/feed/").findall(TOMBSTONE)}


@pytest.mark.usefixtures("archive")
def test_an_exchange_that_was_removed_by_a_correction_has_a_tombstone(client: Client) -> None:
    new = make_conference("Moorings")
    for heading in ("Fees", "Buoys"):
        make_exchange(new, heading=heading, speaker=Speaker.objects.get())
    before = set(texts(read(client, "/speakers/ines-calder/feed/"), "id"))
    shorter = replace(reading.read(new), exchanges=reading.read(new).exchanges[:1])
    actions.reconcile(new, shorter, actions.Change(note="Left out.", is_major=True))
    feed = read(client, "/speakers/ines-calder/feed/")
    assert before - set(texts(feed, "id"))
    assert before - set(texts(feed, "id")) <= {each.get("ref") for each in feed.findall(TOMBSTONE)}


@pytest.mark.usefixtures("archive")
def test_entries_have_all_words(client: Client) -> None:
    latest = entries(read(client, "/feed/"))[-1].findtext(f"{ATOM}content")
    for words_of in ("What of tolls &amp; fares?", "<h3", "The last boat", "The boat leaves at one.", "No change."):
        assert words_of in latest
    for path in ("/search/feed/?q=boat&language=en", "/speakers/ines-calder/feed/", "/topics/river-crossings/feed/"):
        assert "The boat leaves at one." in entries(read(client, path))[-1].findtext(f"{ATOM}content")


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("path", FEEDS)
def test_a_reader_of_feeds_finds_nothing_wrong(client: Client, path: str) -> None:
    response = client.get(path)
    found = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert (found.bozo, found.version) == (False, "atom10")
    assert found.feed.id == SITE + path
    for entry in found.entries:
        assert entry.id
        assert entry.link
        assert entry.updated_parsed


@pytest.mark.usefixtures("archive")
def test_whoever_has_the_edition_is_sent_nothing(client: Client, django_assert_num_queries: Any) -> None:
    for path in FEEDS:
        etag = client.get(path).headers["ETag"]
        with django_assert_num_queries(1):
            again = client.get(path, HTTP_IF_NONE_MATCH=etag)
        assert (again.status_code, again.content) == (304, b"")


def test_a_withdrawal_shows_at_once(client: Client, archive: Conference) -> None:
    etag = client.get("/feed/").headers["ETag"]
    before = texts(read(client, "/feed/"), "id")[-1]
    actions.withdraw(archive, reason="Another meeting.")
    response = client.get("/feed/", HTTP_IF_NONE_MATCH=etag)
    assert response.status_code == 200
    assert b"The boat leaves" not in response.content
    feed = etree.fromstring(response.content)
    entry = entries(feed)[0]
    assert entry.findtext(f"{ATOM}title") == "Withdrawn: Night ferries"
    assert "Another meeting." in entry.findtext(f"{ATOM}content")
    (gone,) = feed.findall("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
    assert gone.get("ref") == entry.findtext(f"{ATOM}id") == before
    assert not len(gone)


def test_the_end_of_an_embargo_shows_at_once(client: Client) -> None:
    conference = make_scheduled("Soon")
    etag = client.get("/feed/").headers["ETag"]
    Conference.objects.filter(pk=conference.pk).update(published_at=timezone.now())
    assert b"Soon" in client.get("/feed/", HTTP_IF_NONE_MATCH=etag).content


@pytest.mark.usefixtures("archive")
def test_a_name_of_old_leads_to_the_new_feed_and_an_unknown_one_nowhere(client: Client) -> None:
    Redirect.objects.create(kind="speaker", old="i-calder", new="ines-calder")
    moved = client.get("/zh-hans/speakers/i-calder/feed/?page=2")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/zh-hans/speakers/ines-calder/feed/?page=2")
    make_outlet("Unpublished")
    for path in ("/speakers/nobody/feed/", "/outlets/unpublished/feed/"):
        assert client.get(path).status_code == 404
    assert client.post("/feed/").status_code == 405


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("/", "/feed/"),
        ("/zh-hans/conferences/?series=ports&page=1", "/zh-hans/feed/?series=ports"),
        ("/search/?q=boat&sort=oldest&speaker=ines-calder", "/search/feed/?q=boat&speaker=ines-calder"),
        ("/zh-hans/corrections/", "/zh-hans/corrections/feed/"),
        ("/speakers/ines-calder/", "/speakers/ines-calder/feed/"),
        ("/topics/river-crossings/", "/topics/river-crossings/feed/"),
        ("/outlets/evening-courier/", "/outlets/evening-courier/feed/"),
        ("/series/ports/", "/series/ports/feed/"),
    ],
)
def test_a_page_names_its_feed_for_programs_and_for_people(client: Client, page: str, feed: str) -> None:
    body = html.unescape(markup(client.get(page)))
    assert re.search(
        rf'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="{re.escape(SITE + feed)}">', body
    )
    shown = f"{feed}{'&' if '?' in feed else '?'}as=page"
    assert f'<a href="{shown}">' in body
    found = read(client, feed)
    people = html.unescape(markup(client.get(shown)))
    assert f'<input readonly value="{SITE}{feed}"' in people
    assert all(f">{title}</a>" in people for title in texts(found, "title"))
