"""The strict parser: the transcript sheet of docs/transcript-sheet.md. It guesses nothing; errors name the line."""

import re
from collections.abc import Callable
from datetime import date, time
from itertools import islice
from typing import Any

from transcripts.document import HEAD, ExchangeText, FieldType, Kind, Part, Person, TranscriptDocument
from transcripts.document.times import TIME, seconds_of
from transcripts.intake.languages import guess_language
from transcripts.intake.messages import message
from transcripts.intake.parsed import IntakeError, IntakeWarning, ParsedTranscript
from transcripts.intake.sheet.accounting import SheetLines
from transcripts.intake.sheet.grammar import (
    BREAK,
    ESCAPE,
    EXCHANGE_NAMES,
    EXTRACT,
    HEAD_NAMES,
    ITEM,
    PART_NAMES,
    SUMMARY_INDENT,
    inline_label,
    is_label_line,
    read_named,
    split_brackets,
    split_unescaped,
    unescape,
)
from transcripts.intake.sheet.open_turns import OpenExchange, OpenTurn
from transcripts.intake.turns.exchanges import group_turns

_FIRST_LINE = re.compile(r"\S[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]{0,2000}")
_KINDS = {kind.value: kind for kind in Kind}
_TURN_NAMES = ("label", "speaker", "outlet", "journalist", "id")
LONGEST_USUAL_LABEL = 80  # characters; a longer one was perhaps meant as speech
MOST_TURNS = 50_000  # of a sheet; the longest real transcripts have a tenth of it


def is_sheet(text: str) -> bool:
    """Return whether the first line that holds something is a title line."""
    first = _FIRST_LINE.search(text)
    named = read_named(first[0]) if first else None
    return named is not None and HEAD_NAMES.get(named[0]) == "title"


def parse_sheet(text: str, *, name: str = "", language: str | None = None) -> ParsedTranscript:
    """Return the parse of a transcript sheet. Raises IntakeError, naming the line, for whatever it cannot read."""
    parser = _SheetParser(text, name or message("Text of the transcript"))
    parser.parse_head()
    parser.parse_body()
    document = parser.document(language or guess_language(text))
    if not any(exchange.turns for exchange in document.exchanges):
        raise IntakeError(
            message(
                "%(name)s contains no speech: no line is a speaker's label such as “Ines Calder:”.", name=parser.name
            )
        )
    held = {exchange.page for exchange in document.exchanges}
    numbers = {number for number in held if number}
    announced = set(range(1, (document.pages or max(numbers, default=0)) + 1))
    page = next(iter(held)) if len(held) == 1 else None
    head, left_out = parser.told.account(parser.lines, dict(zip(parser.turn_lines, document.turns, strict=True)))
    return ParsedTranscript(
        document=document,
        page=page,
        is_partial=parser.is_extract or not numbers >= announced,
        warnings=tuple(parser.warnings),
        lines=tuple(parser.turn_lines),
        ids=parser.ids,
        head=head,
        left_out=left_out,
    )


