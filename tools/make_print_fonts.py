"""Make the typefaces that PDF files are set in, as `make print-fonts` does: TrueType files in `fonts/`.

Usage: make_print_fonts.py FOLDER, where FOLDER holds the npm packages @expo-google-fonts/noto-serif-sc and
@expo-google-fonts/source-serif-4, whose files are whole. Those of @fontsource lack 99 characters of GB 2312.

Chinese: Noto Serif SC, with all characters of Unicode's first block of Chinese (20,902), the bold cut with those of
GB 2312 and Big5's first level; what a bold text has besides is set in the regular one. Latin, Greek and Cyrillic:
Source Serif 4, called Press Serif as on the pages, since what is cut may not bear the reserved name (SIL Open Font
License, section 3).
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

TARGET = Path(__file__).resolve().parent.parent / "fonts"
LATIN = {
    "PressSerif-Regular.ttf": "source-serif-4/400Regular/SourceSerif4_400Regular.ttf",
    "PressSerif-SemiBold.ttf": "source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf",
    "PressSerif-Italic.ttf": "source-serif-4/400Regular_Italic/SourceSerif4_400Regular_Italic.ttf",
}
CHINESE = {
    "NotoSerifSC-Regular.ttf": "noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf",
    "NotoSerifSC-SemiBold.ttf": "noto-serif-sc/600SemiBold/NotoSerifSC_600SemiBold.ttf",
}
NAME = "Press Serif"
BEYOND = {
    *range(0x3400, 0x4DC0),
    *range(0x2E80, 0x2FE0),
    *range(0x3200, 0x3400),
    *range(0x1F100, 0x1F300),
    *range(0x20000, 0x30000),
}


def encoded(encoding: str, leads: range, trails: range) -> set[int]:
    """Return the characters of an encoding of two bytes."""
    found = set()
    for lead in leads:
        for trail in trails:
            text = bytes([lead, trail]).decode(encoding, "ignore")
            found |= {ord(text)} if len(text) == 1 else set()
    return found


def cut(source: Path, target: Path, characters: set[int], features: list[str], name: str = "") -> None:
    """Write `source`, cut down to `characters`, to `target`."""
    font = TTFont(source, recalcTimestamp=False)
    options = Options()
    options.layout_features = features
    options.hinting = False
    options.glyph_names = False
    options.drop_tables += ["BASE", "gasp", "vhea", "vmtx", "STAT"]
    options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14, 16, 17]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters & set(font.getBestCmap()))
    subsetter.subset(font)
    for record in font["name"].names if name else ():
        if record.nameID in (1, 4, 6, 16):
            record.string = record.toUnicode().replace("Source Serif 4", name).replace("SourceSerif4", "PressSerif")
    font.save(target)
    print(f"{target.name}: {target.stat().st_size:,} bytes, {len(font.getBestCmap()):,} characters")


def main(folder: Path) -> None:
    """Make every file, and say how large it is."""
    TARGET.mkdir(exist_ok=True)
    everything = set(range(0x110000))
    common = encoded("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF)) | set(range(0x20, 0x100))
    common |= encoded("big5", range(0xA4, 0xC7), range(0x40, 0xFF)) | set(range(0x2010, 0x2040))
    for name, source in LATIN.items():
        cut(folder / source, TARGET / name, everything, ["ccmp", "kern", "liga", "locl", "mark", "tnum"], NAME)
    cut(
        folder / CHINESE["NotoSerifSC-Regular.ttf"],
        TARGET / "NotoSerifSC-Regular.ttf",
        everything - BEYOND | common,
        ["ccmp"],
    )
    cut(folder / CHINESE["NotoSerifSC-SemiBold.ttf"], TARGET / "NotoSerifSC-SemiBold.ttf", common, ["ccmp"])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
