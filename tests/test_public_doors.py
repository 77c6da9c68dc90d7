"""Walk every public address with a conference in each state in the database: nothing unpublished may show anywhere.

An address that is not walked here fails the suite.
"""

import io
import os
import zipfile
from collections.abc import Iterator
from dataclasses import astuple, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pypdfium2
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone, translation

from tests.builders import (
    make_conference,
    make_correction,
    make_draft,
    make_editor,
    make_exchange,
    make_handout,
    make_outlet,
    make_participation,
    make_photo,
    make_plan,
    make_recording,
    make_running,
    make_scheduled,
    make_series,
    make_speaker,
    make_topic,
    make_turn,
    make_version,
    make_video,
    make_withdrawn,
)
from tests.documents import answer, document, question
from tests.every_field import KEYS, PUBLIC, fields_of_words, fill_the_rest, label_of, models_with_words, texts
from tests.shared_archives import IN_MEMORY, shared_archive
from transcripts import actions, citations, search
from transcripts.document import ExchangeText, Kind, Person, to_json
from transcripts.exports import FORMATS
from transcripts.exports.bulk import FILES
from transcripts.listing import STATISTICS_TABLES
from transcripts.models import (
    Attachment,
    Conference,
    Exchange,
    Paragraph,
    Preview,
    QueuedTurn,
    Redirect,
    Subscription,
    Turn,
)
from transcripts.reading.transcript import read
from transcripts.share_cards import Card, card_png
from transcripts.views.listings.listing_files import TABLES

pytestmark = pytest.mark.django_db

# Words that stand in one conference only, wherever words can stand.
SECRETS = {"draft": "quillwort", "scheduled": "saxifrage", "withdrawn": "tormentil", "announced": "speedwell"}
HAN = {"draft": "蓼蓝", "scheduled": "虎耳草", "withdrawn": "委陵菜", "announced": "婆婆纳"}  # and likewise
QUEUED = "foxglove"  # stands in the queue of a running transcript
RUNNING = "clover"  # stands in what was released of it, and shows at its own doors only
OPEN = "campion"
ANNOUNCED = "cowslip"  # stands in the announcement of a draft, and nowhere in the draft
INTERNAL = "bindweed"  # stands in a comment on each of them, and in whatever else is the desk's alone
INTERNAL_HAN = "旋花"
REMOVED = "larkspur"  # stood in a published transcript until it was removed without repeating it
REMOVED_HAN = "飞燕草"
ACCOUNTS = ("account_", "mfa_", "password_reset_", "admin_password_reset")  # of one's own account at the desk
NOT_OURS = {"admin"}  # what asks for an account first


def make_world() -> dict[str, Conference]:
    """A conference in each state, whose every word has the state's own in it, all in one translation group."""
    makers = {
        "draft": (make_draft, "zh-hans"),
        "scheduled": (make_scheduled, "zh-hant"),
        "withdrawn": (make_withdrawn, "fr"),
        "announced": (make_draft, "de"),
        "published": (make_conference, "en"),
        "running": (make_running, "es"),
    }
    world = {}
    for state, (maker, language) in makers.items():
        word = RUNNING if state == "running" else SECRETS.get(state, OPEN)
        han = HAN.get(state, "")
        sorted_by = f"{word}sort{han}"
        speaker = make_speaker(
            f"{word}speaker", names={"zh-hans": f"{word}{han}人"}, family_name=f"{word}family", sort_name=sorted_by
        )
        outlet = make_outlet(f"{word}outlet", names={"zh-hans": f"{word}{han}报"}, sort_name=sorted_by)
        topic = make_topic(f"{word}topic", names={"zh-hans": f"{word}{han}题"}, sort_name=sorted_by)
        conference = maker(
            f"{word}title",
            series=make_series(
                f"{word}series",
                names={"zh-hans": f"{word}{han}系列"},
                description=f"{word}description{han}",
                sort_name=sorted_by,
            ),
            language=language,
            translation_group="two" if state == "running" else "one",
            held_on=date(2024, 3, 12),
            venue=f"{word}venue{han}",
            source=f"{word}source{han}",
            source_url=f"https://example.org/{word}url",
            summary=f"{word}summary{han}",
        )
        make_participation(conference, speaker, role=f"{word}role{han}")
        for number in (1, 2):
            exchange = make_exchange(
                conference,
                heading=f"{word}heading {number}{han}",
                question=f"{word}question common {han}",
                answer=f"{word}answer common {han}",
                speaker=speaker,
                outlet=outlet,
                topics=(topic,),
            )
            make_turn(exchange, Kind.QUESTION, "Again? common", outlet=outlet, journalist=f"{word}journalist{han}")
        make_photo(
            conference,
            alt=f"{word}alt{han}",
            caption=f"{word}caption{han}",
            credit=f"{word}credit{han}",
            title=f"{word}photo",
        )
        make_handout(conference, text=f"{word}handout{han}", title=f"{word}handout")
        make_recording(conference, title=f"{word}recording", size=400)
        make_video(conference, title=f"{word}video{han}", url=f"https://video.example.org/{word}{han}")
        turn = exchange.turns.get(position=1)
        if state == "running":
            queued = dict.fromkeys(("speaker", "outlet", "journalist", "label", "text"), QUEUED)
            QueuedTurn.objects.create(conference=conference, position=1, kind="answer", **queued)
        changed = {"was": f"{word}was{han}", "now": f"{word}now{han}", "note": f"{word}note{han}"}
        make_correction(conference, turn, label=f"{word}label{han}", **changed)
        make_correction(conference, field="venue", **changed)
        conference.revisions.update(document=to_json(read(conference)))
        actions.add_comment(conference, f"{INTERNAL}comment {word}comment{han}", change=actions.Change())
        if state == "announced":
            actions.announce(conference, announced_plan(), change=actions.Change())
        for kind in ("exchange", "turn", "paragraph"):
            Redirect.objects.create(kind=kind, old=f"gone{state}", new="", conference=conference, revision=1)
        Redirect.objects.create(kind="conference", old=f"old-{state}", new=conference.slug)
        Redirect.objects.create(kind="speaker", old=f"old-{state}", new=speaker.slug)
        if state not in {"draft", "announced", "running"}:
            make_version(conference, summary=f"{word}then")
        search.index(conference.pk)
        world[state] = conference
    world["removed"] = make_removed()
    fill_the_rest(f"{INTERNAL}{INTERNAL_HAN}", {state: (each, words_of(state)) for state, each in world.items()})
    for model, field in fields_of_words():  # who did it, and why, is nobody's to read, whoever it was
        if field.name.endswith(("_by_name", "change_reason", "erased_because")):
            model._base_manager.update(**{field.name: f"{INTERNAL}{INTERNAL_HAN}"})
    return world


