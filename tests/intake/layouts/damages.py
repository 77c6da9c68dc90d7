"""Damage to labelled pages, as careless typing, conversion and odd layouts do it; the right values stay known."""

import copy
import random
import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tools.score_pages import fold

SHARE = 0.2  # of the turns that are damaged, where not all are
CUT = 72  # characters of a line that is cut at a width
_MARK = re.compile(r"[\s:：.–—|>\-]*")


@dataclass(slots=True)
class Place:
    """Where a turn opens: the index of the line with its label, the characters that the label takes, and its turn."""

    line: int
    ends: int
    turn: dict[str, Any]

    def label(self, lines: Sequence[str]) -> str:
        """Return the label as printed, with what sets it off."""
        return lines[self.line][: self.ends]


def find_places(lines: Sequence[str], turns: Sequence[dict[str, Any]]) -> list[Place]:
    """Return where turns open of which the label and the first words are found, in order."""
    places, begin = [], 0
    for turn in turns:
        label, words = fold(turn["label"]), fold(turn["first_words"])
        if not label or turn.get("missing"):
            continue
        for at in range(begin, len(lines)):
            folded = fold(lines[at])
            if not folded.startswith(label):
                continue
            rest = folded[len(label) :]
            under = next((fold(line) for line in lines[at + 1 :] if line.strip()), "")
            if rest.startswith(words) or (not rest and under.startswith(words)):
                places.append(Place(at, _end_of(lines[at], label), turn))
                begin = at + 1
                break
    return places


def _end_of(line: str, label: str) -> int:
    """Return how many characters a label takes of a line, with the marks that set it off."""
    at = next(at for at in range(len(line) + 1) if fold(line[:at]) == label)
    return at + len(_MARK.match(line[at:])[0])  # type: ignore[index]


def _some(places: Sequence[Place], dice: random.Random) -> list[Place]:
    return [place for place in places if dice.random() < SHARE]


def _relabel(lines: list[str], place: Place, label: str) -> None:
    lines[place.line] = label + lines[place.line][place.ends :]


def _lose_colons(lines: list[str], places: Sequence[Place], dice: random.Random) -> None:
    for place in _some(places, dice):
        _relabel(lines, place, place.label(lines).rstrip(" :：.–—|>-") + " ")


def _lose_all_colons(lines: list[str], places: Sequence[Place], dice: random.Random) -> None:
    for place in places:
        _relabel(lines, place, place.label(lines).rstrip(" :：.–—|>-") + " ")


def _merge(lines: list[str], places: Sequence[Place], dice: random.Random) -> None:
    for place in reversed(_some(places[1:], dice)):
        before = place.line - 1
        while before > 0 and not lines[before].strip():
            before -= 1
        lines[before : place.line + 1] = [f"{lines[before]} {lines[place.line].lstrip()}"]


def _lose_blank_lines(lines: list[str], places: Sequence[Place], dice: random.Random) -> None:
    lines[:] = [line for line in lines if line.strip()]


def _cut_lines(lines: list[str], places: Sequence[Place], dice: random.Random) -> None:
    lines[:] = [part for line in lines for part in textwrap.wrap(line, CUT) or [""]]


def _misspell(lines: list[str], places: Sequence[Place], dice: random.Random) -> None:
    for place in _some(places, dice):
        label, at = place.turn["label"], dice.randrange(1, max(2, len(place.turn["label"]) - 1))
        slipped = label[:at] + label[at + 1 : at + 2] + label[at : at + 1] + label[at + 2 :]
        printed = place.label(lines)
        if label in printed:
            _relabel(lines, place, printed.replace(label, slipped))
            place.turn["label"] = slipped


def _lose_labels(lines: list[str], places: Sequence[Place], dice: random.Random) -> None:
    for place in _some(places[1:], dice):
        _relabel(lines, place, "")
        place.turn["missing"] = True


def _odd_forms(lines: list[str], places: Sequence[Place], dice: random.Random) -> None:
    form = dice.choice(("{} | ", "{} / ", "{} > ", "« {} » ", "{}) ", "* {} * ", "– {} – ", "{} = "))
    for place in places if dice.random() < 0.5 else _some(places, dice):
        _relabel(lines, place, form.format(place.turn["label"]))


def _swap(lines: list[str], places: Sequence[Place], dice: random.Random) -> None:
    at = 1
    while at < len(places):
        one, two = places[at - 1], places[at]
        if dice.random() < SHARE and one.turn["label"] != two.turn["label"]:
            first, second = one.label(lines), two.label(lines)
            _relabel(lines, one, second)
            _relabel(lines, two, first)
            at += 1
        at += 1


def _small_letters(lines: list[str], places: Sequence[Place], dice: random.Random) -> None:
    for place in _some(places, dice):
        _relabel(lines, place, place.label(lines).lower())


def _stand_alone(lines: list[str], places: Sequence[Place], dice: random.Random) -> None:
    for place in reversed(_some(places, dice)):
        rest = lines[place.line][place.ends :]
        lines[place.line : place.line + 1] = [place.turn["label"], *([rest] if rest else [])]


def _strange_voices(lines: list[str], places: Sequence[Place], dice: random.Random) -> None:
    voices = (
        "Voice from the back",
        "Someone",
        "Man in audience",
        "N.N.",
        "Unknown",
        "From the floor",
        "记录员",
        "旁白",
    )
    for place in _some(places, dice):
        label = dice.choice(voices)
        _relabel(lines, place, place.label(lines).replace(place.turn["label"], label))
        place.turn["label"] = label


DAMAGES: dict[str, Callable[[list[str], Sequence[Place], random.Random], None]] = {
    "some colons lost": _lose_colons, "all colons lost": _lose_all_colons, "lines merged": _merge,
    "blank lines lost": _lose_blank_lines, "lines cut": _cut_lines, "labels misspelt": _misspell,
    "labels lost": _lose_labels, "odd forms": _odd_forms, "labels swapped": _swap, "small letters": _small_letters,
    "labels alone": _stand_alone, "strange voices": _strange_voices,
}  # fmt: skip


def damage_page(text: str, truth: dict[str, Any], damage: str, dice: random.Random) -> tuple[str, dict[str, Any]]:
    """Return a page with a damage done to it, and its right values, in which printed labels are as printed now.

    Swapped labels are the exception: who speaks is who spoke before.
    """
    truth = copy.deepcopy(truth)
    lines = text.split("\n")
    DAMAGES[damage](lines, find_places(lines, truth["turns"]), dice)
    return "\n".join(lines), truth
