"""Labels that state a part and a person: “Q3 Owen Pryce”, “A1 Ines Calder”, “Question from Jo Marsh, Courier”."""

import re
from functools import lru_cache

from transcripts.intake.labels.shapes import (
    CACHED_LABELS,
    LONGEST_LABEL,
    asker_named,
    has_honorific,
    has_role,
    is_full_name,
    is_generic,
    is_outlet,
)

ASKS, ANSWERS = "asks", "answers"
# A number parts a letter from an address: “Q Minister: …” has no label but the letter.
_LETTERED = re.compile(r"(?P<part>[QA])(?:uestion|nswer)?\s?\d{1,3}\s?(?:[.)/,:]|[-–—]{1,2})?\s+(?P<who>\S.*)")
_WORDED = re.compile(
    r"(?P<part>Q|A)(?:uestion|nswer|UESTION|NSWER)(?: (?:from|by|FROM|BY)(?: the)? |\s?[-–—/,]{1,2}\s?)(?P<who>\S.*)"
)
_FROM = re.compile(r"(?:Question|QUESTION) (?:from|FROM) (?P<who>[A-Z][^?!:;]{1,60})")


@lru_cache(maxsize=CACHED_LABELS)
def part_named(label: str) -> tuple[str, str] | None:
    """Return “asks” or “answers” and who does, where a label states both; None for other labels."""
    if len(label) > LONGEST_LABEL or is_generic(label):
        return None
    shouted = asker_named(label)
    if shouted and not has_role(shouted):
        return ASKS, shouted
    match = _LETTERED.fullmatch(label) or _WORDED.fullmatch(label)
    from_whom = _FROM.fullmatch(label)
    if from_whom and not is_generic(from_whom["who"]):
        return ASKS, from_whom["who"]  # “Question from Amir, Old Quay”
    if not match or is_generic(match["who"]) or not _names_somebody(match["who"]):
        return None
    return (ASKS if match["part"] == "Q" else ANSWERS), match["who"].strip()


def _names_somebody(who: str) -> bool:
    """Return whether words are a name, an outlet, or a name with what it belongs to."""
    name = re.split(r"[,(/]| [–—-] ", who)[0].strip()
    return is_full_name(name) or is_outlet(name) or is_outlet(who) or has_honorific(name)
