"""The one script of a page that holds its structured data."""

import json
from collections.abc import Sequence

from django.utils.safestring import SafeString

from transcripts.structured_data.things import Thing

# Words of a transcript must end neither the script nor the line: these are written as JSON's escapes.
_ESCAPES = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})
_BEFORE, _AFTER = '<script type="application/ld+json">', "</script>"


def make_script(things: Sequence[Thing]) -> SafeString:
    """Return the script with these things, in one graph: a browser runs no script of this type."""
    form = {"@context": "https://schema.org", "@graph": things}
    text = json.dumps(form, ensure_ascii=False, separators=(",", ":"))
    return SafeString(f"{_BEFORE}{text.translate(_ESCAPES)}{_AFTER}")
