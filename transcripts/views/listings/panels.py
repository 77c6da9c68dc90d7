"""The parts beside a list that are the same on all of its pages: the filter form and the years."""

from typing import NamedTuple

from django.template.loader import render_to_string

from transcripts.listing import Listing
from transcripts.part_cache import cached_as


class Panels(NamedTuple):
    """The form of the filters, and the columns of the years where there are any, as HTML."""

    filters: str
    years: str


def panels_of(listing: Listing, *, counted: str = "") -> Panels:
    """Return the panels of a list, whose years are of what is `counted`. Those of an unfiltered list are cached."""

    def write() -> Panels:
        years = {"years": getattr(listing, "years", ()), "counted": counted}
        written = render_to_string("_parts/years.html", years) if counted else ""
        return Panels(render_to_string("_parts/filters.html", {"listing": listing}), written)

    if any(listing.values.values()):
        return write()
    return cached_as(Panels, listing.path, write, most=4)
