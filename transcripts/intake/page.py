"""The loose parser: pages as press offices publish them. Whatever it is not sure of is a warning."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from transcripts.document import Kind, Part, Person, TranscriptDocument, Turn
from transcripts.intake.exchanges import group_turns
from transcripts.intake.head import Head, read_head, title_at
from transcripts.intake.labels import Mark, Sureness, is_generic, read_mark, sureness_of
from transcripts.intake.languages import guess_language, is_bilingual
from transcripts.intake.lines import Frame, Line, ends_sentence, read_lines, take_frame
from transcripts.intake.paragraphs import looks_like_heading
from transcripts.intake.parsed import IntakeError, IntakeWarning, ParsedTranscript
from transcripts.intake.people import named_in_label, named_in_prose, named_in_title, resolve, unite
from transcripts.intake.rosters import Roster, read_roster
from transcripts.intake.runs import split_runs
from transcripts.intake.similar import similar_labels
from transcripts.intake.speakers import is_two_outlets, turn_of
from transcripts.intake.speech import Speech, doubtful_labels, read_speech
from transcripts.intake.turns import find_turns, reads_as_question
from transcripts.intake.voices import Said, Voice, voices_of
from transcripts.text import fold, is_chinese

_GREETING = re.compile(
    r"^(?:good (?:morning|afternoon|evening|day)|hello|hi\b|thank you|thanks|welcome|ladies and gentlemen|dear friends"
    r"|大家|各位|女士们|女士們)",
    re.IGNORECASE,
)
_ABOUT_THE_PAGE = re.compile(
    r"transcript|translation|press conference|briefing|for reference|held|hosted"
    r"|记者会|記者會|发布会|發布會|吹风会|实录|举行|舉行",
    re.IGNORECASE,
)
_PAGE_IN_NAME = (
    re.compile(r"(?:^|[_\-. (])p(?:age|g)?[_\-. ]?0*(\d{1,3})(?=$|[_\-. )])", re.IGNORECASE),
    re.compile(r"第\s*0*(\d{1,3})\s*[页頁]"),
    re.compile(r"_0*(\d{1,2})$"),
)
_DATE_AT_END = re.compile(r"(?:19|20)\d{2}[_-]\d{1,2}(?:[_-]\d{1,2})?$")
LAST_TITLE_LINE = 5
LEAST_SPEECH = 20  # words of a paragraph that may be speech without a label


@dataclass(slots=True)
class _Reading:
    """What is known of a page while it is read."""

    lines: list[Line]
    frame: Frame
    roster: Roster
    marks: dict[int, Mark]
    known: set[str]
    warnings: list[IntakeWarning] = field(default_factory=list)

    def warn(self, line: int | None, message: str) -> None:
        """Add a warning."""
        self.warnings.append(IntakeWarning(line, message))

    @property
    def first(self) -> int:
        """The index of the first line that opens a turn; the number of lines when none does."""
        return min(self.marks, default=len(self.lines))


def parse_page(text: str, *, name: str = "") -> ParsedTranscript:
    """Return the parse of a page as a press office publishes it. Raises IntakeError when nobody speaks on it."""
    reading = _mark_turns(text)
    preface = _preface(reading)
    if not reading.marks and preface is None:
        raise IntakeError(
            f"{name or 'The text'} holds no speech: no line looks like a speaker's label such as “Ines Calder:”."
        )
    speech = read_speech(reading.lines, reading.marks, preface)
    begin = preface if preface is not None else reading.first
    head = read_head(reading.lines[:begin], reading.roster, speech.foot)
    people = _people(reading, head, speech)
    turns, headings = _turns(reading, head, speech, people)
    page = reading.frame.page or page_in_name(name) or _page_in_url(head.source_url)
    document = TranscriptDocument(
        title=head.title,
        language=guess_language(text),
        series=head.series,
        held_on=head.held_on,
        starts_at=head.starts_at,
        posted_on=head.posted_on,
        venue=head.venue,
        source=head.source,
        source_url=head.source_url,
        pages=reading.frame.pages,
        people=people,
        exchanges=group_turns(turns, headings, page=page),
    )
    _warn_of_page(reading, head, speech, document)
    warnings = sorted([*reading.warnings, *speech.warnings], key=lambda one: one.line or 0)
    return ParsedTranscript(
        document=document,
        page=page,
        is_partial=page is not None or (reading.frame.pages or 1) > 1,
        breadcrumb=head.breadcrumb,
        warnings=tuple(warnings),
    )


def page_in_name(name: str) -> int | None:
    """Return the page number that a file's name states: night_p02.txt, night_2.txt, page-2.txt."""
    stem = re.sub(r"(?:\.[A-Za-z]{2,5})+$", "", name)
    if _DATE_AT_END.search(stem):
        stem = _DATE_AT_END.sub("", stem)
    for form in _PAGE_IN_NAME:
        match = form.search(stem)
        if match and int(match[1]):
            return int(match[1])
    return None


