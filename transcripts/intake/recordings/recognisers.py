"""JSON of speech recognisers, told apart by their keys: each phrase or word with its voice and its time, as cues.

Read are the formats that their makers document: Whisper, whisper.cpp and whisperX, Amazon Transcribe, Azure Speech
(batch and fast), Google Speech-to-Text (v1 and v2), Deepgram, AssemblyAI and Rev AI. Of several hypotheses the first is
the text; keys, measures, and what repeats the text word by word are no words of the file.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

from transcripts.intake.messages import message
from transcripts.intake.parsed import IntakeError
from transcripts.intake.readers.encoding import decode
from transcripts.intake.recordings.azure import azure, is_azure
from transcripts.intake.recordings.cues import Cue, join_cues
from transcripts.intake.recordings.json_values import list_of, seconds_of, text_of, value_at, voice_of
from transcripts.intake.recordings.rev import is_rev, rev
from transcripts.intake.source import Source, SourceLine

MOST_WORDS = 500_000  # that a recogniser heard, each with a time; forty hours of speech
_Read = Callable[[Any], Iterator[Cue]]
_LANGUAGES = ("language", "language_code", "languageCode", "detected_language", "locale")


def read_recogniser(data: bytes, name: str) -> Source:
    """Return the voices (bold) and paragraphs of a recogniser's JSON as a source. Raises IntakeError."""
    form, read = _open(data, name)
    return Source(tuple(_lines_of(_bounded(read(form), name))), form="recording", language=_language_of(form))


def read_words(data: bytes, name: str) -> list[Cue]:
    """Return what a recogniser heard, each word with its own time where the JSON has them. Raises IntakeError."""
    form, read = _open(data, name)
    words = _bounded(_WORDS[read](form), name) if read in _WORDS else []
    return words if any(cue.start is not None for cue in words) else _bounded(read(form), name)


def _open(data: bytes, name: str) -> tuple[Any, _Read]:
    """Return the JSON, and the reader of its recogniser. Raises IntakeError."""
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
    return form, read


def _bounded(heard: Iterator[Cue], name: str) -> list[Cue]:
    """Return the cues that have words. Raises IntakeError for too many."""
    cues: list[Cue] = []
    for cue in heard:
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
    return cues


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
    # Azure says it of each phrase.
    phrases = list_of(form, "recognizedPhrases") or list_of(form, "phrases")
    told = (form, *(row for row in phrases[:1] if isinstance(row, dict)))
    stated = next((one[key] for one in told for key in _LANGUAGES if isinstance(one.get(key), str)), "")
    tag = stated.replace("_", "-")
    return tag.split("-")[0].lower() if tag.replace("-", "").isalpha() and len(tag.split("-")[0]) in (2, 3) else ""


def _cue(text: str, voice: str, start: Any, end: Any, per_second: float = 1, *, begins: bool = False) -> Cue:
    return Cue(1, text, voice, seconds_of(start, per_second), seconds_of(end, per_second), begins=begins)


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
    rows = form if isinstance(form, list) else list_of(form, "segments")
    return bool(rows) and all(isinstance(row, dict) and isinstance(row.get("text"), str) for row in rows)


def _whisper(form: Any) -> Iterator[Cue]:
    for row in form if isinstance(form, list) else list_of(form, "segments"):
        yield _cue(
            text_of(row, "text"), voice_of(value_at(row, "speaker")), value_at(row, "start"), value_at(row, "end")
        )


def _is_whisper_cpp(form: Any) -> bool:
    rows = list_of(form, "transcription")
    return bool(rows) and all(isinstance(value_at(row, "offsets"), dict) for row in rows)


def _whisper_cpp(form: Any) -> Iterator[Cue]:
    for row in list_of(form, "transcription"):
        start, end = value_at(row, "offsets", "from"), value_at(row, "offsets", "to")
        yield _cue(text_of(row, "text"), voice_of(value_at(row, "speaker")), start, end, 1000)


# Amazon Transcribe


def _is_amazon(form: Any) -> bool:
    return bool(list_of(form, "results", "items") or list_of(form, "results", "audio_segments"))


