"""The results of intake: the parse of one file, its import warnings and its errors."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from transcripts.document import TranscriptDocument
from transcripts.intake.account import HeadLine
from transcripts.intake.left_out import LeftOut
from transcripts.intake.messages import message

# Warnings of missing facts; dropped when something outside the words states the fact.
NO_TITLE = message("No line was found that could be the title.")
NO_DATE = message("No date was found, neither of the conference nor of the page.")


class IntakeError(ValueError):
    """Error for a file that cannot be imported. The message is a sentence that names the fault and the line."""

    @property
    def sentence(self) -> str:
        """The message, with the template that it was made from, if it has one."""
        return self.args[0] if self.args and isinstance(self.args[0], str) else str(self)


@dataclass(frozen=True, slots=True)
class IntakeWarning:
    """An import warning: something for an editor to check. `line` counts from 1; None is the file as a whole.

    `label` is set where the line looks like a speaker's label and was taken for words: `Hints.labels` can make it one.
    `quote` is the beginning of the line, unless the message has it: a word processor shows no numbers of lines.
    """

    line: int | None
    message: str
    label: str = ""
    quote: str = field(default="", compare=False)


def one_a_place(warnings: Iterable[IntakeWarning]) -> tuple[IntakeWarning, ...]:
    """Return the warnings in the order of their lines, of those at one line the first; all of the file as a whole."""
    kept: dict[tuple[int, str], IntakeWarning] = {}
    for one in warnings:
        kept.setdefault((one.line or 0, "" if one.line else one.message), one)
    return tuple(kept[key] for key in sorted(kept, key=lambda key: key[0]))


@dataclass(frozen=True, slots=True)
class LabelSeen:
    """A label of the page, listed once, and its meaning.

    `voice` is speaker, outlet, chair, interpreter, unknown or words; a label that was taken for words opens no turn.
    `name` is the person or the outlet that it was linked to, if any. `line` is where it stands first. `why` are the
    clues for it, the weightiest first; `sure` means that they make it nearly certain.
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
    """A document and further facts from its source.

    `page` is the number of the source page that this is, when it is known; `is_partial` means that a pager
    or a page number was seen, so that this is one page of several. `document.pages` is how many pages the
    source announced. `document.people` are those that the page states and, where it is a whole, those of the office
    who speak under a name of their own.

    `lines` holds, for each turn of `document.turns` in order, the line of the source on which it opens, 0 where that
    is unknown; it is empty when several pages were joined. `labels` are the labels in order of appearance.
    `reporters` are those who ask under a name of their own.
    `ids` are the public ids that a sheet states, each with the line on which it stands first.
    `is_bilingual` means that two languages take turns; `document.language` is then the one that has more words.
    `parts` are the pages that it was joined of, in their order; none when it is of one file. `digest` is the file's.
    `head` are the lines that the head was read from, `left_out` the words that are in neither, with those that the
    reader left out: all words of a page are in its turns, in `head` or in `left_out`. So are those of Akoma Ntoso and
    of a sheet, whose `head` also holds what square brackets and the lines under a heading state.
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
    head: tuple[HeadLine, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
