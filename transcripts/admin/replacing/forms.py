"""The form of find and replace: what to find, what to put in its place, and where."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts.models import Replacement, Series, Status
from transcripts.text import without_controls


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class ReplacementForm(forms.ModelForm):
    """What is looked for, and where. Spaces around the words count for nothing."""

    class Meta:
        model = Replacement
        fields = [
            "find", "replace_by", "is_whole", "matches_case", "series", "first", "last", "status", "with_checked",
        ]  # fmt: skip
        labels = {
            "find": _("Find"),
            "replace_by": _("Replace with"),
            "is_whole": _("Whole words only"),
            "matches_case": _("Match case"),
            "series": _("Series"),
            "first": _("Held from"),
            "last": _("Held until"),
            "status": _("State"),
            "with_checked": _("Also checked and final records"),
        }
        help_texts = {
            "replace_by": _(
                "If empty, the words are deleted. For words that must not stay public, use “Remove words” instead."
            ),
            "is_whole": _("In Chinese, which has no spaces, words are found anywhere."),
        }
        widgets = {
            "find": forms.TextInput(attrs={"class": "vTextField"}),
            "replace_by": forms.TextInput(attrs={"class": "vTextField"}),
            "first": _day(),
            "last": _day(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        series: Any = self.fields["series"]
        series.queryset = Series.objects.from_a_to_z()
        series.empty_label = _("all")
        status: Any = self.fields["status"]
        status.choices = [("", _("all")), *Status.choices]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for name in ("find", "replace_by"):
            said[name] = " ".join(without_controls(said.get(name) or "").split())
        if said["find"] and said["find"] == said["replace_by"]:
            self.add_error("replace_by", gettext("Both texts are the same."))
        if said.get("first") and said.get("last") and said["first"] > said["last"]:
            self.add_error("last", gettext("This day is before the other."))
        return said