class _SheetParser:
    """Parser that reads a sheet line by line: the head first, then the body."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self.at = 0
        self.facts: dict[str, Any] = {}
        self.people: list[Person] = []
        self.parts: dict[str, Part] = {}
        self.exchanges: list[OpenExchange] = []
        self.has_breaks = False
        self.is_extract = False
        self.labels: set[str] = set()
        self.turn: OpenTurn | None = None
        self.turn_lines: list[int] = []
        self.warnings: list[IntakeWarning] = []
        self.ids: dict[str, int] = {}
        self.told = SheetLines()
        self.time_line = 0

    def fail(self, warning_text: str, line: int | None = None) -> IntakeError:
        """Return the error for a line, by default the current one."""
        return IntakeError(
            message(
                "%(name)s, line %(line)d: %(message)s", name=self.name, line=line or self.at + 1, message=warning_text
            )
        )

    def document(self, language: str) -> TranscriptDocument:
        """Return the document that was read."""
        exchanges = tuple(
            ExchangeText(tuple(one.turns), one.heading, one.topics, one.page, one.public_id) for one in self.exchanges
        )
        if not self.has_breaks:
            exchanges = group_turns([turn for exchange in exchanges for turn in exchange.turns])
        return TranscriptDocument(
            **{"language": language, **self.facts}, people=tuple(self.people), exchanges=exchanges
        )

    # The head -------------------------------------------------------------------------------------------------

    def parse_head(self) -> None:
        """Read the lines up to the first `===` or the first label."""
        part: Part | None = None
        while self.at < len(self.lines):
            line = self.lines[self.at].rstrip()
            if line.startswith((BREAK, ESCAPE)):
                break
            if not line.strip():
                self.at += 1
                continue
            if part and line.strip().startswith(ITEM.strip()):
                person = self._person(line.strip().removeprefix(ITEM.strip()).strip(), part)
                self.people.append(person)
                self.parts.setdefault(person.name, part)
                self.told.fields[self.at + 1] = "people"
                self.at += 1
                continue
            named = read_named(line)
            if named and not named[1] and named[0] in PART_NAMES:
                part = PART_NAMES[named[0]]
                self.told.fields[self.at + 1] = "people"
            elif named and named[0] in HEAD_NAMES:
                part, first = None, self.at + 1
                self._read_fact(HEAD_NAMES[named[0]], named[1])
                lines = range(first, self.at + 2)
                self.told.fields |= {at: HEAD_NAMES[named[0]] for at in lines if self.lines[at - 1].strip()}
            elif self._begins_body(line):
                break
            else:
                raise self.fail(
                    message("“%(line)s” is neither a header line of a sheet nor a speaker's label.", line=line.strip())
                )
            self.at += 1
        if not self.facts.get("title"):
            raise self.fail(message("The title is empty."), 1)

    def _begins_body(self, line: str) -> bool:
        line = TIME.sub("", line, count=1).lstrip() if TIME.match(line) else line
        if inline_label(line, self.parts):
            return True
        following = next((text for text in islice(self.lines, self.at + 1, None) if text.strip()), "")
        return is_label_line(line) and not following.strip().startswith(ITEM)

    def _read_fact(self, name: str, value: str) -> None:
        if name == "extract":
            if value.casefold() not in {EXTRACT, "是"}:
                raise self.fail(message("Use the word “%(word)s” to mark an extract.", word=EXTRACT))
            self.is_extract = True
            return
        if name == "running":  # it was still growing: importing it never takes anything away
            self.is_extract = True
            return
        if name in self.facts:
            raise self.fail(message("This header line appears twice."))
        readers: dict[FieldType, Callable[[str], object]] = {
            FieldType.DAY: self._date,
            FieldType.TIME: self._time,
            FieldType.NUMBER: self._number,
            FieldType.PARAGRAPHS: self._summary,
        }
        read = readers.get(HEAD[name].type, str)
        if value or name == "title" or HEAD[name].type == FieldType.PARAGRAPHS:
            self.facts[name] = read(value)

    def _summary(self, first: str) -> str:
        """Read the summary's further lines, which are indented; a blank line between such lines is kept."""
        lines = [first]
        ahead = self.at + 1
        while ahead < len(self.lines):
            line = self.lines[ahead]
            if line.strip() and not line.startswith(SUMMARY_INDENT):
                break
            lines.append(line.removeprefix(SUMMARY_INDENT) if line.strip() else "")
            if line.strip():
                self.at = ahead
            ahead += 1
        return "\n".join(lines).strip()

    def _person(self, text: str, part: Part) -> Person:
        name, *role = split_unescaped(text, ",，", once=True)
        if not name:
            raise self.fail(message("A person here has no name."))
        return Person(unescape(name), role[0] if role else "", part)

    def _date(self, value: str) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise self.fail(message("“%(value)s” is not a date such as 2024-03-12.", value=value)) from None

    def _time(self, value: str) -> time:
        try:
            return time.fromisoformat(value).replace(tzinfo=None)
        except ValueError:
            raise self.fail(message("“%(value)s” is not a time of day such as 15:00.", value=value)) from None

    def _number(self, value: str) -> int:
        if not (value.isascii() and value.isdigit() and int(value)):
            raise self.fail(message("“%(value)s” is not a page number.", value=value))
        return int(value)

    # The body -------------------------------------------------------------------------------------------------

    def parse_body(self) -> None:
        """Read exchanges and turns up to the end."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.startswith(BREAK):
                self._close_turn()
                self._open_exchange(line)
            elif line.startswith(ESCAPE):
                self._speak(line.removeprefix(ESCAPE))
            elif not line.strip():
                if self.turn:
                    self.turn.after_blank = True
            else:
                self._read_line(line)
            self.at += 1
        self._close_turn()

    def _read_line(self, line: str) -> None:
        """Read a label or a line of words; before either, where a paragraph begins, a time may stand."""
        time, words = self._split_time(line)
        if time is None or not self.turn:
            if not self._open_turn(words, time):
                self._speak(words)
        elif words.startswith(ESCAPE) or (words and not self._open_turn(words, time)):
            self._put_time(time)
            self._speak(words.removeprefix(ESCAPE))
        elif not words:
            self._put_time(time)

    def _put_time(self, time: int | None) -> None:
        """Give the open turn the time of its next paragraph; one that it still has is of none."""
        if self.turn and time is not None:
            self._drop_time()
            self.turn.time, self.time_line = time, self.at + 1
            self.told.times.add(self.at + 1)

    def _drop_time(self) -> None:
        if self.turn and self.turn.time is not None:
            self.told.unused.add(self.time_line)
            self.turn.time = None

    def _split_time(self, line: str) -> tuple[int | None, str]:
        """Part the time that stands before a line from it; within a paragraph it is words."""
        found = TIME.match(line) if self.turn is None or self.turn.begins else None
        return (seconds_of(found), line[found.end() :].lstrip()) if found else (None, line)

    def _open_exchange(self, line: str) -> None:
        """Read `=== Heading` and the lines directly below it."""
        self.has_breaks = True
        self.told.headings.add(self.at + 1)
        exchange = OpenExchange(heading=line.removeprefix(BREAK).strip())
        self.exchanges.append(exchange)
        while self.at + 1 < len(self.lines):
            named = read_named(self.lines[self.at + 1])
            name = EXCHANGE_NAMES.get(named[0]) if named else None
            if not (named and name):
                break
            self.at += 1
            self.told.fields[self.at + 1] = name
            value = named[1]
            if name == "topics":
                exchange.topics = tuple(unescape(topic) for topic in split_unescaped(value, ";；") if topic)
            elif name == "page":
                exchange.page = self._number(value)
            else:
                exchange.public_id = value
                self._note_id(value)

    def _open_turn(self, line: str, time: int | None = None) -> bool:
        """Begin a turn at `time` when `line` is a label, alone or before words; return whether it was one."""
        inline = inline_label(line, self.parts)
        if is_label_line(line) and not inline:
            label, words = line.strip()[:-1].strip(), ""
        else:
            found = inline or inline_label(line, self.labels)
            if not found:
                return False
            label, words = found
        self._close_turn()
        if len(self.turn_lines) >= MOST_TURNS:
            raise self.fail(
                message("There are more than %(most)s turns, too many for a transcript.", most=f"{MOST_TURNS:,}")
            )
        label, inside = split_brackets(label)
        given = self._read_brackets(inside)
        self._note_id(given.get("id", ""))
        label = given.pop("label", label)
        self.labels.add(label)
        self.turn = OpenTurn(label, self.at + 1, given)
        self._put_time(time)
        if words:
            at, words = self._split_time(words)
            self._put_time(at if time is None else None)
            self.turn.add(words)
        if len(label) > LONGEST_USUAL_LABEL and not given:
            warning_text = message(
                "This line was read as a label because it ends in a colon; put a backslash before it if it is speech."
            )
            self.warnings.append(IntakeWarning(self.at + 1, warning_text))
        return True

    def _read_brackets(self, inside: str | None) -> dict[str, str]:
        """Read "answer; speaker=Ines Calder"."""
        given: dict[str, str] = {}
        for piece in split_unescaped(inside, ";") if inside is not None else []:
            name, equals, value = piece.partition("=")
            if not equals and name in _KINDS:
                name, value = "kind", name
            elif not equals or name.strip() not in _TURN_NAMES:
                kinds = ", ".join(_KINDS)
                raise self.fail(
                    message(
                        "“%(word)s” in the square brackets is not one of %(kinds)s, and not the name= of a person.",
                        word=piece,
                        kinds=kinds,
                    )
                )
            name = name.strip()
            if name in given:
                raise self.fail(message("The square brackets give %(name)s twice.", name=name))
            given[name] = unescape(value.strip())
        return given

    def _note_id(self, public_id: str) -> None:
        """Record the id that the current line states, and warn of a repeated one: the matching uses the first."""
        first = self.ids.setdefault(public_id, self.at + 1) if public_id else self.at + 1
        if first != self.at + 1:
            warning_text = message(
                "The ID “%(id)s” is already used on line %(first)d; it is ignored here.",
                id=public_id,
                first=first,
            )
            self.warnings.append(IntakeWarning(self.at + 1, warning_text))

    def _speak(self, text: str) -> None:
        if self.turn is None:
            raise self.fail(message("This text comes before any label, so it has no speaker."))
        self.turn.add(text)

    def _close_turn(self) -> None:
        """End the open turn: work out its speaker and kind, now that its words are read."""
        if self.turn is None:
            return
        if not self.exchanges:
            self.exchanges.append(OpenExchange())
        self._drop_time()
        one, exchange = self.turn, self.exchanges[-1]
        turns = exchange.turns
        turn = one.close(self.parts, exchange.asked)
        turns.append(turn)
        self.turn_lines.append(one.line)
        exchange.asked = exchange.asked or turn.kind is Kind.QUESTION
        if not one.paragraphs:
            self.warnings.append(
                IntakeWarning(one.line, message("There is no text under the label “%(label)s”.", label=one.label))
            )
        self.turn = None
