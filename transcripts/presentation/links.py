"""Where a transcript leads, and what is known of it that is no part of the document. (Pure.)"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from transcripts.presentation.views import CorrectionView, NameView


def nowhere(_: object) -> str:
    """Return no address."""
    return ""


@dataclass(frozen=True, slots=True)
class Links:
    """Where the names and parts of a document lead. All is optional: by itself a document leads nowhere.

    `people` and `topics` are by the name in the document; a person's value is an address, and topics are shown in
    the order in which they stand here. `profiles` are the
    addresses of whoever says a turn, and `corrections` what stands under it, the newest first, by the turn's public
    id. `exchange` and `turn` make a permanent link of a public id, and `page` the address of the exchange that has
    a number. Without a `series`, the document's own is shown. `day` is the day entered, for a document without days.
    """

    slug: str = ""
    day: date | None = None
    record_status: str = ""
    series: NameView | None = None
    people: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, NameView] = field(default_factory=dict)
    profiles: Mapping[str, str] = field(default_factory=dict)
    corrections: Mapping[str, Sequence[CorrectionView]] = field(default_factory=dict)
    page: Callable[[int], str] = nowhere
    exchange: Callable[[str], str] = nowhere
    turn: Callable[[str], str] = nowhere
