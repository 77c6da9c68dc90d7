"""Parser of search texts into terms. It accepts any text; parts that cannot be searched for leave no term."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from transcripts.text import Token, is_han, stem, tokens

MAX_LENGTH = 200  # characters of a query that are read
MAX_TERMS = 16  # terms of a query that are searched for
MARK = "§"  # begins the index's own tokens, such as §s7 for speaker 7; no text can spell it

QUOTES = '"“”„‟＂'
_PART = re.compile(
    rf"(?P<either>(?<!\S)OR(?!\S)|[|｜])"
    rf"|(?P<minus>(?<!\S)[-－])?(?:[{QUOTES}](?P<phrase>[^{QUOTES}]*)[{QUOTES}]|(?P<chunk>[^\s{QUOTES}|｜]+))"
)
_PARTING = frozenset(",;:!?*()[]{}<>，。、；：？！…（）【】《》「」『』")
# Endings that the stemmer may take off together with some of what stands before the star.
_ENDINGS = ("", "e", "y", "s", "es", "ed", "er", "al", "ly", "ing", "ion", "ity", "ies", "ive", "ment", "ation")


@dataclass(frozen=True, slots=True)
class Term:
    """Tokens that must follow one another. `is_prefix`: the last is the beginning of a word.

    `also` are whole tokens that match as the last: of “policy*” the index holds “polici”. `spelt` are all tokens, as
    typed, to recognize a name.
    """

    tokens: tuple[str, ...]
    is_prefix: bool = False
    also: tuple[str, ...] = ()
    spelt: tuple[str, ...] = field(default=(), compare=False)

    def ends_with(self, token: str) -> bool:
        """Return whether `token` matches the last of the tokens."""
        if self.is_prefix:
            return token.startswith(self.tokens[-1]) or token in self.also
        return token == self.tokens[-1]

    @property
    def is_mark(self) -> bool:
        """Whether it is one of the index's own tokens."""
        return self.tokens[0].startswith(MARK)


Group = tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query: of each group any term must match, and no excluded term. Falsy when nothing is wanted."""

    wanted: tuple[Group, ...] = ()
    excluded: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted)

    @property
    def terms(self) -> Iterator[Term]:
        """All terms that a text can hold, of all groups."""
        return (term for group in self.wanted for term in group if not term.is_mark)

    def phrase(self) -> Term | None:
        """Return all wanted words as one phrase, in order, or None when they are no plain words."""
        plain = [group[0] for group in self.wanted if not group[0].also]
        alone = all(len([term for term in group if not term.is_mark]) == 1 for group in self.wanted)
        if not alone or len(plain) < len(self.wanted):
            return None
        *before, last = plain
        if any(term.is_prefix for term in before):
            return None
        return replace(last, tokens=(*(token for term in before for token in term.tokens), *last.tokens))


@lru_cache(maxsize=256)
def parse(text: str) -> Query:
    """Parse `text` into a query: words, “quoted phrases”, -exclusions, beginnings* and either OR other; never raises.

    Everything else is read as space. Text without white space, a comma or the like in it, such as `COVID-19`, is
    a phrase. OR, or |, joins the terms on its two sides. Only the first MAX_LENGTH characters and MAX_TERMS terms
    count.
    """
    wanted: list[Group] = []
    excluded: list[Term] = []
    joins = False
    for count, part in enumerate(_parts(text[:MAX_LENGTH])):
        if part is None:
            joins = bool(wanted)
            continue
        term, is_excluded = part
        if count >= MAX_TERMS * 2 or sum(map(len, wanted)) + len(excluded) >= MAX_TERMS:
            break
        if is_excluded:
            excluded += [term] if term not in excluded else []
        elif joins:
            wanted[-1] += (term,) if term not in wanted[-1] else ()
        elif (term,) not in wanted:
            wanted.append((term,))
        joins = False
    return Query(tuple(wanted), tuple(excluded))


def count_terms(text: str) -> int:
    """Return the number of terms in `text`, including those beyond MAX_TERMS."""
    return sum(part is not None for part in _parts(text))


def words(text: str) -> list[str]:
    """Return the wanted words and phrases of `text` as they were typed."""
    found = [part for part in _PART.finditer(text[:MAX_LENGTH]) if not part["either"] and not part["minus"]]
    return [part[0] for part in found if any(tokens(part[0]))][:MAX_TERMS]


def _parts(text: str) -> Iterator[tuple[Term, bool] | None]:
    """Yield the terms, each with whether it is excluded, and None for each OR."""
    for part in _PART.finditer(text):
        if part["either"]:
            yield None
            continue
        is_phrase = part["phrase"] is not None
        source = part["phrase"] if is_phrase else part["chunk"]
        group: list[Token] = []
        for token in tokens(source):
            if group and not is_phrase and not _PARTING.isdisjoint(source[group[-1].end : token.start]):
                yield _term(group, source), bool(part["minus"])
                group = []
            group.append(token)
        if group:
            yield _term(group, source), bool(part["minus"])


def _term(group: list[Token], source: str) -> Term:
    """Return the tokens in `group`, found in `source`, as a term."""
    *rest, last = group
    before = tuple(token.spelling for token in rest)
    spelt = tuple(token.spelling for token in group)
    if is_han(last.word) and len(last.word) == 1:
        if rest and rest[-1].end == last.end:  # a run's last character: the pair before it has it already
            return Term(before, spelt=spelt)
        return Term((*before, last.word), is_prefix=True, spelt=spelt)
    if source[last.end : last.end + 1] == "*":
        also = {stem(last.word + ending) for ending in _ENDINGS if last.word.isascii() and last.word.isalpha()}
        also = {token for token in also if not token.startswith(last.word)}
        return Term((*before, last.word), is_prefix=True, also=tuple(sorted(also)))
    return Term((*before, last.spelling), spelt=spelt)