def words_of(state: str) -> str:
    """The words that stand in an unpublished conference alone."""
    return f"{SECRETS.get(state, '')}{HAN.get(state, '')}"


def make_removed() -> Conference:
    """A published conference that had words of its own in all places, and was freed of them."""
    words = f"{REMOVED} {REMOVED_HAN}"
    people = (Person(f"{OPEN}speaker", f"{words} of the harbour"),)
    head = {"venue": f"At {words}", "source": f"From {words}", "summary": f"About {words}.", "people": people}
    turns = (question(f"Was it {words}?", journalist=words), answer(f"It was {words}.", "No more is said."))
    entered = document(
        ExchangeText((question("Where?"), answer("Here."))),
        ExchangeText(turns, heading=f"On {words}"),
        title=f"Where {words} stood",
        **head,
    )
    conference = Conference(title="As yet without")
    actions.reconcile(conference, entered)
    actions.publish(conference)
    make_photo(conference, alt=f"{words} alt", caption=f"{words} caption", credit=f"{words} credit", title=words)
    note = actions.Change(note=f"Misheard {words}.", is_major=True)
    was = read(conference)
    actions.reconcile(conference, replace(was, venue=f"Beside {words}"), note)
    turn = Turn.objects.get(exchange__conference=conference, text__contains=REMOVED, kind="answer")
    base = Conference.objects.get(pk=conference.pk).revision_number
    cuts = [actions.Cut(turn.public_id, 0, words)]
    change = actions.Change(make_editor("remover"))
    actions.remove_words(conference, cuts, reason="A name.", is_repeated=False, base=base, change=change)
    return Conference.objects.get(pk=conference.pk)


def announced_plan() -> actions.Plan:
    words = {name: f"{ANNOUNCED}{name}" for name in ("place", "people", "accreditation")}
    series = make_series(f"{ANNOUNCED}series")
    url = f"https://example.org/{ANNOUNCED}url"
    return make_plan(f"{ANNOUNCED}title", series=series, language="de", broadcast_url=url, **words)


CITED = ["cite/", *(f"cite.{suffix}" for suffix in citations.FORMATS)]
SITEMAPS = ["pages", "conferences", "speakers", "topics", "outlets", "series", "none"]
MEMENTO = ["versions", "timegate", "timemap"]
THEN = ["?version=1", "?version=2", "?version=x"]
BESIDE = ["?with=zh-hans", "?with=zh-hant", "?with=fr", "?with=en"]
WORDS = [*SECRETS.values(), OPEN, RUNNING]
QUERIES = [
    "",
    "?q=common",
    "?language=en&language=zh-hans&language=zh-hant&language=fr",
    "?year=2024",
    "?page=2",
    *[f"?{name}={word}{name}" for name in ("series", "speaker", "topic", "outlet") for word in WORDS],
    *[f"?q={word}answer" for word in WORDS],
    f"?q={INTERNAL}comment",
]


def tokens(world: dict[str, Conference]) -> list[str]:
    """Preview links that open nothing unpublished: expired, taken back, made up, or of what is public or withdrawn."""
    found = ["x", "WzEsIiIsMSwwXQ:1xXNPQ:7Q5vjTWp"]
    for state, conference in world.items():
        good = Preview(conference, timezone.now() + timedelta(days=1))
        found += [replace(good, until=timezone.now() - timedelta(seconds=1)).token, f"{good.token}x", good.token[:-1]]
        found.append(replace(good, conference=Conference(pk=conference.pk, preview_key="another")).token)
        if state in {"published", "withdrawn"}:
            found.append(good.token)
    return found


def followed(world: dict[str, Conference]) -> list[str]:
    """Tokens of subscriptions to what the public sees and does not see, as mail has them."""
    if not world:
        return []
    for number, word in enumerate(WORDS):
        row = Subscription(key=f"{number:024x}", kind="speaker", query=f"{word}speaker", language="en")
        row.set_address(f"{number}@example.org")
        Subscription.objects.get_or_create(key=row.key, defaults={name: getattr(row, name) for name in _OF_ROW})
    return [row.token for row in Subscription.objects.filter(key__startswith="000")]


_OF_ROW = ("kind", "query", "language", "address", "address_digest")


