"""Pages of random layouts, by families; LAYOUTS=5000 reads as many, as `make drill` does."""

import os
import random
from collections import defaultdict

import pytest

from tests.intake.layouts.pages import HELD_OUT, Family, is_held_out, make_page, random_family
from tools.score_pages import Marks, compare, total_of
from transcripts.intake import IntakeError, parse_text

LAYOUTS = int(os.environ.get("LAYOUTS", "60"))
SEED = int(os.environ.get("LAYOUTS_SEED", "20"))
LEAST = {"turn_f1": 0.97, "kind": 0.97, "people_f1": 0.95, "title": 0.97, "date": 0.92}


def dice_of(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 (layouts, no secrets)


def marks_of(family: Family, dice: random.Random) -> Marks:
    text, truth = make_page(family, dice)
    try:
        return compare(str(family), truth, parse_text(text))
    except IntakeError as error:
        return compare(str(family), truth, None, failed=str(error))


def figures(marks: Marks) -> dict[str, float]:
    return {
        "turn_f1": marks.f1("hits", "wanted", "said"),
        "kind": marks.share("kinds", "hits"),
        "people_f1": marks.f1("people_hits", "people", "people_said"),
        "title": marks.share("titles", "titled"),
        "date": marks.share("right_dates", "dates"),
    }


@pytest.mark.parametrize("held_out", [False, True])
def test_pages_of_random_layouts_are_read(held_out: bool) -> None:
    dice = dice_of(SEED)
    pages = []
    while len(pages) < LAYOUTS:
        family = random_family(dice)
        if is_held_out(family) == held_out:
            pages.append(marks_of(family, dice))
    found = figures(total_of(pages))
    assert all(found[name] >= least for name, least in LEAST.items()), found


def test_the_turns_of_each_language_are_read() -> None:
    dice = dice_of(SEED + 1)
    by_language: dict[str, list[Marks]] = defaultdict(list)
    for _ in range(LAYOUTS):
        family = random_family(dice)
        by_language[family.language].append(marks_of(family, dice))
    worst = min((figures(total_of(pages))["turn_f1"], language) for language, pages in by_language.items())
    assert worst[0] >= 0.95, worst


def test_the_same_dice_make_the_same_page() -> None:
    family = random_family(dice_of(1))
    assert make_page(family, dice_of(2)) == make_page(family, dice_of(2))


def test_what_is_held_out_is_among_the_layouts() -> None:
    families = [random_family(dice_of(seed)) for seed in range(400)]
    for part, names in HELD_OUT.items():
        assert set(names) <= {getattr(family, part) for family in families}
