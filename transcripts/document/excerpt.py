"""Excerpts of a changed text: the changes with a little of the text around them."""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

from transcripts.document.differences import How, Piece, compare_words
from transcripts.text import LINE_END_WITHOUT_BLANK

CONTEXT = 60  # columns kept on each side of a change; a Chinese character takes two
BRIDGE = 5  # changes with no more than this between them are shown as one, if words were replaced
WORD = 16  # columns given up at the most, so that a cut falls between words
ELLIPSIS = "…"
_BREAK = re.compile(r"\s*\n\s*")
_PARAGRAPH_MARK = " ¶ "
_LOOSE = " \n,;:，；：、"  # characters that are dropped before an ellipsis


@dataclass(frozen=True, slots=True)
class _Change:
    """Words that were replaced, added or removed, and the unchanged text before them."""

    before: str
    gone: str
    new: str


@lru_cache(maxsize=512)
def excerpt(
    old: str, new: str, *, context: int = CONTEXT, whole: int = 0, longest: int = 0, most: int = 0
) -> tuple[Piece, ...]:
    """Return the pieces that turn `old` into `new`, each change with the text around it; ellipses for the rest.

    A text of at most `whole` columns is kept whole; of a changed piece at most `longest` columns are kept, and of
    the changes the first `most`; 0 is no bound. Ends of paragraphs are spaces, but none behind full-width punctuation,
    and a ¶ where they changed.
    """
    changes, after = _changes(compare_words(old, new))
    is_cut = 0 < most < len(changes)
    if is_cut:
        after, changes = changes[most].before, changes[:most]
    keeps_all = not is_cut and max(width(old), width(new)) <= whole
    pieces = []
    for number, change in enumerate(changes):
        between = change.before if keeps_all else _between(change.before, context, is_first=number == 0)
        pieces.append(Piece(How.SAME, _join_lines(between)))
        pieces.append(Piece(How.GONE, _shorten(change.gone, longest)))
        pieces.append(Piece(How.NEW, _shorten(change.new, longest)))
    after = after if keeps_all else _head(after, context)
    after += ELLIPSIS if is_cut and not after.endswith(ELLIPSIS) else ""
    pieces.append(Piece(How.SAME, _join_lines(after)))
    return tuple(piece for piece in pieces if piece.text)


def _join_lines(text: str) -> str:
    return _BREAK.sub(" ", LINE_END_WITHOUT_BLANK.sub("", text))


def width(text: str) -> int:
    """Return the number of columns that `text` takes: a Chinese character takes two."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _changes(pieces: list[Piece]) -> tuple[list[_Change], str]:
    """Return the changes among `pieces`, those close together joined, and the text after the last."""
    changes: list[_Change] = []
    same = ""
    for piece in pieces:
        if piece.how == How.SAME:
            same = piece.text
            continue
        if same or not changes:
            changes.append(_Change(same, "", ""))
            same = ""
        if piece.how == How.GONE:
            changes[-1] = replace(changes[-1], gone=piece.text)
        else:
            changes[-1] = replace(changes[-1], new=piece.text)
    joined: list[_Change] = []
    for change in changes:
        if joined and _is_one(joined[-1], change):
            first, between = joined.pop(), change.before
            joined.append(_Change(first.before, first.gone + between + change.gone, first.new + between + change.new))
        else:
            joined.append(change)
    return _without_spaces(joined, same)


def _without_spaces(changes: list[_Change], after: str) -> tuple[list[_Change], str]:
    """Return the changes, and the text after the last, without spaces around words that were added or removed.

    The spaces go to the text beside the words. A change that is a break alone stays as it is.
    """
    trimmed: list[_Change] = []
    carried = ""
    for change in changes:
        before, gone, new = carried + change.before, change.gone, change.new
        carried = ""
        words = "" if gone and new else gone or new
        if words.strip() and "\n" not in words:
            start, end = len(words) - len(words.lstrip()), len(words.rstrip())
            before, carried = before + words[:start], words[end:]
            gone, new = gone.strip(), new.strip()
        trimmed.append(_Change(before, gone, new))
    return trimmed, carried + after


def _is_one(first: _Change, second: _Change) -> bool:
    """Return whether two changes together replace words, and are so close that they read as one."""
    replaces = (first.gone or second.gone) and (first.new or second.new)
    return bool(replaces) and width(second.before) <= BRIDGE


def _between(text: str, context: int, *, is_first: bool) -> str:
    """Return the end of the text before the first change, or both ends of the text between two."""
    if is_first:
        return _tail(text, context)
    if width(text) <= 2 * context + WORD:
        return text
    return f"{_head(text, context)} {_tail(text, context).lstrip(ELLIPSIS)}"


def _shorten(text: str, longest: int) -> str:
    """Return a changed piece with its breaks shown, and its middle left out when it is too long."""
    text = _BREAK.sub(_PARAGRAPH_MARK, text)
    if longest and width(text) > longest:
        return f"{_head(text, longest * 2 // 3)} {_tail(text, longest // 3).lstrip(ELLIPSIS)}"
    return text


def _head(text: str, columns: int) -> str:
    """Return the beginning of `text`, cut between words, with an ellipsis where something follows."""
    taken = 0
    for index, char in enumerate(text):
        taken += _columns(char)
        if taken > columns:
            start = text.rfind(" ", max(0, index - WORD), index + 1)
            return text[: start if start > 0 else index].rstrip(_LOOSE) + ELLIPSIS
    return text


def _tail(text: str, columns: int) -> str:
    """Return the end of `text`, cut between words, with an ellipsis where something precedes."""
    taken = 0
    for index in range(len(text) - 1, -1, -1):
        taken += _columns(text[index])
        if taken > columns:
            end = text.find(" ", index, index + WORD)
            return ELLIPSIS + text[end + 1 if end >= 0 else index + 1 :].lstrip()
    return text
