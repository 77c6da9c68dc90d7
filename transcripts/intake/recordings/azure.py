"""JSON of Azure Speech: batch transcription (version 3, and the form before it), Video Indexer, fast transcription."""

from collections.abc import Iterator
from typing import Any

from transcripts.intake.recordings.cues import Cue
from transcripts.intake.recordings.json_values import list_of, seconds_of, text_of, value_at, voice_of

TICKS = 1e7  # a second


def is_azure(form: Any) -> bool:
    """Return whether the JSON is of one of these."""
    phrases = list_of(form, "phrases")
    is_fast = any("offsetMilliseconds" in row for row in phrases if isinstance(row, dict))
    return is_fast or bool(_phrases_of(form))


def azure(form: Any) -> Iterator[Cue]:
    """Yield a cue for each phrase, by the times at which they begin. Of several hypotheses the first is the text."""
    rows = [_small(row) for row in _phrases_of(form) or list_of(form, "phrases")]
    made = []
    has_channels = len({channel for row in rows if (channel := _channel(row)) is not None}) > 1
    for row in rows:
        best = _small(next(iter(list_of(row, "nBest")), None))
        text = text_of(best, "display") or text_of(row, "text") or text_of(best, "lexical")
        speaker = next((row[key] for key in ("speaker", "speakerId") if key in row), best.get("speaker"))
        voice = voice_of(speaker) or (f"Channel {_channel(row)}" if has_channels else "")
        start, length = _time(row, "offset"), _time(row, "duration")
        made.append(Cue(1, text, voice, start, None if start is None or length is None else start + length))
    yield from sorted(made, key=lambda cue: cue.start or 0)


def _phrases_of(form: Any) -> list[Any]:
    """Return the phrases of a batch; the form before version 3 has them for each file."""
    rows = list_of(form, "recognizedPhrases") or list_of(form, "RecognizedPhrases")
    for one in () if rows else list_of(form, "AudioFileResults"):
        rows = rows + list_of(one, "SegmentResults")
    return rows


def _small(value: Any) -> dict[str, Any]:
    """Return an object with its keys as version 3 writes them: “OffsetInTicks” is “offsetInTicks”."""
    if not isinstance(value, dict):
        return {}
    return {f"{key[:1].lower()}{key[1:]}": one for key, one in value.items()}


def _channel(row: dict[str, Any]) -> int | None:
    number = row.get("channel", row.get("channelNumber"))
    if isinstance(number, str) and number.isascii() and number.isdecimal() and len(number) < 4:
        number = int(number)
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def _time(row: dict[str, Any], name: str) -> float | None:
    """Return a time in seconds, however it is stated: in milliseconds, ticks, as “PT1.59S”, or in seconds."""
    for key, per_second in ((f"{name}Milliseconds", 1000), (f"{name}InTicks", TICKS), (f"{name}InSeconds", 1)):
        if (found := seconds_of(value_at(row, key), per_second)) is not None:
            return found
    stated = row.get(name)
    return seconds_of(stated) if isinstance(stated, str) else seconds_of(stated, TICKS)
