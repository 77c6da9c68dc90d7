"""Spelling suggestions: words of the index that are one edit away from a word that it does not hold."""

from dataclasses import dataclass

from transcripts.search.finding import open_window
from transcripts.search.index_query import Filters
from transcripts.search.query import MAX_LENGTH
from transcripts.search.words import vocabulary
from transcripts.text import one_edit_away
from transcripts.tokens import Token, tokens

SHORTEST = 4  # letters: of shorter words, too many are one letter apart
MAX_WORDS = 4  # of a query that are looked up
RARE = 3  # turns up to which a word may be a misspelling itself


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A corrected text, and its number of public matches."""

    text: str
    total: int
    is_capped: bool


def suggest(text: str, filters: Filters) -> Suggestion | None:
    """Return a corrected form of `text`, if it finds anything public. One query and those of a lookup."""
    text = text[:MAX_LENGTH]
    words = [token for token in tokens(text) if token.word.isascii() and token.word.isalpha()]
    words = [token for token in words if len(token.word) >= SHORTEST][:MAX_WORDS]
    if not words:
        return None
    near = {token.word: sorted({token.word, *one_edit_away(token.word)}) for token in words}
    known = vocabulary.counts(sorted({word for group in near.values() for word in group}))
    better = _corrected(text, words, near, known)
    if better == text:
        return None
    window = open_window(better, filters)
    return Suggestion(better, len(window.rows), window.is_capped) if window.rows else None


def _corrected(text: str, words: list[Token], near: dict[str, list[str]], known: dict[str, int]) -> str:
    """Return the text with each unknown word replaced by the most frequent one that is near it."""
    for token in reversed(words):
        turns = known.get(token.word, 0)
        if turns > RARE:
            continue
        best = max(near[token.word], key=lambda word: (known.get(word, 0), word))
        if known.get(best, 0) > max(turns * 10, 0):
            text = text[: token.start] + best + text[token.end :]
    return text
