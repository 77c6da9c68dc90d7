"""The people of a page: in lists, in its title, in the words over the transcript, in labels, and merely heard."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from transcripts.document import Part, Person
from transcripts.intake.heading.day_clues import HELD
from transcripts.intake.heading.header import Head
from transcripts.intake.heading.participant_lists import ParticipantList
from transcripts.intake.hints import Hints
from transcripts.intake.labels.shapes import (
    INITIALED,
    has_honorific,
    has_role,
    is_full_name,
    is_generic,
    is_outlet,
    name_words,
)
from transcripts.intake.labels.typos import similar_labels
from transcripts.intake.lines.chinese import is_chinese_label
from transcripts.intake.lines.page_lines import Line, ends_sentence
from transcripts.intake.lines.paragraphs import stated_in_heading
from transcripts.intake.messages import message
from transcripts.intake.parsed import IntakeWarning
from transcripts.intake.people.chinese_names import chaired_by, told_in_chinese
from transcripts.intake.people.full_names import named_in_full, surnames_in
from transcripts.intake.people.index import PeopleIndex, index_of_names
from transcripts.intake.people.label_names import named_in_label
from transcripts.intake.people.names import (
    LONGEST_STATED,
    is_listed_name,
    named_in_lede,
    named_in_prose,
    named_in_title,
    office_and_name,
    opens_with_event,
    unite,
)
from transcripts.intake.people.roster_entries import read_entries
from transcripts.intake.people.russian_names import named_in_genitive
from transcripts.intake.turns.introductions import OPENING_TURNS, introduced, named_by_itself, named_with_office
from transcripts.intake.turns.role_clues import Role
from transcripts.intake.turns.speaker_roles import RawTurn, roles_of
from transcripts.intake.vocabulary import CHINESE_HOSTS
from transcripts.text import fold

MOST_TURNS_OF_A_PAGE = 6  # of a conference that stands on several pages, one exchange each
LONGEST_LEDE = 40  # lines over the transcript in which people are looked for
MOST_VERBS = 4  # of a line, before which people are looked for
LONGEST_SUBJECT = 90  # characters of an office and a name
LEAST_CUT = 50  # characters of a line that may be cut at a width
_SENTENCE_START = re.compile(r"(?<![A-Z])(?<!\b[A-Z][a-z])[.!?:]\s+")
_PARTS_OF_SUBJECT = re.compile(r",? and (?:the )?(?=[A-Z])|,\s+(?=[A-Z])|,\s+(?=the [A-Z])| with (?=[A-Z])")
_AND_SMALL = re.compile(r",? and (?:the )?(?=(?:[a-z]+ ){0,3}[A-Z])")
_DELIVERED = re.compile(r"\b(?:delivered|given|made|answered|held) by\b", re.IGNORECASE)
# Who moderates, as the words over a transcript say: “chaired by Jo Roe, press secretary”, “Jo Roe moderated”.
_LED_BY = re.compile(r"\b(?:moderat|chair|facilitat|introduc|emce|compèr|comper)ed by (?P<who>[^.;:]{4,160})")
_LED = re.compile(
    r"\b(?:(?:moderated|chaired|facilitated|introduced|emceed|compered)\b(?! by)"
    r"|led the (?:meeting|discussion|proceedings|session|questions|q&a))"
)
_TOLD = re.compile(
    r"\b(?:presented|outlined|faced|fielded|announced|unveiled|launched|welcomed|chaired|moderated|opened|joined|attended)\b"
)
_WERE_THERE = re.compile(
    r"\b(?:also )?(?:attended|joined|present|in attendance)\b|\b(?:on|in) the (?:panel|chair|podium|platform)\b"
    r"|\b(?:speakers|panel(?:lists)?|participants|guests) (?:were|are|included)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:the|our|on \w+day,?)\s+", re.IGNORECASE)
LONGEST_GREETING = 200  # characters
_OPENS = re.compile(
    r"\bgood (?:morning|afternoon|evening|day)|\bwelcome|ladies and gentlemen|各位|女士们|女士們|大家好|欢迎|歡迎",
    re.IGNORECASE,
)
_PARTS = {Role.OFFICER: Part.SPEAKER, Role.CHAIR: Part.CHAIR, Role.INTERPRETER: Part.INTERPRETER}


@dataclass(slots=True)
class Participants:
    """The search for the participants of a page's conference.

    `warnings` are its import warnings, `captions` those of pictures, which say who stands there with which office.
    """

    said: Sequence[RawTurn]
    participant_list: ParticipantList
    head: Head
    hints: Hints
    warnings: list[IntakeWarning]
    captions: Sequence[str] = ()

    def find(self, *, is_partial: bool, is_bilingual: bool) -> tuple[Person, ...]:
        """Return the people that the page states, in order of statement.

        On a page that is the whole, also those of the office who are only heard, under a name of their own; where the
        page is one of several, the first page states them.
        """
        labels = list(dict.fromkeys(turn.meant for turn in self.said if turn.label))
        slips = similar_labels([turn.meant for turn in self.said])
        labels = [label for label in labels if label not in slips]
        stated = self._stated(labels)
        leaders = _leaders(_sentences_over(self.head.rest[:LONGEST_LEDE]), stated)
        if any(one.name not in leaders for one in stated):
            stated[:] = [replace(one, part=Part.CHAIR) if one.name in leaders else one for one in stated]
        self._find_chair(stated)
        if self.participant_list.unsure:
            self._find_leaders(stated)
        stated.extend(self._by_themselves(stated))
        if not (is_partial or is_bilingual or (not stated and self._begins_in_the_middle())):
            stated.extend(self._heard(labels, stated))
        heard = {person.name for person in stated}
        return unite([*stated, *(person for person in self.participant_list.key.values() if person.name in heard)])

    def _stated(self, labels: Sequence[str]) -> list[Person]:
        stated = list(self.participant_list.people)
        lede = _sentences_over(self.head.rest[:LONGEST_LEDE])
        prose = [person for text in lede for person in named_over(text, labels)]
        stated.extend(self._in_full(labels, lede, [*stated, *prose]))
        titled = [_as_labelled(person, labels) for person in named_in_title(self.head.title, labels)]
        known = PeopleIndex([*stated, *prose])
        in_labels = [person for label in labels if (person := named_in_label(label)) and not known.find(label)]
        in_full = index_of_names(labels)
        in_labels = [one for one in in_labels if not (has_honorific(one.name) and in_full.find(one.name))]
        full = [person for person in in_labels if person.role]
        for person in titled:
            own = PeopleIndex([person])
            if known.find(person.name) and not any(person.name == one.name for one in prose):
                continue
            if full and not any(own.find(label) for label in labels):
                # Sites do print the wrong name over a transcript: the actual speaker counts.
                warning_text = message(
                    "The title names %(name)s, who does not speak on this page; %(other)s was used instead.",
                    name=person.name,
                    other=full[0].name,
                )
                self.warnings.append(IntakeWarning(None, warning_text))
            else:
                stated.append(person)
        stated.extend(prose)
        stated.extend(
            person
            for turn in self.said
            for person in read_entries(stated_in_heading(turn.heading).rstrip(" ."), Part.SPEAKER)
        )
        stated.extend(introduced(self.said, in_labels))
        known = PeopleIndex(stated)
        shown = [person for text in self.captions if is_chinese_label(text) for person in named_in_title(text, labels)]
        stated.extend(person for person in shown if not known.find(person.name))
        stated.extend(self._in_labels(labels, in_labels, stated))
        return stated

    def _in_full(self, labels: Sequence[str], lede: Sequence[str], known: Sequence[Person]) -> list[Person]:
        """Return the people whom labels name by surname, and the words over the transcript or its opening in full."""
        index = PeopleIndex(known)
        surnames = surnames_in(label for label in labels if not index.find(label))
        texts = [text for turn in self.said[:OPENING_TURNS] for text in turn.paragraphs]
        over = (self.head.title, *lede)
        found = [person for text in over for person in named_in_genitive(text, surnames)]
        found += [person for text in over for person in named_in_full(text, surnames, bare=True)]
        found += [person for text in texts for person in named_in_full(text, surnames)]
        own: dict[str, Person] = {}
        for person in found:
            own.setdefault(name_words(person.name)[-1], person)
        return list(own.values())

    def _by_themselves(self, stated: Sequence[Person]) -> list[Person]:
        """Return those of the office who say who they are, and whose labels do not."""
        roles, known = self._roles(stated), PeopleIndex(stated)
        found: dict[str, Person] = {}
        for turn in self.said:
            part = _PARTS.get(roles[turn.meant])
            person = named_by_itself(turn) if part and turn.label else None
            if person and part and not known.find(person.name):
                found.setdefault(person.name, replace(person, part=part))
        return list(found.values())

    def _begins_in_the_middle(self) -> bool:
        """Return whether the page seems to be one of several: short, questions of outlets, and nobody opens it."""
        whole = self.head.title and self.head.held_on and not (self.head.posted_on or self.head.breadcrumb)
        if (
            whole
            or len(self.said) > MOST_TURNS_OF_A_PAGE
            or any(is_generic(turn.meant) for turn in self.said if turn.label)
        ):
            return False
        asked = [turn.meant for turn in self.said if turn.label and is_outlet(turn.meant)]
        lost = any(not turn.label for turn in self.said)
        opens = not self.said or bool(_OPENS.search(self.said[0].text[:LONGEST_GREETING]))
        return bool(asked or lost) and not opens

    def _in_labels(self, labels: Sequence[str], in_labels: Sequence[Person], stated: Sequence[Person]) -> list[Person]:
        """Return the people whom labels state by themselves and who do not ask."""
        roles = self._roles(stated)
        people = unite(sorted(in_labels, key=lambda one: not one.role))
        people_index, known = PeopleIndex(people), PeopleIndex(stated)
        own: dict[str, set[Role]] = {}
        for label in labels:
            person = people_index.find(label)
            if person:
                own.setdefault(person.name, set()).add(roles.get(label, Role.NOBODY))
        found: list[Person] = []
        for person in people:
            heard = own.get(person.name, set())
            if known.find(person.name) or known.is_shared(person.name) or Role.QUESTIONER in heard:
                continue
            found.append(replace(person, part=Part.CHAIR) if heard == {Role.CHAIR} else person)
            known.add(found[-1])
        return found

    def _heard(self, labels: Sequence[str], stated: Sequence[Person]) -> list[Person]:
        """Return the people of the office who are stated only by labels that are their names."""
        roles = self._roles(stated)
        counts = Counter(turn.meant for turn in self.said)
        known = PeopleIndex(stated)
        introduced_so = named_with_office(self.said)
        heard = []
        # A full name before the short one that means it too.
        for label in sorted(labels, key=has_honorific):
            part = _PARTS.get(roles.get(label, Role.NOBODY))
            stated_so = named_in_label(label)
            if stated_so and stated_so.name != label and known.find(stated_so.name):
                continue
            of_key = label in {person.name for person in self.participant_list.key.values()}
            if (
                part
                and not (known.find(label) or known.is_shared(label))
                and (of_key or is_own_name(label, counts[label]))
            ):
                heard.append(replace(introduced_so.get(fold(label), Person(label)), part=part))
                known.add(heard[-1])
        return heard

    def _roles(self, people: Sequence[Person]) -> dict[str, Role]:
        """Return the role of each label's meaning."""
        roles = roles_of(self.said, people, self.hints, unsure=self.participant_list.unsure)
        return {turn.meant: roles[fold(turn.label)].role for turn in self.said}

    def _find_leaders(self, stated: list[Person]) -> None:
        """Make people who only lead chairs, where the words over a list tell no part."""
        roles, people_index = self._roles(stated), PeopleIndex(stated)
        own: dict[str, set[Role]] = {}
        for label, role in roles.items():
            person = people_index.find(label) if label else None
            if person:
                own.setdefault(person.name, set()).add(role)
        for at, person in enumerate(stated):
            if own.get(person.name) == {Role.CHAIR} and person.part is Part.SPEAKER:
                stated[at] = replace(person, part=Part.CHAIR)

    def _find_chair(self, stated: list[Person]) -> None:
        """Make the only person of the last list chair if that person leads and the words over the lists are lost."""
        groups = self.participant_list.groups
        if len(groups) < 2 or len(groups[-1]) != 1:
            return
        person = groups[-1][0]
        roles = roles_of(self.said, [])
        own = PeopleIndex([person])
        leads = any(roles[fold(turn.label)].role is Role.CHAIR and own.find(turn.label) for turn in self.said)
        opens = bool(self.said) and own.find(self.said[0].label) is not None
        if leads or opens:
            stated[:] = [replace(one, part=Part.CHAIR) if one.name == person.name else one for one in stated]
            warning_text = message(
                "%(name)s was taken to be the chair, although the page does not say so: the last list names "
                "nobody else.",
                name=person.name,
            )
            self.warnings.append(IntakeWarning(None, warning_text))


