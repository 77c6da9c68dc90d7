"""Sending due messages: one sender per machine, one message at a time, recorded before and after."""

import fcntl
import re
import secrets
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext

from transcripts import actions
from transcripts.alerts.finding import find_news
from transcripts.alerts.writing import one_line, write_mail
from transcripts.models import AlertMessage, SealedAddressError, SiteIdentity

LOST_IN_A_ROW = 3  # connections, after which the mail server is taken to be away
AWAY = 421  # the answer that is noted where the connection was lost before there was one


class BusyError(Exception):
    """Another sender is at work on this machine."""


class MailServerError(Exception):
    """The mail server cannot be reached, or takes nothing; the message says what it answered."""


@dataclass(slots=True)
class Sent:
    """Numbers of a run: messages put into the outbox, sent, refused, and dropped since nothing was left to tell."""

    queued: int = 0
    sent: int = 0
    refused: int = 0
    dropped: int = 0


def send_due(told: Callable[[], object] = lambda: None) -> Sent:
    """Find what is news, put it into the outbox, and send what is due; `told` is called after each message.

    Six queries a message, and those of writing it. Raises BusyError, MailServerError; what is not sent then waits.
    """
    done = Sent()
    with _only_sender() as sender:
        while news := find_news():
            done.queued += actions.alerts.queue_news(news)
        actions.alerts.note_run()
        _Sender(sender, done, told).run()
    return done


def send_test(address: str) -> None:
    """Send a short message now. Raises MailServerError."""
    name = SiteIdentity.current().local("name")
    subject = one_line(gettext("Test message from %(name)s") % {"name": name})
    text = gettext("If you read this, the site can send mail.") + f"\n\n{name}\n{settings.SITE_URL}/\n"
    try:
        EmailMultiAlternatives(subject, text, None, [address]).send()
    except (smtplib.SMTPException, OSError) as error:
        raise MailServerError(_reason(error)) from error


class _Sender:
    """One run over what is due."""

    def __init__(self, name: str, done: Sent, told: Callable[[], object]) -> None:
        self.name, self.done, self.told = name, done, told
        self.connection: BaseEmailBackend | None = None
        self.lost = self.unread = 0

    def run(self) -> None:
        """Send each due message once."""
        tried: set[int] = set()
        try:
            while keys := [key for key in actions.alerts.due_messages(self.name) if key not in tried]:
                for key in keys:
                    tried.add(key)
                    self._take(key)
        finally:
            self._close()
        if self.unread:
            raise MailServerError(gettext("the addresses cannot be decrypted: ALERTS_KEY has changed."))

    def _take(self, key: int) -> None:
        self._connect()
        message = actions.alerts.claim_message(key, self.name)
        if message is None:
            return
        try:
            written = write_mail(message)
        except SealedAddressError:
            actions.alerts.mark_refused(message, _UNREADABLE, is_final=False)
            self.unread += 1
            return
        if written is None:
            actions.alerts.drop_message(message)
            self.done.dropped += 1
            return
        mail, turns = written
        actions.alerts.note_mailed(message, turns)
        self._hand_over(message, mail)
        self.told()

    def _hand_over(self, message: AlertMessage, mail: EmailMultiAlternatives) -> None:
        """Send one message, and mark what the server answered. A lost connection leaves it marked as begun."""
        assert self.connection is not None  # noqa: S101 (for the type checker)
        try:
            self.connection.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as error:
            answer = next(iter(error.recipients.values()), (AWAY, b""))
            self._refuse(message, answer[0], is_final=is_gone(answer[0], answer[1]))
        except smtplib.SMTPSenderRefused as error:  # it takes nothing from us, whoever it is for
            self._close()
            raise MailServerError(_reason(error)) from error
        except smtplib.SMTPResponseException as error:
            self._refuse(message, error.smtp_code, is_final=False)
        except (smtplib.SMTPException, OSError) as error:
            self._close()
            self.lost += 1
            if message.tries >= actions.alerts.TRIES:
                actions.alerts.mark_refused(message, AWAY, is_final=True)
            if self.lost >= LOST_IN_A_ROW:
                raise MailServerError(_reason(error)) from error
        else:
            actions.alerts.mark_sent(message)
            self.done.sent += 1
            self.lost = 0

    def _refuse(self, message: AlertMessage, code: int, *, is_final: bool) -> None:
        """Note a refusal: one that says that the address is none ends the message, others are tried again."""
        actions.alerts.mark_refused(message, code, is_final=is_final)
        if is_final:
            actions.alerts.take_bounce(message.subscription.key)
        self.done.refused += 1
        self._close()  # what the session is in after a refusal differs between servers

    def _connect(self) -> None:
        """Open a connection where there is none, before anything is marked. Raises MailServerError."""
        if self.connection is None:
            connection = get_connection()
            try:
                connection.open()
            except (smtplib.SMTPException, OSError) as error:
                raise MailServerError(_reason(error)) from error
            self.connection = connection

    def _close(self) -> None:
        if self.connection:
            with suppress(smtplib.SMTPException, OSError):
                self.connection.close()
        self.connection = None


_UNREADABLE = 454  # what is noted where an address cannot be read with this key
_NO_SUCH_MAILBOX = re.compile(rb"5\.(1\.(1|2|3|6|10)|2\.1)\b")


def is_gone(code: int, text: bytes) -> bool:
    """Return whether a refusal says that there is no such mailbox (RFC 3463), and not that it takes nothing from us."""
    return code >= 500 and _NO_SUCH_MAILBOX.match(text.strip()) is not None


def _reason(error: Exception) -> str:
    """Return what went wrong, without anybody's address."""
    if isinstance(error, smtplib.SMTPResponseException):
        return str(error.smtp_code)
    return type(error).__name__ if isinstance(error, smtplib.SMTPRecipientsRefused) else str(error)


@contextmanager
def _only_sender() -> Iterator[str]:
    """Give the name of the one sender of this machine, while no other of that name lives. Raises BusyError.

    The name is in the file that is locked, so what a killed sender of this machine had begun is known to be free.
    """
    path = settings.DATA_DIR / "alerts.lock"
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BusyError from error
        file.seek(0)
        name = file.read().strip()
        if not name:
            name = secrets.token_hex(8)
            file.write(name)
            file.flush()
        yield name
