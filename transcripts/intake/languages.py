"""The language of a page, as far as its script and its commonest words tell."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from transcripts.intake.language_words import LANGUAGES, common_words
from transcripts.text import is_chinese

# Everyday characters that are written otherwise in the other script.
_TRADITIONAL = frozenset("國會們這個說來對時實發記問進過動現與為長門開關經濟點題議員應該還沒讓從東車兩業當樣")
_SIMPLIFIED = frozenset("国会们这个说来对时实发记问进过动现与为长门开关经济点题议员应该还没让从东车两业当样")
_KANA = re.compile("[\u3041-\u30fa]")
_ENGLISH = (
    "the",
    "and",
    "of",
    "to",
    "is",
    "that",
    "in",
    "it",
    "for",
    "we",
    "you",
    "on",
    "with",
    "are",
    "this",
    "be",
    "have",
)
_WORD = re.compile(r"[^\W\d_]+")
LONGEST_SAMPLE = 50_000  # characters that are looked at
_SCRIPTS = (
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("ar", re.compile("[\u0620-\u064a]")),
)


def guess_language(text: str) -> str:
    """Return the BCP 47 tag that the script of `text` suggests; in Latin letters, that its commonest words do."""
    letters = sum(map(str.isalpha, text)) or 1
    if len(_KANA.findall(text)) * 20 > letters:
        return "ja"
    if is_chinese(text):
        traditional = sum(char in _TRADITIONAL for char in text)
        simplified = sum(char in _SIMPLIFIED for char in text)
        both = len(_TRADITIONAL & _SIMPLIFIED)
        return "zh-hant" if traditional > simplified and both < len(_TRADITIONAL) else "zh-hans"
    for tag, script in _SCRIPTS:
        if len(script.findall(text)) * 2 > letters:
            return tag
    words = Counter(_WORD.findall(text[:LONGEST_SAMPLE].lower()))
    counts = {tag: sum(words[word] for word in common) for tag, common in _common_words()}
    # Every count is of as many words; English has the first word where two are as common.
    return max(counts, key=lambda tag: counts[tag])


@cache
def _common_words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the commonest words of the languages in Latin letters, as many of each."""
    foreign = ((language, tuple(common_words(language))) for language in LANGUAGES)
    return (("en", _ENGLISH), *((language, words) for language, words in foreign if words))


def is_bilingual(texts: Sequence[str]) -> bool:
    """Return whether turns in Chinese and in another language take turns, about as many of each."""
    chinese = sum(is_chinese(text) for text in texts)
    return len(texts) >= 4 and chinese * 3 >= len(texts) and (len(texts) - chinese) * 3 >= len(texts)
