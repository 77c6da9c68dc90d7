"""The page on which a running transcript is written: typing, releasing, correcting, and caption tokens."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from transcripts import actions
from transcripts.actions import Typed
from transcripts.admin.editing.change_form import change_by
from transcripts.admin.editing.step_views import conference_page, log_change, render
from transcripts.admin.permissions import may_change_queue, may_publish
from transcripts.models import CaptionFeed, Conference, Outlet, Participation, QueuedTurn, Turn
from transcripts.reading.running import read_running_state

PANEL = 9  # participants who have a number key
RECENT = 9  # released turns that are corrected by two keys
MOST_SHOWN = 200  # turns of the queue
MOST_OUTLETS = 300  # offered while one is typed
SHOWN_TOKEN = "caption_token"  # noqa: S105  (a name: the token is shown once, from the session)
REFUSALS = (actions.WrongStateError, actions.DocumentRefusedError)
_FIELDS = ("who", "speaker", "outlet", "journalist", "kind", "text")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the form: a new turn, one of the queue by its `key`, or a released one by its `public_id`.

    `who` is the key of a participant, “question”, “other” or “note”. `was` is the text as the editor saw it; where
    that is no longer what `stands`, the editor is shown both.
    """

    who: str = ""
    speaker: str = ""
    outlet: str = ""
    journalist: str = ""
    kind: str = ""
    text: str = ""
    was: str = ""
    key: str = ""
    public_id: str = ""
    stands: str = ""


