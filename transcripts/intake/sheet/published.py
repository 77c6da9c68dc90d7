"""Files that press rooms of this kind hand out, as Markdown or for Word: read by their own form, so nothing is guessed.

Their fact lines, list of participants, numbered headings and labels in bold are those of `exports` (`front_matter.py`
there). Kinds of turns are not printed: who is listed speaks, leads or interprets, whoever else asks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import time
from typing import Any

from transcripts.document import ExchangeText, Kind, Part, Person, TranscriptDocument, TurnText
from transcripts.intake.hints import NO_HINTS, Hints
from transcripts.intake.labels.detect import Judged
from transcripts.intake.languages import guess_language
from transcripts.intake.left_out import LeftOut, Reason
from transcripts.intake.lines.dates import find_dates
from transcripts.intake.lines.page_lines import ends_sentence
from transcripts.intake.parsed import IntakeWarning, ParsedTranscript
from transcripts.intake.sheet.accounting import SheetLines
from transcripts.intake.source import Source, SourceLine
from transcripts.intake.turns.build import build_turns
from transcripts.intake.turns.speaker_roles import RawTurn, roles_of
from transcripts.intake.turns.speech import Speech
from transcripts.text import fold

# Labels of facts in the languages of the interface, with the field that they state; "" is none of a transcript's.
FACTS = {
    "series": "series", "系列": "series",
    "held on": "held_on", "举行日期": "held_on",
    "posted on": "posted_on", "来源发布日期": "posted_on",
    "venue": "venue", "地点": "venue",
    "source": "source", "来源": "source",
    "source address": "source_url", "来源网址": "source_url",
    "published by": "", "发布机构": "", "record status": "", "文稿状态": "",
    "version": "", "版本": "", "permanent link": "", "固定链接": "",
}  # fmt: skip
_SIGNS = frozenset(("permanent link", "固定链接", "published by", "发布机构"))
_PEOPLE = frozenset(("participants", "出席人员"))
_NOTES = frozenset(("note", "notes", "注", "备注", "说明"))
_CORRECTIONS = frozenset(("corrections", "更正"))
_PARTS = {"chair": Part.CHAIR, "主持人": Part.CHAIR, "interpreter": Part.INTERPRETER, "翻译": Part.INTERPRETER}
_FACT = re.compile(r"(?P<label>[^:：]{2,30})[:：]\s*(?P<value>.*)")
_NUMBERED = re.compile(r"(?P<number>\d{1,4})\.(?:\s+(?P<heading>\S.*))?")
_ADDRESS = re.compile(r"https?://\S+/exchanges/[a-z0-9]+/\S*")
_TIME = re.compile(r"\b(\d{1,2}):(\d{2})\b")
_ROLE = re.compile(r"\s*\((?P<role>.*)\)")
_LAST = re.compile(r"(?:^|\s*[,，、]\s*)(?P<part>[^,，、]+)$")
MOST_FACTS = 40  # lines that hold something, before the first exchange's heading or the summary
AFTER_RULE = 3  # blank lines that stand for a rule in Markdown


@dataclass(slots=True)
class _Turn:
    """A turn in the making: how it was said and by whom, or a note."""

    said: RawTurn
    is_note: bool = False


@dataclass(slots=True)
class _Exchange:
    """An exchange in the making."""

    heading: str
    topics: tuple[str, ...] = ()
    turns: list[_Turn] = field(default_factory=list)


def is_published(source: Source) -> bool:
    """Return whether a source is a file of a press room: a title, its facts, then numbered headings."""
    lines = [line for line in source.lines[: 4 * MOST_FACTS] if line.text.strip()][: 2 * MOST_FACTS]
    if len(lines) < AFTER_RULE or lines[0].heading != 1:
        return False
    signed = any(
        fold(match["label"]) in _SIGNS for line in lines[1:MOST_FACTS] if (match := _FACT.fullmatch(line.text.strip()))
    )
    return signed and any(line.heading and _NUMBERED.fullmatch(line.text.strip()) for line in source.lines)


def parse_published(source: Source, *, language: str | None = None, hints: Hints = NO_HINTS) -> ParsedTranscript:
    """Return the parse of a file that a press room handed out."""
    return _Reading(source).parse(language, hints)


@dataclass(slots=True)
class _Reading:
    """The reading of a file, line by line."""

    source: Source
    facts: dict[str, Any] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    exchanges: list[_Exchange] = field(default_factory=list)
    told: SheetLines = field(default_factory=SheetLines)
    furniture: set[int] = field(default_factory=set)
    numbers: list[LeftOut] = field(default_factory=list)
    first: int = 0
    in_people: bool = False
    closed: bool = False
    corrected: bool = False  # a heading over corrections was read: no exchange's follows

    def parse(self, language: str | None, hints: Hints) -> ParsedTranscript:
        """Read all lines, then tell who spoke and of what kind each turn is."""
        gap, is_title = 0, True
        for line in self.source.lines:
            text = " ".join(line.text.split())
            if not text:
                gap += 1
                continue
            if is_title:
                self.facts["title"] = "" if text == "–" else text
                self.told.fields[line.number] = "title"
            else:
                self._read(line, text, gap)
            gap, is_title = 0, False
        warnings: list[IntakeWarning] = []
        turns, lines = self._turns(hints, warnings)
        of_line = dict(zip(lines, turns, strict=True))
        head, left_out = self.told.account([line.text for line in self._numbered()], of_line)
        left_out = tuple(sorted((*left_out, *self.numbers), key=lambda one: one.line))
        words = " ".join(turn.text for turn in turns)
        document = TranscriptDocument(
            language=language or self.source.language or guess_language(words),
            people=tuple(self.people),
            exchanges=tuple(self._exchanges(turns)),
            **self.facts,
        )
        return ParsedTranscript(
            document=document,
            is_partial=self.first > 1,
            warnings=tuple(warnings),
            lines=tuple(lines),
            head=head,
            left_out=tuple(self._reasoned(one) for one in left_out),
        )

    def _numbered(self) -> Iterator[SourceLine]:
        """Yield a line for each number from 1 on."""
        at = 0
        for line in self.source.lines:
            for number in range(at + 1, line.number):
                yield SourceLine(number, "")
            at = line.number
            yield line

    def _reasoned(self, one: LeftOut) -> LeftOut:
        return replace(one, reason=Reason.FURNITURE) if one.line in self.furniture else one

    def _read(self, line: SourceLine, text: str, gap: int) -> None:
        numbered = _NUMBERED.fullmatch(text) if line.heading else None
        expected = self.first + len(self.exchanges)
        if numbered and not self.corrected and (not self.exchanges or int(numbered["number"]) == expected):
            self.first = self.first or int(numbered["number"])
            self.exchanges.append(_Exchange(numbered["heading"] or ""))
            self.told.headings.add(line.number)
            self.numbers.append(LeftOut(line.number, f"{numbered['number']}.", Reason.FURNITURE))
            self.closed = False
        elif not self.exchanges:
            self._read_head(line, text, gap)
        elif self.closed or _ADDRESS.fullmatch(text) or gap >= AFTER_RULE or self._is_over_corrections(line, text):
            self.closed = True
            self.corrected = self.corrected or self._is_over_corrections(line, text)
            self.furniture.add(line.number)
        else:
            self._read_said(line, text, gap)

    def _is_over_corrections(self, line: SourceLine, text: str) -> bool:
        return bool(line.heading or line.bold >= len(text)) and fold(text) in _CORRECTIONS

    def _read_head(self, line: SourceLine, text: str, gap: int) -> None:
        """Read a line over the first exchange: a fact, a participant, or a paragraph of the summary."""
        fact = _FACT.fullmatch(text)
        name = FACTS.get(fold(fact["label"])) if fact and "summary" not in self.facts and not self.in_people else None
        if fact and name is not None:
            self._take_fact(line.number, name, fact["value"])
        elif fold(text) in _PEOPLE and (line.heading or line.bold):
            self.in_people = True
            self.told.fields[line.number] = "people"
        elif self.in_people:
            self.people.append(_person(line, text))
            self.told.fields[line.number] = "people"
        else:
            known = self.facts.get("summary", "")
            between = ("\n\n" if gap else "\n") if known else ""
            self.facts["summary"] = f"{known}{between}{text}"
            self.told.fields[line.number] = "summary"

    def _take_fact(self, number: int, name: str, value: str) -> None:
        days = find_dates(value) if name in ("held_on", "posted_on") else []
        if not name or (name in ("held_on", "posted_on") and not days):
            self.furniture.add(number)
            return
        self.told.fields[number] = name
        self.facts[name] = days[0].day if days else value
        hour = _TIME.search(value[days[0].end :]) if days and name == "held_on" else None
        if hour:
            self.facts["starts_at"] = time(int(hour[1]) % 24, int(hour[2]) % 60)

    def _read_said(self, line: SourceLine, text: str, gap: int) -> None:
        """Read a line of an exchange: its topics, a turn's first words, or more of them."""
        exchange = self.exchanges[-1]
        label, aside, words = _parted(line, text)
        if label:
            speaker = any(person.name == label for person in self.people)
            whole = label if speaker or not aside else f"{label} ({aside})"
            is_note = not speaker and fold(label) in _NOTES
            exchange.turns.append(_Turn(RawTurn(whole, [words] if words else [], line.number), is_note=is_note))
        elif not exchange.turns and not ends_sentence(text) and not exchange.topics:
            exchange.topics = tuple(topic.strip() for topic in text.split(" · "))
            self.told.fields[line.number] = "topics"
        elif line.italic or not exchange.turns:
            exchange.turns.append(_Turn(RawTurn("", [text], line.number), is_note=line.italic))
        elif gap:
            exchange.turns[-1].said.paragraphs.append(text)
        else:
            exchange.turns[-1].said.paragraphs[-1:] = ["\n".join([*exchange.turns[-1].said.paragraphs[-1:], text])]

    def _turns(self, hints: Hints, warnings: list[IntakeWarning]) -> tuple[list[TurnText], list[int]]:
        """Return the turns of all exchanges, each with its line."""
        said: list[RawTurn] = []
        for number, exchange in enumerate(self.exchanges, start=self.first):
            own = [one.said for one in exchange.turns if not one.is_note]
            for one in own[:1]:
                one.heading = f"{number}. {exchange.heading}"  # nothing was asked before in it
            said += own
        roles = roles_of(said, self.people, hints)
        made = iter(
            build_turns(Speech(said), self.people, roles, judged=Judged(), hints=hints, warnings=warnings).turns
        )
        turns = [
            TurnText(Kind.NOTE, one.said.label, tuple(one.said.paragraphs)) if one.is_note else next(made)
            for exchange in self.exchanges
            for one in exchange.turns
        ]
        if any(turn.outlet and turn.journalist and turn.label != turn.journalist for turn in turns):
            # Journalists stand in brackets behind their outlets, so a name alone is an outlet's.
            turns = [
                replace(turn, outlet=turn.label, journalist="") if turn.journalist == turn.label != "" else turn
                for turn in turns
            ]
        return turns, [one.said.line for exchange in self.exchanges for one in exchange.turns]

    def _exchanges(self, turns: Sequence[TurnText]) -> Iterator[ExchangeText]:
        rest = iter(turns)
        for exchange in self.exchanges:
            own = [next(rest) for _ in exchange.turns]
            asked = next((at for at, turn in enumerate(own) if turn.kind is Kind.QUESTION), len(own))
            early = (replace(turn, kind=Kind.STATEMENT) if turn.kind is Kind.ANSWER else turn for turn in own[:asked])
            yield ExchangeText((*early, *own[asked:]), exchange.heading, exchange.topics)


