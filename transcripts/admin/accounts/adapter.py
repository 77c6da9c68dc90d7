"""Adapters for django-allauth, which handles the second factor: no sign-up, no mail of its own."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest

from transcripts import actions
from transcripts.admin.accounts.devices import device_of, mark_of_device
from transcripts.middleware.addresses import address_of, network_of
from transcripts.models import SiteIdentity


class DeskAdapter(DefaultAccountAdapter):
    """Nobody makes an account for themselves, and each session is entered in the list of sessions."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        key = request.session.session_key or ""
        actions.begin_session(key, user, device=device_of(request), mark=mark_of_device(request))

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Show no message on login."""

    def get_client_ip(self, request: HttpRequest) -> str:
        address = address_of(request)
        return network_of(address) if address else "127.0.0.1"

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """Enter the change in the log of accounts, and tell the account's owner by mail."""
        actions.note_second_factor(user, template_prefix.rpartition("/")[2])


class DeskSecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are kept encrypted, so that a copy of the database alone opens no account."""

    def get_totp_issuer(self) -> str:
        return SiteIdentity.current().local("name")

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return True


def _box() -> MultiFernet:
    """Return what encrypts with the secret key, and decrypts with the former ones too."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"second factor {key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
