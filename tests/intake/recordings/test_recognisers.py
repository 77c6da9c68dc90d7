"""JSON of speech recognisers: each is known by its keys and gives voices, sentences and times."""

import itertools
import json
import random
from contextlib import suppress
from typing import Any

import pytest

from tests.examples import examples
from transcripts.intake import IntakeError, open_source
from transcripts.intake.caption_files import read_heard
from transcripts.intake.parsing import parse

ASKED, SAID = "When does it open?", "In June, I think."


def words_of(text: str, start: float, **more: Any) -> list[dict[str, Any]]:
    return [
        {"word": word, "start": start + at, "end": start + at + 0.5, **more} for at, word in enumerate(text.split())
    ]


def amazon(asked: str, said: str, *, by_item: bool) -> dict[str, Any]:
    items: list[dict[str, Any]] = []
    segments = []
    for voice, text, start in (("spk_0", asked, 3), ("spk_1", said, 70)):
        own = []
        for at, word in enumerate(text.split()):
            time = {"start_time": f"{start + at}.12", "end_time": f"{start + at}.9"}
            mark = word[-1] if word[-1] in ".?," else ""
            own.append({**time, "speaker_label": voice})
            items.append(
                {
                    "type": "pronunciation",
                    "alternatives": [{"confidence": "0.9", "content": word.removesuffix(mark)}],
                    **time,
                }
            )
            if mark:
                items.append({"type": "punctuation", "alternatives": [{"confidence": "0.0", "content": mark}]})
        segments.append({"speaker_label": voice, "start_time": f"{start}.12", "items": own})
    if by_item:
        voices = {item["start_time"]: item["speaker_label"] for segment in segments for item in segment["items"]}  # type: ignore[index]
        items = [{**item, "speaker_label": voices.get(item.get("start_time"), "spk_0")} for item in items]
        for before, item in itertools.pairwise(items):
            item["speaker_label"] = item["speaker_label"] if "start_time" in item else before["speaker_label"]
        return {"results": {"transcripts": [{"transcript": f"{asked} {said}"}], "items": items}}
    labels = {"speakers": 2, "segments": segments}
    return {"jobName": "x", "results": {"transcripts": [], "speaker_labels": labels, "items": items}}


def google(asked: str, said: str, *, v2: bool) -> dict[str, Any]:
    def word(one: dict[str, Any], voice: int) -> dict[str, Any]:
        if v2:
            return {"word": one["word"], "startOffset": f"{one['start']}s", "speakerLabel": str(voice)}
        return {"word": one["word"], "startTime": f"{one['start']}s", "endTime": f"{one['end']}s", "speakerTag": voice}

    words = [word(one, 1) for one in words_of(asked, 3)] + [word(one, 2) for one in words_of(said, 70)]
    if v2:
        return {"results": {"gs://a/b": {"transcript": {"results": [{"alternatives": [{"words": words}]}]}}}}
    first = [{key: value for key, value in one.items() if key != "speakerTag"} for one in words]
    whole = {"alternatives": [{"transcript": f"{asked} {said}", "words": first}]}
    return {"results": [whole, {"alternatives": [{"words": words}]}]}


