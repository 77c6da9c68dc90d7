"""A conference's state at the desk: what it is, what may be done about it, and the pages that do it."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from transcripts import actions
from transcripts.admin.sitting import change_by
from transcripts.admin.steps import StepViews
from transcripts.models import Conference, Status


class ScheduleForm(forms.Form):
    """When an embargo ends."""

    at = forms.DateTimeField(
        label=_("Public from"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "vTextField"}, format="%Y-%m-%dT%H:%M"),
    )

    def clean_at(self) -> datetime:
        """Refuse a time that has passed."""
        at: datetime = self.cleaned_data["at"]
        if at <= timezone.now():
            raise forms.ValidationError(gettext("That time has passed. Choose a later one, or publish now."))
        return at


class WithdrawalForm(forms.Form):
    """Why a conference is taken back."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The public reads it in the place of the transcript."),
    )


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


def moment(at: datetime | None) -> str:
    """Return a time in the office's time zone and the editor's language."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return gettext("%(moment)s (%(zone)s)") % {"moment": date_format(local, "DATETIME_FORMAT"), "zone": local.tzname()}


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
        form = ScheduleForm(request.POST or None, initial=initial)
        if request.method == "POST" and form.is_valid():
            at = form.cleaned_data["at"]
            return self.take(
                request,
                conference,
                lambda: actions.publish(conference, change=change_by(request), at=at),
                gettext("Scheduled for %(time)s.") % {"time": moment(at)},
            )
        zone = timezone.get_current_timezone_name()
        return self.ask(
            request,
            conference,
            form,
            title=gettext("Schedule"),
            explanation=gettext("The conference becomes public by itself at this time (%(zone)s).") % {"zone": zone},
            button=gettext("Schedule"),
            problems=actions.find_problems(conference),
        )

    def withdraw_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask for the reason, and take the conference back."""
        conference = self.find(request, object_id)
        self.insist(may_withdraw(request))
        form = WithdrawalForm(request.POST or None)
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
            explanation=gettext("The transcript leaves the site; its address says when and why."),
            button=gettext("Withdraw"),
        )