def _page_in_url(url: str) -> int | None:
    """Return the page number at the end of an address: …/content_123_2.htm."""
    match = re.search(r"_(\d{1,2})\.s?html?$", url)
    return int(match[1]) if match else None


def _mark_turns(page: str) -> _Reading:
    """Find the lines, the lists over the transcript, and the labels."""
    lines, frame = take_frame(read_lines(page))
    lines, _ = split_runs(lines)
    roster = read_roster(lines)
    opening = [title_at(lines, index)[0] for index in range(min(15, len(lines)))]
    labels = [mark.label for line in lines if (mark := read_mark(line))]
    stated = [*roster.people]
    for text in opening:
        person = named_in_title(text, labels) or named_in_prose(text)
        if person:
            stated.append(person)
    for value, part, _ in roster.raw:
        person = named_in_title(value, labels) if value else None
        if person:
            roster.people.append(Person(person.name, person.role, part))
            stated.append(person)
    known = {fold(person.name) for person in stated}
    marks = find_turns(lines, known, roster.taken)
    marks = {index: mark for index, mark in marks.items() if not _is_title_line(lines, index, mark, known)}
    first = min(marks, default=len(lines))
    roster.taken = {index for index in roster.taken if index < first}
    return _Reading(lines, frame, roster, marks, known)


def _is_title_line(lines: Sequence[Line], index: int, mark: Mark, known: set[str]) -> bool:
    """Say whether a mark in the first lines is a title with a colon rather than a label."""
    if index > LAST_TITLE_LINE or mark.own_line or ends_sentence(mark.rest):
        return False
    stands_apart = index + 1 < len(lines) and lines[index + 1].gap > 0
    unsure = sureness_of(mark.label, known) < Sureness.STRONG or index == 0
    return stands_apart and unsure and looks_like_heading(f"{mark.label} {mark.rest}")


def _preface(reading: _Reading) -> int | None:
    """Return the index at which speech without a label begins before the first turn, if it does."""
    prose = [
        index
        for index, line in enumerate(reading.lines[: reading.first])
        if index not in reading.roster.taken and ends_sentence(line.text)
    ]
    for index in prose:
        text = reading.lines[index].text
        long_enough = len(text.split()) >= LEAST_SPEECH or (is_chinese(text) and len(text) >= LEAST_SPEECH * 2)
        if _GREETING.match(text) and (reading.marks or len(prose) > 1):
            return index
        if reading.marks and long_enough and not _ABOUT_THE_PAGE.search(text):
            return index
    return None


def _people(reading: _Reading, head: Head, speech: Speech) -> tuple[Person, ...]:
    """Return the people whom the page states: in lists, in its title, in the words over the transcript, in labels."""
    said = speech.said
    labels = [turn.label for turn in said if turn.label]
    stated = list(reading.roster.people)
    titled = named_in_title(head.title, labels)
    prose = [person for line in head.rest if (person := _named_in(line.text, labels))]
    in_labels = [
        person for label in labels if (person := named_in_label(label)) and not resolve(label, [*stated, *prose])
    ]
    if titled and not resolve(titled.name, stated):
        full = [person for person in in_labels if person.role]
        if full and not any(resolve(label, [titled]) for label in labels):
            # Sites do print the wrong name over a transcript: whoever speaks is the one.
            message = f"The title names {titled.name}, who says nothing on this page; {full[0].name} was taken instead."
            reading.warn(None, message)
        else:
            stated.append(titled)
    stated.extend(prose)
    voices = voices_of(said, stated)
    for person in sorted(in_labels, key=lambda one: not one.role):
        own = {voices[fold(label)] for label in labels if resolve(label, [person])}
        if resolve(person.name, stated) or Voice.QUESTIONER in own:
            continue
        stated.append(replace(person, part=Part.CHAIR) if own == {Voice.CHAIR} else person)
    _find_chair(reading, stated, said)
    return unite(stated)


def _named_in(text: str, labels: Sequence[str]) -> Person | None:
    """Return the person whom a sentence over the transcript names."""
    return named_in_title(text, labels) if is_chinese(text) else named_in_prose(text)


