"""Pages of e-mail alerts: what can be followed, the subscription form, and the page that mails link to.

No page here sets a cookie or is kept. The form holds a signed token of what is followed. The page of a subscription has
its token in the address, which only its mail tells; opening it does nothing, only its buttons act, since programs that
look for bad links open every link of a mail.
"""

import math
import secrets
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from transcripts import actions
from transcripts.alerts import Subject, subject_of
from transcripts.caching import ResponseKind, cache_policy
from transcripts.listing import FollowedSearch, Ignored, shorten
from transcripts.listing.filtering.filters import NAMED
from transcripts.models import SealedAddressError, Subscription, current_language, key_of_token
from transcripts.models.database.replica import PRIMARY
from transcripts.views import form_limits
from transcripts.views.context import Addresses
from transcripts.views.mail_field import MailField
from transcripts.views.page_heads import plain_head

OPEN_FOR = 12 * 3_600  # seconds in which a form can be sent
AN_HOUR, AT_ONCE = 20, 10  # forms that a network may send
_SALT = "transcripts.alerts"
_PLAIN = (Subscription.Kind.EVERYTHING, Subscription.Kind.CORRECTIONS)


class AlertForm(forms.Form):
    """The form to subscribe: the address, and how often alerts are sent."""

    email = MailField()
    rhythm = forms.ChoiceField(choices=Subscription.Rhythm.choices)


class RhythmForm(forms.Form):
    """The form that changes how often alerts are sent."""

    rhythm = forms.ChoiceField(choices=Subscription.Rhythm.choices)


@csrf_exempt
@cache_policy(ResponseKind.PRIVATE)
@require_http_methods(["GET", "HEAD", "POST"])
def alerts(request: HttpRequest) -> HttpResponse:
    """Show what can be followed, or the form to follow what the address names, or take the form. Four queries to show.

    `what` is a kind, `name` the slug of a name; a search has the parameters of the search page.
    """
    subject, said = _asked(request)
    if request.method != "POST":
        return _show(request, subject, said)
    form = AlertForm(request.POST)
    wait = 0.0
    followed = _followed(request.POST.get("token", ""))
    if not settings.HAS_MAIL:
        problem = ""
    elif not form.is_valid():
        problem = gettext("Correct what is marked below, and send the form again.")
    elif followed is None:
        problem = gettext("The page was open for too long. Send the form again.")
    elif (wait := form_limits.wait(request, "alerts", an_hour=AN_HOUR, at_once=AT_ONCE)) > 0:
        problem = gettext("Too many forms came from your network. Wait for a few minutes, then send yours again.")
    else:
        kind, query = followed
        sent = form.cleaned_data
        try:
            actions.alerts.ask_for_alerts(
                kind=kind,
                query=query,
                address=sent["email"],
                rhythm=sent["rhythm"],
                language=current_language(),
            )
        except SealedAddressError:
            problem = gettext("Alerts cannot be requested at the moment. Please try again later.")
        else:
            return _see_other("transcripts:alerts-sent")
    page = _show(request, subject, said, form=form, problem=problem)
    page.status_code = 429 if wait > 0 else 400
    if wait > 0:
        page.headers["Retry-After"] = str(math.ceil(wait))
    return page


@cache_policy(ResponseKind.PRIVATE)
@require_safe
def alerts_sent(request: HttpRequest) -> HttpResponse:
    """Say that a mail is on its way, whoever the address belongs to."""
    title = gettext("Check your mail")
    said = [
        gettext("A message to the address that you gave has a link. The alerts begin with the button on its page."),
        gettext("It should arrive within a few minutes. If it does not, check your spam folder, or ask again."),
    ]
    return _say(request, title, said)


@cache_policy(ResponseKind.PRIVATE)
@require_safe
def alerts_ended(request: HttpRequest) -> HttpResponse:
    """Say that nothing more comes."""
    return _say(request, gettext("These alerts have ended"), _ended())


@csrf_exempt
@cache_policy(ResponseKind.PRIVATE)
@require_http_methods(["GET", "HEAD", "POST"])
def alert(request: HttpRequest, token: str) -> HttpResponse:
    """Show one subscription, or do what a button or a mail program's one click says (RFC 8058). Three queries."""
    key = key_of_token(token)
    if not key:
        return _unknown(request)
    is_one_click = request.method == "POST" and "List-Unsubscribe" in request.POST
    row = Subscription.objects.using(PRIMARY).filter(key=key).first()  # who has just pressed a button sees it
    if row is None:
        page = _say(request, gettext("These alerts have ended"), _ended())
        page.status_code = 200 if is_one_click else 410
        return page
    if request.method != "POST":
        return _show_one(request, row, token)
    if is_one_click:
        actions.alerts.end_alerts(row)
        return _say(request, gettext("These alerts have ended"), _ended())
    return _act(request, row, token)


