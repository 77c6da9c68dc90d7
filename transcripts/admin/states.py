"""A conference's state at the desk: what it is, what may be done about it, and the pages that do it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from transcripts import actions
from transcripts.admin.scheduling import ScheduleForm
from transcripts.admin.sitting import change_by
from transcripts.admin.steps import StepViews
from transcripts.admin.times import moment, until
from transcripts.models import Conference, Status


class WithdrawalForm(forms.Form):
    """Why a conference is taken back."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}))

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = gettext(
            "The public reads it in the place of the transcript. Write it in the transcript’s language: %(language)s."
        ) % {"language": language}


def may_publish(request: HttpRequest) -> bool:
    """Say whether the user may publish and schedule."""
    user: Any = request.user
    return bool(user.has_perm("transcripts.publish_conference"))


def may_withdraw(request: HttpRequest) -> bool:
    """Say whether the user may withdraw."""
    user: Any = request.user
    return bool(user.has_perm("transcripts.withdraw_conference"))


def may_restore(request: HttpRequest) -> bool:
    """Say whether the user may take conferences out of the bin: who may put them there."""
    user: Any = request.user
    return bool(user.has_perm("transcripts.delete_conference"))


def state_of(conference: Conference) -> str:
    """Return the state by its name at the desk: Status, `scheduled` and `public` for `published`, and `binned`."""
    if conference.binned_at:
        return "binned"
    if conference.status == Status.PUBLISHED:
        return "scheduled" if conference.is_scheduled else "public"
    return str(conference.status)


STATE_NAMES = {
    "draft": _("draft"),
    "submitted": _("submitted"),
    "scheduled": _("scheduled"),
    "public": _("public"),
    "withdrawn": _("withdrawn"),
    "binned": _("in the bin"),
}


def say_left(conference: Conference) -> str:
    """Return in sentences how much is to be seen to before it is published. Five queries."""
    checklist = actions.make_checklist(conference)
    blocking = len(checklist.blocking)
    looking = len(checklist.advice) + conference.doubts.open().count()
    said = {
        ngettext(
            "Before it can be published, %(n)d thing is to be mended.",
            "Before it can be published, %(n)d things are to be mended.",
            blocking,
        )
        % {"n": blocking}: blocking,
        ngettext("%(n)d thing is worth a look.", "%(n)d things are worth a look.", looking) % {"n": looking}: looking,
    }
    return " ".join(sentence for sentence, number in said.items() if number)


class StateViews(StepViews):
    """The pages that take a conference from one state to the next."""

    def get_urls(self) -> list[URLPattern]:
        views = {
            "submit": self.submit_view,
            "publish": self.publish_view,
            "schedule": self.schedule_view,
            "withdraw": self.withdraw_view,
            "reword": self.reword_view,
            "draft": self.draft_view,
        }
        return [
            path(
                f"<int:object_id>/{name}/",
                self.admin_site.admin_view(view),
                name=f"transcripts_conference_{name}",
            )
            for name, view in views.items()
        ] + super().get_urls()

    def submit_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Hand the draft to the Editors."""
        conference = self.find(request, object_id)
        self.insist(self.has_change_permission(request, conference))
        response = self.take(
            request, conference, lambda: actions.submit(conference, change=change_by(request)), gettext("Submitted.")
        )
        if conference.status == Status.SUBMITTED and (left := say_left(conference)):
            self.message_user(request, left)
        return response

    def publish_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Show the conference to the public now."""
        conference = self.find(request, object_id)
        self.insist(may_publish(request))
        return self.take(
            request, conference, lambda: actions.publish(conference, change=change_by(request)), gettext("Published.")
        )

    def draft_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Take back a submission; a schedule only by those who may make one."""
        conference = self.find(request, object_id)
        scheduled = conference.is_scheduled
        self.insist(may_publish(request) if scheduled else self.has_change_permission(request, conference))
        return self.take(
            request,
            conference,
            lambda: actions.return_to_draft(conference, change=change_by(request)),
            gettext("Returned to draft."),
        )

    def schedule_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask for the end of the embargo, and publish from then on."""
        conference = self.find(request, object_id)
        self.insist(may_publish(request))
        initial = {"at": conference.published_at} if conference.is_scheduled else {}
        form = ScheduleForm(request.POST if request.method == "POST" else None, initial=initial)
        if request.method == "POST" and form.is_valid():
            at = form.cleaned_data["at"]
            return self.take(
                request,
                conference,
                lambda: actions.publish(conference, change=change_by(request), at=at),
                gettext("Scheduled for %(time)s, %(until)s.") % {"time": moment(at), "until": until(at)},
            )
        return self.ask(
            request,
            conference,
            form,
            title=gettext("Schedule"),
            explanation=gettext(
                "The conference becomes public by itself at this time; nobody has to press anything then."
            ),
            script="desk/schedule.js",
            button=gettext("Schedule"),
            problems=actions.find_problems(conference),
        )

    def withdraw_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask for the reason, and take the conference back."""
        conference = self.find(request, object_id)
        self.insist(may_withdraw(request))
        language = str(conference.get_language_display())
        form = WithdrawalForm(request.POST if request.method == "POST" else None, language=language)
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data["reason"]
            return self.take(
                request,
                conference,
                lambda: actions.withdraw(conference, reason=reason, change=change_by(request)),
                gettext("Withdrawn: %(reason)s") % {"reason": reason},
            )
        return self.ask(
            request,
            conference,
            form,
            title=gettext("Withdraw"),
            explanation=gettext(
                "The transcript leaves the site at once: its pages, photos and downloads, and all lists and searches. "
                "It is kept here, and can be published again."
            ),
            will_say=form["reason"].value() or "",
            asks_reason=True,
            script="desk/withdraw.js",
            button=gettext("Withdraw"),
        )

    def reword_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask for other words for the reason of a withdrawal."""
        conference = self.find(request, object_id)
        self.insist(may_withdraw(request))
        language = str(conference.get_language_display())
        initial = {"reason": conference.withdrawal_reason}
        form = WithdrawalForm(request.POST if request.method == "POST" else None, language=language, initial=initial)
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data["reason"]
            return self.take(
                request,
                conference,
                lambda: actions.reword_withdrawal(conference, reason=reason, change=change_by(request)),
                gettext("The public reads now: %(reason)s") % {"reason": reason},
            )
        return self.ask(
            request,
            conference,
            form,
            title=gettext("Change the reason"),
            explanation=gettext("The transcript stays withdrawn. The history keeps what the public read before."),
            will_say=form["reason"].value() or "",
            asks_reason=True,
            script="desk/withdraw.js",
            button=gettext("Save"),
        )
