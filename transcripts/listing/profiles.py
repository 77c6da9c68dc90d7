"""The list on a name's page, which its filters narrow in place and its bars count."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.http import QueryDict
from django.utils.translation import gettext

from transcripts.listing.filtering.form import PROFILE_FILTER_SETS
from transcripts.listing.filtering.options import Offer, load_options
from transcripts.listing.page import PAGE_SIZE, Listing
from transcripts.models import Named


class ProfileListing(Listing):
    """A list of what belongs to one name, with filters. One query for the names in its address, where there are any."""

    facet_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self, record: Named, data: QueryDict, *, path: str, size: int = PAGE_SIZE) -> None:
        self.record = record
        self.noun = record._meta.model_name or ""
        self.filterset_class = PROFILE_FILTER_SETS[self.noun]
        super().__init__(data, path=path, size=size)

    @property
    def year(self) -> int | None:
        """The chosen year."""
        chosen = self.values["year"]
        return int(chosen[0].key) if chosen else None

    @property
    def narrowed_sentence(self) -> str:
        """A sentence on what narrows the list, or an empty one."""
        chips = gettext("; ").join(chip.label for chip in self.chips)
        return gettext("Only these: %(filters)s.") % {"filters": chips} if chips else ""

    def narrow_address(self, name: str, value: str) -> str:
        """Return the address of the list with this value of a filter alone, or without it where it is chosen."""
        is_chosen = any(option.value == value for option in self.values[name])
        instead: dict[str, Any] = {name: "" if is_chosen else value}
        return self.address(**instead)

    def _load_options(self, chosen: Mapping[str, Sequence[str]]) -> Offer:
        return load_options(chosen)
