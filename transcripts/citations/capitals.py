"""Title case as American citation styles require it."""

import re

# Words that stay small inside a title.
_SMALL = frozenset(
    re.findall(
        r"\w+",
        "a an and as at but by for from in into nor of off on onto or over per so the till to up via vs with yet",
    )
)
_PLAIN_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ENDS_PART = (":", "?", "!", "—", "–", ".")
_BEFORE = "“‘\"'«([¿¡"
_AFTER = ",;:?!”’\"'»)]…"


def capitalize_title(title: str, language: str) -> str:
    """Return an English title with a capital on each of its words but the small ones; others as they are.

    Only what is a word in small letters and nothing else gets one: “5 p.m.”, “iPhone” and “www.example.org” stay.
    """
    if language != "en":
        return title
    pieces = re.split(r"(\s+)", title)
    words = [number for number, piece in enumerate(pieces) if piece and not piece.isspace()]
    is_first = True
    for number in words:
        piece = pieces[number]
        core = piece.lstrip(_BEFORE).rstrip(_AFTER)
        # A full stop ends the title or is in an abbreviation: what it ends is a word only at the end.
        core = core.rstrip(".") if number == words[-1] and core.count(".") == 1 else core
        if _PLAIN_WORD.fullmatch(core) and core.islower():
            is_small = core in _SMALL and not is_first and number != words[-1]
            if not is_small:
                at = piece.index(core)
                pieces[number] = piece[:at] + core[0].upper() + piece[at + 1 :]
        is_first = piece.rstrip("”’\"'»)").endswith(_ENDS_PART) and not _is_abbreviation(piece)
    return "".join(pieces)


def _is_abbreviation(piece: str) -> bool:
    """Return whether a word that ends with a full stop is an abbreviation, as far as its letters tell: “p.m.”, “No.”"""
    return piece.endswith(".") and (piece.count(".") > 1 or len(piece) <= 4)
