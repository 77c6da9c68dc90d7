"""Prefix search of names by the beginning of one of their words, for suggestions while typing."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from transcripts.models import NameKey, Param
from transcripts.text import is_han
from transcripts.tokens import tokens

SHORTEST = 2  # letters from which names are looked for; of Chinese, one character
LONGEST = 40  # characters of a name, and of what is typed, that are compared
MOST_STARTS = 24  # words, or Chinese characters, of a name by which it is found
# The first part of a key: it holds the kind, so that a prefix is one range of the index on keys.
_SIGNS = {"speaker": ">s ", "topic": ">t ", "outlet": ">o "}


def prefix_keys_of_name(kind: str, name: str) -> set[str]:
    """Return the prefix keys of a name: the text from each of its words on, and from each Chinese character on.

    After the last word the first follow, so that “Ines Calder” is found by “Calder, I” as well.
    """
    words = _words(name)
    keys = [" ".join([*words[at:], *words[:at]]) for at in range(len(words))]
    for number, word in enumerate(words, start=1):
        keys += [" ".join([word[at:], *words[number:]]) for at in range(1, len(word)) if is_han(word)]
    return {_SIGNS[kind] + key[:LONGEST] for key in keys[:MOST_STARTS]}


def names_with_prefix(kind: str, *, most: int) -> QuerySet[NameKey, Any]:
    """Return the primary keys of records of a kind whose names have a word with this prefix; the first by these words.

    At most `most`, public or not. For use inside a prepared query, with the `prefix_keys` of a text as parameters.
    """
    found = NameKey.objects.filter(key__gte=Param(f"{kind}_from"), key__lt=Param(f"{kind}_to"))
    # By the key alone, which is the order of the index: it is read no further than `most`.
    return found.order_by("key").values("record")[:most]


def prefix_keys(text: str) -> dict[str, str]:
    """Return the range of keys for `names_with_prefix`, for each kind; empty for a text that is too short."""
    typed = _typed(text)
    if len(typed) < SHORTEST and not is_han(typed):
        return {}
    keys = {kind: sign + typed for kind, sign in _SIGNS.items()}
    ends = {f"{kind}_to": key + chr(0x10FFFF) for kind, key in keys.items()}
    return {f"{kind}_from": key for kind, key in keys.items()} | ends


def has_prefix(name: str, text: str) -> bool:
    """Return whether the name itself, and not one of its later words, begins with `text`. No queries."""
    return " ".join(_words(name)).startswith(_typed(text))


@lru_cache(maxsize=16_384)
def _words(text: str) -> Sequence[str]:
    """Return the words of a name as they are compared: folded, without accents; a run of Chinese is one."""
    words: list[str] = []
    end = -1
    for token in tokens(text):
        if is_han(token.word):
            joins = token.start == end and words and is_han(words[-1])
            words[-1:] = [words[-1] + token.word[0]] if joins else [*words[-1:], token.word[0]]
            end = token.start + 1
        else:
            words.append(token.word)
    return words


def _typed(text: str) -> str:
    return " ".join(_words(text))[:LONGEST]
