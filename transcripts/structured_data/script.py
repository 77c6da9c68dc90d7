"""The one script of a page that holds its structured data."""

import json
from collections.abc import Sequence

from django.utils.safestring import SafeString

from transcripts.structured_data.things import Thing

# Words of a transcript must end neither the script nor the line: these are written as JSON's escapes.
_ESCAPES = {char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_BEFORE, _AFTER = '<script type="application/ld+json">', "</script>"


def make_script(things: Sequence[Thing]) -> SafeString:
    """Return the script with these things, in one graph: a browser runs no script of this type."""
    text = _write({"@context": "https://schema.org", "@graph": things})
    for char, escape in _ESCAPES.items():
        text = text.replace(char, escape)
    return SafeString(f"{_BEFORE}{text}{_AFTER}")