def named_over(text: str, labels: Collection[str]) -> list[Person]:
    """Return the people that a sentence over the transcript names."""
    if is_chinese_label(text):
        chair = chaired_by(text) if len(text) <= LONGEST_STATED else None
        told = told_in_chinese(text) if len(text) <= LONGEST_STATED else []
        return list(unite([*named_in_title(text, labels), *filter(None, [chair]), *told]))
    if text.startswith(("by ", "By ", "with ")) or opens_with_event(text):
        return named_in_title(text, labels)
    told = [] if HELD.search(text) is None and _WERE_THERE.search(text) is None else named_in_lede(text)
    for form in (HELD, _TOLD):
        for held in islice(form.finditer(text), MOST_VERBS):
            told += _subjects(text[: held.start()])
    given = named_in_title(text, labels) if _DELIVERED.search(text) else []
    people = unite([*given, *named_in_prose(text), *told])
    # “minister Jo Roe van Landbouw”: what follows the name is of the office.
    return [one for one in people if not any(one.name.startswith(f"{two.name} van ") for two in people)]


def _leaders(texts: Iterable[str], people: Iterable[Person]) -> frozenset[str]:
    """Return the names of those of whom sentences over the transcript say that they moderated it."""
    found: set[str] = set()
    for text in texts:
        for led in islice(_LED_BY.finditer(text), MOST_VERBS):
            named = [(led["who"].find(one.name), one.name) for one in people if one.name in led["who"]]
            found |= {min(named)[1]} if named else set()
        for led in islice(_LED.finditer(text), MOST_VERBS):
            subject = _SENTENCE_START.split(text[: led.start()])[-1]
            named = [(subject.find(one.name), one.name) for one in people if one.name in subject]
            found |= {named[0][1]} if len(named) == 1 else set()
    return frozenset(found)