def addresses(world: dict[str, Conference]) -> dict[str, list[str]]:
    """The addresses to walk for each URL name: with everything that the names in it could be."""
    slugs = [*(each.slug for each in world.values()), *(f"old-{state}" for state in world)]
    gone = [f"gone{state}" for state in world]
    exchanges = [*Exchange.objects.values_list("public_id", flat=True), *gone] if world else []
    turns = [*Turn.objects.values_list("public_id", flat=True), *gone] if world else []

    paragraphs = [*Paragraph.objects.values_list("public_id", flat=True), *gone] if world else []

    def named(noun: str, path: str) -> list[str]:
        return [f"/{path}/{word}{noun}/" for word in WORDS] + [f"/{path}/old-{state}/" for state in world]

    def fed(paths: list[str]) -> list[str]:
        return [f"{path}feed/" for path in paths]

    kept = Attachment.objects.exclude(kind="video") if world else []
    files = [each.get_absolute_url() for each in kept]
    framed = [f"/conferences/{slug}/{tail}" for slug in slugs for tail in ("", "2/")]
    framed += [*(f"/exchanges/{each}/" for each in exchanges), *(f"/turns/{each}/" for each in turns)]
    return {
        "home": ["/"],
        "calendar": ["/calendar/"],
        "calendar-file": ["/calendar.ics"],
        "conference-calendar": [f"/conferences/{slug}.ics" for slug in slugs],
        "series-calendar": [f"/series/{word}series.ics" for word in [*WORDS, ANNOUNCED]]
        + [f"/series/old-{state}.ics" for state in world],
        "about": ["/about/"],
        "conference-list": [f"/conferences/{query}" for query in QUERIES],
        "conference-detail": [f"/conferences/{slug}/{tail}" for slug in slugs for tail in ("", *BESIDE, *THEN)],
        "conference-full": [f"/conferences/{slug}/full/{tail}" for slug in slugs for tail in ("", *BESIDE, *THEN)],
        "conference-running": [
            f"/conferences/{slug}/running.json{tail}" for slug in slugs for tail in ("", "?after=1")
        ],
        "exchange-detail": [f"/conferences/{slug}/{number}/" for slug in slugs for number in (1, 2, 3)],
        "conference-download": [f"/conferences/{slug}.{suffix}" for slug in slugs for suffix in FORMATS],
        "exchange-permalink": [f"/exchanges/{public_id}/" for public_id in exchanges],
        "exchange-download": [f"/exchanges/{each}.{suffix}" for each in exchanges for suffix in FORMATS],
        "turn-permalink": [f"/turns/{public_id}/{query}" for public_id in turns for query in ("", "?p=1", "?p=9")],
        "paragraph-permalink": [
            f"/paragraphs/{public_id}/{query}"
            for public_id in paragraphs
            for query in ("", "?text=common", "?text=gone")
        ],
        "conference-cite": [f"/conferences/{slug}/cite/" for slug in slugs],
        "conference-citation": [f"/conferences/{slug}/cite.{each}" for slug in slugs for each in citations.FORMATS],
        "exchange-cite": [f"/exchanges/{public_id}/cite/" for public_id in exchanges],
        "exchange-citation": [f"/exchanges/{each}/cite.{form}" for each in exchanges for form in citations.FORMATS],
        "paragraph-cite": [f"/paragraphs/{each}/cite/" for each in paragraphs],
        "paragraph-citation": [f"/paragraphs/{each}/cite.{form}" for each in paragraphs for form in citations.FORMATS],
        "alerts": ["/alerts/", "/alerts/?what=everything", *(f"/alerts/?what=search&q={word}" for word in WORDS)]
        + [f"/alerts/?what={noun}&name={word}{noun}" for noun in ("speaker", "series") for word in WORDS],
        "alerts-sent": ["/alerts/sent/"],
        "alerts-ended": ["/alerts/ended/"],
        "alert": ["/alerts/none/", *(f"/alerts/{token}/" for token in followed(world))],
        "turn-report": [f"/turns/{public_id}/report/" for public_id in turns],
        "turn-report-thanks": [f"/turns/{public_id}/report/thanks/" for public_id in turns],
        "turn-cite": [f"/turns/{public_id}/cite/" for public_id in turns],
        "turn-citation": [f"/turns/{each}/cite.{form}" for each in turns for form in citations.FORMATS],
        "version-list": [f"/conferences/{slug}/versions/{tail}" for slug in slugs for tail in ("", "?since=1")],
        "timegate": [f"/conferences/{slug}/timegate/{tail}" for slug in slugs for tail in ("", "?page=2")],
        "timemap": [f"/conferences/{slug}/timemap/" for slug in slugs],
        "conference-permalink": [each.get_permanent_url() for each in world.values()],
        "version-log-about": ["/versions/"],
        "version-feed": ["/versions/feed/"],
        "version-log": ["/versions/log.jsonl"],
        "correction-list": ["/corrections/", *(f"/corrections/?conference={slug}" for slug in slugs)],
        "home-feed": [*(f"/feed/{query}" for query in QUERIES), "/feed/?as=page"],
        "search-suggestions": [f"/search/suggest/?q={word}" for word in WORDS],
        "opensearch": ["/opensearch.xml"],
        "search-feed": [f"/search/feed/{query}" for query in QUERIES],
        "correction-feed": ["/corrections/feed/", *(f"/corrections/feed/?conference={slug}" for slug in slugs)],
        "speaker-feed": fed(named("speaker", "speakers")),
        "topic-feed": fed(named("topic", "topics")),
        "outlet-feed": fed(named("outlet", "outlets")),
        "series-feed": fed(named("series", "series")),
        # All formats of a list are written from the same rows.
        "conference-table": [f"/conferences.csv{query}" for query in QUERIES]
        + [f"/conferences.{suffix}" for suffix in TABLES],
        "search-table": [f"/search.csv{query}" for query in QUERIES]
        + [f"/search.{suffix}?q=common" for suffix in TABLES],
        **{
            f"{noun}-table": [f"{path[:-1]}.csv" for path in named(noun, plural)]
            + [f"/{plural}/{OPEN}{noun}.{suffix}" for suffix in TABLES]
            for noun, plural in (
                ("speaker", "speakers"),
                ("topic", "topics"),
                ("outlet", "outlets"),
                ("series", "series"),
            )
        },
        "speaker-list": ["/speakers/"],
        "speaker-detail": named("speaker", "speakers"),
        "topic-list": ["/topics/"],
        "topic-detail": named("topic", "topics"),
        "outlet-list": ["/outlets/"],
        "outlet-detail": named("outlet", "outlets"),
        "series-list": ["/series/"],
        "series-detail": named("series", "series"),
        "search": [f"/search/{query}" for query in QUERIES] + ["/search/?q=common&kind=question&sort=oldest"],
        "preview": [f"/preview/{token}/" for token in tokens(world)],
        "preview-full": [f"/preview/{token}/full/" for token in tokens(world)],
        "preview-exchange": [f"/preview/{token}/{number}/" for token in tokens(world) for number in (1, 2, 9)],
        "preview-attachment": [f"/preview/{token}{path}" for token in tokens(world) for path in files],
        "embed": [
            f"/embed/{each}/" for each in [*exchanges, *turns, *paragraphs, *(c.public_id for c in world.values())]
        ],
        "oembed": [f"/oembed?url={settings.SITE_URL}{path}" for path in framed],
        "statistics": ["/statistics/", "/statistics/?year=2024", *(f"/statistics/?q={word}answer" for word in WORDS)],
        "statistics-file": [f"/statistics/{name}.csv?q=common" for name in (*STATISTICS_TABLES, "none")],
        "robots": ["/robots.txt"],
        "security": ["/.well-known/security.txt"],
        "sitemap-index": ["/sitemap.xml"],
        "sitemap": [f"/sitemap-{kind}-{n}.xml" for kind in SITEMAPS for n in (0, 1, 9)],
        "llms": ["/llms.txt"],
        "exchange-card": [f"/cards/exchanges/{public_id}.png" for public_id in exchanges],
        "conference-card": [f"/cards/conferences/{each.public_id}.png" for each in world.values()],
        "site-card": [f"/cards/site/{language}.png" for language in ("en", "zh-hans", "xx")],
        **of_api(world, slugs, exchanges, turns),
        "data": ["/data/"],
        "api-docs": ["/api/docs/"],
        "data-file": [f"/data/{name}" for name in FILES if "." in name],
        "data-sums": ["/data/SHA256SUMS"],
        "oai": [
            *(f"/oai?verb={verb}" for verb in ("Identify", "ListSets", "ListMetadataFormats", "nothing")),
            *(
                f"/oai?verb={v}&metadataPrefix={p}"
                for v in ("ListRecords", "ListIdentifiers")
                for p in ("oai_dc", "akn")
            ),
            *(
                f"/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:127.0.0.1:{each.public_id}"
                for each in world.values()
            ),
            *(f"/oai?verb=ListRecords&metadataPrefix=oai_dc&set=series:{word}series" for word in WORDS),
        ],
        "health": ["/health/"],
        "health-live": ["/health/live/"],
        "health-ready": ["/health/ready/"],
        "metrics": ["/metrics"],
        "captions": ["/captions/"],
        "logo": ["/logo/"],
        "attachment": files,
    }


