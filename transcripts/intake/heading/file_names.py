"""The page number and the day that the name of a file or the address of a page states."""

import re
from datetime import date

_PAGE_IN_NAME = (
    re.compile(r"(?:^|[_\-. (])p(?:age|g)?[_\-. ]?0*(\d{1,3})(?=$|[_\-. )])", re.IGNORECASE),
    re.compile(r"第\s*0*(\d{1,3})\s*[页頁]"),
    re.compile(r"_0*(\d{1,2})$"),
)
_DATE_AT_END = re.compile(r"(?:19|20)\d{2}[_-]\d{1,2}(?:[_-]\d{1,2})?$")
_DATE_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")


def page_in_name(name: str) -> int | None:
    """Return the page number that a file's name states: night_p02.txt, night_2.txt, page-2.txt."""
    stem = re.sub(r"(?:\.[A-Za-z]{2,5})+$", "", name)
    if _DATE_AT_END.search(stem):
        stem = _DATE_AT_END.sub("", stem)
    for form in _PAGE_IN_NAME:
        match = form.search(stem)
        if match and int(match[1]):
            return int(match[1])
    return None


def page_in_url(url: str) -> int | None:
    """Return the page number at the end of an address: …/content_123_2.htm."""
    match = re.search(r"_(\d{1,2})\.s?html?$", url)
    return int(match[1]) if match else None


def day_in_name(name: str) -> date | None:
    """Return the first day that a file's name states, such as 2026-03-12 or 20260312; None for what is no day."""
    match = _DATE_IN_NAME.search(name)
    try:
        return date(int(match[1]), int(match[3]), int(match[4])) if match else None
    except ValueError:
        return None
