"""An index of the people of a page, searched by the labels that mean them."""

import re
from collections.abc import Iterable, Sequence

from transcripts.document import Part, Person
from transcripts.intake.labels.honorifics import strip_honorific, with_spaces
from transcripts.intake.labels.labels_with_roles import part_role
from transcripts.intake.labels.offices import articled_office
from transcripts.intake.labels.shapes import (
    ARABIC_ARTICLE,
    generic_core,
    has_honorific,
    has_role,
    is_generic,
    is_outlet,
    name_words,
)
from transcripts.intake.lines.chinese import is_chinese_label
from transcripts.intake.people.chinese_names import surname_and_office, unit_of
from transcripts.intake.people.names import is_listed_name
from transcripts.intake.vocabulary import CHINESE_ROLE_NOUNS, NAME_PARTICLES, ROLE_NOUNS
from transcripts.text import fold

MOST_ALIKE = 200  # people with a role, or of one surname; on a page with more, these identify nobody
SHORT_OFFICE = 2  # characters of the shortest office
LEAST_ENDS = 2  # words of a name without initials between
LONGEST_CHINESE_NAME = 12  # characters
_BRACKET_TAIL = re.compile(r"\s*[(（][^()（）]*[)）]$")


class PeopleIndex:
    """Index that finds the one person a label means: by name, by surname after a title, or by the office alone."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self._parts: dict[Part, list[Person]] = {}
        self._found: dict[str, Person | None] = {}
        self._by_name: dict[str, Person] = {}
        self._by_words: dict[frozenset[str], Person] = {}
        self._by_word: dict[str, list[Person]] = {}
        self._by_ends: dict[tuple[str, str], list[Person]] = {}
        self._by_tail: dict[str, list[Person]] = {}
        self._in_label: dict[str, list[Person]] = {}
        self._roles: list[tuple[str, Person]] = []
        for person in people:
            self.add(person)

    def add(self, person: Person) -> None:
        """Add a person."""
        self._found.clear()
        self._parts.setdefault(person.part, []).append(person)
        self._by_name.setdefault(fold(person.name), person)
        if " " in person.name:
            self._by_words.setdefault(frozenset(name_words(person.name)), person)
        named = name_words(person.name)
        if len(named) > LEAST_ENDS and all(len(word) == 1 for word in named[1:-1]):
            self._by_ends.setdefault((named[0], named[-1]), []).append(person)
        if "·" in person.name:
            self._by_tail.setdefault(person.name.rpartition("·")[2], []).append(person)
        if len(person.name) > 1:
            self._in_label.setdefault(person.name, []).append(person)
        for word in set(name_words(person.name)):
            self._by_word.setdefault(word, []).append(person)
        if person.role and len(self._roles) < MOST_ALIKE:
            self._roles.append((fold(person.role), person))

    def having(self, part: Part) -> list[Person]:
        """Return the people who have that part."""
        return self._parts.get(part, [])

    def find(self, label: str) -> Person | None:
        """Return the person that `label` means, or None."""
        if label not in self._found:
            self._found[label] = self._find(_BRACKET_TAIL.sub("", label).strip())
        return self._found[label]

    def is_shared(self, label: str) -> bool:
        """Return whether a label is a surname, or one with an honorific, that two of the people bear."""
        words = [word for word in name_words(strip_honorific(label.partition(",")[0])) if word not in ROLE_NOUNS]
        if len(words) != 1 or is_chinese_label(label) or fold(label) in self._by_name:
            return False
        bearers = {person.name for person in self._by_word.get(words[0], [])[:MOST_ALIKE] if " " in person.name}
        return sum(words[0] in (name_words(name)[0], name_words(name)[-1]) for name in bearers) > 1

    def _find(self, label: str) -> Person | None:
        roled = part_role(label)
        first = roled[0] if roled else label.partition(",")[0]
        bare = fold(strip_honorific(first))
        named = self._by_name.get(fold(label)) or self._by_name.get(bare)
        if named:
            return named
        if is_chinese_label(label):
            return self._in_chinese(label)
        words = name_words(with_spaces(bare))
        other = self._in_another_form(label, words) if len(words) > 1 else None
        if other:
            return other
        surname = [word for word in words if word not in ROLE_NOUNS]
        # A surname alone is a name only where nothing else stands beside it.
        # “I. Calder”, “van der Marten”
        is_surname = all(len(word) == 1 or word in NAME_PARTICLES for word in words[:-1])
        if surname and (has_honorific(first) or has_role(first) or is_surname):
            bearers = self._by_word.get(surname[-1], [])[:MOST_ALIKE]
            # The first of two surnames: “Inés Caldera Ruiz” is CALDERA.
            meant = [person for person in bearers if _bears(person, surname)] or [
                person for person in bearers if name_words(person.name)[1:-1][-1:] == tuple(surname)
            ]
            if len({fold(person.name) for person in meant}) == 1:  # one may be stated twice, in a list and by a host
                return meant[0]
        return self._by_words_of_office(words) or self._by_office(label)

    def _by_words_of_office(self, words: Sequence[str]) -> Person | None:
        """Return the only person of a surname whose office has all the words before it, or their letters: “DG Roe”."""
        bearers = self._by_word.get(words[-1], [])[:MOST_ALIKE] if len(words) > 1 else []
        meant = [
            person
            for person in bearers
            if person.role and (set(words[:-1]) <= set(name_words(person.role)) or _shortens(words[:-1], person.role))
        ]
        return meant[0] if len(meant) == 1 else None

    def _in_another_form(self, label: str, words: Sequence[str]) -> Person | None:
        """Return the person whose whole name a label has in another form.

        Turned; without the initials of the middle (“Ines Calder” for “Ines M. Calder”); or behind an office, however
        that is spelt (“Minster Ines Calder”).
        """
        turned = self._by_words.get(frozenset(words))
        if turned:
            return turned
        ends = self._by_ends.get((words[0], words[-1]), [])
        if len(ends) == 1:
            return ends[0]
        tails = (self._by_name.get(" ".join(words[at:])) for at in range(1, len(words) - 1) if label[:1].isupper())
        return next((person for person in tails if person), None)

    def _in_chinese(self, label: str) -> Person | None:
        """Return the person whose name is inside a Chinese label that is not an outlet's."""
        lengths = range(2, min(len(label), LONGEST_CHINESE_NAME) + 1)
        pieces = {label[start : start + length] for length in lengths for start in range(len(label) - length + 1)}
        parted = surname_and_office(label)
        if parted:
            return self._by_surname_and_office(*parted)
        tails = self._by_tail.get(label, [])
        if len(tails) == 1:
            return tails[0]
        held = [person for piece in pieces for person in self._in_label.get(piece, ())]
        if len(held) == 1 and not is_outlet(label):
            return held[0]
        return self._by_office(label) or (None if is_outlet(label) else self._by_unit(label))

    def _by_unit(self, label: str) -> Person | None:
        """Return the only person who leads the unit that a label is, or whose bare office stands behind its own."""
        core = generic_core(label)
        led = [person for role, person in self._roles if unit_of(role) == core]
        if not led and not is_generic(label):
            bare = [(role, person) for role, person in self._roles if role in CHINESE_ROLE_NOUNS]
            led = [person for role, person in bare if core.endswith(role) and f"副{role}" not in core]
            # “港警发言人” is “发言人阮岚”, where nobody else has that office.
            led = led if sum(role.endswith(core[-SHORT_OFFICE:]) for role, _ in self._roles) == 1 else []
        return led[0] if len(led) == 1 else None

    def _by_surname_and_office(self, surname: str, office: str, given: str) -> Person | None:
        """Return the person that "阮部長" or "阮部長小岚" means: the only one of that name who has that office."""
        if given:
            return self._by_name.get(fold(surname + given))
        held = [person for _, person in self._roles if person.name.startswith(surname)]
        fitting = [person for person in held if office in person.role]
        held = fitting or [person for person in held if office.lstrip("副")[-2:] in person.role]
        return held[0] if len(held) == 1 else None

    def _by_office(self, label: str) -> Person | None:
        """Return the only speaker whose role holds the words of a label that is an office: "Chief Executive"."""
        core = generic_core(label)
        if not has_role(core) or is_generic(label):
            return None
        core = fold(articled_office(label)) or core.removeprefix(ARABIC_ARTICLE)
        held = [person for role, person in self._roles if core in role]
        return held[0] if len(held) == 1 else None


def _shortens(words: Sequence[str], role: str) -> bool:
    """Return whether a word is the letters with which the words of an office begin: “dg” of “Director-General”."""
    letters = "".join(word[0] for word in re.findall(r"\w+", fold(role)))
    return len(words) == 1 and len(words[0]) > 1 and letters.startswith(words[0])


def _bears(person: Person, surname: list[str]) -> bool:
    """Return whether all words of `surname` are words of the person's name, which may be printed either way round."""
    own = name_words(person.name)
    initials = {word[0] for word in own}
    return all(word in own or (len(word) == 1 and word in initials) for word in surname) and (
        surname[-1] == own[-1] or surname[-1] == own[0] or len(surname) > 1
    )


def index_of_names(labels: Iterable[str]) -> PeopleIndex:
    """Return an index of the people whom labels name in full, with nothing else: "Jo Roe"."""
    own = (label for label in labels if " " in label and is_listed_name(label))
    return PeopleIndex(
        Person(label) for label in own if not (has_role(label) or has_honorific(label) or is_outlet(label))
    )


def resolve(label: str, people: Iterable[Person]) -> Person | None:
    """Return the one of a few `people` that `label` means."""
    return PeopleIndex(people).find(label)
