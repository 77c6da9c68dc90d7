"""Permissions on a conference in the admin, one function each. None of them queries twice.

Django reads a user's permissions once a request. A view and its button use the same function.
"""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from transcripts.models import Conference, Status


def user_of(request: HttpRequest) -> User:
    """Return the logged-in user; the admin lets nobody else in. Raises PermissionDenied."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _has(request: HttpRequest, permission: str) -> bool:
    return request.user.has_perm(f"transcripts.{permission}")


def may_view(request: HttpRequest, conference: Conference) -> bool:
    """Return whether the user may read the conference in the admin, in any state."""
    return _has(request, "view_conference") or _has(request, "change_conference")


def may_add(request: HttpRequest) -> bool:
    """Return whether the user may enter conferences."""
    return _has(request, "add_conference")


def may_change(request: HttpRequest, conference: Conference | None = None) -> bool:
    """Return whether the user may change conferences, or this one: not in the trash, nor once an Editor has decided."""
    may = _has(request, "change_conference")
    return may and not (conference and (conference.binned_at or is_decided(request, conference)))


def may_order(request: HttpRequest, conference: Conference) -> bool:
    """Return whether the user may move the conference's exchanges."""
    return may_change(request, conference) and _has(request, "change_exchange")


def may_publish(request: HttpRequest) -> bool:
    """Return whether the user may publish and schedule."""
    return _has(request, "publish_conference")


def may_announce(request: HttpRequest, conference: Conference) -> bool:
    """Return whether the user may announce this conference: one that is neither public, withdrawn nor in the trash."""
    is_open = not (conference.binned_at or conference.is_published or conference.status == Status.WITHDRAWN)
    return is_open and _has(request, "announce_conference")


def may_change_queue(request: HttpRequest, conference: Conference) -> bool:
    """Return whether the user may type into the queue of a running transcript; what is released needs an Editor."""
    return may_change(request) and not conference.binned_at


def may_close_running(request: HttpRequest, conference: Conference) -> bool:
    """Return whether the user may close a running transcript."""
    return may_publish(request) and not conference.binned_at


def may_withdraw(request: HttpRequest) -> bool:
    """Return whether the user may withdraw."""
    return _has(request, "withdraw_conference")


def may_remove_words(request: HttpRequest, conference: Conference) -> bool:
    """Return whether the user may remove words from this conference: only where the public saw it."""
    was_public = conference.is_published or conference.status == Status.WITHDRAWN
    return was_public and _has(request, "remove_words")


def may_view_removed(request: HttpRequest) -> bool:
    """Return whether the user may see words that were removed without repeating them."""
    return _has(request, "view_removed_words")


def may_erase_words(request: HttpRequest, conference: Conference) -> bool:
    """Return whether the user may erase removed words for ever: nobody but administrators, unless they were told so."""
    return _has(request, "erase_words")


def may_restore(request: HttpRequest) -> bool:
    """Return whether the user may restore conferences from the trash, as those may who can delete them."""
    return _has(request, "delete_conference")


def is_decided(request: HttpRequest, conference: Conference) -> bool:
    """Return whether an Editor has scheduled or withdrawn it, so that the user may no longer change it."""
    decided = conference.is_scheduled or conference.status == Status.WITHDRAWN
    return decided and not may_publish(request)


def must_propose(request: HttpRequest, conference: Conference) -> bool:
    """Return whether the user's changes of the conference must wait for an Editor."""
    return conference.is_published and not may_publish(request)


def may_propose(request: HttpRequest, conference: Conference) -> bool:
    """Return whether the user may choose between changing a public conference at once, and proposing the change."""
    return conference.is_published and may_publish(request)
