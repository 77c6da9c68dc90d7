"""Splitting an exchange and joining two; every turn keeps its id."""

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext

from transcripts.actions.change import Change, WrongStateError
from transcripts.actions.redirects import leave_redirects
from transcripts.actions.transcript.ordering import append, renumber
from transcripts.actions.transcript.row_edits import sync_after_edit
from transcripts.models import Conference, Exchange, Redirect, Turn


@transaction.atomic
def split_exchange(turn: Turn, *, change: Change | None = None) -> Exchange:
    """Split an exchange: make the turn and those after it an exchange of their own; return it.

    About forty queries, whatever the length. Raises NoteRequiredError, and WrongStateError when there is nothing before
    the turn.
    """
    conference = Conference.objects.select_for_update().get(pk=turn.exchange.conference_id)
    new = part_exchange(turn)
    sync_after_edit(conference, change)
    return new


@transaction.atomic
def part_exchange(turn: Turn) -> Exchange:
    """Split as `split_exchange` does, but leave it to the caller to call `sync_after_edit`.

    The new exchange comes right after the old one. It has its topics and its source page, and no heading.
    """
    Conference.objects.select_for_update().get(pk=turn.exchange.conference_id)
    turn.refresh_from_db()
    old = turn.exchange
    before = old.turns.filter(position__lt=turn.position).count()
    if not before:
        raise WrongStateError(gettext("An exchange can be split only before a turn that follows another."))
    exchanges = old.conference.exchanges
    order = list(exchanges.order_by("position").values_list("pk", flat=True))
    new = Exchange(conference=old.conference, page=old.page)
    append(old.conference, exchanges.all(), [new])
    new.topics.set(list(old.topics.values_list("pk", flat=True)))
    order.insert(order.index(old.pk) + 1, new.pk)
    renumber(exchanges.all(), order)
    old.turns.filter(position__gte=turn.position).update(exchange=new, position=F("position") - before)
    new.refresh_from_db()
    return new


@transaction.atomic
def join_exchanges(exchange: Exchange, following: Exchange, *, change: Change | None = None) -> None:
    """Join two exchanges: append the turns of the following one to this one, which takes over its topics.

    This one's heading stays; where it has none, it gets the other's. The other's id redirects to this one. About forty
    queries, whatever the length. Raises NoteRequiredError, and WrongStateError when they are neighbours no more.
    """
    conference = Conference.objects.select_for_update().get(pk=exchange.conference_id)
    here = conference.exchanges.filter(pk=exchange.pk).first()
    behind = conference.exchanges.filter(position__gt=here.position).order_by("position").first() if here else None
    if here is None or behind is None or behind.pk != following.pk:
        raise WrongStateError(gettext("The order has changed, so nothing was joined. Check it again."))
    last = here.turns.aggregate(last=Max("position"))["last"] or 0
    behind.turns.update(exchange=here, position=F("position") + last)
    here.topics.add(*behind.topics.all())
    if not here.heading and behind.heading:
        here.heading = behind.heading
        here.save(update_fields=["heading"])
    leave_redirects(conference, Redirect.Kind.EXCHANGE, {behind.public_id: here.public_id})
    behind.delete()
    sync_after_edit(conference, change)
