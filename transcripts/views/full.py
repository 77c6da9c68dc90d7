"""The page with a whole conference."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.encoding import escape_uri_path

from transcripts.caching import Answer, answers
from transcripts.exports import formats_of
from transcripts.listing import Ignored
from transcripts.models import Conference, Preview
from transcripts.views import errors
from transcripts.views.contents import contents_of_all
from transcripts.views.lookup import conference_page
from transcripts.views.memento import FULL, link_versions, mark_version
from transcripts.views.past import PastPages, asked_version
from transcripts.views.side_by_side import SideBySide, alternates, chapters, switch
from transcripts.views.transcript import Pages, PublicPages, canonical_url, files_of, full_address_of


@answers(Answer.PAGE, "with", "version")
@conference_page
def conference_full(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Show every exchange on one page. Ten queries; six more side by side. Some twenty for a version."""
    asked = asked_version(request.GET, conference)
    if asked.is_unknown:
        return errors.no_such_version(request, conference)
    if not asked.version:
        response = show_full(request, PublicPages(conference), ignored=asked.ignored)
        link_versions(response, conference, FULL)
        return response
    pages = PastPages(conference, asked.version)
    response = show_full(request, pages, past=pages, ignored=asked.ignored)
    mark_version(response, conference, pages.versions, pages.version.number, FULL)
    return response


def show_full(
    request: HttpRequest,
    pages: Pages,
    *,
    preview: Preview | None = None,
    past: PastPages | None = None,
    ignored: Sequence[Ignored] = (),
) -> HttpResponse:
    """Show all exchanges: of a public conference, of a preview, or of `past`, a version."""
    side = SideBySide(request.GET, pages)
    side.ignored += ignored
    view = pages.view_all()
    contents = contents_of_all(view)
    path = escape_uri_path(request.path)
    context = {
        "transcript": view,
        "preview": preview,
        "past": past,
        "pages": pages,
        "contents": contents,
        "side": side,
        "chapters": chapters(side.pair_all(view), contents),
        "beside": side.links(path),
        "formats": formats_of(has_times=view.has_times),
        "conference_files": files_of(view.slug),
        "canonical": canonical_url(view.language, path),
        "translations": [(each.language, full_address_of(each.slug)) for _, each in pages.translations],
        "alternates": alternates(pages, pages.plain_full_address, lambda each: full_address_of(each.slug)),
        "switch": switch(request, pages, lambda each: full_address_of(each.slug)),
    }
    return render(request, "conferences/full.html", context)
