"""Tokens: the units of the search index and of queries. One function makes both, so that they agree. (TOKENS.)

What takes long to make or to import is made at its first use.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Set
from functools import cache, lru_cache
from operator import add
from pathlib import Path
from typing import Any, NamedTuple

import opencc
from django.utils.module_loading import import_string

from transcripts.text import HAN, is_han

TOKEN_LENGTH = 64  # characters; what is longer is no word, and is cut

_LETTER = rf"[^\W\d_{HAN}]"
# What a stenographer puts in brackets: “(Laughter.)” was not said by anybody.
_ASIDE = (
    "laughter|laughs?|laughing|chuckles?|chuckling|applause|applauds?|cheers?|cheering|cross-?\\s?talk|inaudible"
    "|indistinct|unintelligible|off[- ]mi(?:c|ke)|pauses?|sighs?|[众眾大]?笑[声聲]?|掌[声聲]|鼓掌|[听聽]不清"
)
_BRACKETS = frozenset("([（［【")
_FIRST_HAN = "\u1100"
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_POSSESSIVE = re.compile(r"['’ʼ＇]s$", re.IGNORECASE)
# Initials that a word is spelt like: “U.S.” is not “us”.
_WORDS_OF_TWO = "an as at be by do go he if in is it me my no of on or so to up us we"
_NUMBER_DOT = "·"  # replaces the dot or comma of a number in a token: no separator to any index
_LETTERS = str.maketrans(
    {"æ": "ae", "ð": "d", "ø": "o", "þ": "th", "đ": "d", "ħ": "h", "ı": "i", "ł": "l", "œ": "oe", "ё": "е", "ـ": None}
)


@cache
def _marks() -> frozenset[str]:
    """Return the combining marks."""
    return frozenset(char for char in map(chr, range(0x300, 0xFE30)) if unicodedata.category(char).startswith("M"))


@cache
def _token() -> re.Pattern[str]:
    """Return the expression of a token; the name of its group says of which kind it is."""
    marks = "".join(sorted(_marks()))
    part = rf"[^\W_{HAN}](?:[^\W_{HAN}]|[{marks}])*"
    return re.compile(
        rf"(?P<plain>[A-Za-z]+(?![\w.'’ʼ＇{marks}]))"  # most words, quickly; <word> would match them too
        rf"|(?P<han>[{HAN}]+)"
        r"|(?P<number>\d+(?:[.,．]\d+)+)"
        rf"|(?P<initials>{_LETTER}(?:\.{_LETTER})+(?!\w))"  # U.S., e.g.
        r"|(?P<elision>(?:qu|[cdjlmnst])(?=['’ʼ＇]\w))"  # l’eau is two words, as o’clock is not
        rf"|(?P<word>{part}(?:['’ʼ＇]{part})*)"
        rf"|(?P<aside>[(\[（［【]\s*(?:{_ASIDE})(?:(?:[\s,;&/、，]|and|和|、)*(?:{_ASIDE}))*[\s.!。！…]*[)\]）］】])",
        re.IGNORECASE,
    )


@cache
def _pieces() -> re.Pattern[str]:
    """Return the same expression without groups, for when only the text is wanted."""
    return re.compile(re.sub(r"\?P<\w+>", "?:", _token().pattern), re.IGNORECASE)


@cache
def _not_in_token() -> re.Pattern[str]:
    return re.compile(rf"[^\w{''.join(sorted(_marks()))}]|_")


@cache
def _read_simple() -> dict[int, str]:
    """Return the character that represents each Chinese character that has other forms, from OpenCC's tables.

    Characters that any of the tables gives for one another, in one step or several, are one: traditional and simplified
    ones, and the forms of Hong Kong and Taiwan. So 瞭 is 了, and 著 is 着, though the tables also let them
    represent themselves. The simplified one that most of them become represents all.
    """
    folder = Path(opencc.__file__).parent / "dictionary"
    same: dict[str, str] = {}

    def first(char: str) -> str:
        while (before := same.get(char, char)) != char:
            char = before
        return char

    become: Counter[str] = Counter()
    for name in ("TSCharacters", "HKVariants", "HKVariantsRev", "TWVariants", "TWVariantsRev"):
        for line in (folder / f"{name}.txt").read_text(encoding="utf-8").splitlines():
            char, *others = line.split()
            for other in (each for each in others if len(char) == len(each) == 1):
                same[first(char)] = same[first(other)] = first(other)
                become[other] += name == "TSCharacters"
    groups: dict[str, list[str]] = {}
    for char in [*same]:
        groups.setdefault(first(char), []).append(char)
    simple: dict[int, str] = {}
    for root, members in groups.items():
        chosen = max({root, *members}, key=lambda char: (become[char], -ord(char)))
        simple |= {ord(char): chosen for char in {root, *members} if char != chosen}
    return simple


class Token(NamedTuple):
    """One searchable unit of a text, which it was made from `text[start:end]`.

    `spelling` is what is indexed: folded, without diacritics, English endings taken off; `word` is the same
    with its ending. Letters, digits, combining marks and “·” only; never empty.
    """

    spelling: str
    word: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of `text` in order; never raises.

    A word is one token, hyphens and slashes part words, “people’s” is “people”, “1,080” is “1080”. A run c1…cn of
    Chinese (or kana, or hangul) is c1c2, c2c3, …, c(n-1)cn and cn, in simplified characters: each character begins
    exactly one token.
    """
    for match in _token().finditer(text):
        found, start, end = match[0], match.start(), match.end()
        if match.lastgroup == "aside":
            continue
        if match.lastgroup == "han":
            run = simplify(found)
            same = len(run) == len(found)
            for at in range(len(run)):
                pair = run[at : at + 2]
                yield Token(pair, pair, *((start + at, start + at + len(pair)) if same else (start, end)))
        elif (spelt := _spell_match(found)) is not None:
            yield Token(*spelt, start, end)


