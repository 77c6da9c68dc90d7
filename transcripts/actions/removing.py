"""Taking things away for good: only what the public never saw, or what leaves its address behind."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext

from transcripts import search
from transcripts.actions.duplicates import forget_pairs
from transcripts.actions.name_keys import forget_keys
from transcripts.actions.naming import kind_of, leave_behind
from transcripts.actions.ordering import renumber
from transcripts.actions.recording import Change
from transcripts.actions.saving import record_change
from transcripts.models import Conference, Exchange, Named, Redirect, Status, Topic, Turn


class RemovalRefusedError(Exception):
    """A removal that would take from the public what it has seen; the message is a sentence."""


@transaction.atomic
def remove_exchanges(exchanges: Iterable[Exchange], *, change: Change | None = None) -> None:
    """Delete exchanges with their turns, whose ids stay behind, and bring their conferences in order again.

    A conference that is published keeps its last exchange: raises RemovalRefusedError, or NoteRequiredError. About
    thirty queries for each conference.
    """
    by_conference: dict[int, list[Exchange]] = defaultdict(list)
    for exchange in exchanges:
        by_conference[exchange.conference_id].append(exchange)
    for conference in Conference.objects.select_for_update().filter(pk__in=by_conference).order_by("pk"):
        gone = by_conference[conference.pk]
        keys = [exchange.pk for exchange in gone]
        if conference.status == Status.PUBLISHED and not conference.exchanges.exclude(pk__in=keys).exists():
            raise RemovalRefusedError(
                gettext("“%(title)s” is published, and a published conference cannot lose its last exchange.")
                % {"title": conference.title}
            )
        turns = dict(Turn.objects.filter(exchange__in=keys).values_list("pk", "public_id"))
        leave_behind(conference, Redirect.Kind.EXCHANGE, {exchange.public_id: "" for exchange in gone})
        leave_behind(conference, Redirect.Kind.TURN, dict.fromkeys(turns.values(), ""))
        search.forget(list(turns))
        Exchange.objects.filter(pk__in=keys).delete()
        record_change(conference, change)


@transaction.atomic
def remove_turns(turns: Iterable[Turn]) -> None:
    """Delete turns, whose ids stay behind, and close the gaps; the caller then calls `record_change`.

    A published exchange keeps its last turn: raises RemovalRefusedError. A few queries for each exchange.
    """
    by_exchange: dict[int, list[Turn]] = defaultdict(list)
    for turn in turns:
        by_exchange[turn.exchange_id].append(turn)
    for exchange in Exchange.objects.select_related("conference").filter(pk__in=by_exchange).order_by("pk"):
        gone = by_exchange[exchange.pk]
        left = list(exchange.turns.exclude(pk__in=[turn.pk for turn in gone]).order_by("position"))
        if exchange.conference.status == Status.PUBLISHED and not left:
            raise RemovalRefusedError(gettext("A published exchange cannot lose its last turn; delete the exchange."))
        leave_behind(exchange.conference, Redirect.Kind.TURN, {turn.public_id: "" for turn in gone})
        search.forget([turn.pk for turn in gone])
        Turn.objects.filter(pk__in=[turn.pk for turn in gone]).delete()
        renumber(exchange.turns.all(), [turn.pk for turn in left])


@transaction.atomic
def remove_names(records: Iterable[Named]) -> None:
    """Delete series, speakers, outlets or topics that nothing uses.

    Raises RemovalRefusedError for a topic in use, and Django's ProtectedError for the others. A few queries for each.
    """
    for record in records:
        if isinstance(record, Topic) and record.exchanges.exists():
            raise RemovalRefusedError(
                gettext("“%(name)s” is the topic of an exchange, so it cannot be deleted.") % {"name": record}
            )
        _drop_redirects(record)
        forget_keys([record])
        forget_pairs([record])
        record.delete()


def _drop_redirects(record: Named) -> None:
    """Drop the old addresses that led to `record`. One query."""
    Redirect.objects.filter(kind=kind_of(record), new=record.slug).delete()
