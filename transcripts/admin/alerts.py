"""E-mail alerts in the admin: counts, refusals by the mail server, and a test message. No addresses are shown."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts import alerts
from transcripts.admin.permissions import user_of
from transcripts.models import AlertMessage, AlertProgress, Subscription

LATELY = timedelta(days=7)  # for which messages that were sent or given up are kept
QUIET = timedelta(minutes=15)  # without a run of send_alerts, after which the page says so


class TestForm(forms.Form):
    """Form for the address of a test message."""

    __test__ = False  # pytest takes it for a class of tests

    email = forms.EmailField(label=_("Mail address"))


def alerts_page(request: HttpRequest) -> HttpResponse:
    """Show how many follow what, and what became of their mail; send a test message. Six queries."""
    user = user_of(request)
    if not user.has_perm("transcripts.change_siteidentity"):
        raise PermissionDenied
    form = TestForm(request.POST or None, initial={"email": user.email})
    if request.method == "POST" and form.is_valid():
        _send_test(request, form.cleaned_data["email"])
        return HttpResponseRedirect(reverse("admin:alerts"))
    progress = AlertProgress.objects.filter(pk=1).first()
    ran_at = progress.ran_at if progress else None
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": gettext("E-mail alerts"),
        "form": form,
        "has_mail": settings.HAS_MAIL,
        "has_key": bool(settings.ALERTS_KEY),
        "has_bounces": bool(settings.ALERTS_BOUNCES),
        "ran_at": ran_at,
        "is_quiet": settings.HAS_MAIL and (ran_at is None or timezone.now() - ran_at > QUIET),
        "kinds": _kinds(),
        "unconfirmed": Subscription.objects.unconfirmed().count(),
        "states": _states(),
        "refusals": _refusals(),
    }
    return TemplateResponse(request, "admin/transcripts/alerts.html", context)


def _send_test(request: HttpRequest, address: str) -> None:
    if not settings.HAS_MAIL:
        messages.error(request, gettext("There is no mail server: EMAIL_URL is not set."))
        return
    try:
        alerts.send_test(address)
    except alerts.MailServerError as error:
        messages.error(request, gettext("The mail server did not accept the message: %(reason)s") % {"reason": error})
    else:
        messages.success(request, gettext("The mail server accepted the message."))


def _kinds() -> list[tuple[str, dict[str, int]]]:
    """Return the number of confirmed subscriptions of each kind, by their rhythm. One query."""
    rows = Subscription.objects.confirmed().order_by().values_list("kind", "rhythm").annotate(n=Count("pk"))
    numbers = {(kind, rhythm): n for kind, rhythm, n in rows}
    return [
        (str(kind.label), {rhythm.value: numbers.get((kind, rhythm), 0) for rhythm in Subscription.Rhythm})
        for kind in Subscription.Kind
    ]


def _states() -> list[tuple[str, int]]:
    """Return the number of messages in each state; of those that are settled, in the last days. One query."""
    rows = AlertMessage.objects.order_by().values_list("state").annotate(n=Count("pk"))
    numbers = dict(rows)
    return [(str(state.label), numbers.get(state, 0)) for state in AlertMessage.State]


def _refusals() -> list[tuple[int, int]]:
    """Return what the mail server answered when it refused, and how often recently. One query."""
    rows = AlertMessage.objects.filter(answer__gt=0, made_at__gt=timezone.now() - LATELY)
    return list(rows.order_by("answer").values_list("answer").annotate(n=Count("pk")))
