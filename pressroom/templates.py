"""How templates are loaded: laid out for whoever edits them, sent without what only the layout needs."""

import re

from django.template import Origin
from django.template.loaders.filesystem import Loader

_INDENT = re.compile(r"\n[ \t\n]+")
_TAG = re.compile(r"<(?:[^<>{]|{%.*?%}|{{.*?}}|{)*>", re.DOTALL)
_SPACES = re.compile(r"\s*\n\s*")
_KEPT = ("<pre", "<textarea")


class CompactLoader(Loader):
    """Loads a template without indentation, and each HTML tag on one line: where a space was, one space stays.

    Templates in which white space is text, those with `<pre>` or `<textarea>`, are loaded as they are.
    """

    def get_contents(self, origin: Origin) -> str:
        return compact(super().get_contents(origin))


def compact(text: str) -> str:
    """Return a template with lines' indentation and empty lines dropped, and line ends inside tags made spaces."""
    if any(tag in text for tag in _KEPT):
        return text
    return _TAG.sub(_on_one_line, _INDENT.sub("\n", text))


def _on_one_line(tag: re.Match[str]) -> str:
    return re.sub(r"\s+>$", ">", _SPACES.sub(" ", tag[0]))
