"""Several processes that share a Redis, behind nginx with a cache of its own, of which nothing is ever purged."""

import json
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.production import free_port
from tests.servers.conftest import IS_LONG, Place
from tests.servers.machines import Daemon, Gunicorn, Nginx, wait_until
from tests.servers.people import Editor, Page, crowd, get

# In the drill nginx keeps pages as long as in production.
LIFETIME = 60 if IS_LONG else 2
ROUNDS = 5 if IS_LONG else 1
COARSE = 1.1  # seconds: nginx counts lifetimes in whole ones


class Redis:
    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        self.daemon = Daemon("redis-server", "--port", str(self.port), "--save", "", "--bind", "127.0.0.1")


@pytest.fixture(scope="module")
def redis() -> Iterator[Redis]:
    server = Redis()
    yield server
    server.daemon.stop()


@pytest.fixture(scope="module")
def site(place: Place, redis: Redis) -> Iterator[Gunicorn]:
    application = "pressroom.wsgi" if IS_LONG else "tests.servers.short_lifetimes"
    environ = place.environment(CACHE_URL=redis.url, SHARED_SECONDS=str(LIFETIME))
    server = Gunicorn(environ, application=application, workers=2)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def nginx(place: Place, site: Gunicorn) -> Iterator[Nginx]:
    server = Nginx(place.path / "nginx", site.port)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def editor(place: Place, nginx: Nginx) -> Editor:
    return place.editor(nginx.address)


def test_nginx_keeps_each_language_and_coding_apart(nginx: Nginx) -> None:
    for path, word in (("/", "Conferences"), ("/zh-hans/", "发布会")):
        for coding in ("br", "gzip", "identity"):
            pages = [get(nginx.address, path, Accept_Encoding=coding)]
            assert pages[0].headers["x-cache"] == "MISS"
            pages.append(_kept(nginx, path, Accept_Encoding=coding))
            for page in pages:
                assert page.headers.get("content-encoding", "identity") == coding
                assert page.headers["vary"] == "Accept-Encoding"
                assert coding == "gzip" or word in page.body


def _kept(nginx: Nginx, path: str, **headers: str) -> Page:
    """The page from nginx's cache, where it lies a moment after it was first sent."""
    pages: list[Page] = []

    def is_kept() -> bool:
        pages.append(get(nginx.address, path, **headers))
        return pages[-1].headers["x-cache"] in {"HIT", "REVALIDATED"}

    wait_until(is_kept)
    return pages[-1]


def test_whoever_has_a_page_is_told_so_by_nginx_and_nginx_by_the_site(nginx: Nginx) -> None:
    tag = get(nginx.address, "/about/").headers["etag"]
    again = _kept(nginx, "/about/", If_None_Match=tag)
    assert (again.status, again.body) == (304, "")
    assert again.headers["cache-control"].startswith("public, max-age=0, must-revalidate")
    time.sleep(LIFETIME + COARSE)
    assert get(nginx.address, "/about/").headers["x-cache"] == "REVALIDATED"
    wait_until(lambda: get(nginx.address, "/about/").headers["x-cache"] == "HIT")


def test_nothing_private_or_for_this_moment_is_kept_by_nginx(place: Place, nginx: Nginx, editor: Editor) -> None:
    for path in ("/admin/login/", "/health/", "/nowhere/"):
        assert [get(nginx.address, path).headers["x-cache"] for _ in range(2)] == ["MISS", "MISS"]
    assert [editor.get("/").headers["x-cache"] for _ in range(2)] == ["BYPASS", "BYPASS"]
    assert "sessionid" not in get(nginx.address, "/").headers["set-cookie"]


def test_no_reader_sees_what_is_past_for_longer_than_its_lifetime(place: Place, nginx: Nginx, editor: Editor) -> None:
    """Readers ask all the time while a transcript is withdrawn and published: each answer was true not long before."""
    key, path = place.conference(1)
    # When a state began at the latest, was over at the earliest, and its status.
    states: list[tuple[float, int]] = [(time.monotonic(), 200)]
    with crowd(nginx.address, [path, "/"]) as readers:
        for number in range(ROUNDS):
            short = LIFETIME * (0.6 + 0.2 * number)
            # The last withdrawal lasts until readers must have seen it.
            whole = LIFETIME + 2 * COARSE if number == ROUNDS - 1 else short
            for change, status, pause in ((editor.withdraw, 410, short), (editor.publish, 200, whole)):
                time.sleep(pause)
                change(key)
                states.append((time.monotonic(), status))
                assert editor.get(path).status == status  # whoever did it sees it at once
        time.sleep(LIFETIME + COARSE)
        end = time.monotonic()
    assert readers.errors() == []
    # At the moment of publication a page may be 404, neither withdrawn any longer nor public yet; nobody keeps that.
    asked = [page for name, page in readers.pages if name == path and page.status != 404]
    for page in asked:
        assert page.status in _true_between(states, page.asked - LIFETIME - COARSE, page.came)
    assert {page.status for page in asked} == {200, 410}
    assert "HIT" not in {page.headers["x-cache"] for page in asked if page.status == 410}
    assert _seen(asked, states, end)


