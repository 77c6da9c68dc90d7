"""Times of a page's paragraphs: what readers state of a line, and the time codes that stand before words or by labels.

Codes count only where they never go back: the hours of a clock on a live page, or of meetings, are no recording's.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from transcripts.document import TurnText
from transcripts.intake.lines.chinese import ONE_EACH
from transcripts.intake.source import SourceLine
from transcripts.intake.turns.build import PageTurns

_CODE = re.compile(
    rf"(?<![\d:.,/-])(?<![^\W{ONE_EACH}])"
    r"(?P<open>[\[(（#@]?)(?:(?P<hours>\d{1,3}):)?(?P<minutes>\d{1,2}):(?P<seconds>[0-5]\d)"
    rf"(?:[.,-]\d{{1,3}})?(?P<close>[\])）#]|(?![^\W{ONE_EACH}]))(?![\d:.%])(?!\s*[ap]\.?m\b)",
    re.IGNORECASE,
)
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad]")
_DATE_BEFORE = re.compile(r"\d[-/.年月日]?\s*$")
MOST_SKIPPED = 50  # paragraphs that begin otherwise than their line
_BEGINNING = 40  # characters of a line by which the paragraph that begins there is known
FIRST_BARE = 300  # seconds; a bare “0:42” on a line of its own is of a recording, which begins near nought


@dataclass(frozen=True, slots=True)
class _Time:
    """A time, the line that states it, the code as printed there, and the paragraph: its turn's index and its own."""

    seconds: int
    line: int
    code: str
    turn: int
    paragraph: int


def take_times(lines: Sequence[SourceLine], done: PageTurns) -> tuple[SourceLine, ...]:
    """Give the paragraphs of the turns in `done` their times; return the lines without the codes that were taken."""
    found = list(_find_times(lines, done))
    coded = [one.seconds for one in found if one.code]
    if any(later < sooner for sooner, later in pairwise(coded)):
        found = [one for one in found if not one.code]
    for one in found:
        done.turns[one.turn] = _with_time(done.turns[one.turn], one)
    codes = {one.line: one.code for one in found if one.code}
    return tuple(
        replace(line, text=_without_code(line.text, codes[line.number])) if line.number in codes else line
        for line in lines
    )


def _without_code(text: str, code: str) -> str:
    """Return a line without its code; the same figures at the beginning of a word are none."""
    found = next((one for one in _CODE.finditer(text) if one[0] == code), None)
    return f"{text[: found.start()]} {text[found.end() :]}" if found else text.replace(code, " ", 1)


def _find_times(lines: Sequence[SourceLine], done: PageTurns) -> Iterable[_Time]:
    opens = {line: at for at, line in reversed(list(enumerate(done.lines))) if line}
    turn, paragraph = -1, 0
    waiting: re.Match[str] | None = None
    number = 0
    for line in lines:
        text = " ".join(_INVISIBLE.sub("", line.text).split())
        if not text:
            continue
        opened = line.number in opens
        if opened:
            turn, paragraph = opens[line.number], 0
        said = done.turns[turn].paragraphs if turn >= 0 else ()
        first = _CODE.search(text) if opened else _CODE.match(text)
        first = first if first and (not opened or first.end() <= _start_of_words(text, said)) else None
        code = first if first and not _DATE_BEFORE.search(text, 0, first.start()) else None
        if code and code.end() == len(text) and not opened:
            is_whole = code["hours"] or code["open"] or _seconds(code) < FIRST_BARE or waiting
            waiting, number = (code, line.number) if is_whole else (None, 0)
            continue
        at = 0 if opened and said else _paragraph_at(text, code, said, paragraph)
        if at is not None:
            paragraph = at
            if line.time is not None:
                yield _Time(line.time, line.number, "", turn, at)
            elif code and (opened or code["open"]):
                yield _Time(_seconds(code), line.number, code[0], turn, at)
            elif waiting:
                yield _Time(_seconds(waiting), number, waiting[0], turn, at)
        waiting = None


def _start_of_words(text: str, said: Sequence[str]) -> int:
    """Return where the words begin on a line that opens a turn."""
    at = text.rfind(said[0][:_BEGINNING].split("\n")[0]) if said else -1
    return at if at >= 0 else len(text)


def _paragraph_at(text: str, code: re.Match[str] | None, said: Sequence[str], after: int) -> int | None:
    """Return the index of the paragraph that begins with this line, with or without its code."""
    begins = [text[:_BEGINNING]]
    if code:
        begins.append(text[code.end() :].lstrip()[:_BEGINNING])
    # A line that begins no paragraph, such as a heading, is not looked for in all that follows.
    for at in range(after, min(after + MOST_SKIPPED, len(said))):
        if any(begin and said[at].startswith(begin) for begin in begins):
            return at
    return None


def _seconds(code: re.Match[str]) -> int:
    return int(code["hours"] or 0) * 3600 + int(code["minutes"]) * 60 + int(code["seconds"])


def _with_time(turn: TurnText, one: _Time) -> TurnText:
    """Return the turn with a paragraph's time, and without the code before its words."""
    times, paragraphs = list(turn.times), list(turn.paragraphs)
    if times[one.paragraph] is not None:
        return turn
    times[one.paragraph] = one.seconds
    printed = _CODE.match(paragraphs[one.paragraph]) if one.code else None
    rest = paragraphs[one.paragraph][printed.end() :].strip() if printed and printed[0] == one.code else ""
    paragraphs[one.paragraph] = rest or paragraphs[one.paragraph]
    return replace(turn, paragraphs=tuple(paragraphs), times=tuple(times))
