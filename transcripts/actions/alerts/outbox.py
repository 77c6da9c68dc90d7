"""The outbox of alerts: messages are put in, claimed by a sender, and settled when the mail server has answered.

A sender marks a message before it sends it and after the answer, each in a transaction of its own. So one that is
killed loses nothing; what it had begun is sent once more, under the same Message-ID, by the next.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from transcripts.models import (
    AlertMessage,
    AlertProgress,
    Edition,
    MailedConference,
    Subscription,
    ToldConference,
)
from transcripts.models.readers.alert import new_key

LEASE = timedelta(minutes=15)  # after which another machine's sender is taken for dead
BATCH = 500
MOST_ITEMS = 500  # that one message names
TRIES = 8
HEAR_ALL = (Subscription.Kind.EVERYTHING, Subscription.Kind.CORRECTIONS)
FIRST_WAIT = timedelta(minutes=5)  # after a passing refusal; doubled with each, which is ten hours in the end


@dataclass(frozen=True, slots=True)
class News:
    """What alerts found: the place they have come to, what of each conference is told with it, and who is to hear it.

    `told` are rows to be kept, by conference; `matched` the items by each subscription's key.
    """

    before: tuple[int, int, datetime]
    after: tuple[int, int, datetime]
    told: Sequence[ToldConference] = ()
    matched: Mapping[int, Sequence[str]] = field(default_factory=dict)


def alert_progress() -> AlertProgress:
    """Return how far alerts have come; they begin at the present, and what was public before is no news."""
    row = AlertProgress.objects.filter(pk=1).first()
    if row is None:
        now = timezone.now()
        edition = Edition.objects.filter(pk=1).values_list("number", flat=True).first() or 0
        place = {"sequence": edition, "change": _LAST, "published_to": now, "begun_at": now}
        row, _ = AlertProgress.objects.get_or_create(pk=1, defaults=place)
    return row


_LAST = 10**18 - 1  # behind every change of an edition


@transaction.atomic
def queue_news(news: News) -> int:
    """Put the messages into the outbox and keep the place; return for how many subscriptions.

    Nothing is done where another sender has come further meanwhile. A message that waits for the same subscription is
    added to. Five queries, and three for every 500 subscriptions.
    """
    sequence, change, published_to = news.before
    progress = AlertProgress.objects.select_for_update().get(pk=1)
    if (progress.sequence, progress.change, progress.published_to) != (sequence, change, published_to):
        return 0
    progress.sequence, progress.change, progress.published_to = news.after
    progress.save(update_fields=["sequence", "change", "published_to"])
    ToldConference.objects.bulk_create(
        news.told,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["conference"],
        update_fields=["turns", "revision", "event"],
    )
    keys = sorted(news.matched)
    return sum(_queue(keys[at : at + BATCH], news.matched) for at in range(0, len(keys), BATCH))


def _queue(keys: Iterable[int], matched: Mapping[int, Sequence[str]]) -> int:
    """Add the items of some subscriptions to their messages. Three queries."""
    found = Subscription.objects.confirmed().filter(pk__in=list(keys)).only("pk", "rhythm")
    rows = {row.pk: row for row in found}
    waiting = AlertMessage.objects.waiting().filter(kind=AlertMessage.Kind.NEWS, subscription__in=rows)
    joined = []
    for message in waiting.select_for_update():
        items = [*message.items, *matched[rows.pop(message.subscription_id).pk]]
        message.items = list(dict.fromkeys(items))[:MOST_ITEMS]
        joined.append(message)
    AlertMessage.objects.bulk_update(joined, ["items"])
    now = timezone.now()
    due = {Subscription.Rhythm.AT_ONCE: now, Subscription.Rhythm.DAILY: _next_morning(now)}
    new = [
        AlertMessage(
            subscription=row,
            kind=AlertMessage.Kind.NEWS,
            items=list(dict.fromkeys(matched[row.pk]))[:MOST_ITEMS],
            message_id=_new_message_id(),
            due_at=due[Subscription.Rhythm(row.rhythm)],
        )
        for row in rows.values()
    ]
    AlertMessage.objects.bulk_create(new)
    return len(joined) + len(new)


def _next_morning(now: datetime) -> datetime:
    """Return the next time at which daily mail is sent, in the office's zone."""
    local = timezone.localtime(now)
    day = local.date() + timedelta(days=local.hour >= settings.ALERTS_HOUR)
    return timezone.make_aware(datetime.combine(day, time(settings.ALERTS_HOUR)))


