"""Facets: a filter as the pages show it, with its options, their counts, and the links that choose them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from transcripts.listing.figures.charts import CappedCount, FacetCount
from transcripts.listing.filtering.options import Option

# The address of a link, from a filter's name, an option, and whether that is chosen.
ChoiceAddress = Callable[[str, Option, bool], str]


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter on a page: `options` are those of the form, each with whether it is chosen; `counts` are counted links.

    Of a `is_single` one only one option can be chosen; a `is_short` one has few, so that all can be seen at once.
    `has_more` says that there are more values than these. A facet that `takes_names` has more names than are offered:
    one of them is typed.
    """

    name: str
    label: str
    options: list[tuple[Option, bool]]
    is_single: bool
    is_short: bool
    counts: list[FacetCount] = field(default_factory=list)
    has_more: bool = False
    takes_names: bool = False

    @property
    def chosen(self) -> list[Option]:
        """The options that are chosen."""
        return [option for option, is_chosen in self.options if is_chosen]

    @property
    def others(self) -> list[Option]:
        """The options that are not chosen."""
        return [option for option, is_chosen in self.options if not is_chosen]


def with_counts(
    facet: Facet, found: Sequence[tuple[Option, int]], address: ChoiceAddress, *, most: int, has_more: bool
) -> Facet:
    """Return the facet with counted links: the chosen options, then at most `most` of the others, in the order `found`.

    `found` has the options with their counts, the most frequent first; `has_more` says that not all were counted.
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
        for option, n in [*rows, *others[:most]]
    ]
    options = [(option, True) for option in facet.chosen] + [(option, False) for option, _ in others]
    has_more = len(others) > most or (has_more and facet.takes_names)
    return replace(facet, options=options, counts=counts, has_more=has_more)
