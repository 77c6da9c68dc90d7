"""Search for the transcript on a web page, by words, links and labels, not by a site's class names."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from transcripts.intake.account import ending, without_words, words_of
from transcripts.intake.left_out import Reason
from transcripts.intake.lines.dates import find_dates
from transcripts.intake.lines.page_lines import ends_sentence, read_pager
from transcripts.intake.readers.flow import BLOCKS
from transcripts.intake.readers.line_builder import Piece
from transcripts.intake.readers.markup import names_of, words_in
from transcripts.intake.readers.page_frame import Found, find_breadcrumb, find_pager
from transcripts.text import fold_letters, is_chinese

_OUTER_TAGS = frozenset(("nav", "aside", "footer", "dialog", "menu"))
_OUTER_ROLES = names_of(
    """
    navigation complementary contentinfo search dialog alertdialog menu menubar toolbar tablist banner
    """
)
_LABEL = re.compile(r"^(?P<label>[^\s:：][^:：]{0,70})[:：](?P<rest>.*)$")
_CONSENT = re.compile(r"\bcookies?\b", re.IGNORECASE)
LABEL_WEIGHT = 150  # characters of speech that a label is worth
MOST_OF_IT = 0.85  # of the weight; what holds less is not the whole transcript
HEAD_OF_CORE = 12  # pieces among which a title stands, if the core has one


@dataclass(slots=True)
class _Page:
    """A page's pieces, each with its weight and with whether it stands in the frame of the site."""

    root: etree._Element
    pieces: Sequence[Piece]
    weights: list[int]
    labels: list[bool]
    is_outer: list[bool]

    def indices_in(self, element: etree._Element) -> list[int]:
        """Return the indices of the pieces inside `element`."""
        inside = set(element.iter())
        return [index for index, piece in enumerate(self.pieces) if piece.block in inside]


def find_main_text(root: etree._Element, pieces: Sequence[Piece], titles: Sequence[str]) -> list[Piece]:
    """Return the pieces with all that is not the transcript, its head and its pager left out, in order.

    `titles` are the page's own titles. When nothing stands out, all that is no navigation is kept.
    """
    page = _weigh(root, [piece for piece in pieces if piece.reason is None])
    core = [index for index in _core(page) if _is_kept(page, index)]
    if not core:
        everything = range(len(page.pieces))
        plain = [index for index in everything if not _is_only_link(page.pieces[index])]
        _leave_out(page, set(plain or everything))
        return list(pieces)
    chosen = sorted({*_head(page, core, titles), *core})
    _leave_out(page, set(chosen))
    return _with_frame(page, pieces, page.pieces[chosen[0]].block)


def _leave_out(page: _Page, chosen: set[int]) -> None:
    """Leave out all pieces but the chosen ones: as the site's frame, unless one opens a turn."""
    before = ""
    for index, piece in enumerate(page.pieces):
        if index not in chosen:
            speaks = page.labels[index] and not page.is_outer[index]
            piece.leave_out(Reason.NOT_UNDERSTOOD if speaks else Reason.FURNITURE)
            piece.before = ending(before)
        before = piece.text


def _weigh(root: etree._Element, pieces: Sequence[Piece]) -> _Page:
    labels = [_is_label(pieces, index) for index in range(len(pieces))]
    outer = _outer_elements(root) | _lists_of_links(pieces, labels)
    is_outer = [piece.block in outer for piece in pieces]
    weights = []
    for index, piece in enumerate(pieces):
        plain = max(0, _length(piece.text) - 2 * piece.linked)
        weight = plain if plain > 25 else plain // 3
        weights.append(0 if is_outer[index] or _CONSENT.search(piece.text) else weight + LABEL_WEIGHT * labels[index])
    return _Page(root, pieces, weights, labels, is_outer)


def _length(text: str) -> int:
    """Return the length of `text` as if in letters: a Chinese character counts as three."""
    return len(text) * 3 if is_chinese(text) else len(text)


