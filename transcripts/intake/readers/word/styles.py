"""Word's styles: what a style says of the words under it, itself or by the style that it builds on."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace

from lxml import etree

from transcripts.intake.readers.line_builder import is_colour
from transcripts.intake.readers.word.package import WORD

MOST_BASES = 12  # styles that build on each other; a circle of styles ends
SMALLEST_SEEN = 4  # half points; smaller letters are not seen
MOST_NAMES = 4096  # that are kept
_OFF = ("0", "false", "off", "none")
_WHITE = "FFFFFF"
# Properties that a style in a paragraph's style turns around rather than repeats.
_TOGGLES = ("bold", "hidden", "struck")


@dataclass(frozen=True, slots=True)
class Look:
    """How words look; None is what is not said."""

    bold: bool | None = None
    hidden: bool | None = None
    struck: bool | None = None
    tiny: bool | None = None
    white: bool | None = None
    shaded: bool | None = None
    raised: bool | None = None
    coloured: bool | None = None

    def over(self, other: "Look") -> "Look":
        """Return this look where it says something, else the other."""
        if other in (PLAIN, self):
            return self
        if self == PLAIN:
            return other
        said = {one.name: value for one in fields(self) if (value := getattr(self, one.name)) is not None}
        return replace(other, **said)


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its look, the level of a heading or 0, its list, whether it is one of a table of contents or italic."""

    look: Look = PLAIN
    heading: int = 0
    list_id: str = ""
    list_level: int = 0
    is_contents: bool = False
    italic: bool | None = None


_NO_STYLE = Style()


@dataclass(slots=True)
class Styles:
    """The styles of a file by id."""

    defaults: Look = PLAIN
    default_paragraph: str = ""
    _elements: dict[str, etree._Element] = field(default_factory=dict)
    _read: dict[str, Style] = field(default_factory=dict)
    _looks: dict[tuple[str, str], Look] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element | None) -> "Styles":
        """Return the styles of the part `root`."""
        styles = cls()
        if root is None:
            return styles
        for element in root:
            name = local(element)
            if name == "docDefaults":
                found = element.find("{*}rPrDefault/{*}rPr")
                styles.defaults = look_of(found) if found is not None else PLAIN
            elif name == "style":
                identity = value(element, "styleId")
                styles._elements.setdefault(identity, element)
                if value(element, "default") in ("1", "true") and value(element, "type") == "paragraph":
                    styles.default_paragraph = identity
        return styles

    def get(self, identity: str) -> Style:
        """Return a style; an unknown one says nothing."""
        if identity not in self._read:
            self._read[identity] = self._resolved(identity)
        return self._read[identity]

    def look(self, paragraph: str, character: str) -> Look:
        """Return the look of words under a paragraph's and a character's style: of two that say bold, neither does."""
        key = (paragraph, character)
        if key not in self._looks:
            one = self.get(paragraph or self.default_paragraph).look
            two = self.get(character).look if character else PLAIN
            both = {name: False for name in _TOGGLES if getattr(one, name) and getattr(two, name)}
            self._looks[key] = replace(two.over(one), **both).over(self.defaults)
        return self._looks[key]

    def _resolved(self, identity: str) -> Style:
        element = self._elements.get(identity)
        found = _NO_STYLE
        for depth in range(MOST_BASES):
            if element is None:
                break
            found = _merged(found, element, is_own=depth == 0)
            base = element.find("{*}basedOn")
            element = self._elements.get(value(base)) if base is not None else None
        return found


def _merged(style: Style, element: etree._Element, *, is_own: bool) -> Style:
    """Return a style with what the element of one that it builds on says."""
    looks = element.find("{*}rPr")
    look = style.look.over(look_of(looks)) if looks is not None else style.look
    found = element.find("{*}name")
    name = value(found).lower() if found is not None else ""
    heading = style.heading
    outline = element.find("{*}pPr/{*}outlineLvl")
    if not heading and outline is not None and value(outline) in tuple("012345"):
        heading = int(value(outline)) + 1
    if not heading and name.startswith("heading ") and name[8:] in tuple("123456"):
        heading = int(name[8:])
    if not heading and is_own and name == "title":
        heading = 1
    list_id, list_level = style.list_id, style.list_level
    numbered = element.find("{*}pPr/{*}numPr")
    if numbered is not None and not list_id:
        list_id, list_level = list_of(numbered)
    contents = style.is_contents or (is_own and name.startswith("toc "))
    slant = looks.find("{*}i") if looks is not None else None
    italic = is_on(slant) if style.italic is None and slant is not None else style.italic
    return Style(look, heading, list_id, list_level, contents, italic)


def list_of(numbered: etree._Element) -> tuple[str, int]:
    """Return the id of the list and the level in it that a paragraph or a style states."""
    identity, level = numbered.find("{*}numId"), numbered.find("{*}ilvl")
    stated = value(level) if level is not None else ""
    return (value(identity) if identity is not None else ""), (int(stated) if stated in tuple("012345678") else 0)


def look_of(properties: etree._Element) -> Look:
    """Return the look that a run's own properties state."""
    said: dict[str, bool] = {}
    for element in properties:
        state = _STATED.get(local(element))
        if state is not None:
            name, read = state
            said[name] = read(element) or (name == "struck" and said.get(name, False))
            if name == "white":
                said["coloured"] = is_colour(value(element))
    return Look(**said) if said else PLAIN


def is_shaded(element: etree._Element) -> bool:
    """Return whether a shading is one that white letters can be read on."""
    fill = value(element, "fill").upper()
    return fill not in ("", "AUTO", _WHITE) or value(element) not in ("clear", "nil", "")


def is_on(switch: etree._Element) -> bool:
    """Return whether a property that is there is on."""
    return value(switch).lower() not in _OFF


def value(element: etree._Element, name: str = "val") -> str:
    """Return an attribute of Word's, in either of its namespaces."""
    return element.get(f"{{{WORD[0]}}}{name}") or element.get(f"{{{WORD[1]}}}{name}") or ""


def _is_tiny(size: etree._Element) -> bool:
    stated = value(size)
    return stated.isdecimal() and int(stated) <= SMALLEST_SEEN


# The properties that say something of a look: which, and how.
_STATED: dict[str, tuple[str, Callable[[etree._Element], bool]]] = {
    "b": ("bold", is_on),
    "vanish": ("hidden", is_on),
    "strike": ("struck", is_on),
    "dstrike": ("struck", is_on),
    "sz": ("tiny", _is_tiny),
    "color": ("white", lambda color: value(color).upper() == _WHITE),
    "highlight": ("shaded", lambda light: value(light) not in ("none", "white", "")),
    "shd": ("shaded", is_shaded),
    "vertAlign": ("raised", lambda align: value(align) == "superscript"),
}


class _Names(dict[str, str]):
    """The names of elements without their namespaces, each cut off once."""

    def __missing__(self, tag: str) -> str:
        name = tag.rpartition("}")[2]
        if len(self) < MOST_NAMES:
            self[tag] = name
        return name


_NAMES = _Names()


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    return _NAMES[element.tag]
