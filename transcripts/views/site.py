"""The front page, the page about the site, and views for machines: robots, health, logo."""

from dataclasses import replace

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import DatabaseError
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from transcripts import search
from transcripts.caching import Answer, answers, edition_stamp
from transcripts.document import Part
from transcripts.kept_pages import is_redis_there
from transcripts.listing import Entry, Listed, Participant, first_exchanges, newest_conferences, topic_trends
from transcripts.models import (
    PRIMARY,
    REPLICA,
    ReplicaState,
    SiteIdentity,
    address,
    current_language,
    other_languages,
    reading_from,
    replica_watch,
)
from transcripts.structured_data import Crumb, make_list
from transcripts.views.page_heads import PageHead, absolute, plain_head

LATEST = 9
EXCHANGES_SHOWN = 8
PEOPLE_SHOWN = 7
# Allowed types of a logo: pictures that cannot contain a script.
LOGO_TYPES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
NOT_CRAWLED = ("admin", "search")


@answers(Answer.PAGE)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the front page: the latest conference with its contents, then others, topics and speakers. Nine queries."""
    entries = newest_conferences(LATEST, current_language())
    context = {
        "head": _front_head(entries),
        "lead": entries[0] if entries else None,
        "lead_exchanges": first_exchanges(entries[0].conference, EXCHANGES_SHOWN) if entries else [],
        "entries": entries[1:],
        "trends": topic_trends(current_language()),
        "people": _answered_lately(entries),
    }
    return render(request, "home.html", context)


def _front_head(entries: list[Entry]) -> PageHead:
    """Return the head of the front page: what the latest conferences were."""
    latest = gettext("; ").join(entry.conference.title for entry in entries[:2])
    said = gettext("Transcripts of press conferences: what was asked, and what was answered.")
    if latest:
        said = gettext("%(said)s The latest: %(titles)s") % {"said": said, "titles": latest}
    listed = [Crumb(each.conference.title, settings.SITE_URL + each.conference.get_absolute_url()) for each in entries]
    title = gettext("Press conference transcripts")
    main = make_list(listed) if listed else None
    return replace(plain_head(title, said, absolute("home"), kind="CollectionPage"), main=main)


@answers(Answer.PAGE)
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Show the page about the site: its publisher and terms. One query."""
    said = gettext("Who publishes these transcripts, how to quote them, and under which terms.")
    head = plain_head(gettext("About"), said, absolute("about"), kind="AboutPage")
    return render(request, "about.html", {"head": head})


@answers(Answer.PAGE)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Send robots.txt for crawlers: what they should leave alone in every language of the interface."""
    roots = ["/", *(f"/{language}/" for language in other_languages())]
    lines = ["User-agent: *", *(f"Disallow: {root}{page}/" for page in NOT_CRAWLED for root in roots)]
    lines += ["", f"Sitemap: {settings.SITE_URL}{address('sitemap-index')}"]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
@answers(Answer.PRIVATE)
def health(request: HttpRequest) -> HttpResponse:
    """Report whether readers are answered, the current edition, an old search index, and which servers are away.

    Three queries. The status is 503 only if no reader can be answered: neither a replica nor Redis must be there.
    """
    has_replica = REPLICA in settings.DATABASES
    replica = replica_watch().state() if has_replica else None
    said = _ask_database(PRIMARY)
    if has_replica and not said and replica is ReplicaState.OK:
        said = _ask_database(REPLICA)
    if not said:
        return JsonResponse({"status": "error"}, status=503)
    if replica:
        said |= {"replica": replica.value}
    if settings.CACHE_URL.startswith(("redis", "unix")):
        said |= {"shared_pages": "ok" if is_redis_there(settings.CACHE_URL) else "away"}
    return JsonResponse({"status": "ok"} | said)


def _ask_database(alias: str) -> dict[str, str]:
    """Return what health says of a database, nothing if it does not answer. Three queries."""
    try:
        with reading_from(alias):
            said = {"edition": edition_stamp(), "search_index": "old" if search.is_old() else "ok"}
    except DatabaseError:
        return {}
    return said if alias == PRIMARY else {"database": "away"} | said


@require_safe
@answers(Answer.LOGO)
def logo(request: HttpRequest) -> HttpResponseBase:
    """Send the office's logo, if it is a picture without scripts. One query."""
    name = SiteIdentity.current().logo.name
    try:
        file = default_storage.open(name or "")
        head = file.read(16)
        file.seek(0)
    except (OSError, ValueError):
        return HttpResponse(status=404)
    kind = _type_of(head)
    if not kind:
        file.close()
        return HttpResponse(status=404)
    return FileResponse(file, content_type=kind, headers={"X-Content-Type-Options": "nosniff"})


def _type_of(head: bytes) -> str | None:
    """Return the type of the picture that begins with `head`, if a logo may be one."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in LOGO_TYPES.items() if head.startswith(magic)), None)


def _answered_lately(entries: list[Entry]) -> list[tuple[Participant, Listed]]:
    """Return the latest speakers, each with that conference; chairs and interpreters are left out."""
    lately: dict[int, tuple[Participant, Listed]] = {}
    for entry in entries:
        for participant in entry.people:
            if participant.part == Part.SPEAKER:
                lately.setdefault(participant.speaker_id, (participant, entry.conference))
    return list(lately.values())[:PEOPLE_SHOWN]
