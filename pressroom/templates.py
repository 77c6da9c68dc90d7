"""Template loader that drops white space that only serves the layout of the source."""

import re

from django.template import Origin
from django.template.loaders.filesystem import Loader

_INDENT = re.compile(r"\n[ \t\n]+")
# What stands inside an HTML tag, Django's tags included. Possessive: each piece is read one way only, in linear time.
_INSIDE = r"(?>[^<>{]++|{%.*?%}|{{.*?}}|{)*+"
_TAG = re.compile(rf"<{_INSIDE}>", re.DOTALL)
# At the edges of these, white space is never meant. It would be seen before an inline item's “;”, and where styles keep
# line ends.
_ITEMS = "div|li|p|dt|dd|th|td|h[1-6]|legend|summary|figcaption"
_EDGE = re.compile(rf"(<(?:{_ITEMS})\b{_INSIDE}>)\s+|\s+(?=</(?:{_ITEMS})>)", re.DOTALL)
_SPACES = re.compile(r"\s*\n\s*")
_KEPT = ("<pre", "<textarea")


class CompactLoader(Loader):
    """Loader that drops indentation and puts each HTML tag on one line: where a space was, one space stays.

    Templates in which white space is text, those with `<pre>` or `<textarea>`, are loaded as they are.
    """

    def get_contents(self, origin: Origin) -> str:
        return compact(super().get_contents(origin))


def compact(text: str) -> str:
    """Return a template without indentation, empty lines, and spaces at the edges of items; each tag on one line."""
    if any(tag in text for tag in _KEPT):
        return text
    return _EDGE.sub(r"\1", _TAG.sub(_on_one_line, _INDENT.sub("\n", text)))


def _on_one_line(tag: re.Match[str]) -> str:
    return re.sub(r"\s+>$", ">", _SPACES.sub(" ", tag[0]))
