"""Lines over a transcript that state a person without a word over them; and the line with which speech begins."""

import re
from collections.abc import Collection, Sequence

from transcripts.document import Person
from transcripts.intake.heading.title_clues import EVENT_WORDS
from transcripts.intake.labels.candidates import read_candidate
from transcripts.intake.labels.honorifics import strip_honorific
from transcripts.intake.labels.shapes import Sureness, has_honorific, has_role, name_words
from transcripts.intake.lines.chinese import is_chinese_label
from transcripts.intake.lines.dates import find_dates
from transcripts.intake.lines.page_lines import Line, ends_sentence
from transcripts.intake.list_words import LIST_WORDS
from transcripts.intake.people.names import is_listed_name, office_and_name, read_listed
from transcripts.intake.people.roster_entries import is_entry
from transcripts.text import fold

# A line of facts: "Venue: Town Hall".
FIELD = re.compile(r"^(?P<word>[^:：]{1,32}?)\s*(?:\((?:s|es)\))?\s*[:：]\s*(?P<rest>.*)$")
_ABBREVIATION = re.compile(r"(?:\b[A-Z]\.){2,}$")
_BAR = re.compile(r"\s+[|｜]\s+")
LONGEST_DATE = 40  # characters of a line in which a date opens it
LONGEST_ENTRY = 100  # characters
_SENTENCE_INSIDE = re.compile(r"[a-z]{2}[.?!] \S")


def is_name_over_role(lines: Sequence[Line], index: int) -> bool:
    """Return whether a line of a list is a name, and the next line that person's role."""
    own = lines[index].text
    if index + 1 >= len(lines) or read_listed(own) or is_chinese_label(own) or has_role(own):
        return False
    below = lines[index + 1].text
    return (
        is_listed_name(strip_honorific(lines[index].text))
        and has_role(below)
        and len(below) <= LONGEST_ENTRY
        and not (ends_sentence(below) or read_listed(below) or FIELD.match(below))
    )


def behind_day(line: Line) -> Person | None:
    """Return the person of a line that is a day, an office and a name: “2025.03.18 바다정책부 장관 서지안”."""
    dates = find_dates(line.text) if len(line.text) <= LONGEST_ENTRY else []
    if len(dates) != 1 or line.text[: dates[0].start].strip() or ends_sentence(line.text):
        return None
    return office_and_name(line.text[dates[0].end :].strip(" ,|-–"))


def begins_speech(line: Line) -> bool:
    """Return whether the head surely ends here: a label stands on its own line, or before a sentence."""
    mark = read_candidate(line)
    if not mark or mark.sureness < Sureness.NAME or (mark.own_line and EVENT_WORDS.search(line.text)):
        return False  # an own line that names an event is the title
    if mark.own_line and line.heading and " " not in line.text:
        return False  # “Media”, a heading over a site's pages
    if line.heads_row and line.cell > 1:
        return False
    if fold(mark.label) in LIST_WORDS and (mark.own_line or is_entry(mark.rest)):
        return False
    if find_dates(mark.rest[:LONGEST_DATE]):
        return False
    finished = ends_sentence(mark.rest) or _SENTENCE_INSIDE.search(mark.rest)
    return mark.own_line or (bool(finished) and len(mark.rest.split()) > 3)


def read_unheaded_lists(lines: Sequence[Line], taken: set[int], labels: Collection[str]) -> list[list[Person]]:
    """Read lists that lost the words over them: lines "Mr. Name, role", parted into groups by wider gaps.

    `taken` are the indices of lines that were read; those of the lists are added.
    """
    groups: list[list[Person]] = []
    previous: int | None = None
    for index, line in enumerate(lines):
        if begins_speech(line):
            break
        if index in taken:
            continue
        person, length = _unheaded_person(lines, index, labels, follows=previous == index - 1)
        if person is None:
            continue
        if previous is None or line.gap > 1 or previous != index - 1:
            groups.append([])
        groups[-1].append(person)
        taken.update(range(index, index + length))
        previous = index + length - 1
    return groups


def _unheaded_person(
    lines: Sequence[Line], index: int, labels: Collection[str], *, follows: bool
) -> tuple[Person | None, int]:
    """Return the person that a line lists without any word over it, and the number of lines that this takes."""
    text = _BAR.sub(", ", lines[index].text.rstrip(",，"), count=1)
    if _BAR.search(text):
        return None, 0  # a menu: “Home | Office of the Mayor | News”
    listed = read_listed(text)
    honorific = has_honorific(text.partition(",")[0])
    office, _, named = (part.strip() for part in text.partition(","))
    turned = strip_honorific(named)
    if has_role(office) and has_honorific(named) and is_listed_name(turned) and name_words(turned)[-1] in labels:
        # "MINISTER FOR PORTS, THE HON JO ROE MP"
        return Person(turned, office), 1
    if not listed:
        bears = " " in text and name_words(text)[-1:] and name_words(text)[-1] in labels and not has_role(text)
        over = (honorific or bears) and "," not in text and is_name_over_role(lines, index)
        return (Person(strip_honorific(text), lines[index + 1].text), 2) if over else (None, 0)
    # On a page without any label nobody is heard by name.
    heard = not labels or (bool(name_words(listed[0])) and name_words(listed[0])[-1] in labels)
    if not (honorific or heard or follows) or ends_sentence(_ABBREVIATION.sub("", text.rstrip(")"))):
        return None, 0
    return Person(*listed), 1
