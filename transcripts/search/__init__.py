"""The search: an index of turns, and what readers ask of it. (FINDING: imports `models`, `document` and `text`.)

    from transcripts import search
    results = search.find("港口 -tolls", search.Filters(speakers=(7,)))
    html = search.snippet(turn.text, "港口 -tolls")

The index holds a row for every turn, public or not; every question asked here begins with `published()`. Only this
module is for others: `sqlite` and `postgres` are the two indexes behind it, `query` what a reader's text means.
Whoever changes a conference calls `index` in the same transaction.
"""

from transcripts.search.beginnings import beginning_keys, beginnings, begun, is_begun_by
from transcripts.search.explaining import explain
from transcripts.search.facets import Facet, Loosening, facets, loosen
from transcripts.search.finding import COUNT_CAP, Results, Sort, Window, conferences, find, is_searchable, look, page
from transcripts.search.indexing import Health, check, forget, index, is_empty, processes_for_rebuild, rebuild
from transcripts.search.marking import Highlights, mark, snippet, terms_of
from transcripts.search.question import Filters
from transcripts.search.resolving import name_key
from transcripts.search.suggesting import Suggestion, suggest

__all__ = [
    "COUNT_CAP",
    "Facet",
    "Filters",
    "Health",
    "Highlights",
    "Loosening",
    "Results",
    "Sort",
    "Suggestion",
    "Window",
    "beginning_keys",
    "beginnings",
    "begun",
    "check",
    "conferences",
    "explain",
    "facets",
    "find",
    "forget",
    "index",
    "is_begun_by",
    "is_empty",
    "is_searchable",
    "look",
    "loosen",
    "mark",
    "name_key",
    "page",
    "processes_for_rebuild",
    "rebuild",
    "snippet",
    "suggest",
    "terms_of",
]
