"""Corrections of a turn, each at its paragraph, with the changed words marked. (Pure.)"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from transcripts.document import How, Piece, compare_words, earlier_spans, mark_of
from transcripts.presentation.views import CorrectionView

Span = tuple[int, int]


@dataclass(slots=True)
class Placed:
    """The corrections of one turn: those at each paragraph by its index, and those `left` for the turn as a whole.

    `spans` are the places of corrected words that are still there, in each paragraph's text.
    """

    at: dict[int, list[CorrectionView]] = field(default_factory=lambda: defaultdict(list))
    left: list[CorrectionView] = field(default_factory=list)
    spans: dict[int, set[Span]] = field(default_factory=lambda: defaultdict(set))

    def pieces(self, index: int, text: str) -> tuple[Piece, ...]:
        """Return the paragraph in pieces, the corrected words as new ones; nothing where none is marked."""
        marked: list[Piece] = []
        at = 0
        for start, end in sorted(self.spans.get(index, ())):
            if start < at:
                continue  # two corrections of the same words
            marked += [Piece(How.SAME, text[at:start]), Piece(How.NEW, text[start:end])]
            at = end
        return (*(piece for piece in marked if piece.text), Piece(How.SAME, text[at:])) if marked else ()


def place_corrections(paragraphs: Sequence[str], corrections: Sequence[CorrectionView], *, language: str) -> Placed:
    """Place the corrections of a turn that has these paragraphs now."""
    placed = Placed()
    if not corrections:
        return placed
    starts = [sum(len(each) + 2 for each in paragraphs[:index]) for index in range(len(paragraphs))]
    text = "\n\n".join(paragraphs)
    for correction in corrections:
        if correction.is_removal:
            holding = [index for index, each in enumerate(paragraphs) if mark_of(language) in each]
            _put(placed, correction, holding)
            continue
        if correction.is_new or not correction.is_of_words or correction.is_of_name:
            placed.left.append(correction)
            continue
        changed = _changed(correction)
        spans = changed if correction.now == text else earlier_spans(text, correction.now, changed, keeps_empty=True)
        holding = []
        for start, end in spans:
            for index, each in enumerate(paragraphs):
                low, high = start - starts[index], end - starts[index]
                if low > len(each) or high < 0 or (low == len(each) and high > low):
                    continue
                holding.append(index)
                inside = (max(low, 0), min(high, len(each)))
                if inside[0] < inside[1] and not correction.closed:
                    placed.spans[index].add(inside)
        _put(placed, correction, holding)
    return placed


def _put(placed: Placed, correction: CorrectionView, holding: Sequence[int]) -> None:
    if holding:
        placed.at[min(holding)].append(correction)
    else:
        placed.left.append(correction)


def _changed(correction: CorrectionView) -> list[Span]:
    """Return the places of the new words in the corrected text; an empty one where words only went."""
    spans: list[Span] = []
    at = 0
    pieces = compare_words(correction.was, correction.now)
    for number, piece in enumerate(pieces):
        if piece.how == How.NEW:
            spans.append((at, at + len(piece.text)))
        elif piece.how == How.GONE and not (number + 1 < len(pieces) and pieces[number + 1].how == How.NEW):
            spans.append((at, at))
        at += 0 if piece.how == How.GONE else len(piece.text)
    return spans
