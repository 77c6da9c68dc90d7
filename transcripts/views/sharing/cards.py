"""The cards of exchanges, conferences and the site: pictures that social networks show beside a link."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from transcripts.caching import ResponseKind, cache_policy
from transcripts.document import Kind, Part
from transcripts.listing import day_text
from transcripts.models import Conference, Exchange, SiteIdentity
from transcripts.presentation import ExchangeView, TranscriptView
from transcripts.share_cards import Card, card_png
from transcripts.views import errors
from transcripts.views.conference.transcript import PublicPages
from transcripts.views.listings.lookup import permanent_page
from transcripts.views.page_heads import shorten_description

# Pages of other sites may show a card.
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
}
MOST_NAMES = 3  # people who are named on a card


@cache_policy(ResponseKind.CARD)
@permanent_page(Exchange, conference="conference__series", path="exchanges")
def exchange_card(request: HttpRequest, exchange: Exchange) -> HttpResponse:
    """Send the card of an exchange: what was asked, and who answers. Nine queries at most."""
    pages = PublicPages(exchange.conference)
    view = pages.view(pages.find(exchange.position), topics=False)
    shown = view.find(exchange.position)
    return _send(_card_of(view, shown) if shown else _card_of_conference(view))


@cache_policy(ResponseKind.CARD)
@require_safe
def conference_card(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send the card of a conference: its title, and who took part. Eight queries at most."""
    conference = Conference.objects.published().select_related("series").filter(public_id=public_id).first()
    if conference is None:
        gone = Conference.objects.withdrawn().filter(public_id=public_id).first()
        return errors.withdrawn(request, gone) if gone else errors.not_found(request)
    return _send(_card_of_conference(PublicPages(conference).view(None, topics=False)))


@cache_policy(ResponseKind.CARD)
@require_safe
def site_card(request: HttpRequest, language: str) -> HttpResponse:
    """Send the card of the site, for pages that have none of their own. Two queries."""
    if language not in dict(settings.LANGUAGES):
        return errors.not_found(request)
    with translation.override(language):
        identity = SiteIdentity.current()
        said = translation.gettext("What was asked, and what was answered")
        card = Card("", "", identity.local("name"), identity.local("tagline") or said, language)
    return _send(card)


def _card_of(view: TranscriptView, exchange: ExchangeView) -> Card:
    asked = next((turn for turn in exchange.turns if turn.kind == Kind.QUESTION and turn.text), None)
    first = asked or next(iter(exchange.turns), None)
    text = exchange.heading or (shorten_description(first.text) if first else "") or view.title
    answering = [turn for turn in exchange.turns if turn.kind in {Kind.ANSWER, Kind.STATEMENT} and turn.who]
    people = list(dict.fromkeys(turn.who for turn in answering if turn.role or not turn.speaker))
    return _make(view, f"{view.title}", text, people)


def _card_of_conference(view: TranscriptView) -> Card:
    people = [person for person in view.people if person.part == Part.SPEAKER] or view.people
    between = "" if view.language.startswith(("zh", "ja")) else ", "
    named = [
        f"{person.role}{person.name}" if not between else between.join(filter(None, (person.name, person.role)))
        for person in people
    ]
    return _make(view, view.series.name if view.series else "", view.title, named)


def _make(view: TranscriptView, above: str, text: str, people: list[str]) -> Card:
    """Return a card in the language of the text, where the interface has it."""
    language = view.language if view.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(language):
        day = day_text(view.day) if view.day else ""
        more = "…" if len(people) > MOST_NAMES else ""
        below = translation.gettext("; ").join(people[:MOST_NAMES]) + more
        over = " · ".join(filter(None, (above, day)))
        return Card(SiteIdentity.current().local("name"), over, text, below, view.language)


def _send(card: Card) -> HttpResponse:
    return HttpResponse(card_png(card), content_type="image/png", headers=_HEADERS)
