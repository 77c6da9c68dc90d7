"""Workflow of a conference: its state, and the views that submit and withdraw it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from transcripts import actions
from transcripts.admin.editing.change_form import change_by
from transcripts.admin.editing.step_views import conference_page, confirm, run
from transcripts.admin.permissions import may_change, may_publish, may_withdraw
from transcripts.models import Conference, Status
from transcripts.reading.checklist import make_checklist


class WithdrawalForm(forms.Form):
    """The form for the reason of a withdrawal."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}))

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = gettext(
            "Readers will see it in place of the transcript. Write it in the language of the transcript: %(language)s."
        ) % {"language": language}


def state_of(conference: Conference) -> str:
    """Return the state by its name in the admin: Status, `scheduled` and `public` for `published`, and `trashed`."""
    if conference.binned_at:
        return "trashed"
    if conference.status == Status.PUBLISHED:
        return "scheduled" if conference.is_scheduled else "public"
    return str(conference.status)


STATE_NAMES = {
    "draft": _("draft"),
    "submitted": _("submitted"),
    "scheduled": _("scheduled"),
    "public": _("public"),
    "withdrawn": _("withdrawn"),
    "trashed": _("in the trash"),
}


def time_left_sentence(conference: Conference) -> str:
    """Return sentences that sum up what is left to do before publication. Five queries."""
    checklist = make_checklist(conference)
    blocking = len(checklist.blocking)
    looking = len(checklist.advice) + conference.import_warnings.open().count()
    said = {
        ngettext(
            "Before it can be published, %(n)d thing must be fixed.",
            "Before it can be published, %(n)d things must be fixed.",
            blocking,
        )
        % {"n": blocking}: blocking,
        ngettext("%(n)d thing to check.", "%(n)d things to check.", looking) % {"n": looking}: looking,
    }
    return " ".join(sentence for sentence, number in said.items() if number)


def _may_return(request: HttpRequest, conference: Conference) -> bool:
    return may_publish(request) if conference.is_scheduled else may_change(request, conference)


@conference_page(may_change)
def submit_view(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Submit the draft to the Editors."""
    response = run(
        request, conference, lambda: actions.submit(conference, change=change_by(request)), gettext("Submitted.")
    )
    if conference.status == Status.SUBMITTED and (left := time_left_sentence(conference)):
        messages.info(request, left)
    return response


@conference_page(_may_return)
def draft_view(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Return the conference to draft; a scheduled one only by users who may schedule."""
    return run(
        request,
        conference,
        lambda: actions.return_to_draft(conference, change=change_by(request)),
        gettext("Returned to draft."),
    )


@conference_page(lambda request, _conference: may_withdraw(request))
def withdraw_view(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Ask for the reason, and withdraw the conference."""
    language = str(conference.get_language_display())
    form = WithdrawalForm(request.POST if request.method == "POST" else None, language=language)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return run(
            request,
            conference,
            lambda: actions.withdraw(conference, reason=reason, change=change_by(request)),
            gettext("Withdrawn: %(reason)s") % {"reason": reason},
        )
    return confirm(
        request,
        conference,
        form,
        title=gettext("Withdraw"),
        explanation=gettext(
            "The transcript is removed from the site at once: its pages, photos and downloads, and all lists "
            "and searches. It is kept here and can be published again."
        ),
        will_say=form["reason"].value() or "",
        asks_reason=True,
        script="desk/withdraw.js",
        button=gettext("Withdraw"),
    )


@conference_page(lambda request, _conference: may_withdraw(request))
def reword_view(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Ask for a new wording of the reason of a withdrawal, and save it."""
    language = str(conference.get_language_display())
    initial = {"reason": conference.withdrawal_reason}
    form = WithdrawalForm(request.POST if request.method == "POST" else None, language=language, initial=initial)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return run(
            request,
            conference,
            lambda: actions.reword_withdrawal(conference, reason=reason, change=change_by(request)),
            gettext("Readers now see: %(reason)s") % {"reason": reason},
        )
    return confirm(
        request,
        conference,
        form,
        title=gettext("Change the reason"),
        explanation=gettext("The transcript stays withdrawn. The history keeps the earlier reason."),
        will_say=form["reason"].value() or "",
        asks_reason=True,
        script="desk/withdraw.js",
        button=gettext("Save"),
    )
