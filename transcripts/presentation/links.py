"""Links of a transcript, and facts that are not part of its document. (Pure.)"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from transcripts.presentation.views import CorrectionView, NameView


def nowhere(_: object) -> str:
    """Return an empty address."""
    return ""


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses for the names and parts of a document. All is optional: by itself a document has no links.

    `people` and `topics` are by the name in the document; a person's value is an address, and topics are shown in
    the order in which they are here. `profiles` are the addresses of a turn's speaker or outlet, and `corrections`
    those shown under it, the newest first, by the turn's public id. `exchange`, `turn` and `paragraph` make a permanent
    link of a public id, and `page` the address of the exchange that has a number. Without a `series`, the document's
    own is shown. `day` is the day entered, for a document without days.
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
    paragraph: Callable[[str], str] = nowhere
