"""The words by which pages in other languages than English and Chinese are read, one data file a language.

English and Chinese are in `vocabulary` and `list_words`. A page's language is not asked first: a word counts on
every page, so a word that is another thing in English is in none of the files.
"""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_BOUNDED = re.compile(r"[A-Za-z\u00c0-\u04ff]")
LANGUAGES = (
    "fr", "es", "de", "pt", "it", "nl", "pl", "ru", "ja", "ko", "ar",
    "tr", "id", "ms", "vi", "uk", "cs", "sk", "sv", "da", "nb", "fi", "hu", "ro", "el", "bg",
)  # fmt: skip


@cache
def _tables() -> dict[str, dict[str, dict[str, list[str]]]]:
    files = {language: Path(__file__).with_name(f"{language}.toml") for language in LANGUAGES}
    return {language: tomllib.loads(file.read_text(encoding="utf-8")) for language, file in files.items()}


def words_in(text: str) -> frozenset[str]:
    """Return the words of a table, which blanks part."""
    return frozenset(text.split())


def words_for(section: str, key: str, languages: Iterable[str] = LANGUAGES) -> frozenset[str]:
    """Return the words of all languages, or of some, under a key of a section: words_for("labels", "asks")."""
    tables = _tables()
    return frozenset(word.casefold() for language in languages for word in tables[language][section][key])


def common_words(language: str) -> list[str]:
    """Return the commonest words of a language, seventeen of each in Latin letters; of another, none."""
    return _tables()[language]["words"]["common"]


def any_of(words: Iterable[str]) -> str:
    """Return an expression for any of the words, longest first; Latin and Cyrillic ones only as whole words.

    These share one bound: where each has its own, all of them are tried at every character.
    """
    ordered = sorted(words, key=lambda word: (-len(word), word))
    bounded = "|".join(re.escape(word) for word in ordered if _BOUNDED.match(word))
    others = [re.escape(word) for word in ordered if not _BOUNDED.match(word)]
    return "|".join(([rf"\b(?:{bounded})\b"] if bounded else []) + others)
