"""The site's type for pictures: which file has which character, and how wide words are."""

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont

REGULAR, BOLD = 400, 600
_ROOT = Path(settings.BASE_DIR)
# In the order in which they are asked for a character: the pages' own type, then that of print files, which has more.
_FILES = {
    REGULAR: ["press-serif-latin.woff2", "press-serif-latin-ext.woff2", "PressSerif-Regular.ttf"],
    BOLD: ["press-serif-latin.woff2", "press-serif-latin-ext.woff2", "PressSerif-SemiBold.ttf"],
}
_CHINESE = {REGULAR: ["NotoSerifSC-Regular.ttf"], BOLD: ["NotoSerifSC-SemiBold.ttf", "NotoSerifSC-Regular.ttf"]}
# Quotation marks, dashes and dots, which a Chinese text has in the Chinese face.
_SHARED = frozenset("‘’“”—…·–")


@lru_cache(maxsize=64)
def font_of(path: Path, weight: int, size: int) -> FreeTypeFont:
    """Return a file of type in a size."""
    font = ImageFont.truetype(str(path), size)
    if path.suffix == ".woff2":
        font.set_variation_by_axes([weight])
    return font


@cache
def _paths(weight: int, is_chinese: bool) -> tuple[Path, ...]:
    latin, chinese = _FILES[weight], _CHINESE[weight]
    names = [*chinese, *latin] if is_chinese else [*latin, *chinese]
    places = [_ROOT / ("static/fonts" if name.endswith(".woff2") else "fonts") / name for name in names]
    return tuple(path for path in places if path.exists())


@lru_cache(maxsize=16384)
def _path_of(char: str, weight: int, is_chinese: bool) -> Path | None:
    """Return the first file that has the character; None where none has."""
    return next((path for path in _paths(weight, is_chinese and char in _SHARED) if _has(path, char)), None)


@cache
def _missing(path: Path) -> bytes:
    return bytes(font_of(path, REGULAR, 20).getmask("\U0010ffff"))


def _has(path: Path, char: str) -> bool:
    """Return whether the file has the character: what it lacks is drawn as the box that represents such."""
    return bytes(font_of(path, REGULAR, 20).getmask(char)) != _missing(path)


def can_write(text: str, language: str) -> bool:
    """Return whether every character of the text is in the site's type."""
    is_chinese = language.startswith("zh")
    return all(char.isspace() or _path_of(char, REGULAR, is_chinese) for char in text)


def runs(text: str, weight: int, language: str) -> Iterator[tuple[str, Path]]:
    """Yield the pieces of the text, each with the file that has it; characters that none has are left out."""
    is_chinese = language.startswith("zh")
    piece, current = "", None
    for char in text:
        path = current if char == " " and current else _path_of(char, weight, is_chinese)
        if path is None:
            continue
        if path != current and piece and current:
            yield piece, current
            piece = ""
        piece, current = piece + char, path
    if piece and current:
        yield piece, current


def width(text: str, size: int, weight: int, language: str) -> float:
    """Return how many pixels the text takes."""
    return sum(font_of(path, weight, size).getlength(piece) for piece, path in runs(text, weight, language))
