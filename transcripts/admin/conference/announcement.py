"""Pages on the announcement of a conference: announcing, updating, cancelling and withdrawing it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts import actions
from transcripts.admin.editing.change_form import change_by
from transcripts.admin.editing.step_views import conference_page, render, run
from transcripts.admin.permissions import may_announce
from transcripts.admin.widgets.office_time import unclear_time_sentence
from transcripts.models import CONTENT_LANGUAGES, Announcement, Conference, Series

_AREAS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


class LocalTimeField(forms.DateTimeField):
    """A day and an hour as a clock at the place shows them, without a zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "class": "vTextField"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: str | datetime | date | None) -> datetime | None:
        with timezone.override(UTC):  # in which every hour is there, and once
            found = super().to_python(value)
        return found.replace(tzinfo=None) if found else None


class AnnouncementForm(forms.Form):
    """What is announced. A move needs a reason, which readers see."""

    title = forms.CharField(label=_("Title"), max_length=400, widget=forms.TextInput(attrs={"class": "vTextField"}))
    language = forms.ChoiceField(label=_("Language"), choices=CONTENT_LANGUAGES)
    series = forms.ModelChoiceField(Series.objects.all(), label=_("Series"), required=False)
    starts = LocalTimeField(label=_("Planned start"))
    ends = LocalTimeField(label=_("Planned end"))
    zone = forms.ChoiceField(label=_("Time zone"))
    place = forms.CharField(
        label=_("Place"), max_length=200, required=False, widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    people = forms.CharField(
        label=_("Who will speak"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=_("One name per line, with the role."),
    )
    accreditation = forms.CharField(
        label=_("Accreditation"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )
    broadcast_url = forms.URLField(
        label=_("Broadcast"),
        max_length=500,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "vTextField"}),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=_("Readers see it. It is required when the time changes."),
    )

    def __init__(self, *args: Any, announcement: Announcement | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.announcement = announcement
        kept = {self.initial.get("zone") or timezone.get_current_timezone_name()}
        zones = sorted({name for name in available_timezones() if name.partition("/")[0] in _AREAS} | kept | {"UTC"})
        self.fields["zone"].choices = [(name, name.replace("_", " ")) for name in zones]  # type: ignore[attr-defined]
        if announcement is None:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """Make moments of the typed times in their zone, and ask for the reason of a move."""
        cleaned = super().clean() or {}
        zone = ZoneInfo(cleaned["zone"]) if cleaned.get("zone") else None
        for name in ("starts", "ends"):
            if zone and cleaned.get(name):
                self._place_in(zone, name)
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and not self.errors:
            if ends <= starts:
                self.add_error("ends", gettext("The end must be later than the start."))
            elif self._lacks_reason():
                self.add_error("reason", gettext("Enter the reason; readers will see it."))
        return cleaned

    def _lacks_reason(self) -> bool:
        made = self.announcement
        is_moved = made is not None and not self.plan.is_at_the_same_time(made)
        return is_moved and not self.cleaned_data["reason"].strip()

    def _place_in(self, zone: ZoneInfo, name: str) -> None:
        typed: datetime = self.cleaned_data[name]
        first, second = (typed.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
        if first.utcoffset() != second.utcoffset():
            with timezone.override(zone):
                self.add_error(name, unclear_time_sentence(typed))
        else:
            self.cleaned_data[name] = first

    @property
    def plan(self) -> actions.Plan:
        """What the form announces; only if it is valid."""
        said = {name: self.cleaned_data[name] for name in self.cleaned_data.keys() - {"starts", "ends", "reason"}}
        said["people"] = said["people"].replace("\r\n", "\n")
        said["accreditation"] = said["accreditation"].replace("\r\n", "\n")
        return actions.Plan(starts_at=self.cleaned_data["starts"], ends_at=self.cleaned_data["ends"], **said)


class ReasonForm(forms.Form):
    """The form for the reason of a cancelled conference, or of a withdrawn announcement."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}))


def find_announcement(conference: Conference) -> Announcement | None:
    """Return the conference's announcement, unless it was withdrawn. One query."""
    row = Announcement.objects.select_related("conference", "series").filter(conference=conference)
    return row.exclude(state=Announcement.State.WITHDRAWN).first()


def _first_values(conference: Conference, announcement: Announcement | None) -> dict[str, Any]:
    if announcement is None:
        return actions.head_for_announcement(conference) | {"zone": timezone.get_current_timezone_name()}
    said = {name: getattr(announcement, name) for name in AnnouncementForm.base_fields if hasattr(announcement, name)}
    times = {"starts": announcement.local_start, "ends": announcement.local_end}
    naive = {name: time.replace(tzinfo=None) for name, time in times.items()}
    return said | naive | {"reason": ""}


@conference_page(may_announce)
def announcement_view(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Show the announcement as a form, prefilled from the draft before there is one, and save it. Six queries."""
    announcement = find_announcement(conference)
    initial = _first_values(conference, announcement)
    data = request.POST if request.method == "POST" else None
    form = AnnouncementForm(data, initial=initial, announcement=announcement)
    if request.method == "POST" and form.is_valid():
        change = actions.Change(change_by(request).user, form.cleaned_data.get("reason", ""))
        if announcement:
            done = gettext("The announcement was changed.")
            return run(
                request, conference, lambda: actions.change_announcement(conference, form.plan, change=change), done
            )
        done = gettext("Announced.")
        return run(request, conference, lambda: actions.announce(conference, form.plan, change=change), done)
    return render(
        request,
        conference,
        "announcement",
        form=form,
        announcement=announcement,
        title=gettext("Announcement"),
        has_ended=bool(announcement and announcement.ends_at <= timezone.now()),
    )


@conference_page(may_announce)
def update_announcement_view(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Take the draft's head into the announcement: title, language, series, place and speakers."""
    return run(
        request,
        conference,
        lambda: actions.update_announcement(conference, change=change_by(request)),
        gettext("The announcement now matches the draft."),
    )


def _with_reason(
    request: HttpRequest, conference: Conference, action: Callable[..., None], done: str, **words: str
) -> HttpResponse:
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        change = actions.Change(change_by(request).user, form.cleaned_data["reason"])
        return run(request, conference, lambda: action(conference, change=change), done)
    return render(request, conference, "step", form=form, **words)


@conference_page(may_announce)
def cancel_announced_view(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Ask for the reason, and announce that the conference does not take place."""
    return _with_reason(
        request,
        conference,
        actions.cancel_announced,
        gettext("Announced as cancelled."),
        title=gettext("Cancel the conference"),
        explanation=gettext("The announcement stays public and says that the conference was cancelled, and why."),
        button=gettext("Cancel the conference"),
    )


@conference_page(may_announce)
def withdraw_announcement_view(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Ask for the reason, and withdraw an announcement made in error."""
    return _with_reason(
        request,
        conference,
        actions.withdraw_announcement,
        gettext("The announcement was withdrawn."),
        title=gettext("Withdraw the announcement"),
        explanation=gettext("For an announcement made in error. Its address then shows only its title and the reason."),
        button=gettext("Withdraw the announcement"),
    )