def _new_message_id() -> str:
    return f"<{new_key()}@{urlsplit(settings.SITE_URL).hostname}>"


def add_message(subscription: Subscription, kind: AlertMessage.Kind) -> AlertMessage:
    """Put a message that is due now into the outbox. One query."""
    return AlertMessage.objects.create(
        subscription=subscription, kind=kind, message_id=_new_message_id(), due_at=timezone.now()
    )


def due_messages(sender: str) -> list[int]:
    """Return the keys of messages that may be sent now, those begun first, at most 500. One query."""
    found = AlertMessage.objects.filter(_may_claim(sender)).order_by(
        "state", "due_at", "pk"
    )  # “sending” is before “waiting”
    return list(found.values_list("pk", flat=True)[:BATCH])


def _may_claim(sender: str) -> Q:
    """Return the condition that a sender may send a message: it is due, or was begun by a sender that is dead.

    Only one sender of a name lives at a time, so what was begun under its own name is free.
    """
    now = timezone.now()
    dead = Q(sender=sender) | Q(begun_at__lte=now - LEASE)
    begun = Q(state=AlertMessage.State.SENDING) & dead
    return Q(due_at__lte=now) & (Q(state=AlertMessage.State.WAITING) | begun)


def claim_message(key: int, sender: str) -> AlertMessage | None:
    """Mark a message as begun, and return it with its subscription; None if another has it or it is gone. Two queries.

    The mark is committed before the mail is sent.
    """
    claimed = AlertMessage.objects.filter(_may_claim(sender), pk=key).update(
        state=AlertMessage.State.SENDING, sender=sender, begun_at=timezone.now(), tries=F("tries") + 1
    )
    if not claimed:
        return None
    return AlertMessage.objects.select_related("subscription").filter(pk=key).first()


def note_mailed(message: AlertMessage, turns: Mapping[int, Sequence[str]]) -> None:
    """Keep which turns of which conferences a reader is about to be sent, by the conference’s key. One query, or none.

    Before the mail server has them: whoever is told of a correction has perhaps not had the words, never the other way
    round. Who follows everything or the corrections hears of all in any case.
    """
    if message.subscription.kind not in HEAR_ALL:
        rows = [
            MailedConference(subscription_id=message.subscription_id, conference_id=key, turns=sorted(ids))
            for key, ids in turns.items()
        ]
        MailedConference.objects.bulk_create(rows)


def mark_sent(message: AlertMessage) -> None:
    """Mark a message as taken by the mail server; what it told of is forgotten. One query."""
    AlertMessage.objects.filter(pk=message.pk).update(
        state=AlertMessage.State.SENT, items=[], settled_at=timezone.now(), answer=0
    )


def drop_message(message: AlertMessage) -> None:
    """Delete a message that has nothing to tell any more. One query."""
    AlertMessage.objects.filter(pk=message.pk).delete()


def mark_refused(message: AlertMessage, answer: int, *, is_final: bool) -> None:
    """Note that the mail server refused a message: for good, or for now, up to TRIES times. One query."""
    if is_final or message.tries >= TRIES:
        changes = {"state": AlertMessage.State.FAILED, "items": [], "settled_at": timezone.now()}
    else:
        wait = FIRST_WAIT * 2 ** (message.tries - 1)
        changes = {"state": AlertMessage.State.WAITING, "sender": "", "due_at": timezone.now() + wait}
    AlertMessage.objects.filter(pk=message.pk).update(answer=answer, **changes)


def note_run() -> None:
    """Keep when a sender last ran. One query."""
    AlertProgress.objects.filter(pk=1).update(ran_at=timezone.now())
