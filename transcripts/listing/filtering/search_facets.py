"""Facets of search results: counts by speaker, topic, year and so on, as links and as columns of years."""

from collections.abc import Mapping
from typing import Any

from transcripts.listing.filtering.filters import BY_TOKEN, NAMED
from transcripts.listing.filtering.options import Option, options_of
from transcripts.search import Facet as Counted

SHOWN = 8  # of one facet, besides those chosen
OFFERED = 40  # of one facet, in the form


def options_found(
    counted: Mapping[str, Counted], chosen: Mapping[str, list[Option]]
) -> dict[str, list[tuple[Option, int]]]:
    """Return each filter's options with their counts, the most frequent first, then by name; also those chosen.

    One query.
    """
    ranked = {
        row.parameter: _most_frequent(counted[token].counts, {option.key for option in chosen[row.parameter]})
        for token, row in BY_TOKEN.items()
    }
    named: dict[Any, Option] = dict(options_of({name: [key for key, _ in ranked[name]] for name in NAMED}))
    values = {
        (row.parameter, value): Option(value, value, str(label))
        for row in BY_TOKEN.values()
        for value, label in row.choices
        if value in counted[row.token].counts
    }
    known = {**named, **values}
    return {
        name: sorted(
            ((known[name, key], n) for key, n in pairs if (name, key) in known),
            key=lambda pair: (-pair[1], pair[0].label.casefold()),
        )
        for name, pairs in ranked.items()
    }


def _most_frequent(counts: Mapping[Any, int], chosen: set[Any]) -> list[tuple[Any, int]]:
    """Return the values offered, with those chosen: the most frequent; of the last of these the first as texts."""
    if len(counts) <= OFFERED:
        return list(counts.items())
    least = sorted(counts.values(), reverse=True)[OFFERED - 1]
    found = [pair for pair in counts.items() if pair[1] > least]
    found += sorted([pair for pair in counts.items() if pair[1] == least], key=_text)[: OFFERED - len(found)]
    offered = {value for value, _ in found}
    return found + [pair for pair in counts.items() if pair[0] in chosen and pair[0] not in offered]


def _text(pair: tuple[Any, int]) -> str:
    return str(pair[0])
