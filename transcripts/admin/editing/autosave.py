"""Autosave: telling the browser that locally stored text has been saved.

`static/desk/autosave.js` keeps what is typed under a key of its own and sends the key with the form. A successful save
redirects; the key then goes back in a cookie, and the next page of the admin discards the text.
"""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

COOKIE = "desk-saved"
DAY = 24 * 60 * 60
_KEY = re.compile(r"[\w-]{8,40}", re.ASCII)


def confirm_saved(request: HttpRequest, response: HttpResponseBase) -> None:
    """Tell the browser by a cookie that the text of its key is saved, if the response redirects."""
    key = str(request.POST.get("kept", "")) if request.method == "POST" else ""
    if response.status_code == 302 and _KEY.fullmatch(key):
        response.set_cookie(
            COOKIE,
            key,
            max_age=DAY,
            path=reverse("admin:index"),
            secure=bool(settings.SESSION_COOKIE_SECURE),
            samesite="Lax",
        )
