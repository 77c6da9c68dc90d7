"""Who may do what with a conference at the desk: one function a question. None of them queries twice.

Django reads a user's permissions once a request. What a view allows, its button asks for by the same function.
"""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from transcripts.models import Conference, Status


def user_of(request: HttpRequest) -> User:
    """Return who is logged in; the admin lets nobody else in. Raises PermissionDenied."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _has(request: HttpRequest, permission: str) -> bool:
    return request.user.has_perm(f"transcripts.{permission}")


def may_view(request: HttpRequest, conference: Conference) -> bool:
    """Say whether the user may read the conference at the desk, in whatever state it is."""
    return _has(request, "view_conference") or _has(request, "change_conference")


def may_add(request: HttpRequest) -> bool:
    """Say whether the user may enter conferences."""
    return _has(request, "add_conference")


def may_change(request: HttpRequest, conference: Conference | None = None) -> bool:
    """Say whether the user may change conferences, or this one: not in the bin, nor what an Editor has decided upon."""
    may = _has(request, "change_conference")
    return may and not (conference and (conference.binned_at or is_decided(request, conference)))


def may_order(request: HttpRequest, conference: Conference) -> bool:
    """Say whether the user may move the conference's exchanges."""
    return may_change(request, conference) and _has(request, "change_exchange")


def may_publish(request: HttpRequest) -> bool:
    """Say whether the user may publish and schedule."""
    return _has(request, "publish_conference")


def may_withdraw(request: HttpRequest) -> bool:
    """Say whether the user may withdraw."""
    return _has(request, "withdraw_conference")


def may_restore(request: HttpRequest) -> bool:
    """Say whether the user may take conferences out of the bin: who may put them there."""
    return _has(request, "delete_conference")


def is_decided(request: HttpRequest, conference: Conference) -> bool:
    """Say whether an Editor has decided upon the conference, so that the user may not change it any more."""
    decided = conference.is_scheduled or conference.status == Status.WITHDRAWN
    return decided and not may_publish(request)


def must_propose(request: HttpRequest, conference: Conference) -> bool:
    """Say whether what the user changes in the conference waits for an Editor."""
    return conference.is_published and not may_publish(request)


def may_propose(request: HttpRequest, conference: Conference) -> bool:
    """Say whether the user may choose between changing what is public at once, and proposing it."""
    return conference.is_published and may_publish(request)
