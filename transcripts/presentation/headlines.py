"""Line breaks in headlines of languages without spaces: Chinese, by BudouX's models. (Pure.)"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate

import budoux
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

BREAK = "<wbr>"
_CHARACTER = re.compile(r"<[^>]*>|&#?\w+;|.", re.DOTALL)  # of HTML: a tag, an entity, any other
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
# Single characters that belong to what is before them; others belong to what follows.
_CLOSING = frozenset("的了着過过等们們地得馆館局院员員者性化会會部长長")
# No line ends behind the first or begins with the second, and a word in Latin letters is never parted.
_OPENS, _CLOSES = frozenset("《〈「『“‘（【"), frozenset("》〉」』”’）】，。、；：？！—…·%")


@lru_cache(maxsize=4096, typed=True)  # HTML that is safe is not taken for the same text that is not
def break_at_words(text: str, language: str) -> SafeString:
    """Return the text, or HTML, with `<wbr>` wherever a line of a Chinese headline may end; others as they are.

    No break parts a single character from what it belongs to, so that none is alone on the last line.
    """
    html = conditional_escape(text)
    if not language.startswith("zh"):
        return html
    units = _CHARACTER.findall(html)
    plain = "".join(unit if len(unit) == 1 else " " * (not unit.startswith("<")) for unit in units)
    ends = set(accumulate(len(word) for word in words_of(plain, language))) - {len(plain)}
    return mark_safe("".join(_with_breaks(units, ends)))  # noqa: S308 (each unit was escaped)


def words_of(text: str, language: str) -> list[str]:
    """Return the pieces of a Chinese text between which a line may end."""
    found: list[str] = []
    is_open = False  # whether the last piece is a single character that waits for the next
    for piece in _parser(language).parse(text) if text else []:
        is_single = len(piece) == 1 and bool(_HAN.match(piece))
        is_closing = is_single and piece in _CLOSING
        if found and (is_open or is_closing or not _may_part(found[-1], piece)):
            found[-1] += piece
            is_open = is_open and is_single and not is_closing
        else:
            found.append(piece)
            is_open = is_single
    if is_open and len(found) > 1:
        found[-2:] = ["".join(found[-2:])]
    return found


def _may_part(before: str, after: str) -> bool:
    """Return whether punctuation and letters let a line end between the two."""
    return not (
        before[-1] in _OPENS or after[0] in _CLOSES or (before[-1].isascii() and after[0].isascii() and after[0] != " ")
    )


def _with_breaks(units: list[str], ends: set[int]) -> Iterator[str]:
    """Yield the units, with a break before the first that follows an end; a tag counts as nothing."""
    position, is_due = 0, False
    for unit in units:
        if is_due and not unit.startswith("</"):
            yield BREAK
            is_due = False
        yield unit
        if not unit.startswith("<"):
            position += 1
            is_due = position in ends


@cache
def _parser(language: str) -> budoux.Parser:
    """Return the parser of the script; a model is 65 kB and is read once, in some 15 ms."""
    if language.startswith("zh-hant"):
        return budoux.load_default_traditional_chinese_parser()
    return budoux.load_default_simplified_chinese_parser()
