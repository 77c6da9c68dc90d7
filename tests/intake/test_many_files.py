"""Files of all kinds, damaged, as many as INPUTS says: each is read or refused with a sentence (`make drill`)."""

import random

import pytest

from tests.intake.test_many_inputs import INPUTS, SEED
from tests.kinds import FILES
from transcripts.intake import ACCEPTED_SUFFIXES, IntakeError, open_source, parse

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
            parse(open_source(data, name), name=name)
        except IntakeError as refusal:
            sentence = str(refusal)
        except Exception as error:
            raise AssertionError(f"File {number} of seed {SEED}: {data!r}") from error
        assert sentence.endswith((".", "”")), (number, sentence)
