"""What a page's own styles and markup say of its words: bold, raised, struck through, hidden, a comment, a note."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from transcripts.intake.left_out import FilePart, Reason
from transcripts.intake.readers.line_builder import is_colour
from transcripts.intake.readers.markup import names_of, words_in

LARGEST_SHEET = 1024 * 1024  # characters of a page's own style sheets that are read
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BRACES = re.compile("[{}]")
_SELECTOR = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?P<marks>(?:[.#][\w-]+)*)", re.IGNORECASE)
_MARK = re.compile(r"[.#][\w-]+")
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|bolder|[6-9]00)\b", re.IGNORECASE)
_LIGHT = re.compile(r"font-weight\s*:\s*(?:normal|lighter|[1-5]00)\b", re.IGNORECASE)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:[;!]|$)"
    r"|mso-hide\s*:\s*all|(?:left|top|text-indent)\s*:\s*-\d{4,}px|clip\s*:\s*rect\(\s*[01](?:px)?\b",
    re.IGNORECASE,
)
_SHOWN = re.compile(r"display\s*:\s*(?!none)[a-z]", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_WORD_PART = re.compile(r"mso-element\s*:\s*(?P<part>comment|footnote|endnote|header|footer)", re.IGNORECASE)
_COLOUR = re.compile(r"(?<![\w-])color\s*:\s*(?P<colour>[^;!]+)", re.IGNORECASE)
_PLAIN_COLOURED = frozenset(("a", "h1", "h2", "h3", "h4", "h5", "h6", "body", "html"))
_BOLD_TAGS = frozenset(("b", "strong", "th"))
# Names that sites give to what only programs read aloud, and to the tools of an encyclopedia's editors.
_UNSEEN = names_of(
    """
    sr-only sr_only visually-hidden visuallyhidden visually_hidden screen-reader-text screen-reader-only screenreader
    element-invisible a11y-hidden assistive-text tooltip-text tooltiptext
    """
)
_TOOLS = names_of("mw-editsection mw-jump-link")
_MARK_TEXT = re.compile(r"[\[(（]?(?:[a-z]{0,3}\d{1,4}|[a-z]{1,2}|[*†‡§¶]{1,3})[\])）]?", re.IGNORECASE)
_NOTE_TARGET = re.compile(r"#_?(?:fn|ftn|footnote|endnote|edn|note|cite|cmnt|msocom)", re.IGNORECASE)
_COMMENT_TARGET = re.compile(r"#_?(?:cmnt|msocom)", re.IGNORECASE)
_NOTE_ROLES = names_of("doc-footnote doc-endnote doc-endnotes doc-noteref")
_NOTE_BLOCKS = frozenset(("p", "li", "div", "dd", "aside", "section", "tr"))
_WRAPPERS = frozenset(("sup", "span"))

Left = tuple[Reason, FilePart]
_COMMENTS: Left = (Reason.COMMENT, FilePart.COMMENT)
_NOTES: Left = (Reason.NOTE, FilePart.NOTE)
_HIDDEN_WORDS: Left = (Reason.HIDDEN, FilePart.HIDDEN)
_TAGS: dict[str, Left] = {
    "del": (Reason.DELETED, FilePart.BODY),
    "s": (Reason.STRUCK, FilePart.BODY),
    "strike": (Reason.STRUCK, FilePart.BODY),
}
_WORD_PARTS: dict[str, Left] = {
    "comment": _COMMENTS,
    "footnote": _NOTES,
    "endnote": _NOTES,
    "header": (Reason.REPEATED, FilePart.HEAD),
    "footer": (Reason.REPEATED, FilePart.FOOT),
}


@dataclass(frozen=True, slots=True)
class Look:
    """How words look."""

    is_bold: bool = False
    is_raised: bool = False


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule for elements of one tag, or of any, that have all marks (“.class”, “#id”)."""

    tag: str
    marks: frozenset[str]
    style: str

    @property
    def weight(self) -> tuple[int, int, int]:
        """The rule's weight among those that fit the same element."""
        ids = sum(mark.startswith("#") for mark in self.marks)
        return ids, len(self.marks) - ids, bool(self.tag)


def _colour_of(element: etree._Element, style: str) -> str:
    match = _last(_COLOUR, style)
    return match["colour"] if match else str(element.get("color", "")) if element.tag == "font" else ""


