"""Random and mutated inputs, as many as INPUTS says: each is told whole, or refused with a sentence (`make drill`).

How many of each were tried, and what was found, is printed (`pytest -s`).
"""

import os
import random
import time
from collections import Counter
from collections.abc import Callable

import pytest

from tests.intake.small_files import changed, plain, small_page
from tests.intake.test_any_text import LINES, ODD, WHOLE, unaccounted
from transcripts.intake import Hints, IntakeError, Source, SourceLine, parse

INPUTS = int(os.environ.get("INPUTS", "200"))
SEED = int(os.environ.get("INPUTS_SEED", "20240312"))
MARKS = ["**", ">> ", "\t", "   ", "【", "】：", "[", "(((", "：：", "Q   ", "A: ", "— ", "…", "1"]
NASTY = [*ODD, *MARKS, "\u2028", "\x85", "\u200b"]
HINTED = 10  # one input in so many is read again with an editor's word, twice
MOST_CHANGES = 12
MOST_FINDS = 20  # that are told of one way


def mutated(chance: random.Random) -> str:
    """Return a page with lines dropped, doubled, swapped and joined, and with odd pieces put in."""
    lines = chance.choice(WHOLE).split("\n")
    for _ in range(chance.randint(1, MOST_CHANGES)):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        act = chance.randrange(6)
        if act == 0 and len(lines) > 1:
            del lines[at]
        elif act == 1:
            lines.insert(at, lines[other])
        elif act == 2:
            lines[at], lines[other] = lines[other], lines[at]
        elif act == 3:
            lines[at] += lines[other]
        elif act == 4:
            cut = chance.randint(0, len(lines[at]))
            lines[at] = lines[at][:cut] + chance.choice(NASTY) + lines[at][cut:]
        else:
            lines[at] = chance.choice(LINES).swapcase()
    return "\n".join(lines)


def scrambled(chance: random.Random) -> str:
    """Return lines of pages, odd pieces and characters of any kind, in no order."""
    pieces = [
        chance.choice(LINES)
        if chance.random() < 0.4
        else chance.choice(NASTY)
        if chance.random() < 0.7
        else "".join(chr(chance.choice((chance.randint(32, 126), chance.randint(0xA0, 0xD7FF)))) for _ in range(9))
        for _ in range(chance.randint(1, 30))
    ]
    return chance.choice(("\n", "\n\n", " ", "")).join(pieces)


def with_type(chance: random.Random, text: str) -> Source:
    """Return `text` as a source, now and then with bold type, headings and cells."""
    plain = chance.random() < 0.5
    return Source(
        tuple(
            SourceLine(number, line)
            if plain or chance.random() < 0.6
            else SourceLine(number, line, chance.randint(0, len(line) + 2), chance.randint(0, 6), chance.randint(0, 3))
            for number, line in enumerate(text.split("\n"), start=1)
        )
    )


def some_hints(chance: random.Random, labels: list[str], lines: int) -> Hints:
    """Return an editor's word on some of the labels and lines."""
    some = [frozenset(chance.sample(labels, min(len(labels), chance.randint(0, 2)))) for _ in range(4)]
    places = [frozenset(chance.randint(1, lines) for _ in range(chance.randint(0, 3))) for _ in range(3)]
    same = {chance.choice(labels): chance.choice(labels)} if labels else {}
    return Hints(some[0], places[0], some[1], some[2], some[3], same, places[1], places[2])


def laid_out(chance: random.Random) -> str:
    """Return a small page of any layout and language with lines and words changed."""
    return "\n".join(map(plain, changed(chance, small_page(chance), MOST_CHANGES)))


MADE: dict[str, Callable[[random.Random], str]] = {"mutated": mutated, "scrambled": scrambled, "laid out": laid_out}


@pytest.mark.parametrize("way", MADE)
def test_each_of_many_inputs_is_read_or_refused_with_a_sentence(way: str) -> None:
    chance = random.Random(f"{SEED} {way}")  # noqa: S311  (not for secrets)
    counts: Counter[str] = Counter()
    finds: list[tuple[object, ...]] = []
    begun = time.process_time()
    for number in range(max(1, INPUTS // len(MADE))):
        source = with_type(chance, MADE[way](chance))
        try:
            wrong = _faults(chance, number, source, counts)
        except Exception as error:
            wrong = [repr(error)]
        if wrong:
            finds.append((number, wrong, source))
        if len(finds) == MOST_FINDS:
            break
    seconds = time.process_time() - begun
    print(f"{way}: {counts['read']} read, {counts['refused']} refused, {len(finds)} finds, {seconds:.0f} s")  # noqa: T201
    for find in finds:
        print(*find)  # noqa: T201
    assert not finds, (SEED, finds[0])
    assert counts["read"]


def _faults(chance: random.Random, number: int, source: Source, counts: Counter[str]) -> list[object]:
    """Return what is wrong with how a source is read or refused; `counts` are kept."""
    try:
        parsed = [parse(source, name="any.txt")]
        if number % HINTED == 0:
            hints = some_hints(chance, [seen.label for seen in parsed[0].labels], len(source.lines))
            parsed += [parse(source, name="any.txt", hints=hints) for _ in range(2)]
    except IntakeError as refusal:
        counts["refused"] += 1
        sentence = str(refusal)
        return [] if sentence.startswith("any.txt") and sentence.endswith(".") else [sentence]
    counts["read"] += 1
    wrong: list[object] = [] if parsed[1:2] == parsed[2:3] else ["not the same twice"]
    for one in parsed:
        if len(one.lines) != sum(1 for _ in one.document.turns) or not all(
            0 < line <= len(source.lines) for line in one.lines
        ):
            wrong.append(one.lines)
        account = unaccounted(source.text, one)
        if account != (Counter(), Counter()):
            wrong.append(account)
    return wrong
