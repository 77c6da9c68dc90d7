"""Lists of people, and lines such as "Date:" and "Venue:", that stand over a transcript and are no speech."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from transcripts.document import Part, Person
from transcripts.intake.dates import find_dates, find_time, strip_times
from transcripts.intake.labels import Sureness, has_honorific, read_mark
from transcripts.intake.lines import Line, ends_sentence
from transcripts.intake.people import is_listed_name, read_listed, unite
from transcripts.intake.vocabulary import DATE_WORDS, EDITOR_WORDS, LIST_WORDS, SOURCE_WORDS, TIME_WORDS, VENUE_WORDS
from transcripts.text import fold

_FIELD = re.compile(r"^(?P<word>[^:：]{1,24}?)\s*(?:\((?:s|es)\))?\s*[:：]\s*(?P<rest>.*)$")
_SPEECH_OPENERS = re.compile(
    r"(good (morning|afternoon|evening|day)|ladies and gentlemen|thank you|hello|welcome|大家|各位|女士们)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Roster:
    """What the lists and lines over a transcript state. `taken` are the indices of their lines."""

    people: list[Person] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    held: str = ""
    venue: str = ""
    source: str = ""
    raw: list[tuple[str, Part, int]] = field(default_factory=list)
    groups: list[list[Person]] = field(default_factory=list)


def read_roster(lines: Sequence[Line]) -> Roster:
    """Read the lists of people and the lines of facts that stand before the first turn."""
    roster = Roster()
    part: Part | None = None
    index = 0
    while index < len(lines):
        line = lines[index]
        taken = _read_field(lines, index, roster)
        if taken:
            part = roster.raw[-1][1] if roster.raw and roster.raw[-1][2] == index else None
            index += taken
            continue
        word = _list_word(line.text)
        if word and index + 1 < len(lines) and _is_person_line(lines[index + 1].text, in_list=True):
            part = Part(LIST_WORDS[word])
            roster.taken.add(index)
        elif part and _is_person_line(line.text, in_list=True):
            _add(roster, line.text, part)
            roster.taken.add(index)
        elif _begins_speech(line):
            break
        else:
            part = None
        index += 1
    if not roster.people:
        _read_wordless(lines, roster)
    roster.people = list(unite(roster.people))
    return roster


def _read_field(lines: Sequence[Line], index: int, roster: Roster) -> int:
    """Read one "Word: value" line, or the word and the value on the next line; return how many lines it took."""
    match = _FIELD.match(lines[index].text)
    if not match:
        return 0
    word, value = fold(match["word"]), match["rest"].strip()
    length = 1
    if not value and index + 1 < len(lines):
        value, length = lines[index + 1].text, 2
    if word in LIST_WORDS:
        return _read_list_field(lines, index, roster, Part(LIST_WORDS[word]), match["rest"].strip())
    if word in EDITOR_WORDS:
        length = 1
    elif word in DATE_WORDS | TIME_WORDS and (find_dates(value) or find_time(value)):
        roster.held = f"{roster.held} {value}".strip()
    elif word in VENUE_WORDS and len(value) <= 160 and not re.search(r"[.?!。？！] ", value):
        roster.venue = roster.venue or value
    elif word in SOURCE_WORDS and len(value) <= 120 and length == 1:
        # "Source: Office 2024-03-12" is left to whoever reads lines with a source and a date.
        if find_dates(value):
            return 0
        roster.source = roster.source or value
    else:
        return 0
    roster.taken.update(range(index, index + length))
    return length


def _read_list_field(lines: Sequence[Line], index: int, roster: Roster, part: Part, value: str) -> int:
    """Read "Speakers:" with its list, on this line or on those below; 0 when speech follows instead."""
    if value:
        people = [piece.strip() for piece in re.split(r"[;；]", value) if piece.strip()]
        if not all(_is_person_line(piece, in_list=True) for piece in people):
            if not _chinese_roles(value):
                return 0
            roster.raw.append((value, part, index))
        else:
            for piece in people:
                _add(roster, piece, part)
            roster.raw.append(("", part, index))
    else:
        if index + 1 >= len(lines) or not _is_person_line(lines[index + 1].text, in_list=True):
            return 0
        roster.raw.append(("", part, index))
    roster.taken.add(index)
    return 1


def _list_word(text: str) -> str | None:
    folded = fold(text).rstrip(":： ")
    return folded if folded in LIST_WORDS else None


def _is_person_line(text: str, *, in_list: bool) -> bool:
    if _SPEECH_OPENERS.match(text):
        return False
    return read_listed(text) is not None or (in_list and is_listed_name(text) and not find_dates(text))


def _add(roster: Roster, text: str, part: Part) -> None:
    name, role = read_listed(text) or (text, "")
    roster.people.append(Person(name, role, part))


def _chinese_roles(value: str) -> bool:
    """Say whether a Chinese value may be office, name and rank in one run, to be parted once the labels are known."""
    return len(value) <= 60 and bool(re.search("[\u3400-\u9fff]", value)) and not re.search("[。！？，,]", value)


def _begins_speech(line: Line) -> bool:
    """Say whether the head surely ends here: a label stands on its own line, or before a sentence."""
    mark = read_mark(line)
    if not mark or mark.sureness < Sureness.NAME or fold(mark.label) in LIST_WORDS:
        return False
    return mark.own_line or (ends_sentence(mark.rest) and len(mark.rest.split()) > 3)


def _read_wordless(lines: Sequence[Line], roster: Roster) -> None:
    """Read lists that lost the words over them: lines "Mr. Name, role", parted into groups by wider gaps."""
    groups: list[list[Person]] = []
    previous: int | None = None
    for index, line in enumerate(lines):
        if _begins_speech(line):
            break
        listed = read_listed(line.text)
        honorific = has_honorific(line.text.partition(",")[0])
        if (
            not listed
            or index in roster.taken
            or not (honorific or previous == index - 1)
            or ends_sentence(line.text.rstrip(")"))
        ):
            continue
        if previous is None or line.gap > 1 or previous != index - 1:
            groups.append([])
        groups[-1].append(Person(*listed))
        roster.taken.add(index)
        previous = index
    roster.groups = groups
    roster.people = [person for group in groups for person in group]


def venue_beside_date(text: str) -> str:
    """Return what a line with a date and a time says besides: a place, or nothing."""
    for found in reversed(find_dates(text)):
        text = f"{text[: found.start]} {text[found.end :]}"
    return strip_times(text)
