"""Times of paragraphs: the second of the recording at which each begins. They follow their words. Pure: no database."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from transcripts.document.paragraph_matching import match_paragraphs
from transcripts.document.transcript import Kind, TranscriptDocument, TurnText

Times = tuple[int | None, ...]
TIME = re.compile(r"\[(?P<hours>\d{2,3}):(?P<minutes>[0-5]\d):(?P<seconds>[0-5]\d)\]")


def time_text(seconds: int) -> str:
    """Return a time as a sheet and pages state it: hours, minutes and seconds, 01:02:03."""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def seconds_of(found: re.Match[str]) -> int:
    """Return the seconds that a time states which `TIME` found."""
    return int(found["hours"]) * 3600 + int(found["minutes"]) * 60 + int(found["seconds"])


def times_text(times: Iterable[int | None]) -> str:
    """Return the times of paragraphs as text, a dash for each that has none."""
    return "; ".join("–" if time is None else time_text(time) for time in times)


def decreasing(times: Iterable[int | None]) -> int | None:
    """Return the index of the first time that is earlier than one before it; None where none is."""
    latest = 0
    for at, time in enumerate(times):
        if time is not None and time < latest:
            return at
        latest = latest if time is None else time
    return None


def follow_times(old: TurnText, paragraphs: Sequence[str]) -> Times:
    """Return the times of `old` for the paragraphs that its own became: an edited one, or the first part, keeps it."""
    if not old.has_times or old.paragraphs == tuple(paragraphs):
        return old.times if old.has_times else (None,) * len(paragraphs)
    numbered = replace(old, paragraph_ids=tuple(map(str, range(len(old.paragraphs)))))
    kept = match_paragraphs([numbered], [TurnText(Kind.NOTE, paragraphs=tuple(paragraphs))], {0: 0})
    return tuple(old.times[int(known)] if known else None for known in kept.ids[0])


def without_times(document: TranscriptDocument) -> TranscriptDocument:
    """Return the document without the times of its paragraphs."""
    if not any(turn.has_times for turn in document.turns):
        return document
    exchanges = (replace(one, turns=tuple(replace(turn, times=()) for turn in one.turns)) for one in document.exchanges)
    return replace(document, exchanges=tuple(exchanges))


def merge_times(sides: tuple[TurnText, TurnText, TurnText], paragraphs: Sequence[str]) -> tuple[Times, Times, bool]:
    """Merge the times of base, mine and theirs for the paragraphs of the merged turn.

    Return them with theirs, and with mine, where both changed one; and whether they did.
    """
    if not any(side.has_times for side in sides):
        none = (None,) * len(paragraphs)
        return none, none, False
    merged: list[list[int | None]] = [[], []]
    met = False
    for was, my, their in zip(*(follow_times(side, paragraphs) for side in sides), strict=True):
        both = my not in (was, their) and their != was
        met = met or both
        known = my if their == was else their
        merged[0].append(known)
        merged[1].append(my if both else known)
    return tuple(merged[0]), tuple(merged[1]), met
