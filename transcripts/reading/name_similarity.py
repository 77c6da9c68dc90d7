"""Name similarity: keys by which other spellings of a name are found, and the reason why two may be one. Pure.

Names that are one or two letters apart share an untouched part: of two halves one is whole after one slip, of three
thirds one is whole after two. Looking up parts at each length in reach finds them all, whatever the number of names.
"""

from collections.abc import Iterator
from functools import lru_cache

from django.db import models
from django.utils.translation import gettext_lazy as _
from opencc import OpenCC

from transcripts.intake.labels.honorifics import strip_honorific
from transcripts.intake.vocabulary import HONORIFICS, ROLE_NOUNS
from transcripts.models import KEY_LENGTH
from transcripts.text import edit_distance, fold, is_chinese
from transcripts.tokens import spell

SHORTEST = 6  # letters: shorter names that differ by a letter are two people
LONG = 12  # letters from which two slips are still likely to be slips
CACHED = 4096
MOST_WORDS = 10  # of a name that others are looked for in
CHINESE = 3  # characters of the shortest Chinese name that is looked for in others
_SIMPLE = OpenCC("t2s")


class SimilarityReason(models.TextChoices):
    """The reason why a record may be the one that a name means."""

    SAME = "same", _("the same name")
    WRITING = "writing", _("written differently")
    SPELLING = "spelling", _("almost the same spelling")
    ORDER = "order", _("the same words in another order")
    INITIALS = "initials", _("with initials")
    SHORT = "short", _("abbreviated")
    ROLE = "role", _("a name in common, and the same role")
    WITHIN = "within", _("one name contains the other")


@lru_cache(maxsize=CACHED)
def words_of(name: str) -> tuple[str, ...]:
    """Return the words of `name` in bare letters: folded, in simplified characters, without accents and hyphens."""
    plain = _SIMPLE.convert(strip_honorific(name)).replace(",", " ").replace(".", ". ")
    words = (spell(word).replace("·", "") for word in plain.split())
    return tuple(word for word in words if word)


def letters_of(name: str) -> str:
    """Return the letters of `name`, bare and without spaces."""
    return "".join(words_of(name))


def bare_name(name: str) -> str:
    """Return `name` folded, without a title before it: "taro kono" for "Mr. Taro Kono"."""
    return fold(strip_honorific(name))


@lru_cache(maxsize=CACHED)
def office_and_name(name: str) -> tuple[frozenset[str], str]:
    """Split "Minister Kono" into the words of the office and the name, folded; both empty if no title begins it."""
    words = [word.strip(".,") for word in fold(name).split()]
    start = next((at for at, word in enumerate(words) if word not in HONORIFICS | ROLE_NOUNS), len(words))
    if not start or start == len(words):
        return frozenset(), ""
    return frozenset(words[:start]) - HONORIFICS, " ".join(words[start:])


def exact_keys(name: str) -> list[str]:
    """Return the keys that a name shares with the same name in other letters or after a title."""
    return list(dict.fromkeys(_key("=", form) for form in (fold(name), bare_name(name))))


def stored_keys(name: str) -> set[str]:
    """Return all keys under which a name is stored."""
    letters, words = letters_of(name), words_of(name)
    keys = {*exact_keys(name), _key("~", "".join(sorted(letters)))}
    if len(words) > 1:
        first, last = words[0], words[-1]
        keys |= {_key("_", first), _key("_", last), _key(".", first[0], last), _key(".", last[0], first)}
    count = _parts(len(letters))
    keys |= {_key(str(len(letters)), str(at), letters[start:end]) for at, start, end in _cuts(len(letters), count)}
    return keys | {_key("<", letters)} | {_key(">", piece) for piece in _pieces(words)}


def near_keys(name: str) -> set[str]:
    """Return the keys under which similar names may be stored."""
    letters, words = letters_of(name), words_of(name)
    keys = {_key("~", "".join(sorted(letters)))}
    if len(words) > 1:
        first, last = words[0], words[-1]
        keys |= {_key(".", first[0], last), _key(".", last[0], first)}
    titled = office_and_name(name)[1] or (bare_name(name) if bare_name(name) != fold(name) else "")
    if titled:
        keys |= {*exact_keys(titled), *(_key("_", word) for word in words_of(titled)[-1:])}
    return keys | set(_slip_keys(letters))


