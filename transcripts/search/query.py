"""What a reader typed, read into terms. Any text can be read; what cannot be searched for leaves no term."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from transcripts.text import Token, is_han, stem, tokens

MAX_LENGTH = 200  # characters of a query that are read
MAX_TERMS = 16  # terms of a query that are searched for

_QUOTES = '"“”„‟＂'
_PART = re.compile(
    rf"(?P<minus>(?<!\S)[-－])?(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]|(?P<chunk>[^\s{_QUOTES}]+))"
)
_PARTING = frozenset(",;:!?*|()[]{}<>，。、；：？！…（）【】《》「」『』")
# Endings that the stemmer may take off together with some of what stands before the star.
_ENDINGS = ("", "e", "y", "s", "es", "ed", "er", "al", "ly", "ing", "ion", "ity", "ies", "ive", "ment", "ation")


@dataclass(frozen=True, slots=True)
class Term:
    """Tokens that must follow one another. `is_prefix`: the last is the beginning of a word.

    `also` are whole tokens that do for the last one: of “policy*” the index holds “polici”.
    """

    tokens: tuple[str, ...]
    is_prefix: bool = False
    is_excluded: bool = False
    also: tuple[str, ...] = ()

    def ends_with(self, token: str) -> bool:
        """Say whether `token` does for the last of the tokens."""
        if self.is_prefix:
            return token.startswith(self.tokens[-1]) or token in self.also
        return token == self.tokens[-1]


@dataclass(frozen=True, slots=True)
class Query:
    """The terms of a query: all wanted ones must match, and no excluded one. Falsy when nothing is wanted."""

    wanted: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted)


@lru_cache(maxsize=256)
def parse(text: str) -> Query:
    """Return what `text` asks for: words, “quoted phrases”, -exclusions and beginnings*; never raises.

    Everything else is read as space. What is not parted by white space or a comma or the like, such as `COVID-19`, is a
    phrase. Only the first MAX_LENGTH characters and MAX_TERMS terms count.
    """
    terms = list(dict.fromkeys(_terms(text[:MAX_LENGTH])))[:MAX_TERMS]
    return Query(
        wanted=tuple(term for term in terms if not term.is_excluded),
        excluded=tuple(term for term in terms if term.is_excluded),
    )


def _terms(text: str) -> Iterator[Term]:
    for part in _PART.finditer(text):
        is_phrase = part["phrase"] is not None
        source = part["phrase"] if is_phrase else part["chunk"]
        group: list[Token] = []
        for token in tokens(source):
            if group and not is_phrase and not _PARTING.isdisjoint(source[group[-1].end : token.start]):
                yield _term(group, source, is_excluded=bool(part["minus"]))
                group = []
            group.append(token)
        if group:
            yield _term(group, source, is_excluded=bool(part["minus"]))


def _term(group: list[Token], source: str, *, is_excluded: bool) -> Term:
    """Return the tokens in `group`, found in `source`, as a term."""
    *rest, last = group
    before = tuple(token.spelling for token in rest)
    if is_han(last.word) and len(last.word) == 1:
        if rest and rest[-1].end == last.end:  # a run's last character: the pair before it says it already
            return Term(before, is_excluded=is_excluded)
        return Term((*before, last.word), is_prefix=True, is_excluded=is_excluded)
    if source[last.end : last.end + 1] == "*":
        also = {stem(last.word + ending) for ending in _ENDINGS if last.word.isascii() and last.word.isalpha()}
        also = {token for token in also if not token.startswith(last.word)}
        return Term((*before, last.word), is_prefix=True, is_excluded=is_excluded, also=tuple(sorted(also)))
    return Term((*before, last.spelling), is_excluded=is_excluded)