def _true_between(states: list[tuple[float, int]], first: float, last: float) -> set[int]:
    """The statuses that were true at some moment between two; the last change may have been seen before it was told."""
    ends = [*(began for began, _ in states[1:]), float("inf")]
    true = {status for (began, status), over in zip(states, ends, strict=True) if over >= first and began <= last}
    return true | {status for began, status in states if began - 3 <= last}  # a change takes a moment at the desk


def _seen(asked: list[Page], states: list[tuple[float, int]], end: float) -> bool:
    """Whether after each change, once the lifetime had passed, readers saw only the new state."""
    for (began, status), (over, _) in zip(states, [*states[1:], (end, 0)], strict=True):
        late = [page for page in asked if began + LIFETIME + COARSE < page.asked and page.came < over - 3]
        if any(page.status != status for page in late):
            return False
    return True


def test_an_embargo_ends_behind_nginx_within_the_lifetime(place: Place, nginx: Nginx, editor: Editor) -> None:
    key, path = place.conference()
    place.primary.ask(f"UPDATE transcripts_conference SET published_at = now() + interval '3 seconds' WHERE id = {key}")
    ends = time.monotonic() + 3
    wait_until(lambda: get(nginx.address, path).status == 404, seconds=LIFETIME + COARSE + 3)
    wait_until(lambda: get(nginx.address, path).status == 200, seconds=10)
    assert time.monotonic() - ends < 3  # what is not there is not kept: it is there at once
    place.primary.ask(f"UPDATE transcripts_conference SET published_at = now() - interval '9 days' WHERE id = {key}")


def test_processes_share_pages_and_survive_the_loss_of_redis(
    place: Place, site: Gunicorn, redis: Redis, editor: Editor
) -> None:
    key, path = place.conference()
    editor.withdraw(key)
    editor.publish(key)  # a new edition, of which nothing is kept yet

    def is_made_once() -> bool:
        before = len(place.primary.statements())
        for _ in range(20):
            assert get(site.address, f"{path}full/?with=zh-hans").status == 200
        asked = place.primary.statements()[before:]
        return asked.count('FROM "transcripts_edition"') >= 20 and asked.count('FROM "transcripts_siteidentity"') <= 1

    def says(state: str) -> bool:
        return all(json.loads(get(site.address, "/health/").body)["shared_pages"] == state for _ in range(4))

    assert says("ok")
    assert is_made_once()
    paths = ["/", path, f"{path}full/", "/speakers/", "/conferences/"]
    for sign in (signal.SIGKILL, signal.SIGSTOP):  # gone, and there without an answer
        with crowd(site.address, paths) as readers:
            time.sleep(0.3)
            redis.daemon.process.send_signal(sign)
            editor.withdraw(key)
            assert get(site.address, path).status == 410
            assert says("away")
            editor.publish(key)
            assert get(site.address, path).status == 200
            if sign == signal.SIGKILL:
                redis.daemon.process.wait()
                redis.start()
            else:
                redis.daemon.process.send_signal(signal.SIGCONT)
            wait_until(lambda: says("ok"))
        assert readers.errors() == []
        assert len(readers.pages) > 20
    time.sleep(5.5)  # for which a process leaves a Redis alone that failed
    editor.withdraw(key)
    editor.publish(key)
    assert is_made_once()


def test_workers_are_renewed_under_load_without_a_dropped_request(
    place: Place, site: Gunicorn, nginx: Nginx, editor: Editor
) -> None:
    def booted() -> int:
        return Path(site.log).read_text().count("Booting worker")

    with crowd(nginx.address, ["/health/", "/nowhere/"], readers=6) as readers:
        for number in range(10 if IS_LONG else 1):
            before = booted()
            site.reload()
            wait_until(lambda before=before: booted() >= before + 2)
            # Of one name only so many tries are answered.
            assert editor.post("/admin/login/", {"username": f"nobody{number}", "password": "x"}).status == 200
    assert readers.errors() == []
    assert len(readers.pages) > 6


def test_whoever_sends_or_takes_slowly_holds_no_worker(nginx: Nginx) -> None:
    """A hundred who stop in the middle of a request, or take nothing of an answer: nginx waits for them, gunicorn not.

    Two processes of four threads would all be held by a few of them.
    """
    head = "Host: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    begun = [
        f"GET /search/?q=harbour HTTP/1.1\r\n{head}X-Slow: ",
        f"POST /admin/login/ HTTP/1.1\r\n{head}Content-Length: 60000\r\n\r\nusername=",
        f"GET /feed/?q=x HTTP/1.1\r\n{head}\r\n",
    ]
    slow = [socket.create_connection(("127.0.0.1", nginx.port)) for _ in range(102)]
    try:
        for number, each in enumerate(slow):
            each.sendall(begun[number % 3].encode())
        pages = [get(nginx.address, f"/search/?q=harbour&x={number}") for number in range(20)]
        assert {page.status for page in pages} == {200}
    finally:
        for each in slow:
            each.close()
