"""Breadcrumbs over a page, and site menus, which look alike."""

import re

from transcripts.intake.lines.dates import find_dates
from transcripts.intake.lines.page_lines import ends_sentence
from transcripts.intake.vocabulary import HOME_WORDS, MENU_WORDS
from transcripts.text import fold

_CRUMB_MARKS = re.compile(r"\s*[ㄑ›»→>＞〉]\s*")
_HYPHEN_CRUMBS = re.compile(r"\s+[-–/|]\s*|\s*／\s*")
_HERE = re.compile(
    r"^(?:you are here|current (?:location|position)|location|当前位置|當前位置|您的位置|您现在的位置|所在位置)"
    r"\s*[:：]?\s*",
    re.IGNORECASE,
)
_GLUE = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
LONGEST_MENU = 200  # characters
LEAST_CRUMBS = 3  # that a breadcrumb without marks has
_SLASH_CRUMBS = re.compile(r"\s+(?:/|…|\.\.\.)\s+|\s*／\s*")
LONGEST_CRUMB = 40  # characters
SHORTEST_CRUMB = 6  # characters of one of these


def read_breadcrumb(text: str) -> tuple[str, ...]:
    """Return the parts of a breadcrumb, or nothing when `text` is none."""
    stated = bool(_HERE.match(text))
    text = _HERE.sub("", text).strip()
    if _CRUMB_MARKS.search(text):
        return tuple(part for part in _CRUMB_MARKS.split(text) if part.strip(" -|"))
    if is_home(_HYPHEN_CRUMBS.split(text)[0]):
        parts = tuple(part.strip(" -") for part in _HYPHEN_CRUMBS.split(text) if part.strip(" -"))
        if len(parts) > 1 or re.search(r"[-–/|]\s*$", text) or stated:
            return parts
    parts = tuple(part.strip() for part in _SLASH_CRUMBS.split(text))
    if (
        len(parts) >= LEAST_CRUMBS
        and all(0 < len(part) <= LONGEST_CRUMB for part in parts)
        and not (ends_sentence(text) or find_dates(text))
    ):
        return parts
    pieces = _GLUE.split(text)
    if (
        len(pieces) >= LEAST_CRUMBS
        and all(len(piece) >= SHORTEST_CRUMB for piece in pieces)
        and not ends_sentence(text)
    ):
        return tuple(pieces)
    glued = re.match(r"^(Home)(?=[A-Z][a-z])(.+)$", text)
    if glued and not ends_sentence(text):
        return (glued[1], *re.split(r"(?<=[a-z])(?=[A-Z])", glued[2]))
    return (text,) if stated and text else ()


def is_menu(text: str) -> bool:
    """Return whether a line is a site's menu, which names what no page is in: “Home | News | Contact”."""
    parts = [fold(part) for part in _HYPHEN_CRUMBS.split(text) if part.strip(" -")]
    return len(parts) > 1 and len(text) <= LONGEST_MENU and any(part in MENU_WORDS for part in parts[1:])


def is_home(text: str) -> bool:
    """Return whether words name a site's front page."""
    return fold(text).strip(" -") in HOME_WORDS
