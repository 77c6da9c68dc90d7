"""Lists as files: CSV, JSON Lines, JSON and text, streamed.

They are written row by row while they are sent, so a long one takes no more memory than a short one. One that is cut
says where the list goes on, in a `Link` to the next file: by `after`, the place behind which that begins.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.encoding import escape_uri_path, iri_to_uri
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from transcripts import search
from transcripts.caching import ResponseKind, cache_policy
from transcripts.exports.markdown import rows_as_markdown
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
    END,
    ClosedTurns,
    ConferencesQuery,
    ExchangeTurns,
    ListQuery,
    PageNotFoundError,
    Place,
    ProfileQuery,
    exchanges_with_turns,
    in_order,
    turns_among,
    walk_all,
    walk_end,
    wrong_parameters,
)
from transcripts.models import Named, Outlet, Series, Speaker, Topic, Turn
from transcripts.reading.many_documents import read_heads, read_many
from transcripts.views.listings.lookup import named_page

AFTER = "after"
_PLACE = re.compile(r"([0-9]{1,7})\.([0-9]{1,18})(?:\.([0-9]{1,9}))?", re.ASCII)
_KEY = re.compile(r"[0-9]{1,19}", re.ASCII)
MOST_CONFERENCES = 10_000
MOST_TURNS = 20_000
AT_ONCE = 500  # turns that are read at once, if not one exchange has more
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
        Table("md", "Markdown", "text/markdown; charset=utf-8", lambda columns, rows: rows_as_markdown(rows)),
    )
}


@cache_policy(ResponseKind.SEARCH)
@require_safe
def conference_table(request: HttpRequest, table: Table) -> HttpResponseBase:
    """Send the conferences that meet the filters, every language version, the newest first: at most 10,000.

    Four queries, and four for every fifty conferences; those of the search for words.
    """
    query = ConferencesQuery(request.GET, path=request.path, beside=[AFTER])
    after, wrong = _place(request.GET, has_exchange=False)
    if refusal := _refusal(query, request.GET, wrong):
        return refusal
    end = walk_end(query.keys, after=after, most=MOST_CONFERENCES)
    rows = _conferences(query, after)
    return _send(request, table, CONFERENCE_COLUMNS, rows, "conferences", following=_numbers(end))


def _place(data: QueryDict, *, has_exchange: bool) -> tuple[Place | None, dict[str, list[str]]]:
    """Return the place behind which a file begins, and what is wrong with it, by parameter.

    It is a conference, or an exchange in it where the file `has_exchange`s; without one, all of the conference is past.
    """
    texts = data.getlist(AFTER)
    found = _PLACE.fullmatch(texts[-1]) if texts else None
    try:
        if found and len(texts) == 1 and (has_exchange or not found[3]):
            return Place(date.fromordinal(int(found[1])), int(found[2]), int(found[3] or END)), {}
    except (ValueError, OverflowError):
        pass
    return None, {AFTER: ["It is not one that was given here."]} if texts else {}


def _numbers(place: Place | None) -> str:
    if not place:
        return ""
    return ".".join(map(str, filter(None, (place.day.toordinal(), place.conference, place.exchange))))


def _conferences(query: ListQuery, after: Place | None) -> Iterator[Row]:
    for keys in walk_all(query.keys, size=FOUND_AT_ONCE, most=MOST_CONFERENCES, after=after):
        for whole in read_heads(in_order(keys)):
            yield flat_conference(whole, settings.SITE_URL)


@cache_policy(ResponseKind.SEARCH)
@require_safe
def search_table(request: HttpRequest, table: Table) -> HttpResponseBase:
    """Send the turns that a search finds, in its order: at most the newest thousand.

    The queries of the search, and seven for every fifty turns.
    """
    texts = request.GET.getlist(AFTER)
    is_place = len(texts) == 1 and bool(_KEY.fullmatch(texts[0])) and int(texts[0]) < 2**63 - 1
    data = request.GET.copy()
    data.pop(AFTER, None)
    try:
        listing = ClosedTurns(data, path=request.path, size=search.COUNT_CAP, after=int(texts[0]) if is_place else None)
    except PageNotFoundError:
        return _plain("There is no such page.", 404)
    is_newest_first = listing.sort is search.Sort.NEWEST
    wrong = {AFTER: ["It goes with the newest first, as it was given here."]}
    if refusal := _refusal(listing, data, wrong if texts and not (is_place and is_newest_first) else {}):
        return refusal
    following = str(listing.following or "") if is_newest_first else ""
    return _send(request, table, TURN_COLUMNS, _found(listing), "search", following=following)


def _found(listing: ClosedTurns) -> Iterator[Row]:
    keys: Sequence[int] = ()
    if listing.window:
        keys = search.page(listing.window, limit=search.COUNT_CAP).turn_ids
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
    @cache_policy(ResponseKind.SEARCH)
    @named_page(model)
    def table_of(request: HttpRequest, record: Named, table: Table) -> Any:
        query = ProfileQuery(record, request.GET, path=request.path, beside=[AFTER])
        after, wrong = _place(request.GET, has_exchange=True)
        if refusal := _refusal(query, request.GET, wrong):
            return refusal
        exchanges, end = exchanges_with_turns(query.keys, after=after, most=MOST_TURNS)
        return _send(request, table, TURN_COLUMNS, _turns(query, exchanges), record.slug, following=_numbers(end))

    table_of.__doc__ = "Send the turns that belong to the name, the newest conference first: some 20,000 at most."
    return table_of


speaker_table, topic_table, outlet_table, series_table = map(_named_table, (Speaker, Topic, Outlet, Series))


def _turns(query: ListQuery, exchanges: Sequence[ExchangeTurns]) -> Iterator[Row]:
    """Yield the turns of exchanges that meet the filters. Eight queries for some five hundred turns."""
    for batch in _batches(exchanges):
        keys = [each.exchange for each in batch]
        wanted = turns_among(keys, query.keys)
        for row in _read(dict.fromkeys(each.conference for each in batch), keys):
            if row["public_id"] in wanted:
                yield row


def _batches(exchanges: Sequence[ExchangeTurns]) -> Iterator[list[ExchangeTurns]]:
    batch: list[ExchangeTurns] = []
    total = 0
    for each in exchanges:
        total += each.turns
        if batch and total > AT_ONCE:
            yield batch
            batch, total = [], each.turns
        batch.append(each)
    if batch:
        yield batch


def _read(conferences: Iterable[int], exchanges: Iterable[int]) -> Iterator[Row]:
    for whole in read_many(in_order(list(conferences)), exchanges=list(exchanges)):
        yield from flat_turns(whole, settings.SITE_URL)


def _refusal(query: Any, data: QueryDict, more: dict[str, list[str]]) -> HttpResponse | None:
    """Return the answer that names what was not understood: a program would not see that it was left out."""
    wrong = wrong_parameters(query.ignored) | more
    if "page" in data:
        wrong["page"] = ["A file has no pages."]
    lines = [f"{name}: {' '.join(sentences)}" for name, sentences in sorted(wrong.items())]
    return _plain("\n".join(lines), 400) if lines else None


def _plain(text: str, status: int) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")


def _send(
    request: HttpRequest, table: Table, columns: Sequence[str], rows: Rows, name: str, *, following: str
) -> StreamingHttpResponse:
    """Send the rows; where the list goes on behind them, at `following`, the file's name and a `Link` say so."""
    is_part = bool(following) or AFTER in request.GET
    headers = {"X-Content-Type-Options": "nosniff"}
    if following:
        data = request.GET.copy()
        data[AFTER] = following
        address = f"{settings.SITE_URL}{escape_uri_path(request.path)}?{data.urlencode()}"
        headers["Link"] = f'<{iri_to_uri(address)}>; rel="next"'
    part = f"-part-{request.GET.get(AFTER, '1')}" if is_part else ""
    filename = f"{name}{part}.{table.suffix}"
    disposition = content_disposition_header(as_attachment=table.suffix == "csv", filename=filename)
    headers["Content-Disposition"] = disposition or ""
    content = table.write(columns, rows)
    if following and table.suffix == "txt":
        content = chain(content, [f"{headers['Link'].partition('>')[0][1:]}\n"])
    return StreamingHttpResponse(content, content_type=table.content_type, headers=headers)
