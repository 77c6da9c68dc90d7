"""The page with a whole conference."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.encoding import escape_uri_path

from transcripts.exports import FORMATS
from transcripts.models import Conference, Preview
from transcripts.views.contents import contents_of_all
from transcripts.views.lookup import conference_page
from transcripts.views.side_by_side import SideBySide, alternates, chapters, switch
from transcripts.views.transcript import Pages, PublicPages, canonical_url, full_address_of


@conference_page
def conference_full(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Show every exchange on one page. Ten queries; six more side by side."""
    return show_full(request, PublicPages(conference))


def show_full(request: HttpRequest, pages: Pages, *, preview: Preview | None = None) -> HttpResponse:
    """Show all exchanges: of a public conference, or of a preview."""
    side = SideBySide(request.GET, pages)
    view = pages.view_all()
    contents = contents_of_all(view)
    path = escape_uri_path(request.path)
    context = {
        "transcript": view,
        "preview": preview,
        "pages": pages,
        "contents": contents,
        "side": side,
        "chapters": chapters(side.pair_all(view), contents),
        "beside": side.links(path),
        "formats": FORMATS.values(),
        "canonical": canonical_url(view.language, path),
        "translations": [(each.language, full_address_of(each.slug)) for _, each in pages.translations],
        "alternates": alternates(pages, pages.plain_full_address, lambda each: full_address_of(each.slug)),
        "switch": switch(request, pages, lambda each: full_address_of(each.slug)),
    }
    return render(request, "conferences/full.html", context)
