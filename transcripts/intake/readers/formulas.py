"""Formulas, in Word's or the web's markup, and raised figures, as a line of text."""

import re
from collections.abc import Sequence

from lxml import etree

_SPACES = re.compile(r"\s+")
_RAISED = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
_RAISABLE = frozenset("0123456789+-−n")
_TEXTS = frozenset(("t", "mi", "mn", "mo", "mtext", "ms"))
# What stands between the parts of an element, by its name in either markup.
_BETWEEN = {
    "sSup": "^", "msup": "^", "sSub": "_", "msub": "_", "f": "/", "mfrac": "/", "sSubSup": "^", "msubsup": "^",
    "func": " ", "mr": " ", "mtr": " ", "m": "; ", "mtable": "; ", "eqArr": "; ", "limLow": " ", "limUpp": " ",
    "munder": " ", "mover": "", "munderover": " ", "nary": " ", "mroot": " ",
}  # fmt: skip
_ROOTS = frozenset(("rad", "msqrt", "mroot"))
_NOT_SHOWN = frozenset(("annotation", "annotation-xml"))
_LIMITS = frozenset(("sub", "sup", "deg"))


def raised(text: str) -> str:
    """Return figures as raised ones, so that 10⁶ is not 106; other raised text, such as “th”, as it is."""
    plain = text.strip()
    return text.translate(_RAISED) if plain and _RAISABLE.issuperset(plain) else text


def formula_text(element: etree._Element) -> str:
    """Return a formula as a line: powers with “^”, fractions with “/”."""
    return _SPACES.sub(" ", _text(element))


def formula_source(element: etree._Element) -> str:
    """Return what the markup of a formula holds for programs, and nobody sees."""
    found = (inner for inner in element.iter() if _name(inner) in _NOT_SHOWN)
    return " ".join("".join(str(text) for text in inner.itertext()) for inner in found)


def _text(element: etree._Element) -> str:
    name = _name(element)
    if name in _NOT_SHOWN or name.endswith("Pr"):
        return ""
    if name in _TEXTS:
        return "".join(str(text) for text in element.itertext())
    parts = [text for child in element if (text := _text(child)) or _name(child) not in _LIMITS]
    shown = [part for part in parts if part]
    if name in _BETWEEN:
        joined = _BETWEEN[name].join(_grouped(shown) if _BETWEEN[name] in ("^", "/", "_") else shown)
    else:
        joined = "".join(shown)
    if name == "d":
        return f"({joined})"
    if name in _ROOTS:
        return f"√({joined})"
    return joined


def _grouped(parts: Sequence[str]) -> list[str]:
    """Return the parts of a power or a fraction, those of several words or signs in brackets."""
    return [part if part.isalnum() or len(part) == 1 else f"({part})" for part in parts]


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
