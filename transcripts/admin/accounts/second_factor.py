"""The check that members of a group that requires a second factor have one."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.models import User
from django.http import HttpRequest

PERMISSION = "require_second_factor"  # of a group: whoever is in it must have one
_CHECKED = "second-factor"


def lacks_second_factor(request: HttpRequest) -> bool:
    """Return whether the account must have a second factor and has none. Two queries for whoever must."""
    user: Any = request.user
    if request.session.get(_CHECKED) == user.pk:
        return False
    if not _must_have(user):
        return False
    if is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]):
        request.session[_CHECKED] = user.pk
        return False
    return True


def _must_have(user: User) -> bool:
    """Return whether one of the account's groups asks for it; to administrators permissions say nothing."""
    if user.is_superuser:
        return user.groups.filter(permissions__codename=PERMISSION).exists()
    return user.has_perm(f"transcripts.{PERMISSION}")
