"""Explanations of how a query was read that could not be searched for literally."""

from django.utils.translation import gettext

from transcripts.search.query import MAX_LENGTH, MAX_TERMS, QUOTES, count_terms, parse


def explain(text: str) -> list[str]:
    """Return sentences on how `text` was read, none when it was searched for literally. No queries."""
    if not text.strip():
        return []
    said = []
    query = parse(text)
    if len(text) > MAX_LENGTH:
        said.append(gettext("Only the first %(most)d characters were searched for.") % {"most": MAX_LENGTH})
    elif count_terms(text) > MAX_TERMS:
        said.append(gettext("Only the first %(most)d words were searched for.") % {"most": MAX_TERMS})
    if sum(text[:MAX_LENGTH].count(mark) for mark in QUOTES) % 2:
        said.append(gettext("A quotation mark was not closed, so the words after it were searched for one by one."))
    if not query and query.excluded:
        said.append(gettext("Only words to leave out were given; type a word to find as well."))
    elif not query:
        said.append(gettext("“%(text)s” has no letters or digits to search for.") % {"text": text.strip()[:40]})
    return said
