"""Facets of search results: counts by speaker, topic, year and so on, as links and as columns of years."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from transcripts.listing.figures.charts import CappedCount, FacetCount
from transcripts.listing.filtering.facets import Facet
from transcripts.listing.filtering.filters import BY_TOKEN, NAMED
from transcripts.listing.filtering.options import Option, options_of
from transcripts.search import Facet as Counted

SHOWN = 8  # of one facet, besides those chosen
OFFERED = 40  # of one facet, in the form

Address = Callable[[str, Option, bool], str]


def options_found(
    counted: Mapping[str, Counted], chosen: Mapping[str, list[Option]]
) -> dict[str, list[tuple[Option, int]]]:
    """Return each filter's options with their counts, the most frequent first; also those chosen. One query."""
    ranked = {
        row.parameter: _most_frequent(counted[token].counts, {option.key for option in chosen[row.parameter]})
        for token, row in BY_TOKEN.items()
    }
    named: dict[Any, Option] = dict(options_of({name: [key for key, _ in ranked[name]] for name in NAMED}))
    values = {
        (row.parameter, value): Option(value, value, str(label))
        for row in BY_TOKEN.values()
        for value, label in row.choices
    }
    known = {**named, **values}
    return {name: [(known[name, key], n) for key, n in pairs if (name, key) in known] for name, pairs in ranked.items()}


def _most_frequent(counts: Mapping[Any, int], chosen: set[Any]) -> list[tuple[Any, int]]:
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))
    return ranked[:OFFERED] + [pair for pair in ranked[OFFERED:] if pair[0] in chosen]


def with_counts(facet: Facet, found: list[tuple[Option, int]], address: Address, *, has_more: bool) -> Facet:
    """Return the facet with a link for each option that was found: the chosen, then the most frequent.

    `has_more` says that not everything was looked at.
    """
    numbers = {option.value: n for option, n in found}
    chosen = {option.value for option in facet.chosen}
    rows = [(option, numbers.get(option.value, 0)) for option in facet.chosen]
    others = [(option, n) for option, n in found if option.value not in chosen]
    counts = [
        FacetCount(
            str(option.label),
            CappedCount(n),
            address(facet.name, option, option.value in chosen),
            is_chosen=option.value in chosen,
            language=option.value if facet.name == "language" else "",
        )
        for option, n in [*rows, *others[:SHOWN]]
    ]
    options = [(option, True) for option in facet.chosen] + [(option, False) for option, _ in others]
    has_more = len(others) > SHOWN or (has_more and facet.takes_names)
    return replace(facet, options=options, counts=counts, has_more=has_more)
