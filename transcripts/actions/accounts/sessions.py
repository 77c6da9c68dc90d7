"""Sessions of the admin: start, last use and end, and deletion of expired ones."""

from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from transcripts.actions.accounts.events import record_account_event, tell_owner
from transcripts.models import AccountEvent, DeskSession, KnownDevice


@transaction.atomic
def begin_session(key: str, user: User, *, device: str, mark: str) -> None:
    """Enter a session that was begun; a browser that the account never used is told to its owner by mail.

    The first browser of an account is no news. Six queries.
    """
    DeskSession.objects.update_or_create(key=key, defaults={"user": user, "device": device[:60]})
    known = KnownDevice.objects.filter(user=user)
    is_first = not known.exists()
    _row, is_new = KnownDevice.objects.update_or_create(user=user, digest=mark, defaults={"seen_at": timezone.now()})
    is_news = is_new and not is_first
    what = AccountEvent.What.NEW_DEVICE if is_news else AccountEvent.What.LOGGED_IN
    record_account_event(what, user, device)
    if is_news:
        transaction.on_commit(
            lambda: tell_owner(
                user,
                _("Somebody logged in to your account with a new browser"),
                _("The browser: %(device)s. If it was not you, change your password and end all sessions.")
                % {"device": device or "–"},
            ),
            robust=True,
        )


def see_session(key: str, user: Any, *, device: str) -> None:
    """Note that the session was used now. One query, two for one that is not on the list yet."""
    if not DeskSession.objects.filter(key=key).update(seen_at=timezone.now()):
        DeskSession.objects.update_or_create(key=key, defaults={"user": user, "device": device[:60]})


@transaction.atomic
def end_sessions(user: User, *, but: str = "", by: User | None = None) -> int:
    """End the account's sessions, all but one if it is named. Returns how many. Three queries and one for each."""
    rows = DeskSession.objects.filter(user=user).exclude(key=but)
    keys = list(rows.values_list("key", flat=True))
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in keys:
        store(key).delete()
    rows.delete()
    record_account_event(AccountEvent.What.ENDED_SESSIONS, by or user, f"{user.get_username()}: {len(keys)}")
    return len(keys)


def forget_sessions() -> int:
    """Delete the sessions that are over, and browsers that were not seen for a year. Three queries."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    now = timezone.now()
    KnownDevice.objects.filter(seen_at__lt=now - timedelta(days=366)).delete()
    return DeskSession.objects.filter(began_at__lt=now - timedelta(days=settings.SESSION_DAYS + 1)).delete()[0]
