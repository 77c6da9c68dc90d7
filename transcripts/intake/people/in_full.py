"""People whom a page names in full once, where labels give only an office and a surname: “Chief Constable Pugh”."""

import re
from collections.abc import Iterable

from transcripts.document import Person
from transcripts.intake.labels.honorifics import strip_honorific
from transcripts.intake.labels.shapes import has_honorific, has_role, is_full_name, is_generic, is_outlet, name_words
from transcripts.intake.lines.chinese import is_chinese_label
from transcripts.intake.people.names import office_and_name

LONGEST_SENTENCES = 1_000  # characters of a line in which names are looked for
MOST_WORDS = 8  # of an office and a name
_PIECES = re.compile(r"(?:,|;| and| with) (?:the )?(?=[A-Z])|(?<=[a-z]{3}[.!?]) ")
_SMALL = frozenset(("of", "for", "the", "de", "van", "von", "al", "bin"))


def surnames_in(labels: Iterable[str]) -> frozenset[str]:
    """Return the folded surnames of labels that hold an office or an honorific and one word: “Dean Osei”."""
    return frozenset(
        name_words(label)[-1]
        for label in labels
        if not (is_generic(label) or is_outlet(label) or is_chinese_label(label) or "," in label or "(" in label)
        and (has_honorific(label) or has_role(label))
        and len(name_words(label)) > 1
        and not has_role(label.rsplit(maxsplit=1)[-1])
    )


def named_in_full(text: str, surnames: frozenset[str]) -> list[Person]:
    """Return the people of a sentence whose surname is one of `surnames`: “Dean of Students Victor Osei spoke”."""
    found: dict[str, Person] = {}
    for piece in _PIECES.split(text[:LONGEST_SENTENCES]) if surnames else ():
        words = piece.split()
        for at, word in enumerate(words):
            surname = name_words(word.removesuffix("’s").removesuffix("'s"))
            person = _ending_at(words, at) if surname and surname[0] in surnames and word[0].isupper() else None
            if person:
                found.setdefault(surname[0], person)
    return list(found.values())


def _ending_at(words: list[str], at: int) -> Person | None:
    """Return the person whose office and name the capitalised words up to one place are."""
    first = at
    while first and at - first < MOST_WORDS and (words[first - 1][0].isupper() or words[first - 1] in _SMALL):
        first -= 1
    while words[first] in _SMALL:
        first += 1
    run = " ".join(words[first : at + 1]).rstrip(".,;:!?").removesuffix("’s").removesuffix("'s")
    stated = office_and_name(run)
    if stated and is_full_name(stated.name) and len(stated.name.split()) <= 3:
        return stated
    bare = strip_honorific(run)
    return Person(bare) if has_honorific(run) and is_full_name(bare) and len(bare.split()) <= 3 else None
