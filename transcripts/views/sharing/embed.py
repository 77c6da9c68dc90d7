"""`/embed/`: an answer, an exchange or a conference in a frame of another site, without cookies and scripts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from transcripts.caching import ResponseKind, cache_policy, mark_running
from transcripts.document import Kind, Part
from transcripts.models import Conference, Exchange, Paragraph, Redirect, Turn, address
from transcripts.presentation import CorrectionView, ExchangeView, PersonView, TranscriptView, TurnView
from transcripts.views.conference.transcript import PublicPages
from transcripts.views.listings.lookup import find_successors
from transcripts.views.page_heads import conference_card, exchange_card, shorten_description

# The only page that another site may show in a frame; it loads nothing but its own style and type.
_POLICY = {"default-src": [NONE], "style-src": [SELF], "font-src": [SELF], "base-uri": [NONE], "form-action": [NONE]}
# Nothing is said of who may frame it: even * keeps out previews of editors, whose own frame has no address.
_FRAMED = _POLICY | {"frame-ancestors": None}
LOWEST, HIGHEST = 240, 460  # pixels that a frame is high
_FURNITURE, _LINE = 190, 29  # pixels of what is around the words, and of a line of them
_IN_LINE = 62  # columns of a line at the stated width


@dataclass(frozen=True, slots=True)
class Embedded:
    """What a frame shows: the turns of a public conference, and what they answer.

    `title` is a title for the frame, `url` the permanent address, `card` that of the picture.
    """

    conference: Conference
    transcript: TranscriptView
    title: str
    url: str
    card: str
    asked: TurnView | None = None
    turns: Sequence[TurnView] = ()
    key: str = ""

    @property
    def corrected(self) -> date | None:
        """The day on which these words were corrected last."""
        marks = [mark for turn in self.turns for mark in _marks(turn)]
        return max((mark.day for mark in marks), default=None)

    @property
    def author(self) -> str:
        """Whoever says the first of the words."""
        return next((turn.who for turn in self.turns if turn.who), "")

    @property
    def height(self) -> int:
        """Pixels that the frame is high: enough for short words at the stated width, longer ones scroll."""
        wide = 2 if self.transcript.language.startswith(("zh", "ja", "ko")) else 1
        texts = [each.text for turn in self.turns for each in turn.paragraphs]
        texts += [person.name for person in self.transcript.people] if not texts else []
        lines = sum(-(-len(text) * wide // _IN_LINE) + 0.5 for text in texts)
        return max(LOWEST, min(HIGHEST, _FURNITURE + round(lines * _LINE)))

    @property
    def speakers(self) -> list[PersonView]:
        """People who answered, for a conference that is embedded whole; else an empty list."""
        people = self.transcript.people
        return [] if self.turns else [person for person in people if person.part == Part.SPEAKER] or list(people)

    @property
    def path(self) -> str:
        """Address of the frame's page."""
        return address("transcripts:embed", self.key)


def _marks(turn: TurnView) -> list[CorrectionView]:
    return [*turn.corrections, *(mark for paragraph in turn.paragraphs for mark in paragraph.marks)]


@cache_policy(ResponseKind.PAGE)
@require_safe
@xframe_options_exempt
@csp_replace(_FRAMED)  # type: ignore[arg-type]
def embed(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the turn, exchange, paragraph or conference of this id in a frame. Ten queries; more where it was joined."""
    found = find_embedded(public_id)
    status = 200 if found else 410 if _is_withdrawn(public_id) else 404
    response = render(request, "embed.html", {"shown": found, "is_withdrawn": status == 410}, status=status)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if found and found.conference.is_running:
        mark_running(response)
    return response


def find_embedded(public_id: str) -> Embedded | None:
    """Return what has this permanent id now, if it is public."""
    if found := _find_present(public_id):
        return found
    for kind in (Redirect.Kind.TURN, Redirect.Kind.EXCHANGE, Redirect.Kind.PARAGRAPH):
        for successor in find_successors(kind, public_id):
            if found := _find_present(successor):
                return found
    return None


def _find_present(public_id: str) -> Embedded | None:
    turns, exchanges = Turn.objects.published(), Exchange.objects.published()
    if turn := turns.select_related("exchange__conference__series").filter(public_id=public_id).first():
        return _show_turn(turn.exchange, turn.public_id)
    if exchange := exchanges.select_related("conference__series").filter(public_id=public_id).first():
        return _show_exchange(exchange)
    published = Paragraph.objects.published().select_related("turn__exchange__conference__series")
    if paragraph := published.filter(public_id=public_id).first():
        return _show_turn(paragraph.turn.exchange, paragraph.turn.public_id)
    conferences = Conference.objects.published().select_related("series")
    if conference := conferences.filter(public_id=public_id).first():
        return _show_conference(conference)
    return None


def _show_turn(exchange: Exchange, key: str) -> Embedded | None:
    view, shown = _view(exchange)
    at = next((index for index, turn in enumerate(shown.turns) if turn.public_id == key), None) if shown else None
    if shown is None or at is None:
        return None
    turn = shown.turns[at]
    questions = [each for each in shown.turns[:at] if each.kind == Kind.QUESTION]
    return Embedded(
        exchange.conference,
        view,
        title=_title(turn.who, turn.text, view),
        url=turn.url,
        card=exchange_card(shown.public_id),
        asked=questions[-1] if questions and turn.kind != Kind.QUESTION else None,
        turns=[turn],
        key=key,
    )


def _show_exchange(exchange: Exchange) -> Embedded | None:
    view, shown = _view(exchange)
    if shown is None:
        return None
    asked = next((turn for turn in shown.turns if turn.kind == Kind.QUESTION), None)
    rest = [turn for turn in shown.turns if turn is not asked] or shown.turns
    first = asked or next(iter(shown.turns), None)
    title = shown.heading or (_title(first.who, first.text, view) if first else view.title)
    return Embedded(
        exchange.conference,
        view,
        title=title,
        url=shown.url,
        card=exchange_card(shown.public_id),
        asked=asked,
        turns=rest,
        key=shown.public_id,
    )


def _show_conference(conference: Conference) -> Embedded:
    view = PublicPages(conference).view(None, topics=False)
    return Embedded(
        conference,
        view,
        title=view.title,
        url=conference.get_permanent_url(),
        card=conference_card(conference),
        key=conference.public_id,
    )


def _view(exchange: Exchange) -> tuple[TranscriptView, ExchangeView | None]:
    pages = PublicPages(exchange.conference)
    view = pages.view(pages.find(exchange.position), topics=False)
    return view, view.find(exchange.position)


def _title(who: str, text: str, view: TranscriptView) -> str:
    between = "：" if view.language.startswith(("zh", "ja")) else ": "
    return shorten_description(f"{who}{between}{text}" if who else text) or view.title


def _is_withdrawn(public_id: str) -> bool:
    gone = Conference.objects.withdrawn()
    turns = "exchanges__turns"
    paths = ["public_id", "exchanges__public_id", f"{turns}__public_id", f"{turns}__paragraph_rows__public_id"]
    return any(gone.filter(**{path: public_id}).exists() for path in paths)
