"""Participant lists, and lines such as "Date:" and "Venue:", over a transcript: they are no speech."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from transcripts.document import Part, Person
from transcripts.intake.heading.asker_lists import asker_in, is_asker, is_asker_list
from transcripts.intake.heading.initials import keys_to_parts, read_key
from transcripts.intake.heading.person_lines import (
    FIELD,
    begins_speech,
    behind_day,
    is_name_over_role,
    read_unheaded_lists,
)
from transcripts.intake.heading.title_clues import POSTED, states_day_held
from transcripts.intake.labels.honorifics import strip_honorific
from transcripts.intake.labels.shapes import (
    halves_of,
    has_role,
    is_full_name,
    is_generic,
    name_words,
)
from transcripts.intake.lines.chinese import is_chinese_label
from transcripts.intake.lines.dates import find_dates, find_time
from transcripts.intake.lines.hand_over import GREETING, gives_the_floor
from transcripts.intake.lines.page_lines import Line, ends_sentence
from transcripts.intake.list_words import (
    INTERVIEWERS,
    LIST_HEADINGS,
    LIST_WORDS,
    NEUTRAL_LISTS,
    SURE_LISTS,
)
from transcripts.intake.people.chinese_names import chaired_by, is_chinese_name, surname_and_office
from transcripts.intake.people.names import is_listed_name, named_in_lede, read_listed, unite
from transcripts.intake.people.roster_entries import PRESS_ROLE, is_entry, read_entries
from transcripts.intake.vocabulary import (
    DATE_WORDS,
    EDITOR_WORDS,
    FACT_WORDS,
    RELEASE_TIMES,
    SOURCE_WORDS,
    TIME_WORDS,
    VENUE_WORDS,
)
from transcripts.text import fold

# One more list inside a line: "… (Ports). In the chair: Jo Roe".
_WORDS_OVER = "|".join(sorted((re.escape(word) for word in LIST_WORDS), key=len, reverse=True))
_INNER_LIST = re.compile(rf"(?<=[.;；。])\s*({_WORDS_OVER})\s*[:：]", re.IGNORECASE)
_LIST_OF = re.compile(r" (?:from|of|for|at|in this|in the|on the)\b.{0,60}$|^(?:the|main|key) ")
_WRAPPED = re.compile(r"^[\[【](?P<word>[^\]】]{1,20})[\]】]\s*[:：]?\s*(?P<rest>.*)$")
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]{1,2}、\s*|[•·●▪※]+\s*)")
_NEXT = re.compile(r"\b(?:next|previous|last|end)\b|下[次一]|上[次一]|[结結]束|截止", re.IGNORECASE)
MOST_LISTED = 500  # people whom lists name; on a longer list, the others are left out with a warning
LEAST_CUT = 50  # characters of a line that may be cut at a width
MOST_CUT = 4  # lines of one entry
# Behind a list on one line: “… Jo Roe, Registrar. The briefing was chaired by Ms Poe, Head of Information.”
_LED_SENTENCE = re.compile(
    r"(?<=[.。；;])\s*(?P<led>(?:The|This|It)\b[^.]{0,60}\b(?:chair|moderat|facilitat|introduc)ed by [^.]{4,160}\.?"
    r"|[^。]{2,60}主持。?)$"
)
_SENTENCES = re.compile(r"[^\W\d_]{3}[.!?؟] \S.*[.!?؟]$|[?؟。！？]$")  # two of them, or a question
_SPEECH_OPENERS = re.compile(
    r"(good (morning|afternoon|evening|day)|ladies and gentlemen|thank you|hello|welcome|大家|各位|女士们)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class ParticipantList:
    """The people and facts from the lists and lines over a transcript. `taken` are the indices of their lines.

    `key` are the people of a key to initials, by their initials; `neutral` means that the list's word tells no part,
    `unsure` are the folded names of those whose part nothing there tells, `askers` the names in a list of who asks.
    """

    people: list[Person] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    held: str = ""
    venue: str = ""
    source: str = ""
    raw: list[tuple[str, Part, int]] = field(default_factory=list)
    groups: list[list[Person]] = field(default_factory=list)
    key: dict[str, Person] = field(default_factory=dict)
    neutral: bool = False
    unsure: frozenset[str] = frozenset()
    askers: list[str] = field(default_factory=list)


def read_participant_list(lines: Sequence[Line], labels: Collection[str] = ()) -> ParticipantList:
    """Read the lists of people and the lines of facts that stand before the first turn.

    `labels` are folded: a line such as "Name Surname, role" is of a list where the surname is a label of the page.
    """
    participant_list = ParticipantList()
    found = read_key(lines)
    participant_list.taken.update(index for index, _, _ in found)
    participant_list.taken |= keys_to_parts(lines, max(participant_list.taken, default=len(lines)))
    participant_list.key = {initials: person for _, initials, person in found}
    part: Part | None = None
    asking = False  # in a list of those who ask
    index = 0
    while index < len(lines):
        line = lines[index]
        if index in participant_list.taken:
            index += 1
            continue
        taken = _read_field(lines, index, participant_list)
        if taken:
            part = (
                participant_list.raw[-1][1] if participant_list.raw and participant_list.raw[-1][2] == index else None
            )
            index += taken
            continue
        word = _list_word(line.text)
        asking = is_asker_list(lines, index) or (asking and is_asker(line.text))
        if asking:
            participant_list.askers.extend(asker_in(line.text))
            participant_list.taken.add(index)
        elif word and index + 1 < len(lines) and _is_person_line(_entry_text(lines[index + 1])):
            part = Part(LIST_WORDS[word])
            participant_list.neutral = participant_list.neutral or word in NEUTRAL_LISTS
            participant_list.taken.add(index)
        elif part and fold(line.text) in LIST_HEADINGS:
            participant_list.taken.add(index)
        elif part and not line.spread and is_name_over_role(lines, index):
            participant_list.people.append(Person(strip_honorific(line.text), lines[index + 1].text, part))
            participant_list.taken.update((index, index + 1))
            index += 1
        elif people := _stated_in_line(line, labels):
            _add(participant_list, people)
            participant_list.taken |= {index} if not find_dates(line.text) else set()
        elif begins_speech(line):
            break
        elif part and len(participant_list.people) < MOST_LISTED and _is_person_line(_entry_text(line)):
            index += _read_entry(lines, index, participant_list, part) - 1
        else:
            part = None
        index += 1
    if not participant_list.people:
        participant_list.groups = read_unheaded_lists(lines, participant_list.taken, labels)
        participant_list.people = [person for group in participant_list.groups for person in group]
    _finish(participant_list)
    return participant_list


def _read_entry(lines: Sequence[Line], index: int, participant_list: ParticipantList, part: Part) -> int:
    """Read an entry of a list, with the lines in which it goes on if it was cut at a width; return how many it took."""
    entry, end = _entry_text(lines[index]), index + 1
    while end < min(len(lines), index + MOST_CUT) and _is_cut(lines, end) and not _opens_anything(lines[end]):
        entry, end = f"{entry} {lines[end].text}", end + 1
    _add(participant_list, read_entries(entry, part))
    participant_list.taken.update(range(index, end))
    return end - index


def _finish(participant_list: ParticipantList) -> None:
    """Unite the people who were read, and see whose part is open."""
    participant_list.people = list(unite(participant_list.people))
    chairs = [one for one in participant_list.people if one.part is Part.CHAIR]
    of_boards = [one for one in chairs if fold(one.role.rpartition(", ")[2]) in LIST_WORDS]
    if len(of_boards) < len(chairs):
        # “Jo Roe (Chairperson)” chairs the board, where another moderates.
        participant_list.people = [
            replace(one, part=Part.SPEAKER) if one in of_boards else one for one in participant_list.people
        ]
    if len(participant_list.people) > 1 and all(one.part is Part.CHAIR for one in participant_list.people):
        # Those who give it together: somebody of them speaks for the office.
        participant_list.people = [replace(one, part=Part.SPEAKER) for one in participant_list.people]
        participant_list.neutral = True
    participant_list.unsure = _unsure(participant_list)


def _unsure(participant_list: ParticipantList) -> frozenset[str]:
    """Return the people whose part a list without a chair leaves open: all of a neutral one, else the press office's.

    A list in which only some have a role may hold those who ask as well.
    """
    people = participant_list.people
    if any(person.part is Part.CHAIR for person in people):
        return frozenset()
    if participant_list.neutral:
        return frozenset(fold(person.name) for person in people)
    return frozenset(fold(person.name) for person in people if len(people) > 1 and PRESS_ROLE.search(person.role))


def _read_field(lines: Sequence[Line], index: int, participant_list: ParticipantList) -> int:
    """Read one "Word: value" line, or the word and the value on the next line; return how many lines it took."""
    match = FIELD.match(_field_text(lines[index]))
    if not match:
        return 0
    word, value = _field_word(match["word"]), match["rest"].strip()
    length = 1
    if word in SURE_LISTS:
        return _read_wrapped_list(lines, index, participant_list, word, value)
    if not value and index + 1 < len(lines):
        value, length = lines[index + 1].text, 2
    if word in LIST_WORDS:
        participant_list.neutral = participant_list.neutral or word in NEUTRAL_LISTS
        return _read_list_field(lines, index, participant_list, Part(LIST_WORDS[word]), match["rest"].strip())
    if word in INTERVIEWERS and is_full_name(match["rest"].strip()):
        participant_list.askers.append(match["rest"].strip())
    elif word in EDITOR_WORDS:
        length = 1
    elif (
        word in DATE_WORDS | TIME_WORDS
        or (states_day_held(word) and not _NEXT.search(word))
        or _is_told_with_a_place(lines, index, word)
    ) and (find_dates(value) or find_time(value)):
        participant_list.held = f"{participant_list.held} {value}".strip()
    elif word in VENUE_WORDS and len(value) <= 160 and not re.search(r"[.?!。？！] ", value):
        participant_list.venue = participant_list.venue or value
    elif word in SOURCE_WORDS and len(value) <= 120 and length == 1:
        # "Source: Office 2024-03-12" is left to the reader of lines with a source and a date (header.py).
        if find_dates(value):
            return 0
        participant_list.source = participant_list.source or value
    else:
        return 0
    participant_list.taken.update(range(index, index + length))
    return length


def _is_told_with_a_place(lines: Sequence[Line], index: int, word: str) -> bool:
    """Return whether a time of release stands beside a place, and so is the conference's: “发布时间”, “发布地点”."""
    if word not in RELEASE_TIMES:
        return False
    beside = (FIELD.match(_field_text(lines[at])) for at in (index - 1, index + 1) if 0 <= at < len(lines))
    return any(match is not None and _field_word(match["word"]) in VENUE_WORDS for match in beside)


