"""A web page's breadcrumb and pager, its place among other pages, as lines of text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from transcripts.intake.lines.page_lines import read_pager
from transcripts.intake.readers.markup import words_in
from transcripts.intake.vocabulary import HOME_WORDS
from transcripts.text import fold

_MARK = re.compile(r"\s[|/-]\s|[>›»＞〉ㄑ→]|::")
_EDGES = " >›»＞〉ㄑ→|/-:"
_ROWS = frozenset(("nav", "ul", "ol", "div", "p", "td", "center"))
SMALL = 150  # elements in a breadcrumb or a pager
DEPTH_OF_LINK = 5  # elements around a link in a trail or a row
MOST_CRUMBS = 8
MOST_WORDS = 60
LONGEST_TRAIL = 300  # characters


@dataclass(frozen=True, slots=True)
class Found:
    """A line made of an element, and everything inside the element; `outer` is in what it stands."""

    text: str
    inside: frozenset[etree._Element]
    outer: tuple[etree._Element, ...]

    @classmethod
    def of(cls, element: etree._Element, text: str) -> "Found":
        """Return the line `text` made of an element."""
        return cls(text, frozenset(element.iter()), tuple(element.iterancestors()))


def find_breadcrumb(root: etree._Element) -> Found | None:
    """Return the last trail of links that begins at the site's home: "Home > Transcripts > Briefings"."""
    found = None
    near = _near_links(root)
    for element in root.iter("ol", "ul", "nav", "div", "p", "td", "span"):
        if element not in near:
            continue
        links = [words for link in element.iter("a") if (words := words_in(link))] if _is_small(element) else []
        if not links or len(links) > MOST_CRUMBS or fold(links[0]) not in HOME_WORDS:
            continue
        text = words_in(element)
        stated = "breadcrumb" in element.get("aria-label", "").lower()
        if len(text) <= LONGEST_TRAIL and (_MARK.search(text) or (stated and len(links) > 1)):
            last = " ".join(_MARK.sub(" ", text.rpartition(links[-1])[2]).split()).strip(_EDGES)
            found = Found.of(element, " > ".join([*links, last] if last else links))
    return found


def find_pager(root: etree._Element, *, after: etree._Element | None) -> Found | None:
    """Return the first row of page numbers below `after`; the present one, if it alone is no link, in brackets."""
    near = _near_links(root)
    is_below = after is None
    for element in root.iter():
        is_below = is_below or element is after
        if not is_below or element not in near or element.tag not in _ROWS or not _is_small(element):
            continue
        words = list(_words(element))
        numbers = [text for text, _ in words if text.isdigit()]
        if len(words) > MOST_WORDS or len(numbers) < 2 or not read_pager(" ".join(text for text, _ in words)):
            continue
        present = [text for text, is_linked in words if text.isdigit() and not is_linked]
        here = present[0] if len(present) == 1 else ""
        shown = " ".join(f"[{text}]" if text == here else text for text in numbers)
        return Found.of(element, shown)
    return None


def _near_links(root: etree._Element) -> set[etree._Element]:
    """Return the elements in which a link stands, not too deep inside."""
    return {outer for link in root.iter("a") for outer in islice(link.iterancestors(), DEPTH_OF_LINK)}


def _is_small(element: etree._Element) -> bool:
    """Return whether few elements stand inside `element`, as in a trail or a row of numbers."""
    return sum(1 for _ in islice(element.iter(), SMALL + 1)) <= SMALL


def _words(element: etree._Element) -> Iterator[tuple[str, bool]]:
    """Yield the words inside `element`, each with whether it is a link."""
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if event == "start" and inner.text:
            is_linked = inner.tag == "a" or any(parent.tag == "a" for parent in inner.iterancestors())
            yield from ((word, is_linked) for word in inner.text.split())
        elif event == "end" and inner is not element and inner.tail:
            yield from ((word, False) for word in inner.tail.split())
