"""Lists as files: conferences, a search, and the turns of a speaker, a topic, an outlet or a series.

They are written row by row while they are sent, so a long one takes no more memory than a short one.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from transcripts import search
from transcripts.caching import Answer, answers
from transcripts.exports.tables import (
    CONFERENCE_COLUMNS,
    TURN_COLUMNS,
    Row,
    flat_conference,
    flat_turns,
    to_csv,
    to_lines,
    to_texts,
)
from transcripts.listing import (
    ConferencesQuery,
    FoundTurns,
    ListQuery,
    PageNotFoundError,
    ProfileQuery,
    in_order,
    turns_among,
    walk_all,
    wrong_parameters,
)
from transcripts.models import Named, Outlet, Series, Speaker, Topic, Turn
from transcripts.reading.many import read_heads, read_many
from transcripts.views.lookup import named_page

MOST_CONFERENCES = 10_000
MOST_TURNS = 20_000
AT_ONCE = 10  # conferences that are read at once
FOUND_AT_ONCE = 50  # turns of a search
Rows = Iterable[Row]


@dataclass(frozen=True, slots=True)
class Table:
    """A format of lists: its suffix, its name, its content type, and how rows with these columns are written."""

    suffix: str
    name: str | Promise
    content_type: str
    write: Callable[[Sequence[str], Rows], Iterator[str]]


def _as_array(columns: Sequence[str], rows: Rows) -> Iterator[str]:
    """Yield the rows as one array of JSON."""
    before = "[\n"
    for row in rows:
        yield f"{before}{json.dumps(row, ensure_ascii=False)}"
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


TABLES = {
    table.suffix: table
    for table in (
        # A spreadsheet takes the mark before the first name for a sign of UTF-8.
        Table("csv", "CSV", "text/csv; charset=utf-8", lambda columns, rows: to_csv(columns, rows, bom=True)),
        Table("jsonl", "JSON Lines", "application/jsonl; charset=utf-8", lambda columns, rows: to_lines(rows)),
        Table("json", "JSON", "application/json; charset=utf-8", _as_array),
        Table("txt", _("Text"), "text/plain; charset=utf-8", lambda columns, rows: to_texts(rows)),
    )
}


@answers(Answer.SEARCH)
@require_safe
def conference_table(request: HttpRequest, table: Table) -> HttpResponseBase:
    """Send the conferences that meet the filters, every language version, the newest first: at most 10,000.

    Three queries, and four for every fifty conferences; those of the search for words.
    """
    query = ConferencesQuery(request.GET, path=request.path)
    return _refusal(query, request.GET) or _send(table, CONFERENCE_COLUMNS, _conferences(query), "conferences")


def _conferences(query: ListQuery) -> Iterator[Row]:
    for keys in walk_all(query.keys, size=FOUND_AT_ONCE, most=MOST_CONFERENCES):
        for whole in read_heads(in_order(keys)):
            yield flat_conference(whole, settings.SITE_URL)


@answers(Answer.SEARCH)
@require_safe
def search_table(request: HttpRequest, table: Table) -> HttpResponseBase:
    """Send the turns that a search finds, in its order: at most the newest thousand.

    The queries of the search, and seven for every fifty turns.
    """
    try:
        listing = FoundTurns(request.GET, path=request.path, size=1)
    except PageNotFoundError:
        return _plain("There is no such page.", 404)
    return _refusal(listing, request.GET) or _send(table, TURN_COLUMNS, _found(listing), "search")


def _found(listing: FoundTurns) -> Iterator[Row]:
    keys: Sequence[int] = ()
    if listing.window:
        keys = search.page(listing.window, sort=listing.sort, limit=search.COUNT_CAP).turn_ids
    turns = [key for key in keys if key > 0]  # a conference that is found by its title alone has none
    for at in range(0, len(turns), FOUND_AT_ONCE):
        batch = turns[at : at + FOUND_AT_ONCE]
        found = Turn.objects.published().closed().filter(pk__in=batch)
        rows = list(found.values_list("pk", "public_id", "exchange", "exchange__conference"))
        places = {public_id: key for key, public_id, *_ in rows}
        made = _read({row[3] for row in rows}, {row[2] for row in rows})
        by_key = {places[row["public_id"]]: row for row in made if row["public_id"] in places}
        yield from (by_key[key] for key in batch if key in by_key)


def _named_table(model: type[Named]) -> Callable[..., HttpResponseBase]:
    @answers(Answer.SEARCH)
    @named_page(model)
    def table_of(request: HttpRequest, record: Named, table: Table) -> Any:
        query = ProfileQuery(record, request.GET, path=request.path)
        return _refusal(query, request.GET) or _send(table, TURN_COLUMNS, _turns(query), record.slug)

    table_of.__doc__ = "Send the turns that belong to the name, the newest conference first: at most 20,000."
    return table_of


speaker_table, topic_table, outlet_table, series_table = map(_named_table, (Speaker, Topic, Outlet, Series))


def _turns(query: ListQuery) -> Iterator[Row]:
    """Yield the turns that meet the filters. Ten queries for every ten conferences."""
    left = MOST_TURNS
    for keys in walk_all(query.keys, size=AT_ONCE, most=MOST_CONFERENCES):
        wanted = turns_among(keys, query.keys)
        for row in _read(keys, set(wanted.values())):
            if row["public_id"] in wanted:
                yield row
                left -= 1
                if not left:
                    return


def _read(conferences: Iterable[int], exchanges: Iterable[int]) -> Iterator[Row]:
    for whole in read_many(in_order(list(conferences)), exchanges=list(exchanges)):
        yield from flat_turns(whole, settings.SITE_URL)


def _refusal(query: Any, data: QueryDict) -> HttpResponse | None:
    """Return the answer that names what was not understood: a program would not see that it was left out."""
    wrong = wrong_parameters(query.ignored)
    if "page" in data:
        wrong["page"] = ["A file has no pages."]
    lines = [f"{name}: {' '.join(sentences)}" for name, sentences in sorted(wrong.items())]
    return _plain("\n".join(lines), 400) if lines else None


def _plain(text: str, status: int) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")


def _send(table: Table, columns: Sequence[str], rows: Rows, name: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        table.write(columns, rows),
        content_type=table.content_type,
        headers={
            "Content-Disposition": content_disposition_header(
                as_attachment=table.suffix == "csv", filename=f"{name}.{table.suffix}"
            )
            or "",
            "X-Content-Type-Options": "nosniff",
        },
    )
