"""Colours of letters: which of them tell words from others, where nothing else does."""

import re
from collections.abc import Sequence

from transcripts.intake.readers.line_builder import Piece

_HEX = re.compile(r"#?(?P<digits>[0-9a-f]{6}|[0-9a-f]{3})(?:[0-9a-f]{2})?", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*,?\s*(\d{1,3})\s*,?\s*(\d{1,3})\b.*\)", re.IGNORECASE)
_NAMED = frozenset(
    (
        "red", "blue", "green", "navy", "maroon", "purple", "teal", "brown", "orange", "darkred", "darkblue",
        "darkgreen", "crimson", "firebrick", "royalblue", "steelblue", "indigo", "olive", "magenta", "mediumblue",
    )
)  # fmt: skip
LEAST_SPREAD = 64  # of 255, between the strongest and the weakest of red, green and blue; black and grey have none


def is_colour(stated: str) -> bool:
    """Return whether a stated colour is one that readers see as such: “red”, “#c00000”, “C00000”, “rgb(192, 0, 0)”."""
    stated = stated.strip().lower()
    match = _HEX.fullmatch(stated)
    if match:
        digits = match["digits"] if len(match["digits"]) == 6 else "".join(char * 2 for char in match["digits"])
        parts = [int(digits[at : at + 2], 16) for at in (0, 2, 4)]
    elif rgb := _RGB.fullmatch(stated):
        parts = [int(part) for part in rgb.groups()]
    else:
        return stated in _NAMED
    return max(parts) - min(parts) >= LEAST_SPREAD


def take_colour(pieces: Sequence[Piece], coloured: Sequence[Piece]) -> None:
    """Take words in colour for bold, where no bold words stand among them or after them.

    `coloured` are the same pieces, read with colour for bold.
    """
    first = next((at for at, piece in enumerate(coloured) if piece.bold and piece.reason is None), None)
    if first is None or len(pieces) != len(coloured) or any(piece.bold for piece in pieces[first:]):
        return
    for piece, other in zip(pieces[first:], coloured[first:], strict=True):
        piece.bold = other.bold
