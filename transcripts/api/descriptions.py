"""Descriptions of the API's resources for its OpenAPI document: noted where a resource is, read by drf-spectacular."""

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.utils import extend_schema

F = TypeVar("F", bound=Callable[..., Any])
_noted: list[tuple[Callable[..., Any], dict[str, Any]]] = []


def described(**about: Any) -> Callable[[F], F]:
    """Note what the document says of a resource: the arguments of `extend_schema`, which itself would load 3 MB."""

    def note(get: F) -> F:
        _noted.append((get, about))
        return get

    return note


def hand_over() -> None:
    """Give drf-spectacular all that was noted, once."""
    while _noted:
        get, about = _noted.pop()
        extend_schema(**about)(get)