def of_api(world: dict[str, Any], slugs: list[str], exchanges: list[str], turns: list[str]) -> dict[str, list[str]]:
    """The addresses of the API to walk for each name."""

    def listed(name: str, *more: str) -> list[str]:
        return [f"/api/v1/{name}/{query}" for query in ("", "?page=1", "?x=1", *more)]

    def named(noun: str, path: str) -> list[str]:
        return [
            f"/api/v1/{path}/{key}/" for key in (*(f"{word}{noun}" for word in WORDS), *(f"old-{s}" for s in world))
        ]

    ids = [each.public_id for each in world.values()]
    return {
        "api": ["/api/v1/", "/api/v1/?x=1"],
        "api-conferences": listed("conferences", *QUERIES[1:], "?expand=exchanges", "?cursor=2024-03-13.9"),
        "api-exchanges": listed("exchanges", "?expand=turns,conference", "?cursor=2024-03-13.9.1"),
        "api-turns": listed(
            "turns", *QUERIES[1:], "?expand=exchange,conference", "?cursor=2024-03-13.9.1.1", "?kind=answer"
        ),
        "api-search": listed("search", "?q=common&expand=exchange", *(f"?q={word}title" for word in WORDS)),
        "api-speakers": listed("speakers", *(f"?q={word}" for word in WORDS)),
        "api-topics": listed("topics", *(f"?q={word}" for word in WORDS)),
        "api-outlets": listed("outlets", *(f"?q={word}" for word in WORDS)),
        "api-series": listed("series", *(f"?q={word}" for word in WORDS)),
        "api-corrections": listed("corrections", *(f"?conference={slug}" for slug in slugs)),
        "api-announcements": listed("announcements"),
        "api-announcement": [f"/api/v1/announcements/{key}/" for key in (*slugs, *ids, *(f"old-{s}" for s in world))],
        "api-versions": listed("versions", *(f"?conference={each}" for each in ids)),
        "api-changes": listed("changes", "?expand=conference", "?expand=conference,announcement"),
        "api-schema": ["/api/v1/schema/"],
        "api-conference": [
            f"/api/v1/conferences/{key}/{tail}" for key in (*slugs, *ids) for tail in ("", "?expand=exchanges")
        ],
        "api-exchange": [f"/api/v1/exchanges/{key}/?expand=turns,conference" for key in exchanges],
        "api-turn": [f"/api/v1/turns/{key}/?expand=exchange,conference" for key in turns],
        "api-speakers-detail": named("speaker", "speakers"),
        "api-topics-detail": named("topic", "topics"),
        "api-outlets-detail": named("outlet", "outlets"),
        "api-series-detail": named("series", "series"),
        "api-nothing": ["/api/v1/nothing/"],
    }


