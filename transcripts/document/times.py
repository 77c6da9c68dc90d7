"""Times of paragraphs: the second of the recording at which each begins. They follow their words. Pure: no database."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from transcripts.document.paragraph_matching import match_paragraphs
from transcripts.document.transcript import MOST_SECONDS, Kind, TranscriptDocument, TurnText

Times = tuple[int | None, ...]
ABOUT = 2  # seconds before and after words whose place in a paragraph is reckoned by its letters
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


def spoken_spans(
    document: TranscriptDocument, places: Mapping[str, Iterable[tuple[int, int]]]
) -> list[tuple[int, int | None]]:
    """Return between which seconds the words are spoken that are at `places` in the texts of turns, by public id.

    Where the paragraph and the next one have times, its time is shared out by its letters, with some seconds about;
    else it is from the last time before it to the first after it. None is the end. Nothing without times.
    """
    parts: list[tuple[int | None, int, list[tuple[int, int]]]] = []
    for turn in document.turns:
        at = 0
        for text, time in zip(turn.paragraphs, turn.times, strict=True):
            inside = [
                (max(low - at, 0), min(high - at, len(text)))
                for low, high in places.get(turn.public_id, ())
                if low < at + len(text) and high > at
            ]
            parts.append((time, len(text), inside))
            at += len(text) + 2
    found = {_seconds_of_part(parts, number, span) for number, (*_, inside) in enumerate(parts) for span in inside}
    return sorted((span for span in found if span), key=lambda span: (span[0], span[1] or MOST_SECONDS))


def _seconds_of_part(
    parts: Sequence[tuple[int | None, int, list[tuple[int, int]]]], number: int, span: tuple[int, int]
) -> tuple[int, int | None] | None:
    before = [time for time, *_ in parts[: number + 1] if time is not None]
    after = next((time for time, *_ in parts[number + 1 :] if time is not None), None)
    if not before:
        return (0, after) if after is not None else None
    start, length, _ = parts[number]
    following = parts[number + 1][0] if number + 1 < len(parts) else None
    if start is None or following is None or following < start:
        return before[-1], after
    low, high = (start + (following - start) * each / length for each in span)
    return max(start, int(low) - ABOUT), min(following, int(high) + 1 + ABOUT)


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
