"""Facets: a filter as the pages show it, with its options, their counts, and the links that choose them."""

from dataclasses import dataclass, field

from transcripts.listing.figures.charts import FacetCount
from transcripts.listing.filtering.options import Option


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
