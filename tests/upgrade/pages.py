"""What a press room shows that no upgrade may change, whatever its templates and the words of the interface are."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from html import unescape
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.upgrade.records import digest
from transcripts import search
from transcripts.models import (
    Conference,
    Correction,
    Exchange,
    Outlet,
    Participation,
    Preview,
    Redirect,
    Series,
    Speaker,
    Topic,
    Turn,
)

QUERIES = [
    "ferry",
    "ferries",
    "“last boat”",
    "Calder",
    "Minet",
    "Yara Minet-Dahl",
    "Osgard tolls",
    "Housing",
    "量子",
    "渡轮",
    "伊内丝·考尔德",
    "晚邮报",
    "Morning Post",
    "Quayside Post",
    "herring -eel",
    "samples month",
    "proposed",
    "hous*",
    "osgard crossings",
    "herring",
]
BEGINNINGS = ["ines", "calder, i", "伊内", "morning", "码头", "homes", "住房", "osg", "ilka"]
TAGS = re.compile(r"<(script|style|template)\b.*?</\1>|<[^>]*>", re.DOTALL)
MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)
LINKS = re.compile(r'href="((?:/zh-hans)?/(conferences|series|speakers|outlets|topics|turns|exchanges)/[^"?]+)"')
# Pages whose lists of records are the whole of what they are about, in order; others only have to hold their words.
NOTES = re.compile(r'(?s)<aside[^>]*class="corrected".*?</aside>')
LISTS = re.compile(r"(?:/zh-hans)?/(conferences|series|speakers|outlets|topics)/(?:\?page=\d+)?")
FORMS = 6  # of each kind of record that are opened
WORDY = 12  # characters from which a text is surely told by its own words, and not by chance


def tell_search() -> dict[str, dict[str, list[str]]]:
    """The turns that queries find, and the names that are offered while one is typed."""
    ids = dict(Turn.objects.values_list("pk", "public_id"))
    client = _client()
    return {
        "found": {query: sorted(_found(query, ids)) for query in QUERIES},
        "offered": {
            f"{prefix} {text}": sorted(client.get(f"{prefix}/search/suggest/", {"q": text}).json()[1])
            for prefix in ("", "/zh-hans")
            for text in BEGINNINGS
        },
    }


def _found(query: str, ids: dict[int, str]) -> set[str]:
    """The turns found, and those that do not say the words themselves: how they are found is each release's own."""
    found = {ids[pk] for pk in search.find(query, limit=1000).turn_ids if pk in ids}
    terms = search.terms_of(query)
    others = (turn for turn in Turn.objects.all() if search.Highlights(turn.text, query).terms < terms)
    return found | {turn.public_id for turn in others}


def tell_pages(paths: dict[str, list[str]] | None) -> dict[str, Any]:
    """What is at each address. Raises ValueError where words are to be read that are not public."""
    client = _client()
    words, secrets = {digest(word)[:8]: word for word in _words()}, _secrets()
    told: dict[str, dict[str, Any]] = {}
    for path in paths or sorted(set(find_paths())):
        answer = client.get(path)
        text = _squeeze(unescape(TAGS.sub("", answer.content.decode())))
        if "/preview/" not in path and any(secret in text for secret in secrets):
            raise ValueError(f"{path} says what is not public.")
        page = told[path] = {"status": answer.status_code}
        if answer.status_code in {301, 302}:
            page["to"] = answer.headers["Location"]
        elif "html" in answer.headers["Content-Type"]:
            main = "".join(MAIN.findall(answer.content.decode()))
            # The note of a correction stands between the paragraphs of its turn.
            parts = [NOTES.sub("", main), *NOTES.findall(main)]
            text = " ".join(_squeeze(unescape(TAGS.sub("", part))) for part in parts)
            sought = paths[path] if paths else words
            page["words"] = sorted(each for each in sought if each in words and words[each] in text)
            if LISTS.fullmatch(path):
                kind = LISTS.fullmatch(path)[1]  # type: ignore[index]
                own = re.compile(rf"(?:/zh-hans)?/{kind}/[^/]+/")
                page["leads to"] = list(dict.fromkeys(link for link, _ in LINKS.findall(main) if own.fullmatch(link)))
        else:
            page["type"] = answer.headers["Content-Type"].partition(";")[0]
    return told


