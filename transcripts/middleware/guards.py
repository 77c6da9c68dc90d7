"""Middleware that sets security headers, and refuses text that no database can hold."""

from collections.abc import Callable, Iterable
from typing import Any

import psycopg
from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.defaults import bad_request

NULL = "\0"  # PostgreSQL refuses it in any text; SQLite takes it, and a copy of its records could then not be read


# Nothing here needs any of it, so nothing that gets into a page may ask for it.
_PERMISSIONS = (
    "camera",
    "microphone",
    "geolocation",
    "display-capture",
    "usb",
    "serial",
    "payment",
    "midi",
)
_POLICY = ", ".join(f"{name}=()" for name in (*_PERMISSIONS, "accelerometer", "gyroscope", "browsing-topics"))


class HeadersMiddleware:
    """Add that nothing in an answer may ask the browser for devices, the place or payments."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", _POLICY)
        return response


class UnheldMiddleware:
    """Answer 400 to what no database can hold: null characters, and numbers with too many digits.

    In the admin it refuses null characters before a view sees them, elsewhere where one came as far as a database. The
    readers' pages treat a value with one as any other that is not known: they say that they ignored it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, names: Any
    ) -> HttpResponseBase | None:
        is_desk = bool(request.resolver_match and "admin" in request.resolver_match.app_names)
        return _refuse(request) if is_desk and _has_null(request) else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        if _is_of_a_number(exception):
            return bad_request(request, BadRequest("A number was sent that is too large."))
        return _refuse(request) if isinstance(exception, (DataError, ValueError)) and _has_null(request) else None


def _refuse(request: HttpRequest) -> HttpResponseBase:
    return bad_request(request, BadRequest("A null character was sent."))


def _is_of_a_number(error: BaseException) -> bool:
    """Return whether an error says that a number fits into no column, as SQLite and PostgreSQL say it."""
    if isinstance(error, OverflowError):
        return "SQLite INTEGER" in str(error)
    return isinstance(error, DataError) and isinstance(error.__cause__, psycopg.errors.NumericValueOutOfRange)


def _has_null(request: HttpRequest) -> bool:
    """Return whether a null character is in the address, in a cookie or in a form, whose body is then read."""
    texts: Iterable[str] = (request.path_info, *request.COOKIES.values())
    sent: list[Any] = [request.GET]
    if request.method == "POST":
        sent.append(request.POST)
    return any(NULL in text for text in texts) or any(
        NULL in name or any(NULL in str(value) for value in values) for data in sent for name, values in data.lists()
    )
