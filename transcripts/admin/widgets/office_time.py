"""The end of an embargo: a time in the office's zone, where a typed hour may be missing or ambiguous."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts.admin.changelist.times import zone_name

MOST_YEARS = 100


class OfficeTimeField(forms.DateTimeField):
    """A time in the office's zone. Where clocks go forward or back, its error explains what is wrong with the hour."""

    def to_python(self, value: str | datetime | date | None) -> datetime | None:
        try:
            return super().to_python(value)
        except ValidationError as refusal:
            if refusal.code != "ambiguous_timezone" or not refusal.params:
                raise
            raise ValidationError(unclear_time_sentence(refusal.params["datetime"]), code=refusal.code) from refusal


def unclear_time_sentence(typed: datetime) -> str:
    """Return the sentence that says why a time in the office's zone names no moment, or two."""
    zone = timezone.get_current_timezone()
    words = {"time": date_format(typed, "TIME_FORMAT"), "zone": timezone.get_current_timezone_name()}
    if typed.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) != typed:
        template = gettext("Clocks in %(zone)s go forward then: %(time)s does not exist on that day.")
    else:
        template = gettext("Clocks in %(zone)s go back then: %(time)s occurs twice on that day.")
    choose = gettext("Choose an earlier or a later time.")
    return f"{template % words} {choose}"


class ScheduleForm(forms.Form):
    """The form that asks for the end of an embargo."""

    at = OfficeTimeField(
        label=_("Publish at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "vTextField"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["at"]
        field.help_text = gettext("Office time, currently %(zone)s.") % {"zone": zone_name(timezone.now())}
        field.widget.attrs |= {
            "data-zone": timezone.get_current_timezone_name(),
            "data-past": gettext("That time has passed. Choose a later one, or publish now."),
            "data-unclear": gettext("The clocks change on that day. Choose an earlier or a later time."),
        }

    def clean_at(self) -> datetime:
        """Refuse a time that has passed, or is too far off."""
        at: datetime = self.cleaned_data["at"]
        now = timezone.now()
        if at.year > now.year + MOST_YEARS:
            raise forms.ValidationError(gettext("That is more than a hundred years away."))
        if at <= now:
            raise forms.ValidationError(gettext("That time has passed. Choose a later one, or publish now."))
        return at