def _is_label(pieces: Sequence[Piece], index: int) -> bool:
    """Return whether a piece opens a turn: a label before a sentence, on the same line or the next."""
    piece = pieces[index]
    after = pieces[index + 1].text if index + 1 < len(pieces) else ""
    if piece.heading or piece.linked * 2 > len(piece.text):
        return False
    match = _LABEL.match(piece.text)
    if match and (piece.bold or _reads_as_name(match["label"])):
        said = match["rest"].strip() or after
    elif 0 < piece.bold <= 70 and (piece.bold < len(piece.text) or len(piece.text) <= 70):
        said = piece.text[piece.bold :].strip() or after
    else:
        return False
    return _length(said) > 30 and (ends_sentence(said) or len(said) > 150)


def _reads_as_name(label: str) -> bool:
    """Return whether most words of a label begin with a capital, or are none of an alphabet that has them."""
    words = label.split()
    return sum(not word[0].islower() for word in words) * 2 > len(words)


def _outer_elements(root: etree._Element) -> set[etree._Element]:
    """Return all elements in the frame of the site, those in small forms too."""
    outer: set[etree._Element] = set()
    articles = list(root.iter("article"))
    sizes = {element: len(words_in(element)) for element in articles}
    largest = max(articles, key=sizes.__getitem__, default=None)
    for element in root.iter():
        is_outer = element.tag in _OUTER_TAGS or element.get("role", "").lower() in _OUTER_ROLES
        if element.tag == "footer" and any(parent.tag == "blockquote" for parent in element.iterancestors()):
            is_outer = False
        if element in sizes and largest is not None and element is not largest:
            # A teaser beside the article; speeches that are each an article of their own are of like sizes.
            inside = any(parent is largest for parent in element.iterancestors())
            is_outer = not inside and sizes[largest] > 0.8 * sum(sizes.values())
        if is_outer:
            outer.update(element.iter())
    return outer


def _lists_of_links(pieces: Sequence[Piece], labels: Sequence[bool]) -> set[etree._Element]:
    """Return all elements inside boxes that are mostly links and hold little of the page's words: "most read"."""
    plain: Counter[etree._Element] = Counter()
    linked: Counter[etree._Element] = Counter()
    links: Counter[etree._Element] = Counter()
    speaking: set[etree._Element] = set()
    for piece, label in zip(pieces, labels, strict=True):
        for element in _upwards(piece.block):
            plain[element] += len(piece.text) - piece.linked
            linked[element] += piece.linked
            links[element] += piece.linked > 0
            if label or piece.heading == 1:
                speaking.add(element)
    everything = max(plain.values(), default=0)
    boxes = [
        element
        for element in linked
        if links[element] >= 2 and linked[element] > plain[element] < everything * 0.3 and element not in speaking
    ]
    return {inner for box in boxes for inner in box.iter()}


def _upwards(element: etree._Element | None) -> Iterator[etree._Element]:
    """Yield an element and all in which it stands."""
    while element is not None:
        yield element
        element = element.getparent()


def _core(page: _Page) -> list[int]:
    """Return the indices inside the smallest element that holds (nearly) all of the speech."""
    total: Counter[etree._Element] = Counter()
    labels: Counter[etree._Element] = Counter()
    lines: Counter[etree._Element] = Counter()
    for piece, weight, label in zip(page.pieces, page.weights, page.labels, strict=True):
        for element in _upwards(piece.block):
            lines[element] += 1
            total[element] += weight
            labels[element] += label and weight > 0
    node = page.root
    if not total[node]:
        return []
    mains = [element for element in page.root.iter() if element.tag == "main" or element.get("role") == "main"]
    main = max(mains, key=lambda element: total[element], default=None)
    if main is not None and (total[main] * 2 > total[node] or labels[main] * 2 > labels[node] > 0):
        node = main
    while True:
        best = max(node, key=lambda element: total[element], default=None)
        if best is None or not _holds_it(total[best], total[node], labels[best], labels[node]):
            break
        if lines[best] < 2:
            break
        node = best
    return page.indices_in(node)


