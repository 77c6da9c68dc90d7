"""Requests at random: every address, parameter, header, form and upload with values that nobody meant. None is a 500.

`REQUESTS=100000 pytest -m drill` asks as often; the ordinary suite asks for a sample. `SEED` repeats a run.
"""

import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from lxml import html

from tests.admin.accounts.test_permissions import address_of, desk_addresses, objects
from tests.builders import (
    draw,
    make_announced,
    make_conference,
    make_draft,
    make_editor,
    make_photo,
    make_running,
    make_speaker,
    make_withdrawn,
    webm,
)
from tests.kinds import FILES
from tests.test_public_doors import addresses, make_world
from tests.zips import make_zip
from transcripts import actions
from transcripts.intake import FolderFile, open_source
from transcripts.models import Replacement
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db
SAMPLE = 250
REQUESTS = int(os.environ.get("REQUESTS", "100000"))
SEED = int(os.environ.get("SEED", "17"))
BASE = Path(__file__).resolve().parent.parent
SLOW = 10.0  # seconds: what takes longer is named

HOSTILE = [
    "",
    " ",
    "0",
    "-1",
    "1e9",
    "9" * 19,
    "9" * 400,
    "1.5",
    "nan",
    "true",
    "None",
    "null",
    "[]",
    "{}",
    "2024",
    "2024-02-30",
    "0000-00-00",
    "9999-12-31",
    "2024-01-01T00:00:00Z",
    "2024-01-01T00:00:00+99:99",
    "\0",
    "a\0b",
    "\ud800",
    "\uffff",
    "\x85\x0b\x1f",
    "\u202e\u200b\ufeff",
    "é",
    "港口",
    "𠮷" * 40,
    "a" * 3000,
    "'",
    '"',
    '"unclosed phrase',
    "' OR 1=1 --",
    "%",
    "%00",
    "%s%n",
    "_",
    "*",
    "a*",
    "NEAR(a b)",
    "a AND",
    "(",
    ")",
    "-",
    "--",
    ":",
    "a:b",
    "^",
    "\\",
    "\\u0000",
    "../../etc/passwd",
    "..%2f..%2f",
    "//example.org/",
    "http://example.org/",
    "javascript:alert(1)",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "{% debug %}",
    "${7*7}",
    "a\r\nX-Injected: 1",
    "on",
    "en",
    "zh-hans",
    "zz-ZZ-zz",
    "\u0131\u0130\u017f\u212a",
    "½",
    "٣",
    "२०२४",
    "+",
    "a+b",
    "&",
    "=",
    "#",
    "?",
    ";",
    ",",
    ",,,,",
]
HEADERS = {
    "Accept": ["*/*", "text/html", "application/json", "application/ld+json;q=x", ",,,", "a/b;q=9e999"],
    "Accept-Encoding": ["br", "gzip", "br;q=0, gzip;q=x", "*", "\u00e9", "identity;q=0"],
    "Accept-Language": ["zh-Hans", "x" * 600, "en;q=1e400", "-"],
    "Accept-Datetime": ["Thu, 31 May 2007 20:35:00 GMT", "Thu, 99 May 99999 20:35:00 GMT", "yesterday", "0"],
    "Authorization": ["Basic !!!", "Bearer", "Bearer \u00e9", "Digest x"],
    "Content-Type": [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "application/json",
        "text/plain; charset=nowhere",
        "application/x-www-form-urlencoded; charset=utf-7",
        "/",
    ],
    "Cookie": ["sessionid=x; csrftoken=\u00e9", "sessionid=" + "a" * 32, "a=b=c;;=", "messages=x", "\0"],
    "Host": ["localhost", "example.org", "localhost:x", "[::1", "a" * 300, "localhost\0"],
    "If-Match": ["*", '"x"', "x"],
    "If-Modified-Since": ["Thu, 31 May 2007 20:35:00 GMT", "x", "Thu, 31 May 0000 20:35:00 GMT"],
    "If-None-Match": ["*", '"x"', 'W/"x", "y"', '"', "x" * 3000],
    "If-Range": ['"x"', "x"],
    "If-Unmodified-Since": ["x", "Thu, 31 May 2007 20:35:00 GMT"],
    "Origin": ["null", "https://example.org", "\u00e9"],
    "Range": ["bytes=0-", "bytes=-1", "bytes=9-1", "bytes=0-0,1-1", "bytes=" + "9" * 40 + "-", "pages=1", "bytes=x-y"],
    "Referer": ["https://example.org/", "x", "\u00e9", "http://localhost/admin/"],
    "X-Forwarded-For": ["x", "1.2.3.4, ::1", "[::1", "\u00e9"],
    "X-Forwarded-Host": ["example.org"],
    "X-Forwarded-Proto": ["https", "x"],
    "X-HTTP-Method-Override": ["DELETE"],
    "X-Requested-With": ["XMLHttpRequest"],
    "X-Request-ID": ["x" * 64, "\r\nx", "\u00e9"],
    "Access-Control-Request-Method": ["GET", "x"],
}
SUFFIXES = [".docx", ".pdf", ".xlsx", ".zip", ".json", ".xml", ".srt", ".odt", ".doc", ".exe", ""]
METHODS = ["GET"] * 12 + ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "BREW"]


