"""JSON of speech recognisers, told apart by their keys: each phrase or word with its voice and its time, as cues.

Read are the formats that their makers document: Whisper, whisper.cpp and whisperX, Amazon Transcribe, Azure Speech
(batch and fast), Google Speech-to-Text (v1 and v2), Deepgram, AssemblyAI and Rev AI. Of several hypotheses the first is
the text; keys, measures, and what repeats the text word by word are no words of the file.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Any

from transcripts.intake.messages import message
from transcripts.intake.parsed import IntakeError
from transcripts.intake.readers.encoding import decode
from transcripts.intake.recordings.cues import Cue, join_cues
from transcripts.intake.source import Source, SourceLine

MOST_WORDS = 500_000  # that a recogniser heard, each with a time; forty hours of speech
_LANGUAGES = ("language", "language_code", "languageCode", "detected_language")


def read_recogniser(data: bytes, name: str) -> Source:
    """Return the voices (bold) and paragraphs of a recogniser's JSON as a source. Raises IntakeError."""
    try:
        form = json.loads(decode(data, name).text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise IntakeError(message("%(name)s is not JSON: it is damaged or cut off.", name=name)) from error
    read = next((read for is_its, read in _RECOGNISERS if is_its(form)), None)
    if read is None:
        raise IntakeError(
            message(
                "%(name)s is JSON of no speech recogniser that can be read here: use Whisper, whisperX, Amazon "
                "Transcribe, Azure, Google, Deepgram, AssemblyAI or Rev AI, or a caption file (.vtt, .srt).",
                name=name,
            )
        )
    cues: list[Cue] = []
    for cue in read(form):
        if len(cues) >= MOST_WORDS:
            raise IntakeError(
                message(
                    "%(name)s has more than %(most)s words with times, too many for a transcript.",
                    name=name,
                    most=f"{MOST_WORDS:,}",
                )
            )
        if cue.text.strip():
            cues.append(cue)
    return Source(tuple(_lines_of(cues)), form="recording", language=_language_of(form))


def _lines_of(cues: list[Cue]) -> Iterator[SourceLine]:
    """Yield the lines of a recording: a voice where it changes, and its paragraphs."""
    number = 0
    voice = ""
    for turn in join_cues(cues)[0]:
        if turn.voice and turn.voice != voice:
            number += 1
            yield SourceLine(number, turn.voice, bold=len(turn.voice))
        voice = turn.voice or voice
        for text, time in zip(turn.paragraphs, turn.times, strict=True):
            number += 1
            yield SourceLine(number, text, time=time)


def _language_of(form: Any) -> str:
    if not isinstance(form, dict):
        return ""
    stated = next((form[key] for key in _LANGUAGES if isinstance(form.get(key), str)), "")
    tag = stated.replace("_", "-")
    return tag.split("-")[0].lower() if tag.replace("-", "").isalpha() and len(tag.split("-")[0]) in (2, 3) else ""


# What JSON may hold where something else is expected is nothing.


def _list(value: Any, *keys: str) -> list[Any]:
    found = _get(value, *keys)
    return found if isinstance(found, list) else []


def _get(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _text(value: Any, *keys: str) -> str:
    found = _get(value, *keys)
    return " ".join(found.split()) if isinstance(found, str) else ""


def _seconds(value: Any, per_second: float = 1) -> float | None:
    """Return a time as seconds: a number, “12.5”, “12.5s”, or seconds and nanos; None where it is none."""
    if isinstance(value, dict):
        whole, nanos = _seconds(value.get("seconds", 0)), _seconds(value.get("nanos", 0))
        return None if whole is None or nanos is None else whole + nanos / 1e9
    if isinstance(value, str):
        try:
            value = float(value.strip().removesuffix("s"))
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value / per_second if 0 <= value / per_second < 3_600_000 else None


def _voice(value: Any) -> str:
    """Return a voice as a label: a name or “SPEAKER_00” as it is, a number or a letter as “Speaker 1”."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int):
        return f"Speaker {value}" if abs(value) < 10_000 else ""
    name = " ".join(value.split()) if isinstance(value, str) else ""
    return f"Speaker {name}" if len(name) == 1 or name.isdecimal() else name[:100].replace(":", " -")


def _cue(text: str, voice: str, start: Any, end: Any, per_second: float = 1, *, begins: bool = False) -> Cue:
    return Cue(1, text, voice, _seconds(start, per_second), _seconds(end, per_second), begins=begins)


def _of_words(words: list[tuple[str, str, float | None, float | None]]) -> Iterator[Cue]:
    """Yield a cue for each word of (text, voice, start, end); marks of punctuation go on with the word before them."""
    pending: tuple[str, str, float | None, float | None] | None = None
    for text, voice, start, end in words:
        is_mark = bool(text) and not any(char.isalnum() for char in text) and text[0] not in "([{“‘«¿¡—–-"
        if pending and is_mark:
            pending = (pending[0] + text, pending[1], pending[2], pending[3])
            continue
        if pending:
            yield Cue(1, pending[0], pending[1], pending[2], pending[3])
        pending = (text, voice, start, end)
    if pending:
        yield Cue(1, pending[0], pending[1], pending[2], pending[3])


# Whisper, faster-whisper, whisperX, OpenAI's diarized form; and whisper.cpp


def _is_whisper(form: Any) -> bool:
    rows = form if isinstance(form, list) else _list(form, "segments")
    return bool(rows) and all(isinstance(row, dict) and isinstance(row.get("text"), str) for row in rows)


def _whisper(form: Any) -> Iterator[Cue]:
    for row in form if isinstance(form, list) else _list(form, "segments"):
        yield _cue(_text(row, "text"), _voice(_get(row, "speaker")), _get(row, "start"), _get(row, "end"))


def _is_whisper_cpp(form: Any) -> bool:
    rows = _list(form, "transcription")
    return bool(rows) and all(isinstance(_get(row, "offsets"), dict) for row in rows)


def _whisper_cpp(form: Any) -> Iterator[Cue]:
    for row in _list(form, "transcription"):
        start, end = _get(row, "offsets", "from"), _get(row, "offsets", "to")
        yield _cue(_text(row, "text"), _voice(_get(row, "speaker")), start, end, 1000)


# Amazon Transcribe


def _is_amazon(form: Any) -> bool:
    return bool(_list(form, "results", "items") or _list(form, "results", "audio_segments"))


def _amazon(form: Any) -> Iterator[Cue]:
    results = _get(form, "results")
    segments = _list(results, "audio_segments")
    if segments and any(_text(row, "speaker_label") for row in segments):
        for row in segments:
            voice = _voice(_get(row, "speaker_label"))
            yield _cue(_text(row, "transcript"), voice, _get(row, "start_time"), _get(row, "end_time"))
        return
    voices: dict[Any, str] = {}
    for row in _list(results, "speaker_labels", "segments"):
        for item in _list(row, "items"):
            voices[str(_get(item, "start_time"))] = _voice(_get(item, "speaker_label") or _get(row, "speaker_label"))
    channels: dict[Any, str] = {}
    for row in _list(results, "channel_labels", "channels"):
        for item in _list(row, "items"):
            channels[str(_get(item, "start_time"))] = _voice(_get(row, "channel_label"))
    words = []
    voice = ""
    for item in _list(results, "items"):
        at = str(_get(item, "start_time"))
        own = _voice(_get(item, "speaker_label")) or voices.get(at, "") or channels.get(at, "")
        voice = own or voice
        text = _text(next(iter(_list(item, "alternatives")), None), "content")
        words.append((text, voice, _seconds(_get(item, "start_time")), _seconds(_get(item, "end_time"))))
    yield from _of_words(words)


# Azure Speech: batch and fast transcription


def _is_azure(form: Any) -> bool:
    phrases = _list(form, "phrases")
    is_fast = any("offsetMilliseconds" in row for row in phrases if isinstance(row, dict))
    return is_fast or bool(_list(form, "recognizedPhrases"))


def _azure(form: Any) -> Iterator[Cue]:
    rows = _list(form, "recognizedPhrases") or _list(form, "phrases")
    made = []
    has_channels = len({_get(row, "channel") for row in rows if isinstance(_get(row, "channel"), int)}) > 1
    for row in rows:
        best = next(iter(_list(row, "nBest")), None)
        text = _text(best, "display") or _text(row, "text") or _text(best, "lexical")
        if "offsetMilliseconds" in row if isinstance(row, dict) else False:
            start, length = _seconds(row["offsetMilliseconds"], 1000), _seconds(row.get("durationMilliseconds"), 1000)
        else:
            start, length = _seconds(_get(row, "offsetInTicks"), 1e7), _seconds(_get(row, "durationInTicks"), 1e7)
        channel = _get(row, "channel") if has_channels else None
        voice = _voice(_get(row, "speaker")) or (f"Channel {channel}" if isinstance(channel, int) else "")
        end = None if start is None or length is None else start + length
        made.append(Cue(1, text, voice, start, end))
    yield from sorted(made, key=lambda cue: cue.start or 0)


# Google Speech-to-Text: v1, v2, and files of v2's batches


def _google_results(form: Any) -> list[Any]:
    """Return the results of an answer, or of each file of a batch."""
    for key in ("response", "result"):
        form = _get(form, key) if isinstance(_get(form, key), dict) else form
    found = _get(form, "results")
    if isinstance(found, list):
        return found
    rows: list[Any] = []
    for one in found.values() if isinstance(found, dict) else ():
        rows += _list(one, "transcript", "results") or _list(one, "inlineResult", "transcript", "results")
    return rows


def _is_google(form: Any) -> bool:
    return any(_list(row, "alternatives") for row in _google_results(form))


def _google(form: Any) -> Iterator[Cue]:
    rows = [
        (row, best)
        for row in _google_results(form)
        if isinstance(best := next(iter(_list(row, "alternatives")), None), dict)
    ]
    last = _list(rows[-1][1], "words") if rows else []
    if len(rows) > 1 and any(_get(word, "speakerTag") or _get(word, "speaker_tag") for word in last):
        # With voices, v1 ends in a result that holds all words once more, each with its voice.
        before = sum(len(_list(best, "words")) for _row, best in rows[:-1])
        rows = rows[-1:] if len(last) >= before else rows
    for row, best in rows:
        words = _list(best, "words")
        if any(_google_voice(word) for word in words):
            yield from _of_words([_google_word(word) for word in words])
            continue
        channel = _get(row, "channelTag") or _get(row, "channel_tag")
        start = _google_word(words[0])[2] if words else None
        ended = _get(row, "resultEndTime") or _get(row, "resultEndOffset")
        end = _google_word(words[-1])[3] if words else _seconds(ended)
        voice = f"Channel {channel}" if isinstance(channel, int) and channel > 0 and len(rows) > 1 else ""
        yield Cue(1, _text(best, "transcript"), voice, start, end)


def _google_voice(word: Any) -> str:
    tag = _get(word, "speakerTag") or _get(word, "speaker_tag")
    return _voice(tag) or _voice(_get(word, "speakerLabel") or _get(word, "speaker_label"))


def _google_word(word: Any) -> tuple[str, str, float | None, float | None]:
    times = []
    for name in ("start", "end"):
        keys = (f"{name}Time", f"{name}Offset", f"{name}_time", f"{name}_offset")
        times.append(_seconds(next((word[key] for key in keys if isinstance(word, dict) and key in word), 0)))
    return _text(word, "word"), _google_voice(word), times[0], times[1]


# Deepgram


def _is_deepgram(form: Any) -> bool:
    return bool(_list(form, "results", "channels") or _list(form, "results", "utterances"))


def _deepgram(form: Any) -> Iterator[Cue]:
    utterances = _list(form, "results", "utterances")
    channels = _list(form, "results", "channels")
    if utterances:
        for row in utterances:
            voice = _voice(_get(row, "speaker")) or _channel(_get(row, "channel"), len(channels))
            yield _cue(_text(row, "transcript"), voice, _get(row, "start"), _get(row, "end"))
        return
    made: list[Cue] = []
    for number, channel in enumerate(channels):
        best = next(iter(_list(channel, "alternatives")), None)
        other = _channel(number, len(channels))
        rows = _list(best, "paragraphs", "paragraphs")
        for row in rows:
            voice = _voice(_get(row, "speaker")) or other
            for at, one in enumerate(_list(row, "sentences")):
                made.append(_cue(_text(one, "text"), voice, _get(one, "start"), _get(one, "end"), begins=not at))
        words = [] if rows else _list(best, "words")
        made += _of_words(
            [
                (
                    _text(word, "punctuated_word") or _text(word, "word"),
                    _voice(_get(word, "speaker")) or other,
                    _seconds(_get(word, "start")),
                    _seconds(_get(word, "end")),
                )
                for word in words
            ]
        )
        if not rows and not words:
            made.append(Cue(1, _text(best, "transcript"), other))
    yield from made if len(channels) < 2 else _in_turns(made)


def _channel(number: Any, count: int) -> str:
    return f"Channel {number}" if count > 1 and isinstance(number, int) else ""


def _in_turns(cues: list[Cue]) -> Iterator[Cue]:
    """Yield the cues of several channels by the times at which their sentences begin, sentences kept together."""
    runs: list[list[Cue]] = []
    for _voice_name, run in groupby(cues, key=lambda cue: cue.voice):
        runs.append([])
        for cue in run:
            runs[-1].append(cue)
            if cue.text.endswith((".", "?", "!", "。", "？", "！")):
                runs.append([])
    yield from (cue for run in sorted(filter(None, runs), key=lambda run: run[0].start or 0) for cue in run)


# AssemblyAI


def _is_assembly(form: Any) -> bool:
    rows = _list(form, "utterances") or _list(form, "words")
    return bool(rows) and all(isinstance(_get(row, "text"), str) and "start" in row for row in rows)


def _assembly(form: Any) -> Iterator[Cue]:
    for row in _list(form, "utterances"):
        yield _cue(_text(row, "text"), _voice(_get(row, "speaker")), _get(row, "start"), _get(row, "end"), 1000)
    if not _list(form, "utterances"):
        for row in _list(form, "words"):
            yield _cue(_text(row, "text"), _voice(_get(row, "speaker")), _get(row, "start"), _get(row, "end"), 1000)


# Rev AI


def _is_rev(form: Any) -> bool:
    return bool(_list(form, "monologues"))


def _rev(form: Any) -> Iterator[Cue]:
    names: Mapping[Any, str] = {str(_get(one, "id")): _text(one, "name") for one in _list(form, "speakers")}
    for row in _list(form, "monologues"):
        voice = names.get(str(_get(row, "speaker"))) or _text(row, "speaker_name") or _voice(_get(row, "speaker"))
        said, start, end = "", None, None
        for element in _list(row, "elements"):
            value = _get(element, "value")
            said += value if isinstance(value, str) else ""
            start = _seconds(_get(element, "ts")) if start is None else start
            end = _seconds(_get(element, "end_ts")) if _get(element, "end_ts") is not None else end
            if said.rstrip().endswith((".", "?", "!", "。", "？", "！")) and _text(element, "type") == "punct":
                yield Cue(1, " ".join(said.split()), voice, start, end)
                said, start = "", None
        if said.strip():
            yield Cue(1, " ".join(said.split()), voice, start, end)


_RECOGNISERS: tuple[tuple[Callable[[Any], bool], Callable[[Any], Iterator[Cue]]], ...] = (
    (_is_rev, _rev),
    (_is_azure, _azure),
    (_is_deepgram, _deepgram),
    (_is_amazon, _amazon),
    (_is_google, _google),
    (_is_whisper, _whisper),
    (_is_whisper_cpp, _whisper_cpp),
    (_is_assembly, _assembly),
)
