"""Addresses of the site's pages, put together from what stands before and after a slug or a permanent id."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language

_MARK = "0" * 16  # a slug and a permanent id
_KEY = re.compile(r"[-\w]+")


def address(name: str, *parts: Any) -> str:
    """Return what `reverse` returns for these parts, the first of which is a slug or a permanent id, if there is any.

    Raises NoReverseMatch. `reverse` tries patterns each time, which takes three times as long.
    """
    if not parts or not isinstance(parts[0], str) or not _KEY.fullmatch(parts[0]):
        return reverse(name, args=parts)
    key, *rest = parts
    before, after = _around(name, tuple(rest), get_language(), get_script_prefix())
    return f"{before}{key if key.isascii() else quote(key)}{after}"


def addresses(name: str) -> Callable[[str], str]:
    """Return the function from a permanent id to its address in the current language, for a page with many of them."""
    before, after = _around(name, (), get_language(), get_script_prefix())
    return lambda key: f"{before}{key}{after}"


@lru_cache(maxsize=2048)
def _around(name: str, rest: tuple[Any, ...], language: str | None, prefix: str) -> tuple[str, str]:
    """Return what stands before and after the key; `reverse` asks for language and prefix itself."""
    before, _, after = reverse(name, args=[_MARK, *rest]).rpartition(_MARK)
    return before, after
