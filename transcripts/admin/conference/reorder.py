"""Reordering a conference's exchanges: moving one up or down by one place, and joining two."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from transcripts import actions
from transcripts.admin.editing.change_form import NoteForm, add_missing
from transcripts.admin.editing.proposing import ProposalMade, do_or_propose, keep_proposal
from transcripts.admin.editing.step_views import confirm, log_change, require
from transcripts.admin.permissions import may_order
from transcripts.models import Exchange

STEPS = {"-1": -1, "+1": 1}
Action = Callable[[actions.Change], object]


def move_exchange_view(request: HttpRequest, object_id: int, exchange_id: int) -> HttpResponse:
    """Move an exchange one place: POST `step`, -1 or +1."""
    exchange = _find_exchange(request, object_id, exchange_id)
    value = request.POST.get("step", "")

    def move(change: actions.Change) -> None:
        before = exchange.position
        actions.move_exchange(exchange, step=STEPS.get(value, 0), change=change)
        if exchange.position != before:
            words = {"exchange": exchange, "number": exchange.position}
            log_change(request, exchange.conference, gettext("Moved “%(exchange)s” to position %(number)d.") % words)

    upwards, downwards = gettext("Move “%(exchange)s” up"), gettext("Move “%(exchange)s” down")
    title = (upwards if value == "-1" else downwards) % {"exchange": exchange}
    return _take(request, exchange, move, title=title, button=gettext("Move"), hidden={"step": value})


def join_exchange_view(request: HttpRequest, object_id: int, exchange_id: int) -> HttpResponse:
    """Put the turns of the next exchange at the end of this one: POST `next`, the key of the next."""
    exchange = _find_exchange(request, object_id, exchange_id)
    value = request.POST.get("next", "")
    is_key = value.isascii() and value.isdecimal() and len(value) < 19
    following = exchange.conference.exchanges.filter(pk=value).first() if is_key else None

    def join(change: actions.Change) -> None:
        actions.join_exchanges(exchange, following or exchange, change=change)
        words = {"exchange": exchange, "other": following}
        log_change(request, exchange.conference, gettext("Joined “%(other)s” to “%(exchange)s”.") % words)

    title = gettext("Join “%(exchange)s” with the next") % {"exchange": exchange}
    return _take(request, exchange, join, title=title, button=gettext("Join"), hidden={"next": value})


def _find_exchange(request: HttpRequest, object_id: int, exchange_id: int) -> Exchange:
    """Return an exchange that the user may move. One query. Raises Http404, PermissionDenied."""
    exchange = get_object_or_404(Exchange.objects.select_related("conference"), pk=exchange_id, conference_id=object_id)
    require(may_order(request, exchange.conference))
    return exchange


def _take(
    request: HttpRequest, exchange: Exchange, action: Action, *, title: str, button: str, hidden: dict[str, str]
) -> HttpResponse:
    """Run the action, or ask for its note, and return to the list. `hidden` holds the action's arguments."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form = NoteForm(request.POST if "note" in request.POST else None)
    form.is_valid()
    change = form.change(request)
    try:
        with transaction.atomic():
            do_or_propose(request, exchange.conference, change, lambda: action(change))
    except ProposalMade as made:
        return keep_proposal(request, made)
    except actions.WrongStateError as refusal:
        messages.warning(request, str(refusal))
    except actions.NoteRequiredError as refusal:
        if form.is_bound:
            add_missing(form, refusal)
        return confirm(
            request,
            exchange.conference,
            form,
            title=title,
            explanation=gettext("The conference is public: enter a note explaining the change."),
            button=button,
            is_note=True,
            hidden=hidden,
        )
    url = reverse("admin:transcripts_conference_change", args=[exchange.conference_id])
    return HttpResponseRedirect(f"{url}#exchange-{exchange.pk}")
