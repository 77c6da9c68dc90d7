"""Previews of a conference before it is public: in the admin, and by a link for people without an account."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from transcripts import actions
from transcripts.admin.changelist.times import moment
from transcripts.admin.editing.change_form import change_by
from transcripts.admin.editing.step_views import conference_page, render, run, to_conference
from transcripts.admin.permissions import may_change, may_view
from transcripts.models import Conference, Preview, Revision, Status

DAYS = (1, 3, 7, 30)
DEFAULT_DAYS = 7
AT_THE_DESK = timedelta(hours=1)  # lifetime of the link that an editor opens in the admin


class LinkForm(forms.Form):
    """The form for the lifetime of a preview link."""

    days = forms.TypedChoiceField(label=_("Expires after"), coerce=int)

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["days"].choices = [  # type: ignore[attr-defined]
            (days, ngettext("%(n)d day", "%(n)d days", days) % {"n": days}) for days in DAYS
        ]


def may_preview(conference: Conference) -> bool:
    """Return whether the conference can be previewed: it is not and never was public, and is not in the trash."""
    return not (conference.is_published or conference.status == Status.WITHDRAWN or conference.binned_at)


@conference_page(may_view)
def see_view(request: HttpRequest, conference: Conference, key: int | None = None) -> HttpResponse:
    """Redirect to the preview of the conference, or with `key` to that of a proposal."""
    proposal = get_object_or_404(conference.revisions.proposed(), pk=key) if key is not None else None
    if proposal is None and not may_preview(conference):
        return HttpResponseRedirect(conference.get_absolute_url())
    session = request.session.session_key or ""
    return HttpResponseRedirect(address_of(conference, AT_THE_DESK, proposal, session))


@conference_page(may_change)
def preview_view(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Show a link that works for `days`; POST revokes all the conference's links."""
    if not may_preview(conference):
        return to_conference(conference)
    if request.method == "POST":
        run(
            request,
            conference,
            lambda: actions.revoke_previews(conference, change=change_by(request)),
            gettext("All preview links were revoked."),
        )
        return HttpResponseRedirect(request.path)
    form = LinkForm(request.GET if "days" in request.GET else {"days": DEFAULT_DAYS})
    days = form.cleaned_data["days"] if form.is_valid() else DEFAULT_DAYS
    lasts = timedelta(days=days)
    return render(
        request,
        conference,
        "preview_link",
        title=gettext("Preview link"),
        form=form,
        link=settings.SITE_URL + address_of(conference, lasts),
        until=moment(timezone.now() + lasts),
    )


def address_of(conference: Conference, lasts: timedelta, proposal: Revision | None = None, session: str = "") -> str:
    """Return the address of a preview with this lifetime, for a session alone if named, in the interface's language."""
    preview = Preview(conference, timezone.now() + lasts, proposal, session)
    return reverse("transcripts:preview", args=[preview.token])
