"""Words of a debate's elements: paragraphs, labels and headings."""

import re
from collections.abc import Iterator

from lxml import etree

from transcripts.intake.readers.akoma_ntoso.meta import local_name
from transcripts.intake.readers.markup import names_of, words_in

_SPACES = re.compile(r"\s+")
BLOCKS = names_of(
    """
    p item li td th tr heading num tblock block blockContainer listIntroduction listWrapUp
    """
)
LEFT_OUT = frozenset(("authorialNote", "noteRef", "del", "img", "from", "meta"))
LEFT_OUT_OF_LABELS = LEFT_OUT | {"recordedTime"}
HEADINGS = ("num", "heading", "subheading")
BREAKS = frozenset(("eol", "br"))
_BRACKETS = "([（［[【"


def line_of(element: etree._Element) -> int:
    """Return the line of the file on which an element stands, 0 where that is not known."""
    line: int | None = element.sourceline  # type: ignore[assignment]  # the stubs leave it open
    return line or 0


def label_of(element: etree._Element) -> str:
    """Return the label of a speech, without the time that may stand in it."""
    found = next((child for child in element if local_name(child) == "from"), None)
    if found is None:
        return ""
    return " ".join(paragraphs_in(found, skipped=LEFT_OUT_OF_LABELS)).rstrip(":： ")


def heading_of(section: etree._Element) -> str:
    """Return the heading of a section: its number and words, and its second heading."""
    parts: dict[str, list[str]] = {tag: [] for tag in HEADINGS}
    for child in section:
        if (tag := local_name(child)) in parts:
            parts[tag].append(" ".join(paragraphs_in(child)))
    over = " ".join(part for part in (*parts["num"], *parts["heading"]) if part)
    return " – ".join(part for part in (over, *parts["subheading"]) if part)


def paragraphs_in(element: etree._Element, *, skipped: frozenset[str] = LEFT_OUT) -> Iterator[str]:
    """Yield the paragraphs inside `element`: blocks part them, line ends stay within them.

    A number stands before the words of its item; a remark in brackets.
    """
    words: list[str] = []
    after_number = False

    def paragraph() -> str:
        lines = "".join(words).split("\v")
        words.clear()
        return "\n".join(line for line in (_SPACES.sub(" ", line).strip() for line in lines) if line)

    walker = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walker:
        tag = local_name(inner)
        is_remark = tag == "remark" and inner is not element and not words_in(inner).startswith(tuple(_BRACKETS))
        if event == "start":
            if tag in skipped and inner is not element:
                walker.skip_subtree()
                continue
            if tag in BLOCKS and not after_number and (made := paragraph()):
                yield made
            after_number = False
            words.append("\v" if tag in BREAKS else f"({inner.text or ''}" if is_remark else inner.text or "")
        else:
            words.append(")" if is_remark else "")
            if tag == "num" and inner is not element:
                words.append(" ")
                after_number = True
            elif tag in BLOCKS and (made := paragraph()):
                yield made
            if inner is not element:
                words.append(inner.tail or "")
    if made := paragraph():
        yield made
