"""The imprint of a file: publisher, licence, addresses and version of the transcript."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from transcripts.document import TranscriptDocument
from transcripts.presentation.links import Links
from transcripts.presentation.make_view import make_view
from transcripts.presentation.views import TranscriptView


@dataclass(frozen=True, slots=True)
class CorrectionNote:
    """A public correction: the day, its note or a removal's reason, and the permanent ids of the turns that changed."""

    day: date
    note: str
    turns: tuple[str, ...] = ()
    is_removal: bool = False


@dataclass(frozen=True, slots=True)
class Imprint:
    """The imprint of a file. Addresses are absolute; texts are in the language of the transcript where there are any.

    `root` is the site's address with the path of the language, without a slash at its end; `path` that of the
    conference for ever, and `query` follows the addresses of a past version. `version` is the number of the public
    version, 0 where there is none, `made_at` the moment from which readers saw it. Of a transcript that `is_running`
    that is the time as of which it is shown, and `record_status` says so. `first` is the position of the
    document's first exchange where the document is a part of a conference, else None. `profiles` are addresses of
    participants, by the name printed.
    """

    publisher: str = ""
    licence: str = ""
    root: str = ""
    path: str = ""
    query: str = ""
    version: int = 0
    made_at: datetime | None = None
    record_status: str = ""
    is_running: bool = False
    first: int | None = None
    corrections: tuple[CorrectionNote, ...] = ()
    profiles: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The permanent address of the conference."""
        return self.root + self.path + self.query

    @property
    def is_extract(self) -> bool:
        """Whether the document is a part of a conference."""
        return self.first is not None

    def exchange(self, public_id: str) -> str:
        """Return the permanent address of an exchange."""
        return f"{self.root}/exchanges/{public_id}/{self.query}"

    def turn(self, public_id: str) -> str:
        """Return the permanent address of a turn."""
        return f"{self.root}/turns/{public_id}/{self.query}"

    def paragraph(self, public_id: str) -> str:
        """Return the permanent address of a paragraph."""
        return f"{self.root}/paragraphs/{public_id}/{self.query}"

    def view(self, document: TranscriptDocument) -> TranscriptView:
        """Return the document as readers see it, with absolute permanent addresses."""
        links = Links(people=self.profiles, exchange=self.exchange, turn=self.turn, paragraph=self.paragraph)
        return make_view(document, links, first=self.first or 1)


NO_IMPRINT = Imprint()
