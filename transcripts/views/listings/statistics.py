"""The statistics, as a page and as files."""

import csv
import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.encoding import escape_uri_path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from transcripts.caching import ResponseKind, cache_policy
from transcripts.listing import STATISTICS_TABLES, Statistics
from transcripts.models import address, current_language
from transcripts.views import errors
from transcripts.views.page_heads import head_of_list

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for a formula


@cache_policy(ResponseKind.PAGE, "year")
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Show the numbers of all time or of a year, and of a word. Nine queries, and those of the search."""
    listing = Statistics(request.GET, path=escape_uri_path(request.path), language=current_language())
    title = gettext("Statistics")
    said = gettext("Questions and answers by outlet, speaker, topic, series and month, in numbers.")
    if listing.year:
        title = gettext("Statistics of %(year)s") % {"year": listing.year}
        said = gettext("Questions and answers in %(year)s by outlet, speaker, topic, series and month, in numbers.")
        said %= {"year": listing.year}
    sections = [
        ("outlets", gettext("Who asked")),
        ("speakers", gettext("Who answered")),
        ("topics", gettext("About what")),
        ("series", gettext("In which series")),
    ]
    files = _files(listing)
    context = {
        "listing": listing,
        "title": title,
        "head": head_of_list(title, said, listing),
        "whole": listing.counted.whole,
        "sections": [
            (name, heading, listing.bars(name), listing.rows(name), files[name]) for name, heading in sections
        ],
        "months": listing.months,
        "files": files,
    }
    return render(request, "statistics.html", context)


def _files(listing: Statistics) -> dict[str, str]:
    """Return the address of each table's file."""
    query = listing.address().partition("?")[2]
    mark = f"?{query}" if query else ""
    return {name: address("transcripts:statistics-file", name) + mark for name in STATISTICS_TABLES}


@cache_policy(ResponseKind.PAGE, "year")
@require_safe
def statistics_file(request: HttpRequest, table: str) -> HttpResponse:
    """Send one of the tables as CSV, with the numbers that the page has. Ten queries, and those of the search."""
    if table not in STATISTICS_TABLES:
        return errors.not_found(request)
    listing = Statistics(request.GET, path=escape_uri_path(request.path), language=current_language())
    columns, rows = listing.table(table)
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    name = "-".join(filter(None, ["statistics", table, str(listing.year or "")]))
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=f"{name}.csv") or "",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _harmless(cell: object) -> object:
    """Return a cell that no spreadsheet runs."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
