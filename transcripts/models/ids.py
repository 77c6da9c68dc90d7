"""Public ids, which permanent links contain."""

import secrets
from collections.abc import Sequence
from typing import Any

from django.db import models

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 13


def new_public_id() -> str:
    """Return a random id of 13 characters without look-alikes (64 bits), at least one of them a letter."""
    while (made := _spell(secrets.randbelow(len(ALPHABET) ** LENGTH))).isdigit():
        pass  # a number could be taken for an ordinal
    return made


def _spell(number: int) -> str:
    letters = []
    for _ in range(LENGTH):
        number, letter = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return "".join(letters)


class PublicIdField(models.CharField):
    """A permanent id, made when the row is. To migrations it is a column of text: they hold nothing of today's code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        fixed = {"max_length": 16, "unique": True, "default": new_public_id, "editable": False}
        super().__init__(*args, **kwargs | fixed)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        del kwargs["default"]
        return name, "django.db.models.CharField", args, kwargs
