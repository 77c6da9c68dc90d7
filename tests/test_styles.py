"""The readers' styles and scripts: within their budgets, legible in light and dark, and described as they are."""

import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC: Path = settings.BASE_DIR / "static"
SHEETS = sorted((STATIC / "css").glob("*.css"))
TOKENS = STATIC / "css" / "tokens.css"
LANGUAGE_PAGE = settings.BASE_DIR / "docs" / "design-language.md"
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|lab)a?\(", re.IGNORECASE)

# What is seen on what, and how much contrast it needs: 4.5 for words, 3 for the rim of a field and the ring of focus
# (WCAG 2.2, success criteria 1.4.3 and 1.4.11).
PAIRS = {
    ("ink", "paper"): 4.5,
    ("ink", "leaf"): 4.5,
    ("ink", "mark"): 4.5,
    ("quiet", "paper"): 4.5,
    ("quiet", "leaf"): 4.5,
    ("seal", "paper"): 4.5,
    ("seal", "leaf"): 4.5,
    ("ask", "paper"): 4.5,
    ("ask", "leaf"): 4.5,
    ("edge", "paper"): 3,
    ("edge", "leaf"): 3,
}


def tokens() -> dict[str, dict[str, str]]:
    """The colours of each scheme, by name."""
    light, _, rest = TOKENS.read_text().partition("@media (prefers-color-scheme: dark)")
    dark, _, _ = rest.partition("@media")
    return {
        scheme: dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", words))
        for scheme, words in (("light", light), ("dark", dark))
    }


def luminance(colour: str) -> float:
    """The relative luminance of #rrggbb, as WCAG defines it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_wcag_defines_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_stand_out_from_what_they_stand_on(scheme: str) -> None:
    colours = tokens()[scheme]
    weak = {
        pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2)
        for pair, needed in PAIRS.items()
        if contrast(colours[pair[0]], colours[pair[1]]) < needed
    }
    assert weak == {}


def test_both_schemes_have_every_colour() -> None:
    assert tokens()["light"].keys() == tokens()["dark"].keys()


def test_the_design_language_states_the_contrasts_as_they_are() -> None:
    schemes = tokens()
    rows = [
        f"| {front} on {ground} | {needed} | "
        + " | ".join(f"{contrast(schemes[each][front], schemes[each][ground]):.1f}" for each in ("light", "dark"))
        + " |"
        for (front, ground), needed in PAIRS.items()
    ]
    page = LANGUAGE_PAGE.read_text()
    assert [row for row in rows if row not in page] == []
    values = [f"| {name} | `{value}` | `{schemes['dark'][name]}` |" for name, value in schemes["light"].items()]
    assert [row for row in values if row not in page] == []


@pytest.mark.parametrize(
    "sheet", [sheet for sheet in SHEETS if sheet.name not in {"tokens.css", "print.css"}], ids=lambda s: s.name
)
def test_colours_are_named_in_one_place(sheet: Path) -> None:
    assert COLOUR.findall(re.sub(r"/\*.*?\*/|url\([^)]*\)", "", sheet.read_text(), flags=re.DOTALL)) == []


def test_every_sheet_is_imported_once() -> None:
    imported = re.findall(r'@import "([^"]+)"', (STATIC / "css" / "site.css").read_text())
    assert sorted([*imported, "site.css"]) == [sheet.name for sheet in SHEETS]


def test_the_styles_are_at_most_33_250_bytes() -> None:
    assert sum(sheet.stat().st_size for sheet in SHEETS) <= 33_250


def test_the_readers_scripts_are_at_most_16_500_bytes() -> None:
    assert sum(script.stat().st_size for script in (STATIC / "js").rglob("*") if script.is_file()) <= 16_500


def test_what_a_running_transcript_loads_beside_that_is_small() -> None:
    # It asks for what is new, catches up after a lost connection, and tells screen readers.
    assert (STATIC / "running" / "running.js").stat().st_size <= 5_200
    assert (STATIC / "running" / "running.css").stat().st_size <= 1_500
