"""Labels on lines of their own with a role or firm after a dash, as in transcripts of earnings calls."""

import re
from collections import Counter
from collections.abc import Collection, Sequence

from transcripts.intake.labels.candidates import Form, LabelCandidate
from transcripts.intake.labels.honorifics import strip_honorific
from transcripts.intake.labels.shapes import Shape, is_full_name, is_generic, shape_of
from transcripts.intake.lines.dates import find_dates
from transcripts.intake.lines.page_lines import Line, ends_sentence
from transcripts.intake.vocabulary import NAME_PARTICLES
from transcripts.text import fold

LEAST_ROLED = 3  # such lines over words that make it the way in which a page prints its labels
LONGEST_ROLED = 120  # characters
_ROLED = re.compile(r"(?P<name>[^–—\d:：]{4,50}?)\s+(?:-{1,2}|–|—)\s+(?P<role>\S.*)")
_SMALL = NAME_PARTICLES | {"of", "for", "and", "the", "to", "at", "in", "on"}
_DASH = re.compile(r"\s+(?:-{1,2}|–|—)\s+")
_ANALYST = re.compile(r"\b(?:analyst|investor|shareholder)$", re.IGNORECASE)


def part_role(label: str) -> tuple[str, str] | None:
    """Part “Jo Roe -- Chief Executive Officer” into the name and what follows it; None for other labels."""
    match = _ROLED.fullmatch(label) if len(label) <= LONGEST_ROLED else None
    if not match or find_dates(match["role"]) or not is_full_name(strip_honorific(match["name"])):
        return None
    words = [word.strip("()&/,.-–—") for word in match["role"].split()]
    named = all(not word or word[0].isupper() or word[0].isdigit() or fold(word) in _SMALL for word in words)
    return (match["name"], match["role"]) if named and words[0][:1].isupper() else None


def is_analyst(label: str) -> bool:
    """Return whether the words behind a name are those of one who asks: “Jo Roe -- Harbour Capital -- Analyst”."""
    roled = part_role(label)
    return roled is not None and bool(_ANALYST.search(roled[1]))


def firm_of(role: str) -> str:
    """Return the firm of one who asks: “Harbour Capital” of “Harbour Capital -- Analyst”."""
    pieces = [piece.strip() for piece in _DASH.split(role)]
    return ", ".join(piece for piece in pieces if not _ANALYST.search(piece))


def find_roled_names(lines: Sequence[Line], words: Collection[str]) -> dict[int, LabelCandidate]:
    """Return names with a role behind a dash that stand over words, where a page prints its speakers so.

    At least one comes back, or somebody leads under a word for a part alone. There, such words on lines of their own
    are labels too, and so are the names alone.
    """
    over = {
        index: line.text
        for index, line in enumerate(lines[:-1])
        if fold(line.text) not in words and not ends_sentence(line.text) and ends_sentence(lines[index + 1].text)
    }
    roled = {index: parted[0] for index, text in over.items() if (parted := part_role(text))}
    names = {fold(name) for name in roled.values()}
    other = [index for index, text in over.items() if is_generic(text) or fold(text) in names]
    comes_back = any(count > 1 for count in Counter(over[index] for index in roled).values())
    if len(roled) < LEAST_ROLED or not (comes_back or other):
        return {}
    found = {index: LabelCandidate(over[index], "", Shape.NAME, Form.BARE) for index in roled}
    found |= {index: LabelCandidate(over[index], "", shape_of(over[index]), Form.BARE) for index in other}
    return dict(sorted(found.items()))