def samples(asked: str, said: str) -> dict[str, tuple[Any, list[str]]]:
    """What each recogniser makes of a question and an answer, with its voices."""
    segments = [{"start": 3.2, "end": 5, "text": f" {asked}"}, {"start": 70, "end": 72, "text": f" {said}"}]
    return {
        "whisper": ({"text": f"{asked} {said}", "segments": segments, "language": "en"}, [""]),
        "whisper.cpp": (
            {
                "systeminfo": "x",
                "transcription": [
                    {"timestamps": {}, "offsets": {"from": 3200, "to": 5000}, "text": f" {asked}"},
                    {"timestamps": {}, "offsets": {"from": 70000, "to": 72000}, "text": f" {said}"},
                ],
            },
            [""],
        ),
        "whisperX": (
            {"segments": [{**one, "speaker": f"SPEAKER_0{at}", "words": []} for at, one in enumerate(segments)]},
            ["SPEAKER_00", "SPEAKER_01"],
        ),
        "Amazon, by segments": (amazon(asked, said, by_item=False), ["spk_0", "spk_1"]),
        "Amazon, by items": (amazon(asked, said, by_item=True), ["spk_0", "spk_1"]),
        "Amazon, audio segments": (
            {
                "results": {
                    "items": [],
                    "audio_segments": [
                        {
                            "transcript": asked,
                            "start_time": "3.2",
                            "end_time": "5",
                            "speaker_label": "spk_0",
                            "items": [0],
                        },
                        {
                            "transcript": said,
                            "start_time": "70.1",
                            "end_time": "72",
                            "speaker_label": "spk_1",
                            "items": [1],
                        },
                    ],
                }
            },
            ["spk_0", "spk_1"],
        ),
        "Azure, batch": (
            {
                "recognizedPhrases": [
                    {"speaker": 2, "offsetInTicks": 7.0e8, "nBest": [{"lexical": "in june", "display": said}]},
                    {
                        "speaker": 1,
                        "offsetInTicks": 3.2e7,
                        "nBest": [{"display": asked}, {"display": "Wendell's open?"}],
                    },
                ]
            },
            ["Speaker 1", "Speaker 2"],
        ),
        "Azure, batch as documented": (
            {
                "source": "https://storage.example/briefing.wav",
                "timestamp": "2026-03-12T09:30:21Z",
                "durationInTicks": 720_000_000,
                "duration": "PT1M12S",
                "combinedRecognizedPhrases": [{"channel": 0, "lexical": "…", "itn": "…", "display": f"{asked} {said}"}],
                "recognizedPhrases": [
                    {
                        "recognitionStatus": "Success",
                        "channel": 0,
                        "offset": offset,
                        "duration": "PT2.5S",
                        "locale": "en-US",
                        "nBest": [
                            {
                                "confidence": 0.9,
                                "speaker": voice,
                                "lexical": text.lower(),
                                "itn": text,
                                "display": text,
                                "words": [{"word": "when", "offset": offset, "duration": "PT0.2S", "confidence": 0.9}],
                            },
                            {"confidence": 0.4, "speaker": voice, "display": "Wendell's open?"},
                        ],
                    }
                    for text, voice, offset in [(asked, 1, "PT3.2S"), (said, 2, "PT1M10S")]
                ]
                + [
                    {"recognitionStatus": "InitialSilenceTimeout", "channel": 0, "offset": "PT1H2S", "duration": "PT1S"}
                ],
            },
            ["Speaker 1", "Speaker 2"],
        ),
        "Azure, Video Indexer": (
            {
                "RecognizedPhrases": [
                    {
                        "RecognitionStatus": "Success",
                        "Channel": 0,
                        "Speaker": voice,
                        "Offset": "PT0S",
                        "OffsetInTicks": ticks,
                        "DurationInTicks": 110_100_000,
                        "NBest": [{"Lexical": "…", "MaskedITN": "", "Display": text}],
                    }
                    for text, voice, ticks in [(asked, 1, 32_000_000), (said, 2, 700_000_000)]
                ]
            },
            ["Speaker 1", "Speaker 2"],
        ),
        "Azure, before version 3": (
            {
                "AudioFileResults": [
                    {
                        "AudioFileName": "Channel.0.wav",
                        "SegmentResults": [
                            {
                                "RecognitionStatus": "Success",
                                "ChannelNumber": "0",
                                "SpeakerId": voice,
                                "Offset": ticks,
                                "Duration": 20_000_000,
                                "NBest": [{"Confidence": 0.9, "Display": text}],
                            }
                            for text, voice, ticks in [(asked, "1", 32_000_000), (said, "2", 700_000_000)]
                        ],
                    }
                ]
            },
            ["Speaker 1", "Speaker 2"],
        ),
        "Azure, fast": (
            {
                "combinedPhrases": [{"text": "…"}],
                "phrases": [
                    {"speaker": 1, "offsetMilliseconds": 3200, "durationMilliseconds": 2000, "text": asked},
                    {"speaker": 2, "offsetMilliseconds": 70000, "durationMilliseconds": 2000, "text": said},
                ],
            },
            ["Speaker 1", "Speaker 2"],
        ),
        "Google, v1": (google(asked, said, v2=False), ["Speaker 1", "Speaker 2"]),
        "Google, v2": (google(asked, said, v2=True), ["Speaker 1", "Speaker 2"]),
        "Deepgram, utterances": (
            {
                "results": {
                    "channels": [{"alternatives": []}],
                    "utterances": [
                        {"start": 3.2, "end": 5, "speaker": 0, "transcript": asked},
                        {"start": 70, "end": 72, "speaker": 1, "transcript": said},
                    ],
                }
            },
            ["Speaker 0", "Speaker 1"],
        ),
        "Deepgram, paragraphs": (
            {
                "results": {
                    "channels": [
                        {
                            "alternatives": [
                                {
                                    "paragraphs": {
                                        "paragraphs": [
                                            {"speaker": 0, "sentences": [{"text": asked, "start": 3.2, "end": 5}]},
                                            {"speaker": 1, "sentences": [{"text": said, "start": 70, "end": 72}]},
                                        ]
                                    }
                                }
                            ]
                        }
                    ]
                }
            },
            ["Speaker 0", "Speaker 1"],
        ),
        "Deepgram, words": (
            {
                "results": {
                    "channels": [
                        {"alternatives": [{"words": [*words_of(asked, 3, speaker=0), *words_of(said, 70, speaker=1)]}]}
                    ]
                }
            },
            ["Speaker 0", "Speaker 1"],
        ),
        "AssemblyAI": (
            {
                "language_code": "en_us",
                "utterances": [
                    {"speaker": "A", "text": asked, "start": 3200, "end": 5000, "words": []},
                    {"speaker": "B", "text": said, "start": 70000, "end": 72000, "words": []},
                ],
            },
            ["Speaker A", "Speaker B"],
        ),
        "Rev AI": (
            {
                "monologues": [
                    {
                        "speaker": at,
                        "elements": [
                            {"type": "text", "value": text[:-1], "ts": start, "end_ts": start + 2},
                            {"type": "punct", "value": text[-1]},
                        ],
                    }
                    for at, (text, start) in enumerate([(asked, 3.2), (said, 70)])
                ]
            },
            ["Speaker 0", "Speaker 1"],
        ),
        "Rev AI as documented, with names": (
            {
                "speakers": [{"id": 0, "name": "Jo Marsh"}, {"id": 1, "name": "Ines Calder"}],
                "monologues": [
                    {
                        "speaker": at,
                        "elements": [
                            *(
                                one
                                for number, word in enumerate(text[:-1].split())
                                for one in (
                                    *([{"type": "punct", "value": " "}] if number else []),
                                    {
                                        "type": "text",
                                        "value": word,
                                        "ts": start,
                                        "end_ts": start + 0.2,
                                        "confidence": 0.9,
                                    },
                                )
                            ),
                            {"type": "punct", "value": text[-1]},
                        ],
                    }
                    for at, (text, start) in enumerate([(asked, 3.2), (said, 70)])
                ],
            },
            ["Jo Marsh", "Ines Calder"],
        ),
    }


