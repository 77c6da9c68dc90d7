"""What intake hands on: the parse of one file, and what it is not sure of."""

from dataclasses import dataclass

from transcripts.document import TranscriptDocument


class IntakeError(ValueError):
    """A file that cannot be taken in. The message is a sentence that says what is wrong, and on which line."""


@dataclass(frozen=True, slots=True)
class IntakeWarning:
    """Something an editor should look at. `line` counts from 1; None is the file as a whole."""

    line: int | None
    message: str


@dataclass(frozen=True, slots=True)
class ParsedTranscript:
    """A document and what else its source said.

    `page` is the number of the source page that this is, when it is known; `is_partial` says that a pager
    or a page number was seen, so that this is one page of several. `document.pages` is how many pages the
    source announced. `document.people` are those whom the page states; who is merely heard is in the turns.
    """

    document: TranscriptDocument
    page: int | None = None
    is_partial: bool = False
    breadcrumb: tuple[str, ...] = ()
    warnings: tuple[IntakeWarning, ...] = ()