def _act(request: HttpRequest, row: Subscription, token: str) -> HttpResponse:
    """Do what the pressed button says."""
    do = request.POST.get("do", "")
    if do == "end":
        actions.alerts.end_alerts(row)
        return _see_other("transcripts:alerts-ended")
    if do == "end-all":
        actions.alerts.end_all_alerts(row)
        return _see_other("transcripts:alerts-ended")
    form = RhythmForm(request.POST)
    if do == "confirm":
        actions.alerts.confirm_alerts(row)
    elif do == "rhythm" and form.is_valid():
        actions.alerts.set_rhythm(row, form.cleaned_data["rhythm"])
    else:
        page = _show_one(request, row, token)
        page.status_code = 400
        return page
    return _see_other("transcripts:alert", token)


def _asked(request: HttpRequest) -> tuple[Subject | None, list[str]]:
    """Return what the address names, and sentences on what in it was not understood."""
    what = request.GET.get("what", "").strip()
    if what == Subscription.Kind.SEARCH:
        data = request.GET.copy()
        del data["what"]
        asked = FollowedSearch(data)
        said = [wrong.sentence for wrong in asked.ignored[:10]]
        return (subject_of(what, asked.query) if asked.is_filtered else None), said
    name = request.GET.get("name", "").strip()
    if what in NAMED and (subject := subject_of(what, name)):
        return subject, []
    if what in _PLAIN:
        return subject_of(what, ""), []
    wrong = Ignored("what", shorten(what), gettext("What"))
    if what in NAMED:
        wrong = Ignored("name", shorten(name), gettext("Name"))
    return None, [wrong.sentence] if what else []


def _show(
    request: HttpRequest,
    subject: Subject | None,
    said: list[str],
    *,
    form: AlertForm | None = None,
    problem: str = "",
) -> HttpResponse:
    """Render the page, with the form where something is named that can be followed."""
    title = gettext("Follow by e-mail")
    if subject:
        title = gettext("Follow by e-mail: %(followed)s") % {"followed": subject.title}
    description = gettext("Mail with the whole exchange as soon as something is published, or once a day.")
    typed: Any = form.data if form else {}
    context = {
        "title": title,
        "head": plain_head(title, description, Addresses(request).absolute),
        "subject": subject,
        "said": said,
        "problem": problem,
        "token": signing.dumps([subject.kind, subject.query, secrets.token_hex(8)], salt=_SALT) if subject else "",
        "typed": {name: typed.get(name, "") for name in AlertForm.base_fields},
        "errors": {name: " ".join(map(str, found)) for name, found in form.errors.items()} if form else {},
        "rhythms": Subscription.Rhythm.choices,
        "hour": f"{settings.ALERTS_HOUR:02}:00",
        "action": request.get_full_path(),
    }
    return render(request, "alerts/ask.html", context)


def _show_one(request: HttpRequest, row: Subscription, token: str) -> HttpResponse:
    """Render the page of a subscription."""
    subject = subject_of(row.kind, row.query)
    title = gettext("Your alerts") if row.confirmed_at else gettext("Confirm your alerts")
    context = {
        "title": title,
        "head": plain_head(title, title, Addresses(request).absolute),
        "row": row,
        "subject": subject,
        "rhythms": Subscription.Rhythm.choices,
        "action": reverse("transcripts:alert", args=[token]),
        "hour": f"{settings.ALERTS_HOUR:02}:00",
    }
    return render(request, "alerts/one.html", context)


def _say(request: HttpRequest, title: str, said: list[str]) -> HttpResponse:
    context = {"title": title, "said": said, "head": plain_head(title, said[0], Addresses(request).absolute)}
    return render(request, "alerts/said.html", context)


def _unknown(request: HttpRequest) -> HttpResponse:
    """Say that a link is none of ours, or one of before the keys were changed, and how to go on."""
    said = [
        gettext("The link is incomplete or too old."),
        gettext(
            "To change or end alerts, ask for the same ones again with your address: the message that comes then "
            "leads to their page."
        ),
    ]
    page = _say(request, gettext("This link leads nowhere"), said)
    page.status_code = 404
    return page


def _ended() -> list[str]:
    return [gettext("Your address is erased, unless you follow something else. No more mail comes from these alerts.")]


def _see_other(name: str, *args: str) -> HttpResponse:
    """Return a redirect after which loading the page again sends nothing again."""
    response = HttpResponseRedirect(reverse(name, args=args))
    response.status_code = 303
    return response


def _followed(token: str) -> tuple[str, str] | None:
    """Return kind and query of what a form was made for, None if it was not made here recently."""
    try:
        kind, query, _ = signing.loads(token, salt=_SALT, max_age=OPEN_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(kind), str(query)
