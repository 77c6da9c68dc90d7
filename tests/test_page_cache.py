"""Kept pages: what is sent again without being made again, and that nobody is ever sent what is past."""

import gzip
import os
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import brotli
import pytest
import redis
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from tests.builders import (
    make_conference,
    make_draft,
    make_editor,
    make_exchange,
    make_outlet,
    make_photo,
    make_scheduled,
    make_series,
    make_speaker,
    make_topic,
)
from tests.documents import document, exchange
from tests.test_public_doors import UNPREFIXED, addresses, body_of
from transcripts import actions, page_cache, search
from transcripts.actions import Change
from transcripts.middleware import PageCacheMiddleware
from transcripts.models import Conference, Edition, Outlet, Preview, Series, SiteIdentity, Speaker, Topic, Turn
from transcripts.page_cache import CachedPage, Key, ProcessStore, SharedStore

pytestmark = pytest.mark.django_db
REDIS_URL = os.environ.get("CACHE_URL_TEST", "redis://127.0.0.1:6379/9")
CODINGS: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


def answers_redis() -> bool:
    try:
        return bool(redis.Redis.from_url(REDIS_URL, socket_connect_timeout=0.2).ping())
    except redis.RedisError:
        return False


needs_redis = pytest.mark.skipif(
    "CACHE_URL_TEST" not in os.environ and not answers_redis(), reason=f"No Redis answers at {REDIS_URL}."
)


@pytest.fixture
def kept(settings: Any) -> Client:
    """A reader of a site that keeps pages, as one process does."""
    settings.CACHE_URL = ""
    return Client()


def count(client: Client, path: str, **headers: str) -> int:
    """The queries that a page takes."""
    with CaptureQueriesContext(connection) as queries:
        client.get(path, headers=headers)
    return len(queries)


def test_a_page_is_made_once_and_then_costs_one_query(kept: Client) -> None:
    conference = make_conference(exchanges=2)
    for path in ("/", "/conferences/", f"{conference.get_absolute_url()}2/", "/feed/", "/speakers/", "/zh-hans/about/"):
        first = kept.get(path)
        assert count(kept, path) == 1
        again = kept.get(path)
        assert (again.status_code, again.content, dict(again.headers)) == (200, first.content, dict(first.headers))


def test_languages_and_codings_are_kept_apart(kept: Client) -> None:
    make_conference()
    for _ in range(2):
        for coding, unpack in CODINGS.items():
            for path, word in (("/", "Conferences"), ("/zh-hans/", "发布会")):
                page = kept.get(path, headers={"accept-encoding": coding})
                assert page.headers.get("Content-Encoding", "") == coding
                assert page.headers["Vary"] == "Accept-Encoding"
                assert word in unpack(page.content).decode()


@pytest.mark.parametrize("accepted", ["br;q=0", "br;q=0.0, gzip;q=0", "identity", "*"])
def test_a_coding_that_is_refused_is_not_sent(kept: Client, accepted: str) -> None:
    kept.get("/about/", headers={"accept-encoding": "br, gzip"})
    assert "Content-Encoding" not in kept.get("/about/", headers={"accept-encoding": accepted}).headers


def test_whoever_has_the_page_is_sent_nothing_for_one_query(kept: Client) -> None:
    conference = make_conference(exchanges=1)
    slug = conference.slug
    for path in (f"/conferences/{slug}/", f"/conferences/{slug}.json", "/search/?q=boat", "/corrections/feed/"):
        for coding in CODINGS:
            first = kept.get(path, headers={"accept-encoding": coding})
            asked = {"accept-encoding": coding, "if-none-match": f'"other", {first.headers["ETag"]}'}
            assert count(kept, path, **asked) == 1
            again = kept.get(path, headers=asked)
            assert (again.status_code, again.content) == (304, b"")
            for name in ("ETag", "Cache-Control", "Vary"):
                assert again.headers[name] == first.headers[name]
            assert kept.head(path, headers=asked).status_code == 304
        assert kept.get(path, headers={"if-none-match": "*"}).status_code == 304


def test_one_page_s_tag_is_not_another_s(kept: Client) -> None:
    tag = kept.get("/about/").headers["ETag"]
    for path in ("/", "/zh-hans/about/", "/about/?page=2", "/health/", "/admin/login/", "/preview/abc/", "/nowhere/"):
        assert kept.get(path, headers={"if-none-match": tag}).status_code != 304
    packed = kept.get("/about/", headers={"if-none-match": tag, "accept-encoding": "br"})
    assert packed.status_code == 200