def _amazon(form: Any) -> Iterator[Cue]:
    results = value_at(form, "results")
    segments = list_of(results, "audio_segments")
    if segments and any(text_of(row, "speaker_label") for row in segments):
        for row in segments:
            voice = voice_of(value_at(row, "speaker_label"))
            yield _cue(text_of(row, "transcript"), voice, value_at(row, "start_time"), value_at(row, "end_time"))
        return
    voices: dict[Any, str] = {}
    for row in list_of(results, "speaker_labels", "segments"):
        for item in list_of(row, "items"):
            voices[str(value_at(item, "start_time"))] = voice_of(
                value_at(item, "speaker_label") or value_at(row, "speaker_label")
            )
    channels: dict[Any, str] = {}
    for row in list_of(results, "channel_labels", "channels"):
        for item in list_of(row, "items"):
            channels[str(value_at(item, "start_time"))] = voice_of(value_at(row, "channel_label"))
    words = []
    voice = ""
    for item in list_of(results, "items"):
        at = str(value_at(item, "start_time"))
        own = voice_of(value_at(item, "speaker_label")) or voices.get(at, "") or channels.get(at, "")
        voice = own or voice
        text = text_of(next(iter(list_of(item, "alternatives")), None), "content")
        words.append((text, voice, seconds_of(value_at(item, "start_time")), seconds_of(value_at(item, "end_time"))))
    yield from _of_words(words)


# Google Speech-to-Text: v1, v2, and files of v2's batches


def _google_results(form: Any) -> list[Any]:
    """Return the results of an answer, or of each file of a batch."""
    for key in ("response", "result"):
        form = value_at(form, key) if isinstance(value_at(form, key), dict) else form
    found = value_at(form, "results")
    if isinstance(found, list):
        return found
    rows: list[Any] = []
    for one in found.values() if isinstance(found, dict) else ():
        rows += list_of(one, "transcript", "results") or list_of(one, "inlineResult", "transcript", "results")
    return rows


def _is_google(form: Any) -> bool:
    return any(list_of(row, "alternatives") for row in _google_results(form))


def _google(form: Any) -> Iterator[Cue]:
    rows = [
        (row, best)
        for row in _google_results(form)
        if isinstance(best := next(iter(list_of(row, "alternatives")), None), dict)
    ]
    last = list_of(rows[-1][1], "words") if rows else []
    if len(rows) > 1 and any(value_at(word, "speakerTag") or value_at(word, "speaker_tag") for word in last):
        # With voices, v1 ends in a result that holds all words once more, each with its voice.
        before = sum(len(list_of(best, "words")) for _row, best in rows[:-1])
        rows = rows[-1:] if len(last) >= before else rows
    for row, best in rows:
        words = list_of(best, "words")
        if any(_google_voice(word) for word in words):
            yield from _of_words([_google_word(word) for word in words])
            continue
        channel = value_at(row, "channelTag") or value_at(row, "channel_tag")
        start = _google_word(words[0])[2] if words else None
        ended = value_at(row, "resultEndTime") or value_at(row, "resultEndOffset")
        end = _google_word(words[-1])[3] if words else seconds_of(ended)
        voice = f"Channel {channel}" if isinstance(channel, int) and channel > 0 and len(rows) > 1 else ""
        yield Cue(1, text_of(best, "transcript"), voice, start, end)


def _google_voice(word: Any) -> str:
    tag = value_at(word, "speakerTag") or value_at(word, "speaker_tag")
    return voice_of(tag) or voice_of(value_at(word, "speakerLabel") or value_at(word, "speaker_label"))


def _google_word(word: Any) -> tuple[str, str, float | None, float | None]:
    times = []
    for name in ("start", "end"):
        keys = (f"{name}Time", f"{name}Offset", f"{name}_time", f"{name}_offset")
        times.append(seconds_of(next((word[key] for key in keys if isinstance(word, dict) and key in word), 0)))
    return text_of(word, "word"), _google_voice(word), times[0], times[1]


# Deepgram


def _is_deepgram(form: Any) -> bool:
    return bool(list_of(form, "results", "channels") or list_of(form, "results", "utterances"))


