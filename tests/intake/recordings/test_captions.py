"""Captions: voices, joined cues, times, and an account of every word of the file."""

import html
import random
import re
from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from transcripts.document.times import time_text
from transcripts.intake import IntakeError, ParsedTranscript, open_source, parse_text
from transcripts.intake.account import words_of
from transcripts.intake.left_out import FilePart, Reason
from transcripts.intake.parsing import parse

VOICES = """WEBVTT - This file was made by a program

NOTE Check the names
before Friday.

STYLE
::cue(b) { color: peachpuff }

intro
00:03.100 --> 00:07.400 align:start position:10%
<v Tom Reyes>Good morning, <i>everyone</i>.
Minister Calder &amp; her staff will begin.</v>

00:00:08.000 --> 00:00:12.250
<v Ines Calder>Thank you. The bridge

00:00:12.300 --> 00:00:16.000
<v Ines Calder>opens in June.

00:00:20.000 --> 00:00:24.000
<v Ines Calder>It took four years.

01:00:25.000 --> 01:00:26.000
<v Jo Marsh>Who paid?
"""
LABELLED = """1
00:00:01,333 --> 00:00:02,763
>> Mr. Calder:
Good afternoon,
ladies and gentlemen.

2
00:00:02,767 --> 00:00:05,467
{\\an8}I hope you had a fine weekend.

3
00:00:31,066 --> 00:00:32,396
The Press:
Thanks, Ben.

4
00:00:32,400 --> 00:00:38,300
When will it open?
"""


def said(parsed: ParsedTranscript) -> list[tuple[str, tuple[str, ...], tuple[int | None, ...]]]:
    return [(turn.label, turn.paragraphs, turn.times) for turn in parsed.document.turns]


def rest_of(text: str, parsed: ParsedTranscript) -> Counter[str]:
    """The words of captions that are in no turn, no head and not left out; what was invented counts below nothing."""
    plain = re.sub(r"<v(?:\.[^\s>]*)?\s+([^>]*)>", r" \1 ", text)
    plain = html.unescape(re.sub(r"</?[a-z][^<>]*>|<[\d:.]+>|\{\\[^{}]*\}", "", plain))
    words = Counter(words_of(plain))
    for turn in parsed.document.turns:
        words.subtract(words_of(" ".join([turn.label, *turn.paragraphs])))
    words.subtract(words_of(" ".join(one.text for one in (*parsed.head, *parsed.left_out))))
    return +words + Counter({word: count for word, count in words.items() if count < 0})


def test_voices_are_labels_and_their_sentences_are_joined() -> None:
    assert said(parse_text(VOICES)) == [
        ("Tom Reyes", ("Good morning, everyone. Minister Calder & her staff will begin.",), (3,)),
        ("Ines Calder", ("Thank you. The bridge opens in June.", "It took four years."), (8, 20)),
        ("Jo Marsh", ("Who paid?",), (3625,)),
    ]


def test_what_is_no_speech_is_listed_with_its_reason() -> None:
    left = {(one.text, one.reason, one.part) for one in parse_text(VOICES).left_out}
    assert ("NOTE Check the names", Reason.COMMENT, FilePart.COMMENT) in left
    assert ("before Friday.", Reason.COMMENT, FilePart.COMMENT) in left
    assert ("intro", Reason.FURNITURE, FilePart.BODY) in left
    assert ("00:00:12.300", Reason.TIME_CODE, FilePart.BODY) in left
    assert ("Ines Calder", Reason.REPEATED, FilePart.BODY) in left


@pytest.mark.parametrize("name", ["x.vtt", "x.srt", "x.txt"])
def test_labels_in_captions_are_voices_whatever_the_file_is_called(name: str) -> None:
    parsed = parse(open_source(LABELLED.encode(), name), name=name)
    assert said(parsed) == [
        ("Mr. Calder", ("Good afternoon, ladies and gentlemen. I hope you had a fine weekend.",), (1,)),
        ("The Press", ("Thanks, Ben. When will it open?",), (31,)),
    ]
    assert [turn.kind.value for turn in parsed.document.turns] == ["statement", "question"]


