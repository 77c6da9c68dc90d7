"""Text fragments: the part of an address that names words on a page, as `#:~:text=prefix-,start,end,-suffix`. (Pure.)

https://wicg.github.io/scroll-to-text-fragment/
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from transcripts.tokens import is_inside_word

CONTEXT = 3  # words before and after, where the words by themselves are elsewhere on the page as well
_CLAUSE = re.compile("[，。；：、！？…]")


@dataclass(frozen=True, slots=True)
class Found:
    """Words found in a text: as they are there, and what is before and after them."""

    words: str
    before: str
    after: str


def find_words(words: str, text: str) -> Found | None:
    """Return where `words` first occur in `text` as words, whatever their case and white space; None if they do not."""
    for found in _pattern(words).finditer(text):
        if not (is_inside_word(text, found.start()) or is_inside_word(text, found.end())):
            return Found(found[0], text[: found.start()], text[found.end() :])
    return None


def make_fragment(found: Found, elsewhere: Iterable[str]) -> str:
    """Return the fragment that leads a browser to these words; `elsewhere` are the other texts of the page.

    Where they are in them too, what is around the words tells them apart; it is empty where nothing does.
    """
    lines = found.words.split("\n")
    named = ",".join(map(_encode, [found.words] if len(lines) == 1 else [lines[0], lines[-1]]))
    pattern = _pattern(found.words)
    if not any(map(pattern.search, (found.before, found.after, *elsewhere))):
        return f":~:text={named}"
    before, after = _last_words(found.before), _first_words(found.after)
    if not (before or after):
        return ""
    return ":~:text=" + (f"{_encode(before)}-," if before else "") + named + (f",-{_encode(after)}" if after else "")


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)


def _last_words(text: str) -> str:
    line = text.rpartition("\n")[2].rstrip()
    if " " in line or line.isascii():
        return " ".join(line.split()[-CONTEXT:])
    places = [place.start() for place in _CLAUSE.finditer(line[:-1])]
    return line[places[-1] + 1 :] if places else line


def _first_words(text: str) -> str:
    line = text.partition("\n")[0].lstrip()
    if " " in line or line.isascii():
        return " ".join(line.split()[:CONTEXT])
    return _CLAUSE.split(line, maxsplit=1)[0] or line[:1]


def _encode(words: str) -> str:
    """Return words percent-encoded: “-” and “,” part a fragment, so only letters and digits stay."""
    return quote(" ".join(words.split()), safe="").replace("-", "%2D")