@conference_page(may_change_queue)
def running_view(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Show the desk of a running transcript, or offer to set it running; do what its forms ask. Fourteen queries.

    A desk that is open asks again and again with the tag that it has `seen`: 204 while nothing is new.
    """
    if request.method != "POST":
        if request.GET.get("seen", "") == _tag(conference):
            return HttpResponse(status=204)
        return _show(request, conference, _asked(request, conference))
    done, entry = "", None
    try:
        done = _do(request, conference)
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
        entry = _beside_what_stands(_typed_entry(request), conference)
    if entry and request.POST.get("do") == "type":
        return _show(request, conference, entry)
    if done:
        messages.success(request, done)
    return HttpResponseRedirect(reverse("admin:transcripts_conference_running", args=[conference.pk]))


def _do(request: HttpRequest, conference: Conference) -> str:
    """Do what a form asks; return what is told, mostly nothing: the page shows it. Raises what actions refuse with."""
    change, asked = change_by(request), request.POST.get("do", "")
    if asked == "start":
        actions.start_running(conference, change=change)
        log_change(request, conference, gettext("Set running."))
        return gettext("It is running. Readers see its head.")
    if asked == "type":
        _type(request, conference)
        return ""
    if asked in {"release", "go_on"}:
        number = actions.release(conference, goes_on=asked == "go_on", change=change)
        return gettext("Released: exchange %(number)d.") % {"number": number}
    if asked == "token":
        request.session[SHOWN_TOKEN] = actions.open_caption_feed(conference, change=change)
        return ""
    if asked == "revoke":
        feed = CaptionFeed.objects.filter(conference=conference, pk=_key(request)).first()
        if feed:
            actions.revoke_caption_feed(feed, change=change)
        return gettext("Revoked.")
    steps: dict[str, Callable[..., None]] = {"check": actions.check_queued, "drop": actions.drop_queued}
    turn = conference.queue.filter(pk=_key(request)).first()
    if asked in steps and turn:
        steps[asked](turn, change=change)
    return ""


def _key(request: HttpRequest) -> int:
    return _number(request.POST.get("key", ""))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def _type(request: HttpRequest, conference: Conference) -> None:
    """Put what was typed at the end of the queue, or in the place of what was there or was released."""
    entry, change = _typed_entry(request), change_by(request)
    typed = _typed(entry, conference)
    if entry.public_id:
        actions.correct_released(conference, entry.public_id, typed, was=entry.was, change=change)
    elif entry.key:
        turn = conference.queue.filter(pk=_key(request)).first()
        if turn is None:
            raise actions.WrongStateError(gettext("This turn is no longer in the queue: it was released or discarded."))
        actions.change_queued(turn, typed, was=entry.was, change=change)
    else:
        actions.enqueue(conference, typed, change=change)


def _typed_entry(request: HttpRequest) -> Entry:
    given = {name: request.POST.get(name, "").strip() for name in _FIELDS}
    was = request.POST.get("was", "").replace("\r\n", "\n")
    return Entry(**given, was=was, key=request.POST.get("key", ""), public_id=request.POST.get("public_id", "")[:16])


def _beside_what_stands(entry: Entry, conference: Conference) -> Entry:
    """Return the refused entry, to be sent again: for the present turn, or as a new one if that is gone. One query."""
    if not (entry.key or entry.public_id):
        return entry
    rows: Any = conference.queue.filter(pk=_number(entry.key))
    if entry.public_id:
        rows = Turn.objects.filter(exchange__conference=conference, public_id=entry.public_id)
    now: str | None = rows.values_list("text", flat=True).first()
    if now is None:
        return replace(entry, key="", public_id="", was="")
    return replace(entry, was=now, stands=now if now != entry.was else "")


def _tag(conference: Conference) -> str:
    """Return a tag that changes whenever the page would show something else. Two queries."""
    rows = conference.queue.order_by("position").values_list("pk", "is_checked", "label", "kind", "text")
    state = read_running_state(conference)
    shown = (conference.revision_number, conference.status, state, list(rows[: MOST_SHOWN + 1]))
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]


def _typed(entry: Entry, conference: Conference) -> Typed:
    """Return the turn that the form means. Raises WrongStateError where nobody was chosen."""
    kind = entry.kind if entry.kind in dict(Turn.KINDS) else ""
    if entry.who == "question":
        return Typed(entry.text, outlet=entry.outlet, journalist=entry.journalist, kind=kind or "question")
    if entry.who == "note":
        return Typed(entry.text, kind=kind or "note")
    speaker = entry.speaker if entry.who == "other" else ""
    if entry.who.isdecimal():
        participant = conference.participations.filter(pk=int(entry.who)).first()
        speaker = participant.name_as_printed if participant else ""
    if not speaker and not entry.public_id:
        raise actions.WrongStateError(gettext("Choose who speaks."))
    return Typed(entry.text, speaker=speaker, kind=kind)


def _asked(request: HttpRequest, conference: Conference) -> Entry:
    """Return the turn that the address asks to change: of the queue, or a released one. Two queries at most."""
    queued, released = request.GET.get("turn", ""), request.GET.get("correct", "")
    if queued.isdecimal() and (turn := conference.queue.filter(pk=int(queued[:18])).first()):
        who = _who(conference, turn.speaker, asks=bool(turn.outlet or turn.journalist), kind=turn.kind)
        return Entry(
            who, turn.speaker or turn.label, turn.outlet, turn.journalist, turn.kind, turn.text, turn.text, str(turn.pk)
        )
    found = Turn.objects.filter(exchange__conference=conference, public_id=released).select_related("outlet")
    if released and (row := found.first()):
        outlet = row.outlet.name_in(conference.language) if row.outlet else ""
        participant = conference.participations.filter(speaker=row.speaker).first() if row.speaker_id else None
        name = participant.name_as_printed if participant else ""
        who = _who(conference, name, asks=bool(row.outlet_id or row.journalist), kind=row.kind)
        return Entry(who, name, outlet, row.journalist, row.kind, row.text, row.text, public_id=row.public_id)
    return Entry()


def _who(conference: Conference, speaker: str, *, asks: bool, kind: str) -> str:
    if speaker:
        participant = conference.participations.filter(name_as_printed=speaker).first()
        return str(participant.pk) if participant else "other"
    return "question" if asks else "note" if kind == "note" else "other"


def _show(request: HttpRequest, conference: Conference, entry: Entry) -> HttpResponse:
    state = read_running_state(conference)
    queue = list(conference.queue.order_by("position")[: MOST_SHOWN + 1]) if state else []
    participants: list[Participation] = list(conference.participations.select_related("speaker").order_by("position"))
    is_known = entry.who.isdecimal() and entry.who in {str(participant.pk) for participant in participants}
    context = {
        "title": gettext("Running transcript"),
        "state": state,
        "tag": _tag(conference) if state else "",
        "entry": entry,
        "panel": [(number, participant) for number, participant in enumerate(participants[:PANEL], start=1)],
        "others": participants[PANEL:],
        "is_known": is_known,
        "queue": queue[:MOST_SHOWN],
        "unchecked": next((turn for turn in queue if not turn.is_checked), None),
        "ready": _ready(queue),
        "recent": _recent(conference) if state else [],
        "kinds": Turn.KINDS,
        "outlets": list(Outlet.objects.order_by("name").values_list("name", flat=True)[:MOST_OUTLETS]) if state else [],
        "feeds": _feeds(conference) if state and may_publish(request) else [],
        "token": request.session.pop(SHOWN_TOKEN, "") if state and SHOWN_TOKEN in request.session else "",
        "feed_address": settings.SITE_URL + reverse("captions"),
        "may_release": may_publish(request),
        "may_start": may_publish(request) and conference.status in {"draft", "submitted"},
        "has_exchanges": conference.exchanges.exists(),
    }
    return render(request, conference, "running", **context)


def _ready(queue: list[QueuedTurn]) -> int:
    """Return how many turns a release would take: those at the head that are checked."""
    return next((number for number, turn in enumerate(queue) if not turn.is_checked), len(queue))


def _recent(conference: Conference) -> list[tuple[int, Turn]]:
    """Return the turns that were released last, the last first, each with its number. One query."""
    rows = Turn.objects.filter(exchange__conference=conference).select_related("exchange")
    return list(enumerate(rows.order_by("-exchange__position", "-position")[:RECENT], start=1))


def _feeds(conference: Conference) -> list[CaptionFeed]:
    return list(CaptionFeed.objects.open(timezone.now()).filter(conference=conference))
