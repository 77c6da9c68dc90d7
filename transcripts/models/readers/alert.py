"""E-mail alerts: subscriptions, messages to be sent, and progress."""

import secrets
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from transcripts.models.conference import Conference
from transcripts.models.readers.sealed_addresses import (
    digest_of_address,
    digests_of_address,
    open_address,
    seal_address,
    token_of,
)

QUERY_LENGTH = 2_000
KEY_BYTES = 12


def new_key() -> str:
    """Return a random key of 24 hexadecimal digits (96 bits): small letters only, since mail servers may fold case."""
    return secrets.token_hex(KEY_BYTES)


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Subscriptions in their named states."""

    def confirmed(self) -> Self:
        """Return those whose readers have confirmed that they asked."""
        return self.filter(confirmed_at__isnull=False)

    def unconfirmed(self) -> Self:
        """Return those that nobody has confirmed."""
        return self.filter(confirmed_at=None)

    def of_address(self, address: str) -> Self:
        """Return those of a mail address. Raises SealedAddressError."""
        return self.filter(address_digest__in=digests_of_address(address))


class Subscription(models.Model):
    """What one mail address follows. The address is encrypted; `key` represents the subscription in links.

    `query` is the query string of a search as the search page writes it, or the slug of a name, and empty otherwise.
    A slug leads on as addresses do: to the record that a merge or a renaming left.
    """

    class Kind(models.TextChoices):
        """What can be followed."""

        EVERYTHING = "everything", pgettext_lazy("alerts", "everything")
        SEARCH = "search", pgettext_lazy("alerts", "a search")
        SPEAKER = "speaker", _("speaker")
        OUTLET = "outlet", _("outlet")
        TOPIC = "topic", _("topic")
        SERIES = "series", _("series")
        CORRECTIONS = "corrections", pgettext_lazy("alerts", "corrections")

    class Rhythm(models.TextChoices):
        """How often mail is sent."""

        AT_ONCE = "at_once", pgettext_lazy("alerts", "at once")
        DAILY = "daily", pgettext_lazy("alerts", "once a day")

    key = models.CharField(_("key"), max_length=24, unique=True, editable=False)
    address = models.TextField(_("mail address, encrypted"), editable=False)
    address_digest = models.CharField(_("keyed digest of the address"), max_length=64, editable=False)
    kind = models.CharField(_("type"), max_length=12, choices=Kind.choices)
    query = models.CharField(_("search, or slug of the name"), max_length=QUERY_LENGTH, blank=True)
    rhythm = models.CharField(_("rhythm"), max_length=8, choices=Rhythm.choices, default=Rhythm.AT_ONCE)
    language = models.CharField(_("language"), max_length=12)
    asked_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    bounces = models.PositiveSmallIntegerField(_("messages that came back"), default=0)
    bounced_at = models.DateTimeField(_("last came back"), null=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        indexes = [models.Index(fields=["kind", "query"], name="subscription_what", condition=~Q(confirmed_at=None))]
        constraints = [
            models.UniqueConstraint(name="subscription_once", fields=["address_digest", "kind", "query"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.query}".strip()

    def set_address(self, address: str) -> None:
        """Set the mail address. Raises SealedAddressError."""
        self.address, self.address_digest = seal_address(address), digest_of_address(address)

    @property
    def mail_address(self) -> str:
        """The mail address. Raises SealedAddressError."""
        return open_address(self.address)

    @property
    def token(self) -> str:
        """The token of the subscription in links of its mail. Raises SealedAddressError."""
        return token_of(self.key)


class AlertMessageQuerySet(models.QuerySet["AlertMessage"]):
    """Messages in their named states."""

    def waiting(self) -> Self:
        """Return those that nobody has begun to send."""
        return self.filter(state=AlertMessage.State.WAITING)

    def unsettled(self) -> Self:
        """Return those that are neither sent nor given up."""
        return self.filter(state__in=(AlertMessage.State.WAITING, AlertMessage.State.SENDING))


class AlertMessage(models.Model):
    """A message of the outbox. It holds no words: `items` name what it tells of, and it is written when it is sent.

    An item is `exchange/<permanent id>`, or `<kind of notice>/<key of the conference>/<key of revision or event>`. A
    sender marks the row before it sends and after the mail server has answered; a message that was begun and not
    ended is sent again under the same `message_id`.
    """

    class Kind(models.TextChoices):
        """What a message is for."""

        CONFIRMATION = "confirmation", pgettext_lazy("alerts", "confirmation")
        NEWS = "news", pgettext_lazy("alerts", "news")

    class State(models.TextChoices):
        """What became of a message."""

        WAITING = "waiting", pgettext_lazy("alerts", "waiting")
        SENDING = "sending", pgettext_lazy("alerts", "being sent")
        SENT = "sent", pgettext_lazy("alerts", "sent")
        FAILED = "failed", pgettext_lazy("alerts", "given up")

    subscription = models.ForeignKey(
        Subscription, models.CASCADE, related_name="messages", verbose_name=_("subscription")
    )
    kind = models.CharField(_("type"), max_length=12, choices=Kind.choices)
    items: Any = models.JSONField(_("what it tells of"), default=list)
    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField(_("due"))
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    sender = models.CharField(_("who is sending it"), max_length=32, blank=True)
    begun_at = models.DateTimeField(_("begun"), null=True)
    settled_at = models.DateTimeField(_("sent or given up"), null=True)
    answer = models.PositiveSmallIntegerField(_("the mail server’s last refusal"), default=0)
    made_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = AlertMessageQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = pgettext_lazy("record", "message")
        verbose_name_plural = _("messages")
        indexes = [models.Index(fields=["state", "due_at"], name="alertmessage_due")]

    def __str__(self) -> str:
        return self.message_id


class AlertProgress(models.Model):
    """One row: how far the changes that the public saw have been looked at for alerts.

    `sequence` and `change` are the place in the public changes, `published_to` the end of embargoes. What was public
    when alerts began is no news.
    """

    sequence = models.PositiveBigIntegerField(_("edition"))
    change = models.PositiveBigIntegerField(_("change"))
    published_to = models.DateTimeField(_("embargoes looked at up to"))
    begun_at = models.DateTimeField(_("begun"))
    ran_at = models.DateTimeField(_("the sender last ran"), null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("progress of alerts")
        verbose_name_plural = _("progress of alerts")
        constraints = [models.CheckConstraint(name="alertprogress_only_one", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"{self.sequence}-{self.change}"


class ToldConference(models.Model):
    """What of a conference alerts have told already: turns, and the last revision and event that were looked at."""

    conference = models.OneToOneField(Conference, models.CASCADE, related_name="told", verbose_name=_("conference"))
    turns: Any = models.JSONField(_("permanent IDs of the turns"), default=list)
    revision = models.PositiveIntegerField(_("revision"), default=0)
    event = models.PositiveBigIntegerField(_("event"), default=0)

    class Meta:
        default_permissions = ()
        verbose_name = _("conference that alerts told of")
        verbose_name_plural = _("conferences that alerts told of")

    def __str__(self) -> str:
        return str(self.conference_id)


class MailedConference(models.Model):
    """Which turns of a conference a reader was sent, so that what becomes of them can be told: none of their words.

    Written before the mail is handed over, and forgotten after some time. Who follows everything or the corrections is
    told in any case, and has no rows.
    """

    subscription = models.ForeignKey(
        Subscription, models.CASCADE, related_name="mailed", verbose_name=_("subscription")
    )
    conference = models.ForeignKey(Conference, models.CASCADE, related_name="mailed", verbose_name=_("conference"))
    turns: Any = models.JSONField(_("permanent IDs of the turns"), default=list)
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True, db_index=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("conference that was sent by mail")
        verbose_name_plural = _("conferences that were sent by mail")

    def __str__(self) -> str:
        return str(self.conference_id)