def find_paths(*, previews: bool = True) -> Iterator[str]:
    """Yield the address of everything that was ever handed out, in both languages."""
    folders = {Series: "series", Speaker: "speakers", Outlet: "outlets", Topic: "topics"}
    places = {"conference": "conferences", "exchange": "exchanges", "turn": "turns"}
    places |= {str(model._meta.model_name): folder for model, folder in folders.items()}
    for prefix in ("", "/zh-hans"):
        yield from (f"{prefix}/{page}" for page in ("", "about/", "corrections/", "conferences/"))
        for model, folder in folders.items():
            yield f"{prefix}/{folder}/"
            yield from (f"{prefix}/{folder}/{slug}/" for slug in model.objects.values_list("slug", flat=True))
        for slug in Conference.objects.values_list("slug", flat=True):
            yield f"{prefix}/conferences/{slug}/"
        for kind, old in Redirect.objects.values_list("kind", "old"):
            yield f"{prefix}/{places[kind]}/{old}/"
        if previews:
            yield f"{prefix}/preview/{_preview()}/"
    for one in Conference.objects.all():
        numbers = range(1, one.exchanges.count() + 2)
        yield from (f"/conferences/{one.slug}/{number}/" for number in numbers)
        yield from (f"/conferences/{one.slug}{rest}" for rest in (".txt", ".json", "/full/"))
    yield from (f"/exchanges/{each}/" for each in Exchange.objects.values_list("public_id", flat=True))
    yield from (f"/turns/{each}/" for each in Turn.objects.values_list("public_id", flat=True))


def tell_forms() -> dict[str, int]:
    """The status of the desk's forms of every record, for an Editor."""
    client = _client()
    client.force_login(User.objects.get(username="mara"))
    told = {}
    for model in (Conference, Exchange, Outlet, Series, Speaker, Topic):
        name = f"admin:transcripts_{model._meta.model_name}"
        paths = [reverse(f"{name}_changelist")]
        paths += [
            reverse(f"{name}_change", args=[pk])
            for pk in model.objects.order_by("pk").values_list("pk", flat=True)[:FORMS]
        ]
        told |= {path: client.get(path).status_code for path in paths}
    return told


def _secrets() -> list[str]:
    """Long texts that stand only in what the public does not see, without white space."""
    public = Conference.objects.published().values("pk")
    hidden = Turn.objects.exclude(exchange__conference__in=public).values_list("text", flat=True)
    shown = "".join(map(_squeeze, Turn.objects.filter(exchange__conference__in=public).values_list("text", flat=True)))
    return sorted({_squeeze(text) for text in hidden if len(text) > 40 and _squeeze(text) not in shown})


def _preview() -> str:
    """A link to what is submitted, signed as all are, that never expires."""
    lights = Conference.objects.get(title="New lights along the quays")
    return Preview(lights, datetime(2099, 1, 1, tzinfo=UTC)).token


def _words() -> Iterable[str]:
    """The records' own words that are long enough to be looked for in a page, each without white space."""
    found: set[str] = set()
    for texts in Turn.objects.values_list("text", flat=True):
        found.update(texts.split("\n"))
    for model, fields in {
        Conference: ("title", "venue", "source", "summary", "withdrawal_reason"),
        Exchange: ("heading",),
        Participation: ("role_as_printed", "name_as_printed"),
        Correction: ("was", "now"),
    }.items():
        for field in fields:
            found.update(model.objects.values_list(field, flat=True))
    for model in (Series, Speaker, Outlet, Topic):
        for record in model.objects.all():
            found.update((record.name, record.names.get("zh-hans", "")))
    squeezed = {_squeeze(word) for word in found}
    return sorted(word for word in squeezed if len(word) >= (WORDY if word.isascii() else WORDY // 3))


def _client() -> Any:
    return Client(headers={"host": "localhost"})


def _squeeze(text: str) -> str:
    return "".join(text.split())
