"""The page that permanently erases removed words: it shows what is erased and what is not, and asks twice."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts import actions
from transcripts.admin.editing.change_form import change_by
from transcripts.admin.editing.step_views import conference_page, log_change, render
from transcripts.admin.permissions import may_erase_words, may_view_removed
from transcripts.models import Conference


class ErasureForm(forms.Form):
    """Why the words are erased."""

    because = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=_("It stays in the history, which readers do not see. Do not repeat the words in it."),
    )


@conference_page(may_erase_words)
def erase_words_view(request: HttpRequest, conference: Conference, number: int) -> HttpResponse:
    """Say what would be erased of a removal, by its revision, and erase it: POST `_look`, then `_confirm`.

    Nine queries to show it, and those that read every revision.
    """
    removal = get_object_or_404(conference.removals.unrepeated(), revision__number=number, erased_at=None)
    form = ErasureForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "removal": removal, "title": gettext("Erase removed words")}
    if request.method == "POST" and form.is_valid():
        try:
            if "_confirm" in request.POST:
                actions.erase_words(removal, because=form.cleaned_data["because"], change=change_by(request))
                done = gettext("Erased the words that revision %(number)d removed.") % {"number": number}
                log_change(request, conference, done)
                messages.success(request, done)
                history = reverse("admin:transcripts_conference_history", args=[conference.pk])
                return HttpResponseRedirect(history)
            actions.require_erasable(removal, form.cleaned_data["because"])
            context["is_sure"] = True
        except actions.WrongStateError as refusal:
            form.add_error("because", str(refusal))
    context["plan"] = actions.plan_erasure(removal)
    context["words"] = removal.words if may_view_removed(request) else ()
    return render(request, conference, "erase_words", **context)
