"""What an address may ask for, and what strangers may send."""

import multiprocessing
import os
import secrets
import time
from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

import pytest
import redis
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import set_urlconf

from tests.builders import make_editor
from transcripts.middleware.limits import BURST, RATE, Buckets, RateLimitMiddleware

pytestmark = pytest.mark.django_db


def test_a_bucket_gives_its_burst_and_then_its_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    monkeypatch.setattr("transcripts.middleware.limits.time.time", lambda: clock[0])
    buckets = Buckets("")
    assert [buckets.take("one") for _ in range(BURST)] == [0.0] * BURST
    assert 0 < buckets.take("one") <= 1 / RATE + 1e-6
    assert buckets.take("another") == 0
    clock[0] += 1
    assert sum(buckets.take("one") == 0 for _ in range(50)) == RATE


REDIS_URL = os.environ.get("CACHE_URL_TEST", "redis://127.0.0.1:6379/9")


def answers_redis() -> bool:
    try:
        return bool(redis.Redis.from_url(REDIS_URL, socket_connect_timeout=1).ping())
    except redis.RedisError:
        return False


@pytest.fixture
def redis_key() -> Iterator[str]:
    """The name of a bucket that nobody else has, in a Redis that answers."""
    if "CACHE_URL_TEST" not in os.environ and not answers_redis():
        pytest.skip(f"No Redis answers at {REDIS_URL}.")
    key = secrets.token_hex(8)
    yield key
    redis.Redis.from_url(REDIS_URL).delete(f"press:limit:{key}")


def test_a_bucket_in_redis_gives_its_burst_and_then_its_rate(redis_key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [time.time()]
    monkeypatch.setattr("transcripts.middleware.limits.time.time", lambda: clock[0])
    buckets = Buckets(REDIS_URL)
    assert [buckets.take(redis_key) for _ in range(BURST)] == [0.0] * BURST
    assert 0 < buckets.take(redis_key) <= 1 / RATE + 1e-3
    clock[0] += 1
    assert sum(buckets.take(redis_key) == 0 for _ in range(50)) == RATE
    kept = redis.Redis.from_url(REDIS_URL)
    assert 0 < kept.ttl(f"press:limit:{redis_key}") <= BURST / RATE + 2  # it outlives no use
    assert not buckets._full_at  # nothing was counted in this process


def _take_80(key: str) -> int:
    buckets = Buckets(REDIS_URL, rate=0.001, burst=100)
    return sum(buckets.take(key) == 0 for _ in range(80))


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_two_processes_count_together_in_redis(redis_key: str) -> None:
    with multiprocessing.get_context("fork").Pool(2) as both:
        taken = both.map(_take_80, [redis_key, redis_key], chunksize=1)
    assert sum(taken) == 100
    assert min(taken) >= 20  # 80 at most are the other's


def ask(middleware: RateLimitMiddleware, address: str, **headers: str) -> HttpResponse:
    response = middleware(RequestFactory().get("/", REMOTE_ADDR=address, headers=headers))
    assert isinstance(response, HttpResponse)
    return response


def test_networks_are_counted_and_this_machine_is_not(settings: Any) -> None:
    middleware = RateLimitMiddleware(lambda request: HttpResponse("ok"))
    middleware.buckets = Buckets("", rate=0.01, burst=2)
    for address in ("203.0.113.9", "2001:db8:1:2::1"):
        assert [ask(middleware, address).status_code for _ in range(3)] == [200, 200, 429]
    assert ask(middleware, "2001:db8:1:2:ffff::9").status_code == 429  # of the same household
    assert ask(middleware, "2001:db8:1:3::1").status_code == 200
    refused = ask(middleware, "203.0.113.9")
    assert 1 <= int(refused["Retry-After"]) <= 100
    assert {ask(middleware, "127.0.0.1").status_code for _ in range(9)} == {200}
    settings.TRUSTED_PROXIES = (ip_network("127.0.0.1"),)
    assert [ask(middleware, "127.0.0.1", **{"x-forwarded-for": "192.0.2.1"}).status_code for _ in range(3)][-1] == 429
    assert ask(middleware, "127.0.0.1", **{"x-forwarded-for": "192.0.2.2"}).status_code == 200


def test_what_is_kept_is_not_counted_and_what_is_refused_is_not_kept(settings: Any) -> None:
    settings.CACHE_URL = ""
    client = Client(REMOTE_ADDR="203.0.113.77")
    client.get("/about/")  # builds the middleware, and keeps the page
    taken = []
    plain = Buckets.take
    try:
        Buckets.take = lambda self, key: taken.append(key) or 30.0  # type: ignore[method-assign,func-returns-value]
        assert client.get("/about/").status_code == 200
        refused = client.get("/speakers/")
    finally:
        Buckets.take = plain  # type: ignore[method-assign]
    assert (refused.status_code, refused["Retry-After"], refused["Cache-Control"]) == (429, "30", "no-store")
    assert len(taken) == 1
    assert "203.0.113.77" not in taken[0]
    assert client.get("/speakers/").status_code == 200
    set_urlconf(None)


class Unread:
    """A body that must not be read."""

    def read(self, *args: Any) -> bytes:
        raise AssertionError("the body was read")

    readline = read


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/transcripts/conference/add/", "/", "/nowhere/"])
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded"])
def test_a_strangers_large_body_is_refused_unread(client: Client, path: str, kind: str) -> None:
    body = {"wsgi.input": Unread(), "CONTENT_LENGTH": str(200 * 1024 * 1024), "CONTENT_TYPE": kind}
    client.cookies["csrftoken"] = "x" * 32
    response = client.post(path, **body)
    assert response.status_code == 413


def test_an_editor_may_send_more_than_a_stranger() -> None:
    client = Client()
    client.force_login(make_editor())
    sent = {"title": "x" * 100_000}
    assert client.post("/admin/transcripts/conference/add/", sent).status_code != 413
    assert Client().post("/admin/login/", sent).status_code == 413


def test_the_desk_is_nothing_outside_its_networks(settings: Any) -> None:
    settings.ADMIN_NETWORKS = (ip_network("10.0.0.0/8"),)
    for prefix in ("", "/zh-hans"):
        assert Client(REMOTE_ADDR="203.0.113.9").get(f"{prefix}/admin/login/").status_code == 404
        assert Client(REMOTE_ADDR="10.1.2.3").get(f"{prefix}/admin/login/").status_code == 200
    assert Client(REMOTE_ADDR="203.0.113.9").get("/about/").status_code == 200


def test_answers_say_what_browsers_may_do_with_them() -> None:
    policies = {"/about/": "same-origin", "/admin/login/": "same-origin", "/nowhere/": "same-origin"}
    for path, resource in (policies | {"/api/v1/series/": "cross-origin"}).items():
        page = Client().get(path)
        assert page["Cross-Origin-Resource-Policy"] == resource, path
        assert "camera=()" in page["Permissions-Policy"]
        assert page["Cross-Origin-Opener-Policy"] == "same-origin"


def test_over_https_plain_requests_are_sent_on_and_browsers_told_to_stay(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    plain = Client().get("/about/?page=2")
    assert (plain.status_code, plain["Location"]) == (301, "https://testserver/about/?page=2")
    assert Client().get("/health/live/").status_code == 200  # asked from the same machine
    page = Client().get("/about/", headers={"x-forwarded-proto": "https"})
    assert (page.status_code, page["Strict-Transport-Security"]) == (200, "max-age=31536000")
