"""Subscribers' mail addresses: encrypted, found by a keyed digest; and the tokens of their links.

Without the key (ALERTS_KEY) neither an address nor a token can be read or made, whoever has the database. What was made
under a former key (ALERTS_KEY_FALLBACKS) is still read; all that is made is made under ALERTS_KEY.
"""

import base64
import hashlib
import hmac
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

TOKEN_LENGTH = 16  # hexadecimal digits that vouch for a subscription's key


class SealedAddressError(Exception):
    """An address cannot be sealed or read: the key is missing, or none of those that it may be sealed with."""


def seal_address(address: str) -> str:
    """Return the address encrypted, otherwise each time. Raises SealedAddressError."""
    return _cipher(_key()).encrypt(address.encode()).decode()


def open_address(sealed: str) -> str:
    """Return the address. Raises SealedAddressError."""
    for key in _keys():
        if found := _opened(sealed, key):
            return found
    raise SealedAddressError


def is_sealed_now(sealed: str) -> bool:
    """Return whether the address is encrypted under ALERTS_KEY, and not a former key. Raises SealedAddressError."""
    return bool(_opened(sealed, _key()))


def digest_of_address(address: str) -> str:
    """Return the digest by which an address is found, whatever the case of its letters. Raises SealedAddressError."""
    return _digest("address", address.strip().casefold(), _key())


def digests_of_address(address: str) -> list[str]:
    """Return the address’s digests: under ALERTS_KEY, and under former keys. Raises SealedAddressError."""
    return [_digest("address", address.strip().casefold(), key) for key in _keys()]


def token_of(key: str) -> str:
    """Return the text that represents a subscription in links and return addresses. Raises SealedAddressError."""
    return _token(key, _key())


def key_of_token(token: str) -> str:
    """Return the key of the subscription that a token represents, an empty text if nobody here made it."""
    key = token[:-TOKEN_LENGTH]
    try:
        made = [_token(key, secret) for secret in _keys()] if key and token.isascii() else []
    except SealedAddressError:
        return ""
    return key if any(hmac.compare_digest(token, each) for each in made) else ""


def _key() -> str:
    if not settings.ALERTS_KEY:
        raise SealedAddressError
    key: str = settings.ALERTS_KEY
    return key


def _keys() -> list[str]:
    """Return ALERTS_KEY, and the former keys."""
    return [_key(), *settings.ALERTS_KEY_FALLBACKS]


def _token(key: str, secret: str) -> str:
    return key + _digest("token", key, secret)[:TOKEN_LENGTH]


def _digest(purpose: str, text: str, secret: str) -> str:
    return hmac.new(f"{purpose} {secret}".encode(), text.encode(), hashlib.sha256).hexdigest()


def _opened(sealed: str, key: str) -> str:
    """Return the address, empty where it was sealed with another key."""
    from cryptography.fernet import InvalidToken  # noqa: PLC0415

    try:
        return _cipher(key).decrypt(sealed.encode()).decode()
    except (InvalidToken, ValueError):
        return ""


@lru_cache(maxsize=4)
def _cipher(key: str) -> "Fernet":
    from cryptography.fernet import Fernet  # noqa: PLC0415 (7 MB, for whoever subscribes)

    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"seal {key}".encode()).digest()))