def test_a_head_request_has_the_headers_of_the_page_and_no_body(kept: Client) -> None:
    heads = [kept.head("/about/"), kept.head("/about/")]
    page = kept.get("/about/")
    for head in heads:
        assert head.content == b""
        assert dict(head.headers) == dict(page.headers)


def changes() -> Iterator[tuple[str, Callable[[Conference], object]]]:
    note = Change(note="Misheard.", is_major=True)
    yield "correction", lambda each: actions.reconcile(each, document(exchange(1)), note)
    yield "record status", lambda each: actions.set_record_status(each, "final", change=note)
    yield "withdrawal", lambda each: actions.withdraw(each, reason="Another meeting.")
    yield "new title of a withdrawn one", lambda each: retitle(each, title="The other meeting")
    yield "new address of a withdrawn one", lambda each: retitle(each, slug="the-other-meeting")
    yield "republication", lambda each: actions.publish(Conference.objects.get(pk=each.pk))
    yield (
        "note",
        lambda each: actions.edit_revision_note(each.revisions.latest("number"), "Misheard, alas.", change=note),
    )
    yield "removal", remove
    yield "rename of an outlet", lambda each: rename(Outlet.objects.get(slug="evening-courier"), name="Night Courier")
    yield "rename of a speaker", lambda each: rename(Speaker.objects.get(), names={"zh-hans": "卡尔德"})
    yield "family name", lambda each: rename(Speaker.objects.get(), family_name="Calder")
    yield "rename of a topic", lambda each: rename(Topic.objects.get(), name="Crossings")
    yield "rename of a series", lambda each: rename(Series.objects.get(), name="Ports")
    yield "photo", make_photo
    yield "merge", lambda each: merge()
    yield "settings", lambda each: name_the_office()


def retitle(conference: Conference, **fields: str) -> None:
    Conference.objects.filter(pk=conference.pk).update(**fields)
    actions.sync_after_edit(conference, Change(), head_changed="slug" in fields)


def remove(conference: Conference) -> None:
    turn = Turn.objects.filter(exchange__conference=conference).latest("pk")
    cut = actions.Cut(turn.public_id, 0, turn.text[:5])
    base = Conference.objects.get(pk=conference.pk).revision_number
    actions.remove_words(conference, [cut], reason="A name.", is_repeated=False, base=base, change=Change())


def rename(record: Any, **fields: Any) -> None:
    type(record).objects.filter(pk=record.pk).update(**fields)
    record.refresh_from_db()
    actions.sync_after_name_edit(record)


def merge() -> None:
    kept, gone = Outlet.objects.order_by("pk")[:2]
    actions.merge_names(kept, gone)


def name_the_office() -> None:
    identity = SiteIdentity.current()
    identity.name = "Harbour Office"
    identity.save()
    actions.sync_after_site_edit()


def test_after_each_change_the_very_next_request_is_right(kept: Client) -> None:
    speaker, topic = make_speaker(), make_topic()
    conference = make_draft(exchanges=2, series=make_series())
    make_exchange(conference, speaker=speaker, topics=(topic,))
    conference.exchanges.get(position=1).turns.filter(position=1).update(outlet=make_outlet("Evening Courier"))
    conference.exchanges.get(position=2).turns.filter(position=1).update(outlet=make_outlet("Courier"))
    actions.publish(conference)
    url = conference.get_absolute_url()
    paths = ["/", "/conferences/", url, f"{url}full/", f"{url}versions/", "/outlets/", "/corrections/", "/feed/"]
    paths += ["/outlets/evening-courier/", "/versions/", f"{url[:-1]}.json", f"{url}2/", f"/zh-hans{url}3/"]
    paths += [f"{url}full/?all=1", f"/zh-hans{url}full/", f"{url[:-1]}.txt"]
    for name, change in changes():
        for path in paths:
            kept.get(path)
            assert count(kept, path) == 1 or kept.get(path).status_code != 200, (name, path)
        change(conference)
        for path in paths:
            same(kept, path)


def same(kept: Client, path: str) -> None:
    """What is sent is what would be made now."""
    sent, again = kept.get(path), kept.get(path)
    other = kept.get(path, headers={"cookie": "a=b"})  # whose answers are never kept, but may have parts that are
    with override_settings(CACHE_URL="dummy://"):
        made = Client().get(path)
    for answer in (sent, again, other):
        assert (answer.status_code, answer.content) == (made.status_code, made.content), path


