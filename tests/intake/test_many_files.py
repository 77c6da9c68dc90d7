"""Damaged files of all kinds, as many as INPUTS says: each is told whole, or refused with a sentence (`make drill`)."""

import random
import re
import zipfile
from collections import Counter
from copy import deepcopy
from io import BytesIO

import pytest
from lxml import etree

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
_ENTITY = re.compile(r"&#?(\w+);")
_SIGN = re.compile(r"<[^<>]*>|\{\\[^{}\s]*\}")
SLOW = {".pdf": 40, ".docx": 4}  # one in so many of these is tried: each needs a process, or an archive
MOST_CHANGES = 8
BLUNT = 0.3  # of damaged parts of archives may be no XML any more
_MAIN = ("word/document.xml", "content.xml", "word/styles.xml", "styles.xml")
ARCHIVES = (".docx", ".odt")


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


def repacked(chance: random.Random, data: bytes, other: bytes) -> bytes:
    """Return an archive whose parts of XML are damaged inside: letters, tags and attributes, so that it still opens."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as archive, zipfile.ZipFile(target, "w") as made:
        parts = [part for part in archive.namelist() if part.endswith(".xml")]
        hit = set(chance.sample(parts, min(len(parts), chance.randint(1, 2)))) | {chance.choice(_MAIN)}
        for part in archive.namelist():
            inside = archive.read(part)
            if part in hit:
                inside = damaged(chance, inside, other) if chance.random() < BLUNT else _reshaped(chance, inside)
            made.writestr(part, inside)
    return target.getvalue()


def _reshaped(chance: random.Random, xml: bytes) -> bytes:
    """Return XML, still well formed, with elements dropped, doubled, moved, renamed, and other attributes and words."""
    root = etree.fromstring(xml)
    for _ in range(chance.randint(1, MOST_CHANGES)):
        elements = [element for element in root.iter() if isinstance(element.tag, str) and element is not root]
        if not elements:
            break
        one, two = chance.choice(elements), chance.choice(elements)
        act = chance.randrange(6)
        if act == 0:
            one.getparent().remove(one)  # type: ignore[union-attr]
        elif act == 1:
            two.append(deepcopy(one))
        elif act == 2 and one not in two.iterancestors() and one is not two:
            two.append(one)
        elif act == 3:
            one.tag = two.tag
        elif act == 4:
            for key in list(one.attrib):
                one.set(key, chance.choice(("", "0", "-1", "99999999999", "x", str(two.text)[:9].strip("\0\x02"))))
        else:
            one.text, one.tail = chance.choice(("a: b", "\u2028", "\u202e", "1", " ")), chance.choice((None, "Q: c"))
    return etree.tostring(root)


def untold(source: Source, parsed: ParsedTranscript) -> tuple[set[str], Counter[str]]:
    """Return the words of the lines, and of those that the reader left out, that are told nowhere, and those too many.

    Of captions, whose times are numbers and whose voices are told once, the words are those outside times and signs.
    """
    if source.form != "text":
        return set(), Counter()
    text = "\n".join([source.text, *(one.text for one in source.left_out)])
    if _CLOCK.search(text):
        # A word of a sign may be spoken elsewhere: the signs' own are not looked for.
        missing, _ = unaccounted(_SIGN.sub(" ", text), parsed)
        spoken = words_of(_SIGN.sub(" ", "\n".join(line for line in text.split("\n") if not _CLOCK.search(line))))
        told = _voices(parsed) | {"v", *_ENTITY.findall(text)}
        return {word for word in missing if word in spoken and not word.isdecimal()} - told, Counter()
    missing, invented = unaccounted(text, parsed)
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
        make = repacked if suffix in ARCHIVES and chance.random() < 1 - BLUNT else damaged
        data = make(chance, FILES[name], chance.choice(others))
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
