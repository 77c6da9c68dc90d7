"""The browser of a session in two words, and whether an account has logged in with it before."""

import hashlib
import secrets

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

COOKIE = "desk-device"
YEAR = 365 * 86_400
_BROWSERS = (("edg/", "Edge"), ("firefox/", "Firefox"), ("chrome/", "Chrome"), ("safari/", "Safari"))
_SYSTEMS = (
    ("android", "Android"),
    ("iphone", "iOS"),
    ("ipad", "iOS"),
    ("windows", "Windows"),
    ("mac os", "macOS"),
    ("linux", "Linux"),
)


def device_of(request: HttpRequest) -> str:
    """Return the browser and the system that it says it is, such as “Firefox, Linux”."""
    agent = request.headers.get("User-Agent", "").lower()
    found = [next((name for sign, name in table if sign in agent), "") for table in (_BROWSERS, _SYSTEMS)]
    return ", ".join(filter(None, found))


def mark_of_device(request: HttpRequest) -> str:
    """Return the digest of the mark that this browser keeps; a new mark is set by `keep_mark`."""
    mark = request.COOKIES.get(COOKIE) or getattr(request, "device_mark", "") or secrets.token_urlsafe(24)
    request.device_mark = mark  # type: ignore[attr-defined]
    return hashlib.sha256(f"{settings.SECRET_KEY}{mark[:200]}".encode()).hexdigest()


def keep_mark(request: HttpRequest, response: HttpResponseBase) -> None:
    """Let the browser keep its mark for a year."""
    mark = getattr(request, "device_mark", "")
    if mark:
        response.set_cookie(COOKIE, mark, max_age=YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax", path="/")
