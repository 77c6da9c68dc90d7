"""The words of a transcript as captions of its recording: WebVTT, of a transcript whose paragraphs have times."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from transcripts.document import TranscriptDocument, TurnText
from transcripts.exports.front_matter import colon_of
from transcripts.presentation import Imprint
from transcripts.text import one_line

_WORD = re.compile(r"[㐀-鿿぀-ヿ가-힯]|[^\W_]+")
_BRACKETS = str.maketrans("<>", "‹›")
_WORDS_A_SECOND = 2.5
_SHORTEST = 2.0
LONGEST = 7.0  # seconds that one cue is shown
_LINE_ENDS = re.compile(r"[^.!?。！？;；]*[.!?。！？;；]+[”’\"'」』）)]*\s*|[^.!?。！？;；]+$")


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption: when it is shown, in seconds, whose voice it is, and its words."""

    start: float
    end: float
    voice: str
    text: str
    id: str


def has_captions(document: TranscriptDocument) -> bool:
    """Whether any paragraph has the second at which it begins."""
    return any(turn.has_times for turn in document.turns)


def render_webvtt(document: TranscriptDocument, imprint: Imprint) -> bytes:
    """Return the paragraphs that have times as WebVTT, in UTF-8. Source: WebVTT, W3C Candidate Recommendation.

    A long paragraph is parted at its sentences, its time shared out by their words. No style and no region is written,
    because some readers stop at them, and no blank line is in a cue.
    """
    lines = ["WEBVTT", ""]
    for cue in cues(document):
        voice = f"<v {_escape(cue.voice)}>" if cue.voice else ""
        lines += [cue.id, f"{_clock(cue.start)} --> {_clock(cue.end)}", f"{voice}{_escape(cue.text)}", ""]
    return "\n".join(lines).encode()


def render_subrip(document: TranscriptDocument, imprint: Imprint) -> bytes:
    """Return the same captions as SubRip, in UTF-8, for players that read no WebVTT.

    It has no escapes: angle brackets, which players take for tags, become single quotation marks of that shape.
    """
    lines = []
    for number, cue in enumerate(cues(document), start=1):
        clock = f"{_clock(cue.start)} --> {_clock(cue.end)}".replace(".", ",")
        lines += [str(number), clock, cue.text.translate(_BRACKETS), ""]
    return "\n".join(lines).encode()


def cues(document: TranscriptDocument) -> Iterator[Cue]:
    """Yield the captions in the order of their times; where the voice changes, its name is before the words."""
    timed = sorted(_timed(document), key=lambda each: each[0])
    times = [time for time, *_ in timed]
    colon = colon_of(document.language)
    before = ""
    for place, (start, turn, number, text) in enumerate(timed):
        pieces = _pieces(text)
        total = sum(size for _, size in pieces)
        spoken = max(_SHORTEST, total / _WORDS_A_SECOND)
        later = bisect_right(times, start)
        end = min(times[later], start + 2 * spoken) if later < len(times) else start + spoken
        voice = turn.speaker or turn.label or turn.outlet
        begin = float(start)
        for part, (piece, size) in enumerate(pieces, start=1):
            stop = begin + (end - start) * size / total
            said = f"{voice}{colon}{piece}" if voice and voice != before else piece
            before = voice
            key = turn.paragraph_ids[number] or f"{place + 1}"
            yield Cue(begin, max(stop, begin + 0.001), voice, said, f"p{key}-{part}")
            begin = stop


def _timed(document: TranscriptDocument) -> Iterator[tuple[int, TurnText, int, str]]:
    for turn in document.turns:
        for number, (text, time) in enumerate(zip(turn.paragraphs, turn.times, strict=True)):
            if time is not None:
                yield time, turn, number, text


def _pieces(text: str) -> list[tuple[str, int]]:
    """Return the sentences of a paragraph, short ones together, each with its number of words (at least one)."""
    most = LONGEST * _WORDS_A_SECOND
    pieces: list[tuple[str, int]] = []
    for sentence in _LINE_ENDS.findall(one_line(text)) or [text]:
        size = len(_WORD.findall(sentence))
        if pieces and pieces[-1][1] + size <= most:
            pieces[-1] = (pieces[-1][0] + sentence, pieces[-1][1] + size)
        else:
            pieces.append((sentence, size))
    return [(piece.strip(), max(size, 1)) for piece, size in pieces if piece.strip()]


def _clock(seconds: float) -> str:
    whole = round(seconds * 1000)
    return f"{whole // 3600000:02}:{whole // 60000 % 60:02}:{whole // 1000 % 60:02}.{whole % 1000:03}"


def _escape(text: str) -> str:
    return one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