def _deepgram(form: Any) -> Iterator[Cue]:
    utterances = list_of(form, "results", "utterances")
    channels = list_of(form, "results", "channels")
    if utterances:
        for row in utterances:
            voice = voice_of(value_at(row, "speaker")) or _channel(value_at(row, "channel"), len(channels))
            yield _cue(text_of(row, "transcript"), voice, value_at(row, "start"), value_at(row, "end"))
        return
    made: list[Cue] = []
    for number, channel in enumerate(channels):
        best = next(iter(list_of(channel, "alternatives")), None)
        other = _channel(number, len(channels))
        rows = list_of(best, "paragraphs", "paragraphs")
        for row in rows:
            voice = voice_of(value_at(row, "speaker")) or other
            for at, one in enumerate(list_of(row, "sentences")):
                made.append(
                    _cue(text_of(one, "text"), voice, value_at(one, "start"), value_at(one, "end"), begins=not at)
                )
        words = [] if rows else list_of(best, "words")
        made += _of_words(
            [
                (
                    text_of(word, "punctuated_word") or text_of(word, "word"),
                    voice_of(value_at(word, "speaker")) or other,
                    seconds_of(value_at(word, "start")),
                    seconds_of(value_at(word, "end")),
                )
                for word in words
            ]
        )
        if not rows and not words:
            made.append(Cue(1, text_of(best, "transcript"), other))
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
    rows = list_of(form, "utterances") or list_of(form, "words")
    return bool(rows) and all(isinstance(value_at(row, "text"), str) and "start" in row for row in rows)


def _assembly(form: Any) -> Iterator[Cue]:
    for row in list_of(form, "utterances"):
        yield _cue(
            text_of(row, "text"), voice_of(value_at(row, "speaker")), value_at(row, "start"), value_at(row, "end"), 1000
        )
    if not list_of(form, "utterances"):
        for row in list_of(form, "words"):
            yield _cue(
                text_of(row, "text"),
                voice_of(value_at(row, "speaker")),
                value_at(row, "start"),
                value_at(row, "end"),
                1000,
            )


# The words of those that give each its time


def _timed(words: list[Any], *keys: str, per_second: float = 1) -> Iterator[Cue]:
    """Yield a cue for each word; one without a time, such as a numeral of whisperX, goes on with the word before it."""
    pending: Cue | None = None
    for word in words:
        text = next((text for key in keys if (text := text_of(word, key).strip())), "")
        start, end = value_at(word, "start"), value_at(word, "end")
        cue = _cue(text, "", start, end, per_second)
        if cue.start is None and pending:
            pending = replace(pending, text=f"{pending.text} {text}", end=None)
            continue
        if pending:
            yield pending
        pending = cue
    if pending:
        yield pending


def _whisper_words(form: Any) -> Iterator[Cue]:
    for row in form if isinstance(form, list) else list_of(form, "segments"):
        words = list_of(row, "words")
        is_timed = any(seconds_of(value_at(word, "start")) is not None for word in words)
        yield from _timed(words, "word") if is_timed else _whisper([row])


def _deepgram_words(form: Any) -> Iterator[Cue]:
    for channel in list_of(form, "results", "channels"):
        for best in list_of(channel, "alternatives")[:1]:
            yield from _timed(list_of(best, "words"), "punctuated_word", "word")


def _assembly_words(form: Any) -> Iterator[Cue]:
    rows = [form] if list_of(form, "words") else list_of(form, "utterances")
    for row in rows:
        yield from _timed(list_of(row, "words"), "text", per_second=1000)


def _amazon_words(form: Any) -> Iterator[Cue]:
    for item in list_of(form, "results", "items"):
        for best in list_of(item, "alternatives")[:1]:
            if value_at(item, "start_time") is not None:
                yield _cue(text_of(best, "content"), "", value_at(item, "start_time"), value_at(item, "end_time"))


_WORDS: dict[_Read, _Read] = {
    _whisper: _whisper_words,
    _deepgram: _deepgram_words,
    _assembly: _assembly_words,
    _amazon: _amazon_words,
}
_RECOGNISERS: tuple[tuple[Callable[[Any], bool], _Read], ...] = (
    (is_rev, rev),
    (is_azure, azure),
    (_is_deepgram, _deepgram),
    (_is_amazon, _amazon),
    (_is_google, _google),
    (_is_whisper, _whisper),
    (_is_whisper_cpp, _whisper_cpp),
    (_is_assembly, _assembly),
)
