"""The search: an index of turns, and queries on it. (FINDING: imports `models`, `document` and `text`.)

    from transcripts import search
    results = search.find("港口 -tolls", search.Filters(speakers=(7,)))
    html = search.snippet(turn.text, "港口 -tolls")

The index holds a row for every turn, public or not; every query here begins with `published()`. Only this
module is for others: `sqlite` and `postgres` are the two indexes behind it, `query` parses a reader's text.
Whoever changes a conference calls `index` in the same transaction.
"""

from transcripts.search.containing import find_containing
from transcripts.search.explanations import Reading, explain, readings
from transcripts.search.facets import Facet, Loosening, facets, loosen
from transcripts.search.finding import (
    COUNT_CAP,
    Results,
    Sort,
    Window,
    conferences,
    find,
    is_searchable,
    named_topics,
    open_window,
    page,
)
from transcripts.search.highlighting import Highlights, highlight, snippet, terms_of
from transcripts.search.index_query import Filters
from transcripts.search.index_state import RebuildStoppedError, is_old
from transcripts.search.indexing import (
    Health,
    check,
    find_damage,
    forget,
    forget_words,
    index,
    index_changes,
    is_empty,
)
from transcripts.search.query_expansion import name_key
from transcripts.search.rebuilding import processes_for_rebuild, rebuild
from transcripts.search.words.keys import day_of
from transcripts.search.words.prefixes import has_prefix, names_with_prefix, prefix_keys, prefix_keys_of_name
from transcripts.search.words.spelling import Suggestion, suggest

__all__ = [
    "COUNT_CAP",
    "Facet",
    "Filters",
    "Health",
    "Highlights",
    "Loosening",
    "Reading",
    "RebuildStoppedError",
    "Results",
    "Sort",
    "Suggestion",
    "Window",
    "check",
    "conferences",
    "day_of",
    "explain",
    "facets",
    "find",
    "find_containing",
    "find_damage",
    "forget",
    "forget_words",
    "has_prefix",
    "highlight",
    "index",
    "index_changes",
    "is_empty",
    "is_old",
    "is_searchable",
    "loosen",
    "name_key",
    "named_topics",
    "names_with_prefix",
    "open_window",
    "page",
    "prefix_keys",
    "prefix_keys_of_name",
    "processes_for_rebuild",
    "readings",
    "rebuild",
    "snippet",
    "suggest",
    "terms_of",
]
