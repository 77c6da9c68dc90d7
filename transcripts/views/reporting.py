"""“Report a mistake”: a form of its own for each turn, without a cookie, and the page that says thanks.

The form holds a signed token instead of a cookie: the turn, a digest of its words as the page showed them, and a random
key. So what is reported is what was read, and one form makes one report.
"""

import hashlib
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

from transcripts import actions
from transcripts.caching import ResponseKind, cache_policy
from transcripts.models import Conference, Turn
from transcripts.presentation import ExchangeView, TurnView, make_view
from transcripts.reading.transcript import read_linked, read_people
from transcripts.views import errors, form_limits
from transcripts.views.conference.contents import title_of
from transcripts.views.context import Addresses
from transcripts.views.listings.lookup import asked_id, moved, permanent_page
from transcripts.views.mail_field import MailField
from transcripts.views.page_heads import conferences_crumb, crumb_of_conference, plain_head

LONGEST = 4_000  # characters of a report
OPEN_FOR = 12 * 3_600  # seconds in which a form can be sent
AN_HOUR, AT_ONCE = 6, 5  # reports that an address may send
_SALT = "transcripts.report"


class ReportForm(forms.Form):
    """What a reader says is wrong, and who says so, if they wish."""

    message = forms.CharField(max_length=LONGEST)
    paragraph = forms.CharField(max_length=16, required=False)
    name = forms.CharField(max_length=100, required=False)
    email = MailField(required=False)


@csrf_exempt
@cache_policy(ResponseKind.PRIVATE)
@permanent_page(Turn, conference="exchange__conference__series", path="exchanges__turns", takes_posts=True)
def turn_report(request: HttpRequest, turn: Turn) -> HttpResponse:
    """Show the form about one turn, or take what was sent. Five queries to show it."""
    if asked_id(request) != turn.public_id:
        return moved(request, public_id=turn.public_id)
    conference = turn.exchange.conference
    document, links = read_linked(conference, [turn.exchange], people=read_people(conference), topics=False)
    exchange = make_view(document, links, first=turn.exchange.position).exchanges[0]
    said = next(each for each in exchange.turns if each.public_id == turn.public_id)
    if request.method != "POST":
        return _show(request, conference, exchange, said)
    form = ReportForm(request.POST)
    wait = 0.0
    if not form.is_valid():
        problem = gettext("Correct what is marked below, and send the form again.")
    elif not (key := _key_of(request.POST.get("token", ""), said)):
        problem = gettext("The page was open for too long, or the words have changed. Read them again, then send.")
    elif (wait := form_limits.wait(request, "report", an_hour=AN_HOUR, at_once=AT_ONCE)) > 0:
        problem = gettext("Too many reports came from your network. Wait for a few minutes, then send yours again.")
    else:
        mistake = _mistake_of(form.cleaned_data, said)
        if actions.report_mistake(conference, mistake, key=key) is None:
            return errors.not_found(request)
        thanks = HttpResponseRedirect(reverse("transcripts:turn-report-thanks", args=[turn.public_id]))
        thanks.status_code = 303  # so that whoever loads the page again sends nothing again
        return thanks
    page = _show(request, conference, exchange, said, form=form, problem=problem)
    page.status_code = 429 if wait > 0 else 400
    if wait > 0:
        page.headers["Retry-After"] = str(math.ceil(wait))
    return page


@cache_policy(ResponseKind.PRIVATE)
@permanent_page(Turn, conference="exchange__conference__series", path="exchanges__turns")
def turn_report_thanks(request: HttpRequest, turn: Turn) -> HttpResponse:
    """Say thanks for a report."""
    if asked_id(request) != turn.public_id:
        return moved(request, public_id=turn.public_id)
    conference = turn.exchange.conference
    title = gettext("Thank you")
    crumbs = (conferences_crumb(), crumb_of_conference(conference))
    head = plain_head(title, gettext("Your report has arrived."), Addresses(request).absolute, *crumbs)
    context = {"conference": conference, "head": head, "back": turn.get_permanent_url()}
    return render(request, "conferences/report_thanks.html", context)


def _show(
    request: HttpRequest,
    conference: Conference,
    exchange: ExchangeView,
    said: TurnView,
    *,
    form: ReportForm | None = None,
    problem: str = "",
) -> HttpResponse:
    """Render the form, with what was typed before and what is wrong with it."""
    about = title_of(exchange)
    title = gettext("Report a mistake in “%(title)s”") % {"title": about}
    description = gettext("Tell the editors what is wrong in “%(title)s”, beside the words as they are printed.")
    crumbs = (conferences_crumb(), crumb_of_conference(conference))
    typed: Any = form.data if form else {}
    context = {
        "conference": conference,
        "head": plain_head(title, description % {"title": about}, Addresses(request).absolute, *crumbs),
        "about": about,
        "turn": said,
        "others": [each for each in exchange.turns if each.public_id != said.public_id],
        "token": signing.dumps([said.public_id, _digest(said), secrets.token_hex(16)], salt=_SALT),
        "typed": {name: typed.get(name, "") for name in ReportForm.base_fields},
        "errors": {name: " ".join(map(str, found)) for name, found in form.errors.items()} if form else {},
        "problem": problem,
        "longest": LONGEST,
        "days": settings.REPORT_CONTACT_DAYS,
    }
    return render(request, "conferences/report.html", context)


def _mistake_of(sent: dict[str, str], said: TurnView) -> actions.Mistake:
    """Return what was sent, with the words of the turn, or of the paragraph that was chosen."""
    chosen = next((each for each in said.paragraphs if each.public_id and each.public_id == sent["paragraph"]), None)
    return actions.Mistake(
        turn=said.public_id,
        paragraph=chosen.public_id if chosen else "",
        words=chosen.text if chosen else said.text,
        message=sent["message"],
        name=sent["name"],
        email=sent["email"],
    )


def _key_of(token: str, said: TurnView) -> str:
    """Return the key of a form that was made for these words not long ago, else an empty text."""
    try:
        public_id, words, key = signing.loads(token, salt=_SALT, max_age=OPEN_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(key) if (public_id, words) == (said.public_id, _digest(said)) else ""


def _digest(said: TurnView) -> str:
    return hashlib.sha256(f"{said.who}\0{said.text}".encode()).hexdigest()[:24]
