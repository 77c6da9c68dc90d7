"""The search: an index of turns, and what readers ask of it. (FINDING: imports `models`, `document` and `text`.)

    from transcripts import search
    results = search.find("港口 -tolls", search.Filters(speakers=(7,)))
    html = search.snippet(turn.text, "港口 -tolls")

The index holds a row for every turn, public or not; every question asked here begins with `published()`. Only this
module is for others: `sqlite` and `postgres` are the two indexes behind it, `query` what a reader's text means.
Whoever changes a conference calls `index` in the same transaction.
"""

from transcripts.search.finding import COUNT_CAP, Filters, Results, Sort, conferences, find, is_searchable
from transcripts.search.indexing import Health, check, forget, index, rebuild
from transcripts.search.marking import mark, snippet

__all__ = [
    "COUNT_CAP",
    "Filters",
    "Health",
    "Results",
    "Sort",
    "check",
    "conferences",
    "find",
    "forget",
    "index",
    "is_searchable",
    "mark",
    "rebuild",
    "snippet",
]