UNPREFIXED = {
    *of_api({}, [], [], []),
    "oai",
    "data-file",
    "data-sums",
    "version-log",
    "robots",
    "security",
    "health",
    "health-live",
    "health-ready",
    "metrics",
    "sitemap-index",
    "sitemap",
    "llms",
    "exchange-card",
    "conference-card",
    "site-card",
    "oembed",
    "captions",
    "logo",
    "attachment",
}


def public_names(patterns: list[Any] | None = None) -> Iterator[str]:
    """The name of every address outside the admin; one without a name is given by its route."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name not in NOT_OURS and pattern.namespace not in NOT_OURS:
                yield from public_names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and not (pattern.name or "").startswith(ACCOUNTS):
            yield pattern.name or str(pattern.pattern)


TIMELESS = [suffix for suffix, form in FORMATS.items() if not form.needs_times]


def body_of(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    head = " ".join(f"{name}: {value}" for name, value in response.items())
    return f"{head}\n{unpacked(content)}"


def unpacked(content: bytes) -> str:
    """The words of a file; of a packed one, of all that is in it; of a PDF, of its pages and what it says of itself."""
    if content[:5] == b"%PDF-":
        with pypdfium2.PdfDocument(content) as pdf:
            pages = [page.get_textpage().get_text_range() for page in pdf]
            return "\n".join([*pages, *pdf.get_metadata_dict().values(), content.decode(errors="replace")])
    if content[:4] != b"PK\x03\x04":
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


@pytest.fixture(scope="module")
def shared_world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[dict[str, Conference], dict[str, Any]]]:
    """A world that is made once, and the storages that its files are in."""
    options = {"location": tmp_path_factory.mktemp("world")}
    kept = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    storages = IN_MEMORY | {"default": kept}
    with shared_archive(django_db_blocker):
        with override_settings(STORAGES=storages), translation.override("en"):
            made = make_world()
        yield made, storages


@pytest.fixture
def world(shared_world: tuple[dict[str, Conference], dict[str, Any]], settings: Any, db: None) -> dict[str, Conference]:
    made, storages = shared_world
    settings.STORAGES = settings.STORAGES | {"default": storages["default"]}
    return {state: Conference.objects.get(pk=conference.pk) for state, conference in made.items()}


@pytest.fixture(autouse=True)
def _cards_tell_their_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the words of a card behind its picture, in which no test can read them."""

    def told(card: Card) -> bytes:
        return card_png(card) + "\n".join(astuple(card)).encode()

    monkeypatch.setattr("transcripts.views.sharing.cards.card_png", told)


def test_every_public_address_is_walked() -> None:
    walked = set(addresses({}))
    assert set(public_names()) == walked


def some_of(paths: list[str], first: int = 0) -> list[str]:
    """Return every fourth path of an address, from the `first`: half of them on each database; or all (DOORS=all)."""
    first += 4 if connection.vendor == "postgresql" else 0
    return paths if os.environ.get("DOORS") == "all" else paths[first::8] or paths[:1]


@pytest.mark.slow
@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_nothing_unpublished_shows_at_any_door(
    client: Client, prefix: str, settings: Any, tmp_path: Path, world: dict[str, Conference]
) -> None:
    settings.DATA_DIR = tmp_path
    call_command("make_data")
    asked = 0
    for name, paths in addresses(world).items():
        for path in some_of(paths, first=1 if prefix else 0):  # each language asks for another fourth
            if prefix and name in UNPREFIXED:
                continue
            response = client.get(prefix + path)
            body = body_of(response)
            assert response.status_code < 500, path
            assert response["Cache-Control"] == lifetime(name, response.status_code, is_running=runs(path)), path
            for word in leaked(body, path, response.status_code, is_own=name in {*OWN_DOORS, *TOLD_OF}):
                pytest.fail(f"{prefix}{path} ({name}, {response.status_code}) shows “{word}”")
            if name in TOLD_OF:
                shown = [part for part in PARTS_SPOKEN if f"{RUNNING}{part}" in body]
                assert not shown, path
            asked += 1
    assert asked > 100


def test_every_field_has_words_that_nobody_may_read(world: dict[str, Conference]) -> None:
    """A field that is built later fails here until it holds some, or `every_field` says why it need not."""
    for model, field in fields_of_words():
        told = texts(list(model._base_manager.values_list(field.attname, flat=True)))
        is_of_each = all(word in told for word in SECRETS.values())
        assert is_of_each or any(word in told for word in (INTERNAL_HAN, QUEUED, ANNOUNCED, REMOVED)), label_of(field)


def test_no_field_is_excused_that_is_not_there() -> None:
    excused = {label_of(field) for model in models_with_words() for field in model._meta.concrete_fields}
    assert excused >= KEYS | PUBLIC


