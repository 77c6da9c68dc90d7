"""Mail addresses of subscribers: encrypted under a key of their own, found by a keyed digest, and tokens of links.

Without the key (ALERTS_KEY) neither an address nor a token can be read or made, whoever has the database.
"""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

TOKEN_LENGTH = 16  # hexadecimal digits that vouch for a subscription's key


class SealedAddressError(Exception):
    """An address cannot be sealed or read: the key is missing, or another one than it was sealed with."""


def seal_address(address: str) -> str:
    """Return the address encrypted, otherwise each time. Raises SealedAddressError."""
    return _cipher(_key()).encrypt(address.encode()).decode()


def open_address(sealed: str) -> str:
    """Return the address. Raises SealedAddressError."""
    try:
        return _cipher(_key()).decrypt(sealed.encode()).decode()
    except (InvalidToken, ValueError) as error:
        raise SealedAddressError from error


def digest_of_address(address: str) -> str:
    """Return the digest by which an address is found, whatever the case of its letters. Raises SealedAddressError."""
    return _digest("address", address.strip().casefold())


def token_of(key: str) -> str:
    """Return the text that stands for a subscription in links and return addresses. Raises SealedAddressError."""
    return key + _digest("token", key)[:TOKEN_LENGTH]


def key_of_token(token: str) -> str:
    """Return the key of the subscription that a token stands for, an empty text if nobody here made it."""
    key = token[:-TOKEN_LENGTH]
    try:
        return key if key and token.isascii() and hmac.compare_digest(token, token_of(key)) else ""
    except SealedAddressError:
        return ""


def _key() -> str:
    if not settings.ALERTS_KEY:
        raise SealedAddressError
    key: str = settings.ALERTS_KEY
    return key


def _digest(purpose: str, text: str) -> str:
    return hmac.new(f"{purpose} {_key()}".encode(), text.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=4)
def _cipher(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"seal {key}".encode()).digest()))
