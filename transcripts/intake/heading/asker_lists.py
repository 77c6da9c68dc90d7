"""Lists over a transcript of those who ask: “Analysts: Jo Roe, Harbour Capital”."""

from collections.abc import Sequence

from transcripts.intake.labels.honorifics import strip_honorific
from transcripts.intake.labels.labels_with_roles import part_role
from transcripts.intake.labels.shapes import is_full_name
from transcripts.intake.lines.page_lines import Line, ends_sentence
from transcripts.intake.list_words import ASKER_LISTS
from transcripts.text import fold


def is_asker_list(lines: Sequence[Line], index: int) -> bool:
    """Return whether a line stands over a list of those who ask."""
    is_word = fold(lines[index].text).rstrip(":： ") in ASKER_LISTS
    return is_word and index + 1 < len(lines) and is_asker(lines[index + 1].text)


def is_asker(text: str) -> bool:
    """Return whether a line is a name with a firm: “Jo Roe – Harbour Capital”, “Jo Roe, Harbour Capital”."""
    comma, _, firm = (part.strip() for part in text.partition(","))
    return part_role(text) is not None or (bool(firm) and is_full_name(comma) and not ends_sentence(text))


def asker_in(text: str) -> list[str]:
    """Return the name in a line of a list of those who ask; none in the words over it."""
    roled = part_role(text)
    name = roled[0] if roled else text.partition(",")[0] if "," in text else ""
    return [strip_honorific(name.strip())] if name.strip() else []
