"""Grouping of turns into exchanges: the turns of one page, mostly a question and its answers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from transcripts.document import ExchangeText, Kind, TurnText
from transcripts.intake.labels.shapes import generic_core
from transcripts.intake.vocabulary import QUESTIONERS
from transcripts.text import fold, is_chinese

SHORT_QUESTION = 15  # words
SHORT_CHINESE_QUESTION = 40  # characters
_SPOKEN = (Kind.ANSWER, Kind.STATEMENT)


def group_turns(
    turns: Sequence[TurnText],
    headings: Mapping[int, str] | None = None,
    *,
    page: int | None = None,
    breaks: Collection[int] = (),
    joins: Collection[int] = (),
) -> tuple[ExchangeText, ...]:
    """Return the exchanges that `turns` make up, each with the number of the source page, if known.

    `headings` are explicit breaks: the index of a turn that begins an exchange, and the exchange's heading. So are
    `breaks`, without a heading; `joins` are the indices of turns that begin none.
    An exchange also begins at a question that follows an answer, and takes the chair's words just before it along.
    """
    headings = {index: heading for index, heading in (headings or {}).items() if index not in joins}
    starts = {0, *headings, *breaks}
    far = _SoFar()
    for index, turn in enumerate(turns):
        if index in starts:
            far = _SoFar(begin=index)
        if turn.kind is Kind.QUESTION and far.is_closed_by(turn) and index not in joins:
            opening = far.with_chair(index)
            if opening not in joins:
                starts.add(opening)
                far = _SoFar(begin=opening, led=index > opening)
        far.take(index, turn)
    ordered = sorted(starts)
    ends = [*ordered[1:], len(turns)]
    return tuple(
        ExchangeText(turns=tuple(turns[start:end]), heading=headings.get(start, ""), page=page)
        for start, end in zip(ordered, ends, strict=True)
        if start < end
    )


@dataclass(slots=True)
class _SoFar:
    """The state of an exchange so far: enough to decide whether a question opens the next one.

    `begin` is the index of its first turn, `led` whether the last turn is the chair's, `chair_from` where the chair's
    last words in a row begin. `before` is the kind of the last turn that is neither the chair's nor a note.
    """

    begin: int = 0
    led: bool = False
    chair_from: int | None = None
    spoken: bool = False
    answered: bool = False
    before: Kind | None = None
    askers: set[tuple[str, ...]] = field(default_factory=set)

    def take(self, index: int, turn: TurnText) -> None:
        """Add a turn."""
        self.led = turn.kind is Kind.MODERATOR
        if self.led:
            self.chair_from = index if self.chair_from is None else self.chair_from
        else:
            self.chair_from = None
        if turn.kind in _SPOKEN:
            self.spoken = True
            self.answered = self.answered or bool(self.askers)
        elif turn.kind is Kind.QUESTION:
            self.askers.update(_voices_of(turn))
        if turn.kind not in (Kind.MODERATOR, Kind.NOTE):
            self.before = turn.kind

    def is_closed_by(self, question: TurnText) -> bool:
        """Return whether `question` begins an exchange of its own."""
        if not self.spoken:
            return False
        if not self.askers:
            return True
        # The chair calls the next questioner after an answer that was followed by thanks.
        handed_on = self.led and self.answered
        if self.before is Kind.QUESTION and not handed_on:
            return False
        if _is_bare(question):
            return self.led or not _is_short(question)
        return not self.askers & _voices_of(question)

    def with_chair(self, index: int) -> int:
        """Return the first turn of an exchange whose question is at `index`: that of the chair's words just before."""
        if self.chair_from is None:
            return index
        return max(self.chair_from, self.begin + 1)


def _voices_of(turn: TurnText) -> set[tuple[str, ...]]:
    """Return the keys that identify a questioner: the label, or outlet and journalist where there is none."""
    if turn.label:
        return {("label", fold(turn.label))}
    return {("outlet", fold(turn.outlet), fold(turn.journalist))}


def _is_bare(turn: TurnText) -> bool:
    """Return whether the label does not identify the questioner."""
    return not (turn.outlet or turn.journalist or turn.speaker) and (
        not turn.label or generic_core(turn.label) in QUESTIONERS
    )


def _is_short(turn: TurnText) -> bool:
    text = turn.text
    return len(text) <= SHORT_CHINESE_QUESTION if is_chinese(text) else len(text.split()) <= SHORT_QUESTION
