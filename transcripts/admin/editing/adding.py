"""Forms that add a record once, also when the browser goes back and sends them again.

The page's address carries the form's token, so that going back finds it again, whether the browser has kept the page
or asks for it again.
"""

import hashlib
import json
import re

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from transcripts import actions
from transcripts.models import AddedForm, new_public_id

TOKEN = "form_token"  # noqa: S105  (the name of a parameter)
_IS_TOKEN = re.compile(r"[a-z0-9]{8,16}")
_NOT_TYPED = {TOKEN, "csrfmiddlewaretoken"}


def token_of(request: HttpRequest) -> str:
    """Return the token that the form was sent with or that its address carries; an empty string for none."""
    token = request.POST.get(TOKEN) or request.GET.get(TOKEN) or ""
    return token if _IS_TOKEN.fullmatch(token) else ""


def shown_token(request: HttpRequest) -> str:
    """Return the token for the form on this page, a new one if it has none."""
    return token_of(request) or new_public_id()


def digest_of(request: HttpRequest) -> str:
    """Return the digest of what was typed and by whom; of uploaded files only the names of their fields."""
    sent = [[name, values] for name, values in sorted(request.POST.lists()) if name not in _NOT_TYPED]
    written = json.dumps([request.user.pk, sent, sorted(request.FILES)], ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def claim(request: HttpRequest, token: str, address: str = "") -> None:
    """Note that the form with this token adds its record, unless it has none. Raises IntegrityError as `claim_form`."""
    if token:
        actions.claim_form(token, digest_of(request), address)


def find_added(request: HttpRequest) -> AddedForm | None:
    """Return what the form has added before. One query, or none."""
    token = token_of(request)
    return AddedForm.objects.filter(token=token).first() if token else None


def lead_to_form(request: HttpRequest) -> HttpResponse | None:
    """Return where a request for the empty form leads: to what this form has added, or to an address with a token.

    Only a browser that opens the page for somebody is led to such an address; None where it is shown as it is.
    """
    if added := find_added(request):
        messages.info(request, gettext("This has already been saved. Here it is."))
        return HttpResponseRedirect(added.address)
    is_opened = request.headers.get("Sec-Fetch-Mode") == "navigate" and IS_POPUP_VAR not in request.GET
    if not is_opened or token_of(request):
        return None
    query = request.GET.copy()
    query[TOKEN] = new_public_id()
    return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")