def files() -> list[tuple[str, bytes]]:
    """A small file of each kind that can be uploaded."""
    found = [*FILES.items(), ("folder.zip", make_zip(FILES)), ("recording.webm", webm(600).read())]
    found += [(path.name, path.read_bytes()) for path in sorted((BASE / "transcripts" / "demo").iterdir())[:3]]
    found += [("photo.png", draw((40, 30)).read()), ("photo.jpg", draw((40, 30), "JPEG").read())]
    found += [("table.csv", b"name,alias\nInes Calder,I. Calder\n"), ("empty.txt", b"")]
    return [*found, ("page.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>")]


@dataclass
class Fuzzer:
    """Somebody who sends requests that nobody meant."""

    dice: random.Random
    public: list[str]
    desk: list[str]
    names: list[str]
    reader: Client
    editor: Client
    token: str  # by which captions are sent
    uploads: list[tuple[str, bytes]] = field(default_factory=files)
    forms: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    said: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def value(self) -> str:
        one = self.dice.choice(HOSTILE)
        return one + self.dice.choice(HOSTILE) if self.dice.random() < 0.1 else one

    def path(self, path: str) -> str:
        """An address, sometimes with something else in one of its parts."""
        if self.dice.random() < 0.85:
            return path
        parts = path.partition("?")[0].split("/")
        number = self.dice.randrange(1, len(parts))
        parts[number] = self.dice.choice(
            [parts[number] + _quoted(self.value()), _quoted(self.value()), parts[number].upper()]
        )
        return "/".join(parts)

    def query(self) -> str:
        pairs = [(self.dice.choice(self.names), self.value()) for _ in range(self.dice.choice([0, 0, 1, 1, 2, 4]))]
        return urlencode([(name, value.encode("utf-8", "surrogatepass")) for name, value in pairs])

    def headers(self) -> dict[str, str]:
        chosen = self.dice.sample(sorted(HEADERS), self.dice.choice([0, 0, 1, 2, 3]))
        values = {name: self.dice.choice([*HEADERS[name], self.value()]) for name in chosen}
        # A server hands bytes on as if they were Latin-1.
        return {name: value.encode("utf-8", "surrogatepass").decode("latin-1") for name, value in values.items()}

    def upload(self) -> SimpleUploadedFile:
        name, data = self.dice.choice(self.uploads)
        data = bytearray(data)
        for _ in range(self.dice.choice([0, 0, 1, 3, 20])):
            if data:
                data[self.dice.randrange(len(data))] = self.dice.randrange(256)
        if self.dice.random() < 0.2:
            del data[self.dice.randrange(len(data) + 1) :]
        if self.dice.random() < 0.2:
            name = Path(name).stem + self.dice.choice(SUFFIXES)
        return SimpleUploadedFile(name or "x", bytes(data), self.dice.choice(["text/plain", "image/png", "x"]))

    def fields(self, client: Client, path: str) -> list[tuple[str, str, str]]:
        """The name, the value and the type of each field of the forms on a page."""
        if path not in self.forms:
            self.forms[path] = []
            page = client.get(path)
            if page.status_code == 200 and not page.streaming and page.content.strip().startswith(b"<!"):
                for each in html.fromstring(page.content.decode()).xpath("//form//*[@name]"):
                    value = each.get("value") or (each.text if each.tag == "textarea" else "") or ""
                    chosen = each.xpath(".//option[@selected]/@value")
                    self.forms[path].append((each.get("name"), chosen[0] if chosen else value, each.get("type", "")))
        return self.forms[path]

    def data(self, client: Client, path: str) -> dict[str, Any]:
        """What a form of the page would send, with some of it otherwise."""
        sent: dict[str, Any] = {}
        for name, value, kind in self.fields(client, path):
            if kind == "file":
                if self.dice.random() < 0.7:
                    sent[name] = self.upload()
            elif kind not in {"checkbox", "radio", "submit"} or self.dice.random() < 0.3:
                sent[name] = value
        for name in self.dice.sample(sorted(sent), min(len(sent), self.dice.choice([0, 1, 1, 2, 4]))):
            if not isinstance(sent[name], SimpleUploadedFile):
                sent[name] = self.value()
        if self.dice.random() < 0.1:
            sent[self.dice.choice(self.names)] = self.value()
        return {name: _sendable(value) for name, value in sent.items() if name != "csrfmiddlewaretoken"}

    def ask(self) -> None:
        is_desk = self.dice.random() < 0.5
        client = self.editor if is_desk else self.reader
        plain = self.dice.choice(self.desk if is_desk else self.public)
        headers = self.headers()
        if is_desk:
            headers.pop("Cookie", None)
        path, method = self.path(plain), self.dice.choice(METHODS)
        if self.dice.random() < 0.5 and (is_desk or "/report/" in plain or "/alerts/" in plain):
            method = "POST"
        if plain == "/captions/":
            method, headers["Authorization"] = "CAPTIONS", f"Bearer {self.token}"
            headers.pop("Content-Type", None)
        query = self.query()
        target = path + ("&" if "?" in path else "?") + query if query else path
        cookies, began = dict(client.cookies), time.monotonic()
        with transaction.atomic():
            if method == "POST":
                data = self.data(client, plain)
                status = _drained(client, lambda: client.post(target, data, headers=headers))
            elif method == "CAPTIONS":
                body = self.upload().read()
                status = _drained(client, lambda: client.post(target, body, "text/vtt", headers=headers))
            else:
                kind = headers.pop("Content-Type", "application/octet-stream")
                body = self.value().encode("utf-8", "surrogatepass") if method not in {"GET", "HEAD"} else b""
                status = _drained(client, lambda: client.generic(method, target, body, kind, headers=headers))
            transaction.set_rollback(True)
        cache.clear()  # nobody who failed often must wait
        client.cookies.clear()
        client.cookies.update(cookies)
        took = time.monotonic() - began
        told = f"{method} {target[:300]!r} {headers!r}" + (f" {_told(data)}" if method == "POST" else "")
        self.said[f"{status // 100}xx"] += 1
        if took > SLOW:
            self.slow.append(f"{took:.0f} s: {told}")
        # 501: a format that oEmbed refuses so; 503: a file for which others wait.
        if (status >= 500 and status not in {501, 503}) or self.errors:
            self.failures.append(f"{status}: {told}: {self.errors}")
        self.errors.clear()


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="%;,:@")


