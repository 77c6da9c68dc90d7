"""A conference on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.encoding import escape_uri_path

from transcripts.exports import FORMATS
from transcripts.models import Conference, Preview
from transcripts.views.contents import contents_of_all
from transcripts.views.lookup import conference_page
from transcripts.views.side_by_side import SideBySide, alternates, chapters
from transcripts.views.transcript import Transcript, canonical_url, full_address_of


@conference_page
def conference_full(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Every exchange on one page. Nine queries; five more side by side."""
    return show_full(request, Transcript(conference))


def show_full(request: HttpRequest, transcript: Transcript, *, preview: Preview | None = None) -> HttpResponse:
    """Show all exchanges: of a public conference, or of a preview."""
    conference = transcript.conference
    side = SideBySide(request.GET, transcript)
    passages = transcript.read_all()
    contents = contents_of_all(passages)
    path = escape_uri_path(request.path)
    context = {
        "conference": conference,
        "preview": preview,
        "transcript": transcript,
        "contents": contents,
        "side": side,
        "chapters": chapters(side.pair_all(passages), contents),
        "beside": side.links(path),
        "formats": FORMATS.values(),
        "canonical": canonical_url(conference, path),
        "translations": [(each, full_address_of(each)) for each in transcript.translations],
        "alternates": alternates(transcript, full_address_of),
    }
    return render(request, "conferences/full.html", context)
