"""Entries of the list of corrections: corrections, removals, withdrawals and republications."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import quote, urlencode

from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts.document import HEAD, FieldType, Part, Piece, excerpt
from transcripts.listing.filtering.days import day_text
from transcripts.models import CONTENT_LANGUAGES, Conference, Correction, Removal, Revision, Turn, address
from transcripts.presentation import ClosedView, attribute

SHORT = 360  # columns up to which a corrected turn is shown whole
LONGEST = 1_200  # columns of one changed piece
_OF_EXCHANGE = re.compile(r"exchange (\d+)(?:: (heading|topics))?")
_PART = re.compile(r"(?m),? \((speaker|chair|interpreter)\)$")
_PARTS = {Part.SPEAKER: "", Part.CHAIR: _("chair"), Part.INTERPRETER: _("interpreter")}


class Before(NamedTuple):
    """A place in the list: keys of a correction and of an event, and the event's time in microseconds since 1970."""

    correction: int
    event: int
    moment: int

    @classmethod
    def of(cls, correction: int, event: int, moment: int) -> "Before":
        """Return the place that numbers name. Raises ValueError where no time is one of them."""
        if moment > NEWEST_PLACE.moment:
            raise ValueError
        return cls(correction, event, moment)


NEWEST_PLACE = Before(2**62, 2**62, 250_000_000_000_000_000)  # before the year 9999 ends


class NoticeKind(StrEnum):
    """The kinds of entries."""

    CORRECTION = "correction"
    REMOVAL = "removal"
    WITHDRAWAL = "withdrawal"
    REPUBLICATION = "republication"


@dataclass(frozen=True, slots=True)
class Change:
    """One turn or one field that a revision corrected; `turn` is the turn as it is now, if it still exists.

    `printed` is then the speaker's name as printed that day.
    """

    correction: Correction
    turn: Turn | None = None
    printed: str = ""

    @property
    def name(self) -> str:
        """The speaker as printed, or the name of the field."""
        if self.correction.field not in {"", "label"}:
            return field_label(self.correction.field)
        if not self.turn:
            return attribute(label=self.correction.label).name
        known = self.turn.speaker or self.turn.outlet
        label = self.turn.label_as_printed
        return attribute(printed=self.printed, label=label, known=known.local_name if known else "").name

    @property
    def is_of_words(self) -> bool:
        """Whether the text itself changed, and not only its speaker."""
        return self.correction.was != self.correction.now

    @property
    def is_new(self) -> bool:
        """Whether the turn was added."""
        return not self.correction.was and not self.correction.field

    @property
    def is_gone(self) -> bool:
        """Whether the turn was removed."""
        return not self.correction.now and not self.correction.field

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The changed pieces, for the list: a short text whole, of a long one the surroundings of each change."""
        name, was, now = self.correction.field, self.correction.was, self.correction.now
        return excerpt(value_text(name, was), value_text(name, now), whole=SHORT, longest=LONGEST)

    @property
    def closed(self) -> ClosedView | None:
        """What became of the corrected words, if they changed again. `closed_by` must be fetched."""
        return closed_view(self.correction, self.correction.revision.conference)


@dataclass(slots=True)
class Notice:
    """One entry: a revision that corrected or removed words, or an event, with time and reason.

    `key` is the revision's or the event's, and `before` the number of the version until then, 0 for none.
    `total` counts the changes that are not shown as well. The words of a
    withdrawn conference are nowhere in it.
    """

    kind: NoticeKind
    made_at: datetime
    conference: Conference
    note: str
    key: int
    revision: Revision | None = None
    removal: Removal | None = None
    total: int = 0
    before: int = 0
    changes: list[Change] = field(default_factory=list)

    @property
    def day(self) -> date:
        """The day of the entry."""
        return localdate(self.made_at)

    @property
    def is_reported(self) -> bool:
        """Whether it put right what a reader had reported."""
        return bool(getattr(self.revision, "is_reported", False))

    @property
    def anchor(self) -> str:
        """The id of the entry in the list."""
        return anchor_of(self.conference, self.revision) if self.revision else f"{self.kind}-{self.key}"

    @property
    def shows_words(self) -> bool:
        """Whether the words that it changed may be read in an earlier version."""
        return bool(self.before) and (self.removal is None or self.removal.is_repeated)

    @property
    def was_url(self) -> str:
        """The address of the transcript as it was before, at its first change; empty where there is none to read."""
        if not self.shows_words or not self.conference.is_published:
            return ""
        change = next((each.correction for each in self.changes), None)
        turn = change.turn_public_id if change and change.was else ""
        path = address("transcripts:turn-permalink", turn) if turn else self.conference.get_absolute_url()
        return f"{path}?{urlencode({'version': self.before})}"

    @property
    def more(self) -> int:
        """Number of changes that are not shown."""
        return self.total - len(self.changes)


def anchor_of(conference: Conference, revision: Revision) -> str:
    """Return the id of a revision's entry in the list."""
    return f"{conference.slug}-{revision.number}"


def entry_address(conference: Conference, revision: Revision) -> str:
    """Return the address of a revision's entry in the list of its conference, whatever page it has come to."""
    query = urlencode({"conference": conference.slug, "revision": str(revision.number)})
    return f"{address('transcripts:correction-list')}?{query}#{quote(anchor_of(conference, revision))}"


def closed_view(correction: Correction, conference: Conference) -> ClosedView | None:
    """Return which revision changed the corrected words again, and the address of the new text. No query."""
    closing = correction.closed_by
    if closing is None:
        return None
    if closing.is_major:
        url = entry_address(conference, closing)
    elif correction.turn_public_id:
        url = address("transcripts:turn-permalink", correction.turn_public_id)
    else:
        url = conference.get_absolute_url()
    return ClosedView(localdate(closing.made_at), url, is_taken_back=correction.is_taken_back)


def field_label(name: str) -> str:
    """Return the name of a corrected field in words: “Title”, “Exchange 3: heading”."""
    match = _OF_EXCHANGE.fullmatch(name)
    if not match:
        return (
            gettext("People") if name == "people" else translation.gettext(HEAD[name].label) if name in HEAD else name
        )
    number, part = match.groups()
    if part == "heading":
        return gettext("Heading of exchange %(number)s") % {"number": number}
    if part == "topics":
        return gettext("Topics of exchange %(number)s") % {"number": number}
    return gettext("Exchange %(number)s") % {"number": number}


def value_text(name: str, value: str) -> str:
    """Return a field's value in the reader's notation; a turn's words stay as they are."""
    type_ = HEAD[name].type if name in HEAD else None
    if type_ == FieldType.DAY and value:
        return day_text(date.fromisoformat(value))
    if type_ == FieldType.TIME:
        return value[:5]  # earlier corrections have seconds
    if type_ == FieldType.LANGUAGE:
        return dict(CONTENT_LANGUAGES).get(value, value)
    if name == "people":
        return gettext("; ").join(_PART.sub(lambda match: _part_name(Part(match[1])), value).split("\n"))
    return value


def _part_name(part: Part) -> str:
    said = str(_PARTS[part])
    return gettext(" (%(part)s)") % {"part": said} if said else ""
