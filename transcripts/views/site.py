"""The front page, the page about the site, and for machines: robots, security, logo."""

from dataclasses import replace
from datetime import UTC, timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from transcripts.caching import ResponseKind, cache_policy
from transcripts.document import Part
from transcripts.listing import (
    Entry,
    Listed,
    Participant,
    first_exchanges,
    newest_conferences,
    running_now,
    topic_trends,
    upcoming,
)
from transcripts.models import SiteIdentity, address, current_language, other_languages
from transcripts.structured_data import Crumb, make_list
from transcripts.views.page_heads import PageHead, absolute, plain_head

LATEST = 9
COMING = 3  # announced conferences
EXCHANGES_SHOWN = 8
PEOPLE_SHOWN = 7
# Allowed types of a logo: pictures that cannot contain a script.
LOGO_TYPES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
NOT_CRAWLED = ("admin/", "search/", "turns/*/cite/", "turns/*/report/")
AS_DATA = ("llms", "transcripts:data", "transcripts:api-docs", "oai", "transcripts:calendar-file")


@cache_policy(ResponseKind.PAGE)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the front page: the latest conference with its contents, others, topics and speakers. Eleven queries."""
    entries = newest_conferences(LATEST, current_language())
    context = {
        "head": _front_head(entries),
        "lead": entries[0] if entries else None,
        "lead_exchanges": first_exchanges(entries[0].conference, EXCHANGES_SHOWN) if entries else [],
        "entries": entries[1:],
        "running_now": running_now(current_language()),
        "coming": upcoming(current_language(), COMING),
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


@cache_policy(ResponseKind.PAGE)
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Show the page about the site: its publisher and terms. One query."""
    said = gettext("Who publishes these transcripts, how to quote them, and under which terms.")
    head = plain_head(gettext("About"), said, absolute("about"), kind="AboutPage")
    return render(request, "about.html", {"head": head})


@cache_policy(ResponseKind.PAGE)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Send robots.txt for crawlers: what they should leave alone in every language of the interface."""
    roots = ["/", *(f"/{language}/" for language in other_languages())]
    lines = ["User-agent: *", *(f"Disallow: {root}{page}" for page in NOT_CRAWLED for root in roots)]
    lines += ["", f"Sitemap: {settings.SITE_URL}{address('sitemap-index')}"]
    lines += ["", "# The record as data:", *(f"# {settings.SITE_URL}{reverse(each)}" for each in AS_DATA)]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@cache_policy(ResponseKind.PAGE)
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Send security.txt (RFC 9116): where to report a hole. It is good for half a year from the first of this month."""
    contact = settings.SECURITY_CONTACT or settings.SITE_URL + reverse("transcripts:about")
    first = timezone.now().astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {contact}",
        f"Expires: {(first + timedelta(days=183)).isoformat().replace('+00:00', 'Z')}",
        f"Preferred-Languages: {', '.join(code for code, _ in settings.LANGUAGES)}",
        f"Canonical: {settings.SITE_URL}{request.path}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
@cache_policy(ResponseKind.LOGO)
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
    recently: dict[int, tuple[Participant, Listed]] = {}
    for entry in entries:
        for participant in entry.people:
            if participant.part == Part.SPEAKER:
                recently.setdefault(participant.speaker_id, (participant, entry.conference))
    return list(recently.values())[:PEOPLE_SHOWN]
