"""The loose parser: pages as press offices publish them. All that it is not sure of becomes a warning."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from transcripts.document import Person, TranscriptDocument
from transcripts.intake.account import account_for, may_be_speech, states_a_fact
from transcripts.intake.heading.file_names import day_in_name, page_in_name, page_in_url
from transcripts.intake.heading.header import Head, read_head
from transcripts.intake.heading.headlines import is_chief_heading, is_headline, is_title_line
from transcripts.intake.heading.participant_lists import ParticipantList, read_participant_list
from transcripts.intake.heading.titles import title_at
from transcripts.intake.hints import NO_HINTS, Hints
from transcripts.intake.labels.candidates import Form, read_candidate
from transcripts.intake.labels.detect import Judged, find_turns
from transcripts.intake.labels.inverted_names import listed_by_initials, turned_names
from transcripts.intake.labels.missed_labels import find_swallowed
from transcripts.intake.labels.shapes import Sureness, has_honorific, is_generic, name_words
from transcripts.intake.languages import guess_language, is_bilingual
from transcripts.intake.left_out import FilePart, LeftOut, Reason, in_runs
from transcripts.intake.lines.columns import part_columns
from transcripts.intake.lines.dates import find_dates
from transcripts.intake.lines.frame import Frame, take_frame
from transcripts.intake.lines.mail import unquote_mail
from transcripts.intake.lines.numbered import take_line_numbers
from transcripts.intake.lines.page_lines import Line, frame_reason, read_lines
from transcripts.intake.lines.paragraphs import looks_like_heading
from transcripts.intake.lines.run_on_lines import split_facts, split_runs
from transcripts.intake.lines.weekdays import find_wrong_weekdays
from transcripts.intake.messages import message
from transcripts.intake.parsed import (
    NO_DATE,
    NO_TITLE,
    IntakeError,
    IntakeWarning,
    ParsedTranscript,
    one_a_place,
)
from transcripts.intake.people.chinese_names import unit_of
from transcripts.intake.people.names import named_in_title, unite
from transcripts.intake.source import Source
from transcripts.intake.turns.build import PageTurns, build_turns
from transcripts.intake.turns.exchanges import group_turns
from transcripts.intake.turns.participants import Participants, named_over
from transcripts.intake.turns.preface import find_preface, is_about_the_page
from transcripts.intake.turns.speaker_roles import roles_of
from transcripts.intake.turns.speech import Speech, read_speech
from transcripts.intake.turns.times import take_times
from transcripts.intake.turns.turn_warnings import turn_warnings
from transcripts.text import fold

_ORDINAL = re.compile("第[一二三四五六七八九十\\d]{1,3}[点點项項条條]?$")  # a speaker's own points
_LETTERS = re.compile(r"[A-Z]{2,4}(?=\s?[:：])")  # somebody's initials
WHOLE_NAME = 2  # words of a name without middle names
OPENING_TURNS, OPENING_PARAGRAPHS = 2, 3  # in which the day may be said
FRAME_LINES, MOST_FRAME = 40, 200  # lines at either end of a page; those of its frame
LONGEST_DATED = 80  # characters of a line that is a day with little beside it
MOST_LINES = 20_000  # that hold something; the longest real transcripts have a fifth of it
MOST_LABELS = 2_000  # that could be one, each counted once


@dataclass(slots=True)
class _Reading:
    """The state of reading a page: all that is known of it so far."""

    lines: list[Line]
    frame: Frame
    participant_list: ParticipantList
    judged: Judged
    hints: Hints
    stated: Sequence[Person] = ()  # whom the lists, the title and the words over the transcript name
    warnings: list[IntakeWarning] = field(default_factory=list)

    def warn(self, line: int | None, warning_text: str, label: str = "") -> None:
        """Add a warning."""
        self.warnings.append(IntakeWarning(line, warning_text, label))

    @property
    def first(self) -> int:
        """The index of the first line that opens a turn; the number of lines when none does."""
        return min(self.judged.marks, default=len(self.lines))


def parse_page(source: Source, *, name: str = "", hints: Hints = NO_HINTS) -> ParsedTranscript:
    """Return the parse of a page as a press office publishes it. Raises IntakeError when it has no turns."""
    reading = _mark_turns(source, name, hints)
    first = min(reading.judged.marks) if reading.judged.marks else None
    preface = find_preface(reading.lines, first, reading.participant_list.taken)
    if not reading.judged.marks and preface is None:
        raise IntakeError(
            message(
                "%(name)s contains no speech: no line looks like a speaker's label such as “Ines Calder:”. "
                "Put the speaker's name and a colon before what each person says, then try again.",
                name=name or message("The text"),
            )
        )
    same = turned_names(mark.label for mark in reading.judged.marks.values())
    same |= listed_by_initials((mark.label for mark in reading.judged.marks.values()), reading.stated)
    same |= {initials: person.name for initials, person in reading.participant_list.key.items()} | dict(hints.same)
    speech = read_speech(reading.lines, reading.judged.marks, preface, same, reading.frame.examiners)
    head = read_head(
        reading.lines[: reading.first if preface is None else preface],
        reading.participant_list,
        speech.foot,
        width=max((len(line.text) for line in reading.lines), default=0),
        words=" ".join(turn.text for turn in speech.said),
        title=source.title,
        opening=[text for turn in speech.said[:OPENING_TURNS] for text in turn.paragraphs[:OPENING_PARAGRAPHS]],
        posted=source.posted_on,
        held=source.held_on,
        frame=_frame_lines(source, reading.lines),
    )
    head.source_url = head.source_url or source.url
    _date_by_name(reading, head, name)
    for day, other in head.unsure_days:
        warning_text = message(
            "A date on the page was read as %(day)s; it could also be %(other)s.",
            day=day.isoformat(),
            other=other.isoformat(),
        )
        reading.warn(None, warning_text)
    if head.is_stamped and head.held_on is None and head.posted_on:
        head.held_on = head.posted_on
        reading.warn(
            None, message("The only date on the page is a time stamp; it was used as the date of the conference.")
        )
    _warn_of_weekdays(reading, reading.lines[: reading.first if preface is None else preface], speech.foot)
    page = reading.frame.page or page_in_name(name) or page_in_url(head.source_url)
    page = None if reading.frame.pages == 1 else page  # “Page 1 of 1” is the whole
    is_partial = page is not None or (reading.frame.pages or 1) > 1
    bilingual = is_bilingual([one.text for one in speech.said])
    captions = [line.text for line in reading.frame.left_out if frame_reason(line.text) == "caption"]
    participants = Participants(speech.said, reading.participant_list, head, hints, reading.warnings, captions)
    people = participants.find(is_partial=is_partial, is_bilingual=bilingual)
    roles = roles_of(speech.said, people, hints, unsure=reading.participant_list.unsure)
    done = build_turns(speech, people, roles, judged=reading.judged, hints=hints, warnings=reading.warnings)
    lines = take_times(source.lines, done)
    _take_first_heading(done, head)
    document = _document(reading, head, people, done, page=page, language=source.language)
    if bilingual:
        reading.warn(None, message("The page contains two languages; each turn may appear twice."))
    head_lines, left_out = account_for(
        lines,
        zip(done.lines, done.turns, strict=True),
        _headings(document, done.lines),
        _head_lines(source, head, people),
        reading.frame.running,
        numbered=reading.frame.numbered,
    )
    _warn_of_swallowed(reading, people, speech, done)
    _warn_of_page(reading, document, speech, left_out)
    reading.warnings.extend(speech.warnings)
    warned = {one.line for one in reading.warnings if one.line}
    reading.warnings.extend(turn_warnings(speech.said, done.turns, roles, warned, is_partial=is_partial))
    return ParsedTranscript(
        document=document,
        page=page,
        is_partial=is_partial,
        breadcrumb=head.breadcrumb,
        warnings=one_a_place(reading.warnings),
        lines=tuple(done.lines),
        labels=done.labels,
        reporters=done.reporters,
        is_bilingual=bilingual,
        head=head_lines,
        left_out=left_out,
    )


def _frame_lines(source: Source, lines: Sequence[Line]) -> list[str]:
    """Return the lines of the page's frame, near its beginning and its end, in which a day or a year may stand."""
    kept = {line.number for line in lines}
    near = [
        line.text for line in (*source.lines[:FRAME_LINES], *source.lines[-FRAME_LINES:]) if line.number not in kept
    ]
    near += [one.text for one in source.left_out if one.reason is Reason.FURNITURE and one.part is FilePart.BODY]
    return [text for text in near if len(text) <= LONGEST_DATED and any(map(str.isdigit, text))][:MOST_FRAME]