def _read_wrapped_list(
    lines: Sequence[Line], index: int, participant_list: ParticipantList, word: str, value: str
) -> int:
    """Read a list whose line may be cut at a width; its word is never a label, so its lines are nobody's speech."""
    length = 1
    while value and index + length < len(lines) and length < MOST_CUT and _is_cut(lines, index + length):
        value, length = f"{value} {lines[index + length].text}", length + 1
    participant_list.neutral = participant_list.neutral or word in NEUTRAL_LISTS
    took = _read_list_field(lines, index, participant_list, Part(LIST_WORDS[word]), value)
    if not (took or value):
        return 0
    participant_list.taken.update(range(index, index + length))
    return max(took, length)


def _is_cut(lines: Sequence[Line], index: int) -> bool:
    """Return whether a line goes on with an entry of the line right above it."""
    above, line = lines[index - 1], lines[index]
    return line.gap == 0 and len(above.text) >= LEAST_CUT and not (FIELD.match(line.text) or read_listed(line.text))


def _opens_anything(line: Line) -> bool:
    """Return whether a line under an entry of a list is more than the rest of it."""
    return begins_speech(line) or bool(_list_word(line.text)) or _is_person_line(line.text) or ends_sentence(line.text)


def _read_list_field(
    lines: Sequence[Line], index: int, participant_list: ParticipantList, part: Part, value: str
) -> int:
    """Read "Speakers:" with its list, on this line or on those below; 0 when speech follows instead."""
    if value:
        return _read_list_line(value, index, participant_list, part)
    if index + 1 >= len(lines) or not _is_person_line(lines[index + 1].text):
        return 0
    participant_list.raw.append(("", part, index))
    participant_list.taken.add(index)
    return 1