def _find_chair(reading: _Reading, stated: list[Person], said: Sequence[Said]) -> None:
    """Where the words over the lists are lost, the last list of one person is the chair's if that person leads."""
    groups = reading.roster.groups
    if len(groups) < 2 or len(groups[-1]) != 1:
        return
    person = groups[-1][0]
    voices = voices_of(said, [])
    leads = any(voices.get(fold(turn.label)) is Voice.CHAIR and resolve(turn.label, [person]) for turn in said)
    opens = bool(said) and resolve(said[0].label, [person]) is not None
    if leads or opens:
        place = stated.index(person)
        stated[place] = Person(person.name, person.role, Part.CHAIR)
        reading.warn(
            None, f"No word says so, but {person.name} was taken for the chair: the last list names nobody else."
        )


def _turns(
    reading: _Reading, head: Head, speech: Speech, people: Sequence[Person]
) -> tuple[list[Turn], dict[int, str]]:
    """Return the turns in order, and the headings over them by index."""
    voices = voices_of(speech.said, people)
    misspelt = _misspelt_generic(reading, speech.said, people, voices)
    turns: list[Turn] = []
    headings: dict[int, str] = {}
    asked = False
    for one in speech.said:
        if one.heading:
            headings[len(turns)] = one.heading
            asked = False
        turn = turn_of(one, voices[fold(one.label)], asked, people)
        if one.label in misspelt:
            turn = replace(turn, speaker="", outlet="")
        if not turns and _is_host(turn):
            turn = replace(turn, kind=Kind.MODERATOR)
            message = f"{turn.label} opens the page and asks nothing; its words were taken for the host's."
            reading.warn(one.line, message)
        _warn_of_turn(reading, one.line, turn)
        asked = asked or turn.kind is Kind.QUESTION
        turns.append(turn)
    turns = _with_known_outlets(turns)
    turns.extend(Turn(Kind.NOTE, "", (note.text,)) for note in speech.notes)
    if headings and 0 not in headings and head.rest and looks_like_heading(head.rest[-1].text):
        headings[0] = head.rest.pop().text.strip("* ")
    return turns, headings


def _misspelt_generic(
    reading: _Reading, said: Sequence[Said], people: Sequence[Person], voices: dict[str, Voice]
) -> set[str]:
    """Warn of labels that look misspelt, give them the voice of what they look like; return those that name nobody."""
    typos = similar_labels([turn.label for turn in said], [person.name for person in people])
    for label, meant in typos.items():
        line = next(turn.line for turn in said if turn.label == label)
        reading.warn(line, f"The label “{label}” looks like “{meant}” misspelt; it was kept as printed.")
        if fold(meant) in voices:
            voices[fold(label)] = voices[fold(meant)]
    return {label for label, meant in typos.items() if is_generic(meant)}


def _is_host(turn: Turn) -> bool:
    """Say whether an outlet that opens the page asks nothing: it is its own host, as on live pages."""
    return turn.kind is Kind.QUESTION and bool(turn.outlet) and not reads_as_question(turn.paragraphs)


def _warn_of_turn(reading: _Reading, line: int, turn: Turn) -> None:
    """Add what is odd about a turn."""
    if turn.outlet and is_two_outlets(turn.label):
        reading.warn(line, f"The label “{turn.label}” seems to name two outlets; it was kept as one.")
    if not turn.paragraphs:
        reading.warn(line, f"No words stand under the label “{turn.label}”.")


def _with_known_outlets(turns: Sequence[Turn]) -> list[Turn]:
    """Give a reporter's later questions the outlet with which the first one introduced itself."""
    known = {turn.label: turn.outlet for turn in reversed(turns) if turn.outlet and turn.journalist == turn.label}
    return [
        replace(turn, outlet=known[turn.label], journalist=turn.label)
        if turn.kind is Kind.QUESTION and turn.label in known
        else turn
        for turn in turns
    ]


def _warn_of_page(reading: _Reading, head: Head, speech: Speech, document: TranscriptDocument) -> None:
    """Add what an editor should know of the page as a whole and of the lines that were left out."""
    if not document.title:
        reading.warn(None, "No line was found that could be the title.")
    if not (document.held_on or document.posted_on):
        reading.warn(None, "No date was found, neither of the conference nor of the page.")
    if document.held_on and document.posted_on and document.held_on > document.posted_on:
        reading.warn(None, "The page says that it was posted before the conference was held.")
    for line in [*reading.frame.left_out, *head.rest, *speech.foot]:
        reading.warn(line.number, f"This line was left out: “{_cut(line.text)}”.")
    for number, label in doubtful_labels(reading.lines, reading.marks):
        reading.warn(number, f"“{label}” was taken for words, not for a speaker's label.")
    if is_bilingual([turn.text for turn in document.turns]):
        reading.warn(None, "The page holds two languages; every turn may stand here twice.")


def _cut(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77].rstrip()}…"