@dataclass(slots=True)
class PageStyles:
    """The rules of a page's own style sheets, and its comments and notes with the marks that lead to them.

    `by_colour` means that words in colour are taken for bold; `is_coloured`, that such words were seen.
    """

    rules: list[_Rule] = field(default_factory=list)
    aside: dict[etree._Element, Left] = field(default_factory=dict)
    by_colour: bool = False
    is_coloured: bool = False
    _styles: dict[tuple[str, str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element, *, by_colour: bool = False) -> "PageStyles":
        """Return the styles of the page `root`."""
        sheet = "\n".join(element.text or "" for element in root.iter("style"))[:LARGEST_SHEET]
        styles = cls(sorted(_rules_of(sheet), key=lambda rule: rule.weight), by_colour=by_colour)
        styles.aside.update(_notes_of(root))
        return styles

    def look_of(self, element: etree._Element, outer: Look) -> Look:
        """Return how the words inside an element look, whose surroundings look as `outer`."""
        style = self._style_of(element)
        is_bold, is_raised = outer.is_bold or element.tag in _BOLD_TAGS, outer.is_raised or element.tag == "sup"
        if style:
            is_raised = is_raised or bool(_RAISED.search(style))
            if _BOLD.search(style) or _LIGHT.search(style):
                is_bold = _is_last_bold(style)
        if element.tag not in _PLAIN_COLOURED and (colour := _colour_of(element, style)):
            self.is_coloured = self.is_coloured or is_colour(colour)
            is_bold = is_colour(colour) if self.by_colour else is_bold
        return outer if (is_bold, is_raised) == (outer.is_bold, outer.is_raised) else Look(is_bold, is_raised)

    def reason_of(self, element: etree._Element) -> Left | None:
        """Return why an element's words are left out; None when nothing says so."""
        return self.aside.get(element) or _stated_reason(element) or self._styled_reason(element)

    def _styled_reason(self, element: etree._Element) -> Left | None:
        """Return why an element's words are left out by the way that they look."""
        style = self._style_of(element)
        if not style:
            return None
        if (part := _WORD_PART.search(style)) is not None:
            return _WORD_PARTS[part["part"].lower()]
        if (hidden := _last(_HIDDEN, style)) is not None and not _SHOWN.search(style, hidden.end()):
            return _HIDDEN_WORDS
        return (Reason.STRUCK, FilePart.BODY) if _STRUCK.search(style) else None

    def _style_of(self, element: etree._Element) -> str:
        """Return the declarations that hold for an element, the weightiest last."""
        own, classes = element.get("style", ""), element.get("class", "")
        if not self.rules:
            return own
        key = (str(element.tag), classes, element.get("id", ""))
        if key not in self._styles:
            marks = {f".{name}" for name in classes.split()} | ({f"#{key[2]}"} if key[2] else set())
            fitting = [rule.style for rule in self.rules if rule.tag in ("", key[0]) and rule.marks <= marks]
            self._styles[key] = ";".join(fitting)
        return f"{self._styles[key]};{own}" if own else self._styles[key]


def _stated_reason(element: etree._Element) -> Left | None:
    """Return why an element's words are left out by its name and its attributes."""
    found = _TAGS.get(str(element.tag))
    classes, role = element.get("class", "").lower().split(), element.get("role")
    if element.get("hidden") is not None or role == "tooltip" or not _UNSEEN.isdisjoint(classes):
        found = _HIDDEN_WORDS
    elif not _TOOLS.isdisjoint(classes):
        found = (Reason.FURNITURE, FilePart.BODY)
    elif role in _NOTE_ROLES:
        found = _NOTES
    return found


def _last(form: re.Pattern[str], text: str) -> re.Match[str] | None:
    return max(form.finditer(text), key=lambda match: match.start(), default=None)


def _is_last_bold(style: str) -> bool:
    """Return whether the last weight among declarations is bold."""
    bold, light = _last(_BOLD, style), _last(_LIGHT, style)
    return bold is not None and (light is None or bold.start() > light.start())


def _rules_of(sheet: str) -> Iterator[_Rule]:
    """Yield the rules of a style sheet that stand in no block of their own, as those for print do."""
    sheet = _COMMENT.sub("", sheet)
    depth, start, selectors = 0, 0, ""
    for brace in _BRACES.finditer(sheet):
        text = sheet[start : brace.start()]
        start = brace.end()
        if brace[0] == "{":
            depth += 1
            selectors = text.rpartition(";")[2] if depth == 1 else ""
            continue
        if depth == 1 and selectors and "@" not in selectors:
            for one in selectors.split(","):
                match = _SELECTOR.fullmatch(one.strip())
                if match and match[0]:
                    yield _Rule((match["tag"] or "").lower(), frozenset(_MARK.findall(match["marks"])), text)
        depth = max(0, depth - 1)
        selectors = ""


def _notes_of(root: etree._Element) -> dict[etree._Element, Left]:
    """Return the comments and notes of a page, and the marks in its words that lead to them."""
    targets: dict[str, Left] = {}
    found: dict[etree._Element, Left] = {}
    around: set[etree._Element] = set()
    for link in root.iter("a"):
        href = link.get("href", "")
        if not href.startswith("#") or not _MARK_TEXT.fullmatch(words_in(link)) or not _is_mark(link, href):
            continue
        left = _COMMENTS if _COMMENT_TARGET.match(href) else _NOTES
        mark = link
        for parent in link.iterancestors():
            if parent.tag not in _WRAPPERS or words_in(parent) != words_in(link):
                break
            mark = parent
        if href[1:] in targets or link.get("id", "") in targets or link.get("name", "") in targets:
            continue  # the way back, at the note itself
        found[mark] = left
        targets[href[1:]] = left
        around.update(mark.iterancestors())
    for element in root.iter() if targets else ():
        name = element.get("id") or element.get("name") or "" if isinstance(element.tag, str) else ""
        if name in targets and element not in found:
            note = _note_at(element, around)
            if note is not None:
                found[note] = targets[name]
    return found


def _is_mark(link: etree._Element, href: str) -> bool:
    """Return whether a link within the page is the mark of a note, rather than a way to a part of the page."""
    if _NOTE_TARGET.match(href) or link.get("role") in _NOTE_ROLES:
        return True
    return any(inner.tag == "sup" for inner in link.iter()) or any(outer.tag == "sup" for outer in link.iterancestors())


def _note_at(element: etree._Element, around: set[etree._Element]) -> etree._Element | None:
    """Return the block of the note whose name stands at `element`; `around` is what a mark stands in."""
    note: etree._Element | None = element
    while note is not None and note.tag not in _NOTE_BLOCKS:
        note = note.getparent()
    if note is None or note in around:
        return None
    while (parent := note.getparent()) is not None and parent not in around:
        if parent.tag not in ("div", "li", "section", "aside") or parent[0] is not note or (parent.text or "").strip():
            break
        note = parent
    return note
