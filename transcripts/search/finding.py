"""Search for turns or conferences: only public ones, at a bounded cost."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import partial
from itertools import combinations
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from transcripts.models import NOW, Conference, PreparedQuery
from transcripts.models.conference import ConferenceQuerySet
from transcripts.search.engine import engine
from transcripts.search.index_query import NO_BOUNDS, Bounds, Filters, IndexQuery, VisibilitySQL, Where, build_query
from transcripts.search.index_query import named_topics as topics_in
from transcripts.search.query import Group, Query, parse
from transcripts.search.query_expansion import expand, without_words
from transcripts.search.rows import IndexedTurn
from transcripts.search.words.keys import in_reading_order
from transcripts.text import is_han

COUNT_CAP = 1000  # results that are counted, ranked, and can be paged to: the newest, or the oldest
TITLES = 50  # among the rows of a full window, which are left out; where there are more, fewer results are counted
# Of a question: the words that are counted, how far, how many are wanted, and how much commoner than the rarest.
WORDS_COUNTED, NUMBER_COUNTED, RARE_WORDS, COMMONER = 8, 100, 4, 8
CONFERENCE_CAP = 1000  # conferences that are found: the newest


class Sort(StrEnum):
    """The order of results; equally relevant ones are sorted newest first."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results: turns' primary keys in order. There are `total` in all, or more when `is_capped`.

    A conference that is found by its title alone is one result: its primary key, negative.
    """

    total: int = 0
    is_capped: bool = False
    turn_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """The matches that are looked at, the newest first: all of them, unless `is_capped`.

    To be sorted by relevance, `in_context` has the keys of those whose context has the words, and of those that have
    them there in order.
    """

    question: IndexQuery
    bounds: Bounds = NO_BOUNDS
    rows: Sequence[IndexedTurn] = ()
    is_capped: bool = False
    sort: Sort = Sort.NEWEST
    in_context: Sequence[set[int]] = ()


NO_FILTERS = Filters()
NOTHING = Window(IndexQuery())


def find(
    text: str, filters: Filters = NO_FILTERS, *, sort: Sort = Sort.RELEVANCE, offset: int = 0, limit: int = 20
) -> Results:
    """Return the public turns that match `text` and meet `filters`. Seven queries at most; one more for relevance.

    Without text, all that meet the filters, the newest first; without filters too, or with a text that has no
    search terms, none. Never raises for any text. Only the newest (or oldest) COUNT_CAP matches are ranked and paged.
    """
    return page(open_window(text, filters, sort=sort), offset=offset, limit=limit)


def page(window: Window, *, offset: int = 0, limit: int = 20) -> Results:
    """Return a page of the matches in the order of the window. One query at most for relevance, else none."""
    rows = list(window.rows)
    if window.sort == Sort.OLDEST:
        rows.sort(key=lambda row: in_reading_order(row.key))
    elif window.sort == Sort.RELEVANCE:
        rows = _ranked(window, offset + limit)
    shown = rows[max(offset, 0) : max(offset, 0) + max(limit, 0)]
    return Results(total=len(rows), is_capped=window.is_capped, turn_ids=tuple(row.turn_id for row in shown))


def open_window(text: str, filters: Filters, *, sort: Sort = Sort.NEWEST, closed_only: bool = False) -> Window:
    """Return the newest (or oldest) public matches, COUNT_CAP at most; running transcripts too, unless `closed_only`.

    Seven queries at most.
    """
    query = parse(text)
    if not query and (text.strip() or filters == NO_FILTERS):
        return NOTHING
    bounds = engine().bounds()
    question = replace(build_query(_understood(query, bounds), filters, bounds), closed_only=closed_only)
    return newest_matches(question, bounds, sort=sort)


def _understood(query: Query, bounds: Bounds) -> Query:
    """Return the expanded query; of a question, with as many of its rare words as anything public has.

    Three queries; for a question a lookup of a few rows for each of its words, and for some of the rare ones together.
    Filters have no part in it, so that they only ever take results away.
    """
    parsed, query = query, expand(query)
    if not query.is_question or (len(query.wanted) < 2 and not any(parsed.variants)):
        return query
    counted = sorted(_counted(parsed, query, bounds), key=lambda pair: pair[0])
    kept = [group for n, group in counted if n <= counted[0][0] * COMMONER][:RARE_WORDS]
    # As many of them as anything public has together, and of those the rarest.
    tries = (some for size in range(len(kept), 0, -1) for some in combinations(kept, size))
    best = next((some for some in tries if len(some) == 1 or _number(query, some, bounds, most=1)), ())
    return without_words(query, best) if best else query


def _counted(parsed: Query, query: Query, bounds: Bounds) -> Iterator[tuple[int, Group]]:
    """Yield the groups of a question that anything public has, each with the number.

    Of a piece of Chinese that nobody said so, its pairs of characters instead.
    """
    for number, group in enumerate(query.wanted[:WORDS_COUNTED]):
        n = _number(query, (group,), bounds)
        pairs = parsed.variants[number] if number < len(parsed.variants) and not n else ()
        if n:
            yield n, group
        for pair in [each for each in pairs if is_han(each.tokens[0])][:WORDS_COUNTED]:
            n = _number(query, ((pair,),), bounds)
            if n:
                yield n, (pair,)


def _number(query: Query, groups: Sequence[Group], bounds: Bounds, *, most: int = NUMBER_COUNTED) -> int:
    """Return the number of public matches of some of the groups, up to `most`."""
    question = build_query(Query(tuple(groups), query.excluded, query.dates), NO_FILTERS, bounds)
    rows, _ = engine().newest_matches(question, _visibility(question), oldest=False, limit=most)
    return len(rows)


def reopen_window(window: Window, filters: Filters) -> Window:
    """Return the newest public matches of the same words with other filters. One query."""
    question = build_query(window.question.query, filters, window.bounds)
    return newest_matches(replace(question, closed_only=window.question.closed_only), window.bounds)


def newest_matches(question: IndexQuery, bounds: Bounds, *, sort: Sort = Sort.NEWEST) -> Window:
    """Return the newest (or oldest) public matches, COUNT_CAP at most. Two queries at most."""
    has_words = bool(question.query.wanted)
    question = replace(question, turns_only=not has_words)
    limit = COUNT_CAP + 1 + (TITLES if has_words else 0)
    marked = _asked_in(Where.CONTEXT, question) if has_words and sort == Sort.RELEVANCE else ()
    walked, in_context = engine().newest_matches(
        question, _visibility(question), oldest=sort == Sort.OLDEST, limit=limit, marked=marked
    )
    rows = _without_titles(walked)
    is_capped = len(rows) > COUNT_CAP or len(walked) == limit
    return Window(question, bounds, rows[:COUNT_CAP], is_capped, sort, in_context)


def _without_titles(rows: Sequence[IndexedTurn]) -> list[IndexedTurn]:
    """Return the rows without the titles of conferences that have a turn among the rows."""
    with_turns = {row.conference_id for row in rows if row.turn_id > 0}
    return [row for row in rows if row.turn_id > 0 or row.conference_id not in with_turns]


def conferences(text: str, *, last: date | None = None) -> ConferenceQuerySet:
    """Return the public conferences with a turn that matches `text`, to be filtered further. Six queries at most.

    The words may be in the turn itself, or in its title, heading, label and topics. Only the newest
    CONFERENCE_CAP conferences until the day `last` are found.
    """
    query = parse(text)
    if not query:
        return Conference.objects.none()
    bounds = engine().bounds()
    question = build_query(_understood(query, bounds), Filters(last=last), bounds)
    found = engine().conference_ids(question, limit=CONFERENCE_CAP)
    return Conference.objects.published().filter(pk__in=found)


def named_topics(window: Window) -> frozenset[int]:
    """Return the primary keys of the topics that the words of a window name, by any name. No queries."""
    return topics_in(window.question.query)


def is_searchable(text: str) -> bool:
    """Return whether `text` has a search term: “!!!” and “-word” alone have none. No queries."""
    return bool(parse(text))


def _visibility(question: IndexQuery) -> VisibilitySQL:
    """Return the condition, in SQL, that a row of the index is of a conference that the public sees now.

    It is evaluated row by row, as rows are read; the planner cannot turn it into a join of everything.
    """
    sql, parameters = (_CLOSED if question.closed_only else _PUBLIC).sql()
    return f"({sql}) IS NOT NULL", tuple(parameters)


def _public() -> QuerySet[Any, Any]:
    return _row_among(Conference.objects.published(NOW))


def _closed() -> QuerySet[Any, Any]:
    return _row_among(Conference.objects.published(NOW).closed())


def _row_among(conferences: ConferenceQuerySet) -> QuerySet[Any, Any]:
    of_row = RawSQL(engine().CONFERENCE, [])  # noqa: S611 (a constant)
    return conferences.filter(pk=of_row).order_by().values_list("pk")


_PUBLIC, _CLOSED = PreparedQuery(_public), PreparedQuery(_closed)


def _ranked(window: Window, number: int) -> list[IndexedTurn]:
    """Return the matches in tiers, in each the newest first; beyond the first `number` only roughly.

    First those with all words in order in their heading, title, names or topics; then with all words there; then with
    all words in order in the turn itself; then the others. In a tier, turns with the words themselves come first. Of a
    speaker, and of a question, own words come before the context of the words. One query at most.
    """
    rows, question = list(window.rows), window.question
    if not question.query.wanted or len(rows) < 2:
        return rows
    scores = {row.key: 0 for row in rows}
    in_body = partial(engine().matching_keys, _asked_in(Where.BODY, question))
    if question.own_first or question.query.is_question:
        _score(scores, in_body(list(scores)), scores, points=4)
        _score(scores, window.in_context, _shown(scores, window, number), points=1)
    else:
        _score(scores, window.in_context, scores, points=4)
        asked = _shown(scores, window, number)
        _score(scores, in_body(asked), asked, points=1)
    if not question.own_first:
        _lift_answers(scores, rows)
    return sorted(rows, key=lambda row: -scores[row.key])


def _asked_in(where: Where, question: IndexQuery) -> list[IndexQuery]:
    """Return the queries for the words of a question in that place: all of them, and in order if there are several."""
    phrase = question.query.phrase() if len(question.query.wanted) > 1 else None
    return [question.inside(where), *([question.only(phrase, where=where)] if phrase else [])]


def _shown(scores: Mapping[int, int], window: Window, number: int) -> list[int]:
    """Return the keys of those that may be among the first `number`, by what is known so far."""
    last = sorted(scores.values(), reverse=True)[min(max(number, 1), len(scores)) - 1]
    if len(window.question.query.wanted) == 1 and not window.question.own_first:
        last = max(last, 1)  # the others in spoken order, answers after their questions
    return [key for key, points in scores.items() if points >= last]


def _lift_answers(scores: dict[int, int], rows: Sequence[IndexedTurn]) -> None:
    """Give turns the points of their exchange where only the question has all the words, or no part has all."""
    best: dict[int, int] = {}
    for row in rows:
        points = scores[row.key]
        if points and points > best.get(row.exchange_id, 0):
            best[row.exchange_id] = points
    for row in rows if best else ():
        if row.exchange_id in best:
            scores[row.key] = scores[row.key] or best[row.exchange_id]


def _score(scores: dict[int, int], found: Sequence[set[int]], keys: Collection[int], *, points: int) -> None:
    """Give those of the `keys` that were found with the words their points, and with the words in order once more."""
    for those, value in zip(found, (points, 2 * points), strict=False):
        for key in those.intersection(keys):
            scores[key] += value
