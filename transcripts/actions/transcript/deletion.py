"""Deleting exchanges and turns: their public ids stay behind as redirects."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext

from transcripts import search
from transcripts.actions.change import Change, RemovalRefusedError
from transcripts.actions.redirects import leave_redirects
from transcripts.actions.transcript.ordering import renumber
from transcripts.actions.transcript.paragraph_ids import keep_unrecorded_ids
from transcripts.actions.transcript.row_edits import sync_after_edit
from transcripts.models import Conference, Exchange, Redirect, Status, Turn


@transaction.atomic
def remove_exchanges(exchanges: Iterable[Exchange], *, change: Change | None = None) -> None:
    """Delete exchanges with their turns, whose ids stay behind, and put their conferences in order again.

    A conference that is published, and not running, keeps its last exchange: raises RemovalRefusedError, or
    NoteRequiredError. About thirty queries for each conference.
    """
    by_conference: dict[int, list[Exchange]] = defaultdict(list)
    for exchange in exchanges:
        by_conference[exchange.conference_id].append(exchange)
    for conference in Conference.objects.select_for_update().filter(pk__in=by_conference).order_by("pk"):
        gone = by_conference[conference.pk]
        keys = [exchange.pk for exchange in gone]
        is_whole = conference.status == Status.PUBLISHED and not conference.is_running
        if is_whole and not conference.exchanges.exclude(pk__in=keys).exists():
            raise RemovalRefusedError(
                gettext("“%(title)s” is published, so its last exchange cannot be deleted.")
                % {"title": conference.title}
            )
        turns = dict(Turn.objects.filter(exchange__in=keys).values_list("pk", "public_id"))
        leave_redirects(conference, Redirect.Kind.EXCHANGE, {exchange.public_id: "" for exchange in gone})
        leave_redirects(conference, Redirect.Kind.TURN, dict.fromkeys(turns.values(), ""))
        keep_unrecorded_ids(conference, list(turns))
        search.forget(list(turns))
        Exchange.objects.filter(pk__in=keys).delete()
        sync_after_edit(conference, change)


@transaction.atomic
def remove_turns(turns: Iterable[Turn]) -> None:
    """Delete turns, whose ids stay behind, and close the gaps; the caller then calls `sync_after_edit`.

    A published exchange keeps its last turn: raises RemovalRefusedError. A few queries for each exchange.
    """
    by_exchange: dict[int, list[Turn]] = defaultdict(list)
    for turn in turns:
        by_exchange[turn.exchange_id].append(turn)
    for exchange in Exchange.objects.select_related("conference").filter(pk__in=by_exchange).order_by("pk"):
        gone = by_exchange[exchange.pk]
        left = list(exchange.turns.exclude(pk__in=[turn.pk for turn in gone]).order_by("position"))
        if exchange.conference.status == Status.PUBLISHED and not left:
            raise RemovalRefusedError(
                gettext("The last turn of a published exchange cannot be deleted; delete the exchange instead.")
            )
        leave_redirects(exchange.conference, Redirect.Kind.TURN, {turn.public_id: "" for turn in gone})
        keep_unrecorded_ids(exchange.conference, [turn.pk for turn in gone])
        search.forget([turn.pk for turn in gone])
        Turn.objects.filter(pk__in=[turn.pk for turn in gone]).delete()
        renumber(exchange.turns.all(), [turn.pk for turn in left])
