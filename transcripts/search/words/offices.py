"""Offices: the keys by which “minister of ports” finds the words of whoever was printed as Minister of Ports. Pure."""

import re
from collections.abc import Sequence

from transcripts.search.query import MARK
from transcripts.text import is_han
from transcripts.tokens import spellings

MOST_WORDS = 6  # of an office that is typed
LONGEST = 120  # characters of a key
SIGN = f"{MARK}r"
_BETWEEN = "·"  # parts the words of a key: no separator to any index
_PARTING = re.compile(r"[,;:()/|，、；：（）]|\s[–—-]\s|\band\b|\bof the Office\b", re.IGNORECASE)
_BEFORE = frozenset({"act", "interim", "new", "then", "her", "his", "h", "e", "excel"})
_LEFT_OUT = frozenset({"the"})
_OF = "of"


def office_key(words: Sequence[str]) -> str:
    """Return the token of the office that these spellings name, “the” left out."""
    return (SIGN + _BETWEEN.join(word for word in words if word not in _LEFT_OUT))[:LONGEST]


def office_keys(role: str) -> set[str]:
    """Return the tokens of the offices that a printed role names.

    “Acting Minister of Ports and Fisheries, Region South” is the whole, each part between commas and “and”, each
    without the words that go before an office, and “Ports Minister”. An office has two words; a minister alone is none.
    """
    found = set()
    for part in {role, *re.split(r"[,;，；]", role), *_PARTING.split(role)}:
        words = [spelling for spelling, _ in spellings(part)]
        while words and words[0] in _BEFORE | _LEFT_OUT:
            words = words[1:]
        if is_office(words):
            found.add(office_key(words))
            if _OF in words[1:-1]:
                at = words.index(_OF, 1)
                found.add(office_key([*words[at + 1 :], *words[:at]]))
    return found


def words_of_key(key: str) -> list[str]:
    """Return the spellings of which a token of an office is made."""
    return key.removeprefix(SIGN).split(_BETWEEN)


def is_office(words: Sequence[str]) -> bool:
    """Return whether the spellings may name an office: two words or more, or three Chinese characters."""
    plain = [word for word in words if word not in _LEFT_OUT and word != _OF]
    return len(plain) > (2 if plain and is_han(plain[0]) else 1)