def _warn_of_weekdays(reading: _Reading, *parts: Sequence[Line]) -> None:
    """Warn of dates over and under the transcript that name a weekday which the day does not have."""
    for line in (line for part in parts for line in part):
        for wrong in find_wrong_weekdays(line.text):
            reading.warn(line.number, message("“%(words)s” is not that day of the week.", words=wrong.words))


def _headings(document: TranscriptDocument, opened: Iterable[int]) -> Iterator[tuple[int, str]]:
    """Yield the heading of each exchange, with the line on which its first turn opens."""
    numbers = iter(opened)
    for exchange in document.exchanges:
        first, *_ = islice(numbers, len(exchange.turns))
        yield first, exchange.heading


def _head_lines(source: Source, head: Head, people: Sequence[Person]) -> dict[int, str]:
    """Return the fields that lines of the head gave, by their numbers; lines over the turns that name people count."""
    taken = dict(head.taken)
    for line in head.rest:
        if any(person.name in line.text for person in people):
            taken.setdefault(line.number, "people")
    if not head.series:
        taken = {number: name for number, name in taken.items() if name != "series"}
    lines = (line for line in source.lines if line.number in taken)
    return {line.number: _field_of(line.text, taken[line.number], head) for line in lines}


def _field_of(text: str, name: str, head: Head) -> str:
    """Return the field that a line of the head gave; of a line with a day, whether that is the day held or posted."""
    days = {found.day for found in find_dates(text)}
    if name in ("held_on", "people") and days:
        return "posted_on" if head.posted_on in days and head.held_on not in days else "held_on"
    return "venue" if name == "people" and head.venue and head.venue == text.strip() else name


