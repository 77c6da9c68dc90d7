"""Entries of the log of accounts."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.utils import timezone
from django.utils.translation import gettext as _

from transcripts.models import AccountEvent, SiteIdentity

SECOND_FACTOR = {
    "totp_activated": "app +",
    "totp_deactivated": "app −",
    "webauthn_added": "key +",
    "webauthn_removed": "key −",
    "recovery_codes_generated": "recovery codes",
}


def record_account_event(what: AccountEvent.What, user: Any, about: str = "") -> None:
    """Enter what was done, by whom. One query."""
    known = user if isinstance(user, User) else None
    AccountEvent.objects.create(
        what=what, made_by=known, made_by_name=known.get_username() if known else "", about=about
    )


def note_second_factor(user: User, change: str) -> None:
    """Enter a change of the second factor, and tell the account's owner by mail."""
    record_account_event(AccountEvent.What.SECOND_FACTOR, user, SECOND_FACTOR.get(change, change))
    tell_owner(
        user,
        _("The second factor of your account was changed"),
        _("If it was not you, tell the person who manages accounts in your office at once."),
    )


def tell_owner(user: User, subject: str, text: str) -> None:
    """Mail the owner of an account, if it has an address and the site a mail server. A failure stops nothing."""
    if user.email and settings.HAS_MAIL:
        name = SiteIdentity.current().local("name")
        words = f"{name}\n{settings.SITE_URL}/{settings.ADMIN_PATH}\n\n{subject}: {user.get_username()}\n\n{text}\n"
        send_mail(f"{name}: {subject}", words, None, [user.email], fail_silently=True)


def forget_account_events() -> int:
    """Delete entries that are older than LOG_DAYS. One query."""
    before = timezone.now() - timedelta(days=settings.ACCOUNT_LOG_DAYS)
    return AccountEvent.objects.filter(at__lt=before).delete()[0]


def forget_desk_log() -> int:
    """Delete entries of the admin's log older than DESK_LOG_DAYS, if that is set; return how many. One query."""
    if not settings.DESK_LOG_DAYS:
        return 0
    before = timezone.now() - timedelta(days=settings.DESK_LOG_DAYS)
    return LogEntry.objects.filter(action_time__lt=before).delete()[0]