def _holds_it(weight: int, of_all: int, labels: int, of_labels: int) -> bool:
    """Return whether an element holds the text of its parent: nearly all labels, and most of the words."""
    if labels < of_labels - of_labels // 10:
        return False
    least = MOST_OF_IT if of_labels == 0 else 0.7 if of_labels < 3 else 0.5
    return weight >= of_all * least


def _is_kept(page: _Page, index: int) -> bool:
    """Return whether a piece is more than a link, the site's frame, or words about cookies."""
    piece = page.pieces[index]
    if page.labels[index] and not page.is_outer[index]:
        return True
    return not (page.is_outer[index] or _is_only_link(piece) or _CONSENT.search(piece.text))


def _is_only_link(piece: Piece) -> bool:
    """Return whether a piece is only a link: no label, no heading, no sentence, no pager."""
    text = piece.text.strip()
    if piece.heading or not piece.linked or text.endswith((":", "：")) or read_pager(text):
        return False
    return piece.linked * 10 >= len(text.replace(" ", "")) * 7 and not ends_sentence(text)


def _head(page: _Page, core: list[int], titles: Sequence[str]) -> list[int]:
    """Return the indices from the title down to the core, where the title stands above it."""
    if any(_heads(page.pieces[index], titles) for index in core[:HEAD_OF_CORE]):
        return []
    above = [index for index in range(core[0]) if not page.is_outer[index] and _heads(page.pieces[index], titles)]
    start = next((index for index in reversed(above) if page.pieces[index].heading == 1), above[-1] if above else None)
    if start is None and not any(page.pieces[index].heading for index in core[:HEAD_OF_CORE]):
        # No heading of the first level: the nearest of another, if it stands right over the core.
        near = range(max(0, core[0] - HEAD_OF_CORE), core[0])
        start = next((at for at in reversed(near) if page.pieces[at].heading and not page.is_outer[at]), None)
    if start is None:
        return []
    while start and _is_dateline(page, start - 1):
        start -= 1
    return [index for index in range(start, core[0]) if _is_kept(page, index)]


def _heads(piece: Piece, titles: Sequence[str]) -> bool:
    """Return whether a piece is the page's main heading, or one of its titles without the site's name."""
    if piece.heading == 1:
        return True
    letters = fold_letters(piece.text)
    known = [fold_letters(title) for title in titles]
    return bool(letters) and any(letters in title and len(letters) * 5 >= len(title) * 2 for title in known)


def _is_dateline(page: _Page, index: int) -> bool:
    piece = page.pieces[index]
    return not page.is_outer[index] and len(piece.text) <= 80 and not piece.linked and bool(find_dates(piece.text))


def _with_frame(page: _Page, pieces: Sequence[Piece], first: etree._Element | None) -> list[Piece]:
    """Return the pieces with the breadcrumb above and the pager below, each made one line."""
    made = list(pieces)
    trail = find_breadcrumb(page.root)
    if trail:
        made = [Piece(trail.text, gap=0), *_without(made, trail)]
    pager = find_pager(page.root, after=first)
    if pager:
        made = [*_without(made, pager), Piece(pager.text)]
    return made


def _without(pieces: Sequence[Piece], found: Found) -> list[Piece]:
    """Return the pieces without the words of a line that was made of one place; the place's other words left out."""
    pool = Counter(words_of(found.text))
    block = next((outer for outer in found.outer if outer.tag in BLOCKS), None)
    kept: list[Piece] = []
    for piece in pieces:
        is_inside = piece.block in found.inside
        if is_inside or (piece.block is block and block is not None):
            rest = without_words(piece.text, pool)
            if rest != piece.text:
                piece.text, piece.bold = rest, 0
            if is_inside:
                piece.leave_out(Reason.FURNITURE)
        if words_of(piece.text) or not is_inside:
            kept.append(piece)
    return [piece for piece in kept if piece.text]
