"""Cues: pieces of speech with voice and time, as captions and recognisers give them, and their joining."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from transcripts.intake.account import HeadLine
from transcripts.intake.left_out import LeftOut, Reason
from transcripts.intake.lines.page_lines import ends_sentence, join_text
from transcripts.intake.source import SourceLine

PAUSE = 1.5  # seconds of silence after a sentence from which the next one begins a paragraph
LONG_PARAGRAPH = 700  # characters from which the end of a sentence ends a paragraph as well
MOST_CUES = 50_000  # three days of captions
# Voices that no name is known of yet: “Speaker 1”, “SPEAKER_00”, “spk_1”, “Unknown Speaker”, “发言人1”.
_NAMELESS = re.compile(
    r"(?:unknown |unidentified |guest )?(?:speaker|spk|participant|voice|channel|ch|person|sprecher|locuteur|hablante"
    r"|orador|participante|guest|user|说话人|說話人|发言人|發言人|讲话人|话者|話者)[ _-]{0,2}(?:[a-z]|\d{1,3})?"
    r"|unknown(?: speaker)?|unidentified(?: speaker)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A piece of speech. `voice` is empty where nobody is named, None where the one before goes on.

    `line` is where its words stand; `start` and `end` are seconds. `code` is the time as printed on `code_line`,
    `printed` the voice. `begins` means that it begins a paragraph, whatever the time between.
    """

    line: int
    text: str
    voice: str | None = None
    start: float | None = None
    end: float | None = None
    code: str = ""
    code_line: int = 0
    printed: str = ""
    begins: bool = False
    is_note: bool = False


@dataclass(slots=True)
class SpokenTurn:
    """The words of one voice in a row: its paragraphs, their lines, and their times, as numbers and as printed."""

    voice: str
    line: int
    paragraphs: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    times: list[int | None] = field(default_factory=list)
    codes: list[LeftOut | None] = field(default_factory=list)
    is_note: bool = False

    def take_empty(self) -> list[LeftOut]:
        """Take away the last paragraph if it has no words; return its time, which no other paragraph has."""
        if not self.paragraphs or self.paragraphs[-1]:
            return []
        code = self.codes.pop()
        for of_paragraphs in (self.paragraphs, self.lines, self.times):
            of_paragraphs.pop()
        return [code] if code else []


@dataclass(slots=True)
class Recording:
    """The cues of a recording, the lines over them, and what of its file is neither.

    `names` are the names that voices mean where they are printed otherwise, “Calder, Ines”.
    """

    cues: list[Cue]
    head: list[SourceLine] = field(default_factory=list)
    people: list[HeadLine] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)


def is_nameless(voice: str) -> bool:
    """Return whether a voice is numbered, not named."""
    return bool(_NAMELESS.fullmatch(voice.strip()))


def join_cues(cues: Sequence[Cue]) -> tuple[list[SpokenTurn], list[LeftOut]]:
    """Return the turns, sentences over several cues joined into paragraphs; and the times and voices left over."""
    turns: list[SpokenTurn] = []
    left_out: list[LeftOut] = []
    last: Cue | None = None
    for cue in cues:
        turn = turns[-1] if turns else None
        goes_on = turn is not None and not turn.is_note and not cue.is_note
        is_same = goes_on and turn is not None and (cue.voice is None or (cue.voice == turn.voice and cue.voice != ""))
        if cue.voice == "" and goes_on and turn is not None and turn.voice == "" and not cue.begins:
            is_same = True
        if turn is None or not is_same:
            turn = SpokenTurn(cue.voice or "", cue.line, is_note=cue.is_note)
            turns.append(turn)
            begins = True
        else:
            if cue.printed:
                left_out.append(LeftOut(cue.line, cue.printed, Reason.REPEATED))
            begins = cue.begins or _pauses(turn, last, cue)
            left_out += turn.take_empty()
        if begins or not turn.paragraphs:
            turn.paragraphs.append(cue.text)
            turn.lines.append(cue.line)
            turn.times.append(None if cue.start is None else int(cue.start))
            turn.codes.append(LeftOut(cue.code_line, cue.code, Reason.TIME_CODE) if cue.code else None)
        else:
            turn.paragraphs[-1] = join_text(turn.paragraphs[-1], cue.text)
            if cue.code:
                left_out.append(LeftOut(cue.code_line, cue.code, Reason.TIME_CODE))
        last = cue
    for turn in turns:
        left_out += turn.take_empty()
    return turns, left_out


def _pauses(turn: SpokenTurn, last: Cue | None, cue: Cue) -> bool:
    """Return whether a paragraph ends before a cue of the same voice."""
    said = turn.paragraphs[-1] if turn.paragraphs else ""
    if not ends_sentence(said):
        return False
    if len(said) >= LONG_PARAGRAPH:
        return True
    before = last.end if last else None
    return before is not None and cue.start is not None and cue.start - before >= PAUSE