SAMPLES = samples(ASKED, SAID)


def read(form: Any) -> Any:
    return parse(open_source(json.dumps(form).encode(), "x.json"), name="x.json")


@pytest.mark.parametrize(("form", "voices"), SAMPLES.values(), ids=SAMPLES)
def test_a_recogniser_s_words_voices_and_times_are_read(form: Any, voices: list[str]) -> None:
    turns = list(read(form).document.turns)
    assert list(dict.fromkeys(turn.label for turn in turns)) == voices
    assert [text for turn in turns for text in turn.paragraphs] == [ASKED, SAID]
    assert [time for turn in turns for time in turn.times] == [3, 70]


def test_words_without_the_punctuation_between_them_are_parted() -> None:
    words = [
        {"type": "text", "value": word, "ts": at, "end_ts": at + 1} for at, word in enumerate(["When", "<unk>", "then"])
    ]
    words[1]["type"] = "unknown"
    parsed = read({"monologues": [{"speaker": 0, "speaker_info": {"display_name": "Jo Marsh"}, "elements": words}]})
    assert [(turn.label, turn.paragraphs) for turn in parsed.document.turns] == [("Jo Marsh", ("When <unk> then",))]


def test_a_batch_of_azure_states_the_language_of_its_phrases() -> None:
    assert read(SAMPLES["Azure, batch as documented"][0]).document.language == "en"


def test_numbered_voices_are_nobody_s_names_and_are_asked_about_once() -> None:
    parsed = read(SAMPLES["whisperX"][0])
    assert not parsed.document.people
    assert not any(turn.speaker or turn.outlet or turn.journalist for turn in parsed.document.turns)
    assert [one.label for one in parsed.labels] == ["SPEAKER_00", "SPEAKER_01"]
    assert sum("SPEAKER_00, SPEAKER_01" in warning.message for warning in parsed.warnings) == 1


