"""oEmbed (oembed.com): how to show an address of this site in a frame of another."""

import re
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from transcripts.caching import ResponseKind, cache_policy, mark_running
from transcripts.models import Conference, Exchange, Redirect, SiteIdentity
from transcripts.views.conference.transcript import canonical_url
from transcripts.views.page_heads import CARD_SIZE
from transcripts.views.sharing.embed import Embedded, find_embedded

WIDTH = 600  # pixels that a frame is wide, unless less is asked for
NARROWEST, LOWEST = 200, 160
_ID = re.compile(r"[0-9a-z]{1,16}")
_BY_ID = {"exchange-permalink", "turn-permalink", "paragraph-permalink", "conference-permalink", "embed"}
_OF_CONFERENCE = {"conference-detail", "conference-full", "exchange-detail"}


@cache_policy(ResponseKind.SEARCH)
@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """Send the frame of the address in `url`: a conference, an exchange, a turn or a paragraph. Some fifteen queries.

    404 for an address that is none of these, or is not public; 501 for another format than JSON; 400 for a size that is
    no number.
    """
    if request.GET.get("format", "json") != "json":
        return _refuse(501, "The only format is json.")
    sizes = []
    for name in ("maxwidth", "maxheight"):
        text = request.GET.get(name, "")
        if text and not re.fullmatch(r"[0-9]{1,6}", text):
            return _refuse(400, f"“{name}” is not a number of pixels.")
        sizes.append(int(text) if text else None)
    if not request.GET.get("url"):
        return _refuse(400, "“url” is missing.")
    shown = _find(request.GET["url"])
    if shown is None:
        return _refuse(404, "There is nothing to show at this address.")
    width = max(NARROWEST, min(WIDTH, sizes[0] or WIDTH))
    height = max(LOWEST, min(shown.height, sizes[1] or shown.height))
    response = JsonResponse(_describe(shown, width, height), json_dumps_params={"ensure_ascii": False})
    response.headers["Content-Type"] = "application/json; charset=utf-8"
    if shown.conference.is_running:
        mark_running(response)
    return _shared(response)


def _describe(shown: Embedded, width: int, height: int) -> dict[str, object]:
    language = shown.transcript.language
    reader = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(reader):
        provider = SiteIdentity.current().local("name")
    frame = format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" frameborder="0" referrerpolicy="no-referrer"'
        ' sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>',
        canonical_url(language, shown.path),
        shown.title,
        width,
        height,
    )
    said: dict[str, object] = {
        "version": "1.0",
        "type": "rich",
        "title": shown.title,
        "author_name": shown.author,
        "provider_name": provider,
        "provider_url": f"{settings.SITE_URL}/",
        "cache_age": 3600,
        "html": frame,
        "width": width,
        "height": height,
        "thumbnail_url": settings.SITE_URL + shown.card,
        "thumbnail_width": CARD_SIZE[0],
        "thumbnail_height": CARD_SIZE[1],
    }
    return {name: value for name, value in said.items() if value}


def _find(url: str) -> Embedded | None:
    """Return what the address leads to."""
    try:
        parts = urlsplit(url)
        match = _resolve(unquote(parts.path))
    except (ValueError, Resolver404):
        return None
    if parts.netloc != urlsplit(settings.SITE_URL).netloc or parts.scheme not in {"http", "https"}:
        return None
    if match.url_name in _BY_ID:
        return find_embedded(str(match.kwargs["public_id"]))
    conference = _conference(str(match.kwargs["slug"])) if match.url_name in _OF_CONFERENCE else None
    return _find_part(conference, match.kwargs.get("n"), parts.fragment) if conference else None


def _resolve(path: str) -> ResolverMatch:
    """Return the view of a path in any language of the interface. Raises Resolver404."""
    with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
        return resolve(path)


def _find_part(conference: Conference, number: int | None, anchor: str) -> Embedded | None:
    """Return the turn or paragraph that is behind the # of an address, else its exchange, else the conference."""
    part = find_embedded(anchor) if _ID.fullmatch(anchor) else None
    if part and part.conference == conference:
        return part
    if number is None:
        return find_embedded(conference.public_id)
    exchange = Exchange.objects.published().filter(conference=conference, position=number).first()
    return find_embedded(exchange.public_id) if exchange else None


def _conference(slug: str) -> Conference | None:
    found = Conference.objects.published().filter(slug=slug).first()
    new = "" if found else Redirect.new_address(Redirect.Kind.CONFERENCE, slug)
    return Conference.objects.published().filter(slug=new).first() if new else found


def _refuse(status: int, sentence: str) -> HttpResponse:
    return _shared(JsonResponse({"error": sentence}, status=status, json_dumps_params={"ensure_ascii": False}))


def _shared(response: HttpResponse) -> HttpResponse:
    """Let pages of other sites read the answer."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