def spellings(text: str) -> list[tuple[str, str]]:
    """Return spelling and word of each of the `tokens`, without their places: a quick form for the index."""
    found: list[tuple[str, str]] = []
    for piece in _pieces().findall(text):
        if piece[0] >= _FIRST_HAN and is_han(piece):
            run = simplify(piece)
            found += [(run[at : at + 2],) * 2 for at in range(len(run))]
        elif (spelt := _spell_match(piece)) is not None:
            found.append(spelt)
    return found


def spellings_at(text: str, wanted: Set[str]) -> tuple[list[str], list[tuple[int, int]]]:
    """Return the spelling of each of the `tokens`, and its place as (start, end): a quick form for highlighting.

    Only those that begin with one of the spellings `wanted` must be told: any other may be an empty text, and of
    several such that follow one another there may be one empty text for all.
    """
    found: list[str] = []
    spans: list[tuple[int, int]] = []
    initials, pass_over = _what_is_wanted(frozenset(wanted))
    find = _pieces().search
    at = 0
    while True:
        if others := pass_over(text, at):
            found.append("")
            spans.append(others.span())
            at = others.end()
        match = find(text, at)
        if match is None:
            return found, spans
        piece, at = match[0], match.end()
        if piece[0] >= _FIRST_HAN and is_han(piece):
            run = simplify(piece)
            start, end = match.span()
            found += [*map(add, run, run[1:]), run[-1:]]
            if len(run) == len(piece):
                spans += zip(range(start, end), [*range(start + 2, end + 1), end], strict=True)
            else:
                spans += [(start, end)] * len(run)
        elif piece[0] in _BRACKETS:
            continue
        elif piece[0].lower() not in initials and piece.isascii():
            found.append("")
            spans.append(match.span())
        elif (spelt := _spell_match(piece)) is not None:
            found.append(spelt[0])
            spans.append(match.span())


