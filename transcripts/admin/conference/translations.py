"""Outdated translations, whose original changed after them: the notice, and marking one as up to date."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from transcripts import actions
from transcripts.admin.editing.change_form import change_by
from transcripts.admin.editing.step_views import conference_page, run
from transcripts.admin.permissions import may_change
from transcripts.models import Conference


@dataclass(frozen=True, slots=True)
class Behind:
    """An outdated translation's original, and the page that shows the original's changes since."""

    original: Conference
    compare_url: str


def find_behind(conference: Conference) -> Behind | None:
    """Return the newer original of an outdated translation, else None. No query, one, or two if outdated."""
    original = conference.find_newer_original()
    if original is None:
        return None
    known = original.revisions.applied().filter(made_at__lte=conference.words_at).order_by("-number")
    number = known.values_list("number", flat=True).first() or 0
    address = reverse("admin:transcripts_conference_compare", args=[original.pk])
    return Behind(original, f"{address}?from={number}&to={original.revision_number}")


@conference_page(may_change)
def up_to_date_view(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Mark the translation as up to date: POST."""
    return run(
        request,
        conference,
        lambda: actions.mark_translation_up_to_date(conference, change=change_by(request)),
        gettext("Marked as up to date with its original."),
    )
