"""Readers and editors who talk to the site as browsers do."""

import http.client
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.cookies import SimpleCookie
from urllib.parse import quote, urlencode, urlsplit

import brotli

PATIENCE = 120  # seconds: gunicorn's new workers answer once they have loaded the site, on however busy a machine


@dataclass(frozen=True)
class Page:
    """An answer, with its body as a browser unpacks it, and when it was asked for and came."""

    status: int
    headers: dict[str, str]
    body: str
    asked: float
    came: float


def get(site: str, path: str, **headers: str) -> Page:
    """Ask once for a page."""
    return _send(site, "GET", path, {name.replace("_", "-"): value for name, value in headers.items()})


def _send(site: str, method: str, path: str, headers: dict[str, str], body: str = "") -> Page:
    asked = time.monotonic()
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=PATIENCE)
    try:
        connection.request(method, quote(path, safe="/?&=%+"), body or None, headers)
        answer = connection.getresponse()
        data = answer.read()
    finally:
        connection.close()
    came = time.monotonic()
    found = {name.lower(): value for name, value in answer.getheaders()}
    found |= {"set-cookie": "\n".join(value for name, value in answer.getheaders() if name == "Set-Cookie")}
    if found.get("content-encoding") == "br":
        data = brotli.decompress(data)
    return Page(answer.status, found, data.decode(errors="replace"), asked, came)


class Editor:
    """Somebody at the desk, logged in."""

    def __init__(self, site: str, name: str, password: str) -> None:
        self.site, self.cookies = site, SimpleCookie()
        self.post("/admin/login/", {"username": name, "password": password, "next": "/admin/"})
        assert "sessionid" in self.cookies

    def get(self, path: str) -> Page:
        page = get(self.site, path, Cookie=self._cookie())
        self._keep(page)
        return page

    def post(self, path: str, values: dict[str, str]) -> Page:
        """Post a form that is taken, or shown again."""
        page = self.send(path, values)
        assert page.status in {200, 302}, page.body[:2000]
        return page

    def send(self, path: str, values: dict[str, str]) -> Page:
        """Post a form, however it is answered; the token is taken from the login page or the front page."""
        if "csrftoken" not in self.cookies:
            self.get("/admin/login/")
        values = {"csrfmiddlewaretoken": self.cookies["csrftoken"].value, **values}
        headers = {"Cookie": self._cookie(), "Content-Type": "application/x-www-form-urlencoded"}
        page = _send(self.site, "POST", path, headers | {"Referer": self.site}, urlencode(values))
        self._keep(page)
        return page

    def withdraw(self, key: int) -> None:
        page = self.post(f"/admin/transcripts/conference/{key}/withdraw/", {"reason": "It is read again."})
        assert page.status == 302, re.findall(r"errorlist.*", page.body)

    def publish(self, key: int) -> None:
        address = f"/admin/transcripts/conference/{key}/publish/"
        shown = self.post(address, {}).body
        number = re.search(r'name="revision_number" value="(\d+)"', shown)
        assert number
        assert self.post(address, {"confirm": "1", "revision_number": number[1]}).status == 302

    def _cookie(self) -> str:
        return "; ".join(f"{name}={each.value}" for name, each in self.cookies.items())

    def _keep(self, page: Page) -> None:
        for line in page.headers["set-cookie"].splitlines():
            self.cookies.load(line)


@dataclass
class Crowd:
    """Readers who ask all the time for these pages, until the block ends; `pages` is what they were answered."""

    site: str
    paths: Sequence[str]
    pages: list[tuple[str, Page]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    bodies: dict[str, str] = field(default_factory=dict)  # each is kept once: a minute's answers are gigabytes

    def read(self, is_over: Callable[[], bool], first: int) -> None:
        number = first
        while not is_over():
            path = self.paths[number % len(self.paths)]
            number += 1
            try:
                page = get(self.site, path, Accept_Encoding="br")
                self.pages.append((path, replace(page, body=self.bodies.setdefault(page.body, page.body))))
            except (OSError, http.client.HTTPException) as error:
                self.failures.append(f"{path}: {error!r}")

    def errors(self) -> list[str]:
        """Return what was no answer, or an error of a server."""
        return [*self.failures, *(f"{path}: {page.status}" for path, page in self.pages if page.status >= 500)]


@contextmanager
def crowd(site: str, paths: Sequence[str], readers: int = 4) -> Iterator[Crowd]:
    """Let readers ask all the time, while the block runs."""
    over, people = threading.Event(), Crowd(site, paths)
    threads = [threading.Thread(target=people.read, args=(over.is_set, number)) for number in range(readers)]
    for each in threads:
        each.start()
    try:
        yield people
    finally:
        over.set()
        for each in threads:
            each.join()
