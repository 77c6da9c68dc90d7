"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from transcripts.listing import PageNotFoundError, TurnListing
from transcripts.views.errors import no_such_page
from transcripts.views.pager import Pager

# What is shown, in a sentence: the first one whose parts are all there.
SENTENCES = [
    (("words", "speaker", "topic"), _("“%(words)s”, said by %(speaker)s on %(topic)s")),
    (("words", "speaker"), _("“%(words)s”, said by %(speaker)s")),
    (("words", "outlet"), _("“%(words)s”, asked by %(outlet)s")),
    (("words", "topic"), _("“%(words)s”, on %(topic)s")),
    (("words",), _("“%(words)s”")),
    (("speaker", "topic"), _("Said by %(speaker)s on %(topic)s")),
    (("speaker",), _("Said by %(speaker)s")),
    (("outlet", "topic"), _("Asked by %(outlet)s on %(topic)s")),
    (("outlet",), _("Asked by %(outlet)s")),
    (("topic",), _("On %(topic)s")),
]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was said, grouped by exchange. Nine queries at most."""
    try:
        listing = TurnListing(request.GET, path=escape_uri_path(request.path))
    except PageNotFoundError as error:
        return no_such_page(request, back=str(error))
    context = {
        "listing": listing,
        "title": sentence(listing),
        "pager": Pager(range(1, listing.last + 1), listing.number, lambda number: listing.address(page=number)),
        "sorts": _sorts(listing),
    }
    return render(request, "search/results.html", context)


def sentence(listing: TurnListing) -> str:
    """Return in words what is shown: who says what, or is asked by whom; what else there is stands in the chips."""
    names = {name: _all(listing, name) for name in ("speaker", "outlet", "topic")}
    said = {"words": listing.words, **names}
    for needed, words in SENTENCES:
        if all(said[name] for name in needed):
            return str(words) % said
    return gettext("What was said") if listing.is_filtered else gettext("Search what was said")


def _all(listing: TurnListing, name: str) -> str:
    between = gettext(", ")
    return between.join(str(option.label) for option in listing.values[name])


def _sorts(listing: TurnListing) -> list[tuple[str, str, bool]]:
    """Return each order that the results can have: its name, its address, and whether it is the one shown."""
    offered = listing.form.fields["sort"].options if listing.words else listing.form.fields["sort"].options[1:]
    return [(option.label, listing.address(sort=option.value), option.value == listing.sort) for option in offered]
