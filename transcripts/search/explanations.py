"""Explanations of how a query was read that could not be searched for literally."""

from dataclasses import dataclass

from django.utils.translation import gettext

from transcripts.search.finding import Window
from transcripts.search.query import MAX_LENGTH, MAX_TERMS, count_terms, parse
from transcripts.search.words.dates import QUOTES


def explain(text: str) -> list[str]:
    """Return sentences on how `text` was read, none when it was searched for literally. No queries."""
    if not text.strip():
        return []
    said = []
    query = parse(text)
    if len(text) > MAX_LENGTH:
        said.append(gettext("Only the first %(most)d characters were searched for.") % {"most": MAX_LENGTH})
    elif len(text) > MAX_TERMS and count_terms(text) > MAX_TERMS:  # each is a character at least
        said.append(gettext("Only the first %(most)d words were searched for.") % {"most": MAX_TERMS})
    if sum(text[:MAX_LENGTH].count(mark) for mark in QUOTES) % 2:
        said.append(gettext("A quotation mark was not closed, so the words after it were searched for one by one."))
    if not query and query.excluded:
        said.append(gettext("Only words to leave out were given; type a word to find as well."))
    elif not query:
        said.append(gettext("“%(text)s” has no letters or digits to search for.") % {"text": text.strip()[:40]})
    return said


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence on words that were not searched for as such, and the text that searches for them instead, if any."""

    sentence: str
    instead: str = ""


def readings(text: str, window: Window) -> list[Reading]:
    """Return how the text of a window was read where its words were not all searched for. No queries."""
    text = text[:MAX_LENGTH]
    query = window.question.query
    found = [
        Reading(
            gettext("“%(text)s” was read as a date: only what was said then is found.") % {"text": each.source},
            text.replace(each.source, f'"{each.source}"', 1),
        )
        for each in query.dates
    ]
    if query.left_out:
        rare = [group[0].text for group in query.wanted]
        every = " ".join(term.text for term, at in query.typed if at is not None)
        words = gettext(", ").join(gettext("“%(word)s”") % {"word": word} for word in rare)
        sentence = gettext("This was read as a question, and searched for by its rare words: %(words)s.")
        found.append(Reading(sentence % {"words": words}, every))
    found += [
        Reading(gettext("“%(text)s” was not read as a time. Choose a year to narrow the results.") % {"text": each})
        for each in query.times
    ]
    return found
