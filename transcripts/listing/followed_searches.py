"""Searches that subscribers follow: the query string as it was, and what it finds in given conferences."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.http import QueryDict
from django.urls import reverse

from transcripts import search
from transcripts.listing.filtering.options import Offer, load_options
from transcripts.listing.turns import FoundTurns


class FollowedSearch(FoundTurns):
    """A search by its query string, which is not made until `among` is called. One query for the names in it."""

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, path=reverse("transcripts:search"))

    def _look(self) -> None:
        """Leave the search to `among`."""

    def _load_options(self, chosen: Mapping[str, Sequence[str]]) -> Offer:
        return load_options(chosen)

    def among(self, conferences: Sequence[int]) -> dict[int, set[int]]:
        """Return the exchanges of these conferences in which it finds something, by conference. Eight queries.

        A conference that is found by its title alone has none. A search with a value that means nothing any more,
        such as a name that is gone, finds nothing: without it, it would be another search. Where more is found than a
        search looks at, the conferences are searched in halves.
        """
        if self.ignored or not self.is_filtered or not conferences:
            return {}
        filters = replace(self.search_filters, conferences=tuple(conferences))
        window = search.open_window(self.words, filters)
        if window.is_capped and len(conferences) > 1:
            middle = len(conferences) // 2
            return self.among(conferences[:middle]) | self.among(conferences[middle:])
        found: dict[int, set[int]] = {}
        for row in window.rows:
            exchanges = found.setdefault(row.conference_id, set())
            if row.turn_id > 0:
                exchanges.add(row.exchange_id)
        return found