THEN_AND_LATER = ("Thu, 31 May 2007 20:35:00 GMT", "Thu, 31 May 2057 20:35:00 GMT", "yesterday")
SENT = {"token": "x", "email": "reader@example.org", "rhythm": "daily", "message": "Wrong.", "q": "common"}


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_nothing_unpublished_shows_to_whoever_asks_otherwise(
    client: Client, prefix: str, settings: Any, world: dict[str, Conference]
) -> None:
    """By another method, of another day, for another type, with a form; and in what was counted of it all."""
    settings.METRICS_TOKEN, settings.HAS_MAIL, statuses = "campion", True, set()
    for name, paths in addresses(world).items():
        if prefix and name in UNPREFIXED:
            continue
        for number, path in enumerate([*paths[::15], paths[-1]]):
            moment = THEN_AND_LATER[number % 3]
            asked = [client.get(prefix + path, headers={"Accept-Datetime": moment, "Accept": "application/json"})]
            asked.append(client.post(prefix + path, SENT))
            asked.append(client.generic(("OPTIONS", "PUT", "BREW")[number % 3], prefix + path))
            for response in asked:
                body = body_of(response)
                is_own = name in {*OWN_DOORS, *TOLD_OF}
                assert leaked(body, path, response.status_code, is_own=is_own) == [], (name, prefix + path)
                statuses.add(response.status_code)
    assert {200, 302, 404, 405, 410} <= statuses
    assert all(status < 500 for status in statuses - {501})
    token = actions.open_caption_feed(world["running"], change=actions.Change())
    cues, sender = f"WEBVTT\n\n00:01.000 --> 00:02.000\n{QUEUED}\n", {"Authorization": f"Bearer {token}"}
    answers = [client.post("/captions/", cues, "text/vtt", headers=sender), client.get("/captions/", headers=sender)]
    assert [answer.status_code for answer in answers] == [201, 405]
    assert [leaked(body_of(answer), "/captions/", 200, is_own=False) for answer in answers] == [[], []]
    counted = client.get("/metrics", headers={"Authorization": "Bearer campion"}).content.decode()
    assert "pressroom_requests_total" in counted
    assert leaked(counted, "/metrics", 200, is_own=False) == []


def runs(path: str) -> bool:
    """Return whether the address is of the running conference: by its slug, or by the id of a part of it."""
    if path.startswith("/oembed?url="):
        path = urlsplit(path.partition("=")[2]).path
        if path.startswith("/conferences/old-running/"):  # which leads there; it need not be asked for again
            return True
    part = path.partition("?")[0].removeprefix("/zh-hans").split("/")
    key = part[2].partition(".")[0] if len(part) > 2 else ""
    if part[1] == "conferences":
        return RUNNING in key
    parts: dict[str, Any] = {
        "exchanges": Exchange.objects.filter(public_id=key, conference__slug__contains=RUNNING),
        "turns": Turn.objects.filter(public_id=key, exchange__conference__slug__contains=RUNNING),
        "paragraphs": Paragraph.objects.filter(public_id=key, turn__exchange__conference__slug__contains=RUNNING),
    }
    if part[1] == "embed":
        conferences = Conference.objects.filter(public_id=key, slug__contains=RUNNING)
        return conferences.exists() or any(found.exists() for found in parts.values())
    return part[1] in parts and parts[part[1]].exists()


# What may show the words of a transcript that is running: its own addresses, and those that stand for this moment.
OWN_DOORS = {
    "home",
    "calendar",
    "calendar-file",
    "conference-calendar",
    "conference-detail",
    "conference-full",
    "conference-running",
    "exchange-detail",
    "conference-download",
    "exchange-permalink",
    "exchange-download",
    "turn-permalink",
    "paragraph-permalink",
    "conference-cite",
    "conference-citation",
    "exchange-cite",
    "exchange-citation",
    "paragraph-cite",
    "paragraph-citation",
    "turn-report",
    "turn-report-thanks",
    "turn-cite",
    "turn-citation",
    "version-list",
    "timegate",
    "timemap",
    "conference-permalink",
    "correction-list",
    "correction-feed",
    "api-corrections",
    "search",
    "embed",
    "oembed",
    "attachment",
    "exchange-card",
    "conference-card",
}


# What says that it is running, with its head, and none of what was spoken.
TOLD_OF = {"api-announcements", "api-announcement", "api-changes"}
PARTS_SPOKEN = ("heading", "question", "answer", "outlet", "topic", "journalist", "alt", "handout", "recording")


def lifetime(name: str, status: int, *, is_running: bool = False) -> str:
    """Return how long the answer of an address may be kept: it follows from these two, and so tells nothing else."""
    if name.startswith(("preview", "health", "turn-report", "alert")) or name in {"metrics", "captions"}:
        return "no-store"
    if name == "timegate" and status == 302:
        return "no-store"
    if status == 200:
        kept = {"search-suggestions": "public, max-age=60", "logo": "public, max-age=3600"}
        return kept.get(name, f"public, max-age=0, must-revalidate, s-maxage={5 if is_running else 60}")
    if status in {400, 405}:
        return "no-store"
    assert status in {301, 302, 404, 410}
    return "no-cache"


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_every_public_answer_says_how_long_it_may_be_kept(
    client: Client, prefix: str, world: dict[str, Conference]
) -> None:
    """One address of each name and answer; the slow walk above looks at all of them."""
    seen = set()
    for name, paths in addresses(world).items():
        if prefix and name in UNPREFIXED:
            continue
        for path in dict.fromkeys([*paths[::12], *paths[:2], paths[-1]]):
            response = client.get(prefix + path)
            kept = lifetime(name, response.status_code, is_running=runs(path))
            assert response["Cache-Control"] == kept, path
            assert response.has_header("ETag") == (kept not in {"no-cache", "no-store"})
            if response.status_code == 200 and response.has_header("ETag"):
                again = client.get(prefix + path, headers={"if-none-match": response["ETag"]})
                assert (again.status_code, again.content) == (304, b""), path
                for header in ("ETag", "Cache-Control"):
                    assert again[header] == response[header], path
            seen.add(response.status_code)
            body_of(response)  # to the end: it is a file, perhaps
    assert seen == {200, 301, 302, 400, 404, 410} | (set() if prefix else {405})  # which captions answer, unprefixed