def _document(
    reading: _Reading, head: Head, people: tuple[Person, ...], done: PageTurns, *, page: int | None, language: str
) -> TranscriptDocument:
    """Return the document made from the page."""
    hints = reading.hints
    breaks = {index for index, line in enumerate(done.lines) if line in hints.breaks}
    joins = {index for index, line in enumerate(done.lines) if line in hints.joins}
    return TranscriptDocument(
        title=head.title,
        language=language or guess_language(" ".join(turn.text for turn in done.turns)),
        series=head.series,
        held_on=head.held_on,
        starts_at=head.starts_at,
        posted_on=head.posted_on,
        venue=head.venue,
        source=head.source,
        source_url=head.source_url,
        pages=reading.frame.pages,
        people=people,
        exchanges=group_turns(done.turns, done.headings, page=page, breaks=breaks, joins=joins),
    )


def _date_by_name(reading: _Reading, head: Head, name: str) -> None:
    """Take the day held from the file's name, with a warning, where the page does not state it."""
    day = day_in_name(name)
    if head.held_on or day is None:
        return
    if head.posted_on is None or day < head.posted_on:
        head.held_on = day
        reading.warn(
            None,
            message(
                "The page does not say when the conference was held; %(day)s was taken from the file name.",
                day=day.isoformat(),
            ),
        )


def _take_first_heading(done: PageTurns, head: Head) -> None:
    """Take the last line over the first turn as its heading, where exchanges have headings."""
    last = head.rest[-1] if head.rest else None
    if done.headings and 0 not in done.headings and last and (last.heading > 1 or looks_like_heading(last.text)):
        done.headings[0] = head.rest.pop().text.strip("* ")
        head.taken.pop(last.number, None)


def _bounded(source: Source, name: str) -> Source:
    """Return `source` unless it holds more lines than a transcript has, so that the work is bounded."""
    if sum(not line.text.isspace() and line.text != "" for line in source.lines) > MOST_LINES:
        raise IntakeError(
            message(
                "%(name)s has more than %(most)s lines, too many for a transcript.",
                name=name or message("The text"),
                most=f"{MOST_LINES:,}",
            )
        )
    return source


def _mark_turns(source: Source, name: str, hints: Hints) -> _Reading:
    """Find the lines, the lists over the transcript, and the labels."""
    source, beside_mail = unquote_mail(_bounded(source, name))
    source, beside_rows = part_columns(source)
    source, numbered = take_line_numbers(source)
    lines, frame = take_frame(read_lines(source))
    left_out = (Line(line.number, line.text.strip()) for line in (*beside_mail, *beside_rows))
    frame = replace(frame, left_out=(*left_out, *frame.left_out), numbered=numbered)
    lines = split_facts(split_runs(lines))
    marks = [mark for line in lines if (mark := read_candidate(line))]
    labels = list(dict.fromkeys(mark.label for mark in marks))
    if len(labels) > MOST_LABELS:
        raise IntakeError(
            message(
                "%(name)s has more than %(most)s different labels, too many for a transcript.",
                name=name or message("The text"),
                most=f"{MOST_LABELS:,}",
            )
        )
    heard = {
        name_words(mark.label)[-1:] for mark in marks if mark.sureness is Sureness.STRONG or has_honorific(mark.label)
    }
    participant_list = read_participant_list(
        lines, {mark.key for mark in marks} | {word for words in heard for word in words}
    )
    opening = [title_at(lines, index)[0] for index in range(min(15, len(lines)))]
    over = [one for text in opening for one in (*named_in_title(text, labels), *named_over(text, labels))]
    stated = [*participant_list.people, *over]
    for value, part, _ in participant_list.raw:
        for person in named_in_title(value, labels) if value else ():
            participant_list.people.append(Person(person.name, person.role, part))
            stated.append(person)
    known = {fold(person.name) for person in stated}
    known |= {fold(name) for name in (*participant_list.askers, *participant_list.key)}
    known |= {name_words(person.name)[-1] for person in stated if " " in person.name and name_words(person.name)}
    known |= {fold(unit) for person in stated if (unit := unit_of(person.role))}  # “港务科：”
    colons = {mark.key for mark in marks if mark.form is Form.COLON}
    known |= colons & {word for person in stated for word in name_words(person.name)[:1]}  # “Ines:”
    letters = (match[0] for line in lines if (match := _LETTERS.match(line.text)))
    known |= set(map(fold, listed_by_initials(letters, stated)))
    # “Ines Calder” is the list's “Ines M. Calder”.
    known |= {f"{words[0]} {words[-1]}" for person in stated if len(words := name_words(person.name)) > WHOLE_NAME}
    judged = find_turns(lines, known, participant_list.taken, hints)
    headline = min(judged.marks, default=None)
    if headline is not None and is_headline(lines, headline, judged.marks, hints):
        judged = find_turns(lines, known, {*participant_list.taken, headline}, hints)
    judged.marks = {
        index: mark
        for index, mark in judged.marks.items()
        if not (is_title_line(lines, index, mark, hints) or is_chief_heading(lines, index, mark, hints))
    }
    first = min(judged.marks, default=len(lines))
    participant_list.taken = {index for index in participant_list.taken if index < first}
    return _Reading(lines, frame, participant_list, judged, hints, unite(stated))


