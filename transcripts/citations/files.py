"""Citation files for reference managers, in one table from which addresses and links are made."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from transcripts.citations.work import Author, Work
from transcripts.text import language_tag

_SPACE = re.compile(r"\s+")
_NOT_IN_KEY = re.compile(r"[^a-z0-9-]+")
_PARTS_NAMES = re.compile(r",|\band\b", re.IGNORECASE)  # what BibTeX reads between names, or between their parts
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
    """Return the work as an item of CSL-JSON: a `speech`, which reference managers read as a talk."""
    item = {
        "id": work.key,
        "type": "speech",
        "title": work.title,
        "container-title": work.container,
        "event-title": work.event,
        "collection-title": work.series,
        "author": [csl_name(author) for author in work.people],
        "issued": _csl_day(work.day),
        "accessed": _csl_day(work.read),
        "publisher": work.publisher,
        "event-place": work.venue,
        "genre": work.kind,
        "version": str(work.version or ""),
        "note": _note(work),
        "language": language_tag(work.language),
        "URL": work.url,
    }
    return {name: value for name, value in item.items() if value}


def csl_name(author: Author) -> dict[str, str]:
    """Return a name as CSL-JSON has it: in parts where they are known, else whole."""
    if author.parts is None:
        return {"literal": author.name}
    family, given = author.parts
    return {"family": family, "given": given}


def _csl_day(day: date) -> dict[str, object]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def _note(work: Work) -> str:
    """Return what no format has a field for: the record status, and details of what is cited."""
    between = "；" if work.language.startswith(("zh", "ja")) else "; "
    return between.join(filter(None, (work.record_status, *work.details)))


def _render_csl(work: Work) -> str:
    return json.dumps([csl(work)], ensure_ascii=False, indent=1) + "\n"


def _render_bibtex(work: Work) -> str:
    """Return a `@misc`, or an `@incollection` for a part. The date is given for BibLaTeX, and its parts for BibTeX."""
    container = {"booktitle": f"{{{_tex(work.container)}}}"} if work.container else {}
    fields = {
        "author": " and ".join(map(_bibtex_name, work.people)),
        "title": f"{{{_tex(work.title)}}}",
        **container,
        "series": _tex(work.series),
        "publisher": _tex(work.publisher),
        "year": str(work.day.year),
        "month": str(work.day.month),
        "day": str(work.day.day),
        "date": work.day.isoformat(),
        "type": _tex(work.kind),
        "note": _tex(_note(work)),
        "version": str(work.version or ""),
        "language": language_tag(work.language),
        "url": work.url,
        "urldate": work.read.isoformat(),
    }
    lines = [f"  {name:<9} = {{{value}}}" for name, value in fields.items() if value]
    entry = "incollection" if work.container else "misc"
    return "\n".join([f"@{entry}{{{_bibtex_key(work)},", ",\n".join(lines), "}\n"])


def _bibtex_key(work: Work) -> str:
    """Return the key, in ASCII; where that leaves something out, a digest tells it from others of the same day."""
    key = _NOT_IN_KEY.sub("", work.key)
    if key == work.key:
        return key
    return f"{key.strip('-')}-{hashlib.sha256(work.key.encode()).hexdigest()[:8]}".strip("-")


def _bibtex_name(author: Author) -> str:
    """Return a name as BibTeX has it: the family name and the given one, else the whole in braces, left as it is."""
    parts = author.parts
    if parts is None or any(_PARTS_NAMES.search(part) for part in parts):
        return f"{{{_tex(author.name)}}}"
    return f"{{{_tex(parts[0])}}}, {_tex(parts[1])}"


def _tex(text: str) -> str:
    return _one_line(text).translate(_TEX)


def _render_ris(work: Work) -> str:
    """Return one record, with the line ends that the format requires."""
    return "".join(f"{tag}  - {_one_line(value)}\r\n" for tag, value in _ris_lines(work) if value or tag == "ER")


def _ris_lines(work: Work) -> Iterator[tuple[str, str]]:
    yield "TY", "SLIDE"  # docs/decisions/transcripts-are-cited-as-talks.md
    for author in work.people:
        yield "AU", ", ".join(author.parts or (author.name,))
    yield "TI", work.title
    yield "T2", work.event
    yield "T3", work.series if work.container else ""
    yield "PB", work.publisher
    yield "CY", work.venue
    yield "PY", str(work.day.year)
    yield "DA", f"{work.day:%Y/%m/%d}/"
    yield "Y2", f"{work.read:%Y/%m/%d}/"
    yield "ET", str(work.version or "")
    yield "M3", work.kind
    yield "N1", _note(work)
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
