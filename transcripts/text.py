"""Pure functions on text: folding, paragraphs, slugs, names. (TEXT: imports nothing of the project.)

Every command loads this. What takes long to import is imported at its first use.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from html import escape
from string import ascii_lowercase
from typing import Any

from django.utils.module_loading import import_string
from django.utils.text import slugify

SLUG_LENGTH = 80
_PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_END = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
# The Unicode categories Cc, but for tab and line end, and Cs.
_UNPRINTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_HAN_CHARACTER = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_NOT_WORD = re.compile(r"[\W_]+")
# Written without spaces between words, or read so: ideographs, kana, bopomofo, hangul, and their old and narrow forms.
HAN = (
    "\u1100-\u11ff\u2e80-\u2fd5\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3041-\u309a\u309d-\u309f\u30a1-\u30fa"
    "\u30fc-\u30ff\u3105-\u318e\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97c\uac00-\ud7fb"
    "\uf900-\ufaff\uff66-\uff9f\uffa1-\uffdc\U00020000-\U0003ffff"
)
HAN_CHARACTER = f"[{HAN}]"  # as an expression
_IS_HAN = re.compile(HAN_CHARACTER)
LINE_END_WITHOUT_BLANK = re.compile(rf"(?:(?<=[。，、；：！？）》」』】])|(?<=[”’…])(?=\s+[{HAN}]))[^\S\n]*\n\s*")


def fold(text: str) -> str:
    """Return `text` in its form for comparison: NFKC, case folded, white space collapsed."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def one_line(text: str) -> str:
    """Return `text` on one line: a blank for each line end, but none behind full-width punctuation."""
    return " ".join((LINE_END_WITHOUT_BLANK.sub("", text) if "\n" in text else text).split())


def without_marks(text: str) -> str:
    """Return `text` without characters that nobody sees, as words copied from a page can have: U+200B, soft hyphens."""
    return text if text.isprintable() else "".join(char for char in text if unicodedata.category(char) != "Cf")


def fold_letters(text: str) -> str:
    """Return only the letters and digits of `text`, folded: titles are the same when these are."""
    return _NOT_WORD.sub("", fold(text))


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of `text`, which blank lines part, without surrounding white space."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\n" not in text:
        return [text] if (text := text.strip()) else []
    return [part.strip() for part in _PARAGRAPH_BREAK.split(text) if part.strip()]


def without_controls(text: str) -> str:
    """Return `text` with its line ends as \\n, and without other control characters and lone surrogates."""
    if text.replace("\n", "").replace("\t", "").isprintable():  # as most are, which is known sooner than it is searched
        return text
    text = _LINE_END.sub("\n", text)
    return _UNPRINTED.sub("", text)


def make_slug(text: str, *, length: int = SLUG_LENGTH) -> str:
    """Return `text` as a slug of at most about `length` characters, Unicode kept, cut between words."""
    slug = slugify(text, allow_unicode=True)
    if len(slug) <= length:
        return slug
    head, _, _ = slug[: length + 1].rpartition("-")
    return (head if len(head) > length // 2 else slug[:length]).rstrip("-")


def escape_html(text: str) -> str:
    """Return a text as `html.escape` does, which takes three times as long over a short one that needs nothing."""
    return text if len(text) < SHORT and not MEANS_HTML(text) else escape(text)


SHORT = 40
MEANS_HTML = re.compile("[&<>\"']").search


@lru_cache(maxsize=256)
def language_tag(code: str) -> str:
    """Return a language's code as BCP 47 writes it: zh-hans is zh-Hans."""
    first, *rest = code.split("-")
    return "-".join([first, *(part.title() if len(part) == 4 else part.upper() for part in rest)])


def is_chinese(text: str) -> bool:
    """Return whether more than a tenth of the letters of `text` are Chinese characters."""
    chinese = len(_HAN_CHARACTER.findall(text))
    return chinese > 0 and chinese * 10 > sum(map(str.isalpha, text))


def is_han(token: str) -> bool:
    """Return whether `token` is a piece of Chinese, kana or hangul."""
    return _IS_HAN.match(token) is not None


def edit_distance(one: str, two: str, *, most: int) -> int:
    """Return the number of letters to drop, add, change or swap with their neighbour to make `one` of `two`.

    It is the distance of optimal string alignment, and `most` + 1 where that is greater than `most`. The one measure
    of misspelling: all code that offers or accepts a misspelt word uses it.
    """
    distance: int = _osa().distance(one, two, score_cutoff=most)
    return distance


@cache
def _osa() -> Any:
    return import_string("rapidfuzz.distance.OSA")


def one_edit_away(word: str) -> Iterator[str]:
    """Yield all words at an `edit_distance` of 1 from `word`, in small ASCII letters, some twice, and `word` itself.

    They are 54 times the length of the word, so that an index is asked for them all at once.
    """
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in ascii_lowercase:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]


def split_family_name(name: str, family: str) -> tuple[str, str] | None:
    """Return `name` as family name and given name, None where it does not begin or end with `family`.

    Both are as in `name`. Between them is a space, but for names in Chinese, Japanese or Korean characters; the
    given name is empty where the name is the family name alone.
    """
    name, family = " ".join(name.split()), " ".join(family.split())
    if not family:
        return None
    if name.casefold() == family.casefold():
        return name, ""
    first, rest = name[: len(family)], name[len(family) :]
    if rest and first.casefold() == family.casefold() and (rest[0] in " ," or _IS_HAN.match(rest)):
        return first, rest.lstrip(" ,")
    rest, last = name[: -len(family)], name[-len(family) :]
    if last.casefold() == family.casefold() and rest.endswith(" "):
        return last, rest.rstrip(" ,")
    return None


def natural_key(name: str) -> list[tuple[int, int | str]]:
    """Return the sort key that puts page-2 before page-10."""
    key: list[tuple[int, int | str]] = []
    digits = ""
    for char in f"{name}\0":
        if char.isdecimal():
            digits += char
            continue
        if digits:
            key.append((0, int(digits)))
            digits = ""
        key.append((1, char))
    return key
