"""Captions, as the rules of WebVTT and our own reader have them."""

import re
from dataclasses import replace
from itertools import pairwise

from hypothesis import HealthCheck, given, settings

from tests.examples import examples
from tests.exports.test_golden import ENGLISH, IMPRINT
from tests.intake.sheet.test_round_trip import documents
from transcripts.document import ExchangeText, Kind, TranscriptDocument, TurnText
from transcripts.exports import FORMATS
from transcripts.exports.captions import cues, has_captions

ANSWER = TurnText(
    Kind.ANSWER,
    "Director Reyl",
    ("At one & no later. It is <late>.", "Then --> nothing."),
    speaker="Tomas Reyl",
    times=(61, 75),
    paragraph_ids=("p2abcdefgh", "p3abcdefgh"),
)
TIMED = replace(ENGLISH, exchanges=(ExchangeText((TurnText(Kind.QUESTION, "Tide", ("When?",)), ANSWER)),))


def test_the_captions_are_webvtt() -> None:
    assert FORMATS["vtt"].render(TIMED, IMPRINT).decode() == (
        "WEBVTT\n\npp2abcdefgh-1\n00:01:01.000 --> 00:01:06.600\n"
        "<v Tomas Reyl>Tomas Reyl: At one &amp; no later. It is &lt;late&gt;.\n\n"
        "pp3abcdefgh-1\n00:01:15.000 --> 00:01:17.000\n<v Tomas Reyl>Then --&gt; nothing.\n"
    )


def test_the_same_captions_are_subrip() -> None:
    assert (
        FORMATS["srt"]
        .render(TIMED, IMPRINT)
        .decode()
        .startswith("1\n00:01:01,000 --> 00:01:06,600\nTomas Reyl: At one")
    )


def test_a_long_paragraph_is_parted_at_its_sentences() -> None:
    long = " ".join(f"This is the sentence that has the number {number}." for number in range(12))
    found = list(cues(replace(TIMED, exchanges=(ExchangeText((replace(ANSWER, paragraphs=(long,), times=(5,)),)),))))
    assert len(found) == 12
    assert all(each.end - each.start < 8 for each in found)
    assert [one.end for one in found[:-1]] == [other.start for other in found[1:]]


def test_without_times_there_are_none() -> None:
    assert not has_captions(ENGLISH)
    assert not FORMATS["vtt"].suits(ENGLISH)


@given(documents)
@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_cues_are_in_order_end_after_they_start_and_hold_every_timed_word(document: TranscriptDocument) -> None:
    found = list(cues(document))
    assert [each.start for each in found] == sorted(each.start for each in found)
    assert all(each.start < each.end for each in found)
    text = re.sub(r"\s+", "", "".join(each.text for each in found))
    for turn in document.turns:
        for paragraph, time in zip(turn.paragraphs, turn.times, strict=True):
            assert time is None or re.sub(r"\s+", "", paragraph)[:5] in text
    lines = FORMATS["vtt"].render(document, IMPRINT).decode().split("\n")
    assert lines[0] == "WEBVTT"
    assert len([line for line in lines if "-->" in line]) == len(found)
    assert all(re.match(r"p[0-9a-z]+-\d+$", line) for line, after in pairwise(lines) if "-->" in after)
