"""Show readers why a text was found: its words marked, in whole or in the best part of it."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from transcripts.search.query import Query, Term, parse
from transcripts.text import Token, is_han, is_inside_word, tokens

ELLIPSIS = "…"
NUDGE = 40  # how far, at most, a cut moves so as to fall between words


class Hit(NamedTuple):
    """`text[start:end]` matches the wanted term number `term`."""

    start: int
    end: int
    term: int


def mark(text: str, query: str) -> SafeString:
    """Return `text` as HTML, escaped, with each part that `query` wants inside `<mark>`. No queries."""
    return _marked(text, hits(text, parse(query)))


def snippet(text: str, query: str, *, length: int = 240) -> SafeString:
    """Return about `length` characters of `text`, marked, where most of what `query` wants stands together.

    White space is collapsed, and “…” shows where something was left out. No queries.
    """
    text = " ".join(text.split())
    found = hits(text, parse(query))
    start, end = _window(text, found, length)
    shown = [
        hit._replace(start=hit.start - start, end=hit.end - start)
        for hit in found
        if start <= hit.start and hit.end <= end
    ]
    return format_html(
        "{}{}{}",
        ELLIPSIS if start else "",
        _marked(text[start:end], shown),
        ELLIPSIS if end < len(text) else "",
    )


def hits(text: str, query: Query) -> list[Hit]:
    """Return where the wanted terms of `query` stand in `text`, in order of their beginnings."""
    if not query:
        return []
    found = list(tokens(text))
    places: dict[str, list[int]] = {}
    for at, token in enumerate(found):
        places.setdefault(token.spelling, []).append(at)
    return sorted(
        Hit(found[at].start, _end(found[at + len(term.tokens) - 1], term), number)
        for number, group in enumerate(query.wanted)
        for term in group
        if not term.is_mark
        for spelling in ([term.tokens[0]] if len(term.tokens) > 1 else filter(term.ends_with, places))
        for at in places.get(spelling, ())
        if _is_at(term, found, at)
    )


def _is_at(term: Term, found: Sequence[Token], at: int) -> bool:
    here = [token.spelling for token in found[at : at + len(term.tokens)]]
    return len(here) == len(term.tokens) and here[:-1] == list(term.tokens[:-1]) and term.ends_with(here[-1])


def _end(token: Token, term: Term) -> int:
    """Return where a hit ends whose last token is `token`: a Chinese character alone is marked without the next."""
    if term.is_prefix and is_han(token.word) and token.end - token.start == len(token.word):
        return token.start + len(term.tokens[-1])
    return token.end


def _marked(text: str, found: Sequence[Hit]) -> SafeString:
    """Return `text` escaped, with the hits, joined where they touch, inside `<mark>`."""
    pieces: list[SafeString] = []
    done = 0
    spans: list[list[int]] = []
    for hit in found:
        if spans and hit.start <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], hit.end)
        else:
            spans.append([hit.start, hit.end])
    for start, end in spans:
        pieces.append(format_html("{}<mark>{}</mark>", text[done:start], text[start:end]))
        done = end
    pieces.append(format_html("{}", text[done:]))
    return mark_safe("".join(pieces))  # noqa: S308 (each piece is escaped above)


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
    """Return beginning and end of the hits within `length` characters that are of most terms, then most in number."""
    best = (0, 0, 0, 0)
    low = 0
    within: dict[int, int] = {}
    for hit in found:
        within[hit.term] = within.get(hit.term, 0) + 1
        while low < len(found) and hit.end - found[low].start > length and found[low] != hit:
            gone = found[low].term
            within[gone] -= 1
            if not within[gone]:
                del within[gone]
            low += 1
        score = (len(within), sum(within.values()))
        if score > best[:2]:
            best = (*score, found[low].start, hit.end)
    return best[2], best[3]


def _between_words(text: str, at: int, *, limit: int, step: int = 1) -> int:
    """Return the place nearest to `at`, towards `limit`, where no word is cut; `at` itself when there is none."""
    for place in range(at, limit + step, step):
        if not is_inside_word(text, place):
            return place
    return at
