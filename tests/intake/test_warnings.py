"""How far warnings can be trusted: of random pages, damaged as careless typing and conversion damage them."""

import os
import random

from tests.intake.layouts.damages import DAMAGES, damage_page
from tests.intake.layouts.pages import make_page, random_family
from tools.score_pages import Marks, about_warnings, compare, total_of
from transcripts.intake import IntakeError, parse_text

PAGES = max(1, int(os.environ.get("LAYOUTS", "60")) // 30)  # with each kind of damage
SEED = int(os.environ.get("LAYOUTS_SEED", "31"))
LEAST_TURNS, LEAST_KINDS, LEAST_RIGHT = 0.75, 0.7, 0.7
# Where labels of two officials are swapped, or one that stood over a statement is lost, no word may tell of it.
SILENT = ("labels swapped", "labels lost")


def marks_of(damage: str, dice: random.Random) -> Marks:
    family = random_family(dice)
    text, truth = damage_page(*make_page(family, dice), damage, dice)
    try:
        return compare(f"{family} {damage}", truth, parse_text(text))
    except IntakeError as error:
        return compare(f"{family} {damage}", truth, None, failed=str(error))


def test_what_is_wrong_on_damaged_pages_is_told() -> None:
    dice = random.Random(SEED)  # noqa: S311 (layouts, no secrets)
    pages = {damage: [marks_of(damage, dice) for _ in range(PAGES)] for damage in DAMAGES}
    told = total_of(page for damage, own in pages.items() if damage not in SILENT for page in own)
    everything = total_of(page for own in pages.values() for page in own)
    assert told.share("warned_turns", "wrong_turns") >= LEAST_TURNS, about_warnings(told)
    assert told.share("warned_kinds", "wrong_kinds") >= LEAST_KINDS, about_warnings(told)
    assert everything.share("right_warnings", "warnings") >= LEAST_RIGHT, about_warnings(everything)


def test_what_is_right_on_whole_pages_is_left_alone() -> None:
    dice = random.Random(SEED)  # noqa: S311 (layouts, no secrets)
    families = [random_family(dice) for _ in range(PAGES * 4)]
    pages = [compare("", truth, parse_text(text)) for text, truth in (make_page(one, dice) for one in families)]
    counts = total_of(pages).counts
    assert counts["warnings"] - counts["right_warnings"] <= len(pages) * 0.25
