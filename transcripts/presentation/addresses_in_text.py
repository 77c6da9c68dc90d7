"""Addresses in a plain text as links. (Pure.)"""

import re

from django.utils.html import escape, urlize
from django.utils.safestring import SafeString, mark_safe

from transcripts.text import HAN

# Characters that end an address. A Chinese one may be in a path, as it is copied from a browser, but in no host.
_FULL_WIDTH = "\u3000-\u3004\u3008-\u3020\u3030\uff00-\uff65“”‘’—…"
_MAY_BE_LINKED = re.compile(rf"https?://[^\s/{_FULL_WIDTH}{HAN}]+(?:/[^\s{_FULL_WIDTH}]*)?|[^\s{_FULL_WIDTH}{HAN}]+")


def link_addresses(text: str) -> SafeString:
    """Return the text, escaped, with its web and e-mail addresses as links.

    Django's `urlize` takes a word to end at a blank, so of a Chinese sentence it links all that follows an address.
    """
    made, done = [], 0
    for found in _MAY_BE_LINKED.finditer(text):
        made += [escape(text[done : found.start()]), urlize(found[0], autoescape=True)]
        done = found.end()
    return mark_safe("".join([*made, escape(text[done:])]))  # noqa: S308 (each part was escaped)
