"""A translation whose original changed after it: the notice at its form, and the word that it is right as it is."""

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
    """What a translation is behind: its original, and the page with what changed in it since."""

    original: Conference
    compare_url: str


def find_behind(conference: Conference) -> Behind | None:
    """Return what the conference is behind, as a translation. No query, one, or two when it is."""
    original = conference.find_newer_original()
    if original is None:
        return None
    known = original.revisions.applied().filter(made_at__lte=conference.words_at).order_by("-number")
    number = known.values_list("number", flat=True).first() or 0
    address = reverse("admin:transcripts_conference_compare", args=[original.pk])
    return Behind(original, f"{address}?from={number}&to={original.revision_number}")


@conference_page(may_change)
def up_to_date_view(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Keep that the translation needs no change: POST."""
    return run(
        request,
        conference,
        lambda: actions.mark_translation_up_to_date(conference, change=change_by(request)),
        gettext("Marked as up to date with its original."),
    )