def _person(line: SourceLine, text: str) -> Person:
    """Return a participant: “Ines Calder (deputy mayor, chair)”, or a name in bold with the role behind it."""
    bold = len(" ".join(line.text[: line.bold].split()))
    name, role = (text[:bold].strip(), text[bold:].strip()) if 0 < bold <= len(text) else _split_aside(text)
    last = _LAST.search(role)
    part = _PARTS.get(last["part"].strip()) if last else None
    return Person(name, role[: last.start()] if last and part else role, part or Part.SPEAKER)


def _parted(line: SourceLine, text: str) -> tuple[str, str, str]:
    """Return label, what stands in brackets behind it, and words, where a label in bold opens the line."""
    bold = len(" ".join(line.text[: line.bold].split()))
    label, rest = text[:bold].strip(), text[bold:]
    if not label:
        return "", "", text
    if label[-1] in ":：":
        return *_split_aside(label[:-1].strip()), rest.strip()
    aside = ""
    if rest.startswith(" (") and (ends := _closing(rest, 1)):
        aside, rest = rest[2:ends], rest[ends + 1 :]
    return (label, aside, rest[1:].strip()) if rest[:1] in (":", "：") else ("", "", text)


def _split_aside(text: str) -> tuple[str, str]:
    """Part the last brackets off: “Ines Calder (deputy mayor (acting))”."""
    depth = 0
    for at in range(len(text) - 1, 0, -1) if text.endswith(")") else ():
        depth += (text[at] == ")") - (text[at] == "(")
        if depth == 0:
            return text[:at].strip(), text[at + 1 : -1].strip()
    return text, ""


def _closing(text: str, opens: int) -> int:
    """Return the place of the bracket that closes the one at a place; 0 where none does."""
    depth = 0
    for at in range(opens, len(text)):
        depth += (text[at] == "(") - (text[at] == ")")
        if depth == 0:
            return at
    return 0
