"""Public ids: what permanent links are made of."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 13


def new_public_id() -> str:
    """Return a random id of 13 characters without look-alikes (64 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