def _read_list_line(value: str, index: int, participant_list: ParticipantList, part: Part) -> int:
    """Read a list that stands behind its word on one line; another list may follow there: "… In the chair: Name"."""
    led = _LED_SENTENCE.search(value)
    chair = _chair_in(led["led"]) if led else None
    if led and chair:
        value = value[: led.start()].rstrip(" .。")
    pieces = _INNER_LIST.split(value)
    lists = [(part, pieces[0])]
    lists += [(Part(LIST_WORDS[_field_word(word)]), one) for word, one in zip(pieces[1::2], pieces[2::2], strict=True)]
    if _SPEECH_OPENERS.match(value) or GREETING.match(value) or _SENTENCES.search(value):
        return 0
    if not value.isascii() and gives_the_floor(value):
        return 0
    found = [read_entries(one.strip(" .;；，"), of) for of, one in lists]
    if all(found):
        for people in found:
            _add(participant_list, people)
        if chair:
            participant_list.people.append(chair)
        participant_list.raw.append(("", part, index))
    elif len(lists) == 1 and len(told := named_in_lede(value)) > 1:
        _add(participant_list, [replace(one, part=part) for one in told])
    elif _chinese_roles(value):
        participant_list.raw.append((value, part, index))
    else:
        return 0
    participant_list.taken.add(index)
    return 1


def _chair_in(sentence: str) -> Person | None:
    """Return whom a sentence behind a list names as the chair: “The briefing was chaired by Ms Roe, Head of …”."""
    if is_chinese_label(sentence):
        return chaired_by(sentence)
    entries = read_entries(sentence.partition("ed by ")[2].strip(" .").removeprefix("the "), Part.CHAIR)
    return entries[0] if len(entries) == 1 else None


