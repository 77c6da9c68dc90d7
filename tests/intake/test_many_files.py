"""Files of all kinds, as many as INPUTS says: each is told whole, or refused with a sentence (`make drill`).

One in five is a small conference of any layout and language, its lines changed, written as a file of the kind: the
words that went in come out, all of them and no others. The others are that file, damaged: its bytes, lines, tags, keys,
or the elements of its parts. How many were tried, and what was found, is printed (`pytest -s`).
"""

import itertools
import json
import random
import re
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from io import BytesIO
from typing import Any

import pytest
from lxml import etree

from tests.intake.readers.test_all_words import told_words
from tests.intake.readers.warm_pdf import WarmPdf
from tests.intake.small_files import KINDS, LATIN, Built, changed, small_page
from tests.intake.test_any_text import WORDS_OF_A_CLOCK, unaccounted
from tests.intake.test_many_inputs import INPUTS, SEED
from tests.kinds import FILES
from transcripts.intake import ACCEPTED_SUFFIXES, IntakeError, ParsedTranscript, Source, open_source, parse
from transcripts.intake.account import words_of
from transcripts.intake.readers.pdf import reader as pdf_reader

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
_TAG = re.compile(rb"<[^<>]*>|\\\\[a-z]+-?\\d* ?|[{}]")
DAMAGED = 4  # times each file is damaged
WHOLE = 0.1  # of the files are the same little conference in each kind
MOST_FINDS = 20  # that are told of one kind
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


def relined(chance: random.Random, data: bytes, other: bytes) -> bytes:
    """Return a file with lines dropped, doubled, swapped, joined, and taken from another kind of file."""
    return _reordered(chance, data.split(b"\n"), other.split(b"\n"), b"\n")


def retagged(chance: random.Random, data: bytes, other: bytes) -> bytes:
    """Return a file with tags or codes dropped, doubled, swapped, and taken from another kind of file."""
    ends = [0, *(at for match in _TAG.finditer(data) for at in match.span()), len(data)]
    pieces = [data[one:two] for one, two in itertools.pairwise(ends)]
    return _reordered(chance, pieces, _TAG.findall(other) or [b"<p>"], b"")


def _reordered(chance: random.Random, pieces: list[bytes], others: list[bytes], join: bytes) -> bytes:
    for _ in range(chance.randint(1, MOST_CHANGES)):
        at, two = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        act = chance.randrange(5)
        if act == 0 and len(pieces) > 1:
            del pieces[at]
        elif act == 1:
            pieces.insert(at, pieces[two])
        elif act == 2:
            pieces[at], pieces[two] = pieces[two], pieces[at]
        elif act == 3:
            pieces[at] += pieces[two]
        else:
            pieces.insert(at, chance.choice(others))
    return join.join(pieces)


def rekeyed(chance: random.Random, data: bytes, other: bytes) -> bytes:
    """Return JSON with values dropped, doubled, moved and changed."""
    try:
        form = json.loads(data)
    except ValueError:
        return damaged(chance, data, other)
    for _ in range(chance.randint(1, MOST_CHANGES)):
        nodes = _nodes(form)
        node = chance.choice(nodes)
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        if not keys:
            continue
        key = chance.choice(keys)
        act = chance.randrange(4)
        if act == 0:
            del node[key]
        elif act == 1 and isinstance(node, list):
            node.insert(key, deepcopy(node[chance.choice(keys)]))
        elif act == 2:
            node[key] = deepcopy(node[chance.choice(keys)])
        else:
            node[key] = chance.choice((None, "", 0, -1, 1e300, "x: y", "PT5S", [], {}, True, "00:01"))
    return json.dumps(form).encode()


def _nodes(form: Any) -> list[Any]:
    inner = form.values() if isinstance(form, dict) else form if isinstance(form, list) else ()
    return [form, *(node for one in inner if isinstance(one, dict | list) for node in _nodes(one))]


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


@pytest.fixture(scope="module", autouse=True)
def _warm() -> Iterator[None]:
    """Read PDF files with the reader's program as it is, but without starting Python for each."""
    with WarmPdf() as warm, pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf_reader, "subprocess", warm)
        yield


def damages(chance: random.Random, built: Built, other: bytes) -> bytes:
    """Return a file damaged in one of the ways that its kind has."""
    ways = [damaged, damaged, relined]
    if built.name.endswith(ARCHIVES) and built.data.startswith(b"PK"):
        ways = [damaged, repacked, repacked, repacked]
    elif built.name.endswith(".json"):
        ways = [damaged, rekeyed, rekeyed]
    elif built.name.endswith((".html", ".xml", ".rtf", ".doc", ".vtt")):
        ways = [damaged, relined, retagged, retagged]
    return chance.choice(ways)(chance, built.data, other)


def said_wrongly(built: Built, parsed: ParsedTranscript) -> tuple[Counter[str], Counter[str]]:
    """Return the words that went into a file and are told nowhere, and those told that did not go in."""
    if not built.words:
        return Counter(), Counter()
    told, words = told_words(parsed), Counter(built.words)
    missing = words - told
    clocks = sum(time is not None for turn in parsed.document.turns for time in turn.times) * WORDS_OF_A_CLOCK
    are_times = all(word.isdecimal() for word in missing) and missing.total() <= clocks
    return Counter() if are_times else missing, told - words - Counter(built.may)


@pytest.mark.parametrize("kind", KINDS)
def test_each_of_many_files_is_read_or_refused_with_a_sentence(kind: str) -> None:
    chance = random.Random(f"{SEED} {kind}")  # noqa: S311  (not for secrets)
    others = list(FILES.values())
    same = [name for name in FILES if name.rpartition(".")[2] == kind]
    counts: Counter[str] = Counter()
    finds: list[tuple[object, ...]] = []
    begun = time.process_time()
    built = Built(b"", "page.txt", [])
    for number in range(max(1, INPUTS // len(KINDS))):
        one = built
        if number % (DAMAGED + 1):
            one = Built(damages(chance, built, chance.choice(others)), built.name, [])
        elif same and chance.random() < WHOLE:
            built = one = Built(FILES[same[0]], same[0], [])
        else:
            built = one = KINDS[kind](chance, changed(chance, small_page(chance, LATIN if kind == "pdf" else ())))
        try:
            source = open_source(one.data, one.name)
            parsed = parse(source, name=one.name)
        except IntakeError as refusal:
            counts["refused"] += 1
            if not str(refusal).endswith((".", "”")):
                finds.append((number, str(refusal)))
        except Exception as error:
            finds.append((number, repr(error), one.data))
        else:
            counts["read"] += 1
            wrong = [*untold(source, parsed), *said_wrongly(one, parsed)]
            if any(wrong):
                finds.append((number, wrong, one.data))
        if len(finds) == MOST_FINDS:
            break
    seconds = time.process_time() - begun
    print(f"{kind}: {counts['read']} read, {counts['refused']} refused, {len(finds)} finds, {seconds:.0f} s")  # noqa: T201
    for find in finds:
        print(*find)  # noqa: T201
    assert not finds, (SEED, finds[0])
    assert counts["read"]