def _warn_of_page(reading: _Reading, document: TranscriptDocument, speech: Speech, left_out: Sequence[LeftOut]) -> None:
    """Add warnings about the page as a whole and the lines that were left out."""
    if not document.title:
        reading.warn(None, NO_TITLE)
    if not (document.held_on or document.posted_on):
        reading.warn(None, NO_DATE)
    if document.held_on and document.posted_on and document.held_on > document.posted_on:
        reading.warn(None, message("The page says that it was posted before the conference was held."))
    first = speech.said[0].line
    after = speech.foot[0].number if speech.foot else reading.lines[-1].number + 1
    outside = [
        # A sentence over the transcript that is about it stands in the list; so do facts. They are nothing to doubt.
        one
        for one in left_out
        if may_be_speech(one)
        and not (one.line < first and is_about_the_page(one.text))
        and not ((one.line < first or one.line >= after) and _is_fact(reading, one.text))
    ]
    for run in in_runs(outside):
        words = message("This line was left out: “%(line)s”.", line=_cut(run[0].text))
        if len(run) > 1:
            words = message(
                "%(count)s lines were left out from here on; the first: “%(line)s”.",
                count=len(run),
                line=_cut(run[0].text),
            )
        reading.warn(run[0].line, words)
    for index, (mark, why) in reading.judged.doubtful.items():
        line = reading.lines[index]
        if _ORDINAL.match(mark.label) or (line.number >= after and _is_fact(reading, line.text)):
            continue
        warning_text = message(
            "“%(label)s” was read as text, not as a speaker's label: %(why)s.", label=mark.label, why=why
        )
        reading.warn(line.number, warning_text, mark.label)


def _is_fact(reading: _Reading, text: str) -> bool:
    """Return whether a line outside the speech states a fact under words that are no label of the page."""
    label = re.split("[:：]", text, maxsplit=1)[0].strip()
    known = {mark.key for mark in reading.judged.marks.values()}
    return states_a_fact(text) and not (is_generic(label) or fold(label) in known)


def _warn_of_swallowed(reading: _Reading, people: Sequence[Person], speech: Speech, done: PageTurns) -> None:
    """Warn of labels in the words of turns, but for those that an editor says are words, and bold lines that are known.

    Those open a turn or stand over one.
    """
    told = {fold(label) for label in reading.hints.words}
    names = {fold(person.name) for person in people}
    headings, opens = {fold(heading) for heading in done.headings.values()}, set(done.lines)
    end = len(reading.lines) - len(speech.foot)
    for one in find_swallowed(reading.lines, reading.judged.marks, names, end):
        line = reading.lines[one.index]
        if fold(one.label) in told or (one.bold and (line.number in opens or fold(line.text.strip("* ")) in headings)):
            continue
        if not one.label:
            words = message("This line begins with a mark that closes a label; the label may be missing.")
        elif one.opens:
            words = message("“%(label)s” begins this line, but was not read as a speaker's label.", label=one.label)
        else:
            words = message("“%(label)s” is in the middle of a line; a turn may begin there.", label=one.label)
        reading.warn(line.number, words, one.label if one.colon or one.bold else "")


def _cut(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77].rstrip()}…"
