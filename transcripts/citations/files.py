"""Citation files for reference managers, in one table from which addresses and links are made."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from transcripts.citations.work import Work
from transcripts.text import language_tag

_SPACE = re.compile(r"\s+")
_NOT_IN_KEY = re.compile(r"[^a-z0-9-]+")
# Characters that TeX reads as commands. The braces are written as commands too: BibTeX counts them even behind a \.
_TEX = str.maketrans(
    {
        "\\": "{\\textbackslash}",
        "{": "{\\textbraceleft}",
        "}": "{\\textbraceright}",
        "^": "{\\textasciicircum}",
        "~": "{\\textasciitilde}",
        **{char: f"\\{char}" for char in "$&#%_"},
    }
)


@dataclass(frozen=True, slots=True)
class Format:
    """A format of citation files: its name, its content type, and the function that renders it."""

    suffix: str
    name: str
    content_type: str
    render: Callable[[Work], str]


def csl(work: Work) -> dict[str, object]:
    """Return the work as an item of CSL-JSON. A transcript is a `document`: every style knows what to do with one."""
    item = {
        "id": work.key,
        "type": "document",
        "title": work.title,
        "container-title": work.container,
        "collection-title": work.series,
        "author": [{"literal": name} for name in work.people],
        "issued": {"date-parts": [[work.day.year, work.day.month, work.day.day]]},
        "publisher": work.publisher,
        "event-place": work.venue,
        "genre": work.kind,
        "note": work.standing,
        "language": language_tag(work.language),
        "URL": work.url,
    }
    return {name: value for name, value in item.items() if value}


def _render_csl(work: Work) -> str:
    return json.dumps([csl(work)], ensure_ascii=False, indent=1) + "\n"


def _render_bibtex(work: Work) -> str:
    """Return a `@misc`, or an `@incollection` for a part. The date is given for BibLaTeX, and its parts for BibTeX."""
    container = {"booktitle": f"{{{_tex(work.container)}}}"} if work.container else {}
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in work.people),
        "title": f"{{{_tex(work.title)}}}",
        **container,
        "series": _tex(work.series),
        "publisher": _tex(work.publisher),
        "year": str(work.day.year),
        "month": str(work.day.month),
        "date": work.day.isoformat(),
        "type": _tex(work.kind),
        "note": _tex(work.standing),
        "language": language_tag(work.language),
        "url": work.url,
    }
    lines = [f"  {name:<9} = {{{value}}}" for name, value in fields.items() if value]
    entry = "incollection" if work.container else "misc"
    key = _NOT_IN_KEY.sub("", work.key) or "transcript"
    return "\n".join([f"@{entry}{{{key},", ",\n".join(lines), "}\n"])


def _tex(text: str) -> str:
    return _one_line(text).translate(_TEX)


def _render_ris(work: Work) -> str:
    """Return one record, with the line ends that the format requires."""
    return "".join(f"{tag}  - {_one_line(value)}\r\n" for tag, value in _ris_lines(work) if value or tag == "ER")


def _ris_lines(work: Work) -> Iterator[tuple[str, str]]:
    yield "TY", "GEN"
    for name in work.people:
        yield "AU", name
    yield "TI", work.title
    yield "T2", work.container
    yield "T3", work.series
    yield "PB", work.publisher
    yield "CY", work.venue
    yield "PY", str(work.day.year)
    yield "DA", work.day.strftime("%Y/%m/%d/")
    yield "M3", work.kind
    yield "N1", work.standing
    yield "LA", language_tag(work.language)
    yield "UR", work.url
    yield "ID", work.key
    yield "ER", ""


def _one_line(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


FORMATS = {
    form.suffix: form
    for form in (
        Format("bib", "BibTeX", "application/x-bibtex; charset=utf-8", _render_bibtex),
        Format("ris", "RIS", "application/x-research-info-systems; charset=utf-8", _render_ris),
        Format("json", "CSL-JSON", "application/vnd.citationstyles.csl+json; charset=utf-8", _render_csl),
    )
}
