"""Labels with another form of a name: surname first (“Calder, Ines”), or the initials of a full name."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from transcripts.document import Person
from transcripts.intake.labels.honorifics import strip_honorific
from transcripts.intake.labels.shapes import (
    CAPITAL,
    has_honorific,
    has_role,
    is_capitals,
    is_full_name,
    is_generic,
    is_outlet,
)

_TURNED = re.compile(
    rf"(?P<surname>(?:(?:de|van|von|der|la|al|el|bin) ){{0,2}}[{CAPITAL}][\w’'\-]+(?: [{CAPITAL}][\w’'\-]+)?),"
    rf" (?P<given>[{CAPITAL}][\w’'\-]*\.?(?: [{CAPITAL}][\w’'\-]*\.?)?)(?P<rest>\s*\([^()]+\))?"
)
_LETTERS = re.compile("[A-Z]{2,4}")
LEAST_TURNED = 2  # different labels of this form that make it a page's style


def turn_round(label: str) -> str:
    """Return “Ines Calder” for “Calder, Ines”, with the brackets behind it; an empty text for other labels."""
    match = _TURNED.fullmatch(label)
    if not match or is_generic(label) or has_honorific(match["surname"]):
        return ""
    surname, given = match["surname"], match["given"]
    if any(has_role(part) or is_outlet(part) for part in (surname, given)) and not is_capitals(surname):
        return ""
    if has_role(surname) or has_role(given) or is_outlet(given) or (is_outlet(surname) and is_capitals(given)):
        return ""
    return f"{given} {surname}{match['rest'] or ''}"


def initials_of(label: str) -> str:
    """Return “IC” for “Ines Calder”; an empty text for what is no full name."""
    return "".join(word[0] for word in label.split()).upper() if is_full_name(label) else ""


def named_by_initials(counts: Mapping[str, int]) -> dict[str, str]:
    """Return initials that come back with the one name in full, on the same page, that they are of."""
    full = Counter(initials_of(label) for label in counts)
    return {
        letters: label
        for label in counts
        if (letters := initials_of(label)) and len(letters) > 1 and full[letters] == 1 and counts.get(letters, 0) > 1
    }


def listed_by_initials(labels: Iterable[str], people: Iterable[Person]) -> dict[str, str]:
    """Return initials with the listed people that they are of, where labels are those of at least two of them."""
    names: dict[str, set[str]] = {}
    for person in people:
        words = strip_honorific(person.name).split()
        if len(words) > 1:
            names.setdefault("".join(word[0] for word in words).upper(), set()).add(person.name)
    known = {letters: next(iter(own)) for letters, own in names.items() if len(own) == 1}
    labels = list(labels)
    found = {label: known[label] for label in labels if label in known}
    return (found if len(found) >= LEAST_TURNED else {}) | _by_letters_of_offices(labels, people)


def _by_letters_of_offices(labels: Iterable[str], people: Iterable[Person]) -> dict[str, str]:
    """Return letters that stand for the office of one person only: “VC” for the Vice-Chancellor."""
    held: dict[str, set[str]] = {}
    for person in people:
        words = re.split(r"[\s\-]+", person.role.partition(",")[0])
        letters = "".join(word[0] for word in words if word[:1].isupper())
        held.setdefault(letters, set()).add(person.name)
    return {
        label: next(iter(held[label]))
        for label in labels
        if _LETTERS.fullmatch(label) and not is_generic(label) and len(held.get(label, ())) == 1
    }


def turned_names(labels: Iterable[str]) -> dict[str, str]:
    """Return labels with the name in the order in which it is said, where a page prints surnames first; and initials.

    It does where most of those that name somebody have the form, and one of them comes back.
    """
    counts = Counter(label for label in labels if label and not is_generic(label))
    initials = named_by_initials(counts)
    turned = {label: said for label in counts if (said := turn_round(label))}
    others = [label for label in counts if label not in turned]
    comes_back = any(counts[label] > 1 for label in turned)
    return turned if len(turned) >= LEAST_TURNED and comes_back and len(turned) > len(others) else initials
