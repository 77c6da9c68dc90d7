"""Parser of search texts into terms. It accepts any text; parts that cannot be searched for leave no term."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from transcripts.search.questions import times_in, without_asking, without_times
from transcripts.search.words.dates import QUOTES, ReadDate, read_dates
from transcripts.search.words.stop_words import ASKING, OPENINGS, STOP_WORDS, halves, may_be_one
from transcripts.text import is_han
from transcripts.tokens import Token, stem, tokens

MAX_LENGTH = 200  # characters of a query that are read
MAX_TERMS = 16  # terms of a query that are searched for
LEAST_QUESTION = 4  # words from which a text without a question mark may be a question
MARK = "§"  # begins the index's own tokens, such as §s7 for speaker 7; no text can spell it

_PART = re.compile(
    rf"(?P<either>(?<!\S)OR(?!\S)|[|｜])"
    rf"|(?P<minus>(?<!\S)[-－])?(?:[{QUOTES}](?P<phrase>[^{QUOTES}]*)[{QUOTES}]|(?P<chunk>[^\s{QUOTES}|｜]+))"
)
_PARTING = frozenset(",;:!?*()[]{}<>，。、；：？！…（）【】《》「」『』")
_HYPHENS = frozenset("-\u2010\u2011－")
# Endings that the stemmer may take off together with some of what is before the star.
_ENDINGS = ("", "e", "y", "s", "es", "ed", "er", "al", "ly", "ing", "ion", "ity", "ies", "ive", "ment", "ation")


@dataclass(frozen=True, slots=True)
class Term:
    """Tokens that must follow one another. `is_prefix`: the last is the beginning of a word.

    `also` are whole tokens that match as the last: of “policy*” the index holds “polici”. `spelt` are all tokens, as
    typed, to recognize a name, and `words` the same with their endings. A variant is another way to write a term.
    """

    tokens: tuple[str, ...]
    is_prefix: bool = False
    also: tuple[str, ...] = ()
    spelt: tuple[str, ...] = field(default=(), compare=False)
    words: tuple[str, ...] = field(default=(), compare=False)
    is_variant: bool = field(default=False, compare=False)

    def ends_with(self, token: str) -> bool:
        """Return whether `token` matches the last of the tokens."""
        if self.is_prefix:
            return token.startswith(self.tokens[-1]) or token in self.also
        return token == self.tokens[-1]

    @property
    def text(self) -> str:
        """The term as a reader would type it."""
        if self.words and all(map(is_han, self.words)):
            return "".join(word[0] for word in self.words) + (self.words[-1][1:] if len(self.words) == 1 else "")
        return " ".join(self.words)

    @property
    def is_mark(self) -> bool:
        """Whether it is one of the index's own tokens."""
        return self.tokens[0].startswith(MARK)


