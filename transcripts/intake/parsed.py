"""What intake hands on: the parse of one file, and what it is not sure of."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from transcripts.document import TranscriptDocument
from transcripts.intake.messages import message

# Said of what is missing, until something outside the words is found to state it.
NO_TITLE = message("No line was found that could be the title.")
NO_DATE = message("No date was found, neither of the conference nor of the page.")


class IntakeError(ValueError):
    """A file that cannot be taken in. The message is a sentence that says what is wrong, and on which line."""

    @property
    def sentence(self) -> str:
        """The message, with the template that it was made from, if it has one."""
        return self.args[0] if self.args and isinstance(self.args[0], str) else str(self)


@dataclass(frozen=True, slots=True)
class IntakeWarning:
    """Something an editor should look at. `line` counts from 1; None is the file as a whole.

    `label` is set where the line looks like a speaker's label and was taken for words: `Hints.labels` can make it one.
    """

    line: int | None
    message: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class LabelSeen:
    """A label of the page, once, and what it was taken to mean.

    `voice` is speaker, outlet, chair, interpreter, unknown or words; a label that was taken for words opens no turn.
    `name` is the person or the outlet that it was linked to, if any. `line` is where it stands first. `why` are the
    clues that spoke for it, the weightiest first; `sure` says that they leave little doubt.
    """

    label: str
    voice: str
    turns: int
    line: int
    name: str = ""
    sure: bool = True
    why: str = ""


@dataclass(frozen=True, slots=True)
class ParsedTranscript:
    """A document and what else its source said.

    `page` is the number of the source page that this is, when it is known; `is_partial` says that a pager
    or a page number was seen, so that this is one page of several. `document.pages` is how many pages the
    source announced. `document.people` are those whom the page states and, where it is a whole, those of the office
    who are heard under a name of their own.

    `lines` holds, for each turn of `document.turns` in order, the line of the source on which it opens, 0 where that
    is unknown; it is empty when several pages were joined. `labels` are the labels in order of appearance.
    `reporters` are those who ask under a name of their own.
    `ids` are the public ids that a sheet states, each with the line on which it stands first.
    `is_bilingual` says that two languages take turns; `document.language` is then the one that has more words.
    `parts` are the pages that it was joined of, in their order; none when it is of one file. `digest` is the file's.
    """

    document: TranscriptDocument
    page: int | None = None
    is_partial: bool = False
    breadcrumb: tuple[str, ...] = ()
    warnings: tuple[IntakeWarning, ...] = ()
    lines: tuple[int, ...] = ()
    labels: tuple[LabelSeen, ...] = ()
    is_bilingual: bool = False
    reporters: tuple[str, ...] = ()
    ids: Mapping[str, int] = field(default_factory=dict)
    parts: tuple["ParsedTranscript", ...] = ()
    digest: str = field(default="", compare=False)