def test_no_redirect_leads_to_itself(client: Client, world: dict[str, Conference]) -> None:
    followed = 0
    # Of programs' addresses only those of one thing lead on.
    walked = {
        name: paths
        for name, paths in addresses(world).items()
        if not name.startswith(("api", "oai", "data", "search-")) or name.endswith("detail") or name == "api-conference"
    }
    for path in [path for paths in walked.values() for path in some_of(paths)]:
        passed = [path]
        while (response := client.get(passed[-1])).status_code in {301, 302}:
            passed.append(response["Location"].partition("#")[0])
            assert len(set(passed)) == len(passed), passed
        body_of(response)  # to the end: it is a file, perhaps
        followed += len(passed) > 1
    assert followed > 20


CANARIES = (*SECRETS.values(), *HAN.values(), INTERNAL, INTERNAL_HAN, REMOVED, REMOVED_HAN, QUEUED)


def leaked(body: str, path: str, status: int, *, is_own: bool = True) -> list[str]:
    """Return what shows of the unpublished in `body`: of a withdrawn conference, title, date and reason may.

    The feed of the latest has the entry of a withdrawn one, changed so that it says so.

    A page that says which of the reader's own values it ignored repeats what the reader typed, and nothing more.
    """
    typed = path.partition("?")[2]
    found = []
    for word in (*CANARIES, *(() if is_own else (RUNNING,))):
        rest = body
        if (
            status == 410
            or "/corrections/" in path
            or path in {"/feed/", "/feed/?page=2", "/feed/?as=page"}
            or path.startswith(("/api/v1/changes/", "/oai"))
        ):
            rest = rest.replace(f"{SECRETS['withdrawn']}title", "")
        if word in typed:
            for value in sorted((pair.partition("=")[2] for pair in typed.split("&")), key=len, reverse=True):
                rest = rest.replace(value, "")  # the longest first: one may be part of another
        if word in rest:
            found.append(rest[max(0, rest.index(word) - 40) : rest.index(word) + 40])
    return found


@pytest.mark.parametrize("state", ["draft", "scheduled"])
def test_the_unpublished_answers_with_the_bytes_of_nothing(
    client: Client, state: str, world: dict[str, Conference]
) -> None:
    conference = world[state]
    exchange = conference.exchanges.get(position=2)
    turn = exchange.turns.get(position=1)
    pairs = [
        (f"/conferences/{conference.slug}/", "/conferences/unknown/"),
        (f"/conferences/{conference.slug}/2/", "/conferences/unknown/2/"),
        (f"/conferences/{conference.slug}/full/", "/conferences/unknown/full/"),
        (f"/conferences/{conference.slug}.txt", "/conferences/unknown.txt"),
        (f"/conferences/{conference.slug}/?version=1", "/conferences/unknown/?version=1"),
        *((f"/conferences/{conference.slug}/{tail}/", f"/conferences/unknown/{tail}/") for tail in MEMENTO),
        (conference.get_permanent_url(), "/c/2222222222222/"),
        (f"/conferences/old-{state}/", "/conferences/unknown/"),
        (f"/conferences/old-{state}.json", "/conferences/unknown.json"),
        (f"/exchanges/{exchange.public_id}.txt", "/exchanges/2222222222222.txt"),
        (f"/exchanges/gone{state}/", "/exchanges/2222222222222/"),
        *((f"/conferences/{conference.slug}/{tail}", f"/conferences/unknown/{tail}") for tail in CITED),
        *((f"/exchanges/{exchange.public_id}/{tail}", f"/exchanges/2222222222222/{tail}") for tail in CITED),
        *((f"/turns/{turn.public_id}/{tail}", f"/turns/2222222222222/{tail}") for tail in CITED),
        (f"/cards/exchanges/{exchange.public_id}.png", "/cards/exchanges/2222222222222.png"),
        (f"/cards/conferences/{conference.public_id}.png", "/cards/conferences/2222222222222.png"),
        (f"/embed/{exchange.public_id}/", "/embed/2222222222222/"),
        (f"/embed/{turn.public_id}/", "/embed/2222222222222/"),
        (f"/oembed?url={settings.SITE_URL}/turns/{turn.public_id}/", "/oembed?url=http://example.org/"),
        (f"/exchanges/gone{state}.json", "/exchanges/2222222222222.json"),
        (f"/turns/gone{state}/", "/turns/2222222222222/"),
        (f"/exchanges/{exchange.public_id}/", "/exchanges/2222222222222/"),
        (f"/turns/{turn.public_id}/", "/turns/2222222222222/"),
        *(
            (f"/turns/{turn.public_id}/{tail}", f"/turns/2222222222222/{tail}")
            for tail in ("report/", "report/thanks/")
        ),
        (f"/turns/{turn.public_id}/?p=1", "/turns/2222222222222/"),
        (f"/paragraphs/gone{state}/", "/paragraphs/2222222222222/"),
        *(
            (f"{turn.paragraph_rows.get().get_permanent_url()}{tail}", f"/paragraphs/2222222222222/{tail}")
            for tail in CITED
        ),
        (turn.paragraph_rows.get().get_permanent_url(), "/paragraphs/2222222222222/"),
        (f"{turn.paragraph_rows.get().get_permanent_url()}?text={SECRETS[state]}", "/paragraphs/2222222222222/"),
        (f"/speakers/{SECRETS[state]}speaker/", "/speakers/unknown/"),
        (f"/speakers/old-{state}/", "/speakers/unknown/"),
        (f"/speakers/{SECRETS[state]}speaker/feed/", "/speakers/unknown/feed/"),
        (f"/topics/{SECRETS[state]}topic/", "/topics/unknown/"),
        (f"/outlets/{SECRETS[state]}outlet/", "/outlets/unknown/"),
        *((each.get_absolute_url(), "/attachments/2222222222222/a.webp") for each in conference.attachments.all()),
        (f"/series/{SECRETS[state]}series/", "/series/unknown/"),
    ]
    for path, nothing in pairs:
        page, none = client.get(path), client.get(nothing)
        assert (page.status_code, page.content, dict(page.headers)) == (404, none.content, dict(none.headers)), path


