"""Warnings about words in which another voice may be heard: a paragraph that greets, or follows a call."""

import re

from transcripts.intake.messages import message
from transcripts.intake.turns.turn_in_place import Moment, Told

LEAST_BEFORE = 60  # characters of words behind which a greeting is no opening

# Who greets in the middle of a turn begins to speak; a greeting that ends one is a farewell.
_GREETS = re.compile(
    r"(?:good (?:morning|afternoon|evening)|hello|hi),?(?: everyone| everybody| all| there| to you|,? ladies)?\b"
    r"|(?:各位|大家|女士们|女士們)[^。，,]{0,12}(?:好|安)|(?:guten (?:tag|morgen|abend)|bonjour|bonsoir|buenos días"
    r"|buenas tardes|buenas noches|bom dia|boa tarde|boa noite|добрый (?:день|вечер)|доброе утро)\b"
    r"|おはようございます|こんにちは|안녕하십니까|안녕하세요|صباح الخير|مساء الخير",
    re.IGNORECASE,
)
_GAVE = re.compile(
    r"\b(?:go ahead|the floor is yours|over to you|your question,? please|next question,? please)[.!]?$", re.IGNORECASE
)


def greets_in_the_middle(one: Moment) -> Told:
    """Return a warning about a paragraph that greets, behind others: whoever speaks there has lost the label."""
    for at in range(1, len(one.said.paragraphs)):
        before = " ".join(one.said.paragraphs[:at])
        if _GREETS.match(one.said.paragraphs[at]) and len(before) > LEAST_BEFORE and not _GREETS.match(before):
            return one.line(at), message("This paragraph greets; another speaker may begin here.")
    return None


def follows_a_call(one: Moment) -> Told:
    """Return a warning about a paragraph behind one that ends by giving the floor: “… go ahead.”."""
    for at in range(1, len(one.said.paragraphs)):
        if _GAVE.search(one.said.paragraphs[at - 1]):
            return one.line(at), message("The paragraph before gives the floor; another speaker may begin here.")
    return None