def _sendable(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _told(data: dict[str, Any]) -> str:
    named = {name: getattr(value, "name", None) or value[:60] for name, value in data.items()}
    return str(named)[:1500]


def _drained(client: Client, send: Callable[[], Any]) -> int:
    """Send, and read the answer to its end; return its status."""
    response = send()
    if response.streaming:
        for _ in response.streaming_content:
            pass
    return int(response.status_code)


def parameters(reader: Client, paths: list[str]) -> list[str]:
    """The parameters that the site asks for while an address of each kind is opened."""
    asked: set[str] = set()
    with pytest.MonkeyPatch.context() as patch:
        for method in ("get", "getlist", "__getitem__", "__contains__"):
            plain = getattr(QueryDict, method)

            def read(self: QueryDict, key: Any, *rest: Any, plain: Any = plain) -> Any:
                asked.add(key)
                return plain(self, key, *rest)

            patch.setattr(QueryDict, method, read, raising=False)
        by_kind = {path.partition("?")[0].strip("/").partition("/")[0]: path for path in paths}
        for path in by_kind.values():
            _drained(reader, lambda path=path: reader.get(path))
    return sorted(map(str, asked))


def desk_doors(somebody: User) -> tuple[list[str], str]:
    """Every address of the desk, about things in each state, and a token to send captions.

    There is an import under way, a batch, a proposal, a find and replace, a merge, a comment and a file.
    """
    change = actions.Change(somebody, note="Boats.", is_major=False)
    published = make_conference("Boats of the north", exchanges=2)
    others = [make("Boats of the south", exchanges=1) for make in (make_draft, make_running, make_withdrawn)]
    others.append(make_announced("Boats of the east"))
    make_photo(published)
    actions.add_comment(published, "Look at this.", change=change)
    for conference in (published, *others):
        actions.sync_after_edit(conference, change)  # so that each has a revision
    sheet = FILES["bridge.txt"]
    [draft] = actions.create_import_drafts(somebody, [("boats.txt", open_source(sheet, "boats.txt"))])
    batch = actions.create_import_batch(somebody, "boats", [FolderFile("boats/one.txt", lambda: sheet)])
    actions.go_on(batch)
    base = published.revisions.applied().latest("number").number
    proposal = actions.propose(published, read(published), base=base, change=change)
    replacement = actions.prepare_replacement(Replacement(find="common", replace_by="rare"), change=change)
    one, other = make_speaker("Ines Caldor"), make_speaker("Ines Calder")
    merge = actions.merge_names(other, one)
    assert merge
    known = objects()
    photo = published.attachments.get(kind="photo").get_absolute_url().strip("/").split("/")
    values = {
        "number": [1, base],
        "row": [other.history.latest().pk],
        "merge_id": [merge.pk],
        "public_id": [photo[1]],
        "name": [photo[2]],
        "kind": ["csv", "xlsx"],
        "exchange_id": [exchange.pk for exchange in published.exchanges.all()],
    }
    keys = {
        "transcripts_conference_import_draft": draft.public_id,
        "transcripts_conference_import_batch": batch.public_id,
        "transcripts_conference_replacement": replacement.pk,
        "transcripts_conference_proposal": proposal.pk,
        "transcripts_conference_see_proposal": proposal.pk,
        "transcripts_conference_uncomment": published.comments.get().pk,
    }
    found = []
    for name, pattern in desk_addresses().items():
        found.append(address_of(name, pattern, known))
        named = name.split("_", 2)
        for conference in (published, *others) if named[:2] == ["transcripts", "conference"] else ():
            filled = {
                key: conference.pk if key == "object_id" else keys[name] if key == "key" else choices[0]
                for key, choices in ((key, values.get(key, [0])) for key in pattern.pattern.converters)
            }
            found.append(reverse(f"admin:{name}", kwargs=filled))
        if named[1:2] == ["speaker"] and "object_id" in pattern.pattern.converters:
            filled = {key: values.get(key, [other.pk])[0] for key in pattern.pattern.converters}
            found.append(reverse(f"admin:{name}", kwargs=filled))
    return list(dict.fromkeys(found)), actions.open_caption_feed(others[1], change=change)


@pytest.fixture
def fuzzer(settings: Any, tmp_path: Path) -> Iterator[Fuzzer]:
    settings.MEDIA_ROOT = tmp_path
    doors = [path for paths in addresses(make_world()).values() for path in dict.fromkeys(paths)]
    editor, reader = Client(raise_request_exception=False), Client(raise_request_exception=False)
    administrator = make_editor("fuzzer")
    administrator.is_superuser = True
    administrator.save()
    editor.force_login(administrator)
    names = parameters(reader, doors)
    settings.HAS_MAIL = True  # else alerts are offered nowhere
    desk, token = desk_doors(administrator)
    made = Fuzzer(random.Random(SEED), doors, desk, names, reader, editor, token)  # noqa: S311

    def tell(**kwargs: Any) -> None:
        made.errors.append(repr(sys.exc_info()[1])[:500])

    got_request_exception.connect(tell)
    yield made
    got_request_exception.disconnect(tell)


def fuzz(fuzzer: Fuzzer, number: int) -> None:
    for count in range(1, number + 1):
        try:
            fuzzer.ask()
        except Exception as error:  # of the client too: what it refuses to send
            fuzzer.failures.append(f"raised {error!r}")
        if len(fuzzer.failures) > 200:
            break
        if count % 1000 == 0:
            sys.stdout.write(f"{count} requests, {len(fuzzer.failures)} failures {fuzzer.failures[-1:]}\n")
            sys.stdout.flush()
    counted = ", ".join(f"{count} {status}" for status, count in sorted(fuzzer.said.items()))
    sys.stdout.write(f"\nSeed {SEED}: {sum(fuzzer.said.values())} requests: {counted}; slow: {fuzzer.slow}\n")
    assert fuzzer.failures == []


def test_a_sample_of_made_up_requests_breaks_nothing(fuzzer: Fuzzer) -> None:
    fuzz(fuzzer, SAMPLE)


@pytest.mark.drill
def test_made_up_requests_break_nothing(fuzzer: Fuzzer) -> None:
    fuzz(fuzzer, REQUESTS)