@pytest.mark.parametrize("text", [VOICES, LABELLED])
def test_every_word_of_captions_is_accounted_for(text: str) -> None:
    parsed = parse_text(text)
    times = [time_text(time) for turn in parsed.document.turns for time in turn.times if time is not None]
    rest = rest_of(text, parsed)
    assert min(rest.values()) > 0
    # What is left are the printed times of the paragraphs, to the millisecond.
    assert rest.total() <= 4 * len(times)
    assert all(word.isdecimal() for word in rest)


def test_captions_that_roll_up_say_each_line_once() -> None:
    lines = ["the ferry runs", "every hour until", "the quay is open", "and on Sundays too"]
    cues = [
        f"00:00:0{at}.000 --> 00:00:0{at + 1}.000\n{before}\n{line}\n"
        for at, (before, line) in enumerate(zip(["", *lines], lines, strict=False))
    ]
    parsed = parse_text("WEBVTT\n\n" + "\n".join(cue.replace("\n\n", "\n") for cue in cues))
    assert [turn.text for turn in parsed.document.turns] == [" ".join(lines)]
    assert [one.text for one in parsed.left_out if one.reason is Reason.REPEATED] == lines[:-1]


def test_captions_without_words_are_refused() -> None:
    with pytest.raises(IntakeError, match="no words"):
        parse_text("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n")


def test_where_a_voice_ends_another_word_begins() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Jo Marsh>When does it leave at night?</v>Boats <i>mid</i>night\n"
    assert [turn.text for turn in parse_text(text).document.turns] == ["When does it leave at night? Boats midnight"]


def test_a_name_that_asks_is_a_reporter_not_an_outlet() -> None:
    parsed = parse_text(VOICES.replace("Who paid?", "Minister, who paid for the bridge?"))
    last = list(parsed.document.turns)[-1]
    assert (last.outlet, last.journalist) == ("", "Jo Marsh")
    assert parsed.reporters == ("Jo Marsh",)


words = st.sampled_from(
    [
        "the",
        "bridge",
        "opens",
        "in",
        "June",
        "what",
        "did",
        "it",
        "cost",
        "Minister",
        "3,000",
        "10:05",
        "一座桥",
        "café",
        "&amp;",
        "<",
        ">",
        "--",
        "é",
    ]
)
voices = st.sampled_from(["", "<v Ines Calder>", "<v Jo Marsh>", "Tom Reyes: ", ">> ", "- ", "<i>", "Q: ", "NOTE "])
lines = st.builds(lambda voice, said: voice + " ".join(said), voices, st.lists(words, max_size=6))
times = st.integers(0, 20_000).map(lambda at: f"{at // 3600:02}:{at // 60 % 60:02}:{at % 60:02}.{at % 1000:03}")
cues = st.builds(
    lambda ident, start, end, body: "\n".join(filter(None, [ident, f"{start} --> {end}", *body])),
    st.sampled_from(["", "1", "intro"]),
    times,
    times,
    st.lists(lines, max_size=3),
)
files = st.builds(
    lambda head, body: head + "\n\n".join(body) + "\n", st.sampled_from(["WEBVTT\n\n", ""]), st.lists(cues)
)


@given(files)
@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.too_slow])
def test_no_captions_lose_or_gain_a_word(text: str) -> None:
    try:
        parsed = parse_text(text)
    except IntakeError:
        return
    if "-->" in text:
        rest = rest_of(text, parsed)
        assert all(count > 0 and word.isdecimal() for word, count in rest.items()), rest


def test_damaged_captions_are_read_or_refused() -> None:
    dice = random.Random(7)  # noqa: S311  (no secrets)
    for _ in range(examples(400)):
        data = bytearray((VOICES + LABELLED).encode())
        for _ in range(dice.randint(1, 12)):
            at = dice.randrange(len(data))
            data[at : at + dice.randint(0, 9)] = dice.choice(
                [b"", b"\n", b"-->", b"<v ", b"\n\n", b"99:99", b"\xe4", b":"]
            )
        with suppress(IntakeError):
            parse(open_source(bytes(data), "x.vtt"), name="x.vtt")


def test_curly_brackets_that_are_no_style_are_words() -> None:
    cue = r"{\an8}Jo Marsh: When {\b does it} sail?"
    text = f"1\n00:00:03,000 --> 00:00:08,000\n{cue}\n\n2\n00:00:09,000 --> 00:00:12,000\nInes Calder: In June.\n"
    parsed = parse(open_source(text.encode(), "a.srt"), name="a.srt")
    assert next(iter(parsed.document.turns)).text == r"When {\b does it} sail?"
