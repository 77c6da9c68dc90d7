"""Time codes of transcription programs, “#00:01:01-9#”: each ends a paragraph, and the next one begins at its time."""

import re
from dataclasses import dataclass, replace

from transcripts.document import TranscriptDocument
from transcripts.intake.left_out import LeftOut, Reason
from transcripts.intake.source import Source

_CODE = re.compile(r"\s*#(?P<hours>\d{1,2}):(?P<minutes>[0-5]\d):(?P<seconds>[0-5]\d)(?:-\d{1,3})?#")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
LEAST_CODES = 2


@dataclass(frozen=True, slots=True)
class HashCode:
    """A time code: where it stands, as printed, and its second."""

    line: int
    printed: str
    seconds: int


def take_hash_codes(source: Source) -> tuple[Source, tuple[HashCode, ...]]:
    """Return a source without these codes, its lines with the times that they state, and the codes."""
    texts = {line.number: _INVISIBLE.sub("", line.text) for line in source.lines if line.text.count("#") > 1}
    if sum(len(_CODE.findall(text)) for text in texts.values()) < LEAST_CODES:
        return source, ()
    codes: list[HashCode] = []
    lines = []
    waiting: int | None = None
    for line in source.lines:
        text = texts.get(line.number, line.text)
        found = list(_CODE.finditer(text))
        stays = _CODE.sub("", text).strip() if found else line.text
        time = waiting if stays.strip() else None
        waiting = None if stays.strip() else waiting
        for one in found:
            seconds = int(one["hours"]) * 3600 + int(one["minutes"]) * 60 + int(one["seconds"])
            codes.append(HashCode(line.number, one[0].strip(), seconds))
            if one.start() == 0 and stays and time is None:
                time = seconds
            else:
                waiting = seconds
        is_changed = bool(found) or time is not None
        lines.append(replace(line, text=stays, bold=min(line.bold, len(stays)), time=time) if is_changed else line)
    return replace(source, lines=tuple(lines)), tuple(codes)


def unused_codes(codes: tuple[HashCode, ...], document: TranscriptDocument) -> tuple[LeftOut, ...]:
    """Return the codes that no paragraph has for its time, as left out."""
    used = {time for turn in document.turns for time in turn.times}
    return tuple(LeftOut(one.line, one.printed, Reason.TIME_CODE) for one in codes if one.seconds not in used)
