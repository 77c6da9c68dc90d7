"""From turns to exchanges: an exchange is what stands on one page, mostly a question and its answers."""

from collections.abc import Mapping, Sequence

from transcripts.document import Exchange, Kind, Turn
from transcripts.intake.labels import generic_core
from transcripts.intake.vocabulary import QUESTIONERS
from transcripts.text import fold, is_chinese

SHORT_QUESTION = 15  # words
SHORT_CHINESE_QUESTION = 40  # characters
_SPOKEN = (Kind.ANSWER, Kind.STATEMENT)


def group_turns(
    turns: Sequence[Turn], headings: Mapping[int, str] | None = None, *, page: int | None = None
) -> tuple[Exchange, ...]:
    """Return the exchanges that `turns` make up, each with the number of the source page, if known.

    `headings` are explicit breaks: the index of a turn that begins an exchange, and the exchange's heading.
    An exchange also begins at a question that follows an answer, and takes the chair's words just before it along.
    """
    headings = headings or {}
    starts = {0, *headings}
    begin = 0
    for index, turn in enumerate(turns):
        if index in headings:
            begin = index
        if turn.kind is Kind.QUESTION and _opens_exchange(turns, index, begin):
            begin = _with_chair(turns, index, begin)
            starts.add(begin)
    ordered = sorted(starts)
    ends = [*ordered[1:], len(turns)]
    return tuple(
        Exchange(turns=tuple(turns[start:end]), heading=headings.get(start, ""), page=page)
        for start, end in zip(ordered, ends, strict=True)
        if start < end
    )


def _opens_exchange(turns: Sequence[Turn], index: int, begin: int) -> bool:
    """Say whether the question at `index` begins an exchange of its own."""
    turn = turns[index]
    earlier = turns[begin:index]
    if not any(one.kind in _SPOKEN for one in earlier):
        return False
    questions = [one for one in earlier if one.kind is Kind.QUESTION]
    if not questions:
        return True
    before = next((one for one in reversed(earlier) if one.kind not in (Kind.MODERATOR, Kind.NOTE)), None)
    if before is None or (before.kind is Kind.QUESTION and not _is_handed_on(earlier)):
        return False
    if _is_bare(turn):
        called = earlier[-1].kind is Kind.MODERATOR
        return called or not _is_short(turn)
    return not any(_is_same_questioner(turn, one) for one in questions)


def _is_handed_on(earlier: Sequence[Turn]) -> bool:
    """Say whether the chair calls the next one after an answer, for which somebody has thanked."""
    first = next(index for index, one in enumerate(earlier) if one.kind is Kind.QUESTION)
    return earlier[-1].kind is Kind.MODERATOR and any(one.kind in _SPOKEN for one in earlier[first:])


def _with_chair(turns: Sequence[Turn], index: int, begin: int) -> int:
    """Return where an exchange begins whose question stands at `index`: at the chair's words just before."""
    while index - 1 > begin and turns[index - 1].kind is Kind.MODERATOR:
        index -= 1
    return index


def _is_bare(turn: Turn) -> bool:
    """Say whether the label tells nothing of who asks."""
    return not (turn.outlet or turn.journalist or turn.speaker) and (
        not turn.label or generic_core(turn.label) in QUESTIONERS
    )


def _is_short(turn: Turn) -> bool:
    text = turn.text
    return len(text) <= SHORT_CHINESE_QUESTION if is_chinese(text) else len(text.split()) <= SHORT_QUESTION


def _is_same_questioner(one: Turn, two: Turn) -> bool:
    """Say whether one voice asks both: the label is the same, or outlet and journalist are."""
    if one.label or two.label:
        return fold(one.label) == fold(two.label)
    return (fold(one.outlet), fold(one.journalist)) == (fold(two.outlet), fold(two.journalist))