Group = tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query: of each group any term must match, and no excluded term. Falsy when nothing is wanted.

    `dates` are read as days, not as words. `variants` are other ways to write each group's terms, `typed` all terms in
    order, each with the number of its group, or None for one that need not be found. `is_question` says that it was
    asked as a question, of which the rare words are enough; `left_out` are those that were left out, and `times` what
    it says of a time without naming it, such as “last year”.
    """

    wanted: tuple[Group, ...] = ()
    excluded: tuple[Term, ...] = ()
    dates: tuple[ReadDate, ...] = ()
    variants: tuple[Group, ...] = field(default=(), compare=False)
    typed: tuple[tuple[Term, int | None], ...] = field(default=(), compare=False)
    is_question: bool = field(default=False, compare=False)
    left_out: tuple[Term, ...] = field(default=(), compare=False)
    times: tuple[str, ...] = field(default=(), compare=False)

    def __bool__(self) -> bool:
        return bool(self.wanted or self.dates)

    @property
    def groups(self) -> Iterator[Group]:
        """The groups, each with the other ways to write its terms."""
        for number, group in enumerate(self.wanted):
            yield group + (self.variants[number] if number < len(self.variants) else ())

    @property
    def terms(self) -> Iterator[Term]:
        """All terms that a text can hold, of all groups."""
        return (term for group in self.groups for term in group if not term.is_mark)

    def phrase(self) -> Term | None:
        """Return all words as one phrase, in the order typed, or None when they are no plain words."""
        plain = [group[0] for group in self.wanted]
        alone = all(
            len([term for term in group if not (term.is_mark or term.is_variant)]) == 1 and not group[0].also
            for group in self.wanted
        )
        if not alone or not plain:
            return None
        if self.typed and not (self.left_out or self.dates):
            plain = [term for term, _ in self.typed]
        *before, last = plain
        if any(term.is_prefix or term.also for term in before):
            return None
        return replace(last, tokens=(*(token for term in before for token in term.tokens), *last.tokens))


@lru_cache(maxsize=256)
def parse(text: str) -> Query:
    """Parse `text` into a query: words, “quoted phrases”, -exclusions, beginnings* and either OR other; never raises.

    Everything else is read as space. Text without white space, a comma or the like in it, such as `COVID-19`, is
    a phrase. OR, or |, joins the terms on its two sides. Days, months and years are dates, and words like “the” need
    not be found where there are others. Only the first MAX_LENGTH characters and MAX_TERMS terms count.
    """
    text = text[:MAX_LENGTH]
    rest, dates = read_dates(text)
    parts = list(_parts(rest))[: MAX_TERMS * 2]
    is_question = _is_question(rest, parts)
    is_plain = all(part and part.is_plain and not part.is_excluded for part in parts)
    asked = without_asking(rest) if is_plain else None
    times = times_in(rest) if is_question or asked else []
    if asked is not None or times:
        left: list[_Part | None] = [_in_pairs(part) for part in _parts(without_times(asked or rest)) if part]
        parts, is_question, times = (left[: MAX_TERMS * 2], True, times) if left else (parts, is_question, [])
    idle = [_is_idle(parts, number, is_question=is_question) for number in range(len(parts))]
    if all(each or part is None or part.is_excluded for each, part in zip(idle, parts, strict=True)):
        idle = [False] * len(parts)
        is_question = False
    wanted: list[Group] = []
    excluded: list[Term] = []
    typed: list[tuple[Term, int | None]] = []
    joins = False
    for part, is_idle in zip(parts, idle, strict=True):
        if part is None:
            joins = bool(wanted)
            continue
        term = part.term
        if sum(map(len, wanted)) + len(excluded) >= MAX_TERMS:
            break
        if part.is_excluded:
            excluded += [each for each in (term, *part.variants) if each not in excluded]
        elif joins:
            wanted[-1] += (term,) if term not in wanted[-1] else ()
        elif not is_idle and (term,) not in wanted:
            wanted.append((term,))
        if not part.is_excluded:
            typed.append((term, None if is_idle else len(wanted) - 1 if joins else wanted.index((term,))))
        joins = False
    variants = _variants(wanted, [part for part in parts if part])
    return Query(tuple(wanted), tuple(excluded), dates, variants, tuple(typed), is_question, times=tuple(times))


def words_of_dates(query: Query) -> Query:
    """Return the query with its dates as words."""
    typed = [part.term for each in query.dates for part in _parts(each.source) if part]
    groups = tuple((term,) for term in dict.fromkeys(typed) if (term,) not in query.wanted)
    variants = (*query.variants, *(() for _ in range(len(query.wanted) - len(query.variants))))
    return replace(query, wanted=query.wanted + groups, variants=(*variants, *(() for _ in groups)), dates=())


def phrase_of(text: str) -> Term | None:
    """Return the whole of `text` as one phrase, whatever signs it has; None when it has no tokens."""
    group = list(tokens(text))
    return _term(group, f"{text[: group[-1].end]} ") if group else None


def count_terms(text: str) -> int:
    """Return the number of terms in `text`, including those beyond MAX_TERMS."""
    return sum(part is not None for part in _parts(text))


def words(text: str) -> list[str]:
    """Return the wanted words and phrases of `text` as they were typed."""
    found = [part for part in _PART.finditer(text[:MAX_LENGTH]) if not part["either"] and not part["minus"]]
    return [part[0] for part in found if any(tokens(part[0]))][:MAX_TERMS]


@dataclass(frozen=True, slots=True)
class _Part:
    """A term as it was typed. A `is_plain` one is in no quotation marks and has no star."""

    term: Term
    is_excluded: bool
    is_plain: bool
    variants: tuple[Term, ...]


def _is_idle(parts: "list[_Part | None]", number: int, *, is_question: bool) -> bool:
    """Return whether the part is a word that need not be found: a plain stop word that no OR is beside."""
    part = parts[number]
    if part is None or part.is_excluded or not part.is_plain or len(part.term.words) != 1:
        return False
    if None in parts[max(number - 1, 0) : number + 2]:
        return False
    word = part.term.words[0]
    # “U.S.” is spelt otherwise than the word.
    return part.term.spelt[0] == stem(word) and (word in STOP_WORDS or (is_question and word in ASKING))


def _is_question(text: str, parts: "list[_Part | None]") -> bool:
    """Return whether a text of plain words alone is asked as a question."""
    plain = [part for part in parts if part and part.is_plain and not part.is_excluded]
    if len(plain) < len(parts) or len(plain) < 2:
        return False
    return text.rstrip().endswith(("?", "？")) or (
        len(plain) >= LEAST_QUESTION and plain[0].term.words[:1] != () and plain[0].term.words[0] in OPENINGS
    )


def _in_pairs(part: _Part) -> _Part:
    """Return a piece of a question; in Chinese, its pairs of characters replace it where nobody said it so."""
    tokens_of = part.term.tokens
    if len(tokens_of) < 2 or not all(map(is_han, tokens_of)):
        return part
    return replace(part, variants=tuple(_variant(token) for token in tokens_of))


def _variants(wanted: list[Group], parts: list[_Part]) -> tuple[Group, ...]:
    """Return for each group the other ways to write its terms: “well being” is wellbeing and well-being."""
    found: list[list[Term]] = [[] for _ in wanted]
    places = {term: number for number, group in enumerate(wanted) for term in group}
    for part in parts:
        if part.term in places and not part.is_excluded:
            found[places[part.term]] += part.variants
    for one, other in pairwise(parts):
        both = (one.term, other.term)
        if not (one.is_plain and other.is_plain) or any(len(term.words) != 1 or term not in places for term in both):
            continue
        if not (one.is_excluded or other.is_excluded) and may_be_one(one.term.words[0], other.term.words[0]):
            for term in both:
                found[places[term]].append(_variant(one.term.words[0] + other.term.words[0]))
    return tuple(tuple(dict.fromkeys(each)) for each in found)


def _variant(*words: str) -> Term:
    return Term(tuple(map(stem, words)), words=words, is_variant=True)


def _variants_of(group: list[Token], source: str) -> tuple[Term, ...]:
    """Return the other ways to write a term: without its hyphens, or, of one word, as two."""
    found = [token.word for token in group]
    if not all(token.word.isascii() and token.word.isalnum() and token.spelling == stem(token.word) for token in group):
        return ()
    if len(found) == 1:
        return tuple(_variant(*pair) for pair in halves(found[0]))
    between = {source[one.end : other.start] for one, other in pairwise(group)}
    if between <= _HYPHENS and not any(word.isdecimal() for word in found):
        return (_variant("".join(found)),)
    return ()


def _parts(text: str) -> Iterator[_Part | None]:
    """Yield the terms, and None for each OR."""
    for part in _PART.finditer(text):
        if part["either"]:
            yield None
            continue
        is_phrase = part["phrase"] is not None
        source = part["phrase"] if is_phrase else part["chunk"]
        group: list[Token] = []
        for token in tokens(source):
            if group and not is_phrase and not _PARTING.isdisjoint(source[group[-1].end : token.start]):
                yield _part(group, source, is_phrase=is_phrase, is_excluded=bool(part["minus"]))
                group = []
            group.append(token)
        if group:
            yield _part(group, source, is_phrase=is_phrase, is_excluded=bool(part["minus"]))


def _part(group: list[Token], source: str, *, is_phrase: bool, is_excluded: bool) -> _Part:
    term = _term(group, source)
    is_starred = source[group[-1].end : group[-1].end + 1] == "*"
    variants = () if term.is_prefix or is_starred else _variants_of(group, source)
    return _Part(term, is_excluded, not (is_phrase or is_starred), variants)


def _term(group: list[Token], source: str) -> Term:
    """Return the tokens in `group`, found in `source`, as a term."""
    *rest, last = group
    before = tuple(token.spelling for token in rest)
    spelt = tuple(token.spelling for token in group)
    words = tuple(token.word for token in group)
    if is_han(last.word) and len(last.word) == 1:
        if rest and rest[-1].end == last.end:  # a run's last character: the pair before it has it already
            return Term(before, spelt=spelt, words=words)
        return Term((*before, last.word), is_prefix=True, spelt=spelt, words=words)
    if source[last.end : last.end + 1] == "*":
        also = {stem(last.word + ending) for ending in _ENDINGS if last.word.isascii() and last.word.isalpha()}
        also = {token for token in also if not token.startswith(last.word)}
        return Term((*before, last.word), is_prefix=True, also=tuple(sorted(also)))
    return Term((*before, last.spelling), spelt=spelt, words=words)