def _field_text(line: Line) -> str:
    """Return a line of facts without its number or bullet, and with a colon for a wide space."""
    if line.spread and not FIELD.match(line.text) and _field_word(line.text[: line.spread]) in FACT_WORDS:
        return f"{line.text[: line.spread]}: {line.text[line.spread :].strip()}"
    one, bar, two = (part.strip() for part in line.text.partition(" | "))
    if bar and " | " not in two and (_field_word(one) in FACT_WORDS or states_day_held(one) or POSTED.search(one)):
        return f"{one}: {two}"  # a table's row
    word, _, rest = line.text.replace("\u3000", " ").partition(" ")
    parted = re.search(r"[:：](?!\d)", line.text) is not None
    if rest and is_chinese_label(word) and not parted and _field_word(word) in FACT_WORDS:
        return f"{word}: {rest.strip()}"  # “发布会时间　2023年2月9日”: one wide character parts them
    wrapped = _WRAPPED.match(line.text)
    if wrapped and _field_word(wrapped["word"]) in FACT_WORDS:
        return f"{wrapped['word']}: {wrapped['rest']}"  # “[Speakers]  …”
    return _NUMBERING.sub("", line.text)


def _field_word(text: str) -> str:
    """Return a field's word as it is looked up; printers spread Chinese ones: 時　間."""
    folded = fold(text)
    folded = folded.replace(" ", "") if is_chinese_label(folded) else folded
    if folded in FACT_WORDS:
        return folded
    return next((word for word in halves_of(folded) if word in FACT_WORDS), folded)


def _list_word(text: str) -> str | None:
    """Return the word over a list: "Speakers:", "PARTICIPANTS FROM THE HARBOUR BANK"."""
    folded = _LIST_OF.sub("", fold(text).rstrip(":： "))
    return folded if folded in LIST_WORDS else None


def _stated_in_line(line: Line, labels: Collection[str]) -> list[Person]:
    """Return the people of a line without a word over it: behind an office, a day, or a sentence and such a word."""
    person = _office_before(line, labels) or behind_day(line)
    return [person] if person else _listed_behind_a_sentence(line.text)


def _listed_behind_a_sentence(text: str) -> list[Person]:
    """Return the people of “Briefing of 3 May. In attendance: Jo Roe, Mayor; Ann Poe, Clerk.”."""
    inner = _INNER_LIST.search(text)
    if not inner or is_chinese_label(text):
        return []
    people = read_entries(text[inner.end() :].strip(" ."), Part(LIST_WORDS[_field_word(inner[1])]))
    return people if all(person.role for person in people) else []


def _office_before(line: Line, labels: Collection[str]) -> Person | None:
    """Return the person of a line that is an office and a name behind a colon: “董事会秘书：阮岚”, “Mayor: Jo ROE”.

    Where only capitals would mark a surname, it may be a label of the page instead.
    """
    match = FIELD.match(line.text)
    if not match or is_generic(match["word"]) or not has_role(match["word"]):
        return None
    name = match["rest"].strip()
    parted = surname_and_office(name)
    if parted and parted[2]:
        return Person(parted[0] + parted[2], parted[1])  # “主席：阮總裁小嵐”
    surname_marked = any(word.isupper() and len(word) > 1 for word in name.split()) and not name.isupper()
    surname_marked = surname_marked or (" " in name and name_words(name)[-1:] != () and name_words(name)[-1] in labels)
    if not (is_chinese_name(name) or (surname_marked and is_full_name(name))):
        return None
    return Person(name, match["word"])


def _entry_text(line: Line) -> str:
    """Return an entry as one text: a wide space after a name stands for a comma."""
    name, rest = line.text[: line.spread], line.text[line.spread :].strip()
    is_row = line.spread and is_listed_name(name) and not re.search("[,，(（]", name)
    return f"{name}, {rest}" if is_row else line.text


def _is_person_line(text: str) -> bool:
    said = _SPEECH_OPENERS.match(text) or GREETING.match(text) or _SENTENCES.search(text)
    return not (said or is_generic(text) or find_dates(text)) and is_entry(text)


def _add(participant_list: ParticipantList, people: Sequence[Person]) -> None:
    """Add people of a list. Where only some have a role, the list may hold those who ask as well."""
    participant_list.people.extend(people)
    participant_list.neutral = participant_list.neutral or (len({bool(person.role) for person in people}) > 1)


def _chinese_roles(value: str) -> bool:
    """Return whether a Chinese value may be office, name and rank in one run, to be split once labels are known."""
    return len(value) <= 60 and bool(re.search("[\u3400-\u9fff]", value)) and not re.search("[。！？，,]", value)
