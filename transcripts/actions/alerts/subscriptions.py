"""Subscriptions: asked for by a form, confirmed from a mail, changed, and erased when a reader leaves."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from transcripts.actions.alerts.outbox import add_message
from transcripts.models import AlertMessage, MailedConference, SealedAddressError, Subscription, is_sealed_now
from transcripts.models.readers.alert import new_key

KEPT_UNCONFIRMED = timedelta(days=7)
MAILED_FOR = timedelta(days=90)  # for which is kept what a reader was sent, and told what becomes of it
A_DAY = timedelta(days=1)
CONFIRMATIONS_A_DAY = 10  # that one address is sent, whoever asks for them
BATCH = 500
BOUNCES = 3  # messages that came back for good, after which a subscription ends
FORGIVEN_AFTER = timedelta(days=30)  # without another


@transaction.atomic
def ask_for_alerts(*, kind: str, query: str, address: str, rhythm: str, language: str) -> bool:
    """Keep a subscription that is still to be confirmed, and a message in the outbox that asks for it.

    Whoever asks again is asked again; a confirmed subscription stays as it is until its reader changes it. Nothing is
    done, and False returned, once an address was sent CONFIRMATIONS_A_DAY. Raises SealedAddressError. Six queries.
    """
    of_address = Subscription.objects.of_address(address)
    recently = AlertMessage.objects.filter(
        kind=AlertMessage.Kind.CONFIRMATION,
        subscription__in=of_address,
        made_at__gt=timezone.now() - A_DAY,
    )
    if recently.count() >= CONFIRMATIONS_A_DAY:
        return False
    row = Subscription(key=new_key(), kind=kind, query=query, rhythm=rhythm, language=language)
    row.set_address(address.strip())
    asked = {"address": row.address, "address_digest": row.address_digest, "rhythm": rhythm, "language": language}
    row, is_new = of_address.get_or_create(kind=kind, query=query, defaults=asked | {"key": row.key})
    if not is_new and not row.confirmed_at:
        row.rhythm, row.language, row.asked_at = rhythm, language, timezone.now()
        row.save(update_fields=["rhythm", "language", "asked_at"])
    if is_new or not row.messages.waiting().filter(kind=AlertMessage.Kind.CONFIRMATION).exists():
        add_message(row, AlertMessage.Kind.CONFIRMATION)
    return True


def confirm_alerts(subscription: Subscription) -> None:
    """Confirm a subscription, whose mail begins with what is published from now on. One query."""
    now = timezone.now()
    Subscription.objects.unconfirmed().filter(pk=subscription.pk).update(confirmed_at=now, bounces=0)
    subscription.confirmed_at = subscription.confirmed_at or now


def set_rhythm(subscription: Subscription, rhythm: str) -> None:
    """Set how often mail is sent; what waits already keeps its time. One query."""
    Subscription.objects.filter(pk=subscription.pk).update(rhythm=Subscription.Rhythm(rhythm))
    subscription.rhythm = rhythm


def end_alerts(subscription: Subscription) -> None:
    """Erase a subscription, its address and its messages. Two queries."""
    Subscription.objects.filter(pk=subscription.pk).delete()


def end_all_alerts(subscription: Subscription) -> int:
    """Erase all subscriptions of this one's address; return how many there were."""
    _, counts = Subscription.objects.of_address(subscription.mail_address).delete()
    return counts.get("transcripts.Subscription", 0)


def reseal_addresses() -> tuple[int, int]:
    """Encrypt under ALERTS_KEY what is encrypted under a former key; return of how many, and how many cannot be read.

    Nothing is looked at unless there are former keys. One query for all subscriptions, and three for each resealed.
    """
    resealed = unread = 0
    if not (settings.ALERTS_KEY and settings.ALERTS_KEY_FALLBACKS):
        return 0, 0
    for row in Subscription.objects.order_by("pk").iterator(BATCH):
        if is_sealed_now(row.address):
            continue
        try:
            _reseal(row)
        except SealedAddressError:
            unread += 1
        else:
            resealed += 1
    return resealed, unread


@transaction.atomic
def _reseal(row: Subscription) -> None:
    """Encrypt an address again; of two subscriptions of it to one thing the confirmed one stays."""
    row.set_address(row.mail_address)
    same = Subscription.objects.filter(address_digest=row.address_digest, kind=row.kind, query=row.query)
    twin = same.exclude(pk=row.pk).select_for_update().first()
    if twin and twin.confirmed_at:
        row.delete()
        return
    if twin:
        twin.delete()
    Subscription.objects.filter(pk=row.pk).update(address=row.address, address_digest=row.address_digest)


def forget_unconfirmed() -> int:
    """Erase subscriptions that nobody confirmed for seven days, messages settled as long ago, and what was sent when.

    The last after MAILED_FOR. Five queries.
    """
    MailedConference.objects.filter(sent_at__lte=timezone.now() - MAILED_FOR).delete()
    before = timezone.now() - KEPT_UNCONFIRMED
    AlertMessage.objects.filter(settled_at__lte=before).delete()
    _, counts = Subscription.objects.unconfirmed().filter(asked_at__lte=before).delete()
    return counts.get("transcripts.Subscription", 0)


@transaction.atomic
def take_bounce(key: str) -> bool | None:
    """Count a message that came back for good; return whether that ended the subscription, None if there is none.

    One that was never confirmed ends at once, others with the BOUNCES-th within FORGIVEN_AFTER of each other.
    """
    row = Subscription.objects.select_for_update().filter(key=key).first()
    if row is None:
        return None
    now = timezone.now()
    lapsed = row.bounced_at is not None and now - row.bounced_at > FORGIVEN_AFTER
    row.bounces = 1 if lapsed else row.bounces + 1
    if row.bounces >= BOUNCES or not row.confirmed_at:
        row.delete()
        return True
    row.bounced_at = now
    row.save(update_fields=["bounces", "bounced_at"])
    return False
