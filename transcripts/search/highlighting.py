"""Highlights of matches, in a whole text or in its best part."""

from collections.abc import Iterator, Sequence, Set
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe

from transcripts.search.query import Term, parse, words_of_dates
from transcripts.text import escape_html, is_han
from transcripts.tokens import is_inside_word, spellings_at

ELLIPSIS = "…"
STOPS = ".,;:!?。，；：！？、"  # do not follow the “…” at the beginning: they end what was left out
NUDGE = 40  # how far, at most, a cut moves so as to fall between words

# The place of a wanted term: start, end, and the number of the term.
Hit = tuple[int, int, int]


class Highlights:
    """A text with white space collapsed, and the places of a query's terms in it. No queries.

    They are computed once, however often they are shown. `is_collapsed` says that white space is so already.
    """

    def __init__(self, text: str, query: str, *, is_collapsed: bool = False) -> None:
        self.text = text if is_collapsed else " ".join(text.split())
        self._hits = _hits(self.text, query)
        self.terms = frozenset([number for _, _, number in self._hits])  # the numbers of those that occur in it

    @property
    def whole(self) -> SafeString:
        """All of the text, escaped and highlighted."""
        return mark_safe(_marked(self.text, self._hits, 0, len(self.text)))  # noqa: S308 (escaped there)

    def snippet(self, length: int) -> SafeString:
        """Return about `length` characters, escaped and highlighted, where most of the query's terms are together."""
        text = self.text
        start, end = _window(text, self._hits, length)
        start -= start > 0 and text[start - 1] == " "
        end += text[end : end + 1] == " "
        while start and start < end and text[start] in STOPS:
            start += 1
        before, after = ELLIPSIS if start else "", ELLIPSIS if end < len(text) else ""
        return mark_safe(before + _marked(text, self._hits, start, end) + after)  # noqa: S308 (escaped there)


def highlight(text: str, query: str) -> SafeString:
    """Return `text` as HTML, escaped, with each match of `query` inside `<mark>`. No queries."""
    return mark_safe(_marked(text, _hits(text, query), 0, len(text)))  # noqa: S308 (escaped there)


def snippet(text: str, query: str, *, length: int = 240) -> SafeString:
    """Return about `length` characters of `text`, highlighted, where most of the terms of `query` are together.

    White space is collapsed, and “…” shows where something was left out, spaced as words are.
    No queries.
    """
    return Highlights(text, query).snippet(length)


def terms_of(query: str) -> frozenset[int]:
    """Return the numbers of the wanted terms of `query`. No queries."""
    return frozenset(range(len(parse(query).wanted)))


def _hits(text: str, query: str) -> list[Hit]:
    """Return the places of the wanted terms of `query` in `text`, in order of their beginnings."""
    wanted, terms = _asked(query)
    if not wanted or not text:
        return []  # nothing is asked for: the text need not be read
    found, spans = spellings_at(text, wanted)
    there = set(found)
    if there <= {""}:
        return []
    return sorted(
        (spans[at][0], _end(found[last], spans[last], term), number)
        for number, term in terms
        if term.is_prefix or term.tokens[0] in there
        for at in _places(term, found)
        for last in (at + len(term.tokens) - 1,)
    )


@lru_cache(maxsize=64)
def _asked(text: str) -> tuple[Set[str], Sequence[tuple[int, Term]]]:
    """Return the spellings that a query looks for, and its terms, each with the number of its group."""
    query = parse(text)
    if query.dates:
        query = words_of_dates(query)
    terms = [(number, term) for number, group in enumerate(query.groups) for term in group if not term.is_mark]
    return {token for _, term in terms for token in (*term.tokens, *term.also)}, terms


def _places(term: Term, found: Sequence[str]) -> Iterator[int]:
    """Yield the numbers of the tokens at which the term begins."""
    before = list(term.tokens[:-1])
    if not before and term.is_prefix:
        yield from (at for at, token in enumerate(found) if term.ends_with(token))
        return
    at = -1
    for _ in range(found.count(term.tokens[0])):
        at = found.index(term.tokens[0], at + 1)
        end = at + len(before)
        if not before or (end < len(found) and found[at:end] == before and term.ends_with(found[end])):
            yield at


def _end(token: str, span: tuple[int, int], term: Term) -> int:
    """Return the end of a hit whose last token is `token`: a lone Chinese character is highlighted alone."""
    if term.is_prefix and span[1] - span[0] == len(token) and is_han(token):
        return span[0] + len(term.tokens[-1])
    return span[1]


def _marked(text: str, found: Sequence[Hit], start: int, end: int) -> str:
    """Return `text[start:end]` escaped, with the hits in it, joined where they touch, inside `<mark>`."""
    pieces: list[str] = []
    done = start
    spans: list[list[int]] = []
    for first, last, _ in found:
        if first < start or last > end:
            continue
        if spans and first <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], last)
        else:
            spans.append([first, last])
    for first, last in spans:
        pieces.append(f"{escape_html(text[done:first])}<mark>{escape_html(text[first:last])}</mark>")
        done = last
    pieces.append(escape_html(text[done:end]))
    return "".join(pieces)


def _window(text: str, found: Sequence[Hit], length: int) -> tuple[int, int]:
    """Return the bounds of the part of `text` to show, `length` characters at most."""
    if len(text) <= length:
        return 0, len(text)
    first, last = _best(found, length)
    spare = max(length - (last - first), 0)
    start = max(0, min(first - spare // 3, len(text) - length))
    end = min(len(text), start + length)
    return _between_words(text, start, limit=min(start + NUDGE, first)), _between_words(
        text, end, limit=max(end - NUDGE, last), step=-1
    )


def _best(found: Sequence[Hit], length: int) -> tuple[int, int]:
    """Return start and end of the hits within `length` characters that cover most terms, then are most in number."""
    best = (0, 0, 0, 0)
    low = 0
    within: dict[int, int] = {}
    for at, (_, end, term) in enumerate(found):
        within[term] = within.get(term, 0) + 1
        while low < at and end - found[low][0] > length:
            gone = found[low][2]
            within[gone] -= 1
            if not within[gone]:
                del within[gone]
            low += 1
        score = (len(within), at - low + 1)
        if score > best[:2]:
            best = (*score, found[low][0], end)
    return best[2], best[3]


def _between_words(text: str, at: int, *, limit: int, step: int = 1) -> int:
    """Return the place nearest to `at`, towards `limit`, where no word is cut; `at` itself when there is none."""
    for place in range(at, limit + step, step):
        if not is_inside_word(text, place):
            return place
    return at