def test_the_language_that_a_recogniser_states_is_the_transcript_s() -> None:
    assert read(SAMPLES["AssemblyAI"][0]).document.language == "en"


@pytest.mark.parametrize(
    "form", [{}, [], "text", 5, None, {"results": []}, {"segments": [{"text": 5}]}, {"a": {"b": 1}}]
)
def test_other_json_is_refused_with_the_names_of_those_that_are_read(form: Any) -> None:
    with pytest.raises(IntakeError, match="Whisper"):
        read(form)


def test_damaged_json_is_read_or_refused() -> None:
    dice = random.Random(11)  # noqa: S311  (no secrets)
    for form, _voices in SAMPLES.values():
        text = json.dumps(form)
        for _ in range(examples(40)):
            data = text
            for _ in range(dice.randint(1, 4)):
                at = dice.randrange(len(data))
                data = (
                    data[:at]
                    + dice.choice(["", "null", "[]", "{}", '"', "-1e999", "true", "[["])
                    + data[at + dice.randint(0, 12) :]
                )
            with suppress(IntakeError):
                parse(open_source(data.encode(), "x.json"), name="x.json")
        _damage_values(form, dice)


def _damage_values(form: Any, dice: random.Random) -> None:
    """Put values of other types in the places of a sample's, one at a time."""
    for _ in range(examples(60)):
        copy = json.loads(json.dumps(form))
        node, way = copy, 0
        while isinstance(node, dict | list) and node:
            key: Any = dice.choice(list(node)) if isinstance(node, dict) else dice.randrange(len(node))
            if way > dice.randint(0, 6) or not isinstance(node[key], dict | list):
                node[key] = dice.choice([None, 5, -1, "x", [], {}, True, 1e308, [None], {"a": 1}])
                break
            node, way = node[key], way + 1
        with suppress(IntakeError):
            read(copy)


def test_json_with_too_deep_a_nest_is_refused() -> None:
    with pytest.raises(IntakeError, match="damaged"):
        open_source(b"[" * 100_000, "x.json")


SPOKEN_AT = [3.0, 4.0, 5.0, 50.0, 51.0, 52.0, 53.0, 54.0, 55.0]  # three words, a long silence, and six more
HEARD = ["When", "does", "it", "open", "in", "June", "I", "think", "so"]
IN_WORDS = {
    "Whisper": lambda words: {"segments": [{"text": " ".join(HEARD), "start": 3, "end": 56, "words": words}]},
    "Deepgram": lambda words: {
        "results": {"channels": [{"alternatives": [{"transcript": " ".join(HEARD), "words": words}]}]}
    },
    "AssemblyAI": lambda words: {
        "utterances": [
            {
                "speaker": "A", "text": " ".join(HEARD), "start": 3000, "end": 56000,
                "words": [{"text": each["word"], "start": 1000 * each["start"], "end": 1000 * each["end"]}
                          for each in words],
            }
        ]
    },
    "Amazon": lambda words: {
        "results": {
            "items": [
                {"start_time": str(each["start"]), "end_time": str(each["end"]),
                 "alternatives": [{"content": each["word"]}]} for each in words
            ]
        }
    },
}  # fmt: skip


@pytest.mark.parametrize("maker", IN_WORDS)
def test_times_are_those_of_the_words_where_a_recogniser_gives_them(maker: str) -> None:
    """A phrase of a minute says when it begins; the silence in it, only its words."""
    words = [{"word": word, "start": at, "end": at + 0.5} for word, at in zip(HEARD, SPOKEN_AT, strict=True)]
    heard = read_heard(json.dumps(IN_WORDS[maker](words)).encode(), "heard.json")
    assert heard.words == tuple(word.casefold() for word in HEARD)
    assert [round(time, 1) for time in heard.times] == SPOKEN_AT


def test_a_word_without_a_time_goes_on_with_the_one_before_and_a_phrase_without_words_stays_one() -> None:
    words = [{"word": "In", "start": 3, "end": 3.5}, {"word": "2024"}, {"word": "it", "start": 6, "end": 6.5}]
    rows = [{"text": "In 2024 it", "start": 3, "end": 7, "words": words}, {"text": "opened", "start": 9, "end": 10}]
    heard = read_heard(json.dumps({"segments": rows}).encode(), "heard.json")
    assert heard.words == ("in", "2024", "it", "opened")
    assert (heard.times[0], heard.times[2], heard.times[3]) == (3, 6, 9)
    assert 3 < heard.times[1] < 6
