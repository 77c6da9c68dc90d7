"""Damaged files of all kinds, as many as INPUTS says: each is told whole, or refused with a sentence (`make drill`)."""

import random
import re
from collections import Counter

import pytest

from tests.intake.test_any_text import unaccounted
from tests.intake.test_many_inputs import INPUTS, SEED
from tests.kinds import FILES
from transcripts.intake import ACCEPTED_SUFFIXES, IntakeError, ParsedTranscript, Source, open_source, parse
from transcripts.intake.account import words_of

PIECES = [
    b"",
    b"\x00",
    b"\xff\xfe",
    b"<",
    b">",
    b"{",
    b"}",
    b"[",
    b"]",
    b'"',
    b":",
    b"\n\n",
    b"-->",
    b"\\u-1?",
    b"**",
    b"0" * 9,
]
_CLOCK = re.compile(r"--[>＞]")
_SIGN = re.compile(r"<[^<>]*>")
SLOW = {".pdf": 40, ".docx": 4}  # one in so many of these is tried: each needs a process, or an archive
MOST_CHANGES = 8


def damaged(chance: random.Random, data: bytes, other: bytes) -> bytes:
    """Return a file with bytes changed, dropped, doubled, and taken from another kind of file."""
    made = bytearray(data)
    for _ in range(chance.randint(1, MOST_CHANGES)):
        at, size = chance.randrange(len(made) + 1), chance.randint(0, 12)
        act = chance.randrange(4)
        if act == 0:
            made[at : at + size] = chance.choice(PIECES)
        elif act == 1:
            made[at:at] = made[at : at + size * 9]
        elif act == 2:
            start = chance.randrange(len(other))
            made[at:at] = other[start : start + size * 4]
        else:
            made[at : at + size] = bytes(chance.randrange(256) for _ in range(size))
    return bytes(made)


def untold(source: Source, parsed: ParsedTranscript) -> tuple[set[str], Counter[str]]:
    """Return the words of the lines, and of those that the reader left out, that are told nowhere, and those too many.

    Of captions, whose times are numbers and whose voices are told once, the words are those outside times and signs.
    """
    if source.form != "text":
        return set(), Counter()
    text = "\n".join([source.text, *(one.text for one in source.left_out)])
    missing, invented = unaccounted(text, parsed)
    if _CLOCK.search(text):
        spoken = words_of(_SIGN.sub(" ", "\n".join(line for line in text.split("\n") if not _CLOCK.search(line))))
        return {word for word in missing if word in spoken and not word.isdecimal()} - _voices(parsed) - {
            "v"
        }, Counter()
    return set(missing), invented


def _voices(parsed: ParsedTranscript) -> set[str]:
    return {word for turn in parsed.document.turns for word in words_of(turn.label)}


def test_a_sample_of_every_kind_that_is_accepted_is_tried() -> None:
    assert {name.rpartition(".")[2] for name in FILES} | {"htm"} == {suffix.strip(".") for suffix in ACCEPTED_SUFFIXES}


@pytest.mark.parametrize("name", FILES)
def test_each_of_many_files_is_read_or_refused_with_a_sentence(name: str) -> None:
    chance = random.Random(f"{SEED} {name}")  # noqa: S311  (not for secrets)
    suffix = f".{name.rpartition('.')[2]}"
    others = list(FILES.values())
    for number in range(max(1, INPUTS // len(FILES) // SLOW.get(suffix, 1))):
        data = damaged(chance, FILES[name], chance.choice(others))
        sentence = "It is read."
        try:
            source = open_source(data, name)
            parsed = parse(source, name=name)
        except IntakeError as refusal:
            sentence = str(refusal)
        except Exception as error:
            raise AssertionError(f"File {number} of seed {SEED}: {data!r}") from error
        else:
            assert untold(source, parsed) == (set(), Counter()), (number, data)
        assert sentence.endswith((".", "”")), (number, sentence)