@lru_cache(maxsize=1024)
def _what_is_wanted(spellings: frozenset[str]) -> tuple[Set[str], Callable[[str, int], re.Match[str] | None]]:
    """Return the first characters of the spellings, and what matches a row of words that can have none of them.

    Those are words of ASCII letters alone that begin otherwise, and Chinese where no spelling is Chinese.
    """
    beginnings = "|".join(sorted({begun for each in spellings if (begun := _beginning(each))}))
    other = f"(?!(?i:{beginnings}))" if beginnings else ""
    han = "" if any(each >= _FIRST_HAN for each in spellings) else f"|[{HAN}]+"
    word = rf"{other}[A-Za-z]+(?=\.?(?:[{_BETWEEN}]|\Z))"
    return {each[0] for each in spellings}, re.compile(rf"(?:[{_BETWEEN}.]*(?:{word}{han}))+").match


def _beginning(spelling: str) -> str:
    """Return what a word of ASCII letters alone begins with, in whatever case, if this is its spelling or begins it.

    Of what it leaves the stemmer changes the last letter, as from “stability” to “stabl”; of “dying” it makes “die”.
    """
    letters = _LETTERS_ALONE(spelling.lower())[0]  # type: ignore[index] # it always matches
    return letters[: max(1, len(spelling) - (2 if spelling.endswith("e") else 1))]


_LETTERS_ALONE = re.compile("[a-z]*").match
# What parts words and belongs to none, as a point does before any of these.
_BETWEEN = r"\s,;:?!…–—\-/“”)，。、；：？！"


def simplify(text: str) -> str:
    """Return `text` with compatible forms made one (NFKC) and traditional Chinese characters made simplified."""
    return unicodedata.normalize("NFKC", text).translate(_read_simple())


@lru_cache(maxsize=262_144)
def _spell_match(found: str) -> tuple[str, str] | None:
    """Return spelling and word of a match of the token pattern that is not Chinese; None when nothing is left.

    “US”, in capitals, is read as the initials that it is, and never as the word.
    """
    if found[0] in _BRACKETS:
        return None
    if _THOUSANDS.fullmatch(found):
        found = found.replace(",", "")
    elif found == "US" or ("." in found and not found[0].isdecimal()):  # initials
        found = found.replace(".", "")
        if len(found) == 2 and found.lower() in _WORDS_OF_TWO:
            return _NUMBER_DOT.join(found.lower()), found.lower()
    word = spell(_POSSESSIVE.sub("", found))
    return (stem(word), word) if word else None


def is_inside_word(text: str, at: int) -> bool:
    """Return whether cutting `text` before the character `at` would split a word or a character and its mark."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if after == " " or (before == " " and after.isascii()):  # as at most places
        return False
    if after in _marks():
        return True
    return before.isalnum() and after.isalnum() and not is_han(before) and not is_han(after)


@lru_cache(maxsize=65536)
def spell(word: str) -> str:
    """Return one word folded (NFKC, case, Latin and Greek diacritics, Arabic vowels) to what a token may hold."""
    if word.isascii() and word.isalnum():
        return word.lower()[:TOKEN_LENGTH]
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
    for apostrophe in "'’ʼ":
        folded = folded.replace(apostrophe, "")
    kept: list[str] = []
    bare = False  # whether marks on the letter before are dropped
    for char in unicodedata.normalize("NFD", folded.translate(_LETTERS)):
        if not unicodedata.combining(char):
            bare = char < "\u0400"
        elif bare or "\u064b" <= char <= "\u0652":
            continue
        kept.append(char)
    plain = unicodedata.normalize("NFC", "".join(kept))
    return _not_in_token().sub(_NUMBER_DOT, plain).strip(_NUMBER_DOT)[:TOKEN_LENGTH]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return a folded word without its English ending (the Snowball “English” stemmer); others as they are."""
    if not (word.isascii() and word.isalpha()):
        return word
    return str(_english_stemmer()().stemWord(word))  # a new one each time: it keeps state, and threads share this


@cache
def _english_stemmer() -> Any:
    """Return the class of the stemmer, whose package loads those of all languages."""
    return import_string("snowballstemmer.english_stemmer.EnglishStemmer")