def _subjects(text: str) -> list[Person]:
    """Return the people, each with an office, of whom a sentence says that they spoke; `text` ends before the verb."""
    sentence = _SENTENCE_START.split(text)[-1]
    # “Head Coach Jo Roe and captain Bo Lee”: an office in small letters parts only where names end all parts.
    small = _officers(_AND_SMALL.split(sentence))
    found = small if len(small) > 1 and all(small) else _officers(_PARTS_OF_SUBJECT.split(sentence))
    return [person for person in found if person]


def _officers(pieces: Iterable[str]) -> list[Person | None]:
    """Return for each piece of a subject the office and the full name that it is, or None."""
    bare = [_ARTICLE.sub("", piece.strip(" ,")) for piece in pieces]
    found = [office_and_name(piece) if len(piece) <= LONGEST_SUBJECT else None for piece in bare]
    return [one if one and is_full_name(one.name) else None for one in found]


def _sentences_over(lines: Sequence[Line]) -> list[str]:
    """Return the lines over a transcript, those that were cut at a width joined."""
    texts: list[str] = []
    for line in lines:
        goes_on = bool(texts) and line.gap == 0 and len(texts[-1]) >= LEAST_CUT and not ends_sentence(texts[-1])
        if goes_on:
            texts[-1] = f"{texts[-1]} {line.text}"
        else:
            texts.append(line.text)
    return texts


def _as_labelled(titled: Person, labels: Sequence[str]) -> Person:
    """Return the person of the title as a label states the name in full, if one does: titles reverse names."""
    words = set(name_words(titled.name))
    stated = (named_in_label(label) for label in labels)
    return next((one for one in stated if one and one.role and set(name_words(one.name)) == words), titled)


def is_own_name(label: str, count: int) -> bool:
    """Return whether a label is somebody's name and no more: two words or more, or one word that comes back."""
    if is_generic(label) or is_outlet(label) or has_role(label) or label.endswith(CHINESE_HOSTS):
        return False
    is_listed = is_listed_name(label) or INITIALED.fullmatch(label) is not None
    return is_listed or (count > 1 and label.isalpha() and len(label) > 2 and not is_chinese_label(label))