def test_at_the_second_at_which_an_embargo_ends_the_page_shows(kept: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    end = timezone.now() + timedelta(hours=1)
    conference = make_scheduled("Soon")
    Conference.objects.filter(pk=conference.pk).update(published_at=end)
    assert "Soon" not in kept.get("/").content.decode()
    monkeypatch.setattr(timezone, "now", lambda: end - timedelta(microseconds=1))
    assert "Soon" not in kept.get("/").content.decode()
    monkeypatch.setattr(timezone, "now", lambda: end)
    assert "Soon" in kept.get("/").content.decode()


def test_a_citation_names_the_day_on_which_it_is_read(kept: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    path = f"{make_conference().get_absolute_url()}cite/"
    before = kept.get(path)
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    after = kept.get(path, headers={"if-none-match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.content != before.content


def test_a_new_release_and_a_database_put_back_make_everything_anew(kept: Client, settings: Any) -> None:
    first = kept.get("/about/").headers["ETag"]
    settings.RELEASE = "99"
    second = kept.get("/about/").headers["ETag"]
    epoch = Edition.objects.get().epoch
    Edition.objects.update(epoch="another")
    assert len({first, second, kept.get("/about/").headers["ETag"]}) == 3
    assert len(epoch) == 8


@pytest.mark.parametrize(
    "headers",
    [{"cookie": "theme=dark"}, {"range": "bytes=0-9"}, {"authorization": "Basic YTpi"}],
)
def test_requests_for_one_reader_take_nothing_kept_and_leave_nothing(kept: Client, headers: dict[str, str]) -> None:
    assert count(kept, "/series/", **headers) > 1
    assert count(kept, "/series/", **headers) > 1
    assert count(kept, "/series/") > 1
    assert count(kept, "/series/") == 1
    assert count(kept, "/series/", **headers) > 1


def test_private_pages_have_no_tag_and_are_made_each_time(kept: Client) -> None:
    kept.force_login(make_editor())
    photo = make_photo(make_draft())
    token = Preview(photo.conference, timezone.now() + timedelta(days=1)).token
    for path in ("/admin/", "/admin/login/", "/health/", f"/preview/{token}/", "/about/"):
        assert "ETag" not in kept.get(path).headers
    assert "ETag" not in Client().get("/health/").headers
    assert "ETag" not in Client().get("/admin/login/").headers


def test_another_host_is_refused_also_where_the_page_is_kept(kept: Client) -> None:
    kept.get("/about/")
    assert kept.get("/about/", headers={"host": "strange.example"}).status_code == 400


@pytest.mark.parametrize("query", ["q=boat", "utm_source=x", "unheard=1", "page=1&unheard=1"])
def test_words_and_parameters_that_a_page_does_not_know_are_not_kept(kept: Client, query: str) -> None:
    make_conference()
    path = f"/conferences/?{query}"
    assert count(kept, path) >= count(kept, path) > 1  # what pages share is kept
    assert "ETag" in kept.get(path).headers


def test_pages_that_are_not_there_are_not_kept(kept: Client) -> None:
    for path in ("/nowhere/", "/conferences/?page=99", "/conferences/nothing/"):
        assert count(kept, path) >= count(kept, path) >= 1
        assert "ETag" not in kept.get(path).headers


def page(size: int) -> CachedPage:
    return CachedPage((("Content-Type", "text/html"),), b"x" * size)


def test_the_store_is_bounded_by_bytes_and_loses_what_is_asked_for_least() -> None:
    store = ProcessStore(18_000, 9_000)
    keys = [Key("1", f"/{number}/", "br") for number in range(9)]
    for key in keys:
        store.put(key, page(500))
        store.get(keys[0])
    assert [number for number, key in enumerate(keys) if store.get(key)] == [0, 1, 2, 3, 4, 5, 6, 7, 8]
    for number in range(9, 14):
        store.put(Key("1", f"/{number}/", "br"), page(500))
        store.get(keys[0])
    assert [number for number, key in enumerate(keys) if store.get(key)] == [0, 5, 6, 7, 8]
    store.put(Key("1", "/large/", "br"), page(4_000))
    assert store.get(Key("1", "/large/", "br")) is None


def test_made_up_parameters_displace_no_plain_page() -> None:
    store = ProcessStore(18_000, 9_000)
    store.put(Key("1", "/", "br"), page(500))
    for number in range(1000):
        store.put(Key("1", f"/conferences/?page={number}", "br"), page(500))
    assert store.get(Key("1", "/", "br"))
    assert store.get(Key("1", "/conferences/?page=999", "br"))
    assert store.get(Key("1", "/conferences/?page=900", "br")) is None


def test_of_many_requests_for_one_page_one_makes_it_and_the_others_wait(settings: Any) -> None:
    settings.CACHE_URL = ""
    made, begun, go_on = [], threading.Event(), threading.Event()

    def make(request: Any) -> HttpResponse:
        made.append(request)
        begun.set()
        go_on.wait(5)
        return HttpResponse("page")

    key = Key("1", "/", "br")
    middleware = PageCacheMiddleware(make)
    store = ProcessStore()

    answers: list[Any] = []

    def ask() -> None:
        answers.append(middleware._take(RequestFactory().get("/"), key, store))

    first = threading.Thread(target=ask)
    first.start()
    begun.wait(5)
    others = [threading.Thread(target=ask) for _ in range(5)]
    for other in others:
        other.start()
    store.put(key, CachedPage((), b"page"))
    go_on.set()
    for thread in (first, *others):
        thread.join(5)
    assert [answer.content for answer in answers] == [b"page"] * 6
    assert len(made) == 1


@needs_redis
def test_redis_shares_pages_between_processes(settings: Any) -> None:
    settings.CACHE_URL = REDIS_URL
    make_conference()
    one, other = Client(), Client()
    first = one.get("/", headers={"accept-encoding": "br"})
    assert count(other, "/", **{"accept-encoding": "br"}) == 1
    again = other.get("/", headers={"accept-encoding": "br"})
    assert (again.content, dict(again.headers)) == (first.content, dict(first.headers))


PRIMROSE, HAN = "oxlip", "报春花"


@pytest.mark.drill
@pytest.mark.parametrize("store", ["", pytest.param(REDIS_URL, marks=needs_redis)])
def test_no_store_shows_what_was_withdrawn_to_whoever_had_it(store: str, settings: Any) -> None:
    """At each type of address, in both languages, however it is asked for: with the tag, in part, as HEAD, of a day."""
    settings.CACHE_URL = store
    words, reader, tags = f"{PRIMROSE} {HAN}", Client(), dict[str, str]()
    conference = make_conference("Night ferries", language="zh-hans", venue=words, summary=words)
    make_exchange(conference, heading=words, question=words, answer=words, topics=(make_topic(words),))
    make_photo(conference, alt=words)
    actions.publish(make_draft("Others", exchanges=1))
    search.index(conference.pk)
    shown = 0
    for number, (name, paths) in enumerate(addresses({"published": conference}).items()):
        own = [path for path in paths if conference.slug in path or conference.public_id in path]
        path = ("/zh-hans" if number % 2 and name not in UNPREFIXED else "") + (own or paths)[0]
        page = reader.get(path, headers={"accept-encoding": "br"})
        tags[path] = page.headers.get("ETag", "")
        shown += PRIMROSE in told(page)
    assert shown > 15
    actions.withdraw(conference, reason="Another meeting.")
    for number, (path, tag) in enumerate(tags.items()):
        then = {"accept-datetime": "Thu, 31 May 2057 20:35:00 GMT"}
        otherwise = ({"range": "bytes=0-99999"}, then, {"accept-encoding": "br"})[number % 3]
        asked = [reader.get(path, headers={"if-none-match": tag or "*"}), reader.get(path, headers=otherwise)]
        for page in (*asked, reader.head(path)):
            assert PRIMROSE not in told(page), path
            assert HAN not in told(page), path
            is_own = conference.slug in path.partition("?")[0] and "old-" not in path
            assert not is_own or page.status_code in {404, 405, 410}, path


def told(page: Any) -> str:
    """The headers and the words of an answer, however it is packed."""
    if page.headers.get("Content-Encoding") == "br":
        return f"{dict(page.headers)}{brotli.decompress(page.content).decode(errors='replace')}"
    return body_of(page)


@needs_redis
def test_what_is_no_page_in_redis_is_made_again() -> None:
    key = Key("1", "/strange/", "br")
    for value in (b"", b"[]", b"\x80\x04K\x01.", b"{}\nx", b"[]\nx"):
        redis.Redis.from_url(REDIS_URL).set(key.digest, value, ex=60)
        assert SharedStore(REDIS_URL).get(key) is None


def test_the_site_does_without_redis(settings: Any, monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    monkeypatch.setattr(page_cache, "REDIS_TIMEOUT", 0.05)
    settings.CACHE_URL = "redis://127.0.0.1:1/0"
    client = Client()
    assert client.get("/about/").status_code == 200
    assert count(client, "/about/") == 1
    assert len([record for record in caplog.records if "Redis" in record.message]) == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite's connections are never lost")
def test_a_connection_that_was_lost_is_opened_anew(kept: Client) -> None:
    first = kept.get("/about/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        lost = cursor.fetchone()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", lost)
    other.close()
    assert kept.get("/about/").content == first.content
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() != lost
