"""Views of a transcript for templates: frozen values, complete, without database queries. (Pure.)

An address is empty where something leads nowhere: in a preview, names and permanent links do not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from transcripts.document import Kind, Part, Piece, excerpt
from transcripts.presentation.attribution import Attribution

LONGEST_CHANGE = 240  # columns of one changed piece that are shown under a turn
MOST_CHANGES = 4  # of one correction, under a turn


@dataclass(frozen=True, slots=True)
class NameView:
    """A series or a topic: its name in the reader's language, and the address of its page."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class PersonView:
    """A participant as printed that day, and the address of the speaker's page."""

    name: str
    role: str
    part: Part
    url: str = ""


@dataclass(frozen=True, slots=True)
class ClosedView:
    """What became of corrected words: the day on which they changed again or were taken back, and where that is."""

    day: date
    url: str
    is_taken_back: bool = False


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """One public correction of one turn, as it is under the turn.

    `was` and `now` are the words before and after; they are the same where only the speaker was corrected
    (`is_of_name`), or where words were removed and may not be repeated (`is_removal`). `url` leads to the entry in the
    list of corrections. `before` is the number of the version that has the turn as it was, 0 where none shows it. It is
    `closed` once its words changed again.
    """

    day: date
    note: str
    was: str
    now: str
    url: str
    is_of_name: bool = False
    is_removal: bool = False
    closed: ClosedView | None = None
    before: int = 0

    @property
    def is_new(self) -> bool:
        """Whether the turn was added."""
        return not self.was and not self.is_of_name

    @property
    def is_of_words(self) -> bool:
        """Whether the text itself changed, and not only the speaker."""
        return self.was != self.now

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The first few changes, each with its surroundings."""
        return excerpt(self.was, self.now, longest=LONGEST_CHANGE, most=MOST_CHANGES)


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """A paragraph: its id on the page, its number in the turn from 1 on, its text, and its permanent link.

    `time` is the second of the recording at which it begins, None where that is not known.

    The text may hold line ends. `public_id` is empty for one that is not saved yet. `marks` are corrections that are
    at the paragraph itself; `pieces` the text with the corrected words as new ones, and nothing where there are none.
    """

    id: str
    number: int
    text: str
    url: str = ""
    public_id: str = ""
    marks: tuple[CorrectionView, ...] = ()
    pieces: tuple[Piece, ...] = ()
    time: int | None = None


@dataclass(frozen=True, slots=True)
class TurnView:
    """A turn: its id on the page, its attribution (`by`), and its paragraphs.

    `speaker` is the participant's name in the document, and `label` what was printed before the words. `role` is
    set where a person speaks for the first time in the exchange; `who` is the attribution as a quotation prints it.
    `profile_url` leads to the page of the speaker or the outlet, `url` to the turn for ever. `public_id` is
    empty for a turn that is not saved yet. `place` counts the turns of one kind and name in the exchange, from 1 on; it
    is 0 where there is only one.
    """

    id: str
    public_id: str
    number: int
    kind: Kind
    by: Attribution
    role: str
    who: str
    paragraphs: tuple[ParagraphView, ...]
    speaker: str = ""
    label: str = ""
    profile_url: str = ""
    url: str = ""
    corrections: tuple[CorrectionView, ...] = ()
    place: int = 0

    @property
    def text(self) -> str:
        """The paragraphs, parted by blank lines."""
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class ExchangeView:
    """An exchange: its id on the page, its number in the conference, and the addresses of its page and for ever.

    `page` is the number of the source page that it came from. `public_id` is empty for one that is not saved yet.
    """

    id: str
    public_id: str
    number: int
    heading: str
    page: int | None
    topics: tuple[NameView, ...]
    turns: tuple[TurnView, ...]
    page_url: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class TranscriptView:
    """A conference's transcript, whole or the exchanges of it that a page shows.

    `day` is the day it is listed under: held, else posted, else entered. `facts` are short texts of the head, such as
    the venue. `record_status` is the code of the record status, empty where there is no record yet.
    `slug` is the conference's in the readers' addresses, empty where it has none. Dates are days; `language` is a
    BCP 47 tag in lower case. It `has_times` where a paragraph has the second at which it begins in the recording.
    """

    title: str
    language: str
    series: NameView | None
    day: date | None
    held_on: date | None
    starts_at: time | None
    posted_on: date | None
    facts: tuple[str, ...]
    source: str
    source_url: str
    summary: str
    record_status: str
    slug: str
    people: tuple[PersonView, ...]
    exchanges: tuple[ExchangeView, ...]
    has_times: bool = False

    def find(self, number: int) -> ExchangeView | None:
        """Return the exchange with this number, if the view holds it."""
        first = self.exchanges[0].number if self.exchanges else 1
        index = number - first
        return self.exchanges[index] if 0 <= index < len(self.exchanges) else None

    def part_people(self, exchanges: Iterable[ExchangeView]) -> tuple[list[PersonView], list[PersonView]]:
        """Return the participants who speak in `exchanges`, and the others."""
        speaking = {turn.speaker for exchange in exchanges for turn in exchange.turns}
        here = [person for person in self.people if person.name in speaking]
        return here, [person for person in self.people if person.name not in speaking]
