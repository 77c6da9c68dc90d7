"""The order of a conference's exchanges: up and down, one place at a time."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext

from transcripts import actions
from transcripts.admin.proposing import ProposalMade, do_or_propose, keep_proposal
from transcripts.admin.sitting import NoteForm
from transcripts.admin.steps import StepViews
from transcripts.models import Conference, Exchange

STEPS = {"-1": -1, "+1": 1}


class OrderViews(StepViews):
    """The buttons in the list of exchanges."""

    def may_order(self, request: HttpRequest, conference: Conference) -> bool:
        """Say whether the user may move the conference's exchanges."""
        user: Any = request.user
        return bool(self.has_change_permission(request, conference) and user.has_perm("transcripts.change_exchange"))

    def get_urls(self) -> list[URLPattern]:
        move = path(
            "<int:object_id>/exchanges/<int:exchange_id>/move/",
            self.admin_site.admin_view(self.move_exchange_view),
            name="transcripts_conference_move_exchange",
        )
        return [move, *super().get_urls()]

    def move_exchange_view(self, request: HttpRequest, object_id: int, exchange_id: int) -> HttpResponse:
        """Move an exchange one place: POST `step`, -1 or +1. For what is public a page asks for the note first."""
        exchange = get_object_or_404(
            Exchange.objects.select_related("conference"), pk=exchange_id, conference_id=object_id
        )
        self.insist(self.may_order(request, exchange.conference))
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = NoteForm(request.POST if "note" in request.POST else None)
        form.is_valid()
        try:
            with transaction.atomic():
                self._move(request, exchange, form)
        except ProposalMade as made:
            return keep_proposal(request, made)
        except actions.NoteRequiredError as refusal:
            if form.is_bound:
                form.add_error("note", str(refusal))
            return self.ask(
                request,
                exchange.conference,
                form,
                title=gettext("Move “%(exchange)s” up") % {"exchange": exchange}
                if request.POST.get("step") == "-1"
                else gettext("Move “%(exchange)s” down") % {"exchange": exchange},
                explanation=gettext("The conference is public, so a note must say why it is changed."),
                button=gettext("Move"),
                is_note=True,
                hidden={"step": request.POST.get("step", "")},
            )
        url = reverse("admin:transcripts_conference_change", args=[object_id])
        return HttpResponseRedirect(f"{url}#exchange-{exchange_id}")

    def _move(self, request: HttpRequest, exchange: Exchange, form: NoteForm) -> None:
        change = form.change(request)
        step = STEPS.get(request.POST.get("step", ""), 0)
        before = exchange.position
        do_or_propose(
            request, exchange.conference, change, lambda: actions.move_exchange(exchange, step=step, change=change)
        )
        if exchange.position != before:
            self.log_change(
                request,
                exchange.conference,
                gettext("Moved “%(exchange)s” to place %(number)d.")
                % {"exchange": exchange, "number": exchange.position},
            )
