"""Make the two files of the readers' typeface from Source Serif 4, as `make fonts` does.

Usage: make_fonts.py FOLDER, where FOLDER holds the files of the npm package @fontsource-variable/source-serif-4.

The weights are cut to 400–600, the letters to those that Western and Central European names are written with, the
features to kerning, ligatures and tabular figures. What is so changed may not bear the reserved name “Source” (SIL
Open Font License, section 3), so it is called Press Serif; the copyright and the licence stay in the files.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

TARGET = Path(__file__).resolve().parent.parent / "static" / "fonts"
NAME = "Press Serif"
FEATURES = ["ccmp", "kern", "liga", "locl", "tnum"]
BASIC = {*range(0x20, 0x7F), *range(0xC0, 0x100), *map(ord, "\u00a0\u00ad¡¿£¥§©«»°·½ıŒœ–—‘’‚“”„†•…′″€−")}
CHARACTERS = {"latin": BASIC, "latin-ext": {*range(0x100, 0x180), *range(0x1E00, 0x1F00), *range(0x218, 0x21C)}}


def make(source: Path, target: Path, characters: set[int]) -> None:
    """Write `source`, cut down to `characters`, to `target`."""
    font = instantiateVariableFont(TTFont(source, recalcTimestamp=False), {"wght": (400, 400, 600)})
    options = Options()
    options.layout_features = FEATURES
    options.drop_tables += ["BASE", "gasp"]
    options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    for record in font["name"].names:
        new = {1: NAME, 4: f"{NAME} Regular", 6: f"{NAME.replace(' ', '')}-Regular"}.get(record.nameID)
        if new:
            record.string = new
    font.flavor = "woff2"
    font.save(target)


def main(folder: Path) -> None:
    """Make every file that static/css/fonts.css names, and say how large it is."""
    for part, characters in CHARACTERS.items():
        target = TARGET / f"press-serif-{part}.woff2"
        make(folder / f"source-serif-4-{part}-wght-normal.woff2", target, characters)
        print(f"{target.name}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