def within_keys(name: str) -> set[str]:
    """Return the keys under which names are stored that are in this one, or in which it is."""
    words = words_of(name)
    return {_key(">", "".join(words)), *(_key("<", piece) for piece in _pieces(words))}


def is_within(name: str, other: str) -> bool:
    """Return whether one name is a part of the other, by whole words: "Port Board" of "Northbank Port Board"."""
    words, others = words_of(name), words_of(other)
    return "".join(words) in _pieces(others) or "".join(others) in _pieces(words)


def short_key(surname: str) -> str:
    """Return the key of everybody with this first or last name."""
    return _key("_", letters_of(surname))


def similarity_reason(name: str, other: str) -> SimilarityReason | None:
    """Return the reason why two names may be one, or None when they may not."""
    letters, others = letters_of(name), letters_of(other)
    words, other_words = words_of(name), words_of(other)
    if letters == others:
        return SimilarityReason.SAME if bare_name(name) == bare_name(other) else SimilarityReason.WRITING
    if sorted(words) == sorted(other_words) or _is_turned(words, others):
        return SimilarityReason.ORDER
    if _is_initialled(words, other_words) or _is_initialled(other_words, words):
        return SimilarityReason.INITIALS
    reach = _reach(min(len(letters), len(others)))
    if edit_distance(letters, others, most=reach) <= reach:
        return SimilarityReason.SPELLING
    return SimilarityReason.SHORT if _is_short(name, other) or _is_short(other, name) else None


@lru_cache(maxsize=CACHED)
def _pieces(words: tuple[str, ...]) -> frozenset[str]:
    """Return the letters of every run of at least two words, but for all of them.

    Of a name in Chinese, which is one word, its beginnings and endings of at least three characters.
    """
    words, length = words[:MOST_WORDS], len(words)
    if length == 1 and is_chinese(words[0]):
        word = words[0]
        return frozenset(part for at in range(CHINESE, len(word)) for part in (word[:at], word[-at:]))
    return frozenset(
        "".join(words[start:end])
        for start in range(len(words))
        for end in range(start + 2, len(words) + 1)
        if end - start < length
    )


def _is_turned(words: tuple[str, ...], others: str) -> bool:
    """Return whether `others` are the letters of the words, begun at another word: "Kong Wen-li" and "Wen Li Kong"."""
    return len(words) > 1 and any("".join((*words[at:], *words[:at])) == others for at in range(1, len(words)))


def _is_initialled(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Return whether `short` is `full` with a given name cut to its initial, in the same or in turned order."""
    if len(short) < 2 or len(full) < 2:
        return False
    for words in (short, (*short[1:], short[0])):
        *given, last = words
        for own in (full, (*full[1:], full[0])):
            if last == own[-1] and len(last) > 1 and len(given[0]) == 1 and own[0].startswith(given[0]):
                return True
    return False


def _is_short(short: str, full: str) -> bool:
    """Return whether `short` is a title and a first or last name of `full`: "Mr. Kono"."""
    _, named = office_and_name(short)
    words = words_of(named)
    return len(words) == 1 and len(words_of(full)) > 1 and words[0] in (words_of(full)[0], words_of(full)[-1])


def _reach(length: int) -> int:
    """Return the number of misspelt letters tolerated in a name of `length` letters."""
    return 0 if length < SHORTEST else 1 if length < LONG else 2


def _parts(length: int) -> int:
    reach = _reach(length)
    return reach + 1 if reach else 0


def _cuts(length: int, count: int) -> Iterator[tuple[int, int, int]]:
    for at in range(count):
        yield at, length * at // count, length * (at + 1) // count


def _slip_keys(letters: str) -> Iterator[str]:
    """Yield the keys of the parts of `letters` that misspelt names within reach share unchanged."""
    length = len(letters)
    for other in range(length - 2, length + 3):
        reach = _reach(min(length, other))
        if abs(other - length) > reach:
            continue
        for at, start, end in _cuts(other, _parts(other)):
            for shift in range(-reach, reach + 1):
                if start + shift >= 0 and end + shift <= length:
                    yield _key(str(other), str(at), letters[start + shift : end + shift])


def _key(*parts: str) -> str:
    return " ".join(parts)[:KEY_LENGTH]