def test_of_what_is_only_announced_nothing_but_the_announcement_answers(
    client: Client, world: dict[str, Conference]
) -> None:
    conference = world["announced"]
    exchange = conference.exchanges.get(position=2)
    page = f"/conferences/{conference.slug}/"
    assert ANNOUNCED in conference.slug
    shown = {path: body_of(client.get(path)) for path in (page, page[:-1] + ".ics", f"/series/{ANNOUNCED}series.ics")}
    for path, body in shown.items():
        assert f"{ANNOUNCED}title" in body, path
        assert f"{ANNOUNCED}place" in body, path
    assert client.get(conference.get_permanent_url())["Location"] == page
    assert client.get("/conferences/old-announced/")["Location"] == page
    pairs = [(f"{page}{tail}", f"/conferences/unknown/{tail}") for tail in ("1/", "2/", "full/", "cite/", "?version=1")]
    pairs += [(f"{page}{tail}/", f"/conferences/unknown/{tail}/") for tail in MEMENTO]
    pairs += [(f"{page[:-1]}.{suffix}", f"/conferences/unknown.{suffix}") for suffix in FORMATS]
    pairs += [(exchange.get_permanent_url(), "/exchanges/2222222222222/")]
    pairs += [(f"/cards/conferences/{conference.public_id}.png", "/cards/conferences/2222222222222.png")]
    for path, nothing in pairs:
        found, none = client.get(path), client.get(nothing)
        assert (found.status_code, found.content, dict(found.headers)) == (404, none.content, dict(none.headers)), path
    for path in ("/conferences/", "/sitemap-conferences-0.xml", "/feed/", "/llms.txt", "/search/?q=common"):
        assert ANNOUNCED not in body_of(client.get(path)), path


def test_a_withdrawn_conference_is_gone_at_every_door_of_its_own(client: Client, world: dict[str, Conference]) -> None:
    conference = world["withdrawn"]
    exchange = conference.exchanges.get(position=1)
    paths = [f"/conferences/{conference.slug}/{tail}" for tail in ("", "2/", "9/", "full/")]
    paths += [f"/conferences/{conference.slug}/{tail}" for tail in ("versions/", "timegate/", "timemap/", "?version=1")]
    paths.append(conference.get_permanent_url())
    paths += [exchange.get_permanent_url(), exchange.turns.get(position=2).get_permanent_url()]
    paragraph = exchange.turns.get(position=2).paragraph_rows.get().get_permanent_url()
    paths += [paragraph, f"{paragraph}?text=answer", "/paragraphs/gonewithdrawn/"]
    paths += [f"{paragraph}{tail}" for tail in CITED]
    paths += [f"/conferences/{conference.slug}.{suffix}" for suffix in FORMATS]
    paths += [f"/exchanges/{exchange.public_id}.{suffix}" for suffix in FORMATS]
    paths += [f"/conferences/{conference.slug}/{tail}" for tail in CITED]
    paths += [f"{exchange.get_permanent_url()}{tail}" for tail in CITED]
    paths += [f"{exchange.turns.get(position=2).get_permanent_url()}{tail}" for tail in CITED]
    paths += [each.get_absolute_url() for each in conference.attachments.exclude(kind="video")]
    paths += [f"/cards/exchanges/{exchange.public_id}.png", f"/cards/conferences/{conference.public_id}.png"]
    paths += [f"/embed/{each}/" for each in (conference.public_id, exchange.public_id)]
    paths += [f"{exchange.turns.get(position=2).get_permanent_url()}{tail}" for tail in ("report/", "report/thanks/")]
    paths += ["/exchanges/gonewithdrawn/", "/exchanges/gonewithdrawn.txt", "/turns/gonewithdrawn/"]
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 410)
    for noun, path in (("speaker", "speakers"), ("topic", "topics"), ("outlet", "outlets"), ("series", "series")):
        assert client.get(f"/{path}/{SECRETS['withdrawn']}{noun}/").status_code == 404


def test_the_published_one_shows(client: Client, world: dict[str, Conference]) -> None:
    """Without this the walk could pass because nothing shows at all."""
    for path in (
        "/",
        "/conferences/",
        "/speakers/",
        "/topics/",
        "/outlets/",
        "/series/",
        f"/search/?q={OPEN}answer",
        "/corrections/",
        "/feed/",
        f"/search/feed/?q={OPEN}answer",
        "/corrections/feed/",
        f"/speakers/{OPEN}speaker/feed/",
        f"/series/{OPEN}series/feed/",
    ):
        assert OPEN in client.get(path).content.decode(), path
    slug = world["published"].slug
    for path in (f"/conferences/{slug}/", *(f"/conferences/{slug}.{suffix}" for suffix in TIMELESS)):
        assert f"{OPEN}answer" in body_of(client.get(path)), path
    for path in (
        f"conferences/{world['published'].public_id}",
        f"exchanges/{world['published'].exchanges.get(position=1).public_id}",
    ):
        assert f"{OPEN}title" in body_of(client.get(f"/cards/{path}.png")), path
    assert f"{OPEN}was" in client.get(f"/conferences/{slug}/full/").content.decode()
    assert client.get("/turns/gonepublished/").status_code == 410
    for each in world["published"].attachments.exclude(kind="video"):
        response = client.get(each.get_absolute_url())
        assert (response.status_code, bool(body_of(response))) == (200, True)
    for word in ("alt", "caption", "credit", "handout"):
        assert f"{OPEN}{word}" in client.get(f"/conferences/{slug}/").content.decode(), word


def test_both_languages_are_walked() -> None:
    assert [code for code, _ in settings.LANGUAGES] == ["en", "zh-hans"]
